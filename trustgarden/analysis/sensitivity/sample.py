"""A sample: points of a design, and what came of each in every replicate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError

__all__ = ["Design", "FloatArray", "Sample"]

FloatArray = npt.NDArray[np.float64]
Design = Literal["saltelli", "morris", "other"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Sample:
    """Points of a design, and an outcome in every replicate of each.

    Attributes:
        factors: Names of the factors.
        points: Where each point stands in the range of each factor, in [0, 1]; shape
            `(points, factors)`. Levels without an order stand at their places.
        outcomes: The outcome of each run, shape `(points, replicates)`; NaN where it is not there.
        design: What the points are. Sobol indices need a Saltelli design, elementary effects
            those of Morris; PAWN takes any.
        second_order: Whether a Saltelli design is the one with pairs (2 factors + 2 points a row).
        num_levels: Levels of a Morris design.
        common_luck: Whether a replicate has the same luck at every point.
        left_out: Points that were planned and are not here.
    """

    factors: tuple[str, ...]
    points: FloatArray
    outcomes: FloatArray
    design: Design = "other"
    second_order: bool = False
    num_levels: int = 4
    common_luck: bool = True
    left_out: int = 0

    def __post_init__(self) -> None:
        if len(self.points) % self.block_size:
            raise InputError(
                f"a {self.design} design of {self.num_factors} factors comes in blocks of "
                f"{self.block_size} points, and there are {len(self.points):,}; the results are "
                "not those of this design."
            )
        if self.points.shape != (len(self.outcomes), self.num_factors):
            raise ValueError("points, outcomes and factors do not fit each other.")

    @property
    def num_factors(self) -> int:
        """Number of factors."""
        return len(self.factors)

    @property
    def num_replicates(self) -> int:
        """Runs of each point."""
        return int(self.outcomes.shape[1])

    @property
    def block_size(self) -> int:
        """Points that belong together: a row of a Saltelli design, a trajectory, or one point."""
        if self.design == "saltelli":
            return (2 if self.second_order else 1) * self.num_factors + 2
        return self.num_factors + 1 if self.design == "morris" else 1

    @property
    def num_blocks(self) -> int:
        """Number of blocks: N of a Saltelli design, trajectories, or points."""
        return len(self.points) // self.block_size

    @property
    def blocks(self) -> FloatArray:
        """Outcomes by block, shape `(blocks, block size, replicates)`."""
        return self.outcomes.reshape(self.num_blocks, self.block_size, self.num_replicates)

    def of_blocks(self, chosen: npt.NDArray[np.intp]) -> Sample:
        """The sample made of these blocks, in this order; a block may come several times."""
        rows = (chosen[:, None] * self.block_size + np.arange(self.block_size)).ravel()
        return replace(self, points=self.points[rows], outcomes=self.outcomes[rows])

    def whole(self) -> Sample:
        """The sample without blocks of which a run is missing.

        Replicates of which no run is missing but failed ones come first: a sweep that is under
        way has replicates that have only begun, and these are left out before any point is.

        Raises:
            InputError: If no block is whole, or only one.
        """
        known = np.isfinite(self.outcomes)
        # One that lacks a tenth more than the fullest has only begun; a few runs may have failed.
        there = known.mean(axis=0)
        kept = self.outcomes[:, there >= there.max() - 0.1]
        lacking = ~np.isfinite(kept).reshape(self.num_blocks, -1).all(axis=1)
        made = replace(self, outcomes=kept).of_blocks(np.flatnonzero(~lacking))
        if made.num_blocks < 2:
            raise InputError(
                f"only {made.num_blocks} of {self.num_blocks:,} blocks of the design have all "
                "their runs; let the sweep go on, and ask again."
            )
        return replace(made, left_out=int(lacking.sum()) * self.block_size)
