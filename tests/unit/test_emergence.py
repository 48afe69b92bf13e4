"""Emergence and collapse, on synthetic series with known answers."""

import numpy as np
import pytest
from synthetic_results import ar1

from trustgarden.analysis.emergence import (
    Definitions,
    find_collapse,
    find_emergence,
    height_so_far,
)

WEEKS = np.arange(1, 105)


def steps(*parts):
    """A series of (trust, weeks) parts, one after another."""
    return np.concatenate([np.full(weeks, trust, dtype=float) for trust, weeks in parts])


def logistic(start, end, middle, pace):
    return start + (end - start) / (1 + np.exp(-(WEEKS - middle) / pace))


def noise(runs, weeks, sd, phi=0.8, seed=1):
    rng = np.random.default_rng(seed)
    return np.array([ar1(rng, weeks, sd, phi) for _ in range(runs)])


class TestEmergence:
    def test_week_is_the_first_of_those_that_last(self):
        found = find_emergence(steps((0.5, 20), (0.7, 40)))
        assert found.week.tolist() == [21.0]
        assert found.at_start.tolist() == [False]

    def test_at_the_threshold_counts_as_reached(self):
        assert find_emergence(steps((0.5, 5), (0.6, 13)), threshold=0.6).week.tolist() == [6.0]

    @pytest.mark.parametrize(("held", "week"), [(12, np.nan), (13, 21.0), (14, 21.0)])
    def test_it_must_stay_for_a_quarter(self, held, week):
        found = find_emergence(steps((0.5, 20), (0.7, held), (0.5, 20)))
        np.testing.assert_equal(found.week, [week])

    def test_an_attempt_that_failed_does_not_count(self):
        found = find_emergence(steps((0.5, 10), (0.7, 12), (0.6, 1), (0.7, 20)))
        assert found.week.tolist() == [24.0]

    def test_a_crossing_too_late_to_be_confirmed_is_none(self):
        assert np.isnan(find_emergence(steps((0.5, 40), (0.7, 12))).week[0])

    def test_high_from_the_start_is_told_apart(self):
        found = find_emergence(np.full(60, 0.7))
        assert np.isnan(found.week[0])
        assert found.at_start.tolist() == [True]

    def test_a_dip_of_what_was_always_there_is_no_emergence(self):
        found = find_emergence(steps((0.7, 30), (0.64, 1), (0.7, 30)))
        assert np.isnan(found.week[0])
        assert found.at_start.tolist() == [True]

    def test_after_a_fall_it_can_emerge_again(self):
        found = find_emergence(steps((0.7, 20), (0.4, 30), (0.7, 20)))
        assert found.week.tolist() == [51.0]
        assert found.at_start.tolist() == [True]

    def test_unknown_weeks_are_not_above(self):
        series = steps((0.5, 10), (0.7, 30))
        series[15] = np.nan
        # Of the weeks after the gap nothing is known to have been below, so none is a crossing.
        assert np.isnan(find_emergence(series).week[0])

    def test_many_runs_at_once_are_each_as_alone(self):
        runs = logistic(0.5, 0.75, 40, 6) + noise(50, 104, 0.02)
        together = find_emergence(runs).week
        alone = [find_emergence(run).week[0] for run in runs]
        np.testing.assert_equal(together, alone)

    def test_the_week_is_found_through_noise(self):
        curve = logistic(0.5, 0.75, 40, 6)
        true_week = WEEKS[curve >= 0.65][0]
        found = find_emergence(curve + noise(500, 104, 0.02))
        assert found.happened.mean() > 0.99
        assert abs(np.median(found.week) - true_week) <= 2


class TestCollapse:
    def test_through_the_floor(self):
        assert find_collapse(steps((0.45, 20), (0.38, 30))).week.tolist() == [21.0]

    def test_by_a_drop_from_the_height(self):
        assert find_collapse(steps((0.7, 30), (0.59, 30))).week.tolist() == [31.0]

    def test_a_smaller_loss_is_none(self):
        assert np.isnan(find_collapse(steps((0.7, 30), (0.61, 30))).week[0])

    def test_it_must_stay_down_for_a_quarter(self):
        assert np.isnan(find_collapse(steps((0.7, 30), (0.5, 12), (0.7, 30))).week[0])

    def test_one_lucky_week_is_no_height(self):
        series = steps((0.6, 20), (0.95, 1), (0.55, 60))
        assert np.isnan(find_collapse(series).week[0])

    def test_a_fall_that_begins_at_once_is_measured_from_where_it_began(self):
        falling = np.linspace(0.55, 0.35, 20)
        series = np.concatenate([falling, np.full(40, 0.35)])
        week = find_collapse(series).week[0]
        assert week == 1 + np.argmax(series <= falling[:4].mean() - 0.10)

    def test_low_from_the_start_had_nothing_to_lose(self):
        found = find_collapse(steps((0.38, 20), (0.25, 30)))
        assert np.isnan(found.week[0])
        assert found.at_start.tolist() == [True]

    def test_slow_erosion_is_a_collapse_too(self):
        assert find_collapse(np.linspace(0.7, 0.5, 104)).happened.all()

    def test_the_week_is_found_through_noise(self):
        curve = logistic(0.6, 0.45, 40, 4)
        true_week = WEEKS[curve <= 0.5][0]
        found = find_collapse(curve + noise(500, 104, 0.02))
        assert found.happened.mean() > 0.99
        assert abs(np.median(found.week) - true_week) <= 2

    def test_height_never_sinks_and_lags_a_single_week(self):
        height = height_so_far(steps((0.5, 20), (0.9, 1), (0.5, 20)))[0]
        assert (np.diff(height) >= 0).all()
        assert height[20] == pytest.approx((12 * 0.5 + 0.9) / 13)


class TestFalseAlarms:
    """On stationary AR(1) noise nothing emerges and nothing collapses.

    1,000 series of two years, autocorrelation 0.8. The rates are stated in
    docs/analysis.md; a bare crossing is what is usually counted.
    """

    RUNS = 1000

    def rate(self, find, mean, sd):
        return find(mean + noise(self.RUNS, 104, sd)).happened.mean()

    @pytest.mark.parametrize("mean", [0.40, 0.50, 0.60])
    def test_emergence_below_the_threshold(self, mean):
        # 0.60 is 1.67 standard deviations below the threshold.
        assert self.rate(find_emergence, mean, 0.03) <= 0.005

    def test_a_bare_crossing_would_nearly_always_be_found(self):
        series = 0.60 + noise(self.RUNS, 104, 0.03)
        assert (series >= 0.65).any(axis=1).mean() > 0.8

    @pytest.mark.parametrize("mean", [0.50, 0.60, 0.70])
    def test_collapse_above_the_floor(self, mean):
        assert self.rate(find_collapse, mean, 0.03) <= 0.005

    def test_near_the_threshold_the_rate_is_known_and_bounded(self):
        # One standard deviation from the threshold: 4.8 % were found with 4,000 series.
        assert 0.02 <= self.rate(find_emergence, 0.62, 0.03) <= 0.08


class TestArguments:
    @pytest.mark.parametrize("threshold", [0.0, 1.0, -0.2, float("nan")])
    def test_threshold_is_an_amount_of_trust(self, threshold):
        with pytest.raises(ValueError, match=r"threshold .* must be above 0 and below 1"):
            find_emergence(np.full(20, 0.5), threshold=threshold)

    def test_floor_drop_and_weeks(self):
        with pytest.raises(ValueError, match="floor"):
            find_collapse(np.full(20, 0.5), floor=1.5)
        with pytest.raises(ValueError, match="drop"):
            find_collapse(np.full(20, 0.5), drop=0.0)
        with pytest.raises(ValueError, match=r"hold_weeks .0. must be at least 1 week"):
            find_emergence(np.full(20, 0.5), hold_weeks=0)
        with pytest.raises(ValueError, match="height_weeks"):
            find_collapse(np.full(20, 0.5), height_weeks=-1)

    @pytest.mark.parametrize("shape", [(2, 3, 4), (3, 0)])
    def test_shape(self, shape):
        with pytest.raises(ValueError, match=r"give .runs, weeks."):
            find_emergence(np.zeros(shape))

    @pytest.mark.parametrize("weeks", [1, 2, 12, 13])
    def test_short_series_have_no_crossing(self, weeks):
        found = Definitions().emergence(np.full((3, weeks), 0.7))
        assert np.isnan(found.week).all()
        assert found.at_start.all()

    def test_definitions_pass_their_thresholds_on(self):
        series = steps((0.5, 20), (0.58, 40))
        assert np.isnan(Definitions().emergence(series).week[0])
        assert Definitions(threshold=0.55).emergence(series).week.tolist() == [21.0]
        assert Definitions(drop=0.05).collapse(steps((0.7, 30), (0.6, 30))).week.tolist() == [31.0]
