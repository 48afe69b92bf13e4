"""Bets of a room: what people say will happen before a run, and what did.

The truth of a bet is computed from the run, never written down. Names come from phones of
people in the room: they are plain text, and stay so.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.scenarios.wording import did_you_mean, listed, shown

__all__ = [
    "LONGEST_NAME",
    "MOST_BETS",
    "MOST_POINTS",
    "OPTIONS",
    "Answer",
    "Bet",
    "BettingBox",
    "Kind",
    "Line",
    "Question",
    "answer_of",
    "clean_name",
    "drawn",
    "gap_of",
]

Kind = Literal["twins", "direction"]
Line = tuple[tuple[float, float], ...]
"""A curve drawn by hand: (week, value), weeks increasing."""

OPTIONS: dict[Kind, tuple[str, str, str]] = {
    "twins": ("left", "same", "right"),
    "direction": ("rises", "same", "falls"),
}
"""What one may say: which garden is higher in the end, or where the one garden goes."""

MOST_BETS = 60
LONGEST_NAME = 24
LONGEST_DEVICE = 64
MOST_POINTS = 520
"""Points of a drawn line: ten years of weeks."""
LARGEST = 1e6
"""No measure comes near; what is larger was not drawn by hand."""
ROUNDING = 1e-12
"""0.64 - 0.63 is a hundredth, whatever binary fractions make of it."""
JOINS_EMOJI = "\u200d"


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
        if not 1 <= self.over <= MOST_POINTS:
            raise InputError(
                f"over is {shown(self.over)}; it must be a number of weeks from 1 to {MOST_POINTS}."
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
    before = _series(left, "left")
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
        beside = _series(right, "right")
        if len(beside) != len(before):
            raise InputError(
                f"The left garden has run {len(before)} weeks and the right one {len(beside)}; "
                "run both to the same week."
            )
        difference = _mean(beside, question.over) - _mean(before, question.over)
    return Answer(_option(question, difference), difference)


def _series(values: Sequence[float], side: str) -> npt.NDArray[np.float64]:
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


def _mean(series: npt.NDArray[np.float64], over: int) -> float:
    return float(series[-over:].mean())


def _option(question: Question, difference: float) -> str:
    lower, same, higher = (
        ("left", "same", "right") if question.kind == "twins" else ("falls", "same", "rises")
    )
    if abs(difference) < question.margin - ROUNDING:
        return same
    return higher if difference > 0 else lower


@dataclass(frozen=True)
class Bet:
    """What one person, or one phone, says will happen.

    Attributes:
        name: Plain text; whoever shows it must show it as text.
        option: One of the question's options, or None if only a line was drawn.
        line: A curve drawn by hand, as `drawn` gives it, or None.

    Raises:
        InputError: If the name cannot be used, or nothing was said.
    """

    name: str
    option: str | None = None
    line: Line | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_name(self.name))
        if self.option is None and self.line is None:
            raise InputError("This bet says nothing yet; choose an option or draw a line.")
        if self.line is not None:
            object.__setattr__(self, "line", drawn(self.line))


def clean_name(name: str) -> str:
    """A name fit to be shown: composed, white space at its ends and doubled taken out.

    Raises:
        InputError: If it is empty, too long, or holds characters that steer a display.
    """
    if not isinstance(name, str):
        raise InputError(f"name is {shown(name)}; it must be text.")
    if len(name) > 10 * LONGEST_NAME:  # Not even looked at: composing takes time.
        raise _too_long(len(name))
    if any(_steers(letter) for letter in name.strip()):
        raise InputError(
            "name holds something that cannot be seen, or that turns the order of letters; it may "
            "hold letters, digits, signs and spaces. Type it again."
        )
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in clean):
        raise InputError("name is empty; type a name, or a word of your own.")
    if len(clean) > LONGEST_NAME:
        raise _too_long(len(clean))
    return clean


def _too_long(length: int) -> InputError:
    return InputError(f"name has {length} characters; it may have {LONGEST_NAME}. Shorten it.")


def _steers(letter: str) -> bool:
    """Controls, turned directions, what is not a character; but emoji are joined by one."""
    category = unicodedata.category(letter)
    return (category[0] == "C" and letter != JOINS_EMOJI) or category in ("Zl", "Zp")


def drawn(points: Sequence[Sequence[float]]) -> Line:
    """A line as a hand draws it, put in order: by week, the last stroke in a week holds.

    Raises:
        InputError: If there is no point, or there are too many, or one is no pair of numbers.
    """
    if not 1 <= len(points) <= MOST_POINTS:
        raise InputError(
            f"line has {len(points)} points; it may have 1 to {MOST_POINTS}. Draw it again."
        )
    by_week: dict[float, float] = {}
    for point in points:
        week, value = _point(point)
        by_week[week] = value
    return tuple(sorted(by_week.items()))


def _point(point: Sequence[float]) -> tuple[float, float]:
    try:
        week, value = (float(part) for part in point)
    except (TypeError, ValueError, OverflowError):
        raise InputError("line holds a point that is no pair of week and value.") from None
    if not (0 <= week <= LARGEST and abs(value) <= LARGEST):
        raise InputError(
            "line leaves the page: each of its points is a week from 0 on, and a value that can "
            "be measured. Draw it again."
        )
    return week, value


def gap_of(line: Line, series: Sequence[float]) -> float:
    """How far a drawn line was from what happened.

    Args:
        line: (week, value), weeks increasing; between its points it is straight.
        series: The measure by week, that of week 1 first.

    Returns:
        Mean absolute distance over the weeks that both cover, in the measure's unit.

    Raises:
        InputError: If they have no week in common.
    """
    happened = _series(series, "drawn")
    weeks = np.arange(1, len(happened) + 1)
    weeks = weeks[(weeks >= line[0][0]) & (weeks <= line[-1][0])]
    if not len(weeks):
        raise InputError("The line that was drawn crosses no week of the run.")
    told = np.interp(weeks, [week for week, _ in line], [value for _, value in line])
    return float(np.abs(told - happened[weeks - 1]).mean())


class BettingBox:
    """The bets of one run: one for each device, until the run starts.

    Args:
        question: What is asked.
        most: How many may bet.
    """

    def __init__(self, question: Question, most: int = MOST_BETS) -> None:
        self.question = question
        self.most = most
        self.is_open = True
        self._bets: dict[str, Bet] = {}

    def __len__(self) -> int:
        return len(self._bets)

    @property
    def bets(self) -> tuple[Bet, ...]:
        """All bets, in the order in which devices first placed one."""
        return tuple(self._bets.values())

    def place(self, device: str, bet: Bet) -> None:
        """Put in a bet; a later one of the same device takes the place of its earlier one.

        Raises:
            InputError: If the box is closed or full, or the option is none of the question's.
        """
        if not self.is_open:
            raise InputError("Bets are closed, since the run has begun.")
        if not isinstance(device, str) or not 1 <= len(device) <= LONGEST_DEVICE:
            raise InputError("This device has no usable id; open the page again.")
        if bet.option is not None and bet.option not in self.question.options:
            raise InputError(
                f"option is {shown(bet.option)}; it must be one of: "
                f"{listed(self.question.options)}."
            )
        if device not in self._bets and len(self._bets) >= self.most:
            raise InputError(f"There are {self.most} bets already, and no more fit in the box.")
        self._bets[device] = bet

    def close(self) -> None:
        """No more bets: the run starts."""
        self.is_open = False

    def tally(self) -> dict[str, int]:
        """How many chose each option, in the question's order."""
        return {
            option: sum(bet.option == option for bet in self.bets)
            for option in self.question.options
        }

    def best(self, series: Sequence[float]) -> tuple[Bet, float] | None:
        """The bet whose line was nearest to what happened, and how far it was.

        Args:
            series: The measure by week, that of week 1 first.

        Returns:
            The bet and its gap, of equally near ones the first; None if no line crosses the run.
        """
        found: tuple[Bet, float] | None = None
        for bet in self.bets:
            if bet.line is None or bet.line[0][0] > len(series) or bet.line[-1][0] < 1:
                continue
            try:
                gap = gap_of(bet.line, series)
            except InputError:  # Drawn between two weeks: nothing to measure it by.
                continue
            if found is None or gap < found[1]:
                found = bet, gap
        return found
