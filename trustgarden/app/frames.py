"""What the picture shows of one week, as small whole numbers that travel as JSON.

A frame says who holds each seat, how far others trust them, which relationships
to draw, and what passed between people in the week that has just ended. Trust
and the like are in hundredths. Who met whom stands in the arrays of the last
week (`Organisation.engine`), which the public tables do not carry; a saved
organisation has no record of who was recognised in its last week.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.model.organisation import Organisation

from .layout import Layout, following
from .marks import MARKS, marks_of

__all__ = ["MARKS", "frame_of"]

Numbers = npt.NDArray[np.float64]

TIES_A_PERSON = ((30, 7), (80, 5), (160, 4), (320, 3))
"""Most people, and how many of each one's strongest ties are drawn: fewer where many stand."""
FEWEST_TIES = 2
MISTRUSTED = 0.5
"""Mistrust from which each person's most mistrusted tie is drawn, however weak it is."""
GROWN = 99
"""What stands for the age of whoever has been there longer, or from the start (weeks)."""


def frame_of(org: Organisation, layout: Layout) -> dict[str, Any]:
    """Return what to draw of an organisation as it stands.

    Args:
        org: The organisation.
        layout: As made by `layout_of`. Where the chart has changed since, the frame brings
            the layout that follows from it, under `layout`.

    Returns:
        week; names (of who holds each seat, "" where it is empty); trust (received by each,
        hundredths, -1 where nobody knows them); age (weeks since joining, at most 99; -1 until
        accepted); ties, flat, five numbers each (seat, seat, trust, mistrust, hours of
        familiarity); marks, flat, three each (kind, from seat, to seat; `MARKS`); teams (trust
        within each, hundredths); ties_known (relationships remembered, drawn or not).
    """
    now = following(layout, org)
    rows = {name: row for row, name in enumerate(org.names)}
    people, ties = org.people_table(), org.ties()
    seats = people["id"].map(rows).to_numpy(dtype=np.int64)
    frame: dict[str, Any] = {
        "week": org.week,
        "names": _spread(people["id"].tolist(), seats, len(rows), ""),
        "trust": _spread(_hundredths(people["trust_received"]), seats, len(rows), -1),
        "age": _spread(_ages(org, people), seats, len(rows), 0),
        "ties": _strongest(ties, rows, len(people)).ravel().tolist(),
        "marks": marks_of(org).ravel().tolist(),
        "teams": _team_trust(ties, now),
        "ties_known": len(ties),
    }
    if now is not layout:
        frame["layout"] = now.as_data()
    return frame


def _spread(values: list[Any], seats: npt.NDArray[Any], count: int, empty: Any) -> list[Any]:
    """Values of those who are there, in the order of all seats."""
    spread = [empty] * count
    for seat, value in zip(seats.tolist(), values, strict=True):
        spread[seat] = value
    return spread


def _hundredths(values: Any) -> list[int]:
    numbers = np.asarray(values, dtype=np.float64)
    whole: list[int] = np.where(np.isnan(numbers), -1, np.rint(100 * numbers)).astype(int).tolist()
    return whole


def _ages(org: Organisation, people: pd.DataFrame) -> list[int]:
    """Weeks since each joined; who is not accepted yet stands below 0, founders are grown."""
    here = org.week - people["joined_week"].to_numpy(dtype=np.int64)
    # Who joined at the end of this week has been there for none, and is no founder.
    age = np.where(people["joined_week"] <= 0, GROWN, np.clip(here, 0, GROWN))
    waiting = people["accepted_week"].isna().to_numpy()
    ages: list[int] = np.where(waiting, -1 - np.minimum(age, GROWN), age).tolist()
    return ages


def _strongest(ties: pd.DataFrame, rows: dict[str, int], people: int) -> npt.NDArray[np.int64]:
    """The pairs to draw (pairs, 5): each person's most familiar, and who is mistrusted."""
    pairs = _pairs(ties, rows)
    most = next((number for size, number in TIES_A_PERSON if people <= size), FEWEST_TIES)
    close = _first_of_each(pairs, pairs[:, 4]) < most
    feared = (_first_of_each(pairs, pairs[:, 3]) < 1) & (pairs[:, 3] >= 100 * MISTRUSTED)
    return np.rint(pairs[(close | feared).any(axis=0)]).astype(np.int64)


def _first_of_each(pairs: Numbers, strength: Numbers) -> npt.NDArray[np.int64]:
    """Place of each pair among those of either end, the strongest being 0 (2, pairs)."""
    ends = np.concatenate([pairs[:, 0], pairs[:, 1]])
    order = np.lexsort((np.arange(len(ends)), -np.tile(strength, 2), ends))
    place = np.empty(len(ends), np.int64)
    place[order] = np.arange(len(ends)) - np.searchsorted(ends[order], ends[order])
    return place.reshape(2, -1)


def _pairs(ties: pd.DataFrame, rows: dict[str, int]) -> Numbers:
    """Two relationships as one pair: mean trust, the larger mistrust, the larger familiarity."""
    ends = np.column_stack([ties[end].map(rows).to_numpy(dtype=np.int64) for end in ("from", "to")])
    low, high = ends.min(axis=1), ends.max(axis=1)
    size = len(rows)
    code, place = np.unique(low * size + high, return_inverse=True)
    count = np.bincount(place, minlength=len(code))
    trust = np.bincount(place, weights=ties["trust"], minlength=len(code)) / np.maximum(count, 1)
    worst, hours = np.zeros(len(code)), np.zeros(len(code))
    np.maximum.at(worst, place, ties["mistrust"].to_numpy(dtype=np.float64))
    np.maximum.at(hours, place, ties["familiarity"].to_numpy(dtype=np.float64))
    return np.column_stack([code // size, code % size, 100 * trust, 100 * worst, hours])


def _team_trust(ties: pd.DataFrame, layout: Layout) -> list[int]:
    """Mean trust remembered within each team, in hundredths; -1 where there is none."""
    within = ties[ties["team_from"] == ties["team_to"]]
    return _hundredths(within.groupby("team_from")["trust"].mean().reindex(list(layout.beds)))
