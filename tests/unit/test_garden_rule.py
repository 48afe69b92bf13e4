"""The rule of the garden: no lever writes a trust state.

Leaders change rates, opportunities, exposure and treatment; trust changes only
in memory, through what people live through, see or are told. Held here for
every key that an event may set.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_organisations import (
    NO_HOURS,
    NOBODY_LEAVES,
    REMEMBERED,
    UNTENDED,
    another_value,
    founded,
    lever_names,
    lived,
    small,
    state_bytes,
    ties_by_pair,
)

from trustgarden.model import tending
from trustgarden.model.conditions import conditions_of
from trustgarden.model.engine import Engine
from trustgarden.model.layout import NOTHING, State
from trustgarden.model.scenario import EVENT_SECTIONS

LEVERS = lever_names()
PUNITIVE = {"consequence.regime": "punitive"}
BASE = small(PUNITIVE)

MEETING_NOBODY = NO_HOURS | NOBODY_LEAVES | UNTENDED | {"mechanisms.off": ["fairness"]}

FREE_HOURS = {f"spaces.{space}_hours" for space in ("work", "meeting", "rehearsal", "social")}
FREE_HOURS |= {"leaders.spaces", "leaders.style"}
"""Levers that make hours, in which people then meet and live through something."""


@pytest.fixture(scope="module")
def state() -> State:
    """An organisation with something to remember; each test leaves it as it was."""
    return lived(PUNITIVE, weeks=5).state


def test_there_is_a_lever_for_each_field_of_each_section_that_may_change() -> None:
    assert len(LEVERS) > 30
    assert {lever.split(".")[0] for lever in LEVERS} == set(EVENT_SECTIONS)


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_has_another_value_that_reaches_the_conditions(lever: str) -> None:
    other = BASE.with_changes({lever: another_value(BASE, lever)})
    assert conditions_of(other).tobytes() != conditions_of(BASE).tobytes()


def tend(state: State, conditions: Any) -> None:
    getattr(tending.tend, "py_func", tending.tend)(state, conditions[0])


@pytest.mark.parametrize("lever", LEVERS)
def test_tending_writes_conditions_of_teams_and_no_byte_of_anything_else(
    lever: str, state: State
) -> None:
    changed = conditions_of(BASE.with_changes({lever: another_value(BASE, lever)}))
    others = [name for name in State._fields if name != "teams"]
    before = state_bytes(state, others)
    teams = state.teams.copy()
    tend(state, changed)
    after = state_bytes(state, others)
    seen = {name: state.teams[name].tolist() for name in ("norm", "seen", "cases", "burden")}
    state.teams[...] = teams
    assert after == before
    # What is usual in a team, and what was seen there, is lived through and not tended.
    assert seen == {name: teams[name].tolist() for name in seen}


@pytest.mark.parametrize("section", ["leaders", "consequence"])
def test_tending_does_change_conditions(section: str, state: State) -> None:
    preset = f"{section}.{'style' if section == 'leaders' else 'regime'}"
    teams = state.teams.copy()
    tend(state, conditions_of(BASE.with_changes({preset: another_value(BASE, preset)})))
    changed = state.teams.tobytes() != teams.tobytes()
    state.teams[...] = teams
    assert changed


def week_after_a_change(changes: dict[str, Any], lever: str) -> tuple[Engine, Engine]:
    """Two organisations after week 4; in one of them the lever is moved in that week."""
    scenario = small(changes)
    event = {"week": 4, "set": {lever: another_value(scenario, lever)}}
    left_alone = Engine(scenario, 1)
    moved = Engine(scenario.with_changes({"events": [event]}), 1)
    for engine in (left_alone, moved):
        # So that there is something to lose or gain.
        engine.state.ties["integrity_for"] = 4.0
        engine.state.ties["benevolence_against"] = 2.0
        engine.run(4)
    return left_alone, moved


@pytest.mark.parametrize("lever", [lever for lever in LEVERS if lever not in FREE_HOURS])
def test_where_nobody_meets_no_lever_changes_a_tie(lever: str) -> None:
    left_alone, moved = week_after_a_change(MEETING_NOBODY, lever)
    here, there = ties_by_pair(left_alone), ties_by_pair(moved)
    if lever == "turnover.leave_rate":
        # Ties of leavers go with them; those of who stays are as they were.
        lasting = [pair for pair in here if pair in there]
        assert lasting
        assert all(here[pair] == there[pair] for pair in lasting)
    else:
        assert here == there
        names = ("ties", "traces", "whom")
        assert state_bytes(moved.state, names) == state_bytes(left_alone.state, names)


@pytest.mark.parametrize("lever", sorted(FREE_HOURS))
def test_a_lever_that_makes_hours_changes_the_ties_of_those_who_met_only(lever: str) -> None:
    left_alone, moved = week_after_a_change(MEETING_NOBODY, lever)
    meetings = moved.state.meetings
    trustors, hours = np.nonzero(meetings.act != NOTHING)
    met = set(trustors.tolist()) | set(meetings.partner[trustors, hours].tolist())
    for me in range(len(moved.state.keys)):
        if me not in met:
            for name in ("ties", "traces", "whom"):
                there, here = getattr(moved.state, name), getattr(left_alone.state, name)
                assert there[me].tobytes() == here[me].tobytes()


def test_the_organisation_of_these_tests_does_change_when_people_meet() -> None:
    meeting = NOBODY_LEAVES | UNTENDED
    left_alone, moved = week_after_a_change(meeting, "consequence.regime")
    assert ties_by_pair(left_alone) != ties_by_pair(moved)


@pytest.mark.parametrize("lever", LEVERS)
def test_until_its_week_has_come_no_lever_changes_anything(lever: str) -> None:
    event = {"week": 4, "set": {lever: another_value(small(), lever)}}
    left_alone, moved = founded(), founded({"events": [event]})
    left_alone.run(3)
    moved.run(3)
    assert state_bytes(moved.state, REMEMBERED) == state_bytes(left_alone.state, REMEMBERED)
