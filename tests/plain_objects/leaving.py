"""Phase 11, Leave: who is accepted, who goes, who comes (7.12)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustgarden.model.chance import INCLINATION, LEAVING, VACANCY

from .accounts import book_ended
from .journal import ACCEPTED, JOINED, LEFT, note
from .memory import FORMAL, Relationship
from .people import NOT_YET, PlainPerson
from .seats import Seat
from .trust import tie_certainty, trust_from_tie
from .uncompiled import f4, logistic, logit, uniform

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = [
    "accept_newcomers",
    "acquaint",
    "chance_to_leave",
    "come",
    "fill",
    "inclinations",
    "is_validated",
    "leave",
    "let_go",
    "reasons_to_stay",
    "seats_to_fill",
]

PATIENCE = 8


def accept_newcomers(org: PlainOrganisation) -> list[int]:
    """Those whom half of their team has validated; how many weeks each has waited."""
    weeks = []
    for me in org.people():
        if me.accepted == NOT_YET and is_accepted(me):
            me.accepted = org.now
            weeks.append(org.now - me.joined)
            note(org, ACCEPTED, me.key)
    return weeks


def is_accepted(me: PlainPerson) -> bool:
    others = [other for other in me.seat.team.people() if other is not me]
    ties = [other.tie_to(me) for other in others]
    k = me.model.p.prior_weight
    count = sum(tie is not None and is_validated(tie, k) for tie in ties)
    return bool(others) and count >= 0.5 * len(others)


def is_validated(tie: Relationship, k: float) -> bool:
    return trust_from_tie(tie, k) >= 0.5 and tie_certainty(tie, k) >= 0.33


def reasons_to_stay(me: PlainPerson) -> float:
    c, p = me.model.c, me.model.p
    waits = me.accepted == NOT_YET and me.model.now - me.joined > PATIENCE
    unaccepted = c.on_welcome if waits else 0.0
    content = me.organisation_trust() + me.leader_trust + me.overall_fairness() - 1.5
    held = p.leaving_slope * content + 1.2 * inclinations(me)[0]
    return held - (me.felt_strain() - 0.3) - 1.0 * me.shaken - 0.5 * unaccepted


def inclinations(me: PlainPerson) -> tuple[float, float]:
    """How much one is inclined to stay, and to give more than is asked; they last."""
    w0, w1, _, _ = me.model.chance.draw(INCLINATION, 0, me.key)
    width = math.sqrt(12.0)
    return width * (uniform(w0) - 0.5), width * (uniform(w1) - 0.5)


def chance_to_leave(me: PlainPerson) -> float:
    c = me.model.c
    if c.leave_rate <= 0:
        return 0.0
    elsewhere = 3.0 * (c.alternatives - 0.5)
    return logistic(logit(c.leave_rate) + elsewhere - reasons_to_stay(me))


def leaves(me: PlainPerson) -> bool:
    word = me.model.chance.draw(LEAVING, me.model.now, me.key)[0]
    going = uniform(word) < chance_to_leave(me) * me.model.c.on_leaving
    return going and not me.seat.keys_have_run_out


def leave(org: PlainOrganisation) -> None:
    """Phase 11 but for acceptance: those who leave go, and empty seats are filled."""
    let_go(org, [me for me in org.people() if leaves(me)])
    fill(org, seats_to_fill(org))


def let_go(org: PlainOrganisation, leavers: list[PlainPerson]) -> None:
    """They go, and nobody remembers them; those who do are shaken."""
    leaving = set(leavers)
    for me in org.people():
        for tie in me.memory.ties():
            if me in leaving or tie.other in leaving:
                part(me, tie, shaken=me not in leaving)
    for me in org.people():
        if me in leaving:
            note(org, LEFT, me.key)
            me.seat.present = False
            me.remove()
    org.left += len(leavers)


def part(me: PlainPerson, tie: Relationship, *, shaken: bool) -> None:
    if shaken:
        loss = tie.familiarity / (tie.familiarity + 20.0)
        me.shaken = f4(min(1.0, me.shaken + loss))
    book_ended(me, tie, "left")
    me.memory.forget(tie.other)


def seats_to_fill(org: PlainOrganisation) -> list[Seat]:
    return [seat for seat in org.seats if is_to_be_filled(org, seat)]


def is_to_be_filled(org: PlainOrganisation, seat: Seat) -> bool:
    if seat.present or seat.closed or org.c.replace != 1 or seat.keys_have_run_out:
        return False
    word = org.chance.draw(VACANCY, org.now, seat.key)[0]
    return uniform(word) * org.c.vacancy_weeks < 1.0


def fill(org: PlainOrganisation, seats: list[Seat]) -> None:
    """Somebody new takes each of the seats."""
    for seat in seats:
        seat.occupant += 1
    come(org, seats)


def come(org: PlainOrganisation, seats: list[Seat]) -> None:
    """People arrive on these seats, and come to know their leaders and members."""
    for seat in seats:
        seat.person = PlainPerson(org, seat, founder=False)
        seat.present = True
        note(org, JOINED, seat.person.key)
    org.joined += len(seats)
    taken = set(seats)
    for me in org.people():
        if me.seat in taken or me.seat.boss in taken:
            acquaint(me, "joined")


def acquaint(me: PlainPerson, cause: str) -> None:
    """One and one's leader remember each other."""
    boss = me.boss()
    if boss is not None:
        me.assign(boss, FORMAL, cause)
        boss.assign(me, FORMAL, cause)
