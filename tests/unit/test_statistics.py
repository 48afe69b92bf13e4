"""Intervals and effects: known answers, degenerate samples, coverage."""

import math

import numpy as np
import pytest

from trustgarden.analysis.statistics import (
    mean_interval,
    paired_difference,
    paired_effect,
    share_interval,
    weekly_interval,
)


class TestMeanInterval:
    def test_mean_lies_inside_and_n_is_counted(self):
        found = mean_interval([0.2, 0.4, 0.5, 0.7, np.nan])
        assert found.mean == pytest.approx(0.45)
        assert found.low < found.mean < found.high
        assert found.n == 4

    def test_the_same_sample_gives_the_same_interval(self):
        sample = np.random.default_rng(3).normal(size=20)
        assert mean_interval(sample) == mean_interval(sample)

    @pytest.mark.parametrize("value", [0.0, 0.37, 1.0])
    def test_equal_figures_have_an_interval_of_no_width(self, value):
        found = mean_interval([value] * 7)
        assert (found.mean, found.low, found.high) == pytest.approx((value,) * 3, rel=1e-15)
        assert found.low == found.high

    def test_one_figure_says_nothing_of_others(self):
        found = mean_interval([0.4])
        assert found.mean == 0.4
        assert math.isnan(found.low)
        assert math.isnan(found.high)

    def test_two_figures_are_enough(self):
        found = mean_interval([0.2, 0.6])
        assert (found.low, found.high) == (0.2, 0.6)

    @pytest.mark.parametrize("sample", [[], [np.nan, np.nan]])
    def test_nothing_gives_nothing(self, sample):
        found = mean_interval(sample)
        assert found.n == 0
        assert math.isnan(found.mean)

    @pytest.mark.slow
    def test_coverage_is_near_what_is_stated(self):
        # 300 samples of 20 from a skewed law; the binomial 99.9 % range about 0.93 is +- 0.05.
        rng = np.random.default_rng(11)
        inside = [
            found.low <= 1.0 <= found.high
            for found in (mean_interval(rng.gamma(4, 0.25, 20)) for _ in range(300))
        ]
        assert 0.88 <= np.mean(inside) <= 0.98


class TestWeeklyInterval:
    def test_bands_hold_the_mean_in_every_week(self):
        runs = np.random.default_rng(1).normal(0.5, 0.1, (20, 30))
        mean, low, high = weekly_interval(runs)
        np.testing.assert_allclose(mean, runs.mean(axis=0), rtol=1e-12)
        assert ((low < mean) & (mean < high)).all()

    def test_width_is_that_of_a_normal_mean(self):
        runs = np.random.default_rng(2).normal(0.5, 0.1, (200, 40))
        _, low, high = weekly_interval(runs)
        expected = 2 * 1.96 * 0.1 / math.sqrt(200)
        assert (high - low).mean() == pytest.approx(expected, rel=0.05)

    def test_one_run_has_no_band(self):
        mean, low, high = weekly_interval(np.full((1, 5), 0.3))
        assert mean.tolist() == [0.3] * 5
        assert np.isnan(low).all()
        assert np.isnan(high).all()


class TestPairs:
    def test_the_shared_part_cancels(self):
        rng = np.random.default_rng(5)
        shared = rng.normal(0, 10, 20)
        found = paired_difference(shared + 0.3 + rng.normal(0, 0.01, 20), shared)
        assert found.mean == pytest.approx(0.3, abs=0.01)
        assert found.high - found.low < 0.02

    def test_half_pairs_are_left_out(self):
        found = paired_difference([1.0, 2.0, np.nan], [0.5, np.nan, 0.0])
        assert found.n == 1
        assert found.mean == 0.5

    def test_d_av_is_the_difference_in_units_of_the_mean_spread(self):
        a, b = np.array([1.0, 2.0, 3.0]), np.array([0.0, 2.0, 4.0])
        # Standard deviations 1 and 2; mean difference 0.
        assert paired_effect(a, b) == 0.0
        assert paired_effect(a + 3, b) == pytest.approx(3 / 1.5)

    def test_d_av_does_not_depend_on_how_well_pairs_match(self):
        rng = np.random.default_rng(6)
        b = rng.normal(0, 1, 4000)
        close, loose = b + 0.5 + rng.normal(0, 0.01, 4000), rng.normal(0.5, 1, 4000)
        assert paired_effect(close, b) == pytest.approx(paired_effect(loose, b), abs=0.1)

    def test_no_spread_has_no_effect_size(self):
        assert math.isnan(paired_effect([1.0, 1.0], [0.0, 0.0]))
        assert math.isnan(paired_effect([1.0], [0.0]))

    def test_unequal_lengths_are_refused(self):
        with pytest.raises(ValueError, match="equal lengths; there are 2 and 3"):
            paired_difference([1.0, 2.0], [1.0, 2.0, 3.0])


class TestShareInterval:
    @pytest.mark.parametrize(
        ("successes", "n", "low", "high"),
        [(0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0), (19, 20, 0.7639, 0.9911), (1, 1, 0.2065, 1)],
    )
    def test_wilson_as_published(self, successes, n, low, high):
        found = share_interval(successes, n)
        assert found.mean == successes / n
        assert found.low == pytest.approx(low, abs=5e-5)
        assert found.high == pytest.approx(high, abs=5e-5)

    @pytest.mark.parametrize("n", [1, 3, 20, 1000])
    def test_ends_hold_the_share_and_stay_in_range(self, n):
        for successes in range(n + 1):
            found = share_interval(successes, n)
            assert 0 <= found.low <= found.mean <= found.high <= 1

    def test_no_runs_no_share(self):
        assert share_interval(0, 0).n == 0

    @pytest.mark.parametrize("successes", [-1, 4])
    def test_impossible_counts_are_refused(self, successes):
        with pytest.raises(ValueError, match="from 0 to n"):
            share_interval(successes, 3)
