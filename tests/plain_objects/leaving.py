"""Phase 11, Leave: who goes, who comes, and whom they know at once (7.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustgarden.model.chance import LEAVING

from .people import PlainPerson
from .seats import Seat
from .uncompiled import logistic, logit, uniform

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["acquaint", "chance_to_leave", "let_go"]

LAST_OCCUPANT = 1023


def chance_to_leave(me: PlainPerson) -> float:
    c, p = me.model.c, me.model.p
    if c.leave_rate <= 0:
        return 0.0
    leader = me.trust_in_leader()
    content = me.organisation_trust() + leader + me.overall_fairness() - 1.5
    x = logit(c.leave_rate) - p.leaving_slope * content + (me.felt_strain() - 0.3)
    return logistic(x)


def leaves(me: PlainPerson) -> bool:
    word = me.model.chance.draw(LEAVING, me.model.calendar_week, me.key)[0]
    going = uniform(word) < chance_to_leave(me) * me.model.c.on_leaving
    return going and me.seat.occupant < LAST_OCCUPANT


def let_go(org: PlainOrganisation) -> tuple[list[Seat], list[Seat]]:
    """Let those who leave go and fill their seats; the seats that were left, and those filled."""
    left = [me.seat for me in org.people() if leaves(me)]
    for seat in left:
        empty(org, seat)
    filled = left if org.c.replace == 1 else []
    for seat in filled:
        fill(org, seat)
    for me in org.people():
        if me.seat in filled or me.seat.boss in left:
            acquaint(me)
    return left, filled


def empty(org: PlainOrganisation, seat: Seat) -> None:
    """The leaver goes, and nobody remembers them."""
    leaver = seat.person
    for other in org.people():
        other.memory.forget(leaver)
    leaver.memory.clear()
    seat.present = False
    leaver.remove()


def fill(org: PlainOrganisation, seat: Seat) -> None:
    seat.occupant += 1
    seat.person = PlainPerson(org, seat)
    seat.present = True


def acquaint(me: PlainPerson) -> None:
    """One and one's leader remember each other."""
    boss = me.boss()
    if boss is not None:
        me.assign(boss)
        boss.assign(me)
