"""How precise an outcome will be, and how many replicates a wanted precision takes.

Figures are those of Student's t for the mean of independent replicates. What
a pilot says of the spread is itself uncertain; every number here comes with
the interval that follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = [
    "FloatArray",
    "Spread",
    "half_width",
    "half_widths",
    "replicates_for",
    "spread_of_difference",
    "spread_of_mean",
]

FloatArray = npt.NDArray[np.float64]

CONFIDENCE = 0.95

MAX_REPLICATES = 10**9
"""More than this are told as this many."""


@dataclass(frozen=True)
class Spread:
    """Standard deviation between replicates, and how well it is known.

    Attributes:
        parts: Parts of the variance, each with the degrees of freedom of its estimate.
    """

    parts: tuple[tuple[float, float], ...]

    @property
    def deviation(self) -> float:
        """Standard deviation, in units of the outcome."""
        return float(sum(variance for variance, _ in self.parts) ** 0.5)

    def interval(self, confidence: float = CONFIDENCE) -> tuple[float, float]:
        """Ends of the interval of the standard deviation, for figures that are normal.

        For one part that of chi square; for a sum of parts as by Graybill &
        Wang 1980, doi:10.1080/01621459.1980.10477565.
        """
        low, high = (
            sum((self._beyond(part, tail) * part[0]) ** 2 for part in self.parts) ** 0.5
            for tail in ((1 + confidence) / 2, (1 - confidence) / 2)
        )
        variance = self.deviation**2
        return max(0.0, variance - low) ** 0.5, (variance + high) ** 0.5

    @staticmethod
    def _beyond(part: tuple[float, float], tail: float) -> float:
        """How far the end of the interval of a part lies from it, as a share of it."""
        from scipy.stats import chi2

        return abs(1 - part[1] / float(chi2.ppf(tail, part[1])))


def spread_of_mean(outcomes: FloatArray, *, common_luck: bool) -> Spread | None:
    """Spread of single runs about the mean of their point, typical of the points.

    With common luck the points of a replicate are alike, so that many points
    say little more than one; how alike they are is seen from them, too.

    Args:
        outcomes: Shape `(points, replicates)`, complete.
        common_luck: Whether a replicate has the same luck at every point.

    Returns:
        None with fewer than two replicates.
    """
    num_points, num_replicates = outcomes.shape
    if num_replicates < 2:
        return None
    freedom = num_replicates - 1
    if not common_luck:
        variance = float(outcomes.var(axis=1, ddof=1).mean())
        return Spread(((variance, num_points * freedom),))
    own, shared = _mean_squares(outcomes)
    of_points = ((own * (num_points - 1) / num_points, (num_points - 1) * freedom),)
    return Spread(((shared / num_points, freedom), *(of_points if num_points > 1 else ())))


def spread_of_difference(outcomes: FloatArray) -> Spread | None:
    """Spread of the paired difference of two points, typical of the pairs.

    Args:
        outcomes: Shape `(points, replicates)`, complete, with common luck.

    Returns:
        None with fewer than two points or replicates.
    """
    num_points, num_replicates = outcomes.shape
    if num_points < 2 or num_replicates < 2:
        return None
    own, _ = _mean_squares(outcomes)
    return Spread(((2 * own, (num_points - 1) * (num_replicates - 1)),))


def _mean_squares(outcomes: FloatArray) -> tuple[float, float]:
    """Mean squares of a two-way table: within points and replicates, and between replicates."""
    num_points, num_replicates = outcomes.shape
    by_replicate = outcomes.mean(axis=0)
    shared = num_points * float(by_replicate.var(ddof=1))
    if num_points < 2:
        return 0.0, shared
    rest = outcomes - outcomes.mean(axis=1, keepdims=True) - by_replicate + outcomes.mean()
    return float((rest**2).sum()) / ((num_points - 1) * (num_replicates - 1)), shared


def half_width(deviation: float, num: int, confidence: float = CONFIDENCE) -> float:
    """Half of the interval of a mean of so many replicates; infinite for fewer than two."""
    from scipy.stats import t

    if num < 2:
        return float("inf")
    return float(t.ppf((1 + confidence) / 2, num - 1) * deviation / np.sqrt(num))


def half_widths(outcomes: FloatArray, confidence: float = CONFIDENCE) -> FloatArray:
    """Half of the interval of the mean of each row, NaN left out; infinite below two figures."""
    from scipy.stats import t

    num = np.isfinite(outcomes).sum(axis=1)
    found = np.full(len(outcomes), np.inf)
    there = num >= 2
    deviation = np.nanstd(outcomes[there], axis=1, ddof=1)
    quantile = t.ppf((1 + confidence) / 2, num[there] - 1)
    found[there] = quantile * deviation / np.sqrt(num[there])
    return found


def replicates_for(wanted: float, deviation: float, confidence: float = CONFIDENCE) -> int:
    """The fewest replicates whose interval has half this width, two at least.

    Args:
        wanted: Half of the interval, in units of the outcome.
        deviation: Standard deviation between replicates.
        confidence: Of the interval.
    """
    low, high = 2, 2
    while half_width(deviation, high, confidence) > wanted and high < MAX_REPLICATES:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        if half_width(deviation, middle, confidence) > wanted:
            low = middle + 1
        else:
            high = middle
    return min(low, MAX_REPLICATES)
