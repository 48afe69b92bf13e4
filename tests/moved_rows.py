"""The same organisation with everybody in another row: what no result may depend on."""

from __future__ import annotations

from typing import Any

import numpy as np

from trustgarden.model.engine import Engine
from trustgarden.model.layout import State

__all__ = ["BY_ROW", "move_rows"]

BY_ROW = (
    "people", "ties", "traces", "expected", "doubt", "meetings", "arranged", "num_hours", "tales",
    "keys", "belongs", "present", "closed", "led", "team", "place", "practice", "rank",
    "left", "standing", "accounts",
)  # fmt: skip
"""Arrays with a row a person, in which no other row is named but in meetings and tales."""
NAMES_ROWS = ("whom", "boss", "praised_by")
"""Arrays with a row a person that name other rows."""
LISTS_ROWS = ("by_key", "seats", "head", "members", "neighbours")
"""Lists of rows, in an order that does not change."""
UNMOVED = (
    "teams", "styles", "regimes", "groups", "cases", "seen", "spaces", "steps", "member_start",
    "place_start", "base", "log", "logged", "turned",
)  # fmt: skip
"""Arrays of teams, groups, spaces and of the whole."""
FILLED_EACH_WEEK = (
    "circle_start", "circles", "incoming_start", "incoming", "web", "tribe", "sizes",
)  # fmt: skip
OF_LEADERS = ("peer_start", "peers")


def move_rows(engine: Engine, order: np.ndarray) -> None:
    """Move everybody to another row, with their key: row `k` was row `order[k]`."""
    known = {*BY_ROW, *NAMES_ROWS, *LISTS_ROWS, *UNMOVED, *FILLED_EACH_WEEK, *OF_LEADERS}
    assert known == set(State._fields), "say of each new array how it moves"
    state = engine.state
    new_row = np.empty(len(order), np.int32)
    new_row[order] = np.arange(len(order), dtype=np.int32)

    def moved(rows: Any) -> Any:
        return np.where(rows >= 0, new_row[rows], -1).astype(np.int32)

    changes = {name: _taken(getattr(state, name), order) for name in BY_ROW}
    changes |= {name: moved(getattr(state, name)[order]) for name in NAMES_ROWS}
    changes |= {name: moved(getattr(state, name)) for name in LISTS_ROWS}
    changes["meetings"].partner = moved(changes["meetings"].partner)
    for name in ("third", "teller"):
        changes["tales"][name] = moved(changes["tales"][name])
    counts = np.diff(state.peer_start)
    changes["peer_start"] = np.concatenate([[0], np.cumsum(counts[order])]).astype(np.int32)
    lists = [state.peers[state.peer_start[old] : state.peer_start[old + 1]] for old in order]
    changes["peers"] = moved(np.concatenate(lists).astype(np.int32))
    engine.state = state._replace(**changes)


def _taken(array: Any, order: np.ndarray) -> Any:
    """Rows in another order; without rows (no accounts are kept) as it is."""
    if len(array) == 0:
        return array
    # Records must stay records, or the kernels would be compiled again for another type.
    taken = array[order].copy()
    return taken.view(np.recarray) if array.dtype.names else taken
