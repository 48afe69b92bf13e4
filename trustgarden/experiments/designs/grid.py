"""Grid: every combination of the levels of all factors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from .design import Design
from .factors import Factors, Varied
from .levels import CannotHoldError, Level
from .points import Points
from .ranges import Range

__all__ = ["Grid", "GridPoints", "needs_steps", "stepped"]


class GridPoints(Points):
    """Every combination of levels; the last factor varies fastest."""

    def __init__(self, factors: Mapping[str, tuple[Level, ...]]) -> None:
        self._factors = {key: tuple(levels) for key, levels in factors.items()}

    def __len__(self) -> int:
        return math.prod(len(levels) for levels in self._factors.values())

    def at(self, number: int) -> Mapping[str, Level]:
        """The levels of a combination."""
        chosen: dict[str, Level] = {}
        for key, levels in reversed(self._factors.items()):
            number, digit = divmod(number, len(levels))
            chosen[key] = levels[digit]
        return {key: chosen[key] for key in self._factors}


class Grid(Design):
    """Every combination of all levels; of a range as many as its `steps`.

    The design to take when there are few factors and every combination is of
    interest. The number of points grows with every factor by a whole factor.
    """

    method: Literal["grid"] = "grid"

    def check(self, varied: Varied) -> None:
        """Refuse ranges without steps."""
        needs_steps(varied, "a grid takes levels")

    def num_points(self, varied: Varied) -> int:
        """The product of the numbers of levels; 1 without factors."""
        return math.prod(len(levels) for levels in stepped(varied.all).values())

    def lay_out(self, varied: Varied, seed: int) -> GridPoints:
        """Every combination; nothing is drawn."""
        return GridPoints(stepped(varied.all))


def stepped(factors: Factors) -> dict[str, tuple[Level, ...]]:
    """Each factor as levels; ranges have been checked to have steps."""
    return {
        key: factor.spaced(factor.steps or 2) if isinstance(factor, Range) else factor
        for key, factor in factors.items()
    }


def needs_steps(varied: Varied, reason: str) -> None:
    """Refuse ranges that do not say how many levels to make of them.

    Raises:
        CannotHoldError: If there is one.
    """
    for key, factor in varied.all.items():
        if isinstance(factor, Range) and factor.steps is None:
            raise CannotHoldError(
                f"{key} is a range without steps, and {reason}; add steps = 5, list the levels, "
                'or take another design, such as method = "latin-hypercube".',
                key,
            )
