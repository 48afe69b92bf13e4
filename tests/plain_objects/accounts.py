"""Accounts of trust: to what cause each change of a tie's trust is booked (7.17)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from trustgarden.model.layout import ACCOUNTS

from .trust import trust_from_tie

if TYPE_CHECKING:
    from .memory import Relationship
    from .organisation import PlainOrganisation
    from .people import PlainPerson

__all__ = ["book", "book_begun", "book_ended", "close_accounts", "open_accounts"]


def book(me: PlainPerson, tie: Relationship, cause: str) -> None:
    """Book what has changed in the trust of a tie since it was last booked."""
    if me.model.keeps_accounts:
        now = trust_from_tie(tie, me.model.p.prior_weight)
        me.seat.account[cause] += now - tie.standing
        tie.standing = now


def book_begun(me: PlainPerson, tie: Relationship, cause: str) -> None:
    if me.model.keeps_accounts:
        tie.standing = trust_from_tie(tie, me.model.p.prior_weight)
        me.seat.account[cause] += tie.standing - me.model.base


def book_ended(me: PlainPerson, tie: Relationship, cause: str) -> None:
    if me.model.keeps_accounts:
        me.seat.account[cause] += -(tie.standing - me.model.base)


def open_accounts(org: PlainOrganisation) -> None:
    """Let every tie stand where its trust is, with nothing booked yet."""
    for me in org.people():
        for tie in me.memory.ties():
            tie.standing = trust_from_tie(tie, org.p.prior_weight)
    begin_week(org)


def begin_week(org: PlainOrganisation) -> None:
    standing = standings(org)
    total = 0.0
    for trust in standing:
        total = total + trust
    org.base = total / len(standing) if standing else 0.0
    for seat in org.seats:
        seat.account = defaultdict(float)


def standings(org: PlainOrganisation) -> list[float]:
    return [tie.standing for me in org.people() for tie in me.memory.ties()]


def close_accounts(org: PlainOrganisation) -> dict[str, float]:
    """This week's change of mean trust by cause; the next week begins."""
    ties = len(standings(org))
    row = {cause: sum_of(org, cause) / ties for cause in ACCOUNTS} if ties else nothing_left(org)
    begin_week(org)
    return row


def sum_of(org: PlainOrganisation, cause: str) -> float:
    total = 0.0
    for seat in org.seats:
        total = total + seat.account[cause]
    return total


def nothing_left(org: PlainOrganisation) -> dict[str, float]:
    return dict.fromkeys(ACCOUNTS, 0.0) | {"left": -org.base}
