"""People of a laboratory: independent groups, numbered group by group."""

from __future__ import annotations

from typing import Any

import numpy as np

from trustgarden.model.structure import Structure

__all__ = ["structure_of_groups"]


def structure_of_groups(num_people: int, num_groups: int, *, led: bool) -> Structure:
    """Groups as teams of one place; with `led`, person 0 of each leads the others."""
    total = num_people * num_groups
    first = np.repeat(np.arange(num_groups, dtype=np.int32) * num_people, num_people)
    members = np.arange(total) != first
    same: dict[str, Any] = dict.fromkeys(("place", "practice"), np.zeros(total, np.int32))
    return Structure(
        ids=tuple(map(str, range(1, total + 1))),
        boss=np.where(members & led, first, -1).astype(np.int32),
        team=np.repeat(np.arange(num_groups, dtype=np.int32), num_people),
        team_names=tuple(f"group {k + 1}" for k in range(num_groups)),
        place_names=("laboratory",),
        rank=np.where(members & led, 1, 0).astype(np.int32),
        practice_names=("laboratory",),
        **same,
    )
