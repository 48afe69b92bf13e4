"""What stays where people come and go: seats, teams and spaces (2.3, 2.5, 2.7, 5.1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

from trustgarden.model.structure import Structure

if TYPE_CHECKING:
    from .people import PlainPerson

__all__ = ["MEETING", "REHEARSAL", "SOCIAL", "WORK", "Seat", "Space", "Team", "seated", "spaces"]

WORK, MEETING, REHEARSAL, SOCIAL = range(4)


@dataclass(eq=False)
class Team:
    """A fixed roster, and what is usual and known there; conditions are set by phase 1."""

    number: int
    seats: list[Seat] = field(default_factory=list)
    head: Seat | None = None
    norm: float = 0.7
    cases: float = 0.0
    seen: float = 0.0
    burden: float = 0.0
    conditions: SimpleNamespace | None = None


@dataclass(eq=False)
class Seat:
    """A place in the chart; `person` is who holds it, or held it last."""

    row: int
    team: Team
    place: int
    rank: int
    boss: Seat | None = None
    leads: bool = False
    fellow_leaders: list[Seat] = field(default_factory=list)
    occupant: int = 0
    present: bool = True
    person: PlainPerson | None = None


@dataclass(frozen=True)
class Space:
    """A kind of occasion to meet, under the conditions of the week."""

    number: int
    reach: float
    stake_scale: float
    benevolence_worth: float
    ability_worth: float
    formality: float


def spaces(c: SimpleNamespace, p: SimpleNamespace) -> list[Space]:
    """The table of 2.7."""
    return [
        Space(WORK, 1.0, 1.0, 1.0, 1.0, 1.0),
        Space(MEETING, 1.0, 0.6, 1.0, 1.0, 1.0),
        Space(REHEARSAL, c.rehearsal_reach, 0.6, 0.5 * (1.0 + p.social_bonus), 1.0, 0.4),
        Space(SOCIAL, c.social_reach, 0.5, p.social_bonus, 0.3, 0.0),
    ]


def seated(structure: Structure) -> tuple[list[Seat], list[Team]]:
    """Seats and teams of a structure, each knowing those around it."""
    teams = [Team(number) for number in range(structure.num_teams)]
    columns = structure.team, structure.place, structure.rank
    seats = [
        Seat(row, teams[team], int(place), int(rank))
        for row, (team, place, rank) in enumerate(zip(*columns, strict=True))
    ]
    for seat, boss in zip(seats, structure.boss, strict=True):
        seat.team.seats.append(seat)
        if boss >= 0:
            seat.boss = seats[boss]
            seat.boss.leads = True
    leaders = defaultdict(list)
    for seat in seats:
        if seat.leads:
            leaders[seat.boss].append(seat)
    for seat in seats:
        seat.fellow_leaders = leaders[seat.boss] if seat.boss is not None else []
    for team in teams:
        team.head = next(filter(is_head, team.seats), None)
    return seats, teams


def is_head(seat: Seat) -> bool:
    return seat.leads and (seat.boss is None or seat.boss.team is not seat.team)
