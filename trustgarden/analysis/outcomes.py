"""An outcome of a run, named on the command line: a measure, an event, or a threshold passed.

`trust` is the measure at the end of a run; `collapsed` and `emerged` are 1 where trust in the
team did (as `emergence` defines them) and 0 where not; `trust_leader<0.4` is 1 where the measure
ended below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from trustgarden.errors import InputError

from .arms import Results
from .emergence import Definitions

__all__ = ["EVENTS", "factor_keys", "is_event", "outcome_of_runs"]

EVENTS = ("collapsed", "emerged")
EVENT_MEASURE = "trust_team"
"""Its denominator is fixed, so that forgetting weak ties cannot look like growth."""
THRESHOLD = re.compile(r"\s*([a-z_]+)\s*([<>])\s*([-+.\deE]+)\s*")


def is_event(outcome: str) -> bool:
    """Whether an outcome is one that happens or not."""
    return outcome in EVENTS or THRESHOLD.fullmatch(outcome) is not None


def outcome_of_runs(
    results: Results, outcome: str, definitions: Definitions | None = None
) -> pd.DataFrame:
    """Return the outcome of every finished run.

    Args:
        results: A results folder, opened.
        outcome: A measure, `collapsed`, `emerged`, or `MEASURE<NUMBER` or `MEASURE>NUMBER`.
        definitions: Of emergence and collapse.

    Returns:
        Columns: run, scenario, point, replicate, seed, outcome; and the factors.

    Raises:
        InputError: If there is no such outcome, or no run has finished.
    """
    runs = results.runs
    done = runs[runs["status"] == "ok"]
    if done.empty:
        raise InputError("no run of these results has finished; let the sweep go on.")
    keys = ["run", "scenario", "point", "replicate", "seed"]
    factors = [key for key in factor_keys(results) if key in done]
    found = done[[*keys, *factors]].reset_index(drop=True)
    if outcome in EVENTS:
        return found.assign(outcome=_events(results, outcome, definitions, done["run"]))
    stated = THRESHOLD.fullmatch(outcome)
    name, sign, number = stated.groups() if stated else (outcome, "", "0")
    values = done[_known(name, results.manifest["measures"])].to_numpy(np.float64)
    if stated:
        limit = _number(number, outcome)
        values = (values < limit if sign == "<" else values > limit).astype(np.float64)
    return found.assign(outcome=values)


def factor_keys(results: Results) -> list[str]:
    """Dotted keys that the experiment varies, in the order of its design."""
    experiment = results.manifest["experiment"]
    parts = (experiment.get(name) or {} for name in ("levers", "factors", "uncertainties"))
    return list(dict.fromkeys(key for part in parts for key in part))


def _events(
    results: Results, event: str, definitions: Definitions | None, runs: pd.Series
) -> np.ndarray:
    """1 where it happened, 0 where not, run by run."""
    weekly = results.series([EVENT_MEASURE])
    wide = weekly.pivot(index="run", columns="week", values=EVENT_MEASURE).loc[runs]
    if np.diff(wide.columns.to_numpy()).max(initial=1) > 1:
        raise InputError(
            f"--outcome {event} is read off {EVENT_MEASURE} week by week, and these results have "
            "it only now and then (recording of the experiment); name a measure or a threshold."
        )
    used = definitions or Definitions()
    series = wide.to_numpy(np.float64)
    crossing = used.collapse(series) if event == "collapsed" else used.emergence(series)
    return crossing.happened.astype(np.float64)


def _known(name: str, measures: Sequence[str]) -> str:
    if name in measures:
        return name
    import difflib

    near = difflib.get_close_matches(name, [*measures, *EVENTS], n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise InputError(
        f"--outcome is {name!r}, which is no measure of these results.{hint} There are: "
        f"{', '.join((*EVENTS, *measures))}; and thresholds, such as 'trust<0.4'."
    )


def _number(text: str, outcome: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(
            f"--outcome is {outcome!r}; after < or > a number must stand, such as 'trust<0.4'."
        ) from None
