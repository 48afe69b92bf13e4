"""M11: the choreography of welcome, step by step; acceptance; and the log of a joiner's path."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from by_hand import ByHand
from plain_model import plain
from scipy import stats
from small_organisations import NOBODY_LEAVES, founded, lived, measured

from trustgarden import Organisation
from trustgarden.model.choreography import STEP_KINDS as STEPS_OF_SCENARIOS
from trustgarden.model.layout import (
    ARRANGED,
    ARRANGED_AT_MOST,
    EPISODE_NAMES,
    INTRODUCED,
    KEPT,
    NOT_YET,
    SPACES,
)
from trustgarden.model.presets import WELCOMES

FALSE_ALARM_RATE = 1e-4
JOINER = 3
welcome = plain("welcome")


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


def step(kind: str, week: int = 1, **values: Any) -> dict[str, Any]:
    return {"week": week, "kind": kind} | values


def welcoming(*steps: dict[str, Any], seed: int = 1, **changes: Any) -> ByHand:
    """Row 3 joined a week ago; row 0 leads, 1 and 2 are the team."""
    stated = {"welcome.choreography": "own", "welcome.steps": list(steps)} | changes
    week = ByHand(stated, seed=seed)
    week.state.people[JOINER].accepted = NOT_YET
    week.open_books()
    return week


def hours_of(week: ByHand) -> Counter[tuple[int, int, str]]:
    """Arranged hours as (who, whom, space), counted."""
    state = week.state
    return Counter(
        (me, int(hour.partner), SPACES[hour.space])
        for me in range(len(state.keys))
        for hour in state.meetings[me, : state.arranged[me]]
    )


# Each kind of step


def test_kinds_of_steps_are_those_of_scenarios() -> None:
    assert welcome.STEP_KINDS == STEPS_OF_SCENARIOS
    assert len(set(welcome.STEP_KINDS)) == 7


def test_an_invitation_is_an_hour_in_which_one_is_trusted() -> None:
    week = welcoming(step("invite", who="leader"))
    week.play("welcome")
    assert hours_of(week) == {(0, JOINER, "social"): 1}


@pytest.mark.parametrize("kind", ["greet", "check-in"])
def test_a_leader_s_hour_is_lived_through_by_both(kind: str) -> None:
    week = welcoming(step(kind, space="meeting", count=2))
    week.play("welcome")
    assert hours_of(week) == {(0, JOINER, "meeting"): 2, (JOINER, 0, "meeting"): 2}
    assert week.person(JOINER).heard == (1.0 if kind == "check-in" else 0.0)


@pytest.mark.parametrize(("count", "greeting"), [(1, 1), (2, 2), (3, 2)])
def test_a_team_s_greeting_is_by_so_many_of_the_team_and_not_by_the_leader(
    count: int, greeting: int
) -> None:
    for seed in range(10):
        week = welcoming(step("greet", who="team", count=count), seed=seed)
        week.play("welcome")
        hours = hours_of(week)
        mates = [other for me, other, _ in hours if me == JOINER]
        # Two are there to greet, each once.
        assert len(mates) == len(set(mates)) == greeting
        assert set(mates) <= {1, 2}
        for (me, other, space), number in hours.items():
            assert hours[other, me, space] == number == 1


def test_a_step_of_the_team_takes_place_wherever_somebody_is_there() -> None:
    for gone in ((), (1,), (2,)):
        for seed in range(20):
            week = welcoming(step("buddy", who="buddy"), step("greet", who="team"), seed=seed)
            week.state.present[list(gone)] = 0
            week.play("welcome")
            assert sum(hours_of(week).values()) == 4
    week = welcoming(step("buddy", who="buddy", announced=True))
    week.state.present[[1, 2]] = 0
    week.play("welcome")
    assert not hours_of(week)
    assert week.person(JOINER).organisation_against == near(0.5)


def test_the_buddy_is_one_of_the_team_and_stays_the_same() -> None:
    buddies = set()
    for seed in range(30):
        of_one = set()
        for tenure in (1, 3):
            week = welcoming(
                step("buddy", 1, who="buddy"), step("buddy", 3, who="buddy"), seed=seed
            )
            week.week = tenure
            week.play("welcome")
            (pair,) = [(me, other) for me, other, _ in hours_of(week) if me == JOINER]
            of_one.add(pair[1])
        assert len(of_one) == 1
        buddies |= of_one
    assert buddies == {1, 2}


def test_a_first_task_is_entrusted_at_a_low_stake_and_answered_in_kind() -> None:
    week = welcoming(step("first-task", who="buddy", space="rehearsal"))
    week.play("welcome")
    hours = hours_of(week)
    buddy = next(me for me, other, _ in hours if other == JOINER)
    assert hours == {(buddy, JOINER, "rehearsal"): 1, (JOINER, buddy, "rehearsal"): 1}
    assert week.state.meetings[buddy, 0].offered == near(0.3)
    assert week.state.meetings[JOINER, 0].offered == 0.0
    week.play("entrust")
    task = week.state.meetings[buddy, 0]
    assert task.stake <= 0.3
    assert task.hour == ARRANGED


def test_an_introduction_makes_known_to_whom_the_host_trusts_both_ways() -> None:
    week = welcoming(step("introduce", who="leader", count=2))
    week.forget(JOINER, 1)
    week.trusting(0, 1)
    week.distrusting(0, 2)
    week.play("welcome")
    tie = week.tie(JOINER, 1)
    assert plain("memory").origin_of(tie) == INTRODUCED
    # Two introductions by one who trusts one person only are two words about them.
    one = welcoming(step("introduce", who="leader", count=1))
    one.trusting(0, 1)
    one.distrusting(0, 2)
    one.play("welcome")
    assert tie.told_for > 1.5 * one.tie(JOINER, 1).told_for > 0
    assert week.remembers(1, JOINER)
    assert not week.remembers(JOINER, 2)
    # They spend an hour together each time, of either.
    assert hours_of(week) == {(JOINER, 1, "social"): 2, (1, JOINER, "social"): 2}


def test_being_recognised_is_said_in_the_week_s_recognition() -> None:
    week = welcoming(step("recognise"), **{"recognition.visibility": 0.5})
    before = week.tie(JOINER, 0).benevolence_for
    week.play("welcome")
    assert week.state.praised_by[JOINER] == 0
    week.play("remember", "recognise")
    assert week.person(JOINER).recognised == 1.0
    assert week.tie(JOINER, 0).benevolence_for > before
    assert week.state.people.recognised.sum() == 1.0


def test_being_heard_is_felt_as_respect_in_that_week_only() -> None:
    changes = {"leaders.attention_hours": 12.0, "leaders.style": "absent"}
    felt = {}
    for kind in ("greet", "check-in"):
        week = welcoming(step(kind), **changes)
        week.play("welcome", "remember", "judge")
        felt[kind] = float(week.person(JOINER).interactional_for)
    assert felt["check-in"] == near(felt["greet"] + 0.25 * 0.2)
    week.next_week()
    week.play("welcome")
    assert week.person(JOINER).heard == 0.0


def test_arranged_hours_are_lived_through_beside_those_of_the_week() -> None:
    week = welcoming(step("greet", count=2), **{"spaces.work_hours": 3.0})
    week.play("welcome", "meet", "entrust", "answer", "consequence", "remember")
    assert week.state.num_hours[JOINER] == 5
    assert week.state.num_hours[1] == 3
    hours = [int(hour) for hour in week.state.meetings.hour[JOINER, :5]]
    assert hours == [ARRANGED, ARRANGED + 1, 0, 1, 2]
    assert week.tie(JOINER, 0).familiarity >= 4


def test_a_week_has_room_for_so_many_arranged_hours_and_more_are_dropped() -> None:
    week = welcoming(step("greet", count=20), step("check-in", count=20))
    week.play("welcome")
    assert week.state.arranged.tolist() == [ARRANGED_AT_MOST, 0, 0, ARRANGED_AT_MOST]


# When a step is due


def test_a_step_is_due_in_its_week_of_the_joiner_s_time_and_not_for_founders() -> None:
    for joined, week_now, due in ((0, 2, True), (0, 1, False), (5, 7, True), (5, 8, False)):
        week = welcoming(step("greet", 2))
        week.state.people[JOINER].joined = joined
        week.week = week_now
        week.play("welcome")
        assert bool(hours_of(week)) == due
    founders = welcoming(step("greet"))
    founders.state.people[JOINER].accepted = 0
    founders.play("welcome")
    assert not hours_of(founders)


def test_a_step_goes_on_though_the_team_has_accepted_the_joiner_already() -> None:
    week = welcoming(step("check-in", 8))
    week.state.people[JOINER].accepted = 5
    week.week = 8
    week.play("welcome")
    assert hours_of(week)


def test_knocked_out_nothing_takes_place_and_nothing_is_missed() -> None:
    off = {"mechanisms.off": ["welcome"]}
    week = welcoming(
        step("greet", certainty=0.0, announced=True), step("buddy", who="buddy"), **off
    )
    before = week.person(JOINER).organisation_against
    week.play("welcome")
    assert not hours_of(week)
    assert week.person(JOINER).organisation_against == before
    assert len(week.engine.log) == 0


# Missed steps


def missed(tenure: int, *, announced: bool, who: str = "leader", **changes: Any) -> ByHand:
    late = step("greet", tenure, certainty=0.0, announced=announced, who=who)
    week = welcoming(late, **changes)
    week.week = tenure
    week.play("welcome")
    return week


def test_what_was_announced_and_missed_counts_whole_and_what_was_not_half_in_the_first_weeks() -> (
    None
):
    weight = welcome.missed_weight
    assert [weight(1.0, tenure) for tenure in (1, 4, 5, 50)] == [1.0] * 4
    assert [weight(0.0, tenure) for tenure in (1, 4, 5, 50)] == [0.5, 0.5, 0.0, 0.0]


def test_a_missed_step_is_a_breach_by_whoever_was_to_do_it() -> None:
    week = missed(1, announced=True, **{"population.spread": 0.0})
    tie = week.tie(JOINER, 0)
    # A breach of one act, of character alone; at the start, and at middling trust, it weighs more.
    early, heavy = 2.1, 1 + 2.2 * 4 * float(tie.prior_goodwill) * (1 - float(tie.prior_goodwill))
    # Of the ambiguous half, a leader's goodwill is read mostly by how they decide, of which nothing
    # is known yet (0.5), and integrity mostly by trust so far.
    trust = 0.35 * float(tie.prior_ability) + 0.65 * float(tie.prior_goodwill)
    disposed = 0.46 + 0.8 * (0.5 - 0.46)
    read = disposed + 0.7 * (trust - disposed)
    assert tie.integrity_against == near(early * heavy * (1 - 0.5 * 0.5 * read))
    assert tie.benevolence_against == near(early * heavy * (1 - 0.5 * disposed))
    assert tie.ability_against == 0.0
    assert week.close_books()["welcome"] < 0
    code = int(week.trace(JOINER, 0).episode_0)
    assert EPISODE_NAMES[(code >> 4) & 15] == "did not welcome me"
    # Half of it stands against the organisation.
    assert week.person(JOINER).organisation_against == near(0.5)


def test_what_nobody_announced_counts_half_at_first_and_nothing_later() -> None:
    announced = missed(4, announced=True).person(JOINER).organisation_against
    expected = missed(4, announced=False).person(JOINER).organisation_against
    later = missed(5, announced=False)
    assert expected == near(announced / 2)
    assert later.person(JOINER).organisation_against == 0.0
    assert later.tie(JOINER, 0).integrity_against == 0.0
    assert missed(5, announced=True).person(JOINER).organisation_against == near(announced)


def test_what_the_team_misses_is_laid_to_the_leader() -> None:
    week = missed(1, announced=True, who="team")
    assert week.tie(JOINER, 0).integrity_against > 0
    assert week.trust(JOINER, 0) < welcoming().trust(JOINER, 0)


def test_what_nobody_is_there_to_do_is_laid_to_the_organisation_alone() -> None:
    week = welcoming(step("greet", announced=True))
    week.state.present[0] = 0
    week.play("welcome")
    assert week.person(JOINER).organisation_against == near(0.5)
    assert week.tie(JOINER, 0).integrity_against == 0.0


def test_where_fairness_is_knocked_out_the_organisation_is_not_judged() -> None:
    off = {"mechanisms.off": ["fairness"]}
    week = missed(1, announced=True, **off)
    assert week.person(JOINER).organisation_against == 0.0
    assert week.tie(JOINER, 0).integrity_against > 0


def test_a_step_takes_place_with_its_certainty() -> None:
    done = 0
    for seed in range(500):
        week = welcoming(step("greet", certainty=0.3), seed=seed)
        week.play("welcome")
        done += bool(hours_of(week))
    assert stats.binomtest(done, 500, 0.3).pvalue > FALSE_ALARM_RATE


# Acceptance


def let_validate(week: ByHand, *mates: int) -> None:
    for mate in mates:
        week.trusting(mate, JOINER, 20.0)


@pytest.mark.parametrize(("mates", "accepted"), [((), 0), ((1,), 0), ((1, 2), 1), ((0, 1, 2), 1)])
def test_half_of_the_team_must_have_one_in_their_in_group(
    mates: tuple[int, ...], accepted: int
) -> None:
    week = welcoming()
    let_validate(week, *mates)
    week.week = 6
    week.play("accept")
    # Two of three are more than half; one is not.
    assert week.accepted == (accepted, 6.0 * accepted)
    assert week.person(JOINER).accepted == (6 if accepted else NOT_YET)


def test_only_those_present_count() -> None:
    week = welcoming()
    let_validate(week, 1)
    week.state.present[2] = 0
    week.play("accept")
    assert week.accepted == (1, 1.0)


def test_trust_without_evidence_does_not_validate_and_evidence_without_trust_neither() -> None:
    for mate in (1, 2):
        week = welcoming()
        week.relate(1, JOINER, prior_ability=0.99, prior_goodwill=0.99)
        week.distrusting(2, JOINER)
        slot = week.slot(mate, JOINER)
        assert not plain("welcoming").validated(week.state, mate, slot, week.p)
    week.trusting(1, JOINER)
    assert plain("welcoming").validated(week.state, 1, week.slot(1, JOINER), week.p)


def test_nobody_present_accepts_nobody() -> None:
    assert not welcome.is_accepted(0.0, 0.0)
    assert welcome.is_accepted(1.0, 2.0)
    assert not welcome.is_accepted(1.0, 3.0)


def test_before_a_newcomer_who_is_little_known_people_hold_back_more() -> None:
    acts = {}
    for accepted in (0, NOT_YET):
        entrusted = 0
        for seed in range(200):
            week = welcoming(seed=seed)
            week.state.people[JOINER].accepted = accepted
            week.hold(1, JOINER, scripted=0, act=0)
            week.play("entrust")
            entrusted += week.state.meetings[1, 0].act == KEPT
        acts[accepted] = entrusted
    assert acts[NOT_YET] < acts[0] - 5


def test_acceptance_is_measured_in_weeks_from_joining() -> None:
    engine = lived({"turnover.leave_rate": 0.05}, weeks=60, num_people=40, log=True)
    accepted = engine.log[engine.log["what"] == 3]
    joined = {int(row["who"]): int(row["week"]) for row in engine.log if row["what"] == 1}
    weeks = measured(engine, "acceptance_weeks")
    assert len(accepted) > 10
    for week in set(accepted["week"].tolist()):
        of_week = accepted[accepted["week"] == week]["who"].tolist()
        assert weeks[week - 1] == near(np.mean([week - joined[int(key)] for key in of_week]))
    assert measured(engine, "newcomers")[-1] == (engine.state.people.accepted == NOT_YET).sum()


# The four presets, and the log


def test_there_are_four_presets_from_nothing_to_a_designed_path() -> None:
    numbers = {name: len(WELCOMES[name].steps) for name in WELCOMES}
    assert list(numbers) == ["cold", "by-the-book", "buddy", "designed"]
    assert list(numbers.values()) == sorted(numbers.values())
    assert numbers["cold"] == 0


def joining(choreography: str, weeks: int = 13, *, seed: int = 3, **more: Any) -> Organisation:
    """One person joins a team of eight in week 2."""
    changes = {
        "organisation.num_people": 8,
        "organisation.start": "strangers",
        "turnover.leave_rate": 0.0,
        "welcome.choreography": choreography,
        "events": [{"week": 2, "kind": "arrival"}],
    }
    return Organisation("garden", seed=seed, changes=changes | more).run(weeks)


@pytest.mark.parametrize("choreography", list(WELCOMES))
def test_every_step_of_a_joiner_s_path_stands_in_the_log_in_its_week(choreography: str) -> None:
    paths = joining(choreography, 14).paths()
    mine = paths[paths["who"] == "w2-1"]
    steps = mine[mine["what"] == "step"]
    planned = [(1 + step["week"], step["kind"]) for step in WELCOMES[choreography].steps]
    found = list(zip(steps["week"].tolist(), steps["step"].tolist(), strict=True))
    assert sorted(found) == sorted(planned)
    assert mine[mine["what"] == "joined"]["week"].tolist() == [1]
    hosts = dict(zip(steps["step"], steps["whom"], strict=True))
    assert hosts.get("greet", "1") in {str(k + 1) for k in range(8)}
    if choreography == "cold":
        assert steps.empty
    if choreography == "by-the-book":
        assert set(steps["whom"]) == {"1"}


def test_the_more_a_welcome_is_designed_the_sooner_one_is_trusted() -> None:
    def trust_in_joiner(choreography: str) -> float:
        # It is a small thing among all that happens in a quarter of a year: many seeds.
        total = 0.0
        for seed in range(30):
            ties = joining(choreography, 14, seed=seed).ties()
            total += ties.loc[ties["to"] == "w2-1", "trust"].mean()
        return total / 30

    assert trust_in_joiner("designed") > trust_in_joiner("cold")


def test_a_journey_has_a_row_for_each_step_and_one_for_who_had_none() -> None:
    journeys = joining("designed", 16).journeys()
    assert set(journeys["person"]) == {"w2-1"}
    assert len(journeys) == len(WELCOMES["designed"].steps)
    assert (journeys["joined_week"] == 1).all()
    assert journeys["left_week"].isna().all()
    assert (journeys["choreography"] == "designed").all()
    assert journeys["happened"].mean() > 0.8
    bare = joining("cold", 4).journeys()
    assert len(bare) == 1
    assert bare["step"].isna().all()


def test_who_leaves_again_is_logged_and_so_is_who_comes_in_their_place() -> None:
    engine = lived({"turnover.leave_rate": 0.1}, weeks=30, num_people=24, log=True)
    log = engine.log
    left = log[log["what"] == 4]["who"].tolist()
    joined = log[log["what"] == 1]["who"].tolist()
    assert len(left) > 10
    assert len(set(left)) == len(left)
    # Every seat was filled in the week in which it fell empty.
    assert sorted(joined) == sorted(key + (1 << 32) for key in left)
    assert measured(engine, "left").sum() == len(left)


def test_without_a_log_nothing_is_logged_and_nothing_differs() -> None:
    changes = {"turnover.leave_rate": 0.1, "welcome.choreography": "designed"}
    with_log, without = founded(changes, log=True), founded(changes)
    with_log.run(20)
    without.run(20)
    assert len(with_log.log) > 50
    assert len(without.log) == 0
    assert with_log.series.tobytes() == without.series.tobytes()


def test_a_log_of_many_weeks_loses_nothing() -> None:
    """The kernel stops when the log is full; the engine empties it and goes on."""
    changes = {"turnover.leave_rate": 0.3, "welcome.choreography": "designed"}
    at_once, stepwise = founded(changes, log=True), founded(changes, log=True)
    at_once.run(120)
    for _ in range(120):
        stepwise.run(1)
    assert at_once.log.tobytes() == stepwise.log.tobytes()
    assert at_once.series.tobytes() == stepwise.series.tobytes()
    assert (np.diff(at_once.log["week"]) >= 0).all()


def test_knocked_out_newcomers_are_received_like_everybody() -> None:
    designed = {"welcome.choreography": "designed", "turnover.leave_rate": 0.1}
    whole = lived(designed | NOBODY_LEAVES | {"turnover.leave_rate": 0.1}, weeks=12, log=True)
    without = lived(designed | {"mechanisms.off": ["welcome"]}, weeks=12, log=True)
    assert (whole.log["what"] == 2).any()
    assert not (without.log["what"] == 2).any()
    assert (without.log["what"] == 1).any()
