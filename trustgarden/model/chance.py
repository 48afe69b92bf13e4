"""Chance by key: every random number is a pure function of what it is for.

A draw is addressed by (seed, purpose, week, who, with whom, count) and made by
Philox4x32-10, a counter-based generator: Salmon et al. 2011, "Parallel random
numbers: as easy as 1, 2, 3", doi:10.1145/2063384.2063405. No draw depends on
another, so the same people have the same luck in two organisations that differ
in one lever, whatever the order of the work.

A person's key is (seat, occupant): occupant k of a seat is the k-th person to
hold it. Packed, `person_key = occupant << 32 | seat`. Keys are never used
again. The 128-bit counter is

    word 0   seat of who
    word 1   seat of whom
    word 2   week (12 bits) | occupant of who (10 bits) | occupant of whom (10 bits)
    word 3   purpose (8 bits) | count (24 bits)

and the 64-bit key of the generator is the seed. All arithmetic is on int64
with masks: it wraps alike in compiled code and not at all in Python, and the
masks make both agree.
"""

from __future__ import annotations

from .compiling import routine, rule

__all__ = [
    "MAX_OCCUPANTS",
    "MAX_WEEKS",
    "NOBODY",
    "Words",
    "choose_index",
    "draw",
    "philox",
    "uniform",
]

Words = tuple[int, int, int, int]
"""What one address gives: four independent numbers of 32 bits."""

MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85

MAX_WEEKS = 4096
MAX_OCCUPANTS = 1024
NOBODY = 0

# Purposes: what a number is for. Never renumber; add at the end.
TRAITS = 1
DISPOSITION = 2
AFFINITY = 3
DURABILITY = 4
HOURS = 5
PARTNER = 6
MEETING = 7
ANSWER = 8
FOLLOWING = 9
STRIKE = 10
FAVOUR = 11
LEAVING = 12
RECOGNITION = 13
WELCOME = 14
BUDDY = 15
TALK = 16
WITNESS = 17
INTRODUCING = 18
BELONGING = 19
REPAIRING = 20
LIKENESS = 21
VACANCY = 22
EVENT = 23
STYLE = 24
SIGNS = 25
INVITING = 26
INCLINATION = 27
ASSIGNMENT = 28
# 64 is that of surveys (experiments.survey).


@rule
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> Words:
    """Philox4x32-10: four 32-bit words from a 128-bit counter and a 64-bit key."""
    for _ in range(10):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            ((p1 >> 32) & MASK) ^ c1 ^ k0,
            p1 & MASK,
            ((p0 >> 32) & MASK) ^ c3 ^ k1,
            p0 & MASK,
        )
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


@routine
def draw(seed: int, purpose: int, week: int, who: int, whom: int, count: int) -> Words:
    """Four words for one address; `who` and `whom` are packed person keys."""
    return philox(
        who & MASK,
        whom & MASK,
        (week << 20) | ((who >> 32) << 10) | (whom >> 32),
        (purpose << 24) | count,
        seed & MASK,
        (seed >> 32) & MASK,
    )


@rule
def uniform(word: int) -> float:
    """A word as a number in the open interval (0, 1): the middle of its cell."""
    return (word + 0.5) * 2.3283064365386963e-10


@routine
def choose_index(word: int, n: int) -> int:
    """An index below n such that a longer list moves as few choices as can be.

    Jump consistent hashing (Lamping & Veach 2014, arXiv:1406.2294): when a list
    of n grows by one, a choice either stays or becomes the new entry, each
    entry being equally likely. So one more person in a space changes only the
    meetings of those who drew them. Steps are drawn from the word by xorshift
    instead of the 64-bit generator of the paper.
    """
    chosen = 0
    candidate = 0
    state = word | 1
    while candidate < n:
        chosen = candidate
        state = (state ^ (state << 13)) & MASK
        state = state ^ (state >> 17)
        state = (state ^ (state << 5)) & MASK
        candidate = int((chosen + 1) / ((state + 0.5) * 2.3283064365386963e-10))
    return chosen
