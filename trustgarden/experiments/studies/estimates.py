"""Figures of the model with their 95 % intervals, as the published findings state them.

The sample is always of independent units (groups of the laboratory, organisations),
never of the people or weeks of one organisation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = [
    "Estimate",
    "bootstrapped",
    "cohens_d",
    "correlation",
    "least",
    "mean",
    "paired_d",
    "proportion",
    "ratio_of_means",
]

CONFIDENCE = 0.95
NUM_RESAMPLES = 999
RESAMPLING_SEED = 20_180_214
"""One fixed seed, so that the same runs always give the same interval."""

Sample = npt.ArrayLike
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure, its 95 % interval, and the number of independent units behind it."""

    value: float
    low: float
    high: float
    n: int

    @classmethod
    def missing(cls) -> Estimate:
        """Where there is nothing to make a figure of."""
        return cls(math.nan, math.nan, math.nan, 0)


def mean(sample: Sample) -> Estimate:
    """Mean of independent units; NaN are left out."""
    values = _known(sample)
    if len(values) < 2:
        return Estimate.missing()
    value = float(values.mean())
    half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, len(values) - 1) * stats.sem(values))
    return Estimate(value, value - half, value + half, len(values))


def proportion(hits: Sample) -> Estimate:
    """Share of True, with Wilson's interval (1927, doi:10.2307/2276774)."""
    known = _known(hits)
    if not len(known):
        return Estimate.missing()
    test = stats.binomtest(int(known.sum()), len(known))
    interval = test.proportion_ci(CONFIDENCE, method="wilson")
    return Estimate(float(known.mean()), float(interval.low), float(interval.high), len(known))


def cohens_d(treated: Sample, control: Sample) -> Estimate:
    """Standardised difference of two independent arms, treated less control.

    The pooled deviation is that between units, as in the experiments with people that
    the figure is compared with. Interval after Hedges & Olkin 1985 (Statistical Methods
    for Meta-Analysis, ch. 5).
    """
    a, b = _known(treated), _known(control)
    if min(len(a), len(b)) < 2:
        return Estimate.missing()
    n = len(a) + len(b)
    pooled = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (n - 2)
    if pooled <= 0.0:
        return Estimate.missing()
    d = float((a.mean() - b.mean()) / math.sqrt(pooled))
    half = 1.96 * math.sqrt(n / (len(a) * len(b)) + d * d / (2 * n))
    return Estimate(d, d - half, d + half, n)


def paired_d(treated: Sample, control: Sample) -> Estimate:
    """Standardised difference of two arms that were run with the same people and luck.

    The size is that of `cohens_d`, by the deviation between units; only the interval is
    narrower, since it comes from resampling pairs.
    """
    a, b = np.asarray(treated, float), np.asarray(control, float)
    known = ~(np.isnan(a) | np.isnan(b))
    return bootstrapped(_d, a[known], b[known])


def correlation(x: Sample, y: Sample) -> Estimate:
    """Pearson's r over independent units, with Fisher's interval."""
    a, b = np.asarray(x, float).ravel(), np.asarray(y, float).ravel()
    known = ~(np.isnan(a) | np.isnan(b))
    a, b = a[known], b[known]
    if len(a) < 4 or np.ptp(a) == 0.0 or np.ptp(b) == 0.0:
        return Estimate.missing()
    result = stats.pearsonr(a, b)
    interval = result.confidence_interval(CONFIDENCE)
    return Estimate(float(result.statistic), float(interval.low), float(interval.high), len(a))


def ratio_of_means(above: Sample, below: Sample) -> Estimate:
    """Mean of one figure over the mean of another of the same units."""
    a, b = np.asarray(above, float), np.asarray(below, float)
    known = ~(np.isnan(a) | np.isnan(b))
    return bootstrapped(_ratio, a[known], b[known])


def least(estimates: Sequence[Estimate]) -> Estimate:
    """The smallest of several figures, for what must hold of all of them."""
    return min(estimates, key=lambda one: one.value if not math.isnan(one.value) else -math.inf)


def bootstrapped(statistic: Callable[..., Any], *samples: Floats) -> Estimate:
    """Any figure of paired samples, with the percentile interval of resampled units.

    Args:
        statistic: Function of the samples, whose units stand along the first axis.
        *samples: Samples of the same units.
    """
    n = len(samples[0])
    if n < 3:
        return Estimate.missing()
    rng = np.random.default_rng(RESAMPLING_SEED)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = float(statistic(*samples))
        drawn = rng.integers(0, n, (NUM_RESAMPLES, n))
        resampled = np.array([statistic(*(s[rows] for s in samples)) for rows in drawn], float)
    if np.isnan(resampled).all():
        return Estimate(value, math.nan, math.nan, n)
    low, high = np.nanpercentile(
        resampled, [100 * (0.5 - CONFIDENCE / 2), 100 * (0.5 + CONFIDENCE / 2)]
    )
    return Estimate(value, float(low), float(high), n)


def _known(sample: Sample) -> Floats:
    values = np.asarray(sample, float).ravel()
    known: Floats = values[~np.isnan(values)]
    return known


def _d(a: Floats, b: Floats) -> Any:
    return (a.mean() - b.mean()) / np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)


def _ratio(a: Floats, b: Floats) -> Any:
    return a.mean() / b.mean()
