"""Boxes: conditions that hold together, such as "respect below 0.4, and style commander"."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Box", "Levels", "Limits"]


@dataclass(frozen=True)
class Limits:
    """A part of a range: above `low`, and up to `high`; either may be infinite."""

    low: float = -math.inf
    high: float = math.inf

    def holds(self, values: pd.Series) -> npt.NDArray[np.bool_]:
        """Where the values lie in it."""
        numbers = values.to_numpy(np.float64)
        return (numbers > self.low) & (numbers <= self.high)

    def words(self, key: str) -> str:
        """In words, with three significant figures."""
        if math.isinf(self.low):
            return f"{key} at most {self.high:.3g}"
        if math.isinf(self.high):
            return f"{key} above {self.low:.3g}"
        return f"{key} from {self.low:.3g} to {self.high:.3g}"


@dataclass(frozen=True)
class Levels:
    """Some of the levels of a factor."""

    levels: frozenset[str]

    def holds(self, values: pd.Series) -> npt.NDArray[np.bool_]:
        """Where the values are among them."""
        return values.astype(str).isin(self.levels).to_numpy(bool)

    def words(self, key: str) -> str:
        """In words."""
        return f"{key} is {' or '.join(sorted(self.levels))}"


@dataclass(frozen=True)
class Box:
    """Conditions that hold together, by the key of the factor."""

    conditions: Mapping[str, Limits | Levels]

    def __str__(self) -> str:
        return " and ".join(part.words(key) for key, part in self.conditions.items())

    def holds(self, conditions: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Which points lie in it."""
        inside = np.ones(len(conditions), dtype=bool)
        for key, part in self.conditions.items():
            inside &= part.holds(conditions[key])
        return inside
