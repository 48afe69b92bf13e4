"""M19 Events, in the arrays: what people live through when one happens.

Nothing here writes trust by decree: people go and come, sit elsewhere, meet, are shown
something, or hear an apology, and remember it as they remember anything else. Every
write to a memory is booked, like those of a week.
"""

from __future__ import annotations

import numpy as np
from numpy import float64

from .accounts import book, book_begun
from .chance import EVENT, NOBODY, choose_index, draw
from .compiling import borrowed, kernel, rule
from .founding import assign_ties
from .layout import (
    BREACH,
    BY_EVENT,
    BY_JOINED,
    BY_REPAIR,
    Rows,
    State,
)
from .relationships import find_slot, kind_of_tie
from .remembering import live_case, note_episode, take_back
from .repair import PLEDGED_ACTS, evidence_taken_back
from .spaces import PERFORM
from .turnover import drop_their_hours, part, seat, tie_to_leaders
from .welcoming import arrange

SHOWN_UP = 2.0
"""Acts of deception that a scandal which could not be worse shows of somebody (free choice)."""
SHARED_BLAME = 0.5
"""The same against the organisation, to that against the one it shows up (free choice)."""
SURVIVED = 1.0
"""Acts against the organisation that a layoff which could not be harsher counts (free choice)."""
LEADER_BLAME = 0.5
"""The same against the leader, to that against the organisation (free choice)."""
GATHERING_DRAWS = 16
"""Count of the first draw of a gathering."""


@kernel
def go(state: State, rows: Rows, closing: int, week: int) -> None:
    """These people leave; their seats are done away with if `closing` is 1."""
    state = borrowed(state)
    for me in range(state.left.shape[0]):
        state.left[me] = 0
    for k in range(rows.shape[0]):
        state.left[rows[k]] = 1
        state.closed[rows[k]] = closing
    part(state, week)
    drop_their_hours(state)


@kernel
def come(
    state: State, rows: Rows, conditions: np.recarray, population: np.recarray,
    parameters: np.recarray, seed: int, week: int,
) -> None:
    """New people take these seats, whose keys stand in the state; rows in the order of seats."""
    state = borrowed(state)
    c = conditions[0]
    for me in range(state.left.shape[0]):
        state.left[me] = 0
    for k in range(rows.shape[0]):
        seat(state, population[0], c, rows[k], week, seed, parameters[0])
    tie_to_leaders(state, c, week, seed, parameters[0])


@kernel
def enter_books(state: State, parameters: np.recarray, first: int) -> None:
    """People from row `first` on join with all they remember: their ties enter the books."""
    state = borrowed(state)
    for me in range(first, state.accounts.shape[0]):
        for k in range(state.accounts.shape[1]):
            state.accounts[me, k] = 0.0
        for s in range(state.whom.shape[1]):
            if state.whom[me, s] >= 0:
                book_begun(state, me, s, BY_JOINED, parameters[0].prior_weight)


@kernel
def sit_elsewhere(
    state: State, conditions: np.recarray, parameters: np.recarray, seed: int, week: int
) -> None:
    """After a change of the chart: what work makes of two people, and who knows their leader."""
    state = borrowed(state)
    for me in range(state.whom.shape[0]):
        for s in range(state.whom.shape[1]):
            if state.whom[me, s] >= 0:
                state.ties[me, s].kind = kind_of_tie(state, me, state.whom[me, s])
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        if state.present[me] == 1:
            assign_ties(state, conditions[0], me, BY_EVENT, week, seed, parameters[0])


@kernel
def survive(
    state: State, conditions: np.recarray, parameters: np.recarray, severity: float
) -> None:
    """Those who stay have seen others dismissed: a case at work, and a word broken."""
    state = borrowed(state)
    c, p = conditions[0], parameters[0]
    for me in range(state.people.shape[0]):
        if state.present[me] == 0:
            continue
        person = state.people[me]
        live_case(state, me, PERFORM, severity, p.learning_lived)
        against = SURVIVED * severity * c.on_fairness
        person.organisation_against = float64(person.organisation_against) + against
        boss = state.boss[me]
        s = find_slot(state.whom, me, boss) if boss >= 0 else -1
        if s >= 0:
            tie = state.ties[me, s]
            tie.integrity_against = float64(tie.integrity_against) + LEADER_BLAME * against
            book(state, me, s, BY_EVENT, p.prior_weight)


@kernel
def be_shown_up(
    state: State, conditions: np.recarray, parameters: np.recarray, other: int, severity: float,
    week: int,
) -> None:
    """What somebody did comes out: whoever remembers them has been deceived."""
    state = borrowed(state)
    c, p = conditions[0], parameters[0]
    for me in range(state.people.shape[0]):
        if state.present[me] == 0 or me == other:
            continue
        person = state.people[me]
        against = SHARED_BLAME * severity * c.on_fairness
        person.organisation_against = float64(person.organisation_against) + against
        s = find_slot(state.whom, me, other)
        if s >= 0:
            tie = state.ties[me, s]
            deceived = SHOWN_UP * severity * c.on_deception
            tie.deception = float64(tie.deception) + deceived
            tie.integrity_against = float64(tie.integrity_against) + severity
            book(state, me, s, BY_EVENT, p.prior_weight)
            note_episode(state.traces[me, s], week, 10, severity)


@rule
def _hear_apology(
    state: State, me: int, s: int, admits: float, pays: float, promises: int, week: int,
    parameters: np.recarray,
) -> None:
    p = parameters[0]
    tie = state.ties[me, s]
    forgiveness = float64(state.people[me].forgiveness)
    share = evidence_taken_back(admits, pays, 0.0, 0.0, forgiveness, p)
    take_back(
        tie,
        share * float64(tie.ability_against),
        share * float64(tie.benevolence_against),
        share * float64(tie.integrity_against),
    )
    tie.mistrust = float64(tie.mistrust) * (1.0 - share)
    if promises == 1:
        tie.pledge = PLEDGED_ACTS
    book(state, me, s, BY_REPAIR, p.prior_weight)
    note_episode(state.traces[me, s], week, 9, 0.5)


@kernel
def apologise(
    state: State, conditions: np.recarray, parameters: np.recarray, who: int, whom: int,
    admits: float, pays: float, promises: int, week: int,
) -> None:
    """Somebody says something about what they did, to one person, or to all whom they hurt."""
    state = borrowed(state)
    if conditions[0].on_repair == 0.0:
        return
    for me in range(state.people.shape[0]):
        if state.present[me] == 0 or (whom >= 0 and me != whom):
            continue
        s = find_slot(state.whom, me, who)
        if s < 0:
            continue
        tie = state.ties[me, s]
        hurt = float64(tie.integrity_against) + float64(tie.deception) > 0.0
        if hurt:
            promising = promises if conditions[0].on_promises == 1.0 else 0
            _hear_apology(state, me, s, admits, pays, promising, week, parameters)


@kernel
def betray(state: State, who: int, whom: int) -> None:
    """Put a betrayal on this week's calendar: all is at stake, nothing is done, and it comes out.

    `whom` entrusts, `who` breaks faith and hides it, and is found out.
    """
    at = state.arranged[whom]
    arrange(state, whom, who, 0, 1.0)
    if state.arranged[whom] == at:
        return
    meeting = state.meetings[whom, at]
    meeting.scripted = 1
    meeting.act = BREACH
    meeting.hidden = 1
    meeting.found = 1
    meeting.stake = 1.0
    meeting.answer = 0.0
    meeting.ordered = 0.0


@kernel
def gather(state: State, pool: Rows, hours: int, space: int, seed: int, week: int) -> None:
    """Everybody of a pool spends hours of this week with others of it, drawn by key."""
    state = borrowed(state)
    for k in range(pool.shape[0]):
        me = pool[k]
        for h in range(hours):
            w0, w1, w2, _ = draw(
                seed, EVENT, week, int(state.keys[me]), NOBODY, GATHERING_DRAWS + h
            )
            other = pool[choose_index(w0, pool.shape[0])]
            if other == me:
                other = pool[choose_index(w1, pool.shape[0])]
            if other == me:
                other = pool[choose_index(w2, pool.shape[0])]
            if other != me:
                arrange(state, me, other, space, 0.0)


@kernel
def lots(state: State, rows: Rows, seed: int, week: int) -> np.ndarray:
    """A lot for each of these people, from their keys, as 32-bit whole numbers (rows,)."""
    drawn = np.empty(rows.shape[0], np.int64)
    for k in range(rows.shape[0]):
        word, _, _, _ = draw(seed, EVENT, week, int(state.keys[rows[k]]), NOBODY, 0)
        drawn[k] = word
    return drawn
