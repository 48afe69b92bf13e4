"""Whole numbers in words: `0-4,7`, as people write them and as files keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["in_words", "read_ranges"]


def in_words(numbers: Iterable[int]) -> str:
    """Numbers in rising order as ranges, such as `0-4,7`; empty if there are none."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in ranges)


def read_ranges(words: str) -> list[range]:
    """The ranges of such words, both ends included.

    Raises:
        ValueError: If it is not of that form, or a range runs backwards.
    """
    if not words:
        return []
    return [_range(part.strip()) for part in words.split(",")]


def _range(part: str) -> range:
    found = re.fullmatch(r"(\d{1,18})(?:-(\d{1,18}))?", part, flags=re.ASCII)
    if found is None:
        raise ValueError(f"{part!r} is no number and no range such as 0-4")
    low, high = int(found[1]), int(found[2] or found[1])
    if high < low:
        raise ValueError(f"{part!r} runs backwards")
    return range(low, high + 1)
