"""Change points on series whose changes are known."""

import builtins
import math

import numpy as np
import pandas as pd
import pytest

from trustgarden.analysis.change_points import change_points, change_shares, noise_phi
from trustgarden.errors import InputError

pytest.importorskip("ruptures")

WEEKS = np.arange(1, 105)


def noise(seed, phi, sd=0.02, weeks=104):
    """Stationary AR(1) noise."""
    rng = np.random.default_rng(seed)
    drawn = rng.normal(scale=sd * math.sqrt(1 - phi**2), size=weeks)
    drawn[0] = rng.normal(scale=sd)
    for week in range(1, weeks):
        drawn[week] += phi * drawn[week - 1]
    return drawn


def test_a_step_is_found_in_its_week():
    found = change_points(0.5 + 0.2 * (WEEKS >= 41) + noise(1, 0.0))
    assert found["week"].tolist() == [41]
    assert found["before"].item() == pytest.approx(0.5, abs=0.01)
    assert found["after"].item() == pytest.approx(0.7, abs=0.01)
    assert found["change"].item() == pytest.approx(0.2, abs=0.015)


def test_growth_and_collapse_are_two_changes():
    series = 0.4 + 0.3 * (WEEKS >= 30) - 0.4 * (WEEKS >= 71) + noise(2, 0.3)
    found = change_points(series)
    assert found["week"].tolist() == [30, 71]
    assert np.sign(found["change"]).tolist() == [1, -1]


def test_what_never_changes_has_no_change_point():
    assert change_points(np.full(104, 0.5)).empty
    assert change_points(noise(3, 0.0)).empty


def test_a_series_too_short_for_two_heights_has_none():
    assert change_points(np.arange(20) / 20, least_weeks=13).empty


@pytest.mark.parametrize(("phi", "allowed"), [(0.0, 4), (0.5, 6), (0.8, 22), (0.95, 50)])
def test_false_alarms_are_as_rare_as_the_docs_say(phi, allowed):
    # 300 series; `allowed` lies above the documented rate by three standard deviations.
    alarms = sum(not change_points(noise(seed, phi)).empty for seed in range(300))
    assert alarms <= allowed


def test_a_large_step_is_found_under_autocorrelated_noise():
    step = 0.1 * (WEEKS >= 41)
    found = [change_points(step + noise(seed, 0.5)) for seed in range(100)]
    near = [abs(one["week"] - 41).min() <= 1 for one in found if len(one)]
    assert len(near) >= 75
    assert np.mean(near) >= 0.95


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.9])
def test_phi_is_that_of_the_noise_whatever_jumps_lie_under_it(phi):
    series = noise(5, phi, weeks=4000)
    jumps = 0.1 * (np.arange(4000) >= 1500) - 0.2 * (np.arange(4000) >= 3000)
    assert noise_phi(series) == pytest.approx(phi, abs=0.06)
    assert noise_phi(series + jumps) == pytest.approx(phi, abs=0.06)


def test_shares_count_the_largest_change_of_each_replicate():
    parts = [
        pd.DataFrame({"arm": arm, "replicate": replicate, "week": WEEKS,
                      "trust_team": 0.5 + size * (week <= WEEKS) + noise(replicate, 0.0)})
        for arm, size, week in (("up", 0.2, 31), ("down", -0.2, 61), ("flat", 0.0, 1))
        for replicate in range(4)
    ]  # fmt: skip
    found = change_shares(pd.concat(parts)).set_index(["arm", "event"])
    assert found["count"].to_dict() == {
        ("up", "rise"): 4, ("up", "fall"): 0, ("down", "rise"): 0, ("down", "fall"): 4,
        ("flat", "rise"): 0, ("flat", "fall"): 0,
    }  # fmt: skip
    assert found.loc[("up", "rise"), "week"] == pytest.approx(31, abs=0.5)
    assert found.loc[("down", "fall"), "change"] == pytest.approx(-0.2, abs=0.02)
    assert math.isnan(found.loc[("flat", "rise"), "week"])


@pytest.mark.parametrize(
    ("series", "how", "message"),
    [
        ([[1.0, 2.0]], {}, r"series has shape \(1, 2\)"),
        ([0.1, math.nan, 0.2, 0.3], {}, "series holds NaN"),
        ([0.1] * 30, {"least_weeks": 1}, r"least_weeks \(1\)"),
        ([0.1] * 30, {"penalty": 0}, r"penalty \(0\)"),
    ],
)
def test_refusals(series, how, message):
    with pytest.raises(ValueError, match=message):
        change_points(series, **how)


def test_without_ruptures_the_message_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def no_ruptures(name, *rest, **more):
        if name == "ruptures":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_ruptures)
    with pytest.raises(InputError, match=r"pip install 'trustgarden\[statistics\]'"):
        change_points(noise(1, 0.0))
