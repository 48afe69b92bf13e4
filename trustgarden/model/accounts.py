"""Accounts of trust: each week's change of trust, split into what caused it.

`trust` is the mean T of trust over all remembered relationships, each counted
once. Every write to a relationship is booked to its cause as the trust after it
less the trust that was last booked, so the entries of one relationship telescope: they
add up to its change whatever happened in the week, and a write that nobody booked would
stand under `unbooked`. Who is counted changes too: with T0 the mean when the week
began and n the number of relationships when it ends,

    T1 - T0 = (sum of booked changes) / n
              + (sum over begun (t - T0)) / n - (sum over ended (t - T0)) / n

where t is the trust with which a relationship began or ended. The entries add up
to the change but for the rounding of float64.

Booking reads and never writes what a rule reads; without rows in `standing` nothing
is booked, which is faster and changes no byte.
"""

from __future__ import annotations

from .compiling import rule
from .layout import ACCOUNTS, BY_LEFT, BY_NOTHING, Numbers, State
from .memory import trust_from_tie

NUM_ACCOUNTS = len(ACCOUNTS)


@rule
def book(state: State, me: int, s: int, cause: int, weight: float) -> None:
    """Book the change of one relationship since it was last booked."""
    if state.standing.shape[0] > 0:
        now = trust_from_tie(state.ties[me, s], weight)
        state.accounts[me, cause] += now - state.standing[me, s]
        state.standing[me, s] = now


@rule
def book_begun(state: State, me: int, s: int, cause: int, weight: float) -> None:
    """Book a relationship that has begun."""
    if state.standing.shape[0] > 0:
        now = trust_from_tie(state.ties[me, s], weight)
        state.accounts[me, cause] += now - state.base[0]
        state.standing[me, s] = now


@rule
def book_ended(state: State, me: int, s: int, cause: int) -> None:
    """Book a relationship that is about to be cleared."""
    if state.standing.shape[0] > 0:
        state.accounts[me, cause] -= state.standing[me, s] - state.base[0]


@rule
def close_books(state: State, weight: float, row: Numbers) -> None:
    """End the week: fill a row of accounts from the people's, and begin anew.

    Sums go in the order of seats, so that the place of a row changes no bit.
    """
    count, total = 0.0, 0.0
    for k in range(row.shape[0]):
        row[k] = 0.0
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        for s in range(state.whom.shape[1]):
            if state.whom[me, s] >= 0:
                book(state, me, s, BY_NOTHING, weight)
                total += state.standing[me, s]
                count += 1.0
        for k in range(row.shape[0]):
            row[k] += state.accounts[me, k]
            state.accounts[me, k] = 0.0
    for k in range(row.shape[0]):
        row[k] = row[k] / count if count > 0.0 else 0.0
    if count == 0.0:
        row[BY_LEFT] = -state.base[0]
    state.base[0] = total / count if count > 0.0 else 0.0


@rule
def open_books(state: State, weight: float) -> None:
    """Take trust as it stands for the first time."""
    count, total = 0.0, 0.0
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        for k in range(state.accounts.shape[1]):
            state.accounts[me, k] = 0.0
        for s in range(state.whom.shape[1]):
            if state.whom[me, s] >= 0:
                state.standing[me, s] = trust_from_tie(state.ties[me, s], weight)
                total += state.standing[me, s]
                count += 1.0
    state.base[0] = total / count if count > 0.0 else 0.0
