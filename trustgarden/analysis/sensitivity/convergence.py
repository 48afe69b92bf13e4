"""Whether a design was large enough: the indices over its growing beginnings.

The first rows of a Saltelli design, or the first trajectories, are themselves a smaller design;
so are points of any other design taken at random. An index that still drifts, or whose interval
is not much narrower than the differences that matter, asks for more points (Sarrazin, Pianosi &
Wagener 2016, doi:10.1016/j.envsoft.2016.02.005).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .methods import Method, indices_of
from .sample import Sample

__all__ = ["LEAST_BLOCKS", "convergence", "sizes"]

RESAMPLES = 100
NUM_SIZES = 6
SHUFFLING_SEED = 20180214
LEAST_BLOCKS = {"saltelli": 16, "morris": 4, "other": 60}
"""Smaller designs than these say nothing."""


def sizes(sample: Sample) -> list[int]:
    """Numbers of blocks looked at: halves of halves, from small to all there are."""
    whole = sample.num_blocks
    halves = [round(whole / 2**k) for k in range(NUM_SIZES)]
    least = LEAST_BLOCKS[sample.design]
    return sorted({size for size in halves if size >= least} | {whole})


def convergence(method: Method, sample: Sample) -> pd.DataFrame:
    """The main indices of a method over growing designs.

    Args:
        method: The method.
        sample: Without missing runs.

    Returns:
        Columns: method, index, factor, blocks, runs (of the model), value, low, high.
    """
    return pd.concat([_of_size(method, sample, size) for size in sizes(sample)], ignore_index=True)


def _of_size(method: Method, sample: Sample, size: int) -> pd.DataFrame:
    part = sample.of_blocks(np.arange(size))
    table = indices_of(method, part, min(RESAMPLES, method.resamples))
    table.insert(3, "blocks", size)
    table.insert(4, "runs", size * sample.block_size * sample.num_replicates)
    return table[table["index"].isin(method.main)].drop(columns="other")
