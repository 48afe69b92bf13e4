"""Phase 8, Recognise: who praises whom, and what it is worth (7.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustgarden.model.chance import RECOGNITION

from .accounts import book
from .memory import origin_by_work
from .news import shift_frame
from .people import PlainPerson
from .rosters import hour_drawn
from .uncompiled import uniform

if TYPE_CHECKING:
    from .organisation import PlainOrganisation
    from .seats import Team

__all__ = ["attention_to", "recognise"]


def recognise(org: PlainOrganisation, everybody: list[PlainPerson]) -> None:
    for me in everybody:
        if org.c.decides:
            praise_by_leader(me)
        else:
            praise_colleague(me)
    for seat in org.seats:
        seat.person.recognised = 0.0
    for me in everybody:
        if me.praised_by is not None:
            be_recognised(me, me.praised_by)
    for team in org.teams:
        see_how_the_team_fares(team)


def praise_by_leader(me: PlainPerson) -> None:
    org, boss = me.model, me.boss()
    if boss is None:
        return
    word = org.chance.draw(RECOGNITION, org.now, me.key)[0]
    level = boss.seat.team.conditions.recognition_level
    chance = level * attention_to(me, boss) * merit(me) * (1.0 - 0.7 * org.c.scarcity)
    if uniform(word) < min(1.0, chance):
        me.praised_by = boss


def attention_to(me: PlainPerson, boss: PlainPerson) -> float:
    """How much of the leader's attention one gets, 1 being an even share."""
    evenness, favour = boss.seat.team.conditions.attention_evenness, me.favour()
    return evenness + (1.0 - evenness) * 3.0 * favour * favour


def praise_colleague(me: PlainPerson) -> None:
    org = me.model
    w0, w1, _, _ = org.chance.draw(RECOGNITION, org.now, me.key, count=1)
    if not me.hours:
        return
    meeting = hour_drawn(me, w0)
    if not (meeting.was_entrusted() and meeting.seems_kept()):
        return
    encouraged = 0.3 + (1.0 - 0.3) * me.seat.team.conditions.recognition_level
    chance = encouraged * me.benevolence * merit(meeting.partner) * (1.0 - 0.7 * org.c.scarcity)
    if uniform(w1) < chance * org.c.on_recognition:
        meeting.partner.praised_by = me


def merit(me: PlainPerson) -> float:
    """What is worth recognising: one's work, or the faith that one seems to have kept."""
    if me.model.c.defines:
        return me.output
    acts = [meeting for meeting in me.incoming if meeting.was_entrusted()]
    kept = sum(meeting.seems_kept() for meeting in acts)
    return kept / len(acts) if acts else 0.5


def be_recognised(me: PlainPerson, other: PlainPerson) -> None:
    c = me.model.c
    me.recognised = 1.0
    me.add("reputation_for", 0.5 * c.visibility * c.credibility)
    tie = me.assign(other, origin_by_work(me, other), "met")
    if tie is not None:
        worth = 1.0 * c.credibility * (1.0 + c.scarcity) * (1.0 - c.payment)
        tie.add("benevolence_for", worth)
        book(me, tie, "recognition")
        shift_frame(me, tie, c.payment, 0.0)


def see_how_the_team_fares(team: Team) -> None:
    people = team.people()
    recognised = suffered = 0.0
    for me in people:
        recognised = recognised + me.recognised
        suffered = suffered + min(1.0, me.suffered)
    team.recognised_share = recognised / len(people) if people else 0.0
    team.suffered_mean = suffered / len(people) if people else 0.0
