"""Analysis: from results to statistics, charts and reports.

Reads results (a store, a comparison, a run) and never runs a model. `emergence`
says when trust emerged or collapsed, `statistics` how well a figure is known,
`tables` makes tidy tables of results, `charts` pictures of tables, and `report`
puts them on a page. Names are loaded when they are first asked for: plotly,
pandas and scipy take a second that a command line cannot spare.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .emergence import Crossing, Definitions, find_collapse, find_emergence
    from .inference import compare_arms, compare_groups, compare_pairs, corrected
    from .nested import mixed_model
    from .report import comparison_report, run_report, write_report
    from .statistics import (
        Interval,
        mean_interval,
        paired_difference,
        paired_effect,
        share_interval,
    )

__all__ = [
    "Crossing",
    "Definitions",
    "Interval",
    "compare_arms",
    "compare_groups",
    "compare_pairs",
    "comparison_report",
    "corrected",
    "find_collapse",
    "find_emergence",
    "mean_interval",
    "mixed_model",
    "paired_difference",
    "paired_effect",
    "run_report",
    "share_interval",
    "write_report",
]

_HOMES = {
    "Crossing": "emergence",
    "Definitions": "emergence",
    "Interval": "statistics",
    "compare_arms": "inference",
    "compare_groups": "inference",
    "compare_pairs": "inference",
    "comparison_report": "report",
    "corrected": "inference",
    "find_collapse": "emergence",
    "find_emergence": "emergence",
    "mean_interval": "statistics",
    "mixed_model": "nested",
    "paired_difference": "statistics",
    "paired_effect": "statistics",
    "run_report": "report",
    "share_interval": "statistics",
    "write_report": "report",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
