"""Bets of a room: what people say will happen before a run, and what did.

The truth of a bet is computed from the run, never written down. Names come from phones of
people in the room: they are plain text, and stay so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from trustgarden.errors import InputError
from trustgarden.scenarios.wording import listed, shown

from .bet_lines import MOST_POINTS, Line, drawn, gap_of
from .bet_questions import OPTIONS, Answer, Kind, Question, answer_of

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

MOST_BETS = 60
LONGEST_NAME = 24
LONGEST_DEVICE = 64
JOINS_EMOJI = "\u200d"


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
