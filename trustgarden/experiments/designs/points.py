"""Points of a design: sequences of levels, one mapping of dotted keys a point.

Points are made when they are asked for: a design of a million points keeps at
most a table of numbers, and a grid keeps nothing.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from .factors import Factors, level_at
from .levels import Level

__all__ = ["FloatArray", "Points", "Product", "Rows", "Sampled"]

FloatArray = npt.NDArray[np.float64]


class Points(Sequence[Mapping[str, Level]]):
    """A sequence of points; every point has the same keys in the same order."""

    @abstractmethod
    def at(self, number: int) -> Mapping[str, Level]:
        """The levels of a point by its number, which is in range."""

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Level]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mapping[str, Level]]: ...
    def __getitem__(
        self, index: int | slice
    ) -> Mapping[str, Level] | Sequence[Mapping[str, Level]]:
        if isinstance(index, slice):
            return [self.at(number) for number in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(f"the design has {len(self)} combinations, and no number {index}.")
        return self.at(index)


class Sampled(Points):
    """Places in the unit cube, read as levels of factors.

    Attributes:
        places: Where each point stands in each factor, in [0, 1]; shape `(points, factors)`.
    """

    def __init__(self, factors: Factors, places: FloatArray) -> None:
        self._factors = dict(factors)
        self.places = np.ascontiguousarray(places, dtype=np.float64)
        self.places.flags.writeable = False

    def __len__(self) -> int:
        return len(self.places)

    def at(self, number: int) -> Mapping[str, Level]:
        """The levels of a point."""
        row = self.places[number].tolist()
        return {
            key: level_at(factor, place)
            for (key, factor), place in zip(self._factors.items(), row, strict=True)
        }


class Rows(Points):
    """Points stated one by one."""

    def __init__(self, keys: Sequence[str], rows: Sequence[Sequence[Level]]) -> None:
        self._keys, self._rows = tuple(keys), rows

    def __len__(self) -> int:
        return len(self._rows)

    def at(self, number: int) -> Mapping[str, Level]:
        """The levels of a point."""
        return dict(zip(self._keys, self._rows[number], strict=True))


class Product(Points):
    """Every point of one design with every point of another; those of the second vary fastest."""

    def __init__(self, outer: Points, inner: Points) -> None:
        self.outer, self.inner = outer, inner

    def __len__(self) -> int:
        return len(self.outer) * len(self.inner)

    def at(self, number: int) -> Mapping[str, Level]:
        """The levels of a point."""
        first, second = divmod(number, len(self.inner))
        return {**self.outer.at(first), **self.inner.at(second)}
