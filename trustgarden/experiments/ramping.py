"""A lever slowly up and slowly down again: does trust come back the way it went?

One organisation lives through all levels of a lever, up and then down, each held for some
weeks. If trust at a level depends on from where it was reached, the past is in what people
remember (hysteresis). Nothing but a calendar of changes is made here; the model is as it is.

Where it misleads. Held too briefly, any slow system lags behind, and shows a loop that would
close if one waited. So hold levels longer, and see whether the loop stays. People come and go
as the scenario has it, and take their memories with them.

References:
    Scheffer et al. 2001, doi:10.1038/35098000
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import read_chart
from trustgarden.scenarios.wording import did_you_mean

from .provenance import provenance
from .simulating import checked_seed, checked_weeks, the_scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Ramp", "ramp"]

Told = Callable[[int, int, float | None], None]

QUARTER = 13
LEAST_LEVELS = 3


@dataclass(frozen=True, eq=False)
class Ramp:
    """What organisations did while a lever went up and down.

    Attributes:
        runs: One row a replicate and step: replicate, step (from 0), branch (up or down; the
            topmost level belongs to both), level, value (mean of the measure over the last 13
            weeks of the step, or all if there are fewer).
        lever: Dotted key of the lever.
        measure: Name of the measure.
        weeks_each: How long each level was held (weeks).
        provenance: What is needed to make it again.
    """

    runs: pd.DataFrame
    lever: str
    measure: str
    weeks_each: int
    provenance: Mapping[str, Any]


def ramp(
    scenario: str | Path | Scenario,
    lever: str,
    levels: Sequence[float],
    *,
    measure: str = "trust_team",
    weeks_each: int = 26,
    settle_weeks: int = 52,
    replicates: int = 8,
    seed: int = 1,
    changes: Mapping[str, Any] | None = None,
    workers: int = 2,
    progress: Told | None = None,
) -> Ramp:
    """Let organisations live through a lever that goes slowly up and down again.

    Args:
        scenario: An id of the catalogue, the path of a TOML file, or a scenario.
        lever: A dotted key that an event may change, such as `consequence.detection`.
        levels: Levels on the way up, in rising order, three or more; the way down is the same.
        measure: Name of a measure.
        weeks_each: How long each level is held (weeks, 1 or more).
        settle_weeks: How long the first level is held before, so that what a young organisation
            goes through is not taken for a reply to the lever (weeks, 0 or more).
        replicates: Organisations (1 or more).
        seed: Of the first of them; the others follow.
        changes: Dotted keys that hold throughout.
        workers: Threads (1 or more).
        progress: Called with runs made, runs in all, and seconds left if they can be told.

    Raises:
        InputError: If something given cannot be used.
    """
    path = _way(levels)
    _check(measure, weeks_each=weeks_each, replicates=replicates, workers=workers)
    _check_number("settle_weeks", settle_weeks, 0)
    first = checked_seed(seed) or 0
    weeks = checked_weeks(settle_weeks + len(path) * weeks_each)
    plan = _plan(
        the_scenario(scenario, changes, allow_code=False), lever, path, (settle_weeks, weeks_each)
    )
    rows = _lived(plan, range(first, first + replicates), weeks, (workers, progress))
    runs = _table(rows, path, measure, (settle_weeks, weeks_each))
    made_from = provenance(plan, first, weeks) | {"replicates": replicates}
    return Ramp(runs, lever, measure, weeks_each, made_from)


def _way(levels: Sequence[float]) -> list[float]:
    """All levels up, and down again."""
    up = [float(level) for level in levels]
    if len(up) < LEAST_LEVELS or any(b <= a for a, b in itertools.pairwise(up)):
        raise InputError(
            f"levels is {list(levels)!r}; it must be {LEAST_LEVELS} or more numbers in rising "
            "order, such as [0.1, 0.5, 0.9]."
        )
    return [*up, *reversed(up[:-1])]


def _plan(base: Scenario, lever: str, path: Sequence[float], held: tuple[int, int]) -> Scenario:
    """The scenario with the steps on its calendar, before what else stands there."""
    settle, each = held
    weeks = [1, *(1 + settle + place * each for place in range(1, len(path)))]
    steps = [
        {"week": week, "set": {lever: level}, "description": f"{lever} {level:g}"}
        for week, level in zip(weeks, path, strict=True)
    ]
    later = [event.model_dump(exclude_unset=True) for event in base.events]
    return the_scenario(base, {"events": [*steps, *later]}, allow_code=False)


def _lived(
    plan: Scenario, seeds: range, weeks: int, how: tuple[int, Told | None]
) -> list[npt.NDArray[np.float64]]:
    """Weekly measures of each replicate."""
    from trustgarden.model.engine import Engine

    workers, progress = how
    chart, made, start = read_chart(plan), [], time.monotonic()

    def one(seed: int) -> npt.NDArray[np.float64]:
        engine = Engine(plan, seed, chart)
        engine.run(weeks)
        return engine.series

    with ThreadPoolExecutor(workers) as pool:
        for series in pool.map(one, seeds):
            made.append(series)
            if progress is not None:
                pace = (time.monotonic() - start) / len(made)
                progress(len(made), len(seeds), pace * (len(seeds) - len(made)))
    return made


def _table(
    runs: Sequence[npt.NDArray[np.float64]],
    path: Sequence[float],
    measure: str,
    held: tuple[int, int],
) -> pd.DataFrame:
    """A row a replicate and step; the top ends the one branch and begins the other."""
    import pandas as pd

    settle, each = held
    column, top = MEASURE_NAMES.index(measure), len(path) // 2
    rows = []
    for replicate, series in enumerate(runs):
        steps = series[settle:, column].reshape(len(path), each)[:, -min(QUARTER, each) :]
        rows += [
            (replicate, step, path[step], float(part.mean())) for step, part in enumerate(steps)
        ]
    table = pd.DataFrame(rows, columns=["replicate", "step", "level", "value"])
    up = table[table["step"] <= top].assign(branch="up")
    down = table[table["step"] >= top].assign(branch="down")
    both = pd.concat([up, down], ignore_index=True)
    return both[["replicate", "step", "branch", "level", "value"]]


def _check(measure: str, **numbers: int) -> None:
    if measure not in MEASURE_NAMES:
        near = did_you_mean(measure, MEASURE_NAMES)
        raise InputError(
            f"measure is {measure!r}, which is no measure.{near} `trustgarden.MEASURE_NAMES` lists "
            "them."
        )
    for name, given in numbers.items():
        _check_number(name, given, 1)


def _check_number(name: str, given: int, least: int) -> None:
    if isinstance(given, bool) or not isinstance(given, int) or given < least:
        raise InputError(f"{name} is {given!r}; it must be a whole number from {least}.")
