"""Phases 2 and 11: Welcome, and Leave. Who goes, and who takes their seat.

Leaving is decided on the state after everybody has judged. The ties of a leaver
go with them: their own row is cleared, and nobody remembers the seat. A new
occupant has a new key and so is a new person; work assigns them their ties at
once, the rest is for the weeks to come.
"""

from __future__ import annotations

from numpy import float64

from .chance import LEAVING, MAX_OCCUPANTS, NOBODY, draw, uniform
from .compiling import rule
from .founding import arrive, assign_ties
from .judging import led_by, trust_in_leader
from .layout import Record, State
from .leaving import leaving_probability
from .relationships import clear_slot, organisation_trust, overall_fairness

ONE_OCCUPANT = 1 << 32


@rule
def welcome() -> None:
    """Phase 2: joiners arrive and are welcomed, step by step (M11). Its place; still to come.

    For now a joiner is welcomed by the book: leader and member are made known
    to each other when the seat is filled, in phase 11 of the week before.
    """


@rule
def chance_to_leave(state: State, c: Record, me: int, p: Record) -> float:
    """Weekly chance that this person leaves."""
    person = state.people[me]
    return leaving_probability(
        c.leave_rate,
        organisation_trust(person, p),
        trust_in_leader(state, me, led_by(state, me), p),
        overall_fairness(person),
        float64(person.strain) * c.on_strain,
        p,
    )


@rule
def leave(
    state: State, population: Record, c: Record, week: int, seed: int, p: Record
) -> tuple[int, int]:
    """Phase 11: some leave; their place is filled, or not. Returns (left, joined)."""
    left = 0
    for me in range(state.people.shape[0]):
        state.left[me] = 0
        if state.present[me] == 0:
            continue
        word, _, _, _ = draw(seed, LEAVING, week, int(state.keys[me]), NOBODY, 0)
        # A seat that has had as many occupants as keys allow keeps its last one.
        last = (int(state.keys[me]) >> 32) + 1 >= MAX_OCCUPANTS
        chance = chance_to_leave(state, c, me, p) * c.on_leaving
        if uniform(word) < chance and not last:
            state.left[me] = 1
            left += 1
    if left == 0:
        return 0, 0
    _forget_leavers(state)
    return left, _fill_seats(state, population, c, week, seed, p)


@rule
def _forget_leavers(state: State) -> None:
    for me in range(state.people.shape[0]):
        for s in range(state.whom.shape[1]):
            other = state.whom[me, s]
            if other >= 0 and (state.left[me] == 1 or state.left[other] == 1):
                clear_slot(state, me, s)


@rule
def _fill_seats(
    state: State, population: Record, c: Record, week: int, seed: int, p: Record
) -> int:
    joined = 0
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        if state.left[me] == 0:
            continue
        state.present[me] = 0
        if c.replace == 1.0:
            state.keys[me] += ONE_OCCUPANT
            arrive(state, population, me, week, seed)
            joined += 1
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        boss = state.boss[me]
        new = state.left[me] == 1 or (boss >= 0 and state.left[boss] == 1)
        if new and state.present[me] == 1:
            assign_ties(state, me, week, seed, p)
    return joined
