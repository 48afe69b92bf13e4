"""The calendar of a scenario: kinds of events, what each may state, and when conditions hold."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from trustgarden.model.event_kinds import EventKind
from trustgarden.model.scenario import (
    EVENT_KINDS,
    EVENT_SECTIONS,
    Event,
    EventCannotHoldError,
    Scenario,
    may_change,
)

REQUIRED: dict[str, Any] = {
    "set": {"work.load": 0.7},
    "regime": "blame",
    "number": 20,
    "who": "3",
    "whom": "4",
}
OPTIONAL: dict[str, Any] = REQUIRED | {
    "weeks": 3,
    "load": 0.9,
    "share": 0.25,
    "team": "team 2",
    "severity": 0.4,
    "admits": False,
    "pays": True,
    "promises": True,
    "hours": 5,
    "space": "work",
}
DEFAULTS = {
    "change": {},
    "regime": {},
    "remote": {"share": 1.0},
    "crunch": {"load": 0.85, "weeks": 6},
    "layoff": {"share": 0.1, "severity": 0.5},
    "arrival": {"number": 1},
    "growth": {},
    "merger": {},
    "new-leader": {},
    "reorganisation": {"share": 0.5},
    "scandal": {"severity": 1.0},
    "betrayal": {},
    "apology": {"admits": True, "pays": False, "promises": False},
    "gathering": {"hours": 2, "space": "social"},
    "departure": {},
}
"""What holds if only what must be stated is."""


def least(kind: str, **more: Any) -> dict[str, Any]:
    """An event with what its kind must state."""
    fields = EVENT_KINDS[kind].required  # type: ignore[index]
    return {"week": 5, "kind": kind} | {name: REQUIRED[name] for name in fields} | more


def with_events(*events: dict[str, Any], **sections: Any) -> Scenario:
    return Scenario.model_validate({"id": "x", "events": list(events)} | sections)


def test_every_kind_is_known_by_type_and_by_what_it_may_state() -> None:
    assert tuple(EVENT_KINDS) == get_args(EventKind)
    assert set(DEFAULTS) == set(EVENT_KINDS)
    known = set(Event.model_fields)
    assert all(set(kind.fields) <= known for kind in EVENT_KINDS.values())
    used = {name for kind in EVENT_KINDS.values() for name in kind.fields}
    assert used | {"week", "description", "kind"} == known


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_a_kind_takes_its_own_fields_and_no_other(kind: str) -> None:
    fields = EVENT_KINDS[kind].fields  # type: ignore[index]
    whole = Event.model_validate(
        {"week": 5, "kind": kind} | {name: OPTIONAL[name] for name in fields}
    )
    assert whole.resolved() == whole
    for name in OPTIONAL.keys() - set(fields):
        with pytest.raises(ValueError, match=f"event of week 5: {kind} has no `{name}`; it may"):
            Event.model_validate(least(kind) | {name: OPTIONAL[name]})


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_what_a_kind_requires_is_missed(kind: str) -> None:
    for name in EVENT_KINDS[kind].required:  # type: ignore[index]
        event = least(kind)
        del event[name]
        with pytest.raises(ValueError, match=f"event of week 5: {kind} needs `{name}`"):
            Event.model_validate(event)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_defaults_of_a_kind_are_written_out(kind: str) -> None:
    event = Event.model_validate(least(kind))
    whole = event.resolved()
    stated = whole.model_dump(exclude_unset=True, exclude={"week", "kind", "description"})
    required = {name: REQUIRED[name] for name in EVENT_KINDS[kind].required}  # type: ignore[index]
    assert stated == required | DEFAULTS[kind]
    assert whole.resolved() == whole


def test_a_resolved_scenario_states_what_holds_of_its_events() -> None:
    scenario = with_events(least("crunch"), least("layoff"))
    whole = scenario.resolved()
    assert [(event.kind, event.weeks, event.share) for event in whole.events] == [
        ("crunch", 6, None),
        ("layoff", None, 0.1),
    ]
    assert whole.resolved() == whole
    assert whole.boundaries() == scenario.boundaries()


def test_boundaries_are_weeks_of_events_and_ends_of_what_lasts() -> None:
    scenario = with_events(
        {"week": 20, "kind": "crunch"},
        {"week": 3, "kind": "remote", "weeks": 4},
        {"week": 7, "kind": "layoff"},
        {"week": 40, "set": {"work.load": 0.2}},
    )
    assert scenario.boundaries() == (1, 3, 7, 20, 26, 40)
    assert Scenario(id="x").boundaries() == (1,)


def test_a_crunch_lasts_six_weeks_unless_stated() -> None:
    scenario = with_events({"week": 10, "kind": "crunch"})
    loads = [scenario.in_week(week).work.load for week in (9, 10, 15, 16)]
    assert loads == [0.5, 0.85, 0.85, 0.5]
    longer = with_events({"week": 10, "kind": "crunch", "weeks": 7, "load": 1.0})
    assert [longer.in_week(week).work.load for week in (10, 16, 17)] == [1.0, 1.0, 0.5]


def test_a_change_or_a_regime_may_last_for_some_weeks() -> None:
    scenario = with_events(
        {"week": 4, "weeks": 2, "set": {"leaders.style": "absent"}},
        {"week": 8, "kind": "regime", "regime": "blame", "weeks": 1},
        leaders={"style": "gardener", "respect": 0.3},
        consequence={"regime": "contract", "severity": 0.1},
    )
    held = {week: scenario.in_week(week).resolved() for week in (3, 4, 5, 6, 8, 9)}
    assert [(held[week].leaders.style, held[week].leaders.respect) for week in (3, 4, 6)] == [
        ("gardener", 0.3),
        # What was stated beside the old preset does not hold beside the new one.
        ("absent", 0.6),
        ("gardener", 0.3),
    ]
    severities = [held[week].consequence.severity for week in (6, 8, 9)]
    assert severities == [0.1, 0.9, 0.1]


def test_remote_work_multiplies_what_holds_then() -> None:
    scenario = with_events(
        {"week": 2, "set": {"spaces.social_hours": 2.0}},
        {"week": 3, "kind": "remote", "weeks": 2, "share": 0.5},
        spaces={"rehearsal_hours": 4.0, "openness": 0.8},
    )
    before, home, after = (scenario.in_week(week).spaces for week in (2, 3, 5))
    assert before == after
    assert home.social_hours == pytest.approx(2.0 * 0.85, abs=1e-12)
    assert home.rehearsal_hours == pytest.approx(4.0 * 0.75, abs=1e-12)
    assert home.openness == pytest.approx(0.8 * 0.55, abs=1e-12)
    assert (home.work_hours, home.meeting_hours) == (before.work_hours, before.meeting_hours)


def test_everybody_stays_at_home_unless_a_share_is_stated() -> None:
    spaces = with_events({"week": 1, "kind": "remote"}).in_week(1).spaces
    expected = (1.0 * 0.7, 0.5 * 0.5, 0.4 * 0.1)
    found = (spaces.social_hours, spaces.rehearsal_hours, spaces.openness)
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    "kind", [kind for kind in EVENT_KINDS if not EVENT_KINDS[kind].changes_conditions]
)
def test_what_people_live_through_changes_no_conditions(kind: str) -> None:
    scenario = with_events(least(kind))
    plain = Scenario(id="x")
    then = scenario.in_week(5).resolved().model_copy(update={"events": ()})
    assert then == plain.resolved()
    assert scenario.boundaries() == (1, 5)


def test_in_week_keeps_the_calendar() -> None:
    scenario = with_events({"week": 4, "set": {"work.load": 0.9}})
    then = scenario.in_week(4)
    assert then.events == scenario.events
    assert Scenario.model_validate(then.stated()) == then


def test_events_are_applied_by_week_and_then_as_they_stand() -> None:
    scenario = with_events(
        {"week": 9, "set": {"work.load": 0.9}},
        {"week": 4, "set": {"work.load": 0.4}},
        {"week": 9, "kind": "crunch", "load": 0.95, "weeks": 1},
    )
    assert [scenario.in_week(week).work.load for week in (4, 8, 9, 10)] == [0.4, 0.4, 0.95, 0.9]


def test_an_event_may_set_levers_and_surroundings_only() -> None:
    assert set(EVENT_SECTIONS) < set(Scenario.model_fields)
    assert not {"population", "parameters", "organisation", "communities"} & set(EVENT_SECTIONS)
    for key in ("leaders.style", "recognition.form", "welcome.choreography", "talk.tales"):
        assert may_change(key)
    for key in ("leaders", "leaders.", "population.spread", "parameters.surprise", "id", ""):
        assert not may_change(key)
    for key in ("leaders.by_team", "leaders.by_team.team 2", "spaces.custom", "welcome.steps"):
        assert not may_change(key)


def test_an_event_sets_the_new_levers() -> None:
    scenario = with_events(
        {
            "week": 2,
            "set": {
                "recognition.form": "bonus",
                "welcome.choreography": "designed",
                "talk.tales": 3.0,
                "turnover.alternatives": 0.9,
            },
        },
        recognition={"form": "thanks", "visibility": 1.0},
        welcome={"choreography": "own", "steps": [{"week": 1, "kind": "greet"}]},
    )
    then = scenario.in_week(2).resolved()
    assert (then.recognition.form, then.recognition.visibility) == ("bonus", 0.3)
    assert then.welcome.choreography == "designed"
    assert len(then.welcome.steps or ()) == 15
    assert (then.talk.tales, then.turnover.alternatives) == (3.0, 0.9)
    assert scenario.in_week(1).welcome.steps == scenario.welcome.steps


@pytest.mark.parametrize(
    ("events", "index", "message"),
    [
        ([{"week": 3, "set": {"work.load": 3.0}}], 0, "the event of week 3 cannot hold: "),
        (
            [
                {"week": 3, "set": {"work.load": 0.1}},
                {"week": 9, "kind": "merger", "number": 9, "set": {"work.load": 3}},
            ],
            1,
            "the event of week 9 cannot hold: ",
        ),
        (
            # The second can hold beside the first, and no more once the first has ended.
            [
                {"week": 5, "set": {"leaders.fairness": 0.9}},
                {"week": 3, "weeks": 4, "set": {"leaders.style": "absent"}},
            ],
            0,
            "the event of week 5 cannot hold in week 7: ",
        ),
    ],
)
def test_an_event_that_cannot_hold_is_named(
    events: list[dict[str, Any]], index: int, message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        with_events(*events)
    error = caught.value.errors()[0]["ctx"]["error"]  # type: ignore[attr-defined]
    assert isinstance(error, EventCannotHoldError)
    assert error.index == index
    assert error.__cause__ is not None


def test_a_gathering_may_be_in_a_space_of_ones_own() -> None:
    kitchen = {"custom": [{"name": "kitchen", "purpose": "explore"}]}
    gathering = {"week": 5, "kind": "gathering", "space": "kitchen"}
    assert with_events(gathering, spaces=kitchen).events[0].space == "kitchen"
    with pytest.raises(ValueError, match=r"there is no space 'kitchen'; there are: work, meeting"):
        with_events(gathering)
