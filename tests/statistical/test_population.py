"""People and pairs follow the laws that are stated for them.

Seeds are fixed, tests are two-sided, and each has a false-alarm rate of one in
ten thousand: it would have alarmed once when it was written, not now and then.
"""

from __future__ import annotations

import functools
import itertools
from typing import Any

import numpy as np
import pytest
from scipy import special, stats
from small_organisations import NOBODY_LEAVES, UNTENDED, founded, lived, measured

from trustgarden.model.chance import AFFINITY, DURABILITY, draw
from trustgarden.model.engine import Engine
from trustgarden.model.layout import HELD_BACK, NOTHING, TOLD, WITNESSED
from trustgarden.model.people import TRAITS
from trustgarden.model.relationships import pair_affinity, pair_durability

FALSE_ALARM_RATE = 1e-4
NUM_PEOPLE = 4000
MEDIANS = {"propensity": 0.46, "ability": 0.6, "integrity": 0.6, "benevolence": 0.55}
SPREAD = 0.8


@functools.cache
def crowd() -> Engine:
    return founded(num_people=NUM_PEOPLE, seed=20)


def deviates(trait: str) -> np.ndarray:
    """A trait as what should be standard normal deviates."""
    logits = special.logit(crowd().state.people[trait].astype(float))
    return (logits - special.logit(MEDIANS.get(trait, 0.5))) / SPREAD


@pytest.mark.parametrize("trait", TRAITS)
def test_traits_are_logit_normal_with_the_stated_median_and_spread(trait: str) -> None:
    z = deviates(trait)
    assert stats.kstest(z, "norm").pvalue > FALSE_ALARM_RATE
    assert stats.ttest_1samp(z, 0.0).pvalue > FALSE_ALARM_RATE
    below = stats.chi2.cdf((z**2).sum(), NUM_PEOPLE)
    assert 2 * min(below, 1 - below) > FALSE_ALARM_RATE


TWO_TRAITS = list(itertools.combinations(TRAITS, 2))


@pytest.mark.parametrize(("one", "other"), TWO_TRAITS)
def test_traits_are_independent_of_each_other(one: str, other: str) -> None:
    correlation = stats.pearsonr(deviates(one), deviates(other))
    # Over all pairs the false-alarm rate is as stated.
    assert correlation.pvalue > FALSE_ALARM_RATE / len(TWO_TRAITS)


def test_neighbours_are_independent() -> None:
    z = deviates("propensity")
    assert stats.pearsonr(z[:-1], z[1:]).pvalue > FALSE_ALARM_RATE


def test_without_spread_everybody_is_the_median() -> None:
    people = founded({"population.spread": 0.0}, num_people=50).state.people
    for trait, median in MEDIANS.items():
        assert people[trait] == pytest.approx(np.full(50, median), rel=1e-6)


# Pairs

KEYS = list(itertools.combinations(range(80), 2))


def p_record() -> Any:
    return crowd().parameters[0]


def plain(rule: Any) -> Any:
    return getattr(rule, "py_func", rule)


def affinities() -> np.ndarray:
    liking = plain(pair_affinity)
    return np.array([liking(20, one, other, p_record()) for one, other in KEYS])


def test_affinity_is_the_same_both_ways() -> None:
    liking = plain(pair_affinity)
    late = 3 << 32  # a later occupant has another key, and the same rule
    for one, other in [(1, 2), (5, 70), (late | 1, 2), (late | 9, late | 8)]:
        assert liking(20, one, other, p_record()) == liking(20, other, one, p_record())


def test_affinity_is_normal_with_the_stated_spread() -> None:
    z = affinities() / float(p_record().affinity_spread)
    assert stats.kstest(z, "norm").pvalue > FALSE_ALARM_RATE
    below = stats.chi2.cdf((z**2).sum(), len(z))
    assert 2 * min(below, 1 - below) > FALSE_ALARM_RATE


def beyond_disposition(tie: Any, person: Any) -> float:
    """What a prior has beside the two traits of who holds it, in logits."""
    traits = [special.logit(float(person[name])) for name in ("propensity", "at_sight")]
    granted = 0.35 * traits[0] + 0.8 * traits[1]
    return float(special.logit(float(tie.prior_goodwill)) - granted)


def test_priors_of_a_pair_are_alike_both_ways_and_of_strangers_are_not() -> None:
    state = crowd().state
    there, back = [], []
    for me, slot in zip(*np.nonzero(state.whom >= 0), strict=True):
        other = state.whom[me, slot]
        if me < other:
            slot_back = int(np.flatnonzero(state.whom[other] == me)[0])
            there.append(beyond_disposition(state.ties[me, slot], state.people[me]))
            back.append(beyond_disposition(state.ties[other, slot_back], state.people[other]))
    alike = stats.pearsonr(there, back).statistic
    apart = stats.pearsonr(np.roll(there, 1), back)
    assert len(there) > 3000
    # Of their variance an affinity of 0.3 logits makes three quarters (nine tenths, when it was
    # 0.5); the rest is how far each trusts the organisation.
    assert alike > 0.7
    assert apart.pvalue > FALSE_ALARM_RATE


def test_durability_falls_into_eight_equal_classes_the_same_both_ways() -> None:
    classes = plain(pair_durability)
    drawn = [classes(20, one, other) for one, other in KEYS]
    assert drawn == [classes(20, other, one) for one, other in KEYS]
    counts = np.bincount(drawn, minlength=8)
    assert len(counts) == 8
    assert stats.chisquare(counts).pvalue > FALSE_ALARM_RATE


def test_affinity_and_durability_of_a_pair_are_drawn_apart() -> None:
    words = np.array(
        [(draw(20, AFFINITY, 0, *k, 0)[0], draw(20, DURABILITY, 0, *k, 0)[0]) for k in KEYS]
    )
    assert stats.pearsonr(*words.T).pvalue > FALSE_ALARM_RATE


# Hours

HOURS = {
    "spaces.work_hours": 2.3,
    "spaces.meeting_hours": 1.0,
    "spaces.rehearsal_hours": 0.6,
    "spaces.social_hours": 0.8,
    "work.load": 0.5,
    "mechanisms.off": ["strain"],
}


@functools.cache
def hours_by_space() -> np.ndarray:
    """Hours of each person in each space in one week, (people, spaces)."""
    engine = lived(UNTENDED | NOBODY_LEAVES | HOURS, num_people=NUM_PEOPLE, weeks=1, seed=21)
    meetings = engine.state.meetings
    met = meetings.partner >= 0
    return np.stack([(met & (meetings.space == s)).sum(axis=1) for s in range(4)], axis=1)


def free_hours() -> np.ndarray:
    engine = lived(UNTENDED | NOBODY_LEAVES | HOURS, num_people=NUM_PEOPLE, weeks=1, seed=21)
    return engine.state.people.free_hours.astype(float)


def test_free_hours_are_those_of_the_scenario_by_sociability() -> None:
    people = crowd_of_hours()
    social = 0.8 * (0.5 + people.sociability.astype(float))
    expected = 0.6 + social

    def variance(hours: np.ndarray) -> np.ndarray:
        share = hours - np.floor(hours)
        return share * (1 - share)

    spread = variance(np.full(NUM_PEOPLE, 0.6)) + variance(social)
    z = (free_hours() - expected).sum() / np.sqrt(spread.sum())
    assert 2 * stats.norm.sf(abs(z)) > FALSE_ALARM_RATE


def crowd_of_hours() -> np.recarray:
    engine = founded(UNTENDED | NOBODY_LEAVES | HOURS, num_people=NUM_PEOPLE, seed=21)
    return engine.state.people


def test_work_and_meetings_take_no_more_than_their_hours() -> None:
    hours = hours_by_space()
    assert hours[:, 0].max() == 3
    assert hours[:, 1].max() == 1
    assert hours[:, 2].max() == 1
    assert hours[:, 3].max() <= 2


def test_in_a_team_of_four_one_hour_in_64_finds_nobody_to_meet() -> None:
    # In a meeting three tries of the team, each of which is oneself in one case of four. Leaders
    # meet fellow leaders too, and are left out.
    hours = hours_by_space()[:, 1]
    engine = founded(UNTENDED | NOBODY_LEAVES | HOURS, num_people=NUM_PEOPLE, seed=21)
    members = ~np.isin(np.arange(NUM_PEOPLE), engine.state.boss)
    alone = int((hours[members] == 0).sum())
    test = stats.binomtest(alone, int(members.sum()), 1 / 64)
    assert test.pvalue > FALSE_ALARM_RATE


def test_leaving_happens_at_the_stated_chance() -> None:
    # With no slope and no strain the weekly chance is the rate, less a third of a logit.
    engine = lived(
        UNTENDED
        | {
            "turnover.leave_rate": 0.1,
            "parameters.leaving_slope": 0.0,
            "mechanisms.off": ["strain"],
        },
        num_people=NUM_PEOPLE,
        weeks=1,
        seed=22,
    )
    # What keeps one and not another is uniform with a deviation of 1.2 logits: the mean of the
    # logistic over it is a difference of softplus, which is its integral.
    middle, half = special.logit(0.1) - 0.3, 1.2 * np.sqrt(3.0)
    ends = np.array([middle - half, middle + half])
    chance = np.diff(np.logaddexp(0.0, ends))[0] / (2 * half)
    left = int(measured(engine, "left")[-1])
    assert stats.binomtest(left, NUM_PEOPLE, chance).pvalue > FALSE_ALARM_RATE


# Talk and witnessing


@functools.cache
def crowd_after_a_week() -> Engine:
    return lived(UNTENDED | NOBODY_LEAVES, num_people=NUM_PEOPLE, weeks=1, seed=23)


def test_people_witness_team_mates_as_often_as_what_happened_can_be_seen() -> None:
    state = crowd_after_a_week().state
    entrusted = (state.meetings.act != NOTHING) & (state.meetings.act != HELD_BACK)
    seen = np.where(entrusted, state.spaces.visibility[state.meetings.space], 0.0)
    chances = np.zeros(NUM_PEOPLE)
    for me in range(NUM_PEOPLE):
        mates = np.flatnonzero(state.team == state.team[me])
        for mate in mates[mates != me]:
            hours = state.num_hours[mate]
            own = state.meetings.partner[mate, :hours] == me
            chances[me] += np.where(own, 0.0, seen[mate, :hours]).sum() / max(hours, 1)
        chances[me] /= len(mates)
    # Ten hours are drawn for each person, one as likely as the other.
    witnessed = (state.tales.kind == WITNESSED).sum(axis=1)
    assert witnessed.max() <= 10
    excess = (witnessed - 10 * chances).sum()
    z = excess / np.sqrt(10 * (chances * (1 - chances)).sum())
    assert 2 * stats.norm.sf(abs(z)) > FALSE_ALARM_RATE


def test_tellers_are_drawn_from_all_hours_alike() -> None:
    state = crowd_after_a_week().state
    excess, variance = 0.0, 0.0
    for me in np.flatnonzero(state.tales.kind[:, 0] == TOLD):
        partners = state.meetings.partner[me, : state.num_hours[me]].tolist()
        teller = int(state.tales.teller[me, 0])
        # Of hours with somebody whom one met but once, each is as likely as the other.
        places = [h for h, one in enumerate(partners) if one >= 0 and partners.count(one) == 1]
        if partners.count(teller) == 1 and len(places) > 1:
            excess += partners.index(teller) - np.mean(places)
            variance += np.var(places)
    assert variance > 500
    assert 2 * stats.norm.sf(abs(excess) / np.sqrt(variance)) > FALSE_ALARM_RATE


# Who leaves and who comes


def test_the_next_to_hold_seats_are_people_like_the_first() -> None:
    # Everybody leaves at the same chance, so that those who stay are not of a kind.
    blindly = {"parameters.leaving_slope": 0.0, "mechanisms.off": ["strain"]}
    engine = lived(blindly | {"turnover.leave_rate": 0.4}, num_people=NUM_PEOPLE, weeks=3, seed=24)
    later = engine.state.keys >> 32 > 0
    first = crowd().state.people
    assert later.sum() > 1000
    for trait in TRAITS:
        here, there = engine.state.people[trait][later], first[trait]
        # Over all traits the false-alarm rate is as stated.
        assert stats.ks_2samp(here, there).pvalue > FALSE_ALARM_RATE / len(TRAITS), trait
