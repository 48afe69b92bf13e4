"""What differs between two scenarios once every default and preset is written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trustgarden.model.scenario import Scenario

from .keys import scenario_keys

__all__ = ["difference"]

NOT_COMPARED = ("id", "description", "details", "citations")
"""What is said about a scenario, which changes no run."""


def difference(first: Scenario, second: Scenario) -> dict[str, tuple[Any, Any]]:
    """Return the dotted keys in which two resolved scenarios differ, with both values.

    Events are compared by week: `events.53.leaders.style`,
    `events.53.layoff.share`. None stands for what one of them does not have.
    """
    one, other = dict(_conditions(first)), dict(_conditions(second))
    keys = dict.fromkeys([*one, *other])
    pairs = {key: (one.get(key), other.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _conditions(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    data = scenario.resolved().model_dump(mode="json", by_alias=True)
    del data["events"]
    if scenario.welcome.steps is None:
        del data["welcome"]["steps"]  # The name of the choreography says them.
    yield from _calendar(scenario)
    for name in NOT_COMPARED:
        del data[name]
    yield from _flat(data, "")


def _calendar(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """What events set, by week and key; what else they state, by week, kind and field."""
    seen: dict[str, int] = {}
    for event in sorted(scenario.events, key=lambda event: event.week):
        name = f"events.{event.week}.{event.kind}"
        seen[name] = seen.get(name, 0) + 1
        name = name if seen[name] == 1 else f"{name} ({seen[name]})"
        data = event.resolved().model_dump(exclude_unset=True, exclude={"week", "description"})
        of_kind = "" if event.kind == "change" else f".{event.kind}"
        for key, value in data.pop("set", {}).items():
            yield f"events.{event.week}{of_kind}.{key}", value
        if event.kind != "change":
            yield name, data.pop("kind")
        yield from ((f"{name}.{field}", value) for field, value in data.items() if field != "kind")


def _flat(data: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Dotted keys and plain values; entries of a list of tables by their name or number."""
    key = scenario_keys().get(name)
    if isinstance(data, Mapping):
        for part, value in data.items():
            yield from _flat(value, f"{name}.{part}" if name else part)
    elif key is not None and key.kind == "list of tables":
        for number, entry in enumerate(data or (), start=1):
            yield from _flat(entry, f"{name}.{entry.get('name', number)}")
    else:
        yield name, data
