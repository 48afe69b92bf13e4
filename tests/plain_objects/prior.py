"""What is expected of somebody at first sight (7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustgarden.model.chance import AFFINITY

from .trust import certainty, expectation, weighted_trust
from .uncompiled import clip, logistic, logit, normal_quantile, uniform

if TYPE_CHECKING:
    from .people import PlainPerson

__all__ = ["in_order", "prior", "trust_at_sight"]


def prior(me: PlainPerson, other: PlainPerson) -> tuple[float, float]:
    """Ability and goodwill expected of somebody who is not remembered."""
    c, p = me.model.c, me.model.p
    granted = 0.25 * logit(me.propensity) + 0.9 * logit(me.at_sight)
    common = granted + c.on_cues * cues(me, other)
    word = me.model.chance.lasting(AFFINITY, *in_order(me, other))
    liking = p.affinity_spread * normal_quantile(uniform(word))
    steps = clip((me.seat.rank - other.seat.rank) * c.on_cues, -2.0, 2.0)
    return logistic(common + 0.5 * liking + 0.2 * steps), logistic(common + liking)


def cues(me: PlainPerson, other: PlainPerson) -> float:
    """What speaks for somebody by likeness, by the organisation, and by what is said of them."""
    p = me.model.p
    good, bad = other.reputation_for, other.reputation_against
    known = certainty(good, bad, 3.0)
    reputation = expectation(good, bad, 0.5, 3.0)
    return (
        2.0 * p.likeness * alike(me, other)
        + p.organisation_weight * (me.organisation_trust() - 0.5)
        + 2.0 * known * (reputation - 0.5)
    )


def alike(me: PlainPerson, other: PlainPerson) -> float:
    mine, theirs = me.seat, other.seat
    return (
        0.3 * (mine.team is theirs.team)
        + 0.2 * me.shares_community(other)
        + 0.25 * (mine.place == theirs.place)
        + 0.15 * (mine.practice == theirs.practice)
        + 0.1 * (mine.rank == theirs.rank)
    )


def in_order(me: PlainPerson, other: PlainPerson) -> tuple[int, int]:
    """The two keys, the smaller first."""
    return (me.key, other.key) if me.key < other.key else (other.key, me.key)


def trust_at_sight(me: PlainPerson, other: PlainPerson) -> float:
    ability, goodwill = prior(me, other)
    return weighted_trust(ability, goodwill, goodwill)
