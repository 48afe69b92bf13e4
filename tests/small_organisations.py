"""Small organisations for the tests of the model: scenarios, state as bytes, and a strategy.

A test of the model says in one line what its organisation is like; here stands
what all of them share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from annotated_types import Ge, Gt, Le, Lt
from hypothesis import strategies as st

from trustgarden.model.engine import Engine
from trustgarden.model.layout import State
from trustgarden.model.measures import MEASURES
from trustgarden.model.presets import REGIMES, STYLES
from trustgarden.model.scenario import (
    EVENT_SECTIONS,
    MECHANISM_SWITCHES,
    PRACTICES,
    Scenario,
)

NO_HOURS = {f"spaces.{space}_hours": 0.0 for space in ("work", "meeting", "rehearsal", "social")}
"""Nobody meets, as long as no leader opens hours in the free spaces."""
NOBODY_LEAVES = {"turnover.leave_rate": 0.0}
UNTENDED = {"leaders.style": "absent", "consequence.regime": "none"}

SCRATCH = ("incoming", "incoming_start", "left", "web", "sizes")
"""Arrays that each week, or each measuring, fills anew."""
REMEMBERED = ("people", "ties", "traces", "whom")

PRESET_OF = {"leaders.style": tuple(STYLES), "consequence.regime": tuple(REGIMES)}


def small(changes: Mapping[str, Any] | None = None, *, num_people: int = 12) -> Scenario:
    """A scenario of strangers in teams of four, with these dotted keys set."""
    base = {
        "organisation.num_people": num_people,
        "organisation.team_size": 4,
        "organisation.start": "strangers",
    }
    return Scenario(id="small").with_changes(base | dict(changes or {}))


def founded(changes: Mapping[str, Any] | None = None, *, seed: int = 1, **of: Any) -> Engine:
    """The engine of a small organisation, before its first week."""
    return Engine(small(changes, **of), seed)


def lived(
    changes: Mapping[str, Any] | None = None, *, weeks: int = 3, seed: int = 1, **of: Any
) -> Engine:
    """The engine of a small organisation after some weeks."""
    engine = founded(changes, seed=seed, **of)
    engine.run(weeks)
    return engine


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


def lever_names() -> list[str]:
    """Every key that an event may set."""
    return [
        f"{section}.{name}"
        for section in EVENT_SECTIONS
        for name in type(getattr(Scenario(id="any"), section)).model_fields
    ]


def another_value(scenario: Scenario, lever: str) -> Any:
    """A legal value of a lever that is not the one it has."""
    section, name = lever.split(".")
    current = getattr(getattr(scenario.resolved(), section), name)
    if lever in PRESET_OF:
        return next(preset for preset in reversed(PRESET_OF[lever]) if preset != current)
    if isinstance(current, bool):
        return not current
    low, high = limits(type(getattr(scenario, section)).model_fields[name].metadata)
    if name in PRACTICES:
        # Practices share one week, so a rise must leave room for the others.
        return current / 2 if current > 0 else 0.1
    return low + 0.25 * (high - low) if current > (low + high) / 2 else low + 0.75 * (high - low)


def limits(metadata: Iterable[Any]) -> tuple[float, float]:
    """The range a field states, brought just inside where an end is excluded."""
    low, high = -np.inf, np.inf
    for bound in metadata:
        if isinstance(bound, Ge):
            low = float(bound.ge)  # type: ignore[arg-type]
        if isinstance(bound, Gt):
            low = float(bound.gt) + 0.02  # type: ignore[arg-type]
        if isinstance(bound, Le):
            high = float(bound.le)  # type: ignore[arg-type]
        if isinstance(bound, Lt):
            high = float(bound.lt) - 0.02  # type: ignore[arg-type]
    return low, high


@st.composite
def scenarios(draw: st.DrawFn, max_people: int = 20) -> Scenario:
    """Any legal small organisation: levers, population, parameters and knock-outs."""
    changes: dict[str, Any] = {
        "organisation.num_people": draw(st.integers(4, max_people)),
        "organisation.team_size": draw(st.integers(2, 8)),
        "organisation.num_slots": draw(st.integers(4, 12)),
        "organisation.num_places": draw(st.integers(1, 3)),
        "organisation.start": "strangers",
        "leaders.style": draw(st.sampled_from(sorted(STYLES))),
        "consequence.regime": draw(st.sampled_from(sorted(REGIMES))),
        "mechanisms.off": draw(st.lists(st.sampled_from(MECHANISM_SWITCHES), max_size=3)),
    }
    changes |= draw(_practices())
    for section in ("leaders", "consequence", "spaces", "work", "turnover", "parameters"):
        changes |= draw(_some_fields(section))
    changes |= {key: draw(st.floats(0.05, 0.95)) for key in draw(_some_traits())}
    return Scenario(id="drawn").with_changes(changes)


HOURS_AT_MOST = 5.0
"""More hours make slower tests and no other organisation."""


@st.composite
def _some_fields(draw: st.DrawFn, section: str) -> dict[str, Any]:
    fields = type(getattr(Scenario(id="any"), section)).model_fields
    free = [name for name in fields if name not in (*PRACTICES, "style", "regime")]
    if section == "consequence":
        free = [name for name in fields if name != "regime"]
    chosen = draw(st.lists(st.sampled_from(free), unique=True, max_size=6))
    return {f"{section}.{name}": draw(_value(name, fields[name])) for name in chosen}


def _value(name: str, field: Any) -> st.SearchStrategy[Any]:
    if field.annotation is bool:
        return st.booleans()
    low, high = limits(field.metadata)
    if name.endswith("_hours"):
        high = min(high, HOURS_AT_MOST)
    ends = st.sampled_from([low, high])
    return st.one_of(ends, st.floats(low, high, allow_nan=False))


@st.composite
def _practices(draw: st.DrawFn) -> dict[str, float]:
    if draw(st.booleans()):
        return {}
    parts = [draw(st.floats(0, 1)) for _ in PRACTICES]
    total = max(sum(parts), 1.0)
    return {f"leaders.{name}": part / total for name, part in zip(PRACTICES, parts, strict=True)}


def _some_traits() -> st.SearchStrategy[list[str]]:
    traits = ["propensity", "ability", "integrity", "benevolence"]
    return st.lists(st.sampled_from([f"population.{trait}" for trait in traits]), unique=True)


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
