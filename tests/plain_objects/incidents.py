"""What people make of a layoff, a scandal and an apology (7.14)."""

from __future__ import annotations

from trustgarden.model.scenario import Event

from .accounts import book
from .memory import note_episode
from .news import live_through
from .people import PlainPerson
from .repair import PLEDGED_ACTS, repair_share
from .spaces import PERFORM
from .uncompiled import f4

__all__ = ["apologise", "show_up", "survive"]

APOLOGISED, WAS_SHOWN_UP = 9, 10
"""Kinds of episode."""


def survive(me: PlainPerson, severity: float) -> None:
    """Others were dismissed; the organisation and one's leader have to answer for it."""
    live_through(me, PERFORM, severity, me.model.p.learning_lived)
    against = 1.0 * severity * me.model.c.on_fairness
    me.add("organisation_against", against)
    tie = me.tie_to(None if me.seat.boss is None else me.seat.boss.person)
    if tie is not None:
        tie.add("integrity_against", 0.5 * against)
        book(me, tie, "event")


def show_up(me: PlainPerson, who: PlainPerson, severity: float) -> None:
    """Somebody is shown up; the organisation shares the blame."""
    c = me.model.c
    me.add("organisation_against", 0.5 * severity * c.on_fairness)
    tie = me.tie_to(who)
    if tie is not None:
        tie.add("deception", 2.0 * severity * c.on_deception)
        tie.add("integrity_against", severity)
        book(me, tie, "event")
        note_episode(tie, me.model.next_week, WAS_SHOWN_UP, severity)


def apologise(me: PlainPerson, who: PlainPerson, event: Event) -> None:
    """One hears an apology of somebody by whom one was hurt."""
    tie = me.tie_to(who)
    if tie is None or tie.integrity_against + tie.deception <= 0.0:
        return
    share = repair_share(me, float(event.admits), float(event.pays)) * 0.5
    for name in ("ability_against", "benevolence_against", "integrity_against"):
        against = getattr(tie, name)
        setattr(tie, name, f4(against - share * against))
    tie.mistrust = f4(tie.mistrust * (1.0 - share))
    book(me, tie, "repair")
    if event.promises and me.model.c.on_promises:
        tie.pledge = PLEDGED_ACTS
    note_episode(tie, me.model.next_week, APOLOGISED, 0.5)
