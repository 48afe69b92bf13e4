"""The week in small organisations: limits that can be solved by hand, and invariants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from levers import another_value
from small_organisations import (
    NO_HOURS,
    NOBODY_LEAVES,
    SCRATCH,
    UNTENDED,
    founded,
    lived,
    measured,
    out_of_range,
    run_bytes,
    scenarios,
    small,
    state_bytes,
)

from trustgarden.model import week as schedule
from trustgarden.model.engine import Engine
from trustgarden.model.layout import (
    ARRANGED_AT_MOST,
    BYTES_PER_RELATIONSHIP,
    CHOSEN,
    EPISODE_NAMES,
    HELD_BACK,
    KEPT,
    LEADER,
    MEMBER,
    TIE_DTYPE,
    TRACE_DTYPE,
    State,
)
from trustgarden.model.measures import MEASURE_NAMES, MEASURES
from trustgarden.model.memory import (
    MOST_PARTIES,
    NUM_DURABILITIES,
    deception_retention,
    retention_table,
)
from trustgarden.model.prior import prior_goodwill, prior_logit

STOCKS = (
    "ability_for", "ability_against", "benevolence_for", "benevolence_against", "integrity_for",
    "integrity_against", "familiarity", "told_for", "told_against",
)  # fmt: skip
QUIET = ["fairness", "recognition", "connections"]
"""Mechanisms by which leaders reach people whom they do not meet."""
NOBODY_MEETS = NO_HOURS | NOBODY_LEAVES | UNTENDED | {"mechanisms.off": QUIET}


def plain(rule: Any) -> Any:
    return getattr(rule, "py_func", rule)


# Limits


@pytest.mark.parametrize("embedded", [0, 2])
def test_without_meetings_nothing_changes_but_by_forgetting_as_in_the_closed_form(
    embedded: int,
) -> None:
    engine = founded(NOBODY_MEETS)
    remembered = engine.state.whom >= 0
    ties = engine.state.ties
    for number, name in enumerate((*STOCKS, "deception", "mistrust"), start=1):
        ties[name][remembered] = 0.1 * number
    # Each week one slot is looked at; those behind the twentieth keep the friends they had.
    ties.embedded[remembered] = embedded
    before = ties.copy()
    engine.run(1 if embedded else 20)
    after = engine.state.ties
    weeks = 1 if embedded else 20
    assert np.array_equal(engine.state.whom >= 0, remembered)
    table = np.empty((NUM_DURABILITIES, MOST_PARTIES + 1))
    plain(retention_table)(table, engine.parameters[0])
    for me, slot in zip(*np.nonzero(remembered), strict=True):
        kept = table[before[me, slot].durability & 7, embedded]
        slow = plain(deception_retention)(kept)
        for names, share in ((STOCKS, kept), (("deception", "mistrust"), slow)):
            for name in names:
                # Each rounding to float32 is off by at most 6e-8.
                expected = float(before[me, slot][name]) * share**weeks
                assert after[me, slot][name] == pytest.approx(expected, rel=weeks * 6e-8)


@pytest.mark.parametrize("name", ["prior_ability", "prior_goodwill", "frame", "pledge"])
def test_forgetting_leaves_priors_and_frames_alone(name: str) -> None:
    engine = founded(NOBODY_MEETS)
    engine.state.ties["frame"] = 0.4
    engine.state.ties["pledge"] = 3
    before = engine.state.ties[name].copy()
    engine.run(20)
    assert np.array_equal(engine.state.ties[name], before)


def test_without_meetings_and_without_forgetting_no_byte_of_memory_changes() -> None:
    engine = founded(NOBODY_MEETS | {"mechanisms.off": [*QUIET, "forgetting"]})
    engine.state.ties["integrity_for"] = 3.0
    before = state_bytes(engine.state, ["ties", "traces", "whom"])
    engine.run(20)
    assert state_bytes(engine.state, ["ties", "traces", "whom"]) == before


def test_without_meetings_there_is_nothing_to_measure_between_people() -> None:
    engine = lived(NOBODY_MEETS)
    for name in ("entrusting", "stake", "kept", "errors", "breaches", "hidden", "deceptions"):
        assert not measured(engine, name).any()


def test_where_nothing_follows_the_gap_closes() -> None:
    engine = lived(UNTENDED | NOBODY_LEAVES | {"consequence.social": 0.0}, weeks=300)
    gap = measured(engine, "insulation_gap")
    assert not measured(engine, "imposed").any()
    assert gap[0] > 0.1
    assert gap[-1] < 0.01


# Two people, three weeks, by hand

ONE_HOUR = {
    "organisation.num_people": 2,
    "organisation.team_size": 2,
    "population.spread": 0.0,
    "population.propensity": 0.5,
    "spaces.work_hours": 0.0,
    "spaces.meeting_hours": 1.0,
    "spaces.rehearsal_hours": 0.0,
    "spaces.social_hours": 0.0,
    "parameters.affinity_spread": 0.0,
    "parameters.ambiguity": 0.0,
    "parameters.primacy": 0.0,
    "parameters.entrusting_slope": 30.0,
    "parameters.entrusting_threshold": 0.0,
    "parameters.stake_caution": 0.0,
    "parameters.projection_caution": 0.0,
    "parameters.error_rate": 0.0,
    "parameters.faith": 6.0,
    "parameters.temptation": 0.0,
    "consequence.binding": 1.0,
    "mechanisms.off": [
        "attribution", "fairness", "forgetting", "leaving", "recognition", "strain", "talk",
        "witness",
    ],
}  # fmt: skip
"""Each meets the other for one formal hour a week, entrusts nearly surely, and cannot but keep.

`entrusting` is logistic(30 T) > 0.9999994 for T > 0.48, and binding 1 leaves no choice.
"""


def test_two_people_three_weeks_by_hand() -> None:
    engine = Engine(small(UNTENDED | ONE_HOUR, num_people=2), 3)
    state = engine.state
    one_to_other = state.ties[0, 0]
    # Strangers: propensity 1/2; team, place and practice alike lift it by 0.5 x 0.7 logits.
    prior = 1 / (1 + np.exp(-0.35))
    assert one_to_other.prior_goodwill == pytest.approx(prior, rel=1e-7)
    # Of the other's ability a little less is expected: they stand one rank below.
    priors = np.array([1 / (1 + np.exp(-0.35 + 0.2)), prior, prior])
    # Of ability 0.6, the other does well by logistic(2 + 4 x 0.1).
    well = 1 / (1 + np.exp(-2.4))
    evidence = np.zeros(3)
    hours = 0
    for _ in range(3):
        engine.run(1)
        met = state.meetings[state.meetings.partner >= 0]
        # Three tries of a coin: each is oneself in half of the cases.
        own = [m for m in state.meetings[0] if m.partner == 1]
        as_trustee = [m for m in state.meetings[1] if m.partner == 0]
        assert len(met) == len(own) + len(as_trustee)
        assert all(m.act == KEPT and 0.85 <= m.answer <= 1.15 for m in met)
        hours += len(met)
        for meeting in own:
            # A kept act of a formal hour weighs 1/2 + its stake, and for benevolence as much
            # more as was given beyond the due.
            weight = 0.5 + float(meeting.stake)
            evidence += weight * np.array([1.0, float(meeting.answer), 1.0])
        # Being trusted is evidence of benevolence: 0.15 of an act.
        evidence[1] += 0.15 * len(as_trustee)
        for facet, expected in zip(("ability", "benevolence", "integrity"), evidence, strict=True):
            share = well if facet == "ability" else 1.0
            assert one_to_other[f"{facet}_for"] == pytest.approx(expected * share, rel=1e-6)
            rest = pytest.approx(expected * (1 - share), rel=1e-5, abs=1e-12)
            assert one_to_other[f"{facet}_against"] == rest
        facets = (evidence * np.array([well, 1.0, 1.0]) + 5 * priors) / (evidence + 5)
        trust = 0.35 * facets[0] + 0.33 * facets[1] + 0.32 * facets[2]
        assert trust == pytest.approx(trust_of(engine, 0, 1), rel=1e-6)
        assert one_to_other.familiarity == hours
    assert evidence[2] > 0


def trust_of(engine: Engine, me: int, other: int) -> float:
    state, c, p = engine.state, engine.conditions, engine.parameters
    return float(schedule.trust_of(state, c, me, other, engine.seed, p))


def test_the_prior_of_a_team_mate_is_that_of_the_rule() -> None:
    engine = founded({"parameters.affinity_spread": 0.0})
    state, p = engine.state, engine.parameters[0]
    slot = int(np.flatnonzero(state.whom[1] == 0)[0])
    own, at_sight = (float(state.people[name][1]) for name in ("propensity", "at_sight"))
    # Of one team, place and practice, and of another rank; nobody has heard of the other.
    common = plain(prior_logit)(own, at_sight, 0.7, own, 0.5, 0.0, 1.0, p)
    expected = plain(prior_goodwill)(common, 0.0)
    assert state.ties[1, slot].prior_goodwill == pytest.approx(expected, rel=1e-7)


def test_whoever_is_held_off_notices_a_little() -> None:
    cautious = {"parameters.entrusting_threshold": 1.0, "parameters.entrusting_slope": 30.0}
    engine = Engine(small(UNTENDED | ONE_HOUR | cautious, num_people=2), 3)
    engine.run(1)
    state = engine.state
    held_off = sum(m.partner == 1 and m.act == HELD_BACK for m in state.meetings[0])
    assert held_off == 1
    tie = state.ties[1, 0]
    assert tie.benevolence_against == pytest.approx(0.10, rel=1e-6)
    assert tie.integrity_against == 0


# Running


def test_step_by_step_equals_many_weeks_in_one_call() -> None:
    at_once, stepwise = lived(weeks=9), founded()
    for _ in range(9):
        stepwise.run(1)
    assert state_bytes(at_once.state, State._fields) == state_bytes(stepwise.state, State._fields)
    assert run_bytes(at_once) == run_bytes(stepwise)


@pytest.mark.parametrize("parts", [(1, 8), (4, 5), (8, 1), (3, 0, 6)])
def test_a_run_in_parts_equals_a_run_across_events(parts: tuple[int, ...]) -> None:
    changes = {"events": [{"week": 5, "set": {"consequence.regime": "blame"}}]}
    at_once, in_parts = lived(changes, weeks=9), founded(changes)
    for weeks in parts:
        in_parts.run(weeks)
    assert state_bytes(at_once.state) == state_bytes(in_parts.state)
    assert at_once.series.tobytes() == in_parts.series.tobytes()


def test_not_recording_changes_nothing_but_what_is_recorded() -> None:
    recorded, unrecorded = lived(weeks=6), founded()
    unrecorded.run(6, record=False)
    assert state_bytes(recorded.state) == state_bytes(unrecorded.state)
    assert len(unrecorded.series) == 0
    recorded.run(2)
    unrecorded.run(2)
    assert recorded.series[-2:].tobytes() == unrecorded.series.tobytes()


def test_measuring_between_weeks_changes_nothing() -> None:
    looked_at, left_alone = founded(), founded()
    for _ in range(4):
        looked_at.run(1)
        looked_at.measure()
    looked_at.run(1)
    left_alone.run(5)
    assert state_bytes(looked_at.state) == state_bytes(left_alone.state)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    one, same, other = lived(seed=5), lived(seed=5), lived(seed=6)
    assert state_bytes(one.state) == state_bytes(same.state)
    assert one.state.people.tobytes() != other.state.people.tobytes()


def test_weeks_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match=r"weeks is -1; it must be 0 or more\."):
        founded().run(-1)


def test_more_weeks_than_the_calendar_of_chance_holds_are_refused_and_nothing_runs() -> None:
    engine = founded()
    with pytest.raises(ValueError, match="can run for 4095 weeks after its start, and week 4096"):
        engine.run(4096)
    assert engine.week == 0


@pytest.mark.parametrize("base", [0.0, 0.7, 3.0])
def test_there_is_room_for_every_hour_that_leaders_open(base: float) -> None:
    generous = dict.fromkeys(("consequence", "connections", "recognition", "fairness"), 0.0)
    changes = {f"leaders.{practice}": share for practice, share in generous.items()}
    changes |= {"leaders.spaces": 1.0, "leaders.attention_hours": 60.0, "work.load": 0.0}
    changes |= {"spaces.rehearsal_hours": base, "spaces.social_hours": base}
    engine = founded(changes | {"organisation.team_size": 2})
    engine.state.people.sociability = 0.999
    most = 0.0
    for _ in range(30):
        engine.run(1)
        most = max(most, float(engine.state.people.free_hours.max()))
    formal = 6 + 1  # the hours of work and of meetings that are the default
    assert most > 2 * base
    assert most + formal + ARRANGED_AT_MOST <= engine.state.meetings.shape[1]


# Ranges


@given(scenarios(), st.integers(0, 2**63 - 1))
def test_measures_stay_within_their_ranges(scenario: Any, seed: int) -> None:
    engine = Engine(scenario, seed)
    engine.run(4)
    assert np.isfinite(engine.series).all()
    assert not out_of_range(engine.series)
    assert ((engine.team_series >= 0) & (engine.team_series <= 1)).all()


def test_every_measure_has_a_range_and_a_definition() -> None:
    assert len(MEASURES) == len(set(MEASURE_NAMES)) > 30
    for measure in MEASURES:
        assert measure.high is None or measure.low < measure.high
        assert measure.definition.endswith(".")


def test_bands_of_trust_are_a_division() -> None:
    engine = lived(weeks=10)
    bands = [
        measured(engine, f"band_{band}") for band in ("none", "functional", "invested", "blind")
    ]
    assert np.allclose(sum(bands), 1.0, rtol=0, atol=1e-12)


def test_acts_are_kept_fail_or_are_broken() -> None:
    engine = lived(weeks=10)
    acts = measured(engine, "kept") + measured(engine, "errors") + measured(engine, "breaches")
    assert np.allclose(acts, 1.0, rtol=0, atol=1e-12)


# Memory


def test_a_relationship_takes_a_hundred_bytes() -> None:
    assert BYTES_PER_RELATIONSHIP == 100
    assert (TIE_DTYPE.itemsize, TRACE_DTYPE.itemsize) == (64, 32)
    state = founded().state
    assert (state.whom.nbytes + state.ties.nbytes + state.traces.nbytes) / state.whom.size == 100


# A leader has three in the team, two below and one above: six of seven places are work's.
CROWDED = {
    "organisation.num_people": 40,
    "organisation.num_slots": 7,
    "organisation.span": 2,
    "spaces.social_hours": 8.0,
    "spaces.openness": 1.0,
}


def test_memory_is_bounded_and_full_of_different_people() -> None:
    state = lived(CROWDED | NOBODY_LEAVES, weeks=15).state
    assert (state.whom >= 0).all()
    for me, others in enumerate(state.whom):
        assert len(set(others)) == len(others)
        assert me not in others


def test_ties_that_work_assigns_are_not_forgotten_for_want_of_room() -> None:
    engine = founded(CROWDED | NOBODY_LEAVES)
    state = engine.state
    assigned: set[tuple[int, int]] = set()
    for _ in range(15):
        engine.run(1)
        now = {
            (int(me), int(state.whom[me, slot]))
            for me, slot in zip(*np.nonzero(state.ties.kind != CHOSEN), strict=True)
            if state.whom[me, slot] >= 0
        }
        assert assigned <= now
        assigned = now
    for me in range(len(state.keys)):
        boss = state.boss[me]
        if boss >= 0:
            assert boss in state.whom[me]
            assert me in state.whom[boss]


def test_kinds_of_ties_follow_the_chart() -> None:
    state = lived(weeks=8).state
    for me, slot in zip(*np.nonzero(state.whom >= 0), strict=True):
        other, kind = state.whom[me, slot], state.ties[me, slot].kind
        assert (kind == LEADER) == (state.boss[me] == other)
        assert (kind == MEMBER) == (state.boss[other] == me)
        apart = state.team[me] != state.team[other]
        assert (kind == CHOSEN) == (apart and kind not in (LEADER, MEMBER))


def test_the_tie_with_most_hours_does_not_give_way() -> None:
    engine = founded(CROWDED | NOBODY_LEAVES)
    state = engine.state
    met: set[tuple[int, int]] = set()
    for _ in range(12):
        strong = {
            (me, int(state.whom[me, slot]))
            for me, slot in enumerate(np.argmax(state.ties.familiarity, axis=1))
            if state.whom[me, slot] >= 0 and state.ties.familiarity[me, slot] > 10
        }
        engine.run(1)
        met |= strong
        # Ten hours together are more than any newcomer of one week can outweigh here.
        for me, other in strong:
            assert other in state.whom[me]
    assert met


def test_episodes_are_remembered_newest_first_in_known_words() -> None:
    traces = lived(weeks=10).state.traces
    newest, before = traces.episode_0, traces.episode_1
    assert (newest >> 8 >= before >> 8).all()
    kinds = (newest[newest > 0] >> 4) & 15
    assert len(kinds) > 0
    assert (kinds < len(EPISODE_NAMES)).all()


# The calendar


@pytest.mark.parametrize("lever", ["consequence.regime", "spaces.work_hours", "work.load"])
def test_an_event_changes_conditions_from_its_week_on_and_not_before(lever: str) -> None:
    changes = {"events": [{"week": 5, "set": {lever: another_value(small(), lever)}}]}
    eventful, quiet = founded(changes), founded()
    eventful.run(4)
    quiet.run(4)
    # Room for the meetings of the busiest week is made at once, so meetings differ in shape.
    names = ("people", "ties", "traces", "whom", "teams", "groups", "expected", "belongs")
    assert state_bytes(eventful.state, names) == state_bytes(quiet.state, names)
    assert eventful.series.tobytes() == quiet.series.tobytes()
    eventful.run(1)
    quiet.run(1)
    assert eventful.series[-1].tobytes() != quiet.series[-1].tobytes()


def test_an_event_of_week_one_is_as_if_the_scenario_had_said_so() -> None:
    event = {"week": 1, "set": {"leaders.style": "commander"}}
    eventful, stated = lived({"events": [event]}), lived({"leaders.style": "commander"})
    assert state_bytes(eventful.state) == state_bytes(stated.state)


# The burn-in

BURN_IN = {"organisation.start": "burn-in", "organisation.burn_in_weeks": 6}


@pytest.mark.parametrize(
    "changes",
    [
        {"leaders.style": "commander", "consequence.regime": "blame"},
        {"leaders.demanding": 0.1, "leaders.attention_hours": 40.0},
        {"consequence.severity": 1.0, "consequence.detection": 1.0},
        {"events": [{"week": 1, "set": {"consequence.regime": "blame"}}]},
    ],
)
def test_the_burn_in_is_untended_whatever_the_levers_are(changes: dict[str, Any]) -> None:
    levered, plain = founded(BURN_IN | changes), founded(BURN_IN)
    names = [name for name in State._fields if name not in (*SCRATCH, "meetings")]
    assert state_bytes(levered.state, names) == state_bytes(plain.state, names)


def test_a_burn_in_is_lived_through_and_not_counted() -> None:
    engine = founded(BURN_IN)
    strangers = founded()
    assert engine.week == 0
    assert len(engine.series) == 0
    assert engine.weeks_before == 6
    assert engine.state.ties.familiarity.sum() > strangers.state.ties.familiarity.sum() == 0
