"""trustgarden: a garden for trust in organisations, as an agent-based simulation.

    >>> import trustgarden as tg
    >>> run = tg.simulate("garden", weeks=52, seed=7)
    >>> run.series["trust"].iloc[-1] > 0
    True

The rooms carry the names of what people do: describe a `model`, choose
`scenarios`, run `experiments`, do `analysis`. The names below are their public
face; each is loaded when it is first asked for, because Mesa, numba and pandas
together take seconds that `trustgarden --help` has no use for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from trustgarden.errors import InputError
from trustgarden.model import reading

if TYPE_CHECKING:
    from trustgarden.analysis import comparison_report, run_report, write_report
    from trustgarden.experiments import (
        Comparison,
        Experiment,
        Laboratory,
        Run,
        Store,
        compare,
        load_experiment,
        simulate,
        sweep,
    )
    from trustgarden.model.chart import Chart
    from trustgarden.model.custom import Regime, Style
    from trustgarden.model.keyed_chance import Chance
    from trustgarden.model.measures import MEASURE_NAMES, MEASURES, Measure
    from trustgarden.model.organisation import Organisation
    from trustgarden.model.people import Leader, Person
    from trustgarden.model.presets import REGIMES, STYLES
    from trustgarden.model.scenario import Scenario
    from trustgarden.model.views import Attention, Signs, TeamsView, Terms, View
    from trustgarden.scenarios import load_scenario

__all__ = [
    "MEASURES",
    "MEASURE_NAMES",
    "REGIMES",
    "STYLES",
    "Attention",
    "Chance",
    "Comparison",
    "Experiment",
    "InputError",
    "Laboratory",
    "Leader",
    "Measure",
    "Organisation",
    "Person",
    "Regime",
    "Run",
    "Scenario",
    "Signs",
    "Store",
    "Style",
    "TeamsView",
    "Terms",
    "View",
    "__version__",
    "compare",
    "comparison_report",
    "load_experiment",
    "load_scenario",
    "run_report",
    "simulate",
    "sweep",
    "write_report",
]

__version__ = "0.1.0"

_HOMES = {
    "MEASURES": "model.measures",
    "MEASURE_NAMES": "model.measures",
    "REGIMES": "model.presets",
    "STYLES": "model.presets",
    "Attention": "model.views",
    "Chance": "model.keyed_chance",
    "Comparison": "experiments",
    "Experiment": "experiments",
    "Laboratory": "experiments",
    "Leader": "model.people",
    "Measure": "model.measures",
    "Organisation": "model.organisation",
    "Person": "model.people",
    "Regime": "model.custom",
    "Run": "experiments",
    "Scenario": "model.scenario",
    "Signs": "model.views",
    "Store": "experiments",
    "Style": "model.custom",
    "TeamsView": "model.views",
    "Terms": "model.views",
    "View": "model.views",
    "compare": "experiments",
    "comparison_report": "analysis",
    "load_experiment": "experiments",
    "load_scenario": "scenarios",
    "run_report": "analysis",
    "simulate": "experiments",
    "sweep": "experiments",
    "write_report": "analysis",
}
"""The room in which each public name lives."""


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value  # so that this function is asked once only
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _read_scenario(source: Any) -> Scenario:
    from trustgarden.scenarios import load_scenario

    return load_scenario(source)


def _read_chart(scenario: Scenario) -> Chart | None:
    from trustgarden.scenarios.charts import read_chart

    return read_chart(scenario)


def _with_changes(scenario: Scenario, changes: Any) -> Scenario:
    from trustgarden.scenarios import with_changes

    return with_changes(scenario, changes)


def _on_the_way(scenario: Scenario, changes: Any) -> Scenario:
    from trustgarden.scenarios.changing import on_the_way

    return on_the_way(scenario, changes)


def _with_event(scenario: Scenario, event: Any) -> Scenario:
    from trustgarden.scenarios.changing import with_event

    return with_event(scenario, event)


# `model` depends on nobody, so the reading of files and the wording of mistakes are lent to it
# here, where any import of any room passes first; the readers are loaded when first asked.
reading.register(
    scenario=_read_scenario,
    chart=_read_chart,
    changes=_with_changes,
    on_the_way=_on_the_way,
    event=_with_event,
)
