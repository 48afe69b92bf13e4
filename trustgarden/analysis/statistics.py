"""Means, shares and paired differences, each with its interval and its n.

The unit is the replicate: one organisation under one seed. Weeks and people of
one organisation hang together and are never counted as if they were
independent. No p-value is given here: with a simulation the number of
replicates can be raised until any difference is "significant", so what counts
is how large a difference is and how well it is known. Where a paper asks for
one, `inference` gives it beside both.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = [
    "Interval",
    "known",
    "mean_interval",
    "paired_difference",
    "paired_effect",
    "pairs",
    "share_interval",
    "unpaired_difference",
    "unpaired_effect",
    "weekly_interval",
]

FloatArray = npt.NDArray[np.float64]

CONFIDENCE = 0.95
NUM_RESAMPLES = 1999
"""The ends of a 95 % interval move by about a fiftieth of its width from one set of this
many resamples to the next; more would only make reports slower."""

RESAMPLING_SEED = 20180214
"""One fixed seed, so that the same results always give the same report."""


@dataclass(frozen=True)
class Interval:
    """A figure, the 95 % interval around it, and over how many replicates it is taken.

    With fewer than two replicates `low` and `high` are NaN: one run says
    nothing about how far another would be from it.
    """

    mean: float
    low: float
    high: float
    n: int


def mean_interval(sample: npt.ArrayLike) -> Interval:
    """Return the mean over replicates with its bootstrap interval.

    Bias-corrected and accelerated (BCa) resampling of replicates, from
    `scipy.stats.bootstrap`. It is preferred to the plain percentile interval
    because shares near 0 or 1 are skewed. Below about ten replicates every
    bootstrap interval is too narrow, this one too.

    Args:
        sample: One figure a replicate, shape `(replicates,)`; NaN is left out.

    References:
        Efron 1987, doi:10.1080/01621459.1987.10478410
    """
    values = known(sample)
    n = len(values)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(values.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    # Equal values have no spread to resample, and BCa would divide by it.
    if np.ptp(values) <= 1e-12 * max(1.0, abs(mean)):
        return Interval(mean, mean, mean, n)
    low, high = _bootstrap(values)
    return Interval(mean, low, high, n)


def _bootstrap(values: FloatArray) -> tuple[float, float]:
    from scipy import stats

    # BCa needs the jackknife to have a shape; from two values it has none.
    method: Literal["BCa", "percentile"] = "BCa" if len(values) > 2 else "percentile"
    result = stats.bootstrap(
        (values,),
        np.mean,
        confidence_level=CONFIDENCE,
        n_resamples=NUM_RESAMPLES,
        method=method,
        rng=np.random.default_rng(RESAMPLING_SEED),
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)


def weekly_interval(runs: npt.ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean, low and high for each week, over replicates.

    Percentile intervals from the same resampled replicates in every week, by
    one matrix product: whole runs are drawn, so the band keeps the shape that
    runs have over time, and a thousand runs take milliseconds. The band holds
    95 % for each week by itself, not for all weeks together.

    Args:
        runs: Shape `(replicates, weeks)`, without NaN.
    """
    series = np.asarray(runs, dtype=np.float64)
    n = len(series)
    mean = series.mean(axis=0)
    if n < 2:
        return mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    tail = 100 * (1 - CONFIDENCE) / 2
    # Resamples last, where the percentiles are looked for: rows that lie together in memory.
    low, high = np.percentile(series.T @ _weights(n).T, [tail, 100 - tail], axis=1)
    return mean, low, high


@functools.lru_cache(maxsize=4)
def _weights(n: int) -> FloatArray:
    """How much each replicate counts in each resample, shape `(resamples, n)`; only read."""
    rng = np.random.default_rng(RESAMPLING_SEED)
    return np.asarray(rng.multinomial(n, np.full(n, 1 / n), size=NUM_RESAMPLES) / n)


def paired_difference(sample: npt.ArrayLike, reference: npt.ArrayLike) -> Interval:
    """Return the mean of sample minus reference within pairs, with its bootstrap interval.

    Args:
        sample: One figure a replicate, shape `(replicates,)`.
        reference: The same replicates, in the same order, under the reference.

    Raises:
        ValueError: If the two have different lengths.
    """
    a, b = pairs(sample, reference)
    return mean_interval(a - b)


def paired_effect(sample: npt.ArrayLike, reference: npt.ArrayLike) -> float:
    """Return d_av: the mean difference in units of the mean standard deviation of both arms.

    Published variants for pairs are d_z (by the standard deviation of the
    differences) and d_av. With common random numbers d_z says mainly how well
    the pairing worked: the same difference looks larger the more luck the two
    arms share. d_av compares with how much organisations differ from one
    another by chance, and so can be read beside unpaired studies. Both grow
    with the size of the organisation, whose mean is then steadier; the
    difference itself does not, and is always shown first. No correction for
    small samples. NaN below two pairs, or where neither arm varies.

    References:
        Lakens 2013, doi:10.3389/fpsyg.2013.00863
    """
    a, b = pairs(sample, reference)
    if len(a) < 2:
        return math.nan
    spread = float((a.std(ddof=1) + b.std(ddof=1)) / 2)
    return float((a - b).mean() / spread) if spread > 1e-12 else math.nan


def unpaired_difference(sample: npt.ArrayLike, reference: npt.ArrayLike) -> Interval:
    """Return the difference of means of two independent groups with its BCa bootstrap interval.

    Args:
        sample: One figure an independent case, shape `(cases,)`; NaN is left out.
        reference: The other group; it may be of another size.

    Returns:
        Mean of sample less that of reference; n counts both groups. No interval below three
        figures in a group: from two, resampling has no shape.
    """
    a, b = known(sample), known(reference)
    if not len(a) or not len(b):
        return Interval(math.nan, math.nan, math.nan, len(a) + len(b))
    mean = float(a.mean() - b.mean())
    if min(len(a), len(b)) < 3:
        return Interval(mean, math.nan, math.nan, len(a) + len(b))
    if max(np.ptp(a), np.ptp(b)) <= 1e-12 * max(1.0, abs(mean)):
        return Interval(mean, mean, mean, len(a) + len(b))
    from scipy import stats

    found = stats.bootstrap(
        (a, b),
        lambda x, y, axis=-1: np.mean(x, axis=axis) - np.mean(y, axis=axis),
        confidence_level=CONFIDENCE,
        n_resamples=NUM_RESAMPLES,
        method="BCa",
        vectorized=True,
        rng=np.random.default_rng(RESAMPLING_SEED),
    ).confidence_interval
    return Interval(mean, float(found.low), float(found.high), len(a) + len(b))


def unpaired_effect(sample: npt.ArrayLike, reference: npt.ArrayLike) -> float:
    """Return Hedges' g: the difference of means in units of the pooled standard deviation.

    Corrected for small samples; NaN below two figures in a group, or where neither varies.

    References:
        Hedges 1981, doi:10.3102/10769986006002107
    """
    a, b = known(sample), known(reference)
    if min(len(a), len(b)) < 2:
        return math.nan
    free = len(a) + len(b) - 2
    pooled = math.sqrt(((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / free)
    if pooled <= 1e-12:
        return math.nan
    return float((a.mean() - b.mean()) / pooled * (1 - 3 / (4 * free - 1)))


def share_interval(successes: float, n: int) -> Interval:
    """Return a share with its Wilson score interval.

    Successes need not be whole: a case may be a point whose replicates came out unlike.

    Wilson rather than the normal interval: with 0 or 20 of 20 the normal one
    has no width, though 20 runs cannot prove "never".

    Raises:
        ValueError: If `successes` is negative or above `n`.

    References:
        Wilson 1927, doi:10.1080/01621459.1927.10502953
    """
    if not 0 <= successes <= n:
        raise ValueError(f"successes ({successes}) must be from 0 to n ({n}).")
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    z = 1.959963984540054
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # Rounding in the last place must not push an end past the share itself or out of [0, 1].
    return Interval(share, min(share, max(0.0, centre - half)), max(share, centre + half), n)


def known(sample: npt.ArrayLike) -> FloatArray:
    """Return the figures that are there, NaN left out, shape `(n,)`."""
    values = np.asarray(sample, dtype=np.float64).ravel()
    return values[~np.isnan(values)]


def pairs(sample: npt.ArrayLike, reference: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return both arms without the pairs of which one half is missing.

    Raises:
        ValueError: If the two have different lengths.
    """
    a = np.asarray(sample, dtype=np.float64).ravel()
    b = np.asarray(reference, dtype=np.float64).ravel()
    if len(a) != len(b):
        raise ValueError(f"pairs need equal lengths; there are {len(a)} and {len(b)} figures.")
    both = ~(np.isnan(a) | np.isnan(b))
    return a[both], b[both]
