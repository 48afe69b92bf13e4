"""`compare`: pairs with the same people and luck, and honest intervals of their differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

import trustgarden as tg
from trustgarden.experiments import Comparison, compare
from trustgarden.experiments.comparing import paired_interval

SMALL = {"organisation.num_people": 12}


@pytest.fixture(scope="module")
def pair() -> Comparison:
    return compare("garden", "command", weeks=16, seeds=range(5), changes_a=SMALL, changes_b=SMALL)


def test_differences_are_those_of_the_last_quarter(pair: Comparison) -> None:
    table = pair.differences.set_index("measure")
    assert list(table.index) == list(tg.MEASURE_NAMES)
    assert list(table.columns) == ["mean_a", "mean_b", "difference", "low", "high", "n"]
    ends = [arm[arm["week"] > 3].groupby("seed")["trust"].mean() for arm in (pair.a, pair.b)]
    row = table.loc["trust"]
    assert row["mean_a"] == pytest.approx(ends[0].mean(), rel=1e-12)
    assert row["difference"] == pytest.approx((ends[1] - ends[0]).mean(), rel=1e-9)
    assert row["low"] <= row["difference"] <= row["high"]
    assert row["n"] == 5


def test_weekly_differences_are_those_of_the_arms(pair: Comparison) -> None:
    weekly = pair.weekly
    assert len(weekly) == 16 * len(tg.MEASURE_NAMES)
    week = weekly[(weekly["week"] == 9) & (weekly["measure"] == "entrusting")].iloc[0]
    means = [arm.loc[arm["week"] == 9, "entrusting"].mean() for arm in (pair.a, pair.b)]
    assert week["difference"] == pytest.approx(means[1] - means[0], rel=1e-9)
    assert week["low"] <= week["difference"] <= week["high"]


def test_arms_are_the_runs_of_simulate(pair: Comparison) -> None:
    run = tg.simulate("command", weeks=16, seed=3, changes=SMALL)
    rows = pair.b[pair.b["seed"] == 3]
    np.testing.assert_array_equal(rows[list(tg.MEASURE_NAMES)], run.series)


def test_a_comparison_is_reproducible(pair: Comparison) -> None:
    again = compare("garden", "command", 16, range(5), SMALL, SMALL)
    assert again.differences.equals(pair.differences)
    assert again.weekly.equals(pair.weekly)
    assert again.provenance == pair.provenance


def test_a_scenario_does_not_differ_from_itself() -> None:
    same = compare("garden", "garden", weeks=4, seeds=range(3), changes_a=SMALL, changes_b=SMALL)
    assert (same.differences[["difference", "low", "high"]] == 0).all(axis=None)


def test_one_pair_has_no_interval() -> None:
    one = compare("garden", "command", weeks=3, seeds=[4], changes_a=SMALL, changes_b=SMALL)
    assert one.differences[["low", "high"]].isna().all(axis=None)
    assert one.differences["difference"].notna().all()


def test_intervals_agree_with_theory_on_normal_differences() -> None:
    # Law: the mean of 60 normal differences; Student's interval is exact, the bootstrap's is
    # narrower by about 1 % and jitters with its resamples. Fixed seed.
    pairs = np.random.default_rng(11).normal(0.1, 0.3, size=(50, 60))
    low, high = paired_interval(pairs, 4_000)
    half = stats.t.ppf(0.975, 59) * pairs.std(axis=1, ddof=1) / np.sqrt(60)
    np.testing.assert_allclose((high - low) / (2 * half), 1.0, atol=0.08)
    np.testing.assert_allclose((high - low).mean() / (2 * half).mean(), 0.985, atol=0.02)


def test_intervals_cover_as_often_as_they_say() -> None:
    # 400 samples of 30 normal differences; 95 % nominal, and the bootstrap at n = 30 is known to
    # fall a little short. Bounds: 93.5 % expected +- 3 binomial standard errors; false alarm < 1 %.
    pairs = np.random.default_rng(12).normal(0.0, 1.0, size=(400, 30))
    low, high = paired_interval(pairs, 1_000)
    covered = ((low <= 0) & (high >= 0)).mean()
    assert 0.898 <= covered <= 0.972


def test_equal_differences_have_an_interval_without_width() -> None:
    low, high = paired_interval(np.full((1, 5), 0.25), 100)
    assert (low[0], high[0]) == (0.25, 0.25)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"seeds": []}, "seeds holds 0 entries"),
        ({"seeds": [1, 1]}, "seeds holds 2 entries, 1 of them different"),
        ({"seeds": [1, None]}, "seeds holds 2 entries, 1 of them different"),
        ({"seeds": [-1]}, "seed is -1; it must"),
        ({"weeks": 0}, "weeks is 0; it must"),
        ({"changes_b": {"leaders.style": "gardner"}}, r"Did you mean gardener\?"),
    ],
)
def test_what_cannot_be_compared_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(tg.InputError, match=message):
        compare("garden", "command", **given)
