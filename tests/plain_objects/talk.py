"""Phase 9, Talk: what people hear of third parties, and what becomes of it (7.10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trustgarden.model.chance import INTRODUCING, TALK, WITNESS

from .accounts import book
from .dealing import ERROR
from .memory import INTRODUCED, Relationship
from .news import how_well_done
from .people import PlainPerson
from .rosters import hour_drawn, somebody_of
from .trust import tie_certainty, trust_from_tie
from .uncompiled import choose_index, clip, f4, uniform

__all__ = ["introduce", "prepared_introduction", "take_in_tale", "tales_for"]

TOLD, WITNESSED, INTRODUCTION = "told", "seen", "introduced"
"""Kinds of tale, by the account to which they are booked."""
HOURS_SEEN = 10


@dataclass(frozen=True)
class Tale:
    """What one hears or sees of a third party.

    Of what is witnessed, `opinion_back` is 1.0 if it was an error.
    """

    kind: str
    third: PlainPerson
    teller: PlainPerson
    opinion: float
    weight: float
    opinion_back: float = 0.0
    weight_back: float = 0.0


def tales_for(me: PlainPerson) -> list[Tale]:
    """All that one hears in the week, in the order in which it is taken in."""
    return [*told(me), *reversed(list(witnessed(me))), *introduced(me)]


def told(me: PlainPerson) -> Iterator[Tale]:
    c = me.model.c
    if not c.on_talk:
        return
    word = me.model.chance.draw(TALK, me.model.now, me.key, count=4095)[0]
    count = int(c.tales) + (1 if uniform(word) < c.tales - int(c.tales) else 0)
    for i in range(count if me.hours else 0):
        w0, w1, _, _ = me.model.chance.draw(TALK, me.model.now, me.key, count=i)
        teller = hour_drawn(me, w0).partner
        if teller is not None and teller.seat.present:
            third = somebody_of(teller, me, uniform(w1), 0.0)
            if third is not None:
                yield tale_told(me, teller, third)


def tale_told(me: PlainPerson, teller: PlainPerson, third: PlainPerson) -> Tale:
    """The teller's opinion, which leans to what the listener thinks already."""
    p, mine, theirs = me.model.p, me.tie_to(third), teller.tie_to(third)
    opinion = trust_from_tie(theirs, p.prior_weight)
    if mine is not None:
        opinion = opinion + 0.3 * (trust_from_tie(mine, p.prior_weight) - 0.5)
        opinion = clip(opinion, 0.0, 1.0)
    weight = p.talk_weight * me.trust_held(teller) * tie_certainty(theirs, p.prior_weight)
    return Tale(TOLD, third, teller, f4(opinion), f4(weight))


def witnessed(me: PlainPerson) -> Iterator[Tale]:
    """Some hours of team mates, as far as they can be seen."""
    if not me.model.c.on_witness or not me.seat.team.seats:
        return
    for j in range(HOURS_SEEN):
        yield from hour_witnessed(me, j)


def hour_witnessed(me: PlainPerson, j: int) -> Iterator[Tale]:
    w0, w1, w2, _ = me.model.chance.draw(WITNESS, me.model.now, me.key, count=j)
    roster = me.seat.team.seats
    mate = roster[choose_index(w0, len(roster))]
    if mate is me.seat or not mate.present or not mate.person.hours:
        return
    meeting = hour_drawn(mate.person, w1)
    space = meeting.space
    if not meeting.was_entrusted() or meeting.partner is me:
        return
    if space.is_of_community and not me.belongs_to(space.community):
        return
    if uniform(w2) < space.visibility:
        yield Tale(
            WITNESSED,
            meeting.partner,
            mate.person,
            opinion=f4(1.0 if meeting.seems_kept() else 0.5 * meeting.answer),
            weight=f4(0.4 * (0.5 + meeting.stake)),
            opinion_back=float(meeting.act == ERROR),
        )


def introduced(me: PlainPerson) -> Iterator[Tale]:
    """Somebody whom one's leader trusts and oneself does not know."""
    boss = me.boss()
    if not me.model.c.on_connections or boss is None:
        return
    w0, w1, _, _ = me.model.chance.draw(INTRODUCING, me.model.now, me.key)
    if uniform(w0) >= 0.25 * boss.seat.team.conditions.connections_level:
        return
    third = somebody_of(boss, me, uniform(w1), 0.5)
    if third is not None and me.tie_to(third) is None:
        yield prepared_introduction(me, boss, third)


def prepared_introduction(me: PlainPerson, host: PlainPerson, third: PlainPerson) -> Tale:
    """What the host tells each of the two of the other."""
    k = me.model.p.prior_weight
    tie, tie_to_me = host.tie_to(third), host.tie_to(me)
    vouched = max(0.25, 0.0 if tie_to_me is None else tie_certainty(tie_to_me, k))
    return Tale(
        INTRODUCTION,
        third,
        host,
        opinion=f4(trust_from_tie(tie, k)),
        weight=f4(2.0 * me.trust_held(host) * tie_certainty(tie, k)),
        opinion_back=f4(host.trust_held(me)),
        weight_back=f4(2.0 * third.trust_held(host) * vouched),
    )


def take_in_tale(me: PlainPerson, tale: Tale) -> None:
    if tale.kind == INTRODUCTION:
        introduce(me, tale)
        return
    tie = me.tie_to(tale.third)
    if tale.kind == WITNESSED:
        if tie is not None:
            take_in_what_was_witnessed(me, tie, tale)
    elif tie is not None:
        believe(me, tie, TOLD, tale.opinion, tale.weight)
    else:
        add_to_reputation(tale)


def take_in_what_was_witnessed(me: PlainPerson, tie: Relationship, tale: Tale) -> None:
    """Evidence of what anybody can see, and none of goodwill towards oneself."""
    if tale.opinion == 1.0:
        done = how_well_done(tale.third)
        tie.add("ability_for", tale.weight * done)
        tie.add("ability_against", tale.weight * (1.0 - done))
        tie.add("integrity_for", tale.weight)
    else:
        w = tale.weight * (1.0 - tale.opinion)
        tie.add("ability_against", w * tale.opinion_back)
        tie.add("integrity_against", w * (1.0 - tale.opinion_back))
    book(me, tie, WITNESSED)


def introduce(me: PlainPerson, tale: Tale) -> None:
    """The two know each other from now on, and have the host's word for each other."""
    directions = (
        (me, tale.third, tale.opinion, tale.weight),
        (tale.third, me, tale.opinion_back, tale.weight_back),
    )
    for one, other, opinion, weight in directions:
        tie = one.assign(other, INTRODUCED, INTRODUCTION)
        if tie is not None:
            believe(one, tie, INTRODUCTION, opinion, weight)


def believe(me: PlainPerson, tie: Relationship, cause: str, opinion: float, weight: float) -> None:
    good, bad = tie.told_for, tie.told_against
    w = added(weight, good + bad)
    tie.told_for = f4(good + w * opinion)
    tie.told_against = f4(bad + w * (1.0 - opinion))
    book(me, tie, cause)


def add_to_reputation(tale: Tale) -> None:
    third = tale.third
    good, bad = third.reputation_for, third.reputation_against
    w = added(0.3 * tale.weight, good + bad)
    third.reputation_for = f4(good + w * tale.opinion)
    third.reputation_against = f4(bad + w * (1.0 - tale.opinion))


def added(weight: float, known: float) -> float:
    """What a tale still adds, where so much was told before."""
    return weight * max(0.0, 1.0 - known / 5.0)
