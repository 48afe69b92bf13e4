"""How much of an outcome is luck: the seed, looked at as if it were one more factor.

Under common random numbers a replicate has the same people and chances at every point, so runs
are a crossed table, points by replicates. Its variance falls into three parts: the factors; luck
that is the same whatever the factors are (it cancels where arms are compared in pairs); and luck
that acts otherwise under other factors (it does not). The second is the first-order index of the
seed, second and third together are its total index. The parts are those of an analysis of
variance (Searle, Casella & McCulloch 1992, Variance Components, ch. 4), which is unbiased; a part
that comes out below 0 is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .resampling import RESAMPLING_SEED
from .sample import FloatArray, Sample

__all__ = ["Luck", "luck_of"]

RESAMPLES = 400

Share = tuple[float, float, float]
"""A share with its interval: value, low, high."""


@dataclass(frozen=True)
class Luck:
    """Shares of the variance between single runs, in [0, 1], with 95 % intervals.

    All are NaN with one replicate, or if the outcome never varies.

    Attributes:
        total: Share that is luck: the total index of the seed, as (value, low, high).
        shared: Share that is luck, the same at every point: its first-order index; NaN if
            replicates have other luck at every point, where it cannot be told.
        left_in_means: Share of the variance of the means over replicates that is still luck. A
            total index of Sobol can be too large by so much; more replicates make it smaller.
        deviation: Standard deviation of one run about the mean of its point, in units of the
            outcome; of the luck that does not cancel between points, if luck is common.
        num_replicates: Over how many it is taken.
    """

    total: Share
    shared: Share
    left_in_means: float
    deviation: float
    num_replicates: int


def luck_of(sample: Sample) -> Luck:
    """Share of the variance of a single run that is luck.

    Args:
        sample: Without missing runs.
    """
    unknown = (np.nan, np.nan, np.nan)
    if sample.num_replicates < 2 or np.ptp(sample.outcomes) == 0:
        return Luck(unknown, unknown, np.nan, np.nan, sample.num_replicates)
    factors, _, own = _parts(sample)
    total, shared = _intervals(sample)
    in_means = own / sample.num_replicates
    of_means = max(factors, 0.0) + in_means
    return Luck(
        total=total,
        shared=shared if sample.common_luck else unknown,
        left_in_means=in_means / of_means if of_means > 0 else 0.0,
        deviation=float(np.sqrt(own)),
        num_replicates=sample.num_replicates,
    )


def _intervals(sample: Sample) -> tuple[Share, Share]:
    """Total and shared luck with intervals: for the design, and for having so few seeds.

    The second part is that of a variance of normal figures (chi square). It is wide: five seeds
    tell the luck that they share only to within a factor of six or so.
    """
    value, least, most = (_shares(_parts(sample, scale)) for scale in _seed_scales(sample))
    rng = np.random.default_rng(RESAMPLING_SEED)
    count = sample.num_blocks
    drawn = [
        _shares(_parts(sample.of_blocks(rng.integers(count, size=count)))) for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(drawn - np.mean(drawn, axis=0), [0.025, 0.975], axis=0)
    low, high = value - np.hypot(low, value - least), value + np.hypot(high, most - value)
    value, low, high = (np.clip(one, 0.0, 1.0) for one in (value, low, high))
    shares = [(float(value[i]), float(low[i]), float(high[i])) for i in range(2)]
    return shares[0], shares[1]


def _seed_scales(sample: Sample) -> tuple[float, float, float]:
    """Times its estimate that the variance between seeds is: at best, at least, at most."""
    from scipy.stats import chi2

    if not sample.common_luck:
        return 1.0, 1.0, 1.0
    freedom = sample.num_replicates - 1
    return 1.0, freedom / chi2.ppf(0.975, freedom), freedom / chi2.ppf(0.025, freedom)


def _shares(parts: tuple[float, float, float]) -> FloatArray:
    """Total and shared luck, as shares of the variance of a single run."""
    factors, same, own = parts
    whole = factors + same + own
    return np.array([same + own, same]) / whole if whole > 0 else np.zeros(2)


def _parts(sample: Sample, seed_scale: float = 1.0) -> tuple[float, float, float]:
    """Variance by factors, by shared luck, and by luck of each point.

    The first two may come out below 0, and are left so: cut off, they would be biased, and their
    intervals too narrow.

    Args:
        sample: Without missing runs.
        seed_scale: Times the estimated variance between seeds that is taken for the true one.
    """
    made = sample.outcomes
    num_points, num_replicates = made.shape
    of_point, of_replicate = made.mean(axis=1), made.mean(axis=0)
    if not sample.common_luck:
        own = float(made.var(axis=1, ddof=1).mean())
        return float(of_point.var(ddof=1)) - own / num_replicates, 0.0, own
    rest = made - of_point[:, None] - of_replicate + made.mean()
    own = float((rest**2).sum()) / ((num_points - 1) * (num_replicates - 1))
    factors = float(of_point.var(ddof=1)) - own / num_replicates
    same = seed_scale * float(of_replicate.var(ddof=1)) - own / num_points
    return factors, same, own
