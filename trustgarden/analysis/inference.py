"""Tests of differences: each p-value beside its effect and its interval, and never alone.

Reports show no p-values: replicates of a simulation can be made until any difference is
"significant". Papers ask for them, and studies of real teams have a fixed n; both are served here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from .statistics import (
    RESAMPLING_SEED,
    known,
    paired_difference,
    paired_effect,
    pairs,
    unpaired_difference,
    unpaired_effect,
)

__all__ = ["Tested", "compare_arms", "compare_groups", "compare_pairs", "corrected"]

FloatArray = npt.NDArray[np.float64]
Correction = Literal["holm", "bh", "by"]

NUM_PERMUTATIONS = 9999
"""A p of 0.05 is then known to about 0.002."""

FEWEST = 2
"""One figure says nothing about how far another would be from it."""


@dataclass(frozen=True)
class Tested:
    """A difference with all that belongs to it.

    Attributes:
        difference: Mean difference, in the unit of the measure.
        low: Lower end of its 95 % bootstrap interval.
        high: Upper end.
        effect: In units of the standard deviation (d_av for pairs, Hedges' g for groups).
        p: Share of permutations with a mean difference as far from 0, two-sided.
        n: Pairs, or figures in both groups together.
    """

    difference: float
    low: float
    high: float
    effect: float
    p: float
    n: int


def compare_pairs(sample: npt.ArrayLike, reference: npt.ArrayLike) -> Tested:
    """Test the mean difference within pairs by switching signs (`scipy.stats.permutation_test`).

    Under the null hypothesis the two arms of a pair could be exchanged. All switches are gone
    through where there are few (up to 13 pairs), 9,999 random ones else; p cannot be below
    2 / 2^n, so that fewer than six pairs can never give 0.05.

    Args:
        sample: One figure a pair, shape `(pairs,)`; pairs with NaN are left out.
        reference: The same pairs under the reference.

    Raises:
        ValueError: If lengths differ.
    """
    a, b = pairs(sample, reference)
    known_difference = paired_difference(a, b)
    p = _permuted((a - b,), "samples") if len(a) >= FEWEST else math.nan
    return Tested(
        known_difference.mean, known_difference.low, known_difference.high,
        paired_effect(a, b), p, len(a),
    )  # fmt: skip


def compare_groups(sample: npt.ArrayLike, reference: npt.ArrayLike) -> Tested:
    """Test the difference of means of two independent groups by exchanging their members.

    Args:
        sample: One figure an independent case, shape `(cases,)`; NaN is left out.
        reference: The other group; it may be of another size.
    """
    a, b = known(sample), known(reference)
    found = unpaired_difference(a, b)
    enough = min(len(a), len(b)) >= FEWEST
    p = _permuted((a, b), "independent") if enough else math.nan
    return Tested(found.mean, found.low, found.high, unpaired_effect(a, b), p, found.n)


def compare_arms(
    ends: pd.DataFrame, reference: str, measures: Sequence[str], method: Correction = "holm"
) -> pd.DataFrame:
    """Test every arm against a reference in every measure, replicate by replicate.

    Args:
        ends: arm, replicate, and the measures (`tables.run_ends`).
        reference: The arm that the others are compared with.
        measures: Names of the measures.
        method: How p is corrected over all rows of the table (`corrected`).

    Returns:
        Columns arm, measure, difference, low, high, effect, p, p_corrected, n.

    Raises:
        ValueError: If there is no such arm.
    """
    arms = list(ends["arm"].unique())
    if reference not in arms:
        raise ValueError(f"reference ({reference}) is not one of: {', '.join(arms)}.")
    rows = []
    for measure in measures:
        wide = ends.pivot(index="replicate", columns="arm", values=measure)
        for arm in (arm for arm in arms if arm != reference):
            found = compare_pairs(wide[arm], wide[reference])
            rows.append({"arm": arm, "measure": measure, **vars(found)})
    table = pd.DataFrame(rows)
    table.insert(list(table).index("n"), "p_corrected", corrected(table["p"], method))
    return table


def corrected(p: npt.ArrayLike, method: Correction = "holm") -> FloatArray:
    """Correct p-values for how many there are; NaN stays and is not counted.

    Args:
        p: p-values (0 to 1).
        method: "holm" holds the chance of any false alarm (Holm 1979); "bh" and "by" the share
            of false ones among those called (Benjamini & Hochberg 1995, for independent or
            positively dependent tests; Benjamini & Yekutieli 2001, for any), by
            `scipy.stats.false_discovery_control`.

    Raises:
        ValueError: If a p-value is outside its range, or there is no such method.
    """
    values = np.asarray(p, dtype=np.float64)
    there = ~np.isnan(values)
    chosen = values[there]
    if ((chosen < 0) | (chosen > 1)).any():
        raise ValueError("p holds figures below 0 or above 1; give p-values.")
    if method not in ("holm", "bh", "by"):
        raise ValueError(f"method ({method}) must be holm, bh or by.")
    result = np.full_like(values, np.nan)
    if chosen.size:
        result[there] = _holm(chosen) if method == "holm" else _false_discovery(chosen, method)
    return result


def _holm(p: FloatArray) -> FloatArray:
    """The smallest times their number, the next times one less, and so on, never falling."""
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    result = np.empty_like(p)
    result[order] = np.minimum(raised, 1.0)
    return result


def _false_discovery(p: FloatArray, method: Literal["bh", "by"]) -> FloatArray:
    from scipy import stats

    return np.asarray(stats.false_discovery_control(p, method=method), dtype=np.float64)


def _permuted(data: tuple[FloatArray, ...], kind: Literal["samples", "independent"]) -> float:
    """Two-sided p; with one array "samples" switches signs, "independent" exchanges members."""
    from scipy import stats

    result = stats.permutation_test(
        data,
        np.mean if kind == "samples" else _mean_difference,
        permutation_type=kind,
        vectorized=True,
        n_resamples=NUM_PERMUTATIONS,
        rng=np.random.default_rng(RESAMPLING_SEED),
    )
    return float(result.pvalue)


def _mean_difference(a: FloatArray, b: FloatArray, axis: int = -1) -> FloatArray:
    return np.asarray(np.mean(a, axis=axis) - np.mean(b, axis=axis))
