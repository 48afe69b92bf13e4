"""Who comes: a person is made from their key alone.

Traits are logit-normal, drawn by key, so that the first 40 of 120 people are the
people of the 40, and a person is the same in two organisations that differ in
their conditions.
"""

from __future__ import annotations

from .arithmetic import logistic, logit, normal_quantile
from .chance import DISPOSITION, NOBODY, TRAITS, draw, uniform
from .compiling import rule
from .layout import Record, State
from .relationships import assign_tie, clear_slot

LEAST_TRAIT = 0.001
STARTING_STRAIN = 0.3
STARTING_PROJECTION = 0.15
STARTING_DOUBT = 0.1


@rule
def trait(median: float, spread: float, word: int) -> float:
    """A trait in (0, 1) with this median, `spread` being its deviation on the logit scale."""
    value = logistic(logit(median) + spread * normal_quantile(uniform(word)))
    # Nobody is wholly without a trait or wholly of it: the logit of a trait stays finite.
    if value < LEAST_TRAIT:
        return LEAST_TRAIT
    if value > 1.0 - LEAST_TRAIT:
        return 1.0 - LEAST_TRAIT
    return value


@rule
def arrive(state: State, population: Record, me: int, week: int, seed: int) -> None:
    """Seat a person whose key stands in `state.keys`, with traits and no past."""
    person = state.people[me]
    key = int(state.keys[me])
    spread = population.spread
    w0, w1, w2, w3 = draw(seed, TRAITS, 0, key, NOBODY, 0)
    person.propensity = trait(population.propensity, spread, w0)
    person.ability = trait(population.ability, spread, w1)
    person.integrity = trait(population.integrity, spread, w2)
    person.benevolence = trait(population.benevolence, spread, w3)
    w0, w1, w2, _ = draw(seed, DISPOSITION, 0, key, NOBODY, 0)
    person.sociability = trait(0.5, spread, w0)
    person.forgiveness = trait(0.5, spread, w1)
    person.at_sight = trait(0.5, spread, w2)
    _begin(person)
    person.joined = week
    state.present[me] = 1
    for s in range(state.whom.shape[1]):
        clear_slot(state, me, s)


@rule
def _begin(person: Record) -> None:
    """The state of somebody who has lived through nothing here yet."""
    person.strain = STARTING_STRAIN
    person.distributive_for = 0.0
    person.distributive_against = 0.0
    person.procedural_for = 0.0
    person.procedural_against = 0.0
    person.interactional_for = 0.0
    person.interactional_against = 0.0
    person.organisation_for = 0.0
    person.organisation_against = 0.0
    person.projected = STARTING_PROJECTION
    person.doubt = STARTING_DOUBT
    person.effort = 0.5
    person.output = 0.0
    person.received = 0.0
    person.entrusted = 0.0
    person.let_down = 0.0
    person.suffered = 0.0
    person.recognised = 0.0
    person.free_hours = 0.0


@rule
def assign_ties(state: State, me: int, week: int, seed: int, p: Record) -> None:
    """Leader and member know of each other from the first day, with nothing remembered yet."""
    boss = state.boss[me]
    if boss >= 0 and state.present[boss] == 1:
        assign_tie(state, me, boss, week, seed, p)
        assign_tie(state, boss, me, week, seed, p)
