"""Who sits where: teams, leaders, places, practices and ranks, from numbers or a real chart.

Without a chart, people fill teams in the order of their seats; the first of a
team leads it, and leaders report to the leader of an earlier team, `span` of
them to one. So more people means more teams at the end, and nobody who was
there moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .chart import Chart
from .scenario import Scenario

__all__ = ["Structure", "structure_of"]

Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Structure:
    """Arrays that do not change while an organisation runs; rows stand in the order of seats."""

    ids: tuple[str, ...]
    boss: Rows
    team: Rows
    team_names: tuple[str, ...]
    place: Rows
    place_names: tuple[str, ...]
    rank: Rows
    practice: Rows
    practice_names: tuple[str, ...]

    @property
    def num_people(self) -> int:
        """Seats, filled or not."""
        return len(self.boss)

    @property
    def num_teams(self) -> int:
        """Teams; each has at least one seat."""
        return len(self.team_names)

    def heads(self) -> Rows:
        """Row of each team's leader, -1 if none: its member whose leader is not in it."""
        leads = np.zeros(self.num_people, bool)
        leads[self.boss[self.boss >= 0]] = True
        outside = (self.boss < 0) | (self.team[self.boss] != self.team)
        rows = np.flatnonzero(leads & outside)[::-1]
        head = np.full(self.num_teams, -1, np.int32)
        # Reversed, so that the first in the order of seats is written last and stays.
        head[self.team[rows]] = rows
        return head

    def rosters(self, there: Mask) -> tuple[Rows, Rows]:
        """Starts and rows of the members of each team, in the order of seats.

        Args:
            there: Which seats stand on rosters (people,); likewise below.
        """
        return _listed(self.team, np.flatnonzero(there), self.num_teams)

    def peers(self, there: Mask) -> tuple[Rows, Rows]:
        """Starts and rows of the leaders who report to each person, in the order of seats."""
        leads = np.zeros(self.num_people, bool)
        leads[self.boss[self.boss >= 0]] = True
        rows = np.flatnonzero(leads & (self.boss >= 0) & there)
        return _listed(self.boss, rows, self.num_people)

    def neighbours(self, there: Mask) -> tuple[Rows, Rows]:
        """Starts and rows of the people of each place, in the order of seats."""
        return _listed(self.place, np.flatnonzero(there), len(self.place_names))


def _listed(
    column: Rows, rows: npt.NDArray[np.intp], count: int
) -> tuple[Rows, Rows]:
    """Rows by what a column says of them, in their order, and where each list starts."""
    order = np.argsort(column[rows], kind="stable")
    counts = np.bincount(column[rows], minlength=count)
    return _starts(counts), rows[order].astype(np.int32)


def structure_of(scenario: Scenario, chart: Chart | None) -> Structure:
    """Lay out the people of a scenario, by its chart if it has one."""
    if chart is not None:
        return Structure(
            ids=chart.ids,
            boss=chart.boss,
            team=chart.team,
            team_names=chart.team_names,
            place=chart.place,
            place_names=chart.place_names,
            rank=chart.rank,
            practice=chart.practice,
            practice_names=chart.practice_names,
        )
    plan = scenario.organisation
    seats = np.arange(plan.num_people, dtype=np.int32)
    team = seats // plan.team_size
    num_teams = int(team[-1]) + 1
    leader = (np.arange(num_teams) * plan.team_size).astype(np.int32)
    above = np.where(np.arange(num_teams) > 0, (np.arange(num_teams) - 1) // plan.span, -1)
    boss = leader[team]
    boss[leader] = np.where(above >= 0, leader[np.maximum(above, 0)], -1)
    depth = np.zeros(num_teams, np.int32)
    for t in range(1, num_teams):
        depth[t] = depth[above[t]] + 1
    rank = depth[team] + 1
    rank[leader] = depth
    num_places = min(plan.num_places, num_teams)
    num_practices = min(plan.num_practices, num_teams)
    # Teams of one place are of different practices, so that practices cut across places.
    practice = (team // num_places) % num_practices
    return Structure(
        ids=tuple(str(seat + 1) for seat in range(plan.num_people)),
        boss=boss.astype(np.int32),
        team=team.astype(np.int32),
        team_names=tuple(f"team {t + 1}" for t in range(num_teams)),
        place=(team % num_places).astype(np.int32),
        place_names=tuple(f"place {k + 1}" for k in range(num_places)),
        rank=rank.astype(np.int32),
        practice=practice.astype(np.int32),
        practice_names=tuple(f"practice {k + 1}" for k in range(num_practices)),
    )


def _starts(counts: npt.NDArray[np.intp]) -> Rows:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
