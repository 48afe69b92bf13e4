"""How well an index is known: resampled blocks of the design, and replicates left out in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .sample import FloatArray, Sample

__all__ = ["RESAMPLING_SEED", "Estimate", "Statistic", "estimate"]

Statistic = Callable[[Sample], FloatArray]
"""From a sample to its indices, one after the other."""

CONFIDENCE = 0.95
NORMAL = 1.959963984540054
"""Quantile of the normal law for an interval of 95 %."""
RESAMPLING_SEED = 20180214
"""One fixed seed, so that the same results always give the same intervals."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """Indices with their 95 % intervals, each of shape `(indices,)`."""

    value: FloatArray
    low: FloatArray
    high: FloatArray


def estimate(statistic: Statistic, sample: Sample, *, resamples: int) -> Estimate:
    """Indices and their intervals, for the luck of the design and that of the seeds.

    Blocks of the design are resampled (bootstrap; Efron 1979, doi:10.1214/aos/1176344552):
    points of a block belong together and are drawn together. The spread of the resamples is laid
    around the estimate, because a statistic that is a largest difference, such as PAWN, is higher
    in every resample. That the seeds might have been others is told by leaving replicates out in
    turn (jackknife; Miller 1974, doi:10.1093/biomet/61.1.1) rather than by resampling them: with
    five replicates, resampled means are noisier than the mean, and every total index would rise.
    Both parts are added as independent ones are.

    Args:
        statistic: Computes the indices.
        sample: Without missing runs.
        resamples: Number of resamples.
    """
    value = statistic(sample)
    rng = np.random.default_rng(RESAMPLING_SEED)
    drawn = np.array(
        [
            statistic(sample.of_blocks(rng.integers(sample.num_blocks, size=sample.num_blocks)))
            for _ in range(resamples)
        ]
    )
    # Where all that was drawn is equal, there is no index; it says nothing of the spread.
    drawn = np.where(np.isnan(drawn), value, drawn)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn - drawn.mean(axis=0), [tail, 1 - tail], axis=0)
    luck = NORMAL * _jackknife(statistic, sample)
    return Estimate(value, value - np.hypot(low, luck), value + np.hypot(high, luck))


def _jackknife(statistic: Statistic, sample: Sample) -> FloatArray:
    """Standard error of the indices on account of the seeds; 0 where there is one replicate."""
    count = sample.num_replicates
    if count < 2:
        return np.zeros_like(statistic(sample))
    without = np.array(
        [
            statistic(replace(sample, outcomes=np.delete(sample.outcomes, one, axis=1)))
            for one in range(count)
        ]
    )
    error: FloatArray = np.sqrt((count - 1) * without.var(axis=0))
    return error
