"""Trust really emerges and collapses, with one set of parameters, by mechanism.

60 people, seeds 0 to 29, two years, paired by common luck. Every claim is a
one-sided paired t test at 0.1 % on the mean of 30 differences, with a smallest
size beside it, so that a difference too small to matter does not pass for one
that does. No lever writes a trust state (`tests/unit/test_garden_rule.py`).
"""

from __future__ import annotations

import functools

import numpy as np
import pytest
from scipy import stats

import trustgarden as tg
from trustgarden.model.engine import Engine
from trustgarden.model.measures import MEASURE_NAMES

SEEDS = range(30)
WEEKS = 104
FALSE_ALARM_RATE = 0.001

pytestmark = pytest.mark.slow


@functools.cache
def weekly(scenario: str, measure: str) -> np.ndarray:
    """A measure over seeds and weeks, (30, 104)."""
    return runs(scenario)[:, :, MEASURE_NAMES.index(measure)]


@functools.cache
def runs(scenario: str) -> np.ndarray:
    plan = tg.load_scenario(scenario)
    assert plan.organisation.num_people == 60
    results = []
    for seed in SEEDS:
        engine = Engine(plan, seed)
        engine.run(WEEKS)
        results.append(engine.series)
    return np.array(results)


def last_quarter(scenario: str, measure: str) -> np.ndarray:
    """Mean of the last 13 weeks for each seed, (30,)."""
    return weekly(scenario, measure)[:, -13:].mean(axis=1)


def assert_above(higher: np.ndarray, lower: np.ndarray, at_least: float) -> None:
    """The paired differences exceed `at_least`, beyond what luck of seeds explains."""
    differences = higher - lower
    test = stats.ttest_1samp(differences, at_least, alternative="greater")
    interval = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    assert test.pvalue < FALSE_ALARM_RATE, (
        f"mean difference {differences.mean():.3f}, 95 % interval "
        f"[{interval.low:.3f}, {interval.high:.3f}], wanted more than {at_least}"
    )


@pytest.mark.parametrize("measure", ["trust_team", "trust_leader", "trust_organisation"])
def test_a_garden_ends_above_untended(measure: str) -> None:
    assert_above(last_quarter("garden", measure), last_quarter("untended", measure), 0.02)


@pytest.mark.parametrize(
    ("measure", "at_least"),
    [
        # Over all who are remembered, most of them hardly known, it is less.
        ("trust", 0.02),
        ("trust_team", 0.04),
        ("trust_leader", 0.04),
        ("trust_organisation", 0.04),
    ],
)
def test_blame_ends_below_untended(measure: str, at_least: float) -> None:
    assert_above(last_quarter("untended", measure), last_quarter("blame", measure), at_least)


def test_trust_emerges_in_the_garden() -> None:
    team = weekly("garden", "trust_team")
    assert_above(team[:, -13:].mean(axis=1), team[:, :4].mean(axis=1), 0.05)


def test_trust_collapses_under_blame() -> None:
    team = weekly("blame", "trust_team")
    assert_above(team[:, :4].mean(axis=1), team[:, -13:].mean(axis=1), 0.10)


def test_demand_raises_entrusting_within_weeks() -> None:
    demanded = weekly("demand", "entrusting")[:, :6].mean(axis=1)
    untended = weekly("untended", "entrusting")[:, :6].mean(axis=1)
    assert_above(demanded, untended, 0.05)


@pytest.mark.parametrize("measure", ["trust", "trust_team", "trust_leader"])
def test_demand_leaves_trust_no_higher(measure: str) -> None:
    """Demanded trust is not above the untended twin's by a hundredth, at any quarter's end."""
    for end in (26, 52, 78, 104):
        demanded = weekly("demand", measure)[:, end - 13 : end].mean(axis=1)
        untended = weekly("untended", measure)[:, end - 13 : end].mean(axis=1)
        assert_above(untended + 0.01, demanded, 0.0)


def test_a_contract_raises_kept_faith_while_it_binds() -> None:
    bound = weekly("contract-ends", "kept")[:, :8].mean(axis=1)
    free = weekly("never-contracted", "kept")[:, :8].mean(axis=1)
    assert_above(bound, free, 0.05)


@pytest.mark.parametrize(
    ("measure", "at_least"),
    # Five in six are entrusted in both, so that there is less room for a difference.
    [("trust_team", 0.04), ("entrusting", 0.01), ("kept", 0.02)],
)
def test_when_a_contract_goes_its_people_fall_below_those_who_never_had_one(
    measure: str, at_least: float
) -> None:
    after = slice(52, 65)
    bereft = weekly("contract-ends", measure)[:, after].mean(axis=1)
    never = weekly("never-contracted", measure)[:, after].mean(axis=1)
    assert_above(never, bereft, at_least)


def test_recovery_after_blame_is_slower_than_the_fall() -> None:
    """Half of what a year of blame took is lost sooner than the garden gives half of it back."""
    team = weekly("recovery", "trust_team").mean(axis=0)
    start, bottom = team[:4].mean(), team[51]
    middle = (start + bottom) / 2
    weeks_to_fall = int(np.argmax(team < middle))
    recovered = np.flatnonzero(team[52:] > middle)
    weeks_to_recover = int(recovered[0]) if len(recovered) else WEEKS - 52
    assert start - bottom > 0.05
    assert weeks_to_recover > weeks_to_fall
    # And it does recover: the garden is above the bottom at the end.
    assert_above(weekly("recovery", "trust_team")[:, -4:].mean(axis=1),
                 weekly("recovery", "trust_team")[:, 48:52].mean(axis=1), 0.01)


def test_favourites_are_felt_as_unfair_beside_the_garden() -> None:
    assert_above(
        last_quarter("garden", "fairness_procedural"),
        last_quarter("favourites", "fairness_procedural"),
        0.05,
    )


def test_the_twin_of_a_scenario_is_equal_to_the_bit_when_nothing_differs() -> None:
    plan = tg.load_scenario("garden")
    twin = Engine(plan.with_changes({"leaders.style": "gardener"}), 3)
    twin.run(10)
    np.testing.assert_array_equal(runs("garden")[3, :10], twin.series)
