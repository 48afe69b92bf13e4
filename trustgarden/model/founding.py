"""Who comes: a person is made from their key alone.

Traits are logit-normal, drawn by key, so that the first 40 of 120 people are the
people of the 40, and a person is the same in two organisations that differ in
their conditions.
"""

from __future__ import annotations

from .arithmetic import logistic, logit, normal_quantile
from .chance import BELONGING, DISPOSITION, NOBODY, TRAITS, draw, uniform
from .compiling import rule
from .layout import NUM_PURPOSES, Record, State
from .relationships import clear_slot, slot_for
from .spaces import EXPLORE, REHEARSE

LEAST_TRAIT = 0.001
STARTING_STRAIN = 0.3
STARTING_PROJECTION = 0.15
STARTING_DOUBT = 0.1
FREER = 0.6
"""What somebody new projects for rehearsing, to what they project for work; less for exploring."""


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
def arrive(
    state: State, population: Record, me: int, week: int, founder: int, seed: int
) -> None:
    """Seat a person whose key stands in `state.keys`, with traits and no past."""
    person = state.people[me]
    key = int(state.keys[me])
    spread = population.spread
    w0, w1, w2, w3 = draw(seed, TRAITS, 0, key, NOBODY, 0)
    person.propensity = trait(population.propensity, spread, w0)
    person.ability = trait(population.ability, spread, w1)
    person.integrity = trait(population.integrity, spread, w2)
    person.benevolence = trait(population.benevolence, spread, w3)
    w0, w1, w2, w3 = draw(seed, DISPOSITION, 0, key, NOBODY, 0)
    person.sociability = trait(0.5, spread, w0)
    person.forgiveness = trait(0.5, spread, w1)
    person.at_sight = trait(0.5, spread, w2)
    person.skill = trait(0.5, spread, w3)
    w0, _, _, _ = draw(seed, DISPOSITION, 0, key, NOBODY, 1)
    person.warmth = trait(0.5, spread, w0)
    _begin(person)
    _expect(state, me)
    person.joined = week
    state.present[me] = 1
    state.belongs[me] = 0
    for k in range(state.spaces.shape[0]):
        space = state.spaces[k]
        if space.community >= 0.0:
            word, _, _, _ = draw(seed, BELONGING, 0, key, NOBODY, int(space.community))
            # Founders belong to all communities alike; who joins later, to formal ones only.
            if uniform(word) < space.share and (founder == 1 or space.formal == 1.0):
                state.belongs[me] = int(state.belongs[me]) | (1 << int(space.community))
    for s in range(state.whom.shape[1]):
        clear_slot(state, me, s)


@rule
def _expect(state: State, me: int) -> None:
    """Consequence that somebody projects who has lived through nothing here yet."""
    for q in range(NUM_PURPOSES):
        expected = STARTING_PROJECTION
        if q == REHEARSE:
            expected *= FREER
        if q == EXPLORE:
            expected *= FREER * FREER
        state.expected[me, q] = expected
        state.doubt[me, q] = STARTING_DOUBT * expected / STARTING_PROJECTION


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
    person.reputation_for = 0.0
    person.reputation_against = 0.0
    person.leader_trust = 0.5
    person.shaken = 0.0
    person.intention = 0.25
    person.effort = 0.5
    person.output = 0.0
    person.received = 0.0
    person.entrusted = 0.0
    person.let_down = 0.0
    person.suffered = 0.0
    person.recognised = 0.0
    person.heard = 0.0
    person.free_hours = 0.0
    person.accepted = 0


@rule
def assign_ties(
    state: State, c: Record, me: int, cause: int, week: int, seed: int, p: Record
) -> None:
    """Leader and member know of each other from the first day, with nothing remembered yet."""
    boss = state.boss[me]
    if boss >= 0 and state.present[boss] == 1:
        slot_for(state, c, me, boss, 0, cause, week, seed, p)
        slot_for(state, c, boss, me, 0, cause, week, seed, p)
