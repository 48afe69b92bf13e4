"""What leaders who are code can see, and what they answer.

A leader sees signs of the own team, blurred, and never what is in anybody's memory:
no trust, no evidence, no felt fairness. What a style has to remember from one week to
the next stands in its notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .layout import REGIME_NAMES
from .presets import PRACTICES

__all__ = ["Attention", "Signs", "TeamsView", "Terms", "View", "sealed"]

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Signs:
    """What shows of last week, for each leader (or team) one number; NaN where nothing showed.

    Each is in [0, 1], and all but `left` are blurred by observation (`signs.BLUR`).

    Attributes:
        entrusted: Share of the hours that members spent with their leader in which they
            entrusted themselves to them; for teams, of the hours among members.
        kept: Share of the members' acts that were seen in which they seemed to keep
            faith; what went wrong and stayed hidden seems kept.
        told: Share of what was seen to go wrong that was told openly by who did it.
        voice: Share of members who told of something that had gone wrong.
        output: Work done, the mean of members.
        strain: Strain that shows, the mean of members.
        left: Seats whose occupant left since last week, as a share of seats.
    """

    entrusted: Numbers
    kept: Numbers
    told: Numbers
    voice: Numbers
    output: Numbers
    strain: Numbers
    left: Numbers


@dataclass(frozen=True)
class View:
    """What the leaders of one style can see at the start of a week; L leaders, in any order.

    Attributes:
        week: Number of the week that begins, from 1.
        team: Number of each leader's team (L,).
        span: People who report to each (L,).
        weeks_in_office: Full weeks each has been here (L,).
        shares: Attention of last week, in the order of `presets.PRACTICES` (L, 7); for those who
            are asked for the first time, what the scenario states.
        evenness: Evenness of last week (L,); so are `respect` and `listening`.
        signs: What showed of last week.
        notes: What the style noted last week (L, num_notes); zeros for those who are
            asked for the first time.
    """

    week: int
    team: Whole
    span: Whole
    weeks_in_office: Whole
    shares: Numbers
    evenness: Numbers
    respect: Numbers
    listening: Numbers
    signs: Signs
    notes: Numbers

    def __len__(self) -> int:
        return len(self.team)


@dataclass(frozen=True)
class Attention:
    """How leaders divide the week that begins; what is not said stays as the scenario has it.

    Attributes:
        shares: Share of attention for each practice, in the order of `presets.PRACTICES` (L, 7),
            each in [0, 1], adding up to at most 1 for each leader.
        evenness: 1 where all members get the same (L,), in [0, 1]; None: not said.
        respect: Respect and explanation shown (L,), in [0, 1]; None: not said.
        listening: How far voice is heeded (L,), in [0, 1]; None: not said.
        notes: What to remember (L, num_notes); None keeps last week's.
    """

    shares: Numbers
    evenness: Numbers | None = None
    respect: Numbers | None = None
    listening: Numbers | None = None
    notes: Numbers | None = None

    @classmethod
    def of(cls, view: View, *, notes: Numbers | None = None, **practices: Any) -> Attention:
        """Attention by the names of practices; those not named get none.

        Args:
            view: Whose attention it is.
            notes: What to remember.
            **practices: A share for all, or one for each leader (L,).

        Raises:
            ValueError: If there is no practice of a name.
        """
        shares = np.zeros((len(view), len(PRACTICES)))
        for name, share in practices.items():
            shares[:, _column(name, PRACTICES, "practice")] = share
        return cls(shares, notes=notes)


@dataclass(frozen=True)
class TeamsView:
    """What those who set the regime can see at the start of a week; T teams.

    Attributes:
        week: Number of the week that begins, from 1.
        team: Number of each team (T,).
        size: People who are there (T,).
        terms: The regime of last week, in the order of `layout.REGIME_NAMES` (T, 16); at
            first what the scenario states.
        signs: What showed of last week in each team.
        notes: What the regime noted last week (T, num_notes), zeros at first.
    """

    week: int
    team: Whole
    size: Whole
    terms: Numbers
    signs: Signs
    notes: Numbers

    def __len__(self) -> int:
        return len(self.team)


@dataclass(frozen=True)
class Terms:
    """The regime over each team in the week that begins.

    Attributes:
        values: Dimensions in the order of `layout.REGIME_NAMES` (T, 16), each in [0, 1].
        notes: What to remember (T, num_notes); None keeps last week's.
    """

    values: Numbers
    notes: Numbers | None = None

    @classmethod
    def of(cls, view: TeamsView, *, notes: Numbers | None = None, **dimensions: Any) -> Terms:
        """The terms of last week with some dimensions changed.

        Args:
            view: Over which teams.
            notes: What to remember.
            **dimensions: A value for all, or one for each team (T,).

        Raises:
            ValueError: If there is no dimension of a name.
        """
        values = view.terms.copy()
        for name, value in dimensions.items():
            values[:, _column(name, REGIME_NAMES, "dimension of a regime")] = value
        return cls(values, notes)


AnyView = TypeVar("AnyView", Signs, View, TeamsView)


def sealed(view: AnyView) -> AnyView:
    """The same view with arrays that can only be read: a style keeps nothing but its notes."""
    for array in vars(view).values():
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return view


def _column(name: str, names: tuple[str, ...], what: str) -> int:
    if name not in names:
        raise ValueError(f"{name!r} is no {what}; there are: {', '.join(names)}.")
    return names.index(name)
