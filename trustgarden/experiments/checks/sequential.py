"""Deciding with as few runs as it takes, at error rates stated beforehand.

Looks are taken after fixed numbers of runs, each at an interval of level
`1 - error / looks`: repeated confidence intervals (Jennison & Turnbull 1989,
doi:10.1111/j.2517-6161.1989.tb01433.x) whose error is split evenly over the
looks. By Bonferroni's inequality all intervals hold at once with probability
`1 - error`, however the looks depend on each other, so whatever they lead one
to do, a verdict is wrong with at most that probability. A mixture test or a
spending function would stop a little earlier; with so few looks the difference
is small, and this one can be checked with a table of Student's t.

Where it misleads: Student's interval assumes means that are nearly normal. A
measure that is almost always 0 is not, at eight runs; `docs/checks.md` has the
error rates measured on skewed figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["FULL_LOOKS", "QUICK_LOOKS", "Interval", "Limits", "Verdict", "judge"]

Floats = NDArray[np.float64]

QUICK_LOOKS = (8, 16, 32, 64, 128)
FULL_LOOKS = (8, 16, 32, 64, 128, 256)
"""Runs of each arm after which is looked."""


class Verdict(StrEnum):
    """What came of a claim; only the first is a pass."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


class Interval(NamedTuple):
    """An estimate and the two ends of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Limits:
    """What a figure must lie between; infinite where nothing is asked."""

    low: float = -math.inf
    high: float = math.inf

    def verdict(self, interval: Interval) -> Verdict:
        """Clear only if the whole interval is on one side; NaN is on neither."""
        if interval.low >= self.low and interval.high <= self.high:
            return Verdict.HOLDS
        if interval.high < self.low or interval.low > self.high:
            return Verdict.FAILS
        return Verdict.UNDECIDED


def judge(intervals: list[Interval], limits: list[Limits]) -> Verdict:
    """The verdict on a claim with several parts: all must hold, and one that fails is enough."""
    found = [limit.verdict(one) for one, limit in zip(intervals, limits, strict=True)]
    if Verdict.FAILS in found:
        return Verdict.FAILS
    return Verdict.HOLDS if set(found) == {Verdict.HOLDS} else Verdict.UNDECIDED


def mean_interval(values: Floats, error: float) -> Interval:
    """Student's interval of a mean; `values` (runs,), `error` two-sided."""
    from scipy.stats import t

    number = len(values)
    mean = float(values.mean())
    half = float(t.ppf(1 - error / 2, number - 1) * values.std(ddof=1) / math.sqrt(number))
    return Interval(mean, mean - half, mean + half)


def share_interval(values: Floats, error: float) -> Interval:
    """Interval of Clopper & Pearson 1934 (doi:10.1093/biomet/26.4.404) of a share of 0/1s."""
    from scipy.stats import beta

    number, hits = len(values), float(values.sum())
    low = float(beta.ppf(error / 2, hits, number - hits + 1)) if hits > 0 else 0.0
    high = float(beta.ppf(1 - error / 2, hits + 1, number - hits)) if hits < number else 1.0
    return Interval(hits / number, low, high)


def correlation_interval(pairs: Floats, error: float) -> Interval:
    """Fisher's interval of a correlation; `pairs` (runs, 2), NaN if one side never varies."""
    from scipy.stats import norm

    if (np.ptp(pairs, axis=0) == 0).any():
        return Interval(math.nan, math.nan, math.nan)
    # A correlation of exactly 1 has no finite Fisher's z.
    r = float(np.clip(np.corrcoef(pairs[:, 0], pairs[:, 1]), -1 + 1e-12, 1 - 1e-12)[0, 1])
    half = float(norm.ppf(1 - error / 2)) / math.sqrt(len(pairs) - 3)
    return Interval(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))
