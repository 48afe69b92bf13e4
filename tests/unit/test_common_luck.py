"""Common random numbers: the same people have the same luck, and nothing spreads unreached."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_organisations import (
    NOBODY_LEAVES,
    another_value,
    founded,
    lever_names,
    small,
)

from trustgarden.model.engine import Engine
from trustgarden.model.layout import NOTHING
from trustgarden.model.people import TRAITS

# One more person


def test_the_first_40_of_120_people_are_the_people_of_the_40() -> None:
    few, many = founded(num_people=40), founded(num_people=120)
    for name in TRAITS:
        assert np.array_equal(few.state.people[name], many.state.people[name][:40]), name
    for name in ("boss", "team", "rank", "keys"):
        assert np.array_equal(getattr(few.state, name), getattr(many.state, name)[:40]), name


def test_people_of_different_seats_and_seeds_differ() -> None:
    people = founded(num_people=120).state.people
    assert len(np.unique(people.propensity)) == 120
    again = founded(num_people=120, seed=2).state.people
    assert not np.isin(people.propensity, again.propensity).any()


LARGE = NOBODY_LEAVES | {
    "organisation.team_size": 8,
    "spaces.social_hours": 0.5,
    "spaces.openness": 0.3,
    "leaders.style": "absent",
}
NUM_PEOPLE = 380  # 47 teams of eight and one of four: a fifth joins the last


def reached_in_a_week(
    reached: set[int], newcomer: int, fewer: np.ndarray, more: np.ndarray, chart: Any
) -> set[int]:
    """Whom one more person has reached after a week, by what both runs show of it.

    By a meeting with one who was reached, a meeting given up for the newcomer's
    sake, or a team or leader shared with somebody so reached.
    """
    touched = set(reached)
    for me in range(NUM_PEOPLE):
        for here, there in zip(fewer[me], more[me], strict=True):
            ends = {me, int(here.partner), int(there.partner)} - {-1}
            moved = here.partner != there.partner
            if moved and me not in reached:
                # Nobody else's company changes a draw.
                assert there.partner == newcomer
            if len(ends) > 1 and (moved or ends & reached):
                touched |= ends
    for meeting in more[newcomer]:
        if meeting.act != NOTHING:
            touched.add(int(meeting.partner))
    teams = {int(chart.team[one]) for one in touched}
    team_mates = set(np.flatnonzero(np.isin(chart.team, list(teams))).tolist())
    led = set(np.flatnonzero(np.isin(chart.boss, list(touched))).tolist())
    return touched | team_mates | led


def rows_that_differ(fewer: Engine, more: Engine) -> set[int]:
    names = ("people", "ties", "traces", "whom")
    return {
        me
        for me in range(NUM_PEOPLE)
        for name in names
        if getattr(fewer.state, name)[me].tobytes() != getattr(more.state, name)[me].tobytes()
    }


def test_one_more_person_changes_nobody_whom_it_has_not_reached() -> None:
    fewer = founded(LARGE, num_people=NUM_PEOPLE)
    more = founded(LARGE, num_people=NUM_PEOPLE + 1)
    newcomer = NUM_PEOPLE
    last_team = set(np.flatnonzero(more.state.team == more.state.team[newcomer]).tolist())
    assert len(last_team) == 5
    reached = last_team
    unreached_share = []
    differing = set()
    for _ in range(4):
        fewer.run(1)
        more.run(1)
        reached = reached_in_a_week(
            reached, newcomer, fewer.state.meetings, more.state.meetings, more.state
        )
        differing = rows_that_differ(fewer, more)
        assert differing <= reached
        unreached_share.append(1 - len(reached) / NUM_PEOPLE)
    # The test is worth something only while most are unreached, and some are changed.
    assert unreached_share[0] > 0.8
    assert unreached_share[1] > 0.2
    assert differing


def test_one_more_person_is_met_by_those_who_drew_them() -> None:
    more = founded(LARGE | {"spaces.openness": 1.0}, num_people=NUM_PEOPLE + 1)
    more.run(6)
    assert (more.state.whom == NUM_PEOPLE).sum() > 4


# One lever more


REGIME = [lever for lever in lever_names() if lever.startswith("consequence.")]


@pytest.mark.parametrize("lever", REGIME)
def test_a_lever_of_the_regime_changes_no_draw(lever: str) -> None:
    scenario = small(num_people=24)
    one = Engine(scenario, 1)
    other = Engine(scenario.with_changes({lever: another_value(scenario, lever)}), 1)
    one.run(1)
    other.run(1)
    for name in ("partner", "space"):
        assert np.array_equal(one.state.meetings[name], other.state.meetings[name])
    # In the first week all have the same past, so the same people are entrusted the same.
    assert np.array_equal(one.state.meetings.stake, other.state.meetings.stake)
    assert np.array_equal(one.state.keys, other.state.keys)


def test_hours_and_stakes_follow_the_same_luck_in_later_weeks_too() -> None:
    scenario = small(NOBODY_LEAVES | {"mechanisms.off": ["strain"]}, num_people=24)
    one = Engine(scenario, 1)
    other = Engine(scenario.with_changes({"consequence.regime": "blame"}), 1)
    one.run(6)
    other.run(6)
    assert np.array_equal(one.state.people.free_hours, other.state.people.free_hours)
    here, there = one.state.meetings, other.state.meetings
    same = (here.partner == there.partner) & (here.partner >= 0)
    assert same.mean() > 0.3
    assert (here.act[same] == there.act[same]).mean() > 0.6


def test_who_leaves_is_decided_by_the_same_luck() -> None:
    # A higher rate makes all leave who left at a lower one, and more.
    low = founded({"turnover.leave_rate": 0.05}, num_people=120)
    high = founded({"turnover.leave_rate": 0.2}, num_people=120)
    low.run(1)
    high.run(1)
    left_low, left_high = (set(np.flatnonzero(one.state.left)) for one in (low, high))
    assert left_low
    assert left_low < left_high


def test_a_knocked_out_mechanism_leaves_the_people_as_they_are() -> None:
    whole, without = founded(), founded({"mechanisms.off": ["repair", "deception", "leaving"]})
    assert whole.state.people.tobytes() == without.state.people.tobytes()
