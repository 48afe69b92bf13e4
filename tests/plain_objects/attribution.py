"""What an act weighs, and how far it is laid to the person (7.8)."""

from __future__ import annotations

from types import SimpleNamespace

from .dealing import ERROR, Meeting
from .memory import Relationship
from .people import PlainPerson
from .spaces import Space
from .uncompiled import clip

__all__ = ["amount_of", "assurance", "binding_of", "credit_of", "read_as_choice", "weight_of"]


def weight_of(me: PlainPerson, meeting: Meeting) -> float:
    """How much an act weighs, by what was at stake and how far above one it was done."""
    above = clip(float(me.seat.rank - meeting.partner.seat.rank), 0.0, 2.0)
    weight = 0.5 + meeting.stake
    return weight * (1.0 + 0.15 * above)


def credit_of(me: PlainPerson, tie: Relationship, meeting: Meeting) -> float:
    """How far kept faith is laid to the person, and not to what bound them."""
    crowded = 1.0 - me.model.p.crowding * read_as_bound(me, meeting)
    return 1.0 - me.model.c.on_attribution * (1.0 - crowded * (1.0 - 0.5 * tie.frame))


def read_as_bound(me: PlainPerson, meeting: Meeting) -> float:
    """How bound the trustee seems to have been; one reads it by trust in one's own leader."""
    team = meeting.partner.seat.team.conditions
    demand = team.demand_level * meeting.space.formality
    return read_as_choice(me, team, bound_by(meeting.partner, meeting.space, demand))


def read_as_choice(me: PlainPerson, team: SimpleNamespace, bound: float) -> float:
    """What binds, as it is read by who trusts their leader much or little, or chose it."""
    imposed = (1.0 - team.chosen) * (1.0 - 0.5 * (me.leader_trust - 0.5))
    return min(1.0, bound * (imposed + team.chosen * (1.0 - 0.5)))


def assurance(who: PlainPerson, space: Space) -> float:
    """How far conditions alone, whatever was demanded, see to it that somebody keeps faith."""
    return bound_by(who, space, 0.0)


def binding_of(who: PlainPerson, space: Space) -> float:
    return who.seat.team.conditions.binding * space.reach


def bound_by(who: PlainPerson, space: Space, demand: float) -> float:
    """How little choice but to keep faith somebody had; heads only what was agreed leaves none."""
    if who.seat.team.head is who.seat:
        return binding_of(who, space)
    team, reach = who.seat.team.conditions, space.reach
    sanction = team.detection * team.certainty * team.severity
    sanction = sanction * (1.0 - 0.7 * team.repair)
    return 1.0 - (
        (1.0 - team.binding * reach)
        * (1.0 - 0.6 * (team.monitoring * reach))
        * (1.0 - 0.8 * (sanction * reach))
        * (1.0 - 0.6 * (team.reward * reach) * team.pricing)
        * (1.0 - 0.6 * demand)
    )


def amount_of(me: PlainPerson, meeting: Meeting, team: SimpleNamespace) -> float:
    """How much bad news it is; a breach of what was not written counts for more."""
    is_error = float(meeting.act == ERROR)
    written = team.binding * meeting.space.reach
    written = written * meeting.space.formality
    unwritten = 1.0 + (1.0 - is_error) * 0.25 * (1.0 - written)
    return weight_of(me, meeting) * (1.0 - meeting.answer) * unwritten
