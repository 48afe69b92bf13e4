"""Common random numbers: the same people have the same luck, and nothing spreads unreached."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from levers import another_value, lever_names
from reaching import Reach, rows_that_differ
from small_organisations import NOBODY_LEAVES, founded, small

from trustgarden.model.engine import Engine
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
    "organisation.team_size": 4,
    "organisation.span": 3,
    "organisation.num_slots": 32,
    "organisation.num_places": 5,
    "work.across": 0.04,
    "spaces.work_hours": 1.5,
    "spaces.meeting_hours": 0.2,
    "spaces.rehearsal_hours": 0.2,
    "spaces.social_hours": 0.2,
    "spaces.openness": 0.1,
    "talk.tales": 0.5,
    "leaders.style": "absent",
    "leaders.connections": 0.1,
    "communities": [{"name": "choir", "share": 0.03, "hours": 0.5}],
}
"""Talk, witnessing, introductions, friends and communities, and so few hours that it takes time."""
FORMS = ("acknowledgement", "thanks")
NUM_PEOPLE = 798  # 199 teams of four and one of two: a third joins the last


def follow(reach: Reach, weeks: int) -> list[tuple[int, int]]:
    """How many were reached, and how many differ, week by week; nobody unreached does."""
    counts = []
    for _ in range(weeks):
        reach.run_a_week()
        differing = rows_that_differ(*reach.runs, len(reach.runs[0].state.keys))
        assert differing <= reach.reached, sorted(differing - reach.reached)
        counts.append((len(reach.reached), len(differing)))
    # Nobody had to forget one tie for another, of which the paths know nothing.
    assert all((engine.state.whom < 0).any(axis=1).all() for engine in reach.runs)
    return counts


@pytest.mark.parametrize("form", FORMS)
def test_one_more_person_changes_nobody_whom_it_has_not_reached(form: str) -> None:
    changes = LARGE | {"recognition.form": form}
    fewer = founded(changes, num_people=NUM_PEOPLE)
    more = founded(changes, num_people=NUM_PEOPLE + 1)
    last_team = int(more.state.team[NUM_PEOPLE])
    assert (more.state.team == last_team).sum() == 3
    counts = follow(Reach(fewer, more, teams={last_team}, newcomer=NUM_PEOPLE), 5)
    # The test is worth something only while most are unreached, and some are changed.
    assert counts[0][0] < 0.1 * NUM_PEOPLE
    assert counts[1][0] < 0.5 * NUM_PEOPLE
    # Little work crosses these small teams (it would reach everybody in two weeks), so few are.
    assert counts[4][1] > 4


@pytest.mark.parametrize("form", FORMS)
def test_one_meeting_more_changes_nobody_whom_it_has_not_reached(form: str) -> None:
    changes = LARGE | {"recognition.form": form}
    event = {"week": 2, "kind": "betrayal", "who": "399", "whom": "400"}
    quiet = founded(changes, num_people=NUM_PEOPLE)
    eventful = founded(changes | {"events": [event]}, num_people=NUM_PEOPLE)
    counts = follow(Reach(quiet, eventful, extra=(2, 399, 398)), 4)
    assert counts[0] == (0, 0)
    # Ten hours of team mates may be seen in a week, so it spreads quickly; not to most, though.
    assert 2 <= counts[1][1] <= counts[1][0] < 0.03 * NUM_PEOPLE
    assert counts[2][0] < 0.4 * NUM_PEOPLE
    assert counts[3][1] > 4


@pytest.mark.parametrize("style", ["gardener", "learner"])
def test_one_leader_s_style_changes_nobody_whom_it_has_not_reached(style: str) -> None:
    plain = founded(LARGE, num_people=NUM_PEOPLE)
    tended = founded(LARGE | {"leaders.by_team": {"team 150": style}}, num_people=NUM_PEOPLE)
    counts = follow(Reach(plain, tended, teams={149}), 3)
    assert 4 <= counts[0][0] < 0.1 * NUM_PEOPLE
    assert counts[1][0] < 0.5 * NUM_PEOPLE
    assert counts[2][1] > 20


def test_where_nothing_is_passed_on_nobody_but_the_two_is_reached() -> None:
    """Without any path one more meeting stays within one team."""
    lonely = LARGE | {
        "spaces.work_hours": 0.0, "spaces.meeting_hours": 0.0, "spaces.rehearsal_hours": 0.0,
        "spaces.social_hours": 0.0, "communities": [], "leaders.connections": 0.0,
    }  # fmt: skip
    event = {"week": 2, "kind": "betrayal", "who": "399", "whom": "400"}
    quiet = founded(lonely, num_people=NUM_PEOPLE)
    eventful = founded(lonely | {"events": [event]}, num_people=NUM_PEOPLE)
    reach = Reach(quiet, eventful, extra=(2, 399, 398))
    follow(reach, 4)
    # The team of the two, and those whom it leads.
    team = {row for row in range(NUM_PEOPLE) if quiet.state.team[row] == quiet.state.team[398]}
    led = set(np.flatnonzero(np.isin(quiet.state.boss, list(team))).tolist())
    assert {398, 399} < reach.reached
    assert reach.reached <= team | led


def test_one_more_person_is_met_by_those_who_drew_them() -> None:
    open_to_all = LARGE | {"spaces.openness": 1.0, "spaces.social_hours": 1.0}
    more = founded(open_to_all, num_people=NUM_PEOPLE + 1)
    more.run(12)
    assert (more.state.whom == NUM_PEOPLE).sum() > 4


# One lever more


REGIME = [lever for lever in lever_names() if lever.startswith("consequence.")]
ASSURING = {
    f"consequence.{name}"
    for name in ("regime", "detection", "certainty", "severity", "repair", "binding",
                 "monitoring", "reward", "pricing")
}  # fmt: skip
"""Levers by which one can rely on others without trusting them, and so ventures more."""


@pytest.mark.parametrize("lever", REGIME)
def test_a_lever_of_the_regime_changes_no_draw(lever: str) -> None:
    scenario = small(num_people=24)
    one = Engine(scenario, 1)
    other = Engine(scenario.with_changes({lever: another_value(scenario, lever)}), 1)
    one.run(1)
    other.run(1)
    for name in ("partner", "space", "hour"):
        assert np.array_equal(one.state.meetings[name], other.state.meetings[name])
    # In the first week all have the same past, so what they venture changes only with what
    # assures them, and for all in the same direction: another draw would give both.
    more = other.state.meetings.stake - one.state.meetings.stake
    assert (more >= 0.0).all() or (more <= 0.0).all()
    assert lever in ASSURING or not more.any()
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
    assert same.mean() > 0.2
    assert (here.act[same] == there.act[same]).mean() > 0.6


def test_who_leaves_is_decided_by_the_same_luck() -> None:
    # A higher rate makes all leave who left at a lower one, and more.
    low = founded({"turnover.leave_rate": 0.05}, num_people=120)
    high = founded({"turnover.leave_rate": 0.2}, num_people=120)
    low.run(1)
    high.run(1)
    left_low, left_high = (set(np.flatnonzero(one.state.keys >> 32)) for one in (low, high))
    assert left_low
    assert left_low < left_high


def test_who_comes_in_their_place_is_the_same_whatever_the_levers() -> None:
    seated = {}
    for style in ("gardener", "commander"):
        engine = founded({"turnover.leave_rate": 0.2, "leaders.style": style}, num_people=120)
        engine.run(1)
        seated[style] = {
            int(key): float(person.propensity)
            for key, person in zip(engine.state.keys, engine.state.people, strict=True)
        }
    both = seated["gardener"].keys() & seated["commander"].keys()
    assert len(both) > 100
    assert any(key >> 32 for key in both)
    assert all(seated["gardener"][key] == seated["commander"][key] for key in both)


@pytest.mark.parametrize(
    "off", [["repair", "deception", "leaving"], ["talk", "witness", "connections", "welcome"]]
)
def test_a_knocked_out_mechanism_leaves_the_people_as_they_are(off: list[str]) -> None:
    whole, without = founded(), founded({"mechanisms.off": off})
    assert whole.state.people.tobytes() == without.state.people.tobytes()


def test_a_draw_is_made_whether_or_not_it_matters() -> None:
    """At chances of 0 and 1 the same numbers are drawn: whatever else happens is the same."""

    def partners(changes: dict[str, Any]) -> np.ndarray:
        engine = founded(NOBODY_LEAVES | changes)
        engine.run(1)
        return engine.state.meetings.partner

    usual = partners({})
    for name in ("detection", "certainty", "arbitrary", "binding"):
        for value in (0.0, 1.0):
            assert np.array_equal(partners({f"consequence.{name}": value}), usual), name
