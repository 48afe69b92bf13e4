"""Morris: trajectories through the space, one factor a step."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from .design import MAX_POINTS, SampledDesign
from .factors import Varied
from .levels import CannotHoldError
from .points import FloatArray
from .salib import salib_problem, sampler

__all__ = ["Morris"]

MAX_GRID = 100


class Morris(SampledDesign):
    """R trajectories of D + 1 points; from each point to the next, one factor moves.

    Morris 1991, doi:10.1080/00401706.1991.10484804. Factors stand at
    `num_levels` places, evenly spaced over the range, and move by half of
    them. The points are those of `SALib.sample.morris`, in the order that
    `SALib.analyze.morris` expects. It says which factors matter at all, for
    far fewer runs than Sobol indices need.
    """

    method: Literal["morris"] = "morris"
    trajectories: int = Field(ge=2, le=MAX_POINTS, description="Number of trajectories.")
    num_levels: int = Field(
        4, ge=2, le=MAX_GRID, description="Places that a factor can stand at: an even number."
    )

    needs: ClassVar[str] = "morris"

    @model_validator(mode="after")
    def _even(self) -> Morris:
        if self.num_levels % 2:
            raise CannotHoldError(
                f"num_levels is {self.num_levels}; it must be even, so that all places are as "
                f"likely: take {self.num_levels - 1} or {self.num_levels + 1}.",
                "num_levels",
            )
        return self

    def num_points(self, varied: Varied) -> int:
        """R (D + 1)."""
        return self.trajectories * (len(varied.all) + 1)

    def sample(self, num_factors: int, seed: int) -> FloatArray:
        """The places, trajectory by trajectory as SALib analyses them."""
        found = sampler("morris").sample(
            salib_problem([f"x{number}" for number in range(num_factors)]),
            self.trajectories,
            num_levels=self.num_levels,
            seed=np.random.default_rng(seed),
        )
        # Sums of thirds come out a last digit beside the ends.
        return np.clip(np.asarray(found, dtype=np.float64), 0.0, 1.0)
