"""Tests of differences: p-values, corrections, equivalence, mixed models, each on known data."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from trustgarden.analysis.equivalence import equivalence
from trustgarden.analysis.inference import compare_arms, compare_groups, compare_pairs, corrected
from trustgarden.analysis.nested import mixed_model
from trustgarden.analysis.statistics import unpaired_difference, unpaired_effect


def test_p_of_pairs_is_that_of_all_switches():
    gap = np.array([0.3, 0.1, -0.05, 0.2, 0.4, 0.15])
    switched = [np.mean(gap * signs) for signs in itertools.product((1, -1), repeat=6)]
    exact = np.mean(np.abs(switched) >= abs(gap.mean()) - 1e-12)
    found = compare_pairs(gap + 1, np.ones(6))
    assert found.p == pytest.approx(exact, abs=1e-12)
    assert found.n == 6
    assert found.low < found.difference < found.high


def test_p_of_groups_is_that_of_all_divisions():
    a, b = np.array([1.0, 2.0, 4.0]), np.array([3.0, 5.0, 7.0, 9.0])
    both = np.concatenate([a, b])
    # scipy doubles the smaller tail.
    means = np.array(
        [
            both[list(chosen)].mean() - np.delete(both, list(chosen)).mean()
            for chosen in itertools.combinations(range(7), 3)
        ]
    )
    exact = 2 * np.mean(means <= a.mean() - b.mean() + 1e-12)
    assert compare_groups(a, b).p == pytest.approx(exact, abs=1e-12)


def test_permutation_holds_its_rate_of_false_alarms():
    rng = np.random.default_rng(4)
    drawn = rng.exponential(size=(200, 12)), rng.exponential(size=(200, 12))
    called = sum(compare_pairs(a, b).p <= 0.05 for a, b in zip(*drawn, strict=True))
    # 200 tries at 0.05: outside of 2 to 20 once in 1,000.
    assert 2 <= called <= 20


def test_one_figure_gives_no_p():
    assert math.isnan(compare_pairs([1.0], [0.5]).p)
    assert math.isnan(compare_groups([1.0], [0.5, 0.6]).p)


def test_holm_as_worked_by_hand():
    assert corrected([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_benjamini_hochberg_as_worked_by_hand():
    # 0.005*4/1, 0.01*4/2, 0.03*4/3, 0.04*4/4, the smallest from above.
    assert corrected([0.01, 0.04, 0.03, 0.005], "bh") == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_correction_passes_over_gaps_and_never_lowers():
    found = corrected([0.02, math.nan, 0.9])
    assert found[[0, 2]] == pytest.approx([0.04, 0.9])
    assert math.isnan(found[1])


@pytest.mark.parametrize(
    ("p", "method", "message"),
    [([1.2], "holm", "p holds figures below 0"), ([0.2], "fdr", r"method \(fdr\)")],
)
def test_correction_refuses(p, method, message):
    with pytest.raises(ValueError, match=message):
        corrected(p, method)


def test_arms_are_tested_in_every_measure_and_corrected_over_all():
    rng = np.random.default_rng(1)
    luck = rng.normal(size=12)
    parts = [
        pd.DataFrame({"arm": arm, "replicate": range(12), "trust": luck + shift, "strain": luck})
        for arm, shift in (("a", 0.0), ("b", 1.0), ("c", 0.0))
    ]
    noise = rng.normal(scale=0.1, size=(36, 2))
    ends = pd.concat(parts, ignore_index=True)
    ends[["trust", "strain"]] += noise
    found = compare_arms(ends, "a", ["trust", "strain"])
    assert list(found) == [
        "arm",
        "measure",
        "difference",
        "low",
        "high",
        "effect",
        "p",
        "p_corrected",
        "n",
    ]
    assert (found["p_corrected"] >= found["p"]).all()
    first = found.iloc[0]
    assert (first["arm"], first["measure"]) == ("b", "trust")
    assert first["difference"] == pytest.approx(1.0, abs=0.1)
    assert first["p_corrected"] < 0.05
    assert (found["p_corrected"].iloc[1:] > 0.05).all()
    with pytest.raises(ValueError, match=r"reference \(d\) is not one of: a, b, c"):
        compare_arms(ends, "d", ["trust"])


def test_unpaired_difference_holds_the_true_one_and_g_is_hedges():
    a, b = np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])
    assert unpaired_effect(a, b) == pytest.approx(2 / math.sqrt(2.5) * (1 - 3 / 15))
    found = unpaired_difference(a, b)
    assert (found.mean, found.n) == (2.0, 6)
    assert found.low < 2.0 < found.high
    assert math.isnan(unpaired_difference([1.0, 2.0], [1.0, 3.0, 2.0]).low)


def test_equivalence_as_worked_by_hand():
    gap = np.array([0.01, -0.01, 0.02, -0.02, 0.0, 0.0])
    found = equivalence(gap, np.zeros(6), margin=0.05)
    error = gap.std(ddof=1) / math.sqrt(6)
    # Quantile 0.95 of Student's t with 5 degrees of freedom, from tables.
    assert found.high == pytest.approx(2.015 * error, rel=1e-3)
    assert found.verdict == "equivalent"
    assert found.p < 0.001


@pytest.mark.parametrize(
    ("shift", "spread", "verdict"),
    [
        (0.0, 0.01, "equivalent"),
        (0.02, 0.01, "equivalent but different"),
        (0.2, 0.01, "different"),
        (0.0, 1.0, "undecided"),
    ],
)
def test_verdicts(shift, spread, verdict):
    noise = np.array([1.0, -1.0, 0.5, -0.5, 0.8, -0.8, 0.2, -0.2]) * spread
    found = equivalence(noise + shift, np.zeros(8), margin=0.05)
    assert found.verdict == verdict
    assert (found.p <= 0.05) == (max(-found.low, found.high) < 0.05)


def test_pairs_without_spread_are_decided_by_their_difference():
    assert equivalence([1.0] * 4, [1.0] * 4, margin=0.1).verdict == "equivalent"
    assert equivalence([2.0] * 4, [1.0] * 4, margin=0.1).verdict == "different"


def test_equivalence_refuses():
    with pytest.raises(ValueError, match=r"margin \(0\) must be above 0"):
        equivalence([1.0] * 4, [1.0] * 4, margin=0)
    with pytest.raises(ValueError, match="there are 2 whole pairs"):
        equivalence([1.0, 2.0, math.nan], [1.0, 2.0, 3.0], margin=0.1)


def nested(num_organisations, shift, seed):
    """People with known variances: 0.5 between organisations, 0.3 teams, 0.2 people."""
    rng = np.random.default_rng(seed)
    rows = []
    for place in range(num_organisations):
        own = rng.normal(scale=math.sqrt(0.5))
        for team in range(6):
            mine = own + rng.normal(scale=math.sqrt(0.3)) + shift * (place % 2)
            drawn = mine + rng.normal(scale=math.sqrt(0.2), size=8)
            rows += [(place, team, "tended" if place % 2 else "left", y) for y in drawn]
    return pd.DataFrame(rows, columns=["organisation", "team", "condition", "trust"])


@pytest.mark.slow
def test_mixed_model_finds_variances_and_effect():
    pytest.importorskip("statsmodels")
    found = mixed_model(nested(60, 1.0, seed=5), "trust", "condition")
    assert found.converged
    assert (found.num_people, found.num_teams, found.num_organisations) == (2880, 360, 60)
    assert found.shares.sum() == pytest.approx(1.0)
    assert found.shares.to_numpy() == pytest.approx([0.5, 0.3, 0.2], abs=0.12)
    row = found.effects.loc["tended less left"]
    assert row["low"] < 1.0 < row["high"]
    assert row["p"] < 0.01
    assert math.isnan(found.effects.loc["left", "p"])


def test_mixed_model_refuses():
    table = nested(6, 0.0, seed=1)
    with pytest.raises(ValueError, match="people has no column mood"):
        mixed_model(table, "mood", "condition")
    with pytest.raises(ValueError, match="organisation has 2 values"):
        mixed_model(table[table["organisation"] < 2], "trust", "condition")
    with pytest.raises(ValueError, match="condition has one level only"):
        mixed_model(table.assign(condition="a"), "trust", "condition")
