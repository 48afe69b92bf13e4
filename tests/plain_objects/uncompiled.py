"""Chance and arithmetic as ordinary Python, and the rounding of what is stored.

The functions are those of `trustgarden.model`, for there is only one Philox and
one exponential to agree on; all that is built upon them is written anew.
"""

from __future__ import annotations

from types import FunctionType, ModuleType
from typing import Any

from numpy import float32

from trustgarden.model import arithmetic, chance

__all__ = [
    "Chance",
    "choose_index",
    "clip",
    "exponential",
    "f4",
    "logistic",
    "logit",
    "normal_quantile",
    "square_root",
    "uniform",
]


def uncompiled(module: ModuleType) -> dict[str, Any]:
    """The names of a module, with each of its functions as the Python it was compiled from."""
    names = dict(vars(module))
    for name, value in vars(module).items():
        source = getattr(value, "py_func", value)
        if isinstance(source, FunctionType) and source.__module__ == module.__name__:
            # A function looks its helpers up in these names, so they are uncompiled as well.
            names[name] = FunctionType(source.__code__, names, name, source.__defaults__)
    return names


plain_arithmetic = uncompiled(arithmetic)
plain_chance = uncompiled(chance)

exponential = plain_arithmetic["exponential"]
logistic = plain_arithmetic["logistic"]
logit = plain_arithmetic["logit"]
normal_quantile = plain_arithmetic["normal_quantile"]
square_root = plain_arithmetic["square_root"]
choose_index = plain_chance["choose_index"]
uniform = plain_chance["uniform"]


def f4(x: float) -> float:
    """`x` as it is stored: rounded to the nearest float32."""
    return float(float32(x))


def clip(x: float, low: float, high: float) -> float:
    """`x`, or the end of the range that it has passed."""
    if x < low:
        return low
    return high if x > high else x


class Chance:
    """All draws of one seed, by what they are for and for whom (7.2)."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.philox = plain_chance["philox"]
        self.low = seed & 0xFFFFFFFF
        self.high = seed >> 32
        self.known: dict[tuple[int, int, int], int] = {}

    def draw(
        self, purpose: int, week: int, who: int, whom: int = chance.NOBODY, count: int = 0
    ) -> tuple[int, int, int, int]:
        """Four words; `who` and `whom` are keys of people."""
        return self.philox(
            who & 0xFFFFFFFF,
            whom & 0xFFFFFFFF,
            week << 20 | (who >> 32) << 10 | whom >> 32,
            purpose << 24 | count,
            self.low,
            self.high,
        )

    def lasting(self, purpose: int, who: int, whom: int) -> int:
        """Word 0 of what is the same for two people all their time together; drawn once."""
        address = purpose, who, whom
        if address not in self.known:
            self.known[address] = self.draw(purpose, 0, who, whom)[0]
        return self.known[address]
