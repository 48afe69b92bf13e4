"""Sums and means in the order in which terms are written."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["mean", "over", "total"]


def total(numbers: Iterable[float]) -> float:
    """A sum from left to right; since Python 3.12 `sum` rounds floats otherwise."""
    result = 0.0
    for number in numbers:
        result = result + number
    return result


def over(amount: float, count: float) -> float:
    return amount / count if count else 0.0


def mean(numbers: list[float]) -> float:
    return over(total(numbers), len(numbers))
