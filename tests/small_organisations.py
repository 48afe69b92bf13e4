"""Small organisations for the tests of the model: founded, run, and read as bytes.

A test of the model says in one line what its organisation is like; here stands
what all of them share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from drawn_organisations import scenarios

from trustgarden.model.engine import Engine
from trustgarden.model.layout import State
from trustgarden.model.measures import MEASURE_NAMES, MEASURES
from trustgarden.model.scenario import Scenario

__all__ = [
    "NOBODY_LEAVES", "NO_HOURS", "REMEMBERED", "SCRATCH", "UNTENDED", "founded", "lived",
    "measured", "out_of_range", "run_bytes", "scenarios", "small", "state_bytes", "ties_by_pair",
]  # fmt: skip

NO_HOURS = {f"spaces.{space}_hours": 0.0 for space in ("work", "meeting", "rehearsal", "social")}
"""Nobody meets, as long as no leader opens hours in the free spaces."""
NOBODY_LEAVES = {"turnover.leave_rate": 0.0}
UNTENDED = {"leaders.style": "absent", "consequence.regime": "none"}

SCRATCH = (
    "circle_start", "circles", "incoming", "incoming_start", "left", "log", "logged", "num_hours",
    "praised_by", "sizes", "spaces", "steps", "tales", "tribe", "web",
)  # fmt: skip
"""Arrays that each week, or each measuring, fills anew, or that follow from the scenario."""
REMEMBERED = ("people", "ties", "traces", "whom", "expected", "doubt", "belongs")


def small(changes: Mapping[str, Any] | None = None, *, num_people: int = 12) -> Scenario:
    """A scenario of strangers in teams of four, with these dotted keys set."""
    base = {
        "organisation.num_people": num_people,
        "organisation.team_size": 4,
        "organisation.start": "strangers",
    }
    return Scenario(id="small").with_changes(base | dict(changes or {}))


def founded(
    changes: Mapping[str, Any] | None = None, *, seed: int = 1, num_people: int = 12, **kept: bool
) -> Engine:
    """The engine of a small organisation, before its first week; `kept` are its records."""
    return Engine(small(changes, num_people=num_people), seed, **kept)


def lived(
    changes: Mapping[str, Any] | None = None, *, weeks: int = 3, seed: int = 1, **of: Any
) -> Engine:
    """The engine of a small organisation after some weeks."""
    engine = founded(changes, seed=seed, **of)
    engine.run(weeks)
    return engine


def run_bytes(engine: Engine) -> dict[str, bytes]:
    """All that a run leaves: state, weekly measures, trust by team, accounts and log."""
    kept = {name: getattr(engine, name) for name in ("series", "team_series", "accounts", "log")}
    recorded = {f"recorded {name}": array.tobytes() for name, array in kept.items()}
    return state_bytes(engine.state) | recorded


def measured(engine: Engine, name: str) -> np.ndarray:
    """One measure, week by week."""
    return engine.series[:, MEASURE_NAMES.index(name)]


def state_bytes(state: State, names: Iterable[str] | None = None) -> dict[str, bytes]:
    """Each array of a state as bytes, without scratch unless it is asked for by name."""
    if names is None:
        names = [name for name in State._fields if name not in SCRATCH]
    return {name: getattr(state, name).tobytes() for name in names}


def ties_by_pair(engine: Engine) -> dict[tuple[int, int], bytes]:
    """Every tie with its trace, by the keys of who remembers and who is remembered."""
    state = engine.state
    return {
        (int(state.keys[me]), int(state.keys[state.whom[me, slot]])): (
            state.ties[me, slot].tobytes() + state.traces[me, slot].tobytes()
        )
        for me, slot in zip(*np.nonzero(state.whom >= 0), strict=True)
    }


def out_of_range(series: np.ndarray) -> list[str]:
    """Which measures leave the range that `MEASURES` states, and by what."""
    found = []
    for measure, column in zip(MEASURES, series.T, strict=True):
        high = np.inf if measure.high is None else measure.high
        # Means of numbers in [0, 1] may pass the end by the rounding of a sum.
        outside = ~((column >= measure.low - 1e-12) & (column <= high + 1e-12))
        if outside.any():
            found.append(f"{measure.name} = {column[outside][0]}")
    return found
