"""The log: who joined, which steps of the welcome took place, who was accepted, who left.

The kernels fill it as long as it has room; whoever runs the weeks empties it in
time. Without rows nothing is logged, and nothing differs.
"""

from __future__ import annotations

from .compiling import rule
from .layout import State


@rule
def note(state: State, week: int, what: int, who: int, whom: int, step: int, done: int) -> None:
    """Write one entry; `who` and `whom` are rows, the latter -1 for nobody."""
    if state.log.shape[0] == 0:
        return
    at = state.logged[0]
    if at < state.log.shape[0]:
        entry = state.log[at]
        entry.week = week
        entry.what = what
        entry.who = state.keys[who]
        entry.whom = state.keys[whom] if whom >= 0 else -1
        entry.step = step
        entry.done = done
        state.logged[0] = at + 1


@rule
def has_room(state: State) -> bool:
    """Whether the log has room for whatever the next week may bring."""
    if state.log.shape[0] == 0:
        return True
    newcomers = 0
    for me in range(state.people.shape[0]):
        # Founders, who were accepted in week 0, are welcomed by nobody.
        if state.present[me] == 1 and state.people[me].accepted != 0:
            newcomers += 1
    needed = 2 * state.people.shape[0] + newcomers * (state.steps.shape[0] + 1)
    room: bool = state.log.shape[0] - state.logged[0] >= needed
    return room
