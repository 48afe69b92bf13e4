"""What passed between people in the last week, as marks that the picture shows shortly."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from trustgarden.model.layout import (
    ADMITS,
    BREACH,
    ERROR,
    HELD_BACK,
    KEPT,
    NOTHING,
    PAYS,
)
from trustgarden.model.organisation import Organisation

__all__ = ["MARKS", "marks_of"]

Whole = npt.NDArray[np.int64]

MARKS = ("met", "kept", "error", "breach", "deception", "repair", "recognition")
"""Kinds of marks; a frame names them by their place here."""
MET, KEPT_FAITH, ERRED, BROKE, DECEIVED, REPAIRED, RECOGNISED = range(len(MARKS))
MOST_A_PERSON = 3.0
"""Meetings shown, to the number of people: a week has many times as many."""


def marks_of(org: Organisation) -> Whole:
    """Return the marks of the last week (marks, 3): kind, from seat, to seat.

    A mark goes from who acted to whom it touched: from who kept faith, erred or broke faith
    to who had trusted; from who recognised to who was. Deceptions are those that came out.
    Where a week has more meetings than can be seen, the same share of each kind is shown, those
    with the largest stakes: a breach must not look more frequent than it was.
    """
    if org.week == 0:
        return np.zeros((0, 3), np.int64)
    kinds = [*_of_meetings(org), _recognised(org)]
    return _of_the_present(org, np.concatenate(kinds))


def _of_meetings(org: Organisation) -> list[Whole]:
    meetings = org.engine.state.meetings
    act = meetings["act"]
    found = (meetings["found"] == 1) & (act != NOTHING)
    # What stays hidden is not shown as what it was: those concerned saw faith kept.
    hidden = (meetings["hidden"] == 1) & ~found
    repaired = (meetings["forms"] & (ADMITS | PAYS)) != 0
    kinds = {
        MET: act == HELD_BACK,
        KEPT_FAITH: (act == KEPT) | (hidden & ((act == ERROR) | (act == BREACH))),
        ERRED: (act == ERROR) & ~hidden & ~found,
        BROKE: (act == BREACH) & ~hidden & ~found,
        DECEIVED: found,
        REPAIRED: repaired & ((act == ERROR) | (act == BREACH)) & ~hidden,
    }
    shown = min(1.0, MOST_A_PERSON * len(meetings) / max(int((act != NOTHING).sum()), 1))
    return [_marks(meetings, kind, which, shown) for kind, which in kinds.items()]


def _marks(meetings: Any, kind: int, which: npt.NDArray[np.bool_], share: float) -> Whole:
    trustors, hours = np.nonzero(which & (meetings["partner"] >= 0))
    stakes = meetings["stake"][trustors, hours]
    trustees = meetings["partner"][trustors, hours].astype(np.int64)
    most = int(np.ceil(share * len(stakes)))
    kept = np.sort(np.lexsort((np.arange(len(stakes)), -stakes))[:most])
    return np.column_stack([np.full(len(kept), kind), trustees[kept], trustors[kept]])


def _recognised(org: Organisation) -> Whole:
    by = org.engine.state.praised_by
    whom = np.flatnonzero(by >= 0)
    return np.column_stack([np.full(len(whom), RECOGNISED), by[whom], whom]).astype(np.int64)


def _of_the_present(org: Organisation, marks: Whole) -> Whole:
    """Without those who left at the end of the week: their seats are others' now, or empty."""
    state = org.engine.state
    now = org.engine.weeks_before + org.week
    here = (state.present == 1) & (state.people["joined"] < now)
    both: npt.NDArray[np.bool_] = here[marks[:, 1]] & here[marks[:, 2]]
    return marks[both]
