"""Saltelli's design: what Sobol indices are computed from."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from .design import MAX_POINTS, SampledDesign
from .factors import Varied
from .points import FloatArray
from .salib import salib_problem, sampler
from .sobol import power_of_two

__all__ = ["Saltelli"]


class Saltelli(SampledDesign):
    """Two independent samples of N rows, and each with single factors taken from the other.

    Saltelli 2002, doi:10.1016/S0010-4655(02)00280-1; Saltelli et al. 2010,
    doi:10.1016/j.cpc.2009.09.018. N (2 D + 2) points for D factors, or
    N (D + 2) without second order. The points are those of
    `SALib.sample.sobol`, in the order that `SALib.analyze.sobol` expects.
    """

    method: Literal["saltelli"] = "saltelli"
    rows: int = Field(ge=2, le=MAX_POINTS, description="Rows of a sample, N: a power of two.")
    second_order: bool = Field(True, description="Whether pairs of factors can be asked about.")

    needs: ClassVar[str] = "saltelli"

    @model_validator(mode="after")
    def _balanced(self) -> Saltelli:
        power_of_two(self.rows, "rows")
        return self

    def num_points(self, varied: Varied) -> int:
        """N (2 D + 2), or N (D + 2)."""
        num_factors = len(varied.all)
        return self.rows * ((2 if self.second_order else 1) * num_factors + 2)

    def sample(self, num_factors: int, seed: int) -> FloatArray:
        """The places, row by row as SALib analyses them."""
        found = sampler("sobol").sample(
            salib_problem([f"x{number}" for number in range(num_factors)]),
            self.rows,
            calc_second_order=self.second_order,
            # A generator and not the number, so that it is drawn from alike for every seed.
            seed=np.random.default_rng(seed),
        )
        return np.asarray(found, dtype=np.float64)
