"""Ranges: numbers between two ends, of which a design takes some."""

from __future__ import annotations

import math
from typing import Literal, Self

from pydantic import Field, model_validator

from trustgarden.model.scenario import Section

from .levels import CannotHoldError

__all__ = ["MAX_STEPS", "Range"]

MAX_STEPS = 10_000
"""Levels that a grid may make of one range."""

MAX_WHOLE = 2**53
"""Beyond it, doubles do not hold every whole number."""


class Range(Section):
    """Numbers from `lower` to `upper`, both included.

    A place in [0, 1] stands for a number: 0 for the lower end, 1 for the upper.
    Designs choose places; what stands there is the range's to say. Whole
    numbers share the places between them in equal parts.

    Examples:
        >>> Range(lower=0.001, upper=0.1, scale="log").level_at(0.5)
        0.01
        >>> [Range(lower=1, upper=3, whole=True).level_at(u) for u in (0.0, 0.5, 1.0)]
        [1, 2, 3]
    """

    lower: float = Field(description="Least number.")
    upper: float = Field(description="Greatest number.")
    scale: Literal["linear", "log"] = Field(
        "linear", description="Whether equal steps are equal differences, or equal ratios."
    )
    whole: bool = Field(False, description="Whether only whole numbers are taken.")
    steps: int | None = Field(
        None, ge=2, le=MAX_STEPS, description="Levels that a grid makes of it, evenly spaced."
    )

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if not self.lower < self.upper:
            raise CannotHoldError(
                f"lower is {self.lower:g} and upper is {self.upper:g}; lower must be below upper.",
                "lower",
            )
        if self.scale == "log" and self.lower <= 0:
            raise CannotHoldError(
                f'lower is {self.lower:g}; with scale = "log" it must be above 0. Raise it, or '
                'take scale = "linear".',
                "lower",
            )
        if self.whole:
            self._ends_are_whole()
        return self

    def _ends_are_whole(self) -> None:
        for name in ("lower", "upper"):
            end: float = getattr(self, name)
            if not end.is_integer() or abs(end) > MAX_WHOLE:
                raise CannotHoldError(
                    f"{name} is {end!r}; with whole = true it must be a whole number of at most "
                    "16 digits.",
                    name,
                )
        if self.steps is not None and self.steps > self.count:
            raise CannotHoldError(
                f"steps is {self.steps}; there are only {self.count:.0f} whole numbers from "
                f"{self.lower:.0f} to {self.upper:.0f}.",
                "steps",
            )

    @property
    def count(self) -> float:
        """How many whole numbers there are in it."""
        return self.upper - self.lower + 1

    @property
    def ends(self) -> tuple[float | int, float | int]:
        """The lower and the upper end, as levels."""
        return self.level_at(0.0), self.level_at(1.0)

    def level_at(self, place: float) -> float | int:
        """The number at a place in [0, 1]."""
        if place in (0.0, 1.0):
            # Exactly, whatever the arithmetic of logarithms makes of them.
            return self._typed(self.upper if place else self.lower)
        top = self.upper + 1 if self.whole else self.upper
        found = self._between(place, top)
        return self._typed(min(max(found, self.lower), self.upper))

    def _typed(self, number: float) -> float | int:
        return math.floor(number) if self.whole else number

    def _between(self, place: float, top: float) -> float:
        if self.scale == "log":
            # Not lower x ratio ** place, which is off in the last digit at round places.
            ends = math.log10(self.lower), math.log10(top)
            return float(10.0 ** (ends[0] + place * (ends[1] - ends[0])))
        return self.lower + place * (top - self.lower)

    def place_of(self, level: float) -> float:
        """Where a number stands between the ends, in [0, 1]; beyond them it is cut off."""
        ends, found = (self.lower, self.upper), float(level)
        if self.scale == "log":
            ends = math.log10(self.lower), math.log10(self.upper)
            found = math.log10(found) if found > 0 else ends[0]
        return min(max((found - ends[0]) / (ends[1] - ends[0]), 0.0), 1.0)

    def spaced(self, num: int) -> tuple[float | int, ...]:
        """So many numbers from end to end, evenly spaced on its scale; whole ones rounded."""
        between = (self._between(step / (num - 1), self.upper) for step in range(num))
        inside = [min(max(found, self.lower), self.upper) for found in between]
        inside[0], inside[-1] = self.lower, self.upper
        return tuple(dict.fromkeys(round(found) if self.whole else found for found in inside))
