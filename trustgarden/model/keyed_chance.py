"""Keyed chance for code that is called once a week: the numbers of `chance`, for many at once.

The same Philox4x32-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405) as in the kernels,
written over arrays, so that a style in plain Python draws what a kernel would draw at
the same address; a test holds the two together. A compiled function would have to be
compiled in every process anew.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .chance import MASK, MULTIPLIER_0, MULTIPLIER_1, STYLE, WEYL_0, WEYL_1

__all__ = ["Chance", "uniforms"]

Numbers = npt.NDArray[np.float64]
Keys = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

LOW = np.uint64(MASK)
HALF = np.uint64(32)
MULTIPLIERS = np.array([MULTIPLIER_0, MULTIPLIER_1], np.uint64)[:, None]
COUNTS_AT_MOST = 1 << 16
"""Counts of one caller; those of regimes stand behind those of styles."""


@functools.lru_cache(maxsize=16)
def _round_keys(seed: int) -> Words:
    """The key of each round, as a column (10, 2, 1)."""
    keys = [((seed + k * WEYL_0) & MASK, ((seed >> 32) + k * WEYL_1) & MASK) for k in range(10)]
    return np.array(keys, np.uint64)[:, :, None]


def _philox(counter: Words, seed: int) -> Words:
    """Four words for each column of counters (4, n)."""
    even, odd = counter[::2], counter[1::2]
    for key in _round_keys(seed):
        product = MULTIPLIERS * even
        # The high word of each product goes to the other half, as in the paper.
        even = (product >> HALF)[::-1] ^ odd ^ key
        odd = (product & LOW)[::-1]
    words = np.empty_like(counter)
    words[::2], words[1::2] = even, odd
    return words


def uniforms(
    seed: int, purpose: int, week: int, keys: Keys, first: int, counts: int = 1
) -> Numbers:
    """Numbers in (0, 1) for each key, at `counts` addresses from count `first` on.

    Args:
        seed: Seed of all chance, 0 <= seed < 2**63.
        purpose: What the numbers are for, one of the purposes of `chance`.
        week: Week of the calendar of chance, 0 for what does not change.
        keys: Packed keys of whom they are for (n,).
        first: The first count.
        counts: How many counts.

    Returns:
        Numbers (n, 4 counts), those of one count side by side.
    """
    who = keys.astype(np.uint64)
    count = np.arange(first, first + counts, dtype=np.uint64)
    shape = (len(who), counts)
    counter = np.zeros((4, *shape), np.uint64)
    counter[0] = (who & LOW)[:, None]
    counter[2] = np.uint64(week << 20) | ((who >> HALF) << np.uint64(10))[:, None]
    counter[3] = np.uint64(purpose << 24) | count
    words = _philox(counter.reshape(4, -1), seed).reshape(4, *shape)
    numbers = (words.astype(np.float64) + 0.5) * 2.0**-32
    return np.moveaxis(numbers, 0, 2).reshape(len(who), 4 * counts)


@dataclass(frozen=True)
class Chance:
    """The chance of one week for those who are asked in it, in their order.

    Every number is a pure function of the seed, the week, whom it is for, and `count`.
    So one leader more changes nobody else's numbers, and asking for count 3 does not
    depend on whether count 2 was asked for.
    """

    seed: int
    week: int
    keys: Keys
    offset: int = 0

    def uniforms(self, count: int = 0, counts: int = 1) -> Numbers:
        """Four numbers in (0, 1) for each, of this week; as often as `counts` (L, 4 counts).

        Raises:
            ValueError: If the counts are not all in 0..65535.
        """
        return self._at(self.week, count, counts)

    def lasting(self, count: int = 0, counts: int = 1) -> Numbers:
        """The same, with numbers that do not change from week to week (L, 4 counts).

        Raises:
            ValueError: If the counts are not all in 0..65535.
        """
        return self._at(0, count, counts)

    def _at(self, week: int, count: int, counts: int) -> Numbers:
        if not (count >= 0 and 1 <= counts <= COUNTS_AT_MOST - count):
            raise ValueError(
                f"count is {count} and counts is {counts}; all counts must be from 0 to "
                f"{COUNTS_AT_MOST - 1}."
            )
        return uniforms(self.seed, STYLE, week, self.keys, self.offset + count, counts)
