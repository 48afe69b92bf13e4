"""What is legal in a calendar of events but hardly meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trustgarden.model.scenario import EVENT_KINDS, Event, Scenario, changed

__all__ = ["absurd_events"]

MOST_DISMISSED = 0.5
"""Share of people dismissed at once above which little is left to look at."""


def absurd_events(scenario: Scenario) -> Iterator[str]:
    """A sentence for each thing about the calendar that is hardly meant."""
    base = scenario.resolved().stated() | {"events": []}
    events = sorted(scenario.events, key=lambda event: event.week)
    for index, event in enumerate(events):
        held = _held(base, events[:index], event.week)
        yield from _of_event(event, events[:index], held)
        yield from _of_kind(event.resolved(), held)


def _held(base: Mapping[str, Any], earlier: Sequence[Event], week: int) -> dict[str, Any]:
    """Conditions of a week, before what happens in it."""
    stated = dict(base)
    for event in earlier:
        if event.holds_in(week):
            stated = changed(stated, event.changes(stated))
    return stated


def _of_event(event: Event, earlier: Sequence[Event], held: Mapping[str, Any]) -> Iterator[str]:
    same_week = [other for other in earlier if other.week == event.week]
    for key, value in event.changes(held).items():
        if event.kind != "remote" and any(_sets_otherwise(o, key, value) for o in same_week):
            yield f"Two events of week {event.week} set {key}; the later one holds."
        elif _value(held, key) == value and EVENT_KINDS[event.kind].changes_conditions:
            yield f"The {event.name} sets {key} to what it is already."


def _sets_otherwise(other: Event, key: str, value: object) -> bool:
    return bool(other.changes({}).get(key, value) != value)


def _value(held: Mapping[str, Any], key: str) -> object:
    section, _, name = key.partition(".")
    return held[section].get(name)


def _of_kind(event: Event, held: Mapping[str, Any]) -> Iterator[str]:
    """What one event alone says, with the defaults of its kind written out."""
    if event.share == 0 and event.kind != "remote":
        yield f"The {event.name}, a {event.kind}, is of nobody (its share is 0)."
    if event.kind == "layoff" and (event.share or 0.0) > MOST_DISMISSED:
        yield f"The {event.name} dismisses {event.share:.0%} of all people at once."
    if event.kind == "crunch" and (event.load or 0.0) < held["work"]["load"]:
        yield f"The {event.name}, a crunch, brings less work than there is (its load)."
    if event.kind == "apology" and not (event.admits or event.pays or event.promises):
        yield f"The {event.name}, an apology, neither admits nor pays nor promises anything."
