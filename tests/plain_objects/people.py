"""A person: traits, what they feel and expect, and a memory (2.3, 5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from trustgarden.model.chance import DISPOSITION, FAVOUR, TRAITS

from .memory import Memory, expectation, trust_from_tie
from .uncompiled import f4, logistic, logit, normal_quantile, uniform

if TYPE_CHECKING:
    from .dealing import Meeting
    from .organisation import PlainOrganisation
    from .seats import Seat

__all__ = ["NUMBERS", "PlainPerson"]

EMPTY_AT_FIRST = (
    "distributive_for", "distributive_against", "procedural_for", "procedural_against",
    "interactional_for", "interactional_against", "organisation_for", "organisation_against",
    "output", "received", "entrusted", "let_down", "suffered", "recognised", "free_hours",
)  # fmt: skip
NUMBERS = (
    "propensity", "ability", "integrity", "benevolence", "sociability", "forgiveness", "at_sight",
    "strain", "projected", "doubt", "effort", "joined", *EMPTY_AT_FIRST,
)  # fmt: skip
"""All that a person is but what they remember, by name."""


class PlainPerson(mesa.Agent):
    """The occupant of a seat, as an ordinary Mesa agent."""

    def __init__(self, model: PlainOrganisation, seat: Seat) -> None:
        super().__init__(model)
        self.seat = seat
        self.key = seat.occupant << 32 | seat.row
        self.joined = model.calendar_week
        self.draw_traits()
        self.strain, self.projected, self.doubt, self.effort = map(f4, (0.3, 0.15, 0.1, 0.5))
        for name in EMPTY_AT_FIRST:
            setattr(self, name, 0.0)
        self.memory = Memory(model.plan.organisation.num_slots)
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
        w0, w1, w2, _ = chance.draw(DISPOSITION, 0, self.key)
        self.sociability = trait(0.5, spread, w0)
        self.forgiveness = trait(0.5, spread, w1)
        self.at_sight = trait(0.5, spread, w2)

    def boss(self) -> PlainPerson | None:
        """One's leader, if there is one and they are present."""
        seat = self.seat.boss
        return seat.person if seat is not None and seat.present else None

    def favour(self) -> float:
        """How much one's leader favours one; the leader's seat has a key even if it is empty."""
        seat = self.seat.boss
        if seat is None:
            return 0.5
        return uniform(self.model.chance.lasting(FAVOUR, seat.person.key, self.key))

    def organisation_trust(self) -> float:
        return expectation(
            self.organisation_for, self.organisation_against, self.propensity,
            self.model.p.prior_weight,
        )  # fmt: skip

    def overall_fairness(self) -> float:
        return (
            felt_fairness(self.distributive_for, self.distributive_against)
            + felt_fairness(self.procedural_for, self.procedural_against)
            + felt_fairness(self.interactional_for, self.interactional_against)
        ) / 3.0

    def projected_consequence(self) -> float:
        e = self.projected
        return min(1.0, e + self.model.p.doubt_weight * self.doubt * (1.0 - e))

    def felt_strain(self) -> float:
        """Strain, as far as it counts."""
        return self.strain * self.model.c.on_strain

    def trust_in_leader(self) -> float:
        """Trust from the tie to the leader; the middle without a leader or a tie to them."""
        tie = self.memory.of.get(self.boss())
        return 0.5 if tie is None else trust_from_tie(tie, self.model.p.prior_weight)

    def assign(self, other: PlainPerson):
        """The relationship with `other`, begun if need be; none if there is no room."""
        return self.memory.assign(self, other)


def trait(median: float, spread: float, word: int) -> float:
    x = logistic(logit(median) + spread * normal_quantile(uniform(word)))
    return f4(min(max(x, 0.001), 0.999))


def felt_fairness(good: float, bad: float) -> float:
    return (good + 2.0) / (good + bad + 4.0)
