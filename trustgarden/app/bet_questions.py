"""What a room is asked, and what came true: computed from the run, never written down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.scenarios.wording import did_you_mean, listed, shown

__all__ = ["OPTIONS", "Answer", "Kind", "Question", "answer_of", "checked_series"]

Kind = Literal["twins", "direction"]

OPTIONS: dict[Kind, tuple[str, str, str]] = {
    "twins": ("left", "same", "right"),
    "direction": ("rises", "same", "falls"),
}
"""What one may say: which garden is higher in the end, or where the one garden goes."""

MOST_WEEKS = 520
ROUNDING = 1e-12
"""0.64 - 0.63 is a hundredth, whatever binary fractions make of it."""


@dataclass(frozen=True)
class Question:
    """What a bet is about.

    Attributes:
        kind: "twins" asks which of two gardens is higher in the end; "direction" whether the
            one garden rises from the week of the bet to the end.
        measure: Name of a weekly measure (`trustgarden.model.measures`).
        margin: A difference below it counts as the same; in the measure's unit, above 0.
        over: Weeks at the end of which the mean is taken; 1 is the last week alone. Measures
            that count what happened in a week need several.
        tie: None for the whole garden; or ids of two people, if it is about the trust of the
            first in the second.

    Raises:
        InputError: If one of these cannot be used.
    """

    kind: Kind
    measure: str
    margin: float
    over: int = 1
    tie: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise InputError(
                f"kind is {shown(self.kind)}; it must be one of: {listed(get_args(Kind))}."
            )
        if self.measure not in MEASURE_NAMES:
            near = did_you_mean(str(self.measure), MEASURE_NAMES)
            raise InputError(
                f"measure is {shown(self.measure)}, which nothing measures."
                f"{near or f' There are: {listed(MEASURE_NAMES)}.'}"
            )
        if not (math.isfinite(self.margin) and self.margin > 0):
            raise InputError(f"margin is {shown(self.margin)}; it must be a number above 0.")
        if not 1 <= self.over <= MOST_WEEKS:
            raise InputError(
                f"over is {shown(self.over)}; it must be a number of weeks from 1 to {MOST_WEEKS}."
            )
        if self.tie is not None and self.measure != "trust":
            raise InputError(
                f"measure is {shown(self.measure)}; of a tie of two people only trust is known."
            )

    @property
    def options(self) -> tuple[str, str, str]:
        """What one may bet on."""
        return OPTIONS[self.kind]


@dataclass(frozen=True)
class Answer:
    """What happened.

    Attributes:
        option: The option that came true.
        difference: Right less left, or end less beginning, in the measure's unit.
    """

    option: str
    difference: float


def answer_of(
    question: Question,
    left: Sequence[float],
    right: Sequence[float] | None,
    start: int,
) -> Answer:
    """What came true, from what was measured.

    Args:
        question: What was asked.
        left: The measure by week in the left or only garden, that of week 1 first; the last
            one is the end.
        right: The same in the right garden, or None if there is none.
        start: Weeks that had run when bets were placed.

    Raises:
        InputError: If there is no second garden, or no week before or after the bet.
    """
    before = checked_series(left, "left")
    if question.kind == "direction":
        if not 1 <= start < len(before):
            raise InputError(
                f"The bet was placed after week {start}, and {len(before)} weeks have run; to see "
                "where a garden goes, at least one week must have run before the bet and one after."
            )
        begin = _mean(before[:start], question.over)
        difference = _mean(before[start:], question.over) - begin
    else:
        if right is None:
            raise InputError("The bet is about two gardens, and there is one; add its twin.")
        beside = checked_series(right, "right")
        if len(beside) != len(before):
            raise InputError(
                f"The left garden has run {len(before)} weeks and the right one {len(beside)}; "
                "run both to the same week."
            )
        difference = _mean(beside, question.over) - _mean(before, question.over)
    return Answer(_option(question, difference), difference)


def _mean(series: npt.NDArray[np.float64], over: int) -> float:
    return float(series[-over:].mean())


def _option(question: Question, difference: float) -> str:
    lower, same, higher = (
        ("left", "same", "right") if question.kind == "twins" else ("falls", "same", "rises")
    )
    if abs(difference) < question.margin - ROUNDING:
        return same
    return higher if difference > 0 else lower


def checked_series(values: Sequence[float], side: str) -> npt.NDArray[np.float64]:
    """What was measured week by week, as an array (weeks,).

    Raises:
        InputError: If there is no week, or one without a value.
    """
    series = np.asarray(list(values), np.float64)
    if not len(series):
        raise InputError(f"The {side} garden has not run yet; run at least one week.")
    missing = np.flatnonzero(~np.isfinite(series))
    if len(missing):
        raise InputError(
            f"Week {missing[0] + 1} of the {side} garden has no value to compare; whoever the bet "
            "was about may have left."
        )
    return series
