"""Rounds of the laboratory: phases 4 to 7 of the week, on meetings that were arranged.

The same rules as in an ordinary week, without a calendar: who meets whom, in
which space and at which stake is given, and the acts of either side may be
scripted. Time does not pass in a round: nothing is forgotten, nobody leaves,
and treatment by leaders (phases 8 to 10) does not take place.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .compiling import borrowed, kernel, rule
from .dealing import answer, consequence, entrust
from .layout import BREACH, ERROR, HELD_BACK, KEPT, NOTHING, State
from .memory import NUM_DURABILITIES, retention_table
from .remembering import index_incoming, remember, see
from .tending import tend

__all__ = ["SCRIPT_DTYPE", "pass_weeks", "play_round"]

DECIDE = -1
"""What a script says where people decide for themselves."""

SCRIPT_DTYPE = np.dtype(
    [
        ("entrust", "i1"),  # DECIDE, or 1 entrusts, 0 holds back
        ("act", "i1"),  # DECIDE, or an act of the layout: KEPT, ERROR, BREACH
        ("hidden", "i1"),  # DECIDE, or 1, 0
        ("found", "i1"),  # DECIDE, or 1, 0: whether what was hidden comes out
        ("repair", "i1"),  # DECIDE, or 1, 0
        ("amount", "f4"),  # share of the due that is done in a scripted act
    ],
    align=True,
)


@rule
def _script_entrusting(state: State, script: npt.NDArray[np.void]) -> None:
    for me in range(script.shape[0]):
        for h in range(script.shape[1]):
            if state.meetings[me, h].partner >= 0 and script[me, h].entrust != DECIDE:
                state.meetings[me, h].act = KEPT if script[me, h].entrust == 1 else HELD_BACK


@rule
def _script_answers(state: State, script: npt.NDArray[np.void]) -> None:
    for me in range(script.shape[0]):
        for h in range(script.shape[1]):
            meeting = state.meetings[me, h]
            if meeting.act == NOTHING or meeting.act == HELD_BACK:
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
            wrong = meeting.act == ERROR or meeting.act == BREACH
            if wrong and script[me, h].repair != DECIDE:
                meeting.repair = script[me, h].repair
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
        script: Records of `SCRIPT_DTYPE`, of the shape of the meetings.
    """
    state = borrowed(state)
    c = conditions[0]
    p = parameters[0]
    nothing_forgotten = np.ones((NUM_DURABILITIES, 2))
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
    kept_shares = np.empty((NUM_DURABILITIES, 2))
    retention_table(kept_shares, p)
    for me in range(state.meetings.shape[0]):
        for h in range(state.meetings.shape[1]):
            state.meetings[me, h].act = NOTHING
    index_incoming(state)
    see(state)
    for _ in range(weeks):
        remember(state, c, 0, seed, p, kept_shares)
