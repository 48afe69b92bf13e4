"""How an organisation gets more seats, and what happens when people sit elsewhere (7.14)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .accounts import book_begun
from .leaving import acquaint, come
from .memory import kind_of
from .seats import Seat, Team

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["arrive", "grow", "merge", "sit_elsewhere"]


def arrive(org: PlainOrganisation, team: Team, number: int) -> None:
    """New people join a team; they sit as the first does who is not its head."""
    of_team = [seat for seat in org.seats if seat.team is team]
    model = next((seat for seat in of_team if seat is not team.head), of_team[0])
    boss = model.boss if team.head is None else team.head
    add_seats(org, number, lambda _: (team, boss, model, model.rank))


def grow(org: PlainOrganisation, number: int, name: str) -> None:
    """New teams of new people, whose leaders report to the top."""
    top, size = org.top(), org.plan.organisation.team_size
    count = -(-number // size)
    names = [name] if count == 1 else [f"{name} {k + 1}" for k in range(count)]
    teams = [org.add_team(Team(0, name)) for name in names]
    leaders: list[Seat] = []

    def chart(j: int) -> tuple[Team, Seat, Seat, int]:
        leads = j % size == 0
        boss = top if leads else leaders[-1]
        return teams[j // size], boss, top, top.rank + (1 if leads else 2)

    add_seats(org, number, chart, leaders)


def add_seats(
    org: PlainOrganisation,
    number: int,
    chart: Callable[[int], tuple[Team, Seat | None, Seat, int]],
    leaders: list[Seat] | None = None,
) -> None:
    """Seats behind all others, and their people; `chart` says where the j-th of them is."""
    numbers, names = org.new_seats(number)
    seats = []
    for j in range(number):
        team, boss, model, rank = chart(j)
        seat = Seat(
            len(org.seats), numbers[j], names[j], team, model.place, model.practice, rank, boss
        )
        seat.present = False
        org.seats.append(seat)
        seats.append(seat)
        if leaders is not None and boss is model:
            leaders.append(seat)
    org.make_rosters()
    come(org, seats)


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
        org.add_team(team)
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


def elsewhere(
    org: PlainOrganisation, number: int, changes: Mapping[str, Any]
) -> PlainOrganisation:
    """Another organisation that has lived as long, under what `changes` say."""
    numbers, names = org.new_seats(number)
    own = {
        "organisation.num_people": number,
        "organisation.start": org.plan.organisation.begins,
        "organisation.people": None,
        "organisation.ties": [],
        "leaders.by_team": {},
        "events": [],
    }
    other = type(org)(
        org.plan.with_changes(own | dict(changes)), seed=org.chance.seed, seat_numbers=numbers
    )
    for _ in range(org.week - 1):
        other.pass_week()
    for seat, name in zip(other.seats, names, strict=True):
        seat.name = name
    return other


def move(seat: Seat, org: PlainOrganisation) -> None:
    """Let who holds a seat, or held it last, be of another organisation."""
    if seat.present:
        seat.person.model.deregister_agent(seat.person)
        org.register_agent(seat.person)
    seat.person.model = org
    seat.person.begin_week()
