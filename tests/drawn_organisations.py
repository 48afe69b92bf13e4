"""Any legal small organisation, drawn at random: levers, spaces, welcome, people, events."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from levers import CHOICES_OF, limits

from trustgarden.model.layout import PURPOSES
from trustgarden.model.presets import REGIMES
from trustgarden.model.scenario import (
    EVENT_KINDS,
    MECHANISM_SWITCHES,
    PRACTICES,
    SPACES,
    STEP_KINDS,
    Scenario,
)


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
