"""Checks of what an experimenter passes: whole numbers, shares, words, one number a group.

Kernels read rows without looking: whatever reaches them must be what they expect. So
every argument is checked before anything of the laboratory has changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model.chance import MAX_WEEKS
from trustgarden.scenarios.wording import did_you_mean, listed

__all__ = [
    "check_flag",
    "check_person",
    "check_rounds",
    "check_two",
    "check_word",
    "column_of",
    "number_in",
    "told",
    "whole_in",
]

LONGEST_TOLD = 60
"""Characters of a value that a message repeats."""


def told(value: Any) -> str:
    """A value as Python writes it, cut short if it is long."""
    # Python refuses to write whole numbers of thousands of digits in decimals.
    if isinstance(value, int) and abs(value) >= 10**40:
        return "a number of more than 40 digits"
    text = " ".join((str(value) if isinstance(value, np.generic) else repr(value)).split())
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}..."


def is_whole(value: Any) -> bool:
    """Whether this is a whole number; True and 2.0 are none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def whole_in(value: Any, name: str, least: int, most: int, why: str = "") -> int:
    """A whole number from `least` to `most`.

    Raises:
        InputError: If it is none, or lies outside.
    """
    if is_whole(value) and least <= value <= most:
        return int(value)
    raise InputError(
        f"{name} is {told(value)}; it must be a whole number from {least:,} to {most:,}{why}."
    )


def number_in(value: Any, name: str, least: float, most: float, *, above: bool = False) -> float:
    """A number from `least` (or `above` it) to `most`.

    Raises:
        InputError: If it is none, or lies outside.
    """
    is_number = is_whole(value) or isinstance(value, float | np.floating)
    # Kernels keep most numbers in 32 bits, in which a tiny one is 0.
    if is_number and least <= value <= most and not (above and np.float32(value) <= least):
        return float(value)
    legal = f"above {least:g} and at most {most:g}" if above else f"between {least:g} and {most:g}"
    verb = "be" if above else "lie"
    raise InputError(f"{name} is {told(value)}; it must {verb} {legal}.")


def check_flag(value: Any, name: str) -> None:
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool):
        raise InputError(f"{name} is {told(value)}; it must be True or False.")


def check_word(value: Any, name: str, legal: Iterable[str]) -> None:
    """Refuse what is none of the legal words; the nearest one is named."""
    words = list(legal)
    if not isinstance(value, str) or value not in words:
        near = did_you_mean(value, words) if isinstance(value, str) else ""
        raise InputError(f"{name} is {told(value)}; it must be one of {listed(words)}.{near}")


def check_person(number: Any, name: str, num_people: int) -> int:
    """The number of a person of a group, from 0."""
    if is_whole(number) and 0 <= number < num_people:
        return int(number)
    raise InputError(
        f"{name} is {told(number)}; people of a group are numbered 0 to {num_people - 1}."
    )


def check_two(one: int, other: int, shift: Any, num_groups: int, what: str) -> int:
    """How far the other's group is, if the two are two people.

    Raises:
        InputError: If they are one, or groups are not shifted by so much.
    """
    if not is_whole(shift) or not -num_groups < shift < num_groups:
        raise InputError(
            f"shift is {told(shift)}; of {num_groups} groups it must be a whole number between "
            f"{1 - num_groups} and {num_groups - 1}, as the next would be the own group again."
        )
    if one == other and shift == 0:
        raise InputError(f"person {one} cannot {what} themselves; name two people.")
    return int(shift)


def check_rounds(rounds: Any, played: int, before: int = 0) -> int:
    """How many rounds, if so many can still be played.

    Args:
        rounds: What was asked for.
        played: Rounds played so far.
        before: Rounds that a game plays before those asked for.

    Raises:
        InputError: If it is no whole number of 1 or more, or there would be too many.
    """
    if is_whole(rounds) and 1 <= rounds <= MAX_WEEKS - 1 - played - before:
        return int(rounds)
    raise InputError(
        f"rounds is {told(rounds)}; it must be at least 1, a whole number, and a laboratory holds "
        f"{MAX_WEEKS - 1:,} rounds in all ({played} are played); make a new one for more."
    )


def column_of(
    value: Any, name: str, least: float, most: float, num_groups: int
) -> npt.NDArray[np.float64]:
    """One number for all groups or one for each, as an array (groups,).

    Raises:
        InputError: If it is neither, or a number lies outside.
    """
    values = _array(value)
    if values is None or values.shape not in ((), (num_groups,)):
        shape = "" if values is None else f" of shape {values.shape}"
        raise InputError(
            f"{name} is {told(value)}{shape}; it must be one number, or an array of one a group "
            f"({num_groups},)."
        )
    if not np.all((values >= least) & (values <= most)):
        raise InputError(f"{name} is {told(value)}; it must lie between {least:g} and {most:g}.")
    return np.broadcast_to(values, (num_groups,)).astype(np.float64)


def _array(value: Any) -> npt.NDArray[Any] | None:
    """Whole or broken numbers as an array, or None if they are none."""
    try:
        values = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    return values if values.dtype.kind in "iuf" else None
