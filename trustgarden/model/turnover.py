"""Phase 11, Leave: who goes, and who takes their seat.

Leaving is decided on the state after everybody has judged. The ties of a leaver
go with them: their own row is cleared, and nobody remembers the seat. A new
occupant has a new key and so is a new person; work assigns them their ties at
once, the rest is for the weeks to come.
"""

from __future__ import annotations

from numpy import float64

from .accounts import book_ended
from .chance import LEAVING, MAX_OCCUPANTS, NOBODY, VACANCY, draw, uniform
from .compiling import rule
from .founding import arrive, assign_ties
from .journal import note
from .judging import why_stay
from .layout import BY_JOINED, BY_LEFT, JOINED, LEFT, NOT_YET, NOTHING, Record, State
from .leaving import leaving_probability
from .relationships import clear_slot

ONE_OCCUPANT = 1 << 32
GOES, ARRIVES = 1, 2
"""Marks of the scratch array `left`: leaves this week; has just taken a seat."""


@rule
def chance_to_leave(
    state: State, c: Record, me: int, week: int, seed: int, p: Record
) -> float:
    """Weekly chance that this person leaves."""
    return leaving_probability(c.leave_rate, c.alternatives, why_stay(state, c, me, week, seed, p))


@rule
def leave(
    state: State, population: Record, c: Record, week: int, seed: int, p: Record
) -> None:
    """Phase 11: some leave; their place is filled, or not."""
    left = 0
    for me in range(state.people.shape[0]):
        state.left[me] = 0
        if state.present[me] == 0:
            continue
        word, _, _, _ = draw(seed, LEAVING, week, int(state.keys[me]), NOBODY, 0)
        # A seat that has had as many occupants as keys allow keeps its last one.
        last = (int(state.keys[me]) >> 32) + 1 >= MAX_OCCUPANTS
        chance = chance_to_leave(state, c, me, week, seed, p) * c.on_leaving
        if uniform(word) < chance and not last:
            state.left[me] = GOES
            left += 1
    if left > 0:
        part(state, week)
    _fill_seats(state, population, c, week, seed, p)


@rule
def part(state: State, week: int) -> None:
    """Those who are marked go: their seats are empty, and nobody remembers them."""
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        if state.left[me] == GOES:
            note(state, week, LEFT, me, -1, -1, 1)
    for me in range(state.people.shape[0]):
        for s in range(state.whom.shape[1]):
            other = state.whom[me, s]
            if other < 0 or (state.left[me] != GOES and state.left[other] != GOES):
                continue
            if state.left[me] != GOES:
                _be_shaken(state.people[me], float64(state.ties[me, s].familiarity))
            book_ended(state, me, s, BY_LEFT)
            clear_slot(state, me, s)
    for me in range(state.people.shape[0]):
        if state.left[me] == GOES:
            state.present[me] = 0
            state.turned[0] += 1


@rule
def drop_their_hours(state: State) -> None:
    """Hours that were arranged with somebody who has gone before the week do not take place."""
    for me in range(state.people.shape[0]):
        if state.left[me] == GOES:
            state.arranged[me] = 0
        for h in range(state.arranged[me]):
            meeting = state.meetings[me, h]
            if meeting.partner >= 0 and state.left[meeting.partner] == GOES:
                meeting.partner = -1
                meeting.act = NOTHING


@rule
def _be_shaken(person: Record, familiarity: float) -> None:
    """Somebody whom one knew has gone."""
    shaken = float64(person.shaken) + familiarity / (familiarity + 20.0)
    person.shaken = shaken if shaken < 1.0 else 1.0


@rule
def _is_filled(state: State, c: Record, me: int, week: int, seed: int) -> bool:
    """Whether an empty seat is filled now."""
    if state.present[me] == 1 or state.closed[me] == 1 or c.replace == 0.0:
        return False
    if (int(state.keys[me]) >> 32) + 1 >= MAX_OCCUPANTS:
        return False
    word, _, _, _ = draw(seed, VACANCY, week, int(state.keys[me]), NOBODY, 0)
    filled: bool = uniform(word) * c.vacancy_weeks < 1.0
    return filled


@rule
def _fill_seats(
    state: State, population: Record, c: Record, week: int, seed: int, p: Record
) -> None:
    joined = 0
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        if _is_filled(state, c, me, week, seed):
            state.keys[me] += ONE_OCCUPANT
            seat(state, population, c, me, week, seed, p)
            joined += 1
    if joined > 0:
        tie_to_leaders(state, c, week, seed, p)


@rule
def seat(
    state: State, population: Record, c: Record, me: int, week: int, seed: int, p: Record
) -> None:
    """Somebody new, whose key stands in `state.keys`, takes a seat."""
    arrive(state, population, me, week, 0, seed)
    state.people[me].accepted = NOT_YET
    state.left[me] = ARRIVES
    state.turned[1] += 1
    note(state, week, JOINED, me, -1, -1, 1)


@rule
def tie_to_leaders(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Those who have just come, and those whose leader has, are told who they are."""
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        boss = state.boss[me]
        new = state.left[me] == ARRIVES or (boss >= 0 and state.left[boss] == ARRIVES)
        if new and state.present[me] == 1:
            assign_ties(state, c, me, BY_JOINED, week, seed, p)
