"""Sections of the record: presets and what overrides them, what is resolved, and names of code."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, get_args

import numpy as np
import pytest

from trustgarden.model import custom
from trustgarden.model.chart import Chart
from trustgarden.model.choreography import StepKind
from trustgarden.model.presets import (
    PRACTICES,
    RECOGNITIONS,
    REGIMES,
    STYLES,
    UNSTATED_REGIME,
    WELCOMES,
    is_code,
)
from trustgarden.model.scenario import (
    MECHANISM_SWITCHES,
    PRESET_KEYS,
    REGIME_DIMENSIONS,
    STEP_KINDS,
    STYLE_DIMENSIONS,
    Scenario,
    WelcomeStep,
)
from trustgarden.model.structure import structure_of


def made(**sections: Any) -> Scenario:
    return Scenario.model_validate({"id": "x"} | sections)


# Presets.


def test_presets_fill_every_dimension_within_its_range() -> None:
    for preset in STYLES.values():
        assert set(preset.values) == set(STYLE_DIMENSIONS)
        assert sum(preset.values[name] for name in PRACTICES) <= 1 + 1e-9
    for preset in REGIMES.values():
        assert set(preset.values) == set(REGIME_DIMENSIONS) == set(UNSTATED_REGIME)
    values = [x for some in (STYLES, REGIMES, RECOGNITIONS) for p in some.values() for x in
              p.values.values()]  # fmt: skip
    assert len(values) > 300
    assert all(0 <= value <= 1 for value in values)


def test_every_preset_says_what_it_is_and_where_it_comes_from() -> None:
    for presets in (STYLES, REGIMES, RECOGNITIONS, WELCOMES):
        for preset in presets.values():
            assert preset.sentence.endswith(".")
            assert len(preset.source) > 10


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("regime", REGIMES)
def test_every_style_goes_with_every_regime(style: str, regime: str) -> None:
    scenario = made(leaders={"style": style}, consequence={"regime": regime})
    whole = scenario.resolved()
    assert whole.leaders.model_dump(include=set(STYLE_DIMENSIONS)) == dict(STYLES[style].values)
    found = whole.consequence.model_dump(include=set(REGIME_DIMENSIONS))
    assert found == dict(REGIMES[regime].values)
    assert whole.resolved() == whole


@pytest.mark.parametrize("form", RECOGNITIONS)
def test_a_form_of_recognition_is_filled_and_overridden(form: str) -> None:
    preset = RECOGNITIONS[form]
    whole = made(recognition={"form": form, "visibility": 0.123}).resolved().recognition
    assert (whole.defines, whole.decides) == (preset.defines, preset.decides)
    assert whole.visibility == 0.123
    assert (whole.credibility, whole.scarcity, whole.payment) == tuple(
        preset.values[name] for name in ("credibility", "scarcity", "payment")
    )


def test_the_four_kinds_of_recognition_are_among_the_presets() -> None:
    kinds = {(form.defines, form.decides) for form in RECOGNITIONS.values()}
    assert len(kinds) == 4


STEPS = {"cold": 0, "by-the-book": 3, "buddy": 9, "designed": 15}


@pytest.mark.parametrize("name", WELCOMES)
def test_a_choreography_is_filled_from_its_preset(name: str) -> None:
    whole = made(welcome={"choreography": name}).resolved()
    steps = whole.welcome.steps
    assert steps is not None
    assert len(steps) == STEPS[name]
    for step, stated in zip(steps, WELCOMES[name].steps, strict=True):
        assert step == WelcomeStep.model_validate(dict(stated))
        # Nothing is left open.
        assert step.model_fields_set == set(WelcomeStep.model_fields)
    assert whole.resolved() == whole


def test_designed_is_certain_where_by_the_book_is_not() -> None:
    by_the_book, designed = (
        made(welcome={"choreography": name}).resolved().welcome.steps or ()
        for name in ("by-the-book", "designed")
    )
    assert min(step.certainty for step in by_the_book) == 0.5
    assert min(step.certainty for step in designed) == 0.97
    assert get_args(StepKind) == STEP_KINDS
    assert {step.kind for step in designed} == set(STEP_KINDS)


def test_steps_of_ones_own_replace_those_of_the_preset() -> None:
    steps = [{"week": 2, "kind": "check-in", "who": "team"}]
    for name in ("designed", "our-way"):
        whole = made(welcome={"choreography": name, "steps": steps}).resolved()
        assert [(step.week, step.kind) for step in whole.welcome.steps or ()] == [(2, "check-in")]
    assert made(welcome={"choreography": "nothing", "steps": []}).resolved().welcome.steps == ()
    with pytest.raises(ValueError, match=r"choreography 'our-way' is not one of: cold, by-the-bo"):
        made(welcome={"choreography": "our-way"})


CHANGES: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        {"recognition": {"form": "award", "payment": 0.5}},
        {"recognition.form": "thanks"},
        {"recognition": {"form": "thanks"}},
    ),
    (
        {"recognition": {"payment": 0.5}},
        {"recognition.form": "acknowledgement"},
        {"recognition": {"form": "acknowledgement", "payment": 0.5}},
    ),
    (
        {"welcome": {"choreography": "our-way", "steps": []}},
        {"welcome.choreography": "cold"},
        {"welcome": {"choreography": "cold"}},
    ),
    (
        {"leaders": {"style": "hero", "listening": 0.9, "by_team": {"team 2": "absent"}}},
        {"leaders.style": "random"},
        {"leaders": {"style": "random", "by_team": {"team 2": "absent"}}},
    ),
    (
        {"consequence": {"regime": "charter", "chosen": 0.1}},
        {"consequence.regime": "contract"},
        {"consequence": {"regime": "contract"}},
    ),
    (
        {},
        {"leaders.by_team.team 2": "hero"},
        {"leaders": {"by_team": {"team 2": "hero"}}},
    ),
]


@pytest.mark.parametrize(("stated", "changes", "expected"), CHANGES)
def test_another_preset_drops_what_stood_beside_the_old(
    stated: dict[str, Any], changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert made(**stated).with_changes(changes).stated() == {"id": "x"} | expected


def test_every_section_with_a_preset_has_its_default() -> None:
    scenario = Scenario(id="x")
    found = {key: getattr(getattr(scenario, key), name) for key, name in PRESET_KEYS.items()}
    assert found == {
        "leaders": "gardener",
        "consequence": "none",
        "recognition": "acknowledgement",
        "welcome": "by-the-book",
    }


# Communities, spaces, places and practices.


@pytest.mark.parametrize(
    ("stated", "joining", "formality"),
    [
        ({}, "invited", 0.0),
        ({"visibility": "visible"}, "discovered", 0.0),
        ({"kind": "formal", "visibility": "visible"}, "discovered", 0.6),
        ({"joining": "closed", "formality": 0.2}, "closed", 0.2),
        ({"kind": "formal", "formality": 0.0}, "invited", 0.0),
    ],
)
def test_what_a_community_leaves_open_follows_from_its_kind(
    stated: dict[str, Any], joining: str, formality: float
) -> None:
    (found,) = made(communities=[{"name": "runners"} | stated]).resolved().communities
    assert (found.joining, found.formality) == (joining, formality)


def test_spaces_of_ones_own_stand_behind_those_of_every_organisation() -> None:
    scenario = made(spaces={"custom": [{"name": "kitchen", "purpose": "explore"}]})
    assert scenario.spaces.names == ("work", "meeting", "rehearsal", "social", "kitchen")


def test_at_most_so_many_communities_spaces_and_steps() -> None:
    community = [{"name": f"c{n}"} for n in range(9)]
    space = [{"name": f"s{n}", "purpose": "share"} for n in range(7)]
    step = [{"week": 1, "kind": "greet"}] * 25
    made(communities=community[:8], spaces={"custom": space[:6]}, welcome={"steps": step[:24]})
    for too_many in (
        {"communities": community},
        {"spaces": {"custom": space}},
        {"welcome": {"steps": step}},
    ):
        with pytest.raises(ValueError, match="at most"):
            made(**too_many)


def test_practices_cut_across_places() -> None:
    plan = {"num_people": 64, "team_size": 8, "num_places": 2, "num_practices": 3}
    structure = structure_of(made(organisation=plan), None)
    teams = np.unique(structure.team, return_index=True)[1]
    assert structure.place[teams].tolist() == [0, 1, 0, 1, 0, 1, 0, 1]
    assert structure.practice[teams].tolist() == [0, 0, 1, 1, 2, 2, 0, 0]
    assert structure.practice_names == ("practice 1", "practice 2", "practice 3")
    assert structure.practice.dtype == np.int32


def test_there_are_no_more_practices_than_teams() -> None:
    plan = {"num_people": 16, "team_size": 8, "num_places": 9, "num_practices": 9}
    structure = structure_of(made(organisation=plan), None)
    assert structure.practice_names == ("practice 1", "practice 2")
    assert set(structure.practice.tolist()) <= {0, 1}


def chart(**more: Any) -> Chart:
    return Chart(
        ids=("a", "b"),
        boss=np.array([-1, 0]),
        team=np.zeros(2, int),
        team_names=("team",),
        place=np.zeros(2, int),
        place_names=("place",),
        rank=np.array([0, 1]),
        tie_from=np.zeros(0, int),
        tie_to=np.zeros(0, int),
        tie_evidence=np.zeros(0),
        tie_kind=(),
        **more,
    )


def test_a_chart_without_practices_has_one_for_all() -> None:
    plain = chart()
    assert (plain.practice.tolist(), plain.practice_names) == ([0, 0], ("one practice",))
    given = chart(practice=[1, 0], practice_names=("law", "tax"))
    assert given.practice.dtype == np.int32
    assert not given.practice.flags.writeable
    structure = structure_of(Scenario(id="x"), given)
    assert (structure.practice.tolist(), structure.practice_names) == ([1, 0], ("law", "tax"))


# Code of one's own, and knock-outs.


@pytest.mark.parametrize("name", ["pkg:Class", "a.b_c.d:_E1", "_x:y"])
def test_code_is_named_by_module_and_class(name: str) -> None:
    assert is_code(name)
    scenario = made(
        leaders={"style": name, "by_team": {"team 2": name}},
        consequence={"regime": name},
        events=[
            {"week": 2, "kind": "regime", "regime": name},
            {"week": 3, "set": {"leaders.style": name}},
        ],
    )
    assert scenario.code() == {
        ("leaders", "style"): name,
        ("leaders", "by_team", "team 2"): name,
        ("consequence", "regime"): name,
        ("events", 0, "regime"): name,
        ("events", 1, "set", "leaders.style"): name,
    }
    assert made(leaders={"style": "hero"}).code() == {}


@pytest.mark.parametrize("name", ["pkg.Class", "a:b:c", ":x", "x:", "1a:b", "a b:c", "a:b.c", ""])
def test_what_is_neither_a_style_nor_code_is_refused(name: str) -> None:
    assert not is_code(name)
    with pytest.raises(ValueError, match=r"style '.*' is not one of: gardener"):
        made(leaders={"style": name})
    with pytest.raises(ValueError, match=r"style '.*' is not one of: gardener"):
        made(leaders={"by_team": {"team 2": name}})
    with pytest.raises(ValueError, match=r"regime '.*' is not one of: none"):
        made(consequence={"regime": name})


def test_code_of_ones_own_begins_from_what_is_unstated() -> None:
    scenario = made(leaders={"style": "a:B", "fairness": 0.2}, consequence={"regime": "a:C"})
    whole = scenario.resolved()
    values = whole.leaders.model_dump(include=set(STYLE_DIMENSIONS))
    assert values == dict.fromkeys(PRACTICES, 0.0) | {
        "fairness": 0.2,
        "evenness": 0.8,
        "respect": 0.7,
        "listening": 0.5,
    }
    assert whole.consequence.model_dump(include=set(REGIME_DIMENSIONS)) == UNSTATED_REGIME


def test_registered_names_are_legal_while_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="style 'mine' is not one of"):
        made(leaders={"style": "mine"})
    monkeypatch.setitem(custom.STYLES_BY_NAME, "mine", object)
    monkeypatch.setitem(custom.REGIMES_BY_NAME, "ours", object)
    scenario = made(leaders={"style": "mine"}, consequence={"regime": "ours"})
    assert scenario.resolved().leaders.respect == 0.7
    assert scenario.code() == {}


def test_switches_stand_in_order() -> None:
    assert list(MECHANISM_SWITCHES) == sorted(set(MECHANISM_SWITCHES))
    assert made(mechanisms={"off": list(MECHANISM_SWITCHES)}).mechanisms.off == MECHANISM_SWITCHES


def test_the_record_needs_no_kernels() -> None:
    code = "import sys, trustgarden.model.scenario; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
