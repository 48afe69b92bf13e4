"""The kernels agree, to the bit, with the same rules written a second time as plain objects.

`plain_objects` was written from `docs/odd.md` alone. So a difference is a fault
of the kernels, of the page, or of the plain objects; the message names the
first week, person and field in which they part. Compared after every week are
the chart, conditions, meetings, people, ties, groups, measures, accounts of
trust and the log.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import hypothesis_profiles
import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_objects import PlainOrganisation
from plain_objects.cases import (
    BUSY,
    COMMUNITIES,
    COVERING,
    EVENTS_OF,
    OWN_SPACES,
    Case,
    any_chart,
)
from plain_objects.comparing import difference, run_difference
from plain_objects.rare import RARE, rare
from small_organisations import scenarios, small

from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.presets import RECOGNITIONS, REGIMES, STYLES, WELCOMES
from trustgarden.model.scenario import EVENT_KINDS, MECHANISM_SWITCHES, SPACES, Scenario

UNCOMPILED = bool(numba.config.DISABLE_JIT)
WEEKS = 6 if UNCOMPILED else 10
EXAMPLES = hypothesis_profiles.CI_EXAMPLES if os.environ.get("CI") == "true" else 25
NOT_ON_THE_PAGE = {"learner"}
"""Styles whose formulae the page does not give."""
takes_long = pytest.mark.skipif(UNCOMPILED, reason="takes minutes uncompiled")


def agree(scenario: Scenario, seed: int, weeks: int = WEEKS, chart: Chart | None = None) -> None:
    found = run_difference(scenario, seed, weeks, chart)
    assert found is None, found


@pytest.mark.parametrize("case", COVERING, ids=str)
def test_kernels_and_plain_objects_agree(case: Case) -> None:
    agree(case.scenario(), seed=COVERING.index(case))


def test_the_cases_have_every_preset() -> None:
    assert {case.regime for case in COVERING} == set(REGIMES)
    assert {case.style for case in COVERING} == set(STYLES) - NOT_ON_THE_PAGE
    assert {case.welcome for case in COVERING} == set(WELCOMES)
    assert {case.form for case in COVERING} == set(RECOGNITIONS)


def test_the_cases_have_what_is_rare() -> None:
    # Without this a case could agree on rules that it never comes to.
    seen: set[str] = set()
    for seed, case in enumerate(COVERING):
        plain = PlainOrganisation(case.scenario(), seed=seed, accounts=True)
        for _ in range(10):
            belonged = {me.key: me.belongs for me in plain.people()}
            plain.step()
            seen |= set(rare(plain, belonged))
    assert seen == RARE


@takes_long
@pytest.mark.parametrize("start", ["strangers", "burn-in"])
def test_they_agree_in_the_long_run(start: str) -> None:
    changes = {
        "organisation.num_people": 30,
        "organisation.start": start,
        "organisation.burn_in_weeks": 10,
        "turnover.leave_rate": 0.02,
        "communities": COMMUNITIES,
        "spaces.custom": OWN_SPACES,
    }
    agree(BUSY.with_changes(changes), seed=12, weeks=40 if start == "strangers" else 30)


@pytest.mark.parametrize("off", [[], ["spaces"], ["fairness", "witness"]], ids=str)
def test_they_agree_on_communities_and_spaces_of_ones_own(off: list[str]) -> None:
    changes = {
        "communities": COMMUNITIES,
        "spaces.custom": OWN_SPACES,
        "spaces.social_hours": 3.0,
        "mechanisms.off": off,
    }
    agree(COVERING[0].scenario().with_changes(changes), seed=7)


@pytest.mark.parametrize("tales", [0.0, 1.5, 3.0])
def test_they_agree_on_talk(tales: float) -> None:
    agree(COVERING[1].scenario(talk__tales=tales, parameters__talk_weight=3.0), seed=2)


@pytest.mark.parametrize("replace", [True, False], ids=["vacancies", "no replacement"])
def test_they_agree_where_many_leave(replace: bool) -> None:
    changes = {
        "turnover.leave_rate": 0.25,
        "turnover.replace": replace,
        "turnover.vacancy_weeks": 3.0,
        "turnover.alternatives": 0.8,
    }
    agree(COVERING[8].scenario().with_changes(changes), seed=3, weeks=2 * WEEKS)


def test_they_agree_when_nobody_is_left() -> None:
    changes = {"turnover.leave_rate": 0.5, "turnover.replace": False}
    scenario = small(changes, num_people=4)
    agree(scenario, seed=1, weeks=20)
    assert not PlainOrganisation(scenario, seed=1).run(20).people()


@pytest.mark.parametrize("switch", MECHANISM_SWITCHES)
def test_they_agree_without_a_mechanism(switch: str) -> None:
    without = BUSY.with_changes({"mechanisms.off": [switch]})
    agree(without, seed=3)
    assert series_without(None) != series_without(switch)


@cache
def series_without(switch: str | None) -> bytes:
    engine = Engine(BUSY.with_changes({"mechanisms.off": [switch] if switch else []}), 3)
    engine.run(WEEKS)
    return engine.series.tobytes()


@pytest.mark.parametrize("start", ["strangers", "burn-in"])
@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_they_agree_on_events(kind: str, start: str) -> None:
    changes = {"organisation.start": start, "leaders.by_team": {"team 2": "hero"}}
    scenario = COVERING[2].scenario().with_changes(changes | {"turnover.replace": True})
    eventful = scenario.with_changes({"events": EVENTS_OF[kind]})
    agree(eventful, seed=5, weeks=7)
    assert state_after(eventful, 7) != state_after(scenario, 7)


def state_after(scenario: Scenario, weeks: int) -> bytes:
    engine = Engine(scenario, 5)
    engine.run(weeks)
    return engine.state.ties.tobytes()


def test_there_is_a_calendar_of_every_kind() -> None:
    assert set(EVENTS_OF) == set(EVENT_KINDS)
    for kind, events in EVENTS_OF.items():
        assert kind in {event["kind"] for event in events}


@pytest.mark.parametrize("seed", range(6))
def test_they_agree_on_any_chart_with_ties_and_events(seed: int) -> None:
    events = [
        {"week": 2, "kind": "arrival", "number": 2, "team": "y"},
        {"week": 2, "kind": "reorganisation"},
        {"week": 4, "kind": "layoff", "share": 0.3},
        {"week": 4, "kind": "new-leader", "team": "z"},
        {"week": 5, "kind": "growth", "number": 5},
        {"week": 6, "kind": "merger", "number": 4},
    ]
    start = "burn-in" if seed % 2 else "strangers"
    scenario = COVERING[seed].scenario(
        organisation__start=start, leaders__by_team={"x": "random"}, events=events
    )
    agree(scenario, seed, weeks=8, chart=any_chart(seed))


@pytest.mark.parametrize("case", [COVERING[3], COVERING[8]], ids=str)
def test_they_measure_the_state_as_it_stands_alike(case: Case) -> None:
    plain = PlainOrganisation(case.scenario(), seed=2)
    engine = Engine(case.scenario(), 2)
    for _ in range(4):
        ours = [plain.measure()[name] for name in MEASURE_NAMES]
        assert ours == engine.measure().ravel().tolist()
        plain.step()
        engine.run(1)


def test_they_agree_at_the_ends_of_ranges() -> None:
    # Traits are clipped, nobody is free, fear is full, and there is much to make good.
    changes = {
        "population.spread": 3.0,
        "population.integrity": 0.3,
        "work.load": 1.0,
        "spaces.work_hours": 25.0,
        "spaces.social_hours": 5.0,
        "leaders.attention_hours": 60.0,
        "consequence.evenness": 0.0,
        "consequence.repair": 0.9,
        "parameters.doubt_weight": 5.0,
        "parameters.repair_share": 1.0,
        "parameters.error_rate": 0.0,
        "parameters.strain_rate": 1.0,
        "parameters.talk_weight": 5.0,
    }
    agree(COVERING[3].scenario().with_changes(changes), seed=4)


def test_they_agree_where_much_goes_wrong() -> None:
    # So much that small differences in what is found, spared and made good come to light.
    changes = {
        "spaces.work_hours": 30.0,
        "leaders.style": "gardener",
        "consequence.detection": 0.7,
        "consequence.certainty": 1.0,
        "consequence.evenness": 0.0,
        "parameters.faith": -2.0,
        "parameters.error_rate": 0.4,
        "parameters.demand_push": 10.0,
        "parameters.entrusting_threshold": 0.0,
    }
    agree(COVERING[4].scenario().with_changes(changes), seed=6, weeks=2 * WEEKS)


def test_they_agree_on_a_leader_of_many() -> None:
    # More than nine report to one, and a team sits together in more slots than are filled.
    changes = {"organisation.team_size": 14, "organisation.num_slots": 20}
    agree(small(changes, num_people=16), seed=9)


def test_they_agree_on_welcome_by_steps_of_ones_own() -> None:
    kinds = ("invite", "greet", "buddy", "introduce", "first-task", "recognise", "check-in")
    steps: list[dict[str, Any]] = [
        {"week": week, "kind": kind, "who": who, "certainty": 0.7, "announced": week == 2,
         "count": 1 + week, "space": SPACES[week]}
        for week, who in enumerate(("leader", "buddy", "team"), start=1)
        for kind in kinds
    ]  # fmt: skip
    scenario = COVERING[6].scenario(welcome__steps=steps, turnover__leave_rate=0.15)
    agree(scenario, seed=1, weeks=2 * WEEKS)


@st.composite
def any_small_organisations(draw: st.DrawFn) -> Scenario:
    drawn = draw(scenarios(max_people=12, eventful=True))
    changes = {
        "organisation.num_slots": draw(st.integers(4, 8)),
        "organisation.span": draw(st.integers(1, 3)),
        "organisation.start": draw(st.sampled_from(["strangers", "burn-in"])),
        "organisation.burn_in_weeks": draw(st.integers(1, 3)),
        "turnover.leave_rate": draw(st.sampled_from([0.0, 0.003, 0.1, 0.3])),
        "turnover.replace": draw(st.booleans()),
    }
    if drawn.leaders.style in NOT_ON_THE_PAGE:
        changes["leaders.style"] = "random"
    return drawn.with_changes(changes)


@settings(max_examples=5 if UNCOMPILED else EXAMPLES)
@given(scenario=any_small_organisations(), seed=st.integers(0, 2**63 - 1))
def test_they_agree_on_any_scenario(scenario: Scenario, seed: int) -> None:
    agree(scenario, seed, weeks=5)


def test_a_difference_is_told_by_week_person_and_field() -> None:
    scenario = COVERING[0].scenario()
    plain = PlainOrganisation(scenario, seed=1).run(2)
    engine = Engine(scenario, 1)
    engine.run(2)
    engine.state.people.strain[4] = np.nextafter(engine.state.people.strain[4], np.float32(1))
    told = difference(plain, engine)
    assert told is not None
    assert told.startswith("week 2, person 4, strain: ")
