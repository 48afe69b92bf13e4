"""Latin hypercube: every factor is spread evenly over its range, whatever the others do."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from .design import MAX_POINTS, SampledDesign
from .factors import Varied
from .points import FloatArray

__all__ = ["LatinHypercube"]


class LatinHypercube(SampledDesign):
    """N points, one in each of N equal slices of every factor.

    McKay, Beckman & Conover 1979, doi:10.1080/00401706.1979.10489755. Any
    number of points will do, and it cannot be made larger later: a new number
    is a new sample. Made by `scipy.stats.qmc.LatinHypercube`.
    """

    method: Literal["latin-hypercube"] = "latin-hypercube"
    points: int = Field(ge=1, le=MAX_POINTS, description="Number of points.")

    def num_points(self, varied: Varied) -> int:
        """As stated."""
        return self.points

    def sample(self, num_factors: int, seed: int) -> FloatArray:
        """One place in each slice of every factor, at random in the slice."""
        # Imported here: it takes a second, and whoever only reads a store has no use for it.
        from scipy.stats import qmc

        sampler = qmc.LatinHypercube(d=num_factors, rng=np.random.default_rng(seed))
        return np.asarray(sampler.random(self.points), dtype=np.float64)
