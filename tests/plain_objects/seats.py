"""What stays where people come and go: seats, teams, groups, and rosters (2.3, 2.6, 2.7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

from trustgarden.model.structure import Structure

if TYPE_CHECKING:
    from .people import PlainPerson

__all__ = ["Community", "Group", "Seat", "Team", "is_head", "make_rosters", "seated"]

LAST_OCCUPANT = 1023


@dataclass(eq=False)
class Group:
    """What is usual and was seen in a team or a community."""

    norm: float = 0.7
    acts: float = 0.0
    kept: float = 0.0
    burden: float = 0.0
    cases: list[float] = field(default_factory=lambda: [0.0] * 4)
    seen: list[float] = field(default_factory=lambda: [0.0] * 4)


@dataclass(eq=False)
class Team:
    """A team of the chart; its conditions are set by phase 1."""

    number: int
    name: str
    group: Group = field(default_factory=Group)
    seats: list[Seat] = field(default_factory=list)
    head: Seat | None = None
    style: SimpleNamespace | None = None
    conditions: SimpleNamespace | None = None
    recognised_share: float = 0.0
    suffered_mean: float = 0.0

    def people(self) -> list[PlainPerson]:
        """Members who are there, in the order of seats."""
        return [seat.person for seat in self.seats if seat.present]


@dataclass(eq=False)
class Community:
    """Those who belong together across teams; the circle is made in phase 3."""

    group: Group = field(default_factory=Group)
    circle: list[Seat] = field(default_factory=list)


@dataclass(eq=False)
class Seat:
    """A place in the chart; `person` is who holds it, or held it last."""

    row: int
    number: int
    name: str
    team: Team
    place: int
    practice: int
    rank: int
    boss: Seat | None = None
    occupant: int = 0
    present: bool = True
    closed: bool = False
    person: PlainPerson | None = None
    # Rosters; made anew with the chart.
    leads: bool = False
    led: int = 0
    neighbours: list[Seat] = field(default_factory=list)
    leaders_below: list[Seat] = field(default_factory=list)
    account: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def key(self) -> int:
        return self.occupant << 32 | self.number

    @property
    def printed_name(self) -> str:
        return f"{self.name}.{self.occupant}" if self.occupant else self.name

    @property
    def keys_have_run_out(self) -> bool:
        return self.occupant == LAST_OCCUPANT

    def fellow_leaders(self) -> list[Seat]:
        """Those who lead under the same boss, oneself among them if one leads."""
        return [] if self.boss is None else self.boss.leaders_below


def seated(structure: Structure, numbers: Sequence[int]) -> tuple[list[Seat], list[Team]]:
    """Seats and teams of a structure, without rosters yet."""
    teams = [Team(number, name) for number, name in enumerate(structure.team_names)]
    columns = structure.team, structure.place, structure.practice, structure.rank
    seats = [
        Seat(row, number, name, teams[team], int(place), int(practice), int(rank))
        for row, (number, name, team, place, practice, rank) in enumerate(
            zip(numbers, structure.ids, *columns, strict=True)
        )
    ]
    for seat, boss in zip(seats, structure.boss, strict=True):
        seat.boss = seats[boss] if boss >= 0 else None
    return seats, teams


def make_rosters(seats: list[Seat], teams: list[Team]) -> list[Seat]:
    """Make all rosters anew; that of the organisation is returned."""
    open_seats = [seat for seat in seats if not seat.closed]
    for seat in seats:
        seat.leads, seat.led, seat.leaders_below = False, 0, []
    for seat in seats:
        if seat.boss is not None:
            seat.boss.leads = True
            seat.boss.led += not seat.closed
    places: dict[int, list[Seat]] = {}
    for seat in seats:
        seat.neighbours = places.setdefault(seat.place, [])
    for seat in open_seats:
        seat.neighbours.append(seat)
        if seat.leads and seat.boss is not None:
            seat.boss.leaders_below.append(seat)
    for team in teams:
        team.seats = []
        team.head = next((seat for seat in seats if seat.team is team and is_head(seat)), None)
    for seat in open_seats:
        seat.team.seats.append(seat)
    return open_seats


def is_head(seat: Seat) -> bool:
    """Whether a seat leads somebody, and nobody of its own team leads it."""
    return seat.leads and (seat.boss is None or seat.boss.team is not seat.team)
