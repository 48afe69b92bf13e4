"""Reading is lent to the model: this room opens no file itself.

`Organisation("garden")` needs a scenario that stands in a file. Which room
reads it is settled by `register`, called once when the package is imported,
so that `model` depends on nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["as_scenario", "chart_of", "register"]

from .chart import Chart
from .scenario import Scenario

_readers: dict[str, Callable[[Any], Any]] = {}


def register(
    scenario_reader: Callable[[Any], Scenario], chart_reader: Callable[[Scenario], Chart | None]
) -> None:
    """Lend the model the functions that read a scenario and its chart."""
    _readers["scenario"] = scenario_reader
    _readers["chart"] = chart_reader


def as_scenario(source: Any) -> Scenario:
    """Return `source` if it is a scenario, or read it by id or path."""
    if isinstance(source, Scenario):
        return source
    if "scenario" not in _readers:
        raise RuntimeError("no reader of scenarios is registered; import trustgarden first.")
    scenario: Scenario = _readers["scenario"](source)
    return scenario


def chart_of(scenario: Scenario) -> Chart | None:
    """The chart of real people that the scenario names, or None."""
    if scenario.organisation.people is None:
        return None
    chart: Chart | None = _readers["chart"](scenario)
    return chart
