"""What is taken back of bad news, promised, and found out (7.8)."""

from __future__ import annotations

from .accounts import book
from .attribution import weight_of
from .dealing import ADMITS, BREACH, DENIES, ERROR, PAYS, PROMISES, Meeting
from .memory import Relationship
from .people import PlainPerson
from .uncompiled import f4

__all__ = [
    "PLEDGED_ACTS",
    "hear_of_deception",
    "hear_of_promises",
    "repair_share",
    "share_taken_back",
    "take_back",
]

FOUND_OUT, BROKE_PROMISE = 5, 8
"""Kinds of episode."""
PLEDGED_ACTS = 10


def share_taken_back(me: PlainPerson, meeting: Meeting) -> float:
    is_error = float(meeting.act == ERROR)
    share = repair_share(me, meeting.has(ADMITS), meeting.has(PAYS))
    share = share * (is_error + (1.0 - is_error) * 0.5)
    return share + meeting.has(DENIES) * (is_error * -0.15 + (1.0 - is_error) * 0.15)


def repair_share(me: PlainPerson, admits: float, pays: float) -> float:
    """Share that an admission takes back from who hears it, if it was an error."""
    share = me.model.p.repair_share * (0.5 + me.forgiveness) * admits * (1.0 + 0.6 * pays)
    return min(1.0, share)


def take_back(tie: Relationship, added: tuple[float, float, float], share: float) -> None:
    names = "ability_against", "benevolence_against", "integrity_against"
    for name, amount in zip(names, added, strict=True):
        left = getattr(tie, name) - amount * share
        setattr(tie, name, f4(left) if left > 0.0 else 0.0)


def hear_of_promises(
    me: PlainPerson, tie: Relationship, meeting: Meeting, amount: float
) -> int | None:
    """A promise is broken, or a new one is given."""
    c, kind = me.model.c, None
    if tie.pledge > 0 and meeting.act == BREACH and c.on_promises:
        broken = 0.5 * amount
        tie.add("integrity_against", broken)
        tie.add("deception", c.on_deception * broken)
        tie.pledge = 0
        book(me, tie, "promise")
        kind = BROKE_PROMISE
    if meeting.has(PROMISES):
        tie.pledge = PLEDGED_ACTS
    return kind


def hear_of_deception(me: PlainPerson, tie: Relationship, meeting: Meeting) -> int | None:
    if not meeting.found:
        return None
    tie.add("deception", me.model.c.on_deception * 3.0 * weight_of(me, meeting))
    book(me, tie, "deception")
    return FOUND_OUT
