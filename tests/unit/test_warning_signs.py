"""Warning signs: formulas by hand, signs found where they are, false alarms where they are not.

The statistical tests have fixed seeds; the chance that a right program fails one of them at a
fresh seed is about 1 in 1,000.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from trustgarden.analysis.recovering import dip_recoveries, recovery
from trustgarden.analysis.rolling import (
    detrended,
    kendall_trend,
    rolling_autocorrelation,
    rolling_sum,
    rolling_variance,
)
from trustgarden.analysis.warning_signs import undetrended_phi, warning_signs

FloatArray = npt.NDArray[np.float64]


def autoregressive(phi: npt.ArrayLike, weeks: int, rng: np.random.Generator) -> FloatArray:
    """AR(1) whose phi may change from week to week, begun a hundred weeks before."""
    phis = np.broadcast_to(phi, weeks)
    phis = np.concatenate([np.full(100, phis[0]), phis])
    noise = rng.standard_normal(len(phis))
    series = np.zeros(len(phis))
    for week in range(1, len(phis)):
        series[week] = phis[week] * series[week - 1] + noise[week]
    return series[100:]


class TestRolling:
    series = np.random.default_rng(1).normal(5.0, 2.0, (3, 60))

    def test_variance_is_that_of_each_window(self) -> None:
        windows = np.lib.stride_tricks.sliding_window_view(self.series, 12, axis=-1)
        np.testing.assert_allclose(rolling_variance(self.series, 12), windows.var(axis=-1, ddof=1))

    def test_autocorrelation_is_that_of_each_window(self) -> None:
        found = rolling_autocorrelation(self.series, 12)
        assert found.shape == (3, 49)
        for week in (0, 20, 48):
            window = self.series[1, week : week + 12]
            expected = np.corrcoef(window[:-1], window[1:])[0, 1]
            assert found[1, week] == pytest.approx(expected)

    def test_a_window_that_does_not_vary_has_none(self) -> None:
        series = np.r_[np.full(15, 3.0), self.series[0, :15]]
        found = rolling_autocorrelation(series, 12)
        assert np.isnan(found[:4]).all()
        assert not np.isnan(found[6:]).any()

    def test_sums(self) -> None:
        assert rolling_sum(np.array([1.0, 2.0, 3.0, 4.0]), 3).tolist() == [6.0, 9.0]

    def test_detrending_takes_out_what_is_slow_and_leaves_what_is_quick(self) -> None:
        weeks = np.arange(200)
        slow, quick = np.sin(weeks / 60), np.sin(weeks * 2.0)
        found = detrended(slow + quick, 8.0)
        assert np.abs(found - quick)[20:-20].max() < 0.05

    def test_trend_is_kendalls_tau(self) -> None:
        series = np.random.default_rng(2).normal(size=(4, 30)) + np.arange(30) / 15
        expected = [stats.kendalltau(np.arange(30), row).statistic for row in series]
        np.testing.assert_allclose(kendall_trend(series), expected)

    def test_trend_passes_over_what_is_not_known(self) -> None:
        assert kendall_trend([0.1, np.nan, 0.4, np.nan, 0.2]) == pytest.approx(1 / 3)
        assert math.isnan(float(kendall_trend([0.1, np.nan, 0.4])))


class TestRecovery:
    @pytest.mark.parametrize(("rate", "half"), [(0.5, 1.0), (0.1, math.log(0.5) / math.log(0.9))])
    def test_an_exponential_return_is_read_off(self, rate: float, half: float) -> None:
        series = np.full(60, 0.7)
        series[20:] -= 0.2 * (1 - rate) ** np.arange(40)
        found = recovery(series, 21)
        assert found.depth == pytest.approx(0.2)
        assert found.rate == pytest.approx(rate)
        assert found.half_weeks == pytest.approx(half)
        assert found.regained == pytest.approx(1 - (1 - rate) ** 13)

    def test_what_stays_down_never_recovers(self) -> None:
        series = np.r_[np.full(20, 0.7), np.full(20, 0.5)]
        found = recovery(series, 21)
        assert (found.rate, found.half_weeks, found.regained) == pytest.approx((0, math.inf, 0))

    def test_what_is_back_at_once_took_no_time(self) -> None:
        series = np.full(40, 0.7)
        series[20] = 0.5
        found = recovery(series, 21)
        assert (found.rate, found.half_weeks, found.regained) == pytest.approx((1, 0, 1))

    def test_noise_blurs_but_does_not_shift_it(self) -> None:
        rng = np.random.default_rng(3)
        rates = []
        for _ in range(200):
            series = 0.01 * rng.standard_normal(60)
            series[30:] -= 0.3 * 0.8 ** np.arange(30)
            rates.append(recovery(series, 31).rate)
        assert np.mean(rates) == pytest.approx(0.2, abs=4 * np.std(rates) / math.sqrt(200) + 0.01)

    def test_what_cannot_be_read_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"week 21 .* is not below the level 0\.7"):
            recovery(np.full(60, 0.7), 21)
        with pytest.raises(ValueError, match=r"week \(5\) must be from 14 to 47"):
            recovery(np.full(60, 0.7), 5)
        with pytest.raises(ValueError, match=r"horizon_weeks \(0\) must be 1 or more"):
            recovery(np.full(60, 0.7), 20, horizon_weeks=0)

    def test_dips_are_found_and_followed(self) -> None:
        series = np.zeros(80)
        series[20:40] -= 0.5 ** np.arange(20)
        series[50:70] -= 0.9 ** np.arange(20)
        found = dip_recoveries(series)
        assert np.flatnonzero(~np.isnan(found)).tolist() == [20, 50]
        assert found[[20, 50]] == pytest.approx([0.5, 0.1])

    def test_a_dip_at_the_end_cannot_be_followed(self) -> None:
        series = np.zeros(40)
        series[35] = -1.0
        assert np.isnan(dip_recoveries(series)).all()


class TestWarningSigns:
    def test_a_series_that_loses_its_hold_shows_all_three(self) -> None:
        rng = np.random.default_rng(4)
        found = warning_signs(autoregressive(np.linspace(0.1, 0.98, 600), 600, rng))
        assert found.index.tolist() == ["variance", "autocorrelation", "recovery"]
        assert (found["p"] <= 0.05).all()
        assert found["tau"].tolist() == pytest.approx([0.8, 0.8, -0.4], abs=0.35)
        assert (found["last"] > found["first"]).tolist()[:2] == [True, True]
        assert found.loc["variance", "n"] == 301

    def test_growing_noise_raises_the_variance_alone(self) -> None:
        series = autoregressive(0.4, 400, np.random.default_rng(5)) * np.linspace(1, 3, 400)
        found = warning_signs(series, num_surrogates=199)["p"]
        assert found["variance"] <= 0.05
        assert found["autocorrelation"] > 0.05

    def test_units_and_slow_growth_do_not_matter(self) -> None:
        series = autoregressive(0.5, 120, np.random.default_rng(6))
        one = warning_signs(series, num_surrogates=99)
        other = warning_signs(0.01 * series + 0.6, num_surrogates=99)
        assert one["p"].tolist() == other["p"].tolist()
        assert one["tau"].tolist() == pytest.approx(other["tau"].tolist())
        grown = warning_signs(series + np.linspace(0, 30, 120), num_surrogates=99)
        assert grown["tau"].tolist() == pytest.approx(one["tau"].tolist(), abs=0.25)

    def test_the_same_seed_gives_the_same_figures(self) -> None:
        series = autoregressive(0.5, 80, np.random.default_rng(7))
        one, two = (warning_signs(series, num_surrogates=49, seed=1) for _ in range(2))
        assert one.equals(two)

    @pytest.mark.parametrize("phi", [0.0, 0.5, 0.9])
    def test_false_alarms_are_as_rare_as_stated(self, phi: float) -> None:
        rng = np.random.default_rng(8)
        alarms = np.mean(
            [
                warning_signs(autoregressive(phi, 104, rng), num_surrogates=99, seed=seed)["p"]
                <= 0.05
                for seed in range(200)
            ],
            axis=0,
        )
        # 5 % of 200, and 0.1 % of such counts lie above 10.5 %; recovery has less, where there
        # are few dips.
        assert (alarms < 0.11).all()
        assert alarms[1] > 0.005

    @pytest.mark.parametrize("phi", [0.0, 0.5, 0.9])
    def test_surrogates_have_the_autocorrelation_of_before_detrending(self, phi: float) -> None:
        rng = np.random.default_rng(10)
        found = [
            undetrended_phi(detrended(autoregressive(phi, 520, rng), 20.0), 20.0) for _ in range(40)
        ]
        # In finite series autocorrelation comes out a little low, here by up to 0.01.
        assert np.mean(found) == pytest.approx(phi, abs=0.03)

    def test_power_grows_with_the_length(self) -> None:
        rng = np.random.default_rng(9)
        found = [
            np.mean(
                [
                    warning_signs(
                        autoregressive(np.linspace(0.2, 0.97, weeks), weeks, rng), num_surrogates=99
                    ).loc["autocorrelation", "p"]
                    <= 0.05
                    for _ in range(60)
                ]
            )
            for weeks in (60, 300)
        ]
        assert found[0] < found[1] - 0.2
        assert found[1] > 0.7

    def test_too_few_dips_have_no_trend(self) -> None:
        series = np.sin(np.arange(60)) / 10
        series[30] -= 5.0
        found = warning_signs(series, num_surrogates=19).loc["recovery"]
        assert found["n"] == 1
        assert math.isnan(found["tau"])
        assert math.isnan(found["p"])

    @pytest.mark.parametrize(
        ("series", "settings", "message"),
        [
            (np.arange(30.0), {}, r"shape \(30,\); give one series of 40 weeks or more"),
            (np.zeros((2, 60)), {}, r"shape \(2, 60\)"),
            (np.full(60, 0.3), {}, "series does not vary"),
            (np.r_[np.arange(59.0), np.nan], {}, "series holds NaN"),
            (np.arange(60.0), {"window": 55}, r"window \(55\) must be from 10 to 50 weeks"),
            (np.arange(60.0), {"bandwidth": 0}, r"bandwidth \(0\) must be above 0"),
            (np.arange(60.0), {"num_surrogates": 5}, r"num_surrogates \(5\) must be 19 or more"),
        ],
    )
    def test_what_is_wrong_is_named(
        self, series: FloatArray, settings: dict[str, int], message: str
    ) -> None:
        with pytest.raises(ValueError, match=message):
            warning_signs(series, **settings)
