"""Communities: their circles, and how people come to belong later (2.7, 7.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustgarden.model.chance import INVITING

from .people import PlainPerson
from .rosters import hour_drawn
from .spaces import BY_DISCOVERY, BY_INVITATION, Space
from .trust import trust_from_tie
from .uncompiled import uniform

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["belong", "consider_joining", "make_circles"]


def make_circles(org: PlainOrganisation) -> None:
    """Who belongs to each community and is there, for this week."""
    for k, community in enumerate(org.communities):
        community.circle = [me.seat for me in org.people() if me.belongs_to(k)]


def consider_joining(me: PlainPerson) -> None:
    """Communities that one joins at the end of talking; nobody takes one for a member before."""
    for space in me.model.spaces:
        if space.is_of_community and not me.belongs_to(space.community) and joins(me, space):
            me.joining |= 1 << space.community


def joins(me: PlainPerson, space: Space) -> bool:
    w0, w1, _, _ = me.model.chance.draw(INVITING, me.model.now, me.key, count=space.community)
    if space.joining == BY_DISCOVERY:
        return uniform(w0) < 0.02 * (0.5 + me.sociability)
    if space.joining != BY_INVITATION or not me.hours:
        return False
    return invites(hour_drawn(me, w1).partner, me, space.community) and uniform(w0) < 0.25


def invites(other: PlainPerson | None, me: PlainPerson, community: int) -> bool:
    """Whether somebody belongs and trusts one enough."""
    if other is None or not other.belongs_to(community):
        return False
    tie = other.tie_to(me)
    return tie is not None and trust_from_tie(tie, me.model.p.prior_weight) >= 0.6


def belong(me: PlainPerson) -> None:
    """Who joined this week belongs from now on."""
    me.belongs |= me.joining
    me.joining = 0
