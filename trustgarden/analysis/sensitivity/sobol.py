"""Sobol indices: how much of the variance of an outcome each factor explains.

First order S1: the share that goes if this factor alone were known. Total ST: the share that
stays if all others were known; ST far above S1 tells of interactions. Second order S2: the share
of a pair beyond what each does alone (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018;
Saltelli 2002, doi:10.1016/S0010-4655(02)00280-1). The estimators are SALib's; resampling is ours,
because SALib resamples points but knows nothing of replicates.

They assume that factors are independent and that variance is what matters; an outcome of two
humps is better asked with PAWN. Small indices may come out a little below 0.
"""

from __future__ import annotations

import itertools
import warnings
from typing import Any

import numpy as np

from .sample import FloatArray, Sample

__all__ = ["sobol_names", "sobol_values"]


def sobol_names(sample: Sample) -> list[tuple[str, str, str]]:
    """Index, factor and other factor of each value, in the order of `sobol_values`."""
    alone = [(index, name, "") for index in ("S1", "ST") for name in sample.factors]
    pairs = itertools.combinations(sample.factors, 2) if sample.second_order else ()
    return alone + [("S2", one, other) for one, other in pairs]


def sobol_values(sample: Sample) -> FloatArray:
    """First-order, total and (if the design has pairs) second-order indices.

    Args:
        sample: Of a Saltelli design, without missing runs; means over replicates are analysed.

    Returns:
        Shape `(indices,)`; NaN if the outcome never varies.
    """
    from SALib.analyze import sobol

    means = sample.outcomes.mean(axis=1)
    spread = means.std()
    if spread == 0:
        return np.full(len(sobol_names(sample)), np.nan)
    # Centred, because the estimators are noisier the farther the outcome is from 0.
    parts = sobol.separate_output_values(
        (means - means.mean()) / spread, sample.num_factors, sample.num_blocks, sample.second_order
    )
    with warnings.catch_warnings():
        # It warns of a resample in which nothing varies; there its indices are 0.
        warnings.simplefilter("ignore")
        return np.array(_values(sobol, sample, *parts), dtype=np.float64)


def _values(
    sobol: Any, sample: Sample, a: FloatArray, b: FloatArray, ab: FloatArray, ba: FloatArray
) -> list[Any]:
    numbers = range(sample.num_factors)
    first = [sobol.first_order(a, ab[:, j], b) for j in numbers]
    total = [sobol.total_order(a, ab[:, j], b) for j in numbers]
    pairs = itertools.combinations(numbers, 2) if sample.second_order else ()
    second = [sobol.second_order(a, ab[:, j], ab[:, k], ba[:, j], b) for j, k in pairs]
    return [*first, *total, *second]
