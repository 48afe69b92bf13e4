"""What differs between two scenarios once every default and preset is written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trustgarden.model.scenario import Scenario

__all__ = ["difference"]

NOT_COMPARED = ("id", "description", "details", "citations")
"""What is said about a scenario, which changes no run."""


def difference(first: Scenario, second: Scenario) -> dict[str, tuple[Any, Any]]:
    """Return the dotted keys in which two resolved scenarios differ, with both values.

    Events are compared by week: `events.53.leaders.style`. None stands for
    what one of them does not have.
    """
    one, other = dict(_conditions(first)), dict(_conditions(second))
    keys = dict.fromkeys([*one, *other])
    pairs = {key: (one.get(key), other.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _conditions(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    data = scenario.resolved().model_dump(mode="json", by_alias=True)
    for event in sorted(data.pop("events"), key=lambda event: int(event["week"])):
        for key, value in event["set"].items():
            yield f"events.{event['week']}.{key}", value
    for name in NOT_COMPARED:
        del data[name]
    yield from _flat(data, "")


def _flat(data: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Dotted keys and plain values; entries of a list of tables are numbered from 1."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _flat(value, f"{name}.{key}" if name else key)
    elif isinstance(data, list) and data and isinstance(data[0], Mapping):
        for number, entry in enumerate(data, start=1):
            yield from _flat(entry, f"{name}.{number}")
    else:
        yield name, data
