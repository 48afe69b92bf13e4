"""What one person remembers of others, and what they expect of them (2.4, 7.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

from trustgarden.model.chance import AFFINITY, DURABILITY

from .uncompiled import exponential, f4, logistic, logit, normal_quantile, uniform

if TYPE_CHECKING:
    from .people import PlainPerson

__all__ = [
    "CHOSEN",
    "LEADER",
    "MEMBER",
    "TEAM",
    "Memory",
    "Relationship",
    "certainty",
    "expectation",
    "keeping_table",
    "tie_certainty",
    "trust_at_sight",
    "trust_between",
    "trust_from_tie",
]

TEAM, LEADER, MEMBER, CHOSEN = range(4)


@dataclass(slots=True, eq=False)
class Relationship:
    """What a trustor remembers of one trustee."""

    other: PlainPerson
    prior_ability: float
    prior_benevolence: float
    prior_integrity: float
    met: int
    kind: int
    durability: int
    ability_for: float = 0.0
    ability_against: float = 0.0
    benevolence_for: float = 0.0
    benevolence_against: float = 0.0
    integrity_for: float = 0.0
    integrity_against: float = 0.0
    deception: float = 0.0
    mistrust: float = 0.0
    frame: float = 0.0
    familiarity: float = 0.0
    told_for: float = 0.0
    told_against: float = 0.0
    hours: list[float] = field(default_factory=lambda: [0.0] * 4)
    episodes: list[int] = field(default_factory=lambda: [0] * 4)


class Memory:
    """A limited number of slots, in their order, and the same relationships by person."""

    def __init__(self, num_slots: int) -> None:
        self.slots: list[Relationship | None] = [None] * num_slots
        self.of: dict[PlainPerson, Relationship] = {}

    def clear(self) -> None:
        self.slots = [None] * len(self.slots)
        self.of = {}

    def ties(self) -> list[Relationship]:
        """Relationships in the order of slots."""
        return [tie for tie in self.slots if tie is not None]

    def forget(self, other: PlainPerson) -> None:
        """Empty the slot that remembers `other`, if there is one."""
        tie = self.of.pop(other, None)
        if tie is not None:
            self.slots[self.slots.index(tie)] = None

    def assign(self, me: PlainPerson, other: PlainPerson) -> Relationship | None:
        """The relationship with `other`, begun if need be; none if there is no room."""
        tie = self.of.get(other)
        if tie is None:
            slot = self.room()
            if slot is not None:
                tie = self.of[other] = self.slots[slot] = begun(me, other)
        return tie

    def room(self) -> int | None:
        """The first empty slot, or that of the weakest chosen tie, which gives way."""
        if None not in self.slots:
            chosen = [tie for tie in self.slots if tie.kind == CHOSEN]
            if not chosen:
                return None
            self.forget(min(chosen, key=lambda tie: (strength(tie), tie.other.key)).other)
        return self.slots.index(None)


def strength(tie: Relationship) -> float:
    return tie.familiarity + (tie.benevolence_for + tie.benevolence_against)


def expectation(good: float, bad: float, prior: float, k: float) -> float:
    return (good + k * prior) / (good + bad + k)


def certainty(good: float, bad: float, k: float) -> float:
    return (good + bad) / (good + bad + k)


def weighted_trust(ability: float, benevolence: float, integrity: float) -> float:
    return 0.35 * ability + 0.33 * benevolence + 0.32 * integrity


def trust_from_tie(tie: Relationship, k: float) -> float:
    hurt = tie.deception
    return weighted_trust(
        expectation(tie.ability_for, tie.ability_against, tie.prior_ability, k),
        expectation(tie.benevolence_for, tie.benevolence_against + hurt, tie.prior_benevolence, k),
        expectation(tie.integrity_for, tie.integrity_against + hurt, tie.prior_integrity, k),
    )


def tie_certainty(tie: Relationship, k: float) -> float:
    return (
        certainty(tie.ability_for, tie.ability_against, k)
        + certainty(tie.benevolence_for, tie.benevolence_against, k)
        + certainty(tie.integrity_for, tie.integrity_against, k)
    ) / 3.0


def prior(me: PlainPerson, other: PlainPerson) -> tuple[float, float]:
    """Ability and goodwill expected of somebody who is not remembered."""
    org, mine, theirs = me.model, me.seat, other.seat
    p = org.p
    same_team = float(mine.team is theirs.team)
    same_place = float(mine.place == theirs.place)
    common = (
        logit(me.propensity)
        + p.likeness * 0.5 * (same_team + same_place)
        + p.organisation_weight * (me.organisation_trust() - 0.5)
    )
    word = org.chance.lasting(AFFINITY, *in_order(me, other))
    liking = p.affinity_spread * normal_quantile(uniform(word))
    steps = min(max(float(mine.rank - theirs.rank), -2.0), 2.0)
    return logistic(common + 0.5 * liking + 0.2 * steps), logistic(common + liking)


def in_order(me: PlainPerson, other: PlainPerson) -> tuple[int, int]:
    """The two keys, the smaller first."""
    return (me.key, other.key) if me.key < other.key else (other.key, me.key)


def trust_at_sight(me: PlainPerson, other: PlainPerson) -> float:
    ability, goodwill = prior(me, other)
    return weighted_trust(ability, goodwill, goodwill)


def trust_between(me: PlainPerson, other: PlainPerson) -> float:
    tie = me.memory.of.get(other)
    if tie is None:
        return trust_at_sight(me, other)
    return trust_from_tie(tie, me.model.p.prior_weight)


def begun(me: PlainPerson, other: PlainPerson) -> Relationship:
    """A new relationship, with nothing in it but the expectation at first sight."""
    ability, goodwill = prior(me, other)
    return Relationship(
        other=other,
        prior_ability=f4(ability),
        prior_benevolence=f4(goodwill),
        prior_integrity=f4(goodwill),
        met=me.model.calendar_week,
        kind=kind_of(me, other),
        durability=me.model.chance.lasting(DURABILITY, *in_order(me, other)) % 8,
    )


def kind_of(me: PlainPerson, other: PlainPerson) -> int:
    if me.seat.boss is other.seat:
        return LEADER
    if other.seat.boss is me.seat:
        return MEMBER
    return TEAM if me.seat.team is other.seat.team else CHOSEN


def keeping_table(p: SimpleNamespace) -> list[list[tuple[float, float]]]:
    """What is kept of evidence in a week, and of deception, by durability and embedding."""
    return [[keeping(p, durability, embedded) for embedded in (0, 1)] for durability in range(8)]


def keeping(p: SimpleNamespace, durability: int, embedded: int) -> tuple[float, float]:
    z = (durability - 3.5) / 2.291287847477920
    half_life = p.half_life_weeks * exponential(p.durability_spread * z)
    half_life = half_life * (1.0 + p.embedding * embedded)
    kept = exponential(-0.6931471805599453 / half_life)
    return kept, 1.0 - (1.0 - kept) / 5.0
