"""Which states of trust last, over the strength of reciprocity and of kept faith.

Each cell is one setting of two rules: how much own trust in the other is a reason to keep
faith, and how ready people are to keep it at all. Under these rules the same organisations
live through two pasts, with the same people and the same luck: years under leaders who tend,
and years under leaders who blame. Then both come under the same conditions, those of the
scenario, and run until trust is steady. No lever writes trust, so a past is the honest way to
begin high or low; how high and how low it brought them is reported, since in a cell in which
tending lifts nobody there is no high start to fall from.

Definitions, all of trust in the team, by replicate:

- *begin*: mean of the last quarter of the past; *end*: mean of the last year.
- *steady*: the mean over replicates of a year differs from that of the year before by less than
  `SETTLED`, and at least two years have passed; or `MOST_YEARS` have (then it says so).
- *two states*: the end after the high past lies above that after the low past by more than
  `GAP`, with the whole 95 % interval of the paired difference. *One state*: by less than `GAP`,
  with the whole interval. Otherwise *undecided*: more replicates would tell.
- One state is *high* from `HIGH` on, *low* below `LOW`, and *middle* between: the thresholds of
  emergence and collapse (`trustgarden.analysis.emergence`).
- Trust *emerges* if it rises by `MOVE` or more after the low past, *collapses* if it falls by
  `MOVE` or more after the high past, and *stays* where it was if neither.

Where it misleads. Two states here are two that ten years do not bring together; a slower drift
would be taken for a state. The pasts are what leaders can do, not the ends of the scale, so a
state that no such past reaches is not found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.parameters import Parameters
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import read_chart

from .provenance import provenance
from .simulating import the_scenario

if TYPE_CHECKING:
    import pandas as pd

    from trustgarden.model.engine import Engine

__all__ = ["PASTS", "Stability", "default_levels", "stability"]

MEASURE = "trust_team"
RECIPROCITY, FAITH = "parameters.reciprocity_reason", "parameters.faith"
PASTS: Mapping[str, Mapping[str, str]] = {
    "high": {"leaders.style": "gardener", "consequence.regime": "just-culture"},
    "low": {"leaders.style": "commander", "consequence.regime": "blame"},
}
"""What holds in the years before: the conditions of the scenarios `garden` and `blame`."""
PAST_WEEKS = 104
YEAR, QUARTER = 52, 13
MOST_YEARS = 10
SETTLED = 0.01
GAP = 0.05
"""Less than this between two ends is no difference worth two names (free choice)."""
HIGH, LOW, MOVE = 0.65, 0.40, 0.10

TIMES = (0.0, 0.5, 1.0, 1.5, 2.0)
"""Levels of reciprocity, as multiples of what is calibrated."""
OFFSETS = (-2.0, -1.0, 0.0, 1.0, 2.0)
"""Levels of kept faith, as what is added to what is calibrated (logit)."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stability:
    """The map.

    Attributes:
        table: One row a cell: reciprocity, faith, calibrated (whether it is the parameters'
            default); high_begin, low_begin, high_end, low_end (means), each with _low and _high;
            gap (high_end less low_end), gap_low, gap_high; state (`two`, `high`, `middle`, `low`,
            `undecided`); moves (`emerges`, `collapses`, `both`, `stays`); years (until steady, the
            longer of the two); steady; n.
        provenance: What is needed to make it again.
    """

    table: pd.DataFrame
    provenance: Mapping[str, Any]


def default_levels() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Levels of reciprocity and of kept faith around what is calibrated, within their ranges."""
    p = Parameters()
    reciprocity = [round(p.reciprocity_reason * times, 3) for times in TIMES]
    faith = [round(p.faith + more, 3) for more in OFFSETS]
    return _within("reciprocity_reason", reciprocity), _within("faith", faith)


def _within(name: str, levels: Sequence[float]) -> tuple[float, ...]:
    limits = Parameters.model_fields[name].metadata
    least = next(one.ge for one in limits if hasattr(one, "ge"))
    most = next(one.le for one in limits if hasattr(one, "le"))
    return tuple(dict.fromkeys(float(np.clip(level, least, most)) for level in levels))


def stability(
    scenario: str | Path | Scenario = "untended",
    *,
    reciprocity: Sequence[float] | None = None,
    faith: Sequence[float] | None = None,
    replicates: int = 20,
    seed: int = 1,
    changes: Mapping[str, Any] = MappingProxyType({}),
    past_weeks: int = PAST_WEEKS,
    most_years: int = MOST_YEARS,
    workers: int = 2,
    progress: Callable[[int, int, float | None], None] | None = None,
) -> Stability:
    """Map which states of trust last.

    Args:
        scenario: Under which conditions, once the pasts are over.
        reciprocity: Levels of `parameters.reciprocity_reason` (logit); around the default if
            not given.
        faith: Levels of `parameters.faith` (logit), likewise.
        replicates: Organisations in each cell and past, at least 2.
        seed: Of the first of them; the others follow.
        changes: Dotted keys that hold in all cells.
        past_weeks: Length of the pasts (weeks), at least 13.
        most_years: After how many years it ends, steady or not; at least 2.
        workers: Threads, at least 1.
        progress: Called with cells made, cells in all, and seconds left if they can be told.

    Raises:
        InputError: If something given cannot be used.
    """
    import pandas as pd

    _check(
        replicates=(replicates, 2), seed=(seed, 0), past_weeks=(past_weeks, QUARTER),
        most_years=(most_years, 2), workers=(workers, 1),
    )  # fmt: skip
    base = the_scenario(scenario, changes, allow_code=False)
    levels = default_levels()
    xs = levels[0] if reciprocity is None else reciprocity
    ys = levels[1] if faith is None else faith
    cells = [(x, y) for y in ys for x in xs]
    # Every cell is looked at before the first is run.
    plans = [_pasts(base, x, y, past_weeks) for x, y in cells]
    start = time.monotonic()
    rows: list[dict[str, Any]] = []
    seeds = range(seed, seed + replicates)
    with ThreadPoolExecutor(workers) as pool:
        for (x, y), past in zip(cells, plans, strict=True):
            if progress is not None:
                pace = (time.monotonic() - start) / len(rows) if rows else None
                left = None if pace is None else pace * (len(cells) - len(rows))
                progress(len(rows), len(cells), left)
            high, low = (_lived(past[name], seeds, past_weeks, most_years, pool) for name in PASTS)
            rows.append({"reciprocity": x, "faith": y, **_row(high, low)})
    if progress is not None:
        progress(len(rows), len(cells), 0.0)
    table = pd.DataFrame(rows)
    p = base.parameters
    here = (table["reciprocity"] == p.reciprocity_reason) & (table["faith"] == p.faith)
    table.insert(2, "calibrated", here)
    made_from = provenance(base, seed, past_weeks) | {
        "replicates": replicates, "past_weeks": past_weeks, "most_years": most_years,
    }  # fmt: skip
    return Stability(table, made_from)


def _pasts(base: Scenario, x: float, y: float, weeks: int) -> dict[str, Scenario]:
    """The scenario with each past before it; what it has on its calendar comes after."""
    found = {}
    for name, conditions in PASTS.items():
        past = {"week": 1, "weeks": weeks, "set": dict(conditions), "description": "the past"}
        later = [
            event.model_dump(exclude_unset=True) | {"week": event.week + weeks}
            for event in base.events
        ]
        rules = {RECIPROCITY: float(x), FAITH: float(y), "events": [past, *later]}
        found[name] = the_scenario(base, rules, allow_code=False)
    return found


@dataclass(frozen=True)
class _Lived:
    """One past and what came after it, by replicate."""

    begin: Floats
    end: Floats
    years: int
    steady: bool


def _lived(
    plan: Scenario, seeds: range, past_weeks: int, most_years: int, pool: ThreadPoolExecutor
) -> _Lived:
    from trustgarden.model.engine import Engine

    chart = read_chart(plan)
    engines = list(pool.map(lambda seed: Engine(plan, seed, chart), seeds))
    begin = _run(engines, past_weeks, QUARTER, pool)
    before = _run(engines, YEAR, YEAR, pool)
    years, steady = 1, False
    while years < most_years and not steady:
        end = _run(engines, YEAR, YEAR, pool)
        steady = abs(float(end.mean() - before.mean())) < SETTLED
        before, years = end, years + 1
    return _Lived(begin, before, years, steady)


def _run(engines: Sequence[Engine], weeks: int, last: int, pool: ThreadPoolExecutor) -> Floats:
    """Run on, and return the mean of the last weeks of each."""
    column = MEASURE_NAMES.index(MEASURE)

    def on(engine: Engine) -> float:
        engine.run(weeks)
        return float(engine.series[-last:, column].mean())

    return np.array(list(pool.map(on, engines)))


def _row(high: _Lived, low: _Lived) -> dict[str, Any]:
    from .studies.estimates import mean

    row: dict[str, Any] = {}
    figures = {
        "high_begin": high.begin, "low_begin": low.begin, "high_end": high.end,
        "low_end": low.end, "gap": high.end - low.end,
    }  # fmt: skip
    for name, sample in figures.items():
        one = mean(sample)
        row |= {name: one.value, f"{name}_low": one.low, f"{name}_high": one.high}
    return row | {
        "state": state_of(row["gap_low"], row["gap_high"], 0.5 * (high.end + low.end).mean()),
        "moves": moves_of((low.end - low.begin).mean(), (high.end - high.begin).mean()),
        "years": max(high.years, low.years),
        "steady": high.steady and low.steady,
        "n": len(high.end),
    }


def state_of(gap_low: float, gap_high: float, end: float) -> str:
    """What lasts, from the interval of the gap between the ends and from their mean."""
    if gap_low > GAP:
        return "two"
    # A gap the other way round would be one too, but has no reason in the model.
    if gap_high >= GAP:
        return "undecided"
    return "high" if end >= HIGH else "low" if end < LOW else "middle"


def moves_of(after_low: float, after_high: float) -> str:
    """What trust does once the pasts are over, from its mean changes."""
    emerges, collapses = after_low >= MOVE, after_high <= -MOVE
    if emerges and collapses:
        return "both"
    return "emerges" if emerges else "collapses" if collapses else "stays"


def _check(**numbers: tuple[int, int]) -> None:
    for name, (given, least) in numbers.items():
        if isinstance(given, bool) or not isinstance(given, int) or given < least:
            raise InputError(f"{name} is {given!r}; it must be a whole number from {least}.")
