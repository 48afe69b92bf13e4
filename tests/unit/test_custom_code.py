"""Styles and regimes of one's own: found, asked once a week, refused where they cannot be used."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_organisations import NOBODY_LEAVES, small

import trustgarden as tg
from trustgarden.experiments.sweeping import sweep
from trustgarden.model import custom
from trustgarden.model.engine import Engine
from trustgarden.model.layout import REGIME_NAMES, STYLE_DTYPE
from trustgarden.model.presets import PRACTICES

OWN = '''
import numpy as np
import trustgarden as tg


class Watcher(tg.Style, name="watcher"):
    """Watches the more, the more it has watched, and never quite alike."""

    num_notes = 1

    def attend(self, view, chance):
        notes = view.notes + 1.0
        share = 0.3 + 0.01 * notes[:, 0] + 0.1 * chance.uniforms()[:, 0]
        return tg.Attention.of(view, controlling=share, notes=notes)


class Milder(tg.Regime, name="milder"):
    """A regime that forgets by and by why it was harsh."""

    def rule(self, view, chance):
        return tg.Terms.of(view, detection=0.5, certainty=0.5, severity=1.0 / view.week)


NO_STYLE = 3
'''


@pytest.fixture(autouse=True)
def own_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module outside the package, on the path of this process and of those it starts."""
    (tmp_path / "our_styles.py").write_text(OWN, "utf-8")
    (tmp_path / "broken_styles.py").write_text("import no_such_library\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    )
    monkeypatch.delitem(sys.modules, "our_styles", raising=False)
    monkeypatch.setattr(custom, "STYLES_BY_NAME", dict(custom.STYLES_BY_NAME))
    monkeypatch.setattr(custom, "REGIMES_BY_NAME", dict(custom.REGIMES_BY_NAME))
    return tmp_path


def plan(changes: dict[str, Any]) -> tg.Scenario:
    return small(NOBODY_LEAVES | changes)


# Found and used


def test_a_style_from_outside_leads() -> None:
    run = tg.simulate(
        plan({"leaders.style": "our_styles:Watcher"}), weeks=3, seed=1, allow_code=True
    )
    scenario = plan({})
    leaders = scenario.organisation.num_people / scenario.organisation.team_size
    most = scenario.leaders.attention_hours * leaders / scenario.organisation.num_people
    shares = run.series["control_hours"] / most
    drawn = shares - 0.3 - 0.01 * np.array([1, 2, 3])
    assert ((drawn > 0.0) & (drawn < 0.1)).all()
    assert drawn.nunique() == 3


def test_a_style_is_found_by_its_name_once_its_module_is_there() -> None:
    with pytest.raises(ValueError, match="style 'watcher' is not one of"):
        plan({"leaders.style": "watcher"})
    __import__("our_styles")
    by_name = Engine(plan({"leaders.style": "watcher"}), 1)
    by_module = Engine(plan({"leaders.style": "our_styles:Watcher"}), 1)
    by_name.run(3)
    by_module.run(3)
    assert np.array_equal(by_name.series, by_module.series)


def test_a_regime_from_outside_rules() -> None:
    run = tg.simulate(
        plan({"consequence.regime": "our_styles:Milder"}), weeks=4, seed=1, allow_code=True
    )
    assert (run.series["imposed"].diff().dropna() < 0.0).all()


def test_one_team_may_have_a_style_of_its_own() -> None:
    engine = Engine(plan({"leaders.by_team": {"team 2": "our_styles:Watcher"}}), 1)
    engine.run(2)
    assert engine.state.styles.controlling[1] > 0.3
    others = np.delete(engine.state.styles, 1)
    assert (others == engine.segments[0].style[0]).all()


def test_an_event_may_bring_a_style_of_ones_own_and_take_it_away() -> None:
    events = [
        {"week": 3, "kind": "change", "weeks": 2, "set": {"leaders.style": "our_styles:Watcher"}}
    ]
    engine = Engine(plan({"events": events}), 1)
    control = []
    for _ in range(5):
        engine.run(1)
        control.append(engine.state.styles.controlling[0])
    assert [share > 0.3 for share in control] == [False, False, True, True, False]


@pytest.mark.slow
def test_code_from_outside_works_in_a_sweep_with_two_workers(tmp_path: Path) -> None:
    experiment = tg.Experiment(
        id="own",
        scenarios=("untended",),
        weeks=2,
        replicates=2,
        seed=3,
        factors={
            "organisation.num_people": (8,),
            "organisation.start": ("strangers",),
            "leaders.style": ("hero", "our_styles:Watcher"),
            "consequence.regime": ("none", "our_styles:Milder"),
        },
    )
    one = sweep(experiment, tmp_path / "one", workers=1, allow_code=True)
    two = sweep(experiment, tmp_path / "two", workers=2, allow_code=True)
    assert two.num_failed == 0
    assert len(two.runs) == 8
    assert one.series().equals(two.series())


# Asked once a week, of what can be seen


class Recorder(tg.Style):
    """Keeps every view it is shown, and counts in its notes."""

    num_notes = 2
    seen: list[tg.View]

    def attend(self, view: tg.View, chance: tg.Chance) -> tg.Attention:
        type(self).seen.append(view)
        notes = view.notes + np.array([1.0, view.week])
        return tg.Attention(np.full((len(view), 7), 0.1), notes=notes)


@pytest.fixture
def views(monkeypatch: pytest.MonkeyPatch) -> list[tg.View]:
    monkeypatch.setitem(custom.STYLES_BY_NAME, "recorder", Recorder)
    Recorder.seen = []
    return Recorder.seen


def recorded(changes: dict[str, Any], weeks: int, seed: int = 1) -> Engine:
    engine = Engine(small({"leaders.style": "recorder"} | changes), seed)
    engine.run(weeks)
    return engine


def test_all_leaders_of_a_style_are_asked_together_once_a_week(views: list[tg.View]) -> None:
    engine = recorded(NOBODY_LEAVES, 3)
    assert [view.week for view in views] == [1, 2, 3]
    for view in views:
        assert view.team.tolist() == list(range(engine.structure.num_teams))
        assert view.weeks_in_office.tolist() == [view.week - 1] * len(view)
        assert view.notes[:, 0].tolist() == [view.week - 1] * len(view)
        assert view.span.sum() == len(engine.state.keys) - 1


def test_attention_is_first_what_is_stated_and_then_what_was_answered(
    views: list[tg.View],
) -> None:
    engine = recorded({"leaders.recognition": 0.25, "leaders.respect": 0.6}, 2)
    assert views[0].shares[0].tolist() == [0.0, 0.0, 0.0, 0.25, 0.0, 0.0, 0.0]
    assert views[1].shares[0].tolist() == [0.1] * 7
    # What was not said stays as it is stated.
    assert views[1].respect.tolist() == [0.6] * len(views[1])
    assert (engine.state.styles.respect == 0.6).all()
    assert (engine.state.styles.listening == 0.5).all()


def test_no_view_holds_what_is_in_anybodys_memory() -> None:
    shown = {field.name for field in dataclasses.fields(tg.View)}
    assert shown == {
        "week", "team", "span", "weeks_in_office", "shares", "evenness", "respect", "listening",
        "signs", "notes",
    }  # fmt: skip
    signs = {field.name for field in dataclasses.fields(tg.Signs)}
    assert signs == {"entrusted", "kept", "told", "voice", "output", "strain", "left"}


def test_what_is_shown_can_only_be_read(views: list[tg.View]) -> None:
    engine = recorded({}, 2)
    shown = [getattr(views[1], field.name) for field in dataclasses.fields(tg.View)]
    shown += [getattr(views[1].signs, field.name) for field in dataclasses.fields(tg.Signs)]
    arrays = [array for array in shown if isinstance(array, np.ndarray)]
    assert len(arrays) == 8 + 7
    for array in arrays:
        assert not array.flags.writeable
        assert not np.shares_memory(array, engine.state.people)
        assert not np.shares_memory(array, engine.state.styles)


def test_the_burn_in_asks_nobody(views: list[tg.View]) -> None:
    recorded({"organisation.start": "burn-in", "organisation.burn_in_weeks": 4}, 2)
    assert [view.week for view in views] == [1, 2]
    assert (views[0].notes == 0.0).all()
    assert views[0].weeks_in_office.tolist() == [4] * len(views[0])
    # What was lived through before can be seen.
    assert not np.isnan(views[0].signs.output).any()


def test_whoever_takes_the_seat_begins_with_no_notes(views: list[tg.View]) -> None:
    event = {"week": 3, "kind": "new-leader", "team": "team 2"}
    recorded(NOBODY_LEAVES | {"events": [event]}, 4)
    assert views[2].notes[:, 0].tolist() == [2.0, 0.0, *[2.0] * (len(views[2]) - 2)]
    assert views[2].weeks_in_office[1] == 0
    assert views[3].notes[:, 0].tolist() == [3.0, 1.0, *[3.0] * (len(views[2]) - 2)]
    assert views[2].shares[1].tolist() == [0.0] * 7


def test_a_team_whose_leader_is_gone_is_not_asked(views: list[tg.View]) -> None:
    events = [{"week": 2, "kind": "departure", "who": "5"}]
    engine = recorded(NOBODY_LEAVES | {"turnover.replace": False, "events": events}, 3)
    assert 1 not in views[2].team
    assert engine.state.styles[1] == engine.segments[-1].style[0]


def test_teams_that_come_later_are_asked_from_then_on(views: list[tg.View]) -> None:
    event = {"week": 2, "kind": "growth", "number": 4}
    recorded(NOBODY_LEAVES | {"events": [event]}, 3)
    assert [len(view) - len(views[0]) for view in views] == [0, 1, 1]
    assert views[2].notes[:, 0].tolist() == [*[2.0] * len(views[0]), 1.0]


def test_one_more_leader_changes_nobody_elses_attention() -> None:
    few, many = (
        Engine(small({"leaders.style": "our_styles:Watcher"}, num_people=number), 1)
        for number in (12, 28)
    )
    few.run(1)
    many.run(1)
    assert np.array_equal(few.state.styles, many.state.styles[:3])


# Nothing that only looks changes anything


STYLES_IN_CODE = ("learner", "random", "our_styles:Watcher")


@pytest.mark.parametrize("style", STYLES_IN_CODE)
def test_recording_and_stopping_change_nothing(style: str) -> None:
    scenario = small(
        {
            "leaders.style": style,
            "consequence.regime": "our_styles:Milder",
            "turnover.leave_rate": 0.05,
        }
    )
    plainly = Engine(scenario, 1)
    plainly.run(9, record=False)
    watched = Engine(scenario, 1, accounts=True, log=True)
    for _ in range(9):
        watched.measure()
        watched.run(1)
    for name in ("people", "ties", "styles", "regimes", "keys"):
        left, right = getattr(plainly.state, name), getattr(watched.state, name)
        assert left.tobytes() == right.tobytes(), name
    # As text, since NaN, for what was not said, is not equal to itself.
    assert repr(plainly.steering.notes_as_data()) == repr(watched.steering.notes_as_data())


@pytest.mark.parametrize("style", STYLES_IN_CODE)
def test_going_on_from_a_save_equals_never_having_stopped(style: str, tmp_path: Path) -> None:
    changes = {
        "organisation.num_people": 16,
        "organisation.burn_in_weeks": 4,
        "leaders.style": style,
        "consequence.regime": "our_styles:Milder",
        "turnover.leave_rate": 0.05,
        "turnover.vacancy_weeks": 2.0,
    }
    tg.Organisation("garden", seed=5, changes=changes).run(6).save(tmp_path / "saved.npz")
    went_on = tg.Organisation.load(tmp_path / "saved.npz").run(8)
    undisturbed = tg.Organisation("garden", seed=5, changes=changes).run(14)
    for name in ("people", "ties", "traces", "styles", "regimes", "keys", "present"):
        left = getattr(went_on.engine.state, name)
        assert left.tobytes() == getattr(undisturbed.engine.state, name).tobytes(), name
    assert went_on.series_array.tobytes() == undisturbed.series_array.tobytes()
    notes = [org.engine.steering.notes_as_data() for org in (went_on, undisturbed)]
    assert repr(notes[0]) == repr(notes[1])


def test_a_measured_organisation_still_shows_what_its_leaders_do() -> None:
    engine = Engine(small({"leaders.style": "our_styles:Watcher"}), 1)
    engine.run(2)
    shares = engine.state.styles.controlling.copy()
    engine.measure()
    assert np.array_equal(engine.state.styles.controlling, shares)


# Refused


def answering(monkeypatch: pytest.MonkeyPatch, answer: Any) -> Engine:
    """An organisation whose style answers by a function of the view."""

    class Odd(tg.Style):
        num_notes = 1

        def attend(self, view: tg.View, chance: tg.Chance) -> tg.Attention:
            odd: tg.Attention = answer(view)
            return odd

    monkeypatch.setitem(custom.STYLES_BY_NAME, "odd", Odd)
    return Engine(small({"leaders.style": "odd"}), 1)


def one(view: tg.View, value: float, column: int = 3) -> np.ndarray:
    """Shares of nothing but one value, for the leader of team 2."""
    shares = np.zeros((len(view), 7))
    shares[1, column] = value
    return shares


A = tg.Attention
REFUSED = {
    "no attention": (lambda v: v.shares, "attend returned ndarray; return a trustgarden.Attention"),
    "nothing": (lambda v: None, "attend returned NoneType; return a trustgarden.Attention"),
    "no number": (
        lambda v: A(one(v, np.nan)),
        "shares is nan for 'team 2'; return finite numbers",
    ),
    "endless": (
        lambda v: A(one(v, np.inf)),
        "shares is inf for 'team 2'; return finite numbers",
    ),
    "too low": (
        lambda v: A(one(v, -0.1)),
        "recognition is -0.1 for 'team 2'; return numbers from 0 to 1",
    ),
    "too high": (
        lambda v: A(one(v, 1.5, 6)),
        "controlling is 1.5 for 'team 2'; return numbers from 0 to 1",
    ),
    "too much in all": (
        lambda v: A(np.full((len(v), 7), 0.15)),
        "shares add up to 1.05 for 'team 1'; a leader has one week: return shares that add up to "
        "at most 1",
    ),
    "a column short": (
        lambda v: A(np.zeros((len(v), 6))),
        "shares have the shape (3, 6); return an array of shape (3, 7)",
    ),
    "words": (
        lambda v: A([["much"] * 7] * len(v)),
        "shares are no numbers; return an array of float",
    ),
    "ragged": (
        lambda v: A([[0.1] * 7, [0.1]]),
        "shares are no numbers; return an array of float",
    ),
    "manner": (
        lambda v: A(one(v, 0.1), respect=np.array([0.1, 0.2, 1.2])),
        "respect is 1.2 for 'team 3'; return numbers from 0 to 1",
    ),
    "shape of a manner": (
        lambda v: A(one(v, 0.1), evenness=0.5),
        "evenness have the shape (); return an array of shape (3,)",
    ),
    "shape of notes": (
        lambda v: A(one(v, 0.1), notes=np.zeros(3)),
        "notes have the shape (3,); return an array of shape (3, 1)",
    ),
    "notes": (
        lambda v: A(one(v, 0.1), notes=np.array([[0.0], [0.0], [np.nan]])),
        "notes is nan for 'team 3'; return finite numbers",
    ),
}


@pytest.mark.parametrize(("answer", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_an_answer_that_cannot_be_used_is_refused(
    monkeypatch: pytest.MonkeyPatch, answer: Any, message: str
) -> None:
    engine = answering(monkeypatch, answer)
    with pytest.raises(tg.InputError) as caught:
        engine.run(1)
    name = f"{__name__}:answering.<locals>.Odd"
    assert str(caught.value) == f"{name}, week 1: {message}."


def test_rounding_may_add_up_to_a_little_more_than_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda v: A(np.full((len(v), 7), (1.0 + 5e-10) / 7.0))).run(1)


def test_terms_that_cannot_be_used_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(tg.Regime):
        def rule(self, view: tg.TeamsView, chance: tg.Chance) -> tg.Terms:
            return tg.Terms.of(view, severity=0.9 + 0.1 * view.week)

    monkeypatch.setitem(custom.REGIMES_BY_NAME, "odd", Odd)
    engine = Engine(small({"consequence.regime": "odd"}), 1)
    engine.run(1)
    with pytest.raises(tg.InputError, match=r"week 2: severity is 1\.1 for 'team 1'; return"):
        engine.run(1)


def test_an_error_of_ones_own_says_in_which_week_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = answering(monkeypatch, lambda view: 1 / 0)
    with pytest.raises(ZeroDivisionError) as caught:
        engine.run(1)
    name = "test_an_error_of_ones_own_says_in_which_week_it_was"
    assert name not in caught.value.__notes__[0]
    assert caught.value.__notes__ == ["while answering.<locals>.Odd was asked in week 1"]


UNKNOWN = {
    "no_such_module:Style": "no_such_module cannot be imported (No module named 'no_such_module')",
    "broken_styles:Style": "broken_styles cannot be imported (No module named 'no_such_library')",
    "our_styles:Missing": "has no Missing; mend the name",
    "our_styles:NO_STYLE": "is no trustgarden.Style; make it a subclass, or name another one",
    "our_styles:Milder": "is no trustgarden.Style; make it a subclass, or name another one",
}
PLACES = {
    "leaders.style": lambda name: {"leaders.style": name},
    "leaders.by_team": lambda name: {"leaders.by_team": {"team 1": name}},
    "event": lambda name: {"events": [{"week": 9, "set": {"leaders.style": name}}]},
}


@pytest.mark.parametrize(("name", "message"), UNKNOWN.items())
@pytest.mark.parametrize("place", PLACES)
def test_code_that_cannot_be_had_is_refused_at_the_start(
    place: str, name: str, message: str
) -> None:
    with pytest.raises(tg.InputError) as caught:
        Engine(small(PLACES[place](name)), 1)
    assert str(caught.value).startswith(f"{name}")
    assert message in str(caught.value)


def test_a_style_is_no_regime() -> None:
    with pytest.raises(tg.InputError, match=r"our_styles:Watcher is no trustgarden\.Regime"):
        Engine(small({"consequence.regime": "our_styles:Watcher"}), 1)
    event = {"week": 9, "kind": "regime", "regime": "our_styles:Watcher"}
    with pytest.raises(tg.InputError, match=r"our_styles:Watcher is no trustgarden\.Regime"):
        Engine(small({"events": [event]}), 1)


@pytest.mark.parametrize("name", ["gardener", "learner", "recorder"])
def test_a_name_stands_for_one_style(name: str, views: list[tg.View]) -> None:
    with pytest.raises(ValueError, match=f"there is a style '{name}' already, so .*Other cannot"):

        class Other(Recorder, name=name):
            """A style of that name."""


def test_a_regime_cannot_take_the_name_of_a_preset() -> None:
    with pytest.raises(ValueError, match="there is a regime 'blame' already"):

        class Other(tg.Regime, name="blame"):
            def rule(self, view: tg.TeamsView, chance: tg.Chance) -> tg.Terms:
                return tg.Terms.of(view)


def test_a_class_that_is_made_again_takes_its_name_over() -> None:
    def make() -> type[tg.Style]:
        class Mine(Recorder, name="mine"):
            """As in a cell of a notebook that is run again."""

        return Mine

    make()
    assert make() is custom.STYLES_BY_NAME["mine"]


def test_a_practice_or_dimension_that_is_not_there_is_named(views: list[tg.View]) -> None:
    recorded({}, 1)
    with pytest.raises(ValueError, match="'praise' is no practice; there are: spaces, conseq"):
        tg.Attention.of(views[0], praise=0.5)
    terms = tg.TeamsView(1, views[0].team, views[0].span, np.zeros((3, 16)), views[0].signs, None)
    with pytest.raises(ValueError, match="'praise' is no dimension of a regime; there are: detec"):
        tg.Terms.of(terms, praise=0.5)
    assert tg.Terms.of(terms, severity=0.5).values[:, REGIME_NAMES.index("severity")].min() == 0.5


def test_practices_are_the_first_columns_of_a_style() -> None:
    assert STYLE_DTYPE.names[: len(PRACTICES)] == PRACTICES


def test_styles_and_regimes_cannot_be_made_without_saying_what_they_do() -> None:
    with pytest.raises(TypeError, match="abstract"):
        tg.Style()  # type: ignore[abstract]
    with pytest.raises(TypeError, match="abstract"):
        tg.Regime()  # type: ignore[abstract]
