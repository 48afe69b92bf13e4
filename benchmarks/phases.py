"""Where the time of a week goes: each phase alone, in nanoseconds a meeting.

`python benchmarks/phases.py [PEOPLE]` compiles a kernel around each phase (some minutes),
puts an organisation of 1,000 people back to the same state before each call, and prints
the median and range of 15 calls, as the table of docs/performance.md.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

import trustgarden as tg
from trustgarden.model import week as schedule
from trustgarden.model.arrays import records
from trustgarden.model.engine import Engine
from trustgarden.model.layout import MEASURE_DTYPE, NOTHING, State
from trustgarden.model.memory import MOST_PARTIES, NUM_DURABILITIES

CALLS = 15
PHASES = {
    "Tend": "tend(state, c)",
    "Welcome": "welcome(state, c, week, seed, p)",
    "Meet (hours, pull of the remembered, partners)": "meet(state, c, week, seed, p, pull, need)",
    "Entrust": "entrust(state, c, week, seed, p)",
    "Answer": "answer(state, c, week, seed, p)",
    "Consequence": "consequence(state, c, week, seed, p)",
    "Remember: index, see": "index_incoming(state); see(state)",
    "Remember: forget all ties, take in what happened": "remember(state, c, week, seed, p, kept)",
    "Remember: third parties": "embed(state, c, week, p)",
    "Recognise": "recognise(state, c, week, seed, p)",
    "Talk": "talk(state, c, week, seed, p)",
    "Judge": "judge(state, c, week, seed, p)",
    "Leave": "accept(state, week, p); leave(state, population[0], c, week, seed, p)",
    "Measure": "measure(state, c, week, seed, p, series[0], teams[0])",
}
"""The schedule of the week, as it stands in `trustgarden.model.week`."""
KERNEL = """
def timed(state, conditions, population, parameters, seed, week, series, teams):
    state = borrowed(state)
    c = conditions[0]
    p = parameters[0]
    kept = np.empty((NUM_DURABILITIES, MOST_PARTIES + 1))
    retention_table(kept, p)
    pull = np.empty(state.whom.shape[1])
    need = np.empty(state.whom.shape[1])
    {act}
"""


def kernel_of(act: str) -> Callable[..., None]:
    """A compiled kernel that does only this."""
    names = {**vars(schedule), "MOST_PARTIES": MOST_PARTIES, "NUM_DURABILITIES": NUM_DURABILITIES}
    exec(KERNEL.format(act=act), names)  # the lines above, and nothing from outside
    compiled: Callable[..., None] = njit(nogil=True, error_model="python")(names["timed"])
    return compiled


def copied(state: State) -> State:
    """The same arrays again, for a call that may change them."""
    return State(*(np.array(part) if isinstance(part, np.ndarray) else part for part in state))


def nanoseconds(call: Callable[..., None], state: State, *rest: Any) -> list[float]:
    """Time of each of so many calls, each on a state that is the same."""
    took = []
    for turn in range(CALLS + 1):
        fresh = State(*(a.view(type(b)) for a, b in zip(copied(state), state, strict=True)))
        began = time.perf_counter_ns()
        call(fresh, *rest)
        if turn:  # the first one compiles
            took.append(time.perf_counter_ns() - began)
    return took


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    size = {"organisation.num_people": people, "organisation.start": "strangers"}
    engine = Engine(tg.load_scenario("garden").with_changes(size), 1)
    engine.run(20)
    state, segment = engine.state, engine.segments[0]
    meetings = int((state.meetings["act"] != NOTHING).sum())
    series = records(1, MEASURE_DTYPE)
    teams = np.zeros((1, len(state.teams)))
    rest = (segment.conditions, engine.population, engine.parameters, 1, engine.week + 1)
    print(f"{people:,} people, {meetings:,} meetings a week, median and range of {CALLS} calls.")
    print("| phase | ns a meeting |")
    print("|---|---|")
    whole = 0.0
    call = statistics.median(nanoseconds(kernel_of("pass"), state, *rest, series, teams))
    for name, act in PHASES.items():
        times = nanoseconds(kernel_of(act), state, *rest, series, teams)
        took = [(one - call) / meetings for one in times]
        whole += statistics.median(took)
        print(f"| {name} | {statistics.median(took):.0f} ({min(took):.0f}-{max(took):.0f}) |")
    print(f"| all | {whole:.0f} |")


if __name__ == "__main__":
    main()
