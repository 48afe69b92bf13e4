"""How precise, and how many replicates: against formulas, and against figures of known spread."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from trustgarden.experiments.precision import (
    Spread,
    half_width,
    half_widths,
    replicates_for,
    spread_of_difference,
    spread_of_mean,
)

TRIALS = 2_000


def drawn(rng: np.random.Generator, points: int, replicates: int, shared: float) -> np.ndarray:
    """Points of different means; variance 1 within a point, a share of it common to all."""
    common = np.sqrt(shared) * rng.normal(size=(1, replicates))
    own = np.sqrt(1 - shared) * rng.normal(size=(points, replicates))
    return common + own + 3 * rng.normal(size=(points, 1))


def test_half_of_an_interval_is_that_of_student() -> None:
    assert half_width(2.0, 16) == pytest.approx(student.ppf(0.975, 15) * 0.5, rel=1e-12)
    assert half_width(2.0, 16, 0.9) == pytest.approx(student.ppf(0.95, 15) * 0.5, rel=1e-12)
    assert half_width(2.0, 1) == float("inf")


def test_half_widths_leave_out_what_failed() -> None:
    rows = np.array([[1.0, 2.0, 3.0, np.nan], [1.0, np.nan, np.nan, np.nan], [2.0] * 4])
    found = half_widths(rows)
    assert found[0] == pytest.approx(half_width(1.0, 3))
    assert (found[1], found[2]) == (np.inf, 0.0)


@pytest.mark.parametrize("wanted", [3.0, 1.0, 0.3, 0.05, 0.01])
def test_replicates_are_the_fewest_that_do(wanted: float) -> None:
    found = replicates_for(wanted, 1.0)
    assert half_width(1.0, found) <= wanted
    assert found == 2 or half_width(1.0, found - 1) > wanted


def test_without_spread_two_replicates_do() -> None:
    assert replicates_for(0.1, 0.0) == 2


@pytest.mark.parametrize(
    ("shared", "common_luck"), [(0.0, True), (0.5, True), (0.95, True), (0.0, False)]
)
def test_the_planner_knows_how_little_a_pilot_says(shared: float, common_luck: bool) -> None:
    """The interval of the number of replicates covers the true one, whatever luck is shared.

    95 % are stated; whole numbers of replicates widen it a little.
    """
    rng = np.random.default_rng(1)
    truth = replicates_for(0.25, 1.0)
    covered = low_misses = 0
    for _ in range(TRIALS):
        spread = spread_of_mean(drawn(rng, 6, 5, shared), common_luck=common_luck)
        assert spread is not None
        low, high = (replicates_for(0.25, end) for end in spread.interval())
        covered += low <= truth <= high
        low_misses += truth > high
    assert 0.94 <= covered / TRIALS <= 0.985
    # Promising too few replicates is the worse mistake.
    assert low_misses / TRIALS <= 0.035


@pytest.mark.parametrize("shared", [0.0, 0.9])
def test_the_planner_of_differences_covers_too(shared: float) -> None:
    rng = np.random.default_rng(2)
    truth = replicates_for(0.25, float(np.sqrt(2 * (1 - shared))))
    covered = 0
    for _ in range(TRIALS):
        spread = spread_of_difference(drawn(rng, 6, 5, shared))
        assert spread is not None
        low, high = (replicates_for(0.25, end) for end in spread.interval())
        covered += low <= truth <= high
    # Whole numbers of replicates widen the interval a little.
    assert 0.94 <= covered / TRIALS <= 0.985


def test_planned_replicates_give_the_wanted_interval() -> None:
    rng = np.random.default_rng(3)
    number = replicates_for(0.25, 1.0)
    runs = rng.normal(size=(TRIALS, number))
    assert np.median(half_widths(runs)) == pytest.approx(0.25, abs=0.01)
    inside = np.abs(runs.mean(axis=1)) <= half_widths(runs)
    assert inside.mean() == pytest.approx(0.95, abs=0.015)


def test_one_replicate_or_one_point_says_nothing_of_a_spread() -> None:
    assert spread_of_mean(np.ones((4, 1)), common_luck=True) is None
    assert spread_of_difference(np.ones((1, 4))) is None
    assert spread_of_difference(np.ones((4, 1))) is None


def test_one_point_has_the_freedom_of_its_replicates() -> None:
    row = np.array([[1.0, 2.0, 4.0, 8.0]])
    found = spread_of_mean(row, common_luck=True)
    assert found is not None
    assert found.deviation == pytest.approx(row.std(ddof=1))
    assert [freedom for _, freedom in found.parts] == [3]


def test_an_interval_of_a_spread_is_that_of_chi_square() -> None:
    low, high = Spread(((1.0, 10.0),)).interval()
    assert (low, high) == (pytest.approx(0.6987, abs=1e-4), pytest.approx(1.7549, abs=1e-4))
