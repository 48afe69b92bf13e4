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
from trustgarden.model.layout import PURPOSES, State
from trustgarden.model.measures import MEASURE_NAMES, MEASURES
from trustgarden.model.presets import RECOGNITIONS, REGIMES, STYLES, WELCOMES
from trustgarden.model.scenario import (
    EVENT_KINDS,
    EVENT_SECTIONS,
    MECHANISM_SWITCHES,
    PRACTICES,
    SPACES,
    STEP_KINDS,
    Scenario,
    may_change,
)

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

CHOICES_OF = {
    "leaders.style": tuple(STYLES),
    "consequence.regime": tuple(REGIMES),
    "recognition.form": tuple(RECOGNITIONS),
    "recognition.defines": ("formal", "social"),
    "recognition.decides": ("formal", "social"),
    "welcome.choreography": tuple(WELCOMES),
}


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
    kept = ("series", "team_series", "accounts", "log")
    return state_bytes(engine.state) | {name: getattr(engine, name).tobytes() for name in kept}


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


def lever_names() -> list[str]:
    """Every key that an event may set."""
    return [
        f"{section}.{name}"
        for section in EVENT_SECTIONS
        for name in type(getattr(Scenario(id="any"), section)).model_fields
        if may_change(f"{section}.{name}")
    ]


def another_value(scenario: Scenario, lever: str) -> Any:
    """A legal value of a lever that is not the one it has."""
    section, name = lever.split(".")
    current = getattr(getattr(scenario.resolved(), section), name)
    if lever in CHOICES_OF:
        return next(choice for choice in reversed(CHOICES_OF[lever]) if choice != current)
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
def scenarios(draw: st.DrawFn, max_people: int = 20, *, eventful: bool = False) -> Scenario:
    """Any legal small organisation: levers, spaces, welcome, people, parameters, knock-outs."""
    changes: dict[str, Any] = {
        "organisation.num_people": draw(st.integers(4, max_people)),
        "organisation.team_size": draw(st.integers(2, 8)),
        "organisation.num_slots": draw(st.integers(4, 12)),
        "organisation.num_places": draw(st.integers(1, 3)),
        "organisation.num_practices": draw(st.integers(1, 3)),
        "organisation.start": "strangers",
        "mechanisms.off": draw(st.lists(st.sampled_from(MECHANISM_SWITCHES), max_size=3)),
        "spaces.custom": draw(_numbered(custom_spaces())),
        "communities": draw(_numbered(communities())),
    }
    changes |= {key: draw(st.sampled_from(choices)) for key, choices in PRESETS.items()}
    changes |= draw(_practices())
    for section in SECTIONS:
        changes |= draw(_some_fields(section))
    if draw(st.booleans()):
        changes["welcome.steps"] = draw(st.lists(welcome_steps(), max_size=5))
    changes |= {key: draw(st.floats(0.05, 0.95)) for key in draw(_some_traits())}
    if eventful:
        ids = [str(k + 1) for k in range(changes["organisation.num_people"])]
        changes["events"] = draw(st.lists(happenings(ids), max_size=3))
    return Scenario(id="drawn").with_changes(changes)


PRESETS = {
    key: CHOICES_OF[key]
    for key in ("leaders.style", "consequence.regime", "recognition.form", "welcome.choreography")
}
SECTIONS = (
    "leaders", "consequence", "recognition", "spaces", "talk", "work", "turnover", "parameters",
)  # fmt: skip
SHARE = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))


@st.composite
def _numbered(draw: st.DrawFn, ones: st.SearchStrategy[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most two, named by their number."""
    drawn = draw(st.lists(ones, max_size=2))
    return [{"name": f"one {k + 1}"} | one for k, one in enumerate(drawn)]


def custom_spaces() -> st.SearchStrategy[dict[str, Any]]:
    """A space of a scenario's own, but for its name."""
    return st.fixed_dictionaries(
        {
            "purpose": st.sampled_from(PURPOSES),
            "who": st.sampled_from(["leader", "team", "place", "organisation", "remembered"]),
            "hours": st.floats(0, 3),
        },
        optional=dict.fromkeys(
            ("formality", "voluntariness", "visibility", "stakes", "reach"), SHARE
        ),
    )


def communities() -> st.SearchStrategy[dict[str, Any]]:
    """A community, but for its name."""
    return st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["formal", "social"]),
            "visibility": st.sampled_from(["visible", "hidden"]),
            "share": SHARE,
            "hours": st.floats(0, 3),
            "purpose": st.sampled_from(PURPOSES),
        },
        optional={
            "joining": st.sampled_from(["invited", "discovered", "closed"]),
            "formality": SHARE,
            "openness": SHARE,
            "reach": SHARE,
        },
    )


def welcome_steps() -> st.SearchStrategy[dict[str, Any]]:
    """A step of a welcome in one of a joiner's first weeks."""
    return st.fixed_dictionaries(
        {
            "week": st.integers(1, 4),
            "kind": st.sampled_from(STEP_KINDS),
            "who": st.sampled_from(["leader", "buddy", "team"]),
        },
        optional={
            "certainty": SHARE,
            "announced": st.booleans(),
            "count": st.integers(1, 4),
            "space": st.sampled_from(SPACES),
        },
    )


def happenings(ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Any event of the first weeks, about people of these ids."""
    one, few = st.sampled_from(ids), st.integers(1, 9)
    pair = st.permutations(ids).map(lambda names: {"who": names[0], "whom": names[1]})
    own: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "change": st.just({"set": {"consequence.regime": "blame", "spaces.social_hours": 3.0}}),
        "regime": st.fixed_dictionaries({"regime": st.sampled_from(sorted(REGIMES))}),
        "remote": st.fixed_dictionaries({"share": SHARE}),
        "crunch": st.fixed_dictionaries({"load": SHARE, "weeks": few}),
        "layoff": st.fixed_dictionaries({"share": SHARE, "severity": SHARE}),
        "arrival": st.fixed_dictionaries({"number": few}),
        "growth": st.fixed_dictionaries({"number": few}),
        "merger": st.fixed_dictionaries({"number": st.integers(2, 9)}),
        "new-leader": st.just({}),
        "reorganisation": st.fixed_dictionaries({"share": SHARE}),
        "scandal": st.fixed_dictionaries({"severity": SHARE}, optional={"who": one}),
        "betrayal": pair,
        "apology": st.fixed_dictionaries({"who": one}, optional={"promises": st.booleans()}),
        "gathering": st.fixed_dictionaries({"hours": few, "space": st.sampled_from(SPACES)}),
        "departure": st.fixed_dictionaries({"who": one}),
    }
    assert set(own) == set(EVENT_KINDS)

    def dated(kind: str) -> st.SearchStrategy[dict[str, Any]]:
        when = st.fixed_dictionaries({"week": st.integers(1, 4), "kind": st.just(kind)})
        return st.tuples(when, own[kind]).map(lambda parts: parts[0] | parts[1])

    return st.sampled_from(sorted(own)).flatmap(dated)


HOURS_AT_MOST = 5.0
"""More hours make slower tests and no other organisation."""


@st.composite
def _some_fields(draw: st.DrawFn, section: str) -> dict[str, Any]:
    fields = type(getattr(Scenario(id="any"), section)).model_fields
    shared = PRACTICES if section == "leaders" else ()
    drawn_apart = (*shared, "style", "regime", "form", "custom", "by_team")
    free = [name for name in fields if name not in drawn_apart]
    chosen = draw(st.lists(st.sampled_from(free), unique=True, max_size=6))
    return {f"{section}.{name}": draw(_value(name, fields[name])) for name in chosen}


def _value(name: str, field: Any) -> st.SearchStrategy[Any]:
    if field.annotation is bool:
        return st.booleans()
    if name in ("defines", "decides"):
        return st.sampled_from(["formal", "social"])
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
