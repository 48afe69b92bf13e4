"""What code of a user's own may answer, and how it is refused otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError
from .layout import REGIME_NAMES
from .presets import PRACTICES
from .views import Attention, Numbers, Terms

__all__ = ["Asked", "checked_attention", "checked_terms"]

ROUNDING = 1e-9
"""By how much shares may add up to more than 1."""
MANNERS = ("evenness", "respect", "listening")


@dataclass(frozen=True)
class Asked:
    """Who was asked, for the message: the class, the week, and the teams by name."""

    who: Any
    week: int
    teams: Sequence[str]

    def refuse(self, what: str, remedy: str) -> InputError:
        """The error of an answer that cannot be used."""
        name = f"{type(self.who).__module__}:{type(self.who).__qualname__}"
        return InputError(f"{name}, week {self.week}: {what}; {remedy}.")

    def array(self, values: Any, shape: tuple[int, ...], what: str) -> Numbers:
        """An array of numbers of this shape, finite.

        Raises:
            InputError: If it is none.
        """
        try:
            array = np.array(values, np.float64)
        except (TypeError, ValueError):
            raise self.refuse(f"{what} are no numbers", "return an array of float") from None
        if array.shape != shape:
            raise self.refuse(
                f"{what} have the shape {array.shape}", f"return an array of shape {shape}"
            )
        self._all(np.isfinite(array), array, what, "return finite numbers")
        return array

    def shares(self, values: Any, columns: Sequence[str], what: str) -> Numbers:
        """An array (teams, columns) of numbers in [0, 1].

        Raises:
            InputError: If it is none.
        """
        array = self.array(values, (len(self.teams), len(columns)), what)
        inside = (array >= 0.0) & (array <= 1.0)
        self._all(inside, array, what, "return numbers from 0 to 1", columns)
        return array

    def _all(
        self, fine: Any, array: Numbers, what: str, remedy: str, columns: Sequence[str] = ()
    ) -> None:
        """Refuse the first number that is not fine."""
        if fine.all():
            return
        team, *column = np.argwhere(~fine)[0]
        name = columns[column[0]] if columns else what
        number = array[(team, *column)]
        raise self.refuse(f"{name} is {number} for {self.teams[team]!r}", remedy)


def checked_attention(answer: Any, asked: Asked, num_notes: int) -> tuple[Numbers, Numbers | None]:
    """What a style answered, as columns of `STYLE_DTYPE` with NaN for what was not said.

    Raises:
        InputError: If it cannot be used.
    """
    if not isinstance(answer, Attention):
        raise asked.refuse(
            f"attend returned {type(answer).__name__}", "return a trustgarden.Attention"
        )
    shares = asked.shares(answer.shares, PRACTICES, "shares")
    total = shares.sum(axis=1)
    if (total > 1.0 + ROUNDING).any():
        team = int(np.argmax(total > 1.0 + ROUNDING))
        raise asked.refuse(
            f"shares add up to {total[team]:.6g} for {asked.teams[team]!r}",
            "a leader has one week: return shares that add up to at most 1",
        )
    manners = [_manner(getattr(answer, name), asked, name) for name in MANNERS]
    return np.column_stack([shares, *manners]), _notes(answer.notes, asked, num_notes)


def checked_terms(answer: Any, asked: Asked, num_notes: int) -> tuple[Numbers, Numbers | None]:
    """What a regime answered, as columns of `REGIME_DTYPE`.

    Raises:
        InputError: If it cannot be used.
    """
    if not isinstance(answer, Terms):
        raise asked.refuse(f"rule returned {type(answer).__name__}", "return trustgarden.Terms")
    return (
        asked.shares(answer.values, REGIME_NAMES, "values"),
        _notes(answer.notes, asked, num_notes),
    )


def _manner(values: Any, asked: Asked, name: str) -> Numbers:
    if values is None:
        return np.full(len(asked.teams), np.nan)
    array = asked.array(values, (len(asked.teams),), name)
    return asked.shares(array[:, None], (name,), name)[:, 0]


def _notes(values: Any, asked: Asked, num_notes: int) -> Numbers | None:
    if values is None:
        return None
    return asked.array(values, (len(asked.teams), num_notes), "notes")
