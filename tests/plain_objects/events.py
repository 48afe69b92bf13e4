"""Events: what happens on the calendar before a week (7.14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from trustgarden.model.chance import EVENT
from trustgarden.model.scenario import Event

from .dealing import BREACH, NOTHING
from .growing import arrive, grow, merge, sit_elsewhere
from .incidents import apologise, show_up, survive
from .leaving import fill, let_go
from .people import PlainPerson
from .seats import Seat, Team, is_head
from .spaces import WORK
from .uncompiled import choose_index
from .welcome import arrange

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["happen"]


def happen(org: PlainOrganisation) -> None:
    """All events of the week that begins, in the order in which they stand in the scenario."""
    if org.c.on_events:
        for event in org.plan.events:
            if event.week == org.week and event.kind in KINDS:
                KINDS[event.kind](org, event.resolved())


def named(org: PlainOrganisation, name: str) -> PlainPerson | None:
    """The person of a printed name, if they are there."""
    return next((me for me in org.people() if me.seat.printed_name == name), None)


def team_named(org: PlainOrganisation, name: str) -> Team | None:
    return next((team for team in org.teams if team.name == name), None)


def drawn_by_lot(org: PlainOrganisation, share: float) -> list[PlainPerson]:
    """A share of those who lead nobody, in the order of their lots."""
    members = [me for me in org.people() if not me.seat.leads and not is_head(me.seat)]
    members.sort(key=lambda me: org.chance.draw(EVENT, org.next_week, me.key)[0])
    return members[: round(share * len(members))]


def depart(org: PlainOrganisation, event: Event) -> None:
    who = named(org, event.who)
    if who is not None:
        go(org, [who])


def go(org: PlainOrganisation, leavers: list[PlainPerson]) -> None:
    """People leave before the week begins; what was arranged with them does not take place."""
    let_go(org, leavers)
    for me in leavers:
        me.arranged = []
    for me in org.people():
        for meeting in me.arranged:
            if meeting.partner in leavers:
                meeting.partner, meeting.act = None, NOTHING


def lay_off(org: PlainOrganisation, event: Event) -> None:
    dismissed = drawn_by_lot(org, event.share)
    if not dismissed:
        return
    go(org, dismissed)
    for me in dismissed:
        me.seat.closed = True
    org.make_rosters()
    for me in org.people():
        survive(me, event.severity)


def change_leader(org: PlainOrganisation, event: Event) -> None:
    """Somebody from outside leads a team, or the whole."""
    seat = seat_of_leader(org, event.team)
    if seat is None or seat.keys_have_run_out:
        return
    if seat.present:
        go(org, [seat.person])
    fill(org, [seat])


def seat_of_leader(org: PlainOrganisation, name: str | None) -> Seat | None:
    if name is None:
        return org.top()
    team = team_named(org, name)
    return None if team is None else team.head


def new_people(org: PlainOrganisation, event: Event) -> None:
    team = org.team_of_top() if event.team is None else team_named(org, event.team)
    if team is not None:
        arrive(org, team, event.number)


def new_teams(org: PlainOrganisation, event: Event) -> None:
    if org.top() is not None:
        grow(org, event.number, event.team or f"new in week {event.week}")


def join_with_another(org: PlainOrganisation, event: Event) -> None:
    if org.top() is not None:
        merge(org, event.number, event.set)


def reorganise(org: PlainOrganisation, event: Event) -> None:
    """Those drawn each take the place in the chart of the one before."""
    moved = [me.seat for me in drawn_by_lot(org, event.share)]
    if len(moved) < 2:
        return
    names = "boss", "team", "place", "practice", "rank"
    places = [[getattr(seat, name) for name in names] for seat in moved]
    for seat, place in zip(moved, [places[-1], *places[:-1]], strict=True):
        for name, value in zip(names, place, strict=True):
            setattr(seat, name, value)
    sit_elsewhere(org)


def come_out(org: PlainOrganisation, event: Event) -> None:
    """What somebody did becomes known to everybody else."""
    top = org.top()
    if event.who is not None:
        who = named(org, event.who)
    else:
        who = top.person if top is not None and top.present else None
    if who is not None:
        for me in org.people():
            if me is not who:
                show_up(me, who, event.severity)


def betray(org: PlainOrganisation, event: Event) -> None:
    who, whom = named(org, event.who), named(org, event.whom)
    if who is None or whom is None:
        return
    meeting = arrange(whom, who, org.spaces[WORK], offered=1.0)
    if meeting is not None:
        meeting.scripted = meeting.hidden = meeting.found = 1
        meeting.act, meeting.stake, meeting.answer = BREACH, 1.0, 0.0


def say_sorry(org: PlainOrganisation, event: Event) -> None:
    who = named(org, event.who)
    hearers = org.people() if event.whom is None else [named(org, event.whom)]
    if who is not None and org.c.on_repair:
        for me in hearers:
            if me is not None:
                apologise(me, who, event)


def gather(org: PlainOrganisation, event: Event) -> None:
    """Everybody, or a team, spends some hours with each other by lot."""
    team = None if event.team is None else team_named(org, event.team)
    pool = org.people() if event.team is None else team.people() if team is not None else []
    space = next(s for s in org.spaces if s.number == org.plan.spaces.names.index(event.space))
    if len(pool) >= 2:
        for me in pool:
            for hour in range(event.hours):
                other = one_of_pool(me, pool, hour)
                if other is not me:
                    arrange(me, other, space)


def one_of_pool(me: PlainPerson, pool: list[PlainPerson], hour: int) -> PlainPerson:
    """Somebody of the pool by lot, in three tries; oneself if all come to that."""
    words = me.model.chance.draw(EVENT, me.model.next_week, me.key, count=16 + hour)
    for word in words[:3]:
        other = pool[choose_index(word, len(pool))]
        if other is not me:
            return other
    return me


KINDS: dict[str, Callable[[PlainOrganisation, Event], None]] = {
    "departure": depart,
    "layoff": lay_off,
    "new-leader": change_leader,
    "arrival": new_people,
    "growth": new_teams,
    "merger": join_with_another,
    "reorganisation": reorganise,
    "scandal": come_out,
    "betrayal": betray,
    "apology": say_sorry,
    "gathering": gather,
}
"""What is done in an event of each kind that does not change conditions."""
