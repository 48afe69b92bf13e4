"""Cases from a results folder."""

from __future__ import annotations

import numpy as np

from trustgarden.errors import InputError

from ..arms import Results
from ..outcomes import is_event, outcome_of_runs
from ..sensitivity.reading import points_of, the_scenario, varied
from .cases import Cases

__all__ = ["read_cases"]


def read_cases(results: Results, outcome: str, scenario: str | None = None) -> Cases:
    """Points, and in how many replicates of each the outcome came about.

    Args:
        results: A results folder, opened; points without a finished run are left out.
        outcome: `collapsed`, `emerged`, or a threshold such as `trust<0.4`.
        scenario: Which one; may be left out if there is one.

    Raises:
        InputError: If the outcome is no event, or nothing varies.
    """
    if not is_event(outcome):
        raise InputError(
            f"--outcome is {outcome!r}, which is a figure and not something that happens; name "
            f"collapsed or emerged, or a threshold, such as '{outcome}<0.4'."
        )
    name = the_scenario(results, scenario)
    runs = outcome_of_runs(results, outcome)
    counted = runs[runs["scenario"] == name].groupby("point")["outcome"].agg(["sum", "count"])
    conditions = points_of(results, name)
    conditions = conditions[list(varied(conditions))].loc[counted.index]
    return Cases(
        conditions=conditions,
        happened=counted["sum"].to_numpy(np.float64),
        runs=counted["count"].to_numpy(np.float64),
        outcome=outcome,
    )
