"""A person: traits, what they feel and expect, and a memory (2.4, 5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from trustgarden.model.chance import BELONGING, DISPOSITION, FAVOUR, TRAITS

from .memory import Memory, Relationship
from .prior import trust_at_sight
from .trust import expectation, trust_from_tie
from .uncompiled import clip, f4, logistic, logit, normal_quantile, uniform

if TYPE_CHECKING:
    from .dealing import Meeting
    from .organisation import PlainOrganisation
    from .seats import Seat

__all__ = ["NOT_YET", "NUMBERS", "PlainPerson", "felt_fairness"]

NOT_YET = -1
"""`accepted` of a newcomer."""
EMPTY_AT_FIRST = (
    "distributive_for", "distributive_against", "procedural_for", "procedural_against",
    "interactional_for", "interactional_against", "organisation_for", "organisation_against",
    "reputation_for", "reputation_against", "shaken", "output", "received", "entrusted",
    "let_down", "suffered", "recognised", "heard", "free_hours",
)  # fmt: skip
NUMBERS = (
    "propensity", "ability", "integrity", "benevolence", "sociability", "forgiveness", "at_sight",
    "skill", "warmth", "strain", "leader_trust", "intention", "effort", "joined", "accepted",
    *EMPTY_AT_FIRST,
)  # fmt: skip
"""All that a person is but what they expect and remember, by name."""


class PlainPerson(mesa.Agent):
    """The occupant of a seat, as an ordinary Mesa agent."""

    def __init__(self, model: PlainOrganisation, seat: Seat, *, founder: bool) -> None:
        super().__init__(model)
        self.seat = seat
        self.key = seat.key
        self.joined = model.now
        self.accepted = 0 if founder else NOT_YET
        self.draw_traits()
        for name in EMPTY_AT_FIRST:
            setattr(self, name, 0.0)
        self.strain, self.leader_trust, self.intention, self.effort = map(f4, (0.3, 0.5, 0.25, 0.5))
        self.expect_consequence()
        self.belongs = self.drawn_communities(founder=founder)
        self.joining = 0
        self.memory = Memory(model.plan.organisation.num_slots)
        self.praised_by: PlainPerson | None = None
        self.arranged: list[Meeting] = []
        self.begin_week()

    def begin_week(self) -> None:
        """Forget the hours of last week; those of this one are filled by phase 3."""
        self.hours: list[Meeting] = []
        self.meetings: list[Meeting] = []
        self.incoming: list[Meeting] = []

    def draw_traits(self) -> None:
        population, chance = self.model.plan.population, self.model.chance
        spread = population.spread
        w0, w1, w2, w3 = chance.draw(TRAITS, 0, self.key)
        self.propensity = trait(population.propensity, spread, w0)
        self.ability = trait(population.ability, spread, w1)
        self.integrity = trait(population.integrity, spread, w2)
        self.benevolence = trait(population.benevolence, spread, w3)
        w0, w1, w2, w3 = chance.draw(DISPOSITION, 0, self.key)
        self.sociability = trait(0.5, spread, w0)
        self.forgiveness = trait(0.5, spread, w1)
        self.at_sight = trait(0.5, spread, w2)
        self.skill = trait(0.5, spread, w3)
        self.warmth = trait(0.5, spread, chance.draw(DISPOSITION, 0, self.key, count=1)[0])

    def expect_consequence(self) -> None:
        expected = 0.15, 0.15, 0.15 * 0.6, 0.15 * (0.6 * 0.6)
        self.expected = [f4(e) for e in expected]
        self.doubt = [f4(0.1 * e / 0.15) for e in expected]

    def drawn_communities(self, *, founder: bool) -> int:
        """One bit for each community that one belongs to on arriving."""
        belongs = 0
        for space in self.model.spaces:
            if space.is_of_community and (founder or space.formal):
                word = self.model.chance.draw(BELONGING, 0, self.key, count=space.community)[0]
                belongs |= (uniform(word) < space.share) << space.community
        return belongs

    def belongs_to(self, community: int) -> bool:
        return bool(self.belongs >> community & 1)

    def shares_community(self, other: PlainPerson) -> bool:
        return self.belongs & other.belongs != 0

    def boss(self) -> PlainPerson | None:
        """One's leader, if there is one and they are present."""
        seat = self.seat.boss
        return seat.person if seat is not None and seat.present else None

    def favour(self) -> float:
        """How much one's leader favours one; the leader's seat has a key even if it is empty."""
        seat = self.seat.boss
        if seat is None:
            return 0.5
        return uniform(self.model.chance.lasting(FAVOUR, seat.key, self.key))

    def organisation_trust(self) -> float:
        k = self.model.p.prior_weight
        return expectation(self.organisation_for, self.organisation_against, self.propensity, k)

    def overall_fairness(self) -> float:
        return (
            felt_fairness(self.distributive_for, self.distributive_against)
            + felt_fairness(self.procedural_for, self.procedural_against)
            + felt_fairness(self.interactional_for, self.interactional_against)
        ) / 3.0

    def feared(self, purpose: int) -> float:
        """Consequence as it is projected, as far as that counts."""
        e = self.expected[purpose]
        projected = min(1.0, e + self.model.p.doubt_weight * self.doubt[purpose] * (1.0 - e))
        return self.model.c.on_projection * projected

    def felt_strain(self) -> float:
        """Strain, as far as it counts."""
        return self.strain * self.model.c.on_strain

    def tie_to(self, other: PlainPerson | None) -> Relationship | None:
        return self.memory.of.get(other)

    def trust_held(self, other: PlainPerson) -> float:
        tie = self.tie_to(other)
        if tie is None:
            return trust_at_sight(self, other)
        return trust_from_tie(tie, self.model.p.prior_weight)

    def assign(self, other: PlainPerson, origin: int, cause: str) -> Relationship | None:
        """The relationship with `other`, begun if need be; none if there is no room."""
        return self.memory.assign(self, other, origin, cause)

    def add(self, name: str, amount: float) -> None:
        """Store a field as more by `amount`, rounded."""
        setattr(self, name, f4(getattr(self, name) + amount))


def trait(median: float, spread: float, word: int) -> float:
    x = logistic(logit(median) + spread * normal_quantile(uniform(word)))
    return f4(clip(x, 0.001, 1.0 - 0.001))


def felt_fairness(good: float, bad: float) -> float:
    return (good + 0.5 * 4.0) / (good + bad + 4.0)
