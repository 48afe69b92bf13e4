"""PAWN: how far the whole distribution of an outcome moves when one factor is known.

The range of a factor is cut into slices of about as many points each; the Kolmogorov-Smirnov
distance between the outcomes of a slice and all outcomes is 0 where knowing the factor tells
nothing, and at most 1 (Pianosi & Wagener 2018, doi:10.1016/j.envsoft.2018.07.019). The median over
slices ranks factors; the largest finds those that act only at an end of their range. It asks for
no special design, and sees what variance does not, such as an outcome with two humps.

It is never quite 0, since slices are small: `floor` is what 95 % of factors that do nothing, but
have as many levels, would stay below in this sample (the factor's column shuffled), as the dummy
of Khorashadi Zadeh et al. 2017 (doi:10.1016/j.envsoft.2017.02.001).

Ours and not SALib's: that of SALib 1.6 cuts at quantiles with the upper end left out, so that
the highest level of a factor on a grid belongs to no slice; and it has neither interval nor floor.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .sample import FloatArray, Sample

__all__ = ["pawn_floor", "pawn_names", "pawn_values"]

INDICES = ("PAWN", "PAWN max")
MOST_SLICES = 10
LEAST_IN_SLICE = 15
"""Points in a slice, so that the distance is of outcomes and not of gaps; slices are fewer where
points are few."""
SHUFFLES = 100
SHUFFLING_SEED = 20180214

IntArray = npt.NDArray[np.intp]


def pawn_names(sample: Sample) -> list[tuple[str, str, str]]:
    """Index, factor and nothing for each value, in the order of `pawn_values`."""
    return [(index, name, "") for index in INDICES for name in sample.factors]


def pawn_values(sample: Sample) -> FloatArray:
    """Median and largest distance of each factor, in [0, 1].

    Args:
        sample: Of any design, without missing runs; means over replicates are analysed.
    """
    outcome = sample.outcomes.mean(axis=1)
    columns = [slices(column) for column in sample.points.T]
    distances = [_distances(number, outcome) for number in columns]
    return np.array([*map(np.median, distances), *map(np.max, distances)], dtype=np.float64)


def pawn_floor(sample: Sample) -> FloatArray:
    """What 95 % of factors that do nothing would stay below, for each of `pawn_values`.

    Whole blocks change places: points of a Saltelli row or a trajectory share coordinates and
    therefore outcomes, and count for less than as many points apart.
    """
    rng = np.random.default_rng(SHUFFLING_SEED)
    blocks = sample.points.reshape(sample.num_blocks, -1)
    shuffled = [
        pawn_values(replace(sample, points=rng.permutation(blocks).reshape(sample.points.shape)))
        for _ in range(SHUFFLES)
    ]
    floor: FloatArray = np.quantile(shuffled, 0.95, axis=0)
    return floor


def slices(column: FloatArray) -> IntArray:
    """The slice of each point, numbered from 0.

    Each level is a slice where levels are few; else slices hold about as many points each, and
    equal values never fall into different ones.
    """
    levels, place = np.unique(column, return_inverse=True)
    most = max(2, min(MOST_SLICES, len(column) // LEAST_IN_SLICE))
    if len(levels) <= most:
        return place.astype(np.intp)
    ends = np.quantile(column, np.arange(1, most) / most)
    cut = np.searchsorted(np.unique(ends), column, side="left")
    return np.unique(cut, return_inverse=True)[1].astype(np.intp)


def _distances(number: IntArray, outcome: FloatArray) -> FloatArray:
    """Kolmogorov-Smirnov distance of each slice to the whole."""
    order = np.argsort(outcome, kind="stable")
    ordered = outcome[order]
    # Distributions step after the last of equal outcomes, not within them.
    steps = np.append(ordered[1:] > ordered[:-1], True)
    of_slice = number[order][:, None] == np.arange(number.max() + 1)
    reached = np.cumsum(of_slice, axis=0)[steps]
    whole = (np.flatnonzero(steps) + 1) / len(ordered)
    distances: FloatArray = np.abs(reached / reached[-1] - whole[:, None]).max(axis=0)
    return distances
