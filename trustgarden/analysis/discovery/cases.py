"""Cases: conditions of an experiment, and in how many replicates each came to what is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Cases", "FloatArray"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Cases:
    """Points of an experiment and the share of their replicates that came to it.

    A point is the unit: its replicates differ by luck alone, and with common luck runs of
    different points are no independent cases either.

    Attributes:
        conditions: One row a point, one column a factor; numbers, or words for levels.
        happened: Replicates of each point in which it happened.
        runs: Replicates of each point.
        outcome: What happened, in words ("collapsed").
    """

    conditions: pd.DataFrame
    happened: FloatArray
    runs: FloatArray
    outcome: str

    @property
    def share(self) -> FloatArray:
        """Share of each point's replicates in which it happened."""
        return self.happened / self.runs

    @property
    def base(self) -> float:
        """Share of all runs in which it happened."""
        return float(self.happened.sum() / self.runs.sum())

    def of(self, rows: npt.NDArray[np.intp]) -> Cases:
        """These points."""
        return replace(
            self,
            conditions=self.conditions.iloc[rows],
            happened=self.happened[rows],
            runs=self.runs[rows],
        )
