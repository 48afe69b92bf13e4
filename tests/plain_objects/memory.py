"""What one person remembers of others: slots, ties, and how they begin and fade (2.5, 7.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

from trustgarden.model.chance import DURABILITY

from .accounts import book_begun, book_ended
from .prior import in_order, prior
from .uncompiled import exponential, f4

if TYPE_CHECKING:
    from .people import PlainPerson

__all__ = [
    "CHOSEN",
    "DISCOVERED",
    "FORMAL",
    "INTRODUCED",
    "LEADER",
    "MEMBER",
    "TEAM",
    "Memory",
    "Relationship",
    "keeping_table",
    "kind_of",
    "note_episode",
    "origin_by_work",
]

TEAM, LEADER, MEMBER, CHOSEN = range(4)
FORMAL, INTRODUCED, DISCOVERED = range(3)


@dataclass(slots=True, eq=False)
class Relationship:
    """What a trustor remembers of one trustee."""

    other: PlainPerson
    prior_ability: float
    prior_goodwill: float
    met: int
    last: int
    kind: int
    durability: int
    ability_for: float = 0.0
    ability_against: float = 0.0
    benevolence_for: float = 0.0
    benevolence_against: float = 0.0
    integrity_for: float = 0.0
    integrity_against: float = 0.0
    told_for: float = 0.0
    told_against: float = 0.0
    deception: float = 0.0
    mistrust: float = 0.0
    frame: float = 0.0
    familiarity: float = 0.0
    embedded: int = 0
    pledge: int = 0
    hours: list[float] = field(default_factory=lambda: [0.0] * 4)
    episodes: list[int] = field(default_factory=lambda: [0] * 4)
    standing: float = 0.0

    def add(self, name: str, amount: float) -> None:
        """Store a field as more by `amount`, rounded."""
        setattr(self, name, f4(getattr(self, name) + amount))


class Memory:
    """A limited number of slots, in their order, and the same relationships by person."""

    def __init__(self, num_slots: int) -> None:
        self.slots: list[Relationship | None] = [None] * num_slots
        self.of: dict[PlainPerson, Relationship] = {}

    def ties(self) -> list[Relationship]:
        """Relationships in the order of slots."""
        return [tie for tie in self.slots if tie is not None]

    def forget(self, other: PlainPerson) -> None:
        """Empty the slot that remembers `other`."""
        self.slots[self.slots.index(self.of.pop(other))] = None

    def assign(
        self, me: PlainPerson, other: PlainPerson, origin: int, cause: str
    ) -> Relationship | None:
        """The relationship with `other`, begun for a cause if need be; none without room."""
        tie = self.of.get(other)
        if tie is None:
            slot = self.room(me)
            if slot is not None:
                tie = self.of[other] = self.slots[slot] = begun(me, other, origin)
                book_begun(me, tie, cause)
        return tie

    def room(self, me: PlainPerson) -> int | None:
        """The first empty slot, or that of the weakest chosen tie, which gives way."""
        if None not in self.slots:
            chosen = [tie for tie in self.slots if tie.kind == CHOSEN]
            if not chosen:
                return None
            weakest = min(chosen, key=lambda tie: (strength(tie), tie.last, tie.other.key))
            book_ended(me, weakest, "crowded_out")
            self.forget(weakest.other)
        return self.slots.index(None)


def strength(tie: Relationship) -> float:
    evidence = tie.familiarity + (tie.benevolence_for + tie.benevolence_against)
    return evidence * (1.0 + tie.embedded / 4)


def begun(me: PlainPerson, other: PlainPerson, origin: int) -> Relationship:
    """A new relationship, with nothing in it but the expectation at first sight."""
    ability, goodwill = prior(me, other)
    word = me.model.chance.lasting(DURABILITY, *in_order(me, other))
    return Relationship(
        other=other,
        prior_ability=f4(ability),
        prior_goodwill=f4(goodwill),
        met=me.model.now,
        last=me.model.now,
        kind=kind_of(me, other),
        durability=word % 8 + 8 * origin,
    )


def kind_of(me: PlainPerson, other: PlainPerson) -> int:
    if me.seat.boss is other.seat:
        return LEADER
    if other.seat.boss is me.seat:
        return MEMBER
    return TEAM if me.seat.team is other.seat.team else CHOSEN


def origin_by_work(me: PlainPerson, other: PlainPerson) -> int:
    return DISCOVERED if kind_of(me, other) == CHOSEN else FORMAL


def note_episode(tie: Relationship, week: int, kind: int, stake: float) -> None:
    """Remember an episode before the older ones, of which the oldest is lost."""
    tie.episodes = [week << 8 | kind << 4 | int(stake * 15.0), *tie.episodes[:3]]


def keeping_table(p: SimpleNamespace) -> list[list[tuple[float, float]]]:
    """What is kept of evidence in a week, and of deception, by durability and embeddedness."""
    return [[keeping(p, d, embedded) for embedded in range(5)] for d in range(8)]


def keeping(p: SimpleNamespace, durability: int, embedded: int) -> tuple[float, float]:
    z = (durability - 3.5) / 2.291287847477920
    half_life = p.half_life_weeks * exponential(p.durability_spread * z)
    half_life = half_life * (1.0 + p.embedding * (embedded / 4))
    kept = exponential(-0.6931471805599453 / half_life)
    return kept, 1.0 - (1.0 - kept) / 5.0
