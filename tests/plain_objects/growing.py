"""How an organisation gets more seats, and what happens when people sit elsewhere (7.14)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from .accounts import book_begun
from .leaving import acquaint, come
from .memory import kind_of
from .seats import Seat, Team

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["arrive", "grow", "merge", "sit_elsewhere"]

Label = tuple[int, str]
"""Number and name of a seat."""


def arrive(org: PlainOrganisation, team: Team, number: int) -> None:
    """New people join a team; they sit as the first does who is not its head."""
    of_team = [seat for seat in org.seats if seat.team is team]
    like = next((seat for seat in of_team if seat is not team.head), of_team[0])
    boss = like.boss if team.head is None else team.head
    labels = labels_of_new_seats(org, number)
    seats = [new_seat(org, label, team, boss, like, like.rank) for label in labels]
    fill_new(org, seats)


def grow(org: PlainOrganisation, number: int, name: str) -> None:
    """New teams of new people, whose leaders report to the top."""
    top, size = org.top(), org.plan.organisation.team_size
    labels = labels_of_new_seats(org, number)
    parts = [labels[start : start + size] for start in range(0, number, size)]
    seats = []
    for k, (first, *others) in enumerate(parts):
        team = add_team(org, Team(0, name if len(parts) == 1 else f"{name} {k + 1}"))
        leader = new_seat(org, first, team, top, top, top.rank + 1)
        members = [new_seat(org, label, team, leader, top, top.rank + 2) for label in others]
        seats += [leader, *members]
    fill_new(org, seats)


def new_seat(
    org: PlainOrganisation, label: Label, team: Team, boss: Seat | None, like: Seat, rank: int
) -> Seat:
    """An empty seat behind all others, of the place and practice of another."""
    seat = Seat(len(org.seats), *label, team, like.place, like.practice, rank, boss, present=False)
    org.seats.append(seat)
    return seat


def fill_new(org: PlainOrganisation, seats: list[Seat]) -> None:
    org.make_rosters()
    come(org, seats)


def labels_of_new_seats(org: PlainOrganisation, number: int) -> list[Label]:
    """Numbers and names of the seats that one more event makes."""
    org.openings += 1
    name = f"w{org.week}-"
    named = sum(seat.name.startswith(name) for seat in org.seats)
    return [(org.openings * 1048576 + j, f"{name}{named + j + 1}") for j in range(number)]


def add_team(org: PlainOrganisation, team: Team) -> Team:
    """Put a team behind those there are, under a name that no other has."""
    team.number = len(org.teams)
    team.name = unlike(team.name, [other.name for other in org.teams])
    team.style = org.conditions.style_of(team.name)
    org.teams.append(team)
    return team


def unlike(name: str, others: list[str]) -> str:
    """A name, or if others have it already, the first numbered one that they have not."""
    numbered = (f"{name} ({k})" for k in count(2))
    return next(one for one in chain([name], numbered) if one not in others)


def sit_elsewhere(org: PlainOrganisation) -> None:
    """The chart has changed: people have other leaders, members and team mates."""
    org.make_rosters()
    for me in org.people():
        for tie in me.memory.ties():
            tie.kind = kind_of(me, tie.other)
    for me in org.people():
        acquaint(me, "event")


def merge(org: PlainOrganisation, number: int, changes: Mapping[str, Any]) -> None:
    """Another organisation joins, with the past that it has had elsewhere."""
    other, top = elsewhere(org, number, changes), org.top()
    for team in other.teams:
        team.name = f"{team.name} of week {org.week}"
        add_team(org, team)
    for seat in other.seats:
        seat.row = len(org.seats)
        seat.boss = top if seat.boss is None else seat.boss
        seat.place += org.num_places
        seat.practice = min(seat.practice, org.num_practices - 1)
        seat.rank += 1
        org.seats.append(seat)
        move(seat, org)
    org.num_places += other.num_places
    org.joined += len(other.people())
    for me in other.people():
        for tie in me.memory.ties():
            book_begun(me, tie, "joined")
    sit_elsewhere(org)


def elsewhere(org: PlainOrganisation, number: int, changes: Mapping[str, Any]) -> PlainOrganisation:
    """Another organisation that has lived as long, under what `changes` say."""
    labels = labels_of_new_seats(org, number)
    own = {
        "organisation.num_people": number,
        "organisation.start": org.plan.organisation.begins,
        "organisation.people": None,
        "organisation.ties": [],
        "leaders.by_team": {},
        "events": [],
    }
    other = type(org)(
        org.plan.with_changes(own | dict(changes)),
        seed=org.chance.seed,
        seat_numbers=[number for number, _ in labels],
    )
    for _ in range(org.week - 1):
        other.pass_week()
    for seat, (_, name) in zip(other.seats, labels, strict=True):
        seat.name = name
    return other


def move(seat: Seat, org: PlainOrganisation) -> None:
    """Let who holds a seat, or held it last, be of another organisation."""
    if seat.present:
        seat.person.model.deregister_agent(seat.person)
        org.register_agent(seat.person)
    seat.person.model = org
    seat.person.begin_week()
