"""The rule of the garden: no lever writes a trust state.

Leaders change rates, opportunities, exposure and treatment; trust changes only
in memory, through what people live through, see or are told. Held here for
every key that an event may set.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from levers import another_value, lever_names
from plain_model import plain
from small_organisations import (
    NO_HOURS,
    NOBODY_LEAVES,
    REMEMBERED,
    UNTENDED,
    founded,
    lived,
    small,
    state_bytes,
    ties_by_pair,
)

from trustgarden.model.conditions import Segment, segments_of
from trustgarden.model.engine import Engine
from trustgarden.model.layout import INTRODUCED, NOTHING, State
from trustgarden.model.scenario import EVENT_SECTIONS, Scenario

LEVERS = lever_names()
PUNITIVE = {"consequence.regime": "punitive"}
BASE = small(PUNITIVE)

UNTOUCHED = NO_HOURS | NOBODY_LEAVES | UNTENDED
MEETING_NOBODY = UNTOUCHED | {"mechanisms.off": ["fairness", "recognition", "connections"]}
"""Nobody meets, and no leader treats, recognises or introduces anybody."""

FREE_HOURS = {f"spaces.{space}_hours" for space in ("work", "meeting", "rehearsal", "social")}
FREE_HOURS |= {"leaders.spaces", "leaders.style"}
"""Levers that make hours, in which people then meet and live through something."""
CONDITIONS = ("teams", "styles", "regimes", "spaces", "steps")
"""Arrays of what holds in a week; all others are of people and of what they remember."""


def segment_of(scenario: Scenario) -> Segment:
    return segments_of(scenario)[0]


def conditions(scenario: Scenario) -> tuple[bytes, ...]:
    """All that the kernels read of a scenario."""
    segment = segment_of(scenario)
    parts = (segment.conditions, segment.spaces, segment.steps, segment.style, segment.regime)
    return tuple(part.tobytes() for part in parts)


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An organisation with something to remember; no test runs it on."""
    return lived(PUNITIVE, weeks=5)


def test_there_is_a_lever_for_each_field_of_each_section_that_may_change() -> None:
    assert len(LEVERS) > 45
    assert {lever.split(".")[0] for lever in LEVERS} == set(EVENT_SECTIONS)


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_has_another_value_that_reaches_the_conditions(lever: str) -> None:
    other = BASE.with_changes({lever: another_value(BASE, lever)})
    assert conditions(other) != conditions(BASE)


def tend(engine: Engine, scenario: Scenario) -> None:
    """Put conditions in force and tend them, as the first phase of a week does."""
    segment = segment_of(scenario)
    engine.install(segment)
    plain("tending").tend(engine.state, segment.conditions[0])


@pytest.mark.parametrize("lever", LEVERS)
def test_tending_writes_conditions_and_no_byte_of_anything_else(lever: str, engine: Engine) -> None:
    others = [name for name in State._fields if name not in CONDITIONS]
    before = state_bytes(engine.state, others)
    groups = engine.state.groups.tobytes()
    tend(engine, BASE.with_changes({lever: another_value(BASE, lever)}))
    assert state_bytes(engine.state, others) == before
    # What is usual in a team, and what was seen there, is lived through and not tended.
    assert engine.state.groups.tobytes() == groups


@pytest.mark.parametrize("preset", ["leaders.style", "consequence.regime"])
def test_tending_does_change_conditions(preset: str, engine: Engine) -> None:
    tend(engine, BASE)
    before = engine.state.teams.tobytes()
    tend(engine, BASE.with_changes({preset: another_value(BASE, preset)}))
    assert engine.state.teams.tobytes() != before


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
        engine.state.ties["told_for"] = 1.0
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
        names = ("ties", "traces", "whom", "belongs")
        assert state_bytes(moved.state, names) == state_bytes(left_alone.state, names)


@pytest.mark.parametrize("lever", sorted(FREE_HOURS))
def test_a_lever_that_makes_hours_changes_the_ties_of_those_who_met_only(lever: str) -> None:
    left_alone, moved = week_after_a_change(MEETING_NOBODY, lever)
    meetings = moved.state.meetings
    trustors, hours = np.nonzero(meetings.act != NOTHING)
    met = set(trustors.tolist()) | set(meetings.partner[trustors, hours].tolist())
    # Whoever was met is told of, and seen, by those who met or sit beside them.
    teams = {int(moved.state.team[one]) for one in met}
    touched = met | set(np.flatnonzero(np.isin(moved.state.team, list(teams))).tolist())
    assert met
    for me in range(len(moved.state.keys)):
        if me not in touched:
            for name in ("ties", "traces", "whom"):
                there, here = getattr(moved.state, name), getattr(left_alone.state, name)
                assert there[me].tobytes() == here[me].tobytes()


RECOGNITION = [lever for lever in LEVERS if lever.startswith("recognition.")]


@pytest.mark.parametrize("lever", [*RECOGNITION, "leaders.recognition"])
def test_a_lever_of_recognition_changes_the_ties_of_those_who_were_recognised_only(
    lever: str,
) -> None:
    tended = {"leaders.recognition": 0.3, "leaders.attention_hours": 30.0}
    changes = UNTOUCHED | tended | {"mechanisms.off": ["fairness", "connections"]}
    left_alone, moved = week_after_a_change(changes, lever)
    recognised = (left_alone.state.people.recognised > 0) | (moved.state.people.recognised > 0)
    assert recognised.any()
    for me in np.flatnonzero(~recognised):
        for name in ("ties", "traces", "whom"):
            there, here = getattr(moved.state, name), getattr(left_alone.state, name)
            assert there[me].tobytes() == here[me].tobytes(), name


def test_connecting_leaders_change_the_ties_of_those_they_introduce_only() -> None:
    changes = UNTOUCHED | {"mechanisms.off": ["fairness", "recognition"]}
    lever = "leaders.connections"
    left_alone, moved = week_after_a_change(changes | {"leaders.attention_hours": 60.0}, lever)
    before, after = ties_by_pair(left_alone), ties_by_pair(moved)
    assert {pair: after[pair] for pair in before} == before
    state = moved.state
    new = [pair for pair in after if pair not in before]
    assert new
    for me, other in new:
        tie = state.ties[me][state.whom[me] == other][0]
        assert tie.durability >> 3 == INTRODUCED


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
