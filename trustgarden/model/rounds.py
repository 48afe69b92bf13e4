"""Rounds of the laboratory: phases 4 to 7 of the week, on meetings that were arranged.

The same rules as in an ordinary week, without a calendar: who meets whom, in
which space and at which stake is given, and the acts of either side may be
scripted. Time does not pass in a round: nothing is forgotten, nobody leaves,
and treatment by leaders (phases 8 to 10) does not take place. Between rounds an
experimenter may let people promise, hear of each other, and see a record.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .compiling import borrowed, kernel, rule
from .dealing import answer, consequence, entrust
from .layout import (
    BREACH,
    BY_MET,
    BY_TOLD,
    ERROR,
    HELD_BACK,
    KEPT,
    NOTHING,
    Numbers,
    State,
)
from .memory import MOST_PARTIES, NUM_DURABILITIES, retention_table
from .relationships import slot_for
from .remembering import index_incoming, remember, see
from .repair import PLEDGED_ACTS
from .talking import add_told
from .tending import tend

__all__ = ["SCRIPT_DTYPE", "let_promise", "let_tell", "pass_weeks", "play_round"]

DECIDE = -1
"""What a script says where people decide for themselves."""

SCRIPT_DTYPE = np.dtype(
    [
        ("entrust", "i1"),  # DECIDE, or 1 entrusts, 0 holds back
        ("act", "i1"),  # DECIDE, or an act of the layout: KEPT, ERROR, BREACH
        ("hidden", "i1"),  # DECIDE, or 1, 0
        ("found", "i1"),  # DECIDE, or 1, 0: whether what was hidden comes out
        ("forms", "i1"),  # DECIDE, or the bits of M7: ADMITS, PAYS, PROMISES, DENIES
        ("amount", "f4"),  # share of the due that is done in a scripted act
    ],
    align=True,
)


@rule
def _script_entrusting(state: State, script: npt.NDArray[np.void]) -> None:
    for me in range(script.shape[0]):
        for h in range(script.shape[1]):
            if h < state.num_hours[me] and script[me, h].entrust != DECIDE:
                state.meetings[me, h].act = KEPT if script[me, h].entrust == 1 else HELD_BACK


@rule
def _script_answers(state: State, script: npt.NDArray[np.void]) -> None:
    for me in range(script.shape[0]):
        for h in range(script.shape[1]):
            meeting = state.meetings[me, h]
            if h >= state.num_hours[me] or meeting.act == NOTHING or meeting.act == HELD_BACK:
                continue
            if script[me, h].act != DECIDE:
                meeting.act = script[me, h].act
                meeting.answer = script[me, h].amount
                meeting.hidden = 0
            if script[me, h].hidden != DECIDE and (meeting.act == ERROR or meeting.act == BREACH):
                meeting.hidden = script[me, h].hidden


@rule
def _script_aftermath(state: State, script: npt.NDArray[np.void]) -> None:
    for me in range(script.shape[0]):
        for h in range(script.shape[1]):
            meeting = state.meetings[me, h]
            wrong = h < state.num_hours[me] and (meeting.act == ERROR or meeting.act == BREACH)
            if wrong and script[me, h].forms != DECIDE:
                meeting.forms = script[me, h].forms
            if wrong and meeting.hidden == 1 and script[me, h].found != DECIDE:
                meeting.found = script[me, h].found


@kernel
def play_round(
    state: State,
    conditions: npt.NDArray[np.void],
    parameters: npt.NDArray[np.void],
    seed: int,
    number: int,
    script: npt.NDArray[np.void],
) -> None:
    """Play one round on the meetings that stand in `state.meetings`.

    Args:
        state: The arrays; partners, spaces and offered stakes of the meetings are filled in.
        conditions: One record of `CONDITION_DTYPE`.
        parameters: One record of `PARAMETER_DTYPE`.
        seed: Seed of all chance.
        number: Number of the round; it stands for the week in the keys of chance.
        script: Records of `SCRIPT_DTYPE` (people, hours), for the hours that are played.
    """
    state = borrowed(state)
    c = conditions[0]
    p = parameters[0]
    nothing_forgotten = np.ones((NUM_DURABILITIES, MOST_PARTIES + 1))
    tend(state, c)
    entrust(state, c, number, seed, p)
    _script_entrusting(state, script)
    answer(state, c, number, seed, p)
    _script_answers(state, script)
    consequence(state, c, number, seed, p)
    _script_aftermath(state, script)
    index_incoming(state)
    see(state)
    remember(state, c, number, seed, p, nothing_forgotten)


@kernel
def pass_weeks(
    state: State,
    conditions: npt.NDArray[np.void],
    parameters: npt.NDArray[np.void],
    seed: int,
    weeks: int,
) -> None:
    """Let weeks pass in which nobody meets: only forgetting."""
    state = borrowed(state)
    c = conditions[0]
    p = parameters[0]
    kept_shares = np.empty((NUM_DURABILITIES, MOST_PARTIES + 1))
    retention_table(kept_shares, p)
    for me in range(state.meetings.shape[0]):
        state.num_hours[me] = 0
    index_incoming(state)
    see(state)
    for _ in range(weeks):
        remember(state, c, 0, seed, p, kept_shares)


@kernel
def let_promise(
    state: State, conditions: npt.NDArray[np.void], parameters: npt.NDArray[np.void], seed: int,
    number: int, trustors: npt.NDArray[np.integer], trustees: npt.NDArray[np.integer],
) -> None:
    """Each trustee promises the trustor beside to keep faith (M7)."""
    state = borrowed(state)
    for k in range(trustors.shape[0]):
        me, other = trustors[k], trustees[k]
        s = slot_for(state, conditions[0], me, other, 0, BY_MET, number, seed, parameters[0])
        if s >= 0:
            state.ties[me, s].pledge = PLEDGED_ACTS


@kernel
def let_tell(
    state: State, conditions: npt.NDArray[np.void], parameters: npt.NDArray[np.void], seed: int,
    number: int, listeners: npt.NDArray[np.integer], thirds: npt.NDArray[np.integer],
    opinions: Numbers, weights: Numbers,
) -> None:
    """Each listener is told of the third party beside: an opinion, worth so many acts (M15)."""
    state = borrowed(state)
    for k in range(listeners.shape[0]):
        me, third = listeners[k], thirds[k]
        s = slot_for(state, conditions[0], me, third, 1, BY_MET, number, seed, parameters[0])
        if s >= 0:
            add_told(state, me, s, opinions[k], weights[k], BY_TOLD, parameters[0])
