"""Phase 2, Welcome: the steps of the choreography that are due (7.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from trustgarden.model.chance import BUDDY, WELCOME
from trustgarden.model.scenario import WelcomeStep

from .accounts import book
from .dealing import Meeting
from .journal import STEP, note
from .memory import FORMAL, note_episode
from .news import bad_news
from .people import PlainPerson
from .rosters import somebody_of
from .spaces import MEETING, SPACES, Space
from .talk import introduce, prepared_introduction
from .uncompiled import choose_index, f4, uniform

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["arrange", "welcome"]

ARRANGED = 4096
ROOM_FOR_ARRANGED = 12
DID_NOT_WELCOME = 7


def welcome(org: PlainOrganisation) -> None:
    for seat in org.seats:
        seat.person.praised_by = None
        seat.person.heard = 0.0
    if org.c.on_welcome:
        for me in org.people():
            if me.accepted != 0:
                be_welcomed(me)


def be_welcomed(me: PlainPerson) -> None:
    """Take each step that is due in this week of one's time here."""
    for number, step in enumerate(me.model.conditions.steps):
        if step.week == me.model.now - me.joined:
            take_step(me, number, step)


def take_step(me: PlainPerson, number: int, step: WelcomeStep) -> None:
    w0, w1, _, _ = words_of(me, 64 * number)
    host = host_of(me, step, w1)
    takes_place = host is not None and uniform(w0) < step.certainty
    note(me.model, STEP, me.key, None if host is None else host.key, number, int(takes_place))
    if takes_place:
        me.add("organisation_for", 0.5 * me.model.c.on_fairness)
        DOINGS[step.kind](me, host, number, step)
    else:
        miss(me, host, step)


def words_of(me: PlainPerson, count: int) -> tuple[int, int, int, int]:
    return me.model.chance.draw(WELCOME, me.model.now, me.key, count=count)


def host_of(me: PlainPerson, step: WelcomeStep, word: int) -> PlainPerson | None:
    if step.who == "leader":
        return me.boss()
    if step.who == "buddy":
        word = me.model.chance.draw(BUDDY, 0, me.key)[0]
    return next(iter(mates(me, word)), None)


def mates(me: PlainPerson, word: int) -> list[PlainPerson]:
    """Those of one's team but for one's leader, from one drawn by lot on."""
    roster = me.seat.team.seats
    start = choose_index(word, len(roster))
    return [
        seat.person
        for seat in (*roster[start:], *roster[:start])
        if seat.present and seat is not me.seat and seat is not me.seat.boss
    ]


def arrange(
    me: PlainPerson, other: PlainPerson, space: Space, offered: float = 0.0
) -> Meeting | None:
    """Put an hour with somebody on one's calendar; nothing if there is no room."""
    place = len(me.arranged)
    if place == ROOM_FOR_ARRANGED:
        return None
    me.arranged.append(Meeting(me, other, space, ARRANGED + place, offered=f4(offered)))
    return me.arranged[-1]


def space_of(me: PlainPerson, step: WelcomeStep) -> Space:
    return me.model.spaces[SPACES.index(step.space)]


def invite(me: PlainPerson, host: PlainPerson, number: int, step: WelcomeStep) -> None:
    arrange(host, me, space_of(me, step))


def greet(me: PlainPerson, host: PlainPerson, number: int, step: WelcomeStep) -> None:
    if step.who != "team":
        spend_time(me, host, number, step)
        return
    for other in mates(me, words_of(me, 64 * number)[1])[: step.count]:
        arrange(me, other, space_of(me, step))
        arrange(other, me, space_of(me, step))


def spend_time(me: PlainPerson, host: PlainPerson, number: int, step: WelcomeStep) -> None:
    for _ in range(step.count):
        arrange(me, host, space_of(me, step))
        arrange(host, me, space_of(me, step))


def check_in(me: PlainPerson, host: PlainPerson, number: int, step: WelcomeStep) -> None:
    me.heard = 1.0
    spend_time(me, host, number, step)


def give_first_task(me: PlainPerson, host: PlainPerson, number: int, step: WelcomeStep) -> None:
    for _ in range(step.count):
        arrange(host, me, space_of(me, step), offered=0.3)
        arrange(me, host, space_of(me, step))


def make_known(me: PlainPerson, host: PlainPerson, number: int, step: WelcomeStep) -> None:
    if not me.model.c.on_connections:
        return
    for j in range(step.count):
        third = most_trusted(me, host, words_of(me, 64 * number + 1 + j)[1:])
        if third is not None:
            introduce(me, prepared_introduction(me, host, third))
            arrange(me, third, space_of(me, step))
            arrange(third, me, space_of(me, step))


def most_trusted(me: PlainPerson, host: PlainPerson, words: tuple[int, ...]) -> PlainPerson | None:
    """Whom the host trusts most of those who come to mind."""
    best, most = None, 0.0
    for word in words:
        third = somebody_of(host, me, uniform(word), 0.5)
        trust = 0.0 if third is None else host.trust_held(third)
        if trust > most:
            best, most = third, trust
    return best


def praise(me: PlainPerson, host: PlainPerson, number: int, step: WelcomeStep) -> None:
    if me.model.c.on_recognition:
        me.praised_by = host


Doing = Callable[[PlainPerson, PlainPerson, int, WelcomeStep], None]
DOINGS: dict[str, Doing] = {
    "invite": invite,
    "greet": greet,
    "buddy": spend_time,
    "check-in": check_in,
    "first-task": give_first_task,
    "introduce": make_known,
    "recognise": praise,
}
"""What is done in a step of each kind."""


def miss(me: PlainPerson, host: PlainPerson | None, step: WelcomeStep) -> None:
    """What was expected does not take place; it is laid to the organisation and to the host."""
    weight = weight_of_missing(me, step)
    if weight <= 0.0:
        return
    me.add("organisation_against", 0.5 * weight * me.model.c.on_fairness)
    them = me.boss() if step.who == "team" else host
    tie = None if them is None else me.assign(them, FORMAL, "met")
    if tie is not None:
        bad_news(me, tie, me.model.spaces[MEETING], weight, 0.0)
        book(me, tie, "welcome")
        note_episode(tie, me.model.now, DID_NOT_WELCOME, 0.5)


def weight_of_missing(me: PlainPerson, step: WelcomeStep) -> float:
    if step.announced:
        return 1.0
    return 1.0 * 0.5 if me.model.now - me.joined <= 4 else 0.0
