"""Names on the calendar: of people and teams who are there, come by events, or never are there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_organisations import NOBODY_LEAVES, small

from trustgarden import InputError, Organisation, Scenario, load_scenario
from trustgarden.model.naming import check_calendar, check_names
from trustgarden.model.structure import structure_of


def checked(*events: dict[str, Any]) -> None:
    """Look the names of these events up in an organisation of 12 in teams of 4."""
    scenario = small({"events": list(events)})
    check_names(scenario, structure_of(scenario, None))


GROWTH = {"week": 2, "kind": "growth", "number": 6, "team": "growth"}
MERGER = {"week": 2, "kind": "merger", "number": 8}


@pytest.mark.parametrize(
    "later",
    [
        {"week": 3, "kind": "gathering", "team": "growth 2"},
        {"week": 2, "kind": "arrival", "team": "growth 1"},
        {"week": 3, "kind": "departure", "who": "w2-6"},
        {"week": 3, "kind": "betrayal", "who": "w2-1.2", "whom": "12.1"},
        {"week": 3, "kind": "gathering", "team": "team 2 of week 2"},
        {"week": 3, "kind": "departure", "who": "w2-14"},
    ],
)
def test_what_events_bring_can_be_named_afterwards(later: dict[str, Any]) -> None:
    checked(GROWTH, MERGER, later)


@pytest.mark.parametrize(
    ("later", "message"),
    [
        ({"week": 3, "kind": "gathering", "team": "growht 1"}, "Did you mean 'growth 1'"),
        ({"week": 1, "kind": "gathering", "team": "growth 1"}, "no such team by then"),
        ({"week": 3, "kind": "departure", "who": "w2-15"}, "'4', '5', '6', '7', ..., 'w2-14'"),
        ({"week": 3, "kind": "new-leader", "team": "team 3 of week 2"}, "no such team by then"),
        ({"week": 3, "kind": "growth", "number": 999_980}, "number is 999,980, and with the 26"),
    ],
)
def test_what_no_event_brings_by_then_is_refused(later: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        checked(GROWTH, MERGER, later)


def test_the_names_foretold_are_those_that_come() -> None:
    events = [GROWTH, MERGER, GROWTH, {"week": 3, "kind": "arrival", "number": 2}]
    org = Organisation(small(NOBODY_LEAVES | {"events": events}), seed=1).run(3)
    for name in org.names:
        checked(*events, {"week": 4, "kind": "departure", "who": name})
    for team in org.team_names:
        checked(*events, {"week": 4, "kind": "gathering", "team": team})
    assert len(org.names) == 12 + 6 + 8 + 6 + 2


def test_events_that_have_taken_place_are_not_looked_up_again() -> None:
    scenario = small({"events": [{"week": 2, "kind": "departure", "who": "nobody"}]})
    check_calendar(scenario, structure_of(scenario, None), after=2)
    with pytest.raises(InputError, match="who is 'nobody'"):
        check_calendar(scenario, structure_of(scenario, None), after=1)


def test_a_name_is_refused_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'id = "mine"\nextends = "garden"\n[[events]]\nweek = 2\nkind = "gathering"\n'
        'team = "growht 1"\n'
    )
    with pytest.raises(
        InputError, match=r"mine\.toml, line 6: event of week 2 \(gathering\): team"
    ):
        load_scenario(path)


@pytest.mark.parametrize("field", ["team", "who"])
def test_a_blank_name_is_refused(field: str) -> None:
    kind = {"team": {"kind": "growth", "number": 3}, "who": {"kind": "departure"}}[field]
    with pytest.raises(ValueError, match=f"`{field}` is blank; write a name"):
        Scenario.model_validate({"id": "x", "events": [{"week": 2, field: "  "} | kind]})


def test_events_of_who_has_left_are_told_with_the_reason() -> None:
    org = Organisation(small(NOBODY_LEAVES), seed=1)
    assert org.not_held.empty
    org.schedule(week=2, kind="departure", who="4")
    org.schedule(week=3, kind="betrayal", who="2", whom="4").run(4)
    assert org.not_held.drop(columns="team").to_dict(orient="records") == [
        {"week": 3, "kind": "betrayal", "who": "2", "whom": "4", "why": "4 has left"}
    ]
    assert org.not_held["team"].isna().all()


@pytest.mark.parametrize("scenario", ["betrayal-and-apology", "key-person-leaves"])
def test_what_the_catalogue_promises_takes_place(scenario: str) -> None:
    """Seeds 0 and 6 used to lose an event."""
    for seed in (0, 6):
        assert Organisation(scenario, seed=seed, accounts=False).run(53).not_held.empty
