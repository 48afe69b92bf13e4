"""Reading is lent to the model: this room opens no file itself.

`Organisation("garden")` needs a scenario that stands in a file, and mistakes in
what is given beside it are told as those in a file are. Which room does so is
settled by `register`, called once when the package is imported, so that `model`
depends on nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .chart import Chart
from .scenario import Scenario

__all__ = [
    "as_scenario",
    "changed_on_the_way",
    "chart_of",
    "register",
    "with_changes",
    "with_event",
]

_readers: dict[str, Callable[..., Any]] = {}


def register(**readers: Callable[..., Any]) -> None:
    """Lend the model functions of other rooms, each under the name by which it is asked for.

    Args:
        **readers: `scenario` reads one by id or path; `chart` the people of one; `changes`
            and `on_the_way` set dotted keys, at the start and later; `event` adds one.
    """
    _readers.update(readers)


def _ask(reader: str, *given: Any) -> Any:
    if reader not in _readers:
        raise RuntimeError("no reader of scenarios is registered; import trustgarden first.")
    return _readers[reader](*given)


def as_scenario(source: Any) -> Scenario:
    """Return `source` if it is a scenario, or read it by id or path."""
    if isinstance(source, Scenario):
        return source
    scenario: Scenario = _ask("scenario", source)
    return scenario


def with_changes(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with dotted keys set, before anything has been lived."""
    changed: Scenario = _ask("changes", scenario, changes)
    return changed


def changed_on_the_way(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with dotted keys set, of an organisation that has lived."""
    changed: Scenario = _ask("on_the_way", scenario, changes)
    return changed


def with_event(scenario: Scenario, event: Mapping[str, Any]) -> Scenario:
    """The scenario with one more event on its calendar."""
    changed: Scenario = _ask("event", scenario, event)
    return changed


def chart_of(scenario: Scenario) -> Chart | None:
    """The chart of real people that the scenario names, or None."""
    if scenario.organisation.people is None:
        return None
    chart: Chart | None = _ask("chart", scenario)
    return chart
