"""How somebody is found by lot: from a roster, in a memory, or in an hour (7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .trust import trust_from_tie
from .uncompiled import choose_index, uniform

if TYPE_CHECKING:
    from .dealing import Meeting
    from .people import PlainPerson
    from .seats import Seat

__all__ = ["from_roster", "hour_drawn", "somebody_of"]


def from_roster(
    me: PlainPerson, roster: Sequence[Seat], words: Iterable[int]
) -> PlainPerson | None:
    """The first of some tries at somebody who is there and not oneself."""
    if not roster:
        return None
    for word in words:
        seat = roster[choose_index(word, len(roster))]
        if seat.present and seat is not me.seat:
            return seat.person
    return None


def somebody_of(
    host: PlainPerson, me: PlainPerson, u: float, least_trust: float
) -> PlainPerson | None:
    """The first whom `host` remembers, from a slot drawn by lot on, other than `me`."""
    slots, k = host.memory.slots, host.model.p.prior_weight
    start = int(u * len(slots))
    for tie in (*slots[start:], *slots[:start]):
        if tie is None or tie.other is me or not tie.other.seat.present:
            continue
        if least_trust <= 0.0 or trust_from_tie(tie, k) >= least_trust:
            return tie.other
    return None


def hour_drawn(me: PlainPerson, word: int) -> Meeting:
    """One of the hours of somebody who has any."""
    return me.hours[int(uniform(word) * len(me.hours))]
