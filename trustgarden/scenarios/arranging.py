"""Who leads whom and who is in which team, where the files do not say it.

These are the rules of `docs/scenarios.md`, on rows of people instead of names.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["NOBODY", "bosses_by_rank", "circle_in", "depths", "teams_by_chart"]

NOBODY = -1
"""In place of a leader's row."""

Numbers = NDArray[np.int32]


def circle_in(boss: Numbers) -> list[int]:
    """The rows of a circle in the chart, from one to their leader and so on; empty if none.

    Everybody is followed upwards once; whoever is met again on the same way is
    in a circle.
    """
    leaders = boss.tolist()
    met_from = [NOBODY] * len(leaders)
    for start in range(len(leaders)):
        row = start
        while row != NOBODY and met_from[row] == NOBODY:
            met_from[row] = start
            row = leaders[row]
        if row != NOBODY and met_from[row] == start:
            return _around(row, leaders)
    return []


def _around(start: int, leaders: list[int]) -> list[int]:
    rows = [start]
    while leaders[rows[-1]] != start:
        rows.append(leaders[rows[-1]])
    return rows


def teams_by_chart(boss: Numbers) -> tuple[Numbers, Numbers]:
    """Teams by person, and by team the row of the person whose team it is.

    A person with reports is of the team they lead, one without of their
    leader's. Somebody who neither leads nor is led is a team of their own.
    """
    leads = np.zeros(len(boss), bool)
    leads[boss[boss != NOBODY]] = True
    head = np.where(leads | (boss == NOBODY), np.arange(len(boss)), boss)
    heads, team = np.unique(head, return_inverse=True)
    return team.astype(np.int32), heads.astype(np.int32)


def bosses_by_rank(team: Numbers, num_teams: int, rank: Numbers | None) -> Numbers:
    """The member of highest rank leads; the one leader of highest rank of all leads the others.

    Of several of the same rank in a team, the one who stands first in the file
    leads; of several leaders of the same rank none leads the others.
    """
    ranks = np.zeros(len(team), np.int32) if rank is None else rank
    order = np.lexsort((np.arange(len(team)), ranks, team))
    first = np.searchsorted(team[order], np.arange(num_teams))
    leader = order[first].astype(np.int32)
    boss = leader[team]
    tops = leader[ranks[leader] == ranks[leader].min()]
    boss[leader] = tops[0] if len(tops) == 1 else NOBODY
    boss[tops] = NOBODY
    return boss


def depths(boss: Numbers) -> Numbers:
    """Steps from each person up to somebody who reports to nobody."""
    depth = np.zeros(len(boss), np.int32)
    above = boss.copy()
    while (climbing := above != NOBODY).any():
        depth[climbing] += 1
        above[climbing] = boss[above[climbing]]
    return depth
