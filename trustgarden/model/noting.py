"""What is kept of those who are asked: their answers and notes, by key.

Rows of an array change hands; keys never do. So what a leader has noted goes with the
key, and whoever takes the seat begins with nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np

from .keyed_chance import Keys
from .signs import Whole
from .views import Numbers

__all__ = ["Kept"]


@dataclass(frozen=True)
class Kept:
    """What was answered and noted, one row for each key.

    Attributes:
        keys: Of whom (n,), in rising order.
        answers: What was answered last (n, columns); NaN where nothing was said.
        notes: What was noted (n, num_notes).
        empty: Seats that stood empty (n,).
    """

    keys: Keys
    answers: Numbers
    notes: Numbers
    empty: Whole

    @classmethod
    def nothing(cls, columns: int, num_notes: int) -> Self:
        """Nothing kept of anybody."""
        return cls(
            np.zeros(0, np.int64),
            np.zeros((0, columns)),
            np.zeros((0, num_notes)),
            np.zeros(0, np.int64),
        )

    def of(self, keys: Keys, empty: Whole) -> Kept:
        """The same for just these keys; those not known have answered and noted nothing.

        Args:
            keys: Of whom, all different, in any order; rows come in that order.
            empty: Seats that stand empty, for those not known.
        """
        known, place = self._places(keys)
        answers = np.full((len(keys), self.answers.shape[1]), np.nan)
        notes = np.zeros((len(keys), self.notes.shape[1]))
        answers[known], notes[known] = self.answers[place], self.notes[place]
        empty = empty.copy()
        empty[known] = self.empty[place]
        return Kept(keys, answers, notes, empty)

    def answered(self, keys: Keys) -> Numbers:
        """What these have answered, NaN where nothing was said (keys, columns)."""
        known, place = self._places(keys)
        answers = np.full((len(keys), self.answers.shape[1]), np.nan)
        answers[known] = self.answers[place]
        return answers

    def _places(self, keys: Keys) -> tuple[Any, Any]:
        """Which keys are known, and where those stand."""
        place = np.searchsorted(self.keys, keys)
        place[place == len(self.keys)] = 0
        known = self.keys[place] == keys if len(self.keys) else np.zeros(len(keys), bool)
        return known, place[known]

    def with_empty(self, empty: Whole) -> Kept:
        """The same with so many seats standing empty."""
        return replace(self, empty=empty)

    def updated(self, answers: Numbers, notes: Numbers | None) -> Kept:
        """The same with new answers and, if there are any, new notes; in the order of keys."""
        order = np.argsort(self.keys)
        notes = self.notes if notes is None else notes
        return Kept(self.keys[order], answers[order], notes[order], self.empty[order])

    def as_data(self) -> dict[str, Any]:
        """As plain lists for a save; floats keep every bit."""
        data = {field.name: getattr(self, field.name).tolist() for field in fields(self)}
        return data | {"columns": self.answers.shape[1], "num_notes": self.notes.shape[1]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """What `as_data` gave."""
        number = len(data["keys"])
        return cls(
            np.array(data["keys"], np.int64),
            np.array(data["answers"], np.float64).reshape(number, data["columns"]),
            np.array(data["notes"], np.float64).reshape(number, data["num_notes"]),
            np.array(data["empty"], np.int64),
        )
