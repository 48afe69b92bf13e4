"""Sobol sequence: points that fill the space evenly, and go on filling it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from .design import MAX_POINTS, SampledDesign
from .factors import Varied
from .levels import CannotHoldError
from .points import FloatArray

__all__ = ["SobolSequence", "power_of_two"]


class SobolSequence(SampledDesign):
    """The first N points of a scrambled Sobol sequence, N a power of two.

    Sobol 1967, doi:10.1016/0041-5553(67)90144-9; scrambled as by Owen 1998,
    doi:10.1006/jcom.1998.0487, which takes the first point off the corner and
    keeps the balance. With the same seed, the sample of 64 begins that of
    128. Made by `scipy.stats.qmc.Sobol`.
    """

    method: Literal["sobol"] = "sobol"
    points: int = Field(ge=1, le=MAX_POINTS, description="Number: a power of two.")

    @model_validator(mode="after")
    def _balanced(self) -> SobolSequence:
        power_of_two(self.points, "points")
        return self

    def num_points(self, varied: Varied) -> int:
        """As stated."""
        return self.points

    def sample(self, num_factors: int, seed: int) -> FloatArray:
        """The first points of the sequence."""
        # Imported here: it takes a second, and whoever only reads a store has no use for it.
        from scipy.stats import qmc

        sampler = qmc.Sobol(d=num_factors, rng=np.random.default_rng(seed))
        return np.asarray(sampler.random(self.points), dtype=np.float64)


def power_of_two(number: int, name: str) -> None:
    """Refuse a number of points at which the balance of a Sobol sequence is lost.

    Raises:
        CannotHoldError: Names the powers of two around it.
    """
    if number & (number - 1):
        above = 1 << number.bit_length()
        raise CannotHoldError(
            f"{name} is {number}; a Sobol sequence is balanced at powers of two only: take "
            f"{above // 2} or {above}.",
            name,
        )
