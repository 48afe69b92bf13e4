"""The week: the schedule of the model, in one place, in this order, in these words.

Decisions are taken on the state at the start of the week (phases 3 to 6 write
meetings only); memory changes in phase 7, treatment in phases 8 to 10; time
passes between weeks. `run_weeks` is the one kernel for a single week and for
many.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .accounts import close_books, open_books
from .compiling import borrowed, kernel
from .dealing import answer, consequence, entrust
from .founding import arrive, assign_ties
from .journal import has_room
from .judging import judge
from .layout import BY_JOINED, Numbers, Rows, State
from .measuring import measure
from .meeting import meet
from .memory import MOST_PARTIES, NUM_DURABILITIES, retention_table
from .recognising import recognise
from .relationships import slot_for
from .remembering import embed, index_incoming, remember, see
from .talking import talk, trust_held
from .tending import tend
from .turnover import leave
from .welcoming import accept, welcome


@kernel
def run_weeks(
    state: State, conditions: np.recarray, population: np.recarray, parameters: np.recarray,
    seed: int, first: int, weeks: int, series: np.recarray, teams: Numbers, books: Numbers,
) -> int:
    """Run `weeks` weeks from week `first` on, under conditions that hold throughout.

    Args:
        state: The arrays of the organisation (`State`), changed in place.
        conditions: One record of `CONDITION_DTYPE`.
        population: One record of `POPULATION_DTYPE`.
        parameters: One record of `PARAMETER_DTYPE`.
        seed: Seed of all chance, 0 <= seed < 2**63.
        first: Number of the first week, burn-in included, for the keys of chance.
        weeks: Number of weeks.
        series: Records of `MEASURE_DTYPE`, one a week; length 0 to measure nothing.
        teams: Trust within each team (weeks, teams); as long as `series`.
        books: Accounts of trust (weeks, accounts); length 0 where none are kept.

    Returns:
        The weeks that were run: fewer than asked for where the log would overflow.
    """
    state = borrowed(state)
    c = conditions[0]
    p = parameters[0]
    kept_shares = np.empty((NUM_DURABILITIES, MOST_PARTIES + 1))
    retention_table(kept_shares, p)
    pull = np.empty(state.whom.shape[1])
    need = np.empty(state.whom.shape[1])
    for k in range(weeks):
        week = first + k
        if not has_room(state):
            return k
        # 1. Tend. Leaders divide their attention; conditions change (never trust).
        tend(state, c)
        # 2. Welcome. Joiners arrive; the choreography steps that are due take place.
        welcome(state, c, week, seed, p)
        # 3. Meet. People divide their hours over spaces and find partners there.
        meet(state, c, week, seed, p, pull, need)
        # 4. Entrust. In each meeting one may make oneself vulnerable to the other, at a stake.
        entrust(state, c, week, seed, p)
        # 5. Answer. The trusted one keeps faith, errs, breaks faith, or hides what happened.
        answer(state, c, week, seed, p)
        # 6. Consequence. Formal and social consequence follow, or do not; so does repair.
        consequence(state, c, week, seed, p)
        # 7. Remember. Both update memory, by what they attribute it to; those who saw it learn too.
        index_incoming(state)
        see(state)
        remember(state, c, week, seed, p, kept_shares)
        embed(state, c, week, p)
        # 8. Recognise. Leaders and peers recognise what they saw.
        recognise(state, c, week, seed, p)
        # 9. Talk. People tell each other of third parties.
        talk(state, c, week, seed, p)
        # 10. Judge. Felt fairness, projected consequence and trust in the organisation are revised.
        judge(state, c, week, seed, p)
        # 11. Leave. Some leave; their place is filled, or not.
        accepted, waited = accept(state, week, p)
        leave(state, population[0], c, week, seed, p)
        # 12. Measure.
        if series.shape[0] > 0:
            row = series[k]
            measure(state, c, week, seed, p, row, teams[k])
            row.left = state.turned[0]
            row.joined = state.turned[1]
            row.acceptance_weeks = waited / accepted if accepted > 0 else 0.0
        if books.shape[0] > 0:
            close_books(state, p.prior_weight, books[k])
        for me in range(state.arranged.shape[0]):
            state.arranged[me] = 0
        state.turned[0] = 0
        state.turned[1] = 0
    return weeks


@kernel
def found(
    state: State, conditions: np.recarray, population: np.recarray, parameters: np.recarray,
    seed: int, week: int,
) -> None:
    """Seat everybody for the first time, with traits from their keys and ties from the chart."""
    for me in range(state.people.shape[0]):
        arrive(state, population[0], me, week, 1, seed)
    for k in range(state.by_key.shape[0]):
        assign_ties(
            state, conditions[0], state.by_key[k], BY_JOINED, week, seed, parameters[0]
        )


@kernel
def begin_accounts(state: State, parameters: np.recarray) -> None:
    """Open the books on trust as it stands."""
    open_books(state, parameters[0].prior_weight)


@kernel
def measure_now(
    state: State, conditions: np.recarray, parameters: np.recarray, seed: int, week: int,
    series: np.recarray, teams: Numbers,
) -> None:
    """Measure the state as it stands, for a first look before any week has run."""
    tend(state, conditions[0])
    measure(state, conditions[0], week, seed, parameters[0], series[0], teams[0])


@kernel
def bring_ties(
    state: State, conditions: np.recarray, trustors: Rows, trustees: Rows, evidence: Numbers,
    seed: int, parameters: np.recarray,
) -> None:
    """Give people the relationships a file says they have: kept acts, and as many hours."""
    for k in range(trustors.shape[0]):
        me, other = trustors[k], trustees[k]
        s = slot_for(state, conditions[0], me, other, 0, BY_JOINED, 0, seed, parameters[0])
        if s < 0:
            continue
        tie = state.ties[me, s]
        tie.ability_for = np.float64(tie.ability_for) + evidence[k]
        tie.benevolence_for = np.float64(tie.benevolence_for) + evidence[k]
        tie.integrity_for = np.float64(tie.integrity_for) + evidence[k]
        tie.familiarity = np.float64(tie.familiarity) + evidence[k]


@kernel
def trust_of(
    state: State, conditions: np.recarray, me: int, other: int, seed: int,
    parameters: np.recarray,
) -> float:
    """Trust of one person in another, remembered or at first sight."""
    return trust_held(state, conditions[0], me, other, seed, parameters[0])


@kernel
def trust_of_all(
    state: State, conditions: np.recarray, trustors: npt.NDArray[np.integer],
    trustees: npt.NDArray[np.integer], seed: int, parameters: np.recarray,
) -> Numbers:
    """Trust of each trustor in the trustee beside, (pairs,)."""
    state = borrowed(state)
    c = conditions[0]
    trust = np.empty(trustors.shape[0])
    for k in range(trustors.shape[0]):
        trust[k] = trust_held(state, c, trustors[k], trustees[k], seed, parameters[0])
    return trust
