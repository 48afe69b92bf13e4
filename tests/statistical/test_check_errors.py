"""Error rates of the checks, by simulation: laws and rates stated, seeds fixed."""

import numpy as np
import pytest

from trustgarden.experiments.checks.sequential import (
    QUICK_LOOKS,
    Limits,
    Verdict,
    judge,
    mean_interval,
    share_interval,
)
from trustgarden.experiments.checks.statistical import compare_distributions

REPEATS = 1_000
CONFIDENCE = 0.90


def verdict(values, interval=mean_interval, limits=Limits(low=0.0)):  # noqa: B008 - frozen
    for number in QUICK_LOOKS:
        error = (1 - CONFIDENCE) / len(QUICK_LOOKS)
        found = judge([interval(values[:number], error)], [limits])
        if found is not Verdict.UNDECIDED:
            return found, number
    return found, number


@pytest.mark.parametrize("law", ["normal", "skewed"])
def test_at_its_limit_a_claim_is_wrongly_decided_at_most_as_often_as_stated(law):
    # An effect right at the limit is where either verdict is easiest to get wrong. Both count.
    rng = np.random.default_rng(5)
    drawn = rng.normal if law == "normal" else lambda size: rng.exponential(size=size) - 1
    found = [verdict(drawn(size=max(QUICK_LOOKS)))[0] for _ in range(REPEATS)]
    decided = sum(one is not Verdict.UNDECIDED for one in found)
    # 10 % by Bonferroni for normal figures; four standard errors of 1,000 repeats are 3.8 %. An
    # exponential at eight runs is as skewed as a measure of ours, and may go a little beyond.
    assert 0.02 * REPEATS < decided < (0.138 if law == "normal" else 0.20) * REPEATS


def test_a_clear_effect_is_decided_rightly_and_early():
    rng = np.random.default_rng(6)
    found = [verdict(rng.normal(3.0, size=32)) for _ in range(200)]
    assert {one for one, _ in found} == {Verdict.HOLDS}
    assert np.mean([number for _, number in found]) < 12


def test_a_share_at_its_limit_is_wrongly_decided_at_most_as_often_as_stated():
    rng = np.random.default_rng(7)
    found = [
        verdict((rng.random(32) < 0.7).astype(float), share_interval, Limits(low=0.7))[0]
        for _ in range(REPEATS)
    ]
    assert sum(one is not Verdict.UNDECIDED for one in found) < 0.138 * REPEATS


def groups(rng, shift=0.0, spread=1.0):
    common = rng.normal(size=(50, 1))
    figures = 0.5 * common + rng.exponential(size=(50, 20))
    figures[30:] = shift + spread * figures[30:]
    return {"a": figures[:30]}, {"a": figures[30:]}


def test_equal_distributions_alarm_as_often_as_stated_over_all_figures_together():
    rng = np.random.default_rng(8)
    names = tuple("abcdefghij")
    alarms = sum(
        bool(compare_distributions(*groups(rng), names, rate=0.1).alarms) for _ in range(60)
    )
    # Mean 6 at a rate of 10 %, and four standard deviations are 9.3.
    assert 1 <= alarms <= 15


@pytest.mark.parametrize("change", [{"shift": 2.0}, {"spread": 4.0}])
def test_what_has_moved_is_found_and_named(change):
    found = compare_distributions(*groups(np.random.default_rng(9), **change), tuple("abcdefghij"))
    assert found.alarms
    assert found.p_value <= 0.005
