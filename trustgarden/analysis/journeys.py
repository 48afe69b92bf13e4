"""Newcomers' journeys: which steps of their welcome took place, and when they were accepted.

Some are not accepted while anybody looks, because the run ends or they leave.
To count only those who were would favour the quick ones, the more so the
shorter the run. So the curve is that of Kaplan & Meier, in which everybody
counts for as long as they were seen.

A table of journeys has a row a step of each newcomer's path: person,
joined_week, week (when the step was due), step, who (was to carry it out),
happened, accepted_week (NaN if not yet). It may have replicate, choreography
and left_week (NaN if still there). A newcomer without any steps has one row, in
which step is missing: nobody may be left out because nothing was planned.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .columns import need_columns
from .statistics import CONFIDENCE

__all__ = ["acceptance_curve", "acceptance_weeks", "newcomers", "steps_taken"]

FloatArray = npt.NDArray[np.float64]
Maker = Callable[[pd.DataFrame], pd.DataFrame]


def steps_taken(journeys: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """Return the share of steps that took place, of each kind and of all.

    No interval: the steps of one person, and the people of one organisation, hang together;
    take it over replicates.

    Args:
        journeys: Columns step, happened, and `by`. A step that is not due yet has no row.
        by: A column to keep apart, such as choreography.

    Returns:
        Columns (`by`,) step, planned, happened, share (0 to 1); the last step is "all". NaN
        where nothing was planned.

    Raises:
        ValueError: If a column is missing.
    """
    need_columns(journeys, ("step", "happened", *_names(by)), "journeys")
    return _each(journeys, by, lambda rows: _counted(rows.dropna(subset="step")))


def _counted(steps: pd.DataFrame) -> pd.DataFrame:
    happened = steps["happened"].astype(bool)
    kinds = happened.groupby(steps["step"], sort=False)
    planned, taken = kinds.size(), kinds.sum()
    counts = pd.DataFrame(
        {
            "step": [*planned.index, "all"],
            "planned": np.array([*planned, len(steps)], dtype=np.int64),
            "happened": np.array([*taken, happened.sum()], dtype=np.int64),
        }
    )
    share = counts["happened"] / counts["planned"].where(counts["planned"] > 0)
    return counts.assign(share=share)


def newcomers(journeys: pd.DataFrame, last_week: int) -> pd.DataFrame:
    """Return how long each newcomer was seen, and whether they were accepted by then.

    Args:
        journeys: Columns person, joined_week, accepted_week; replicate and left_week, where
            there are any. Who joined after the last week is left out.
        last_week: The last week anybody looked (weeks from 1).

    Returns:
        A row a newcomer: weeks (from joining to acceptance, to leaving, or to the last week;
        0 or more), accepted.

    Raises:
        ValueError: If a column is missing, the rows of a person differ, or somebody was
            accepted or left before joining.
    """
    need_columns(journeys, ("person", "joined_week", "accepted_week"), "journeys")
    who = [name for name in ("replicate", "person") if name in journeys]
    what = [n for n in ("joined_week", "accepted_week", "left_week") if n in journeys]
    paths = journeys[[*who, *what]].drop_duplicates().set_index(who)
    if paths.index.has_duplicates:
        twice = paths.index[paths.index.duplicated()][0]
        raise ValueError(f"the rows of {twice!r} differ in {', '.join(what)}; give one path each.")
    paths = paths[paths["joined_week"] <= last_week]
    accepted = paths["accepted_week"] <= last_week
    seen = paths["left_week"].clip(upper=last_week) if "left_week" in paths else last_week
    last = pd.Series(seen, index=paths.index, dtype=np.float64).fillna(last_week)
    weeks = paths["accepted_week"].where(accepted, last) - paths["joined_week"]
    if (weeks < 0).any():
        raise ValueError(f"{weeks.idxmin()!r} was accepted or left before joining.")
    return pd.DataFrame({"weeks": weeks.astype(np.float64), "accepted": accepted})


def acceptance_curve(
    journeys: pd.DataFrame, last_week: int, *, by: str | None = None
) -> pd.DataFrame:
    """Return the share of newcomers accepted within so many weeks of joining.

    Kaplan & Meier's estimate with 95 % intervals on the scale log(-log), which stay within 0
    and 1. They take newcomers as independent; those of one organisation share its luck, so
    the intervals are too narrow for a statement about other organisations.

    Args:
        journeys: As for `newcomers`.
        last_week: The last week anybody looked (weeks from 1).
        by: A column to keep apart, such as choreography.

    Returns:
        Columns (`by`,) weeks (0, then every length of time after which somebody was accepted
        or last seen), share, low, high (0 to 1), at_risk (seen up to then and not accepted
        before). Low and high are NaN where the formula has none: as long as nobody, and once
        everybody, has been accepted.

    Raises:
        ValueError: If a column is missing or wrong (see `newcomers`).

    References:
        Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452
    """
    return _each(journeys, by, lambda rows: _curve(newcomers(rows, last_week)))


def acceptance_weeks(
    journeys: pd.DataFrame, last_week: int, *, by: str | None = None
) -> pd.DataFrame:
    """Return after how many weeks half of the newcomers are accepted.

    The median of `acceptance_curve`: where it reaches one half. The interval reaches from
    where the upper end of the curve does to where the lower end does (Brookmeyer & Crowley
    1982).

    Args:
        journeys: As for `newcomers`.
        last_week: The last week anybody looked (weeks from 1).
        by: A column to keep apart, such as choreography.

    Returns:
        Columns (`by`,) median, low, high (weeks; infinite where one half is not reached while
        anybody looks), accepted (newcomers), n (newcomers).

    Raises:
        ValueError: If a column is missing or wrong (see `newcomers`).

    References:
        Brookmeyer & Crowley 1982, doi:10.2307/2530286
    """
    return _each(journeys, by, lambda rows: _halves(newcomers(rows, last_week)))


def _halves(people: pd.DataFrame) -> pd.DataFrame:
    curve = _curve(people)
    row = {
        "median": _reaches_half(curve, "share"),
        "low": _reaches_half(curve, "high"),
        "high": _reaches_half(curve, "low"),
        "accepted": int(people["accepted"].sum()),
        "n": len(people),
    }
    return pd.DataFrame([row])


def _reaches_half(curve: pd.DataFrame, column: str) -> float:
    reached = curve.loc[curve[column] >= 0.5, "weeks"].to_numpy(dtype=np.float64)
    return float(reached.min()) if len(reached) else math.inf


def _curve(people: pd.DataFrame) -> pd.DataFrame:
    """Kaplan & Meier's curve; in its first row nobody has been accepted yet."""
    start = [0.0, 0.0, math.nan, math.nan]
    rows = np.array([start, *_kaplan_meier(people)])
    curve = pd.DataFrame(rows, columns=["weeks", "share", "low", "high"])
    seen = people["weeks"].to_numpy(dtype=np.float64)
    return curve.assign(at_risk=[int((seen >= week).sum()) for week in curve["weeks"]])


def _kaplan_meier(people: pd.DataFrame) -> FloatArray:
    """Rows of weeks, share accepted, low, high."""
    from scipy import stats

    if people.empty:
        return np.empty((0, 4))
    weeks = people["weeks"].to_numpy(dtype=np.float64)
    waiting = ~people["accepted"].to_numpy(dtype=bool)
    still = stats.ecdf(stats.CensoredData.right_censored(weeks, waiting)).sf
    with warnings.catch_warnings():
        # It warns where the formula has no interval; those are NaN here, and documented.
        warnings.filterwarnings("ignore", "The confidence interval is undefined")
        ends: Any = still.confidence_interval(CONFIDENCE, method="log-log")
    # Survival here is waiting: the upper end of the one is the lower end of the other.
    found = [still.probabilities, ends.high.probabilities, ends.low.probabilities]
    return np.column_stack([still.quantiles, *(1.0 - np.asarray(part) for part in found)])


def _names(by: str | None) -> list[str]:
    return [] if by is None else [by]


def _each(journeys: pd.DataFrame, by: str | None, made: Maker) -> pd.DataFrame:
    """One table of all rows, or one below the other for each kind of `by`, in their order."""
    need_columns(journeys, _names(by), "journeys")
    if by is None:
        return made(journeys)
    tables = [_named(made(rows), by, name) for name, rows in journeys.groupby(by, sort=False)]
    # Where nobody has joined there are no kinds, but still the columns.
    return pd.concat(tables or [_named(made(journeys), by, None).iloc[:0]], ignore_index=True)


def _named(table: pd.DataFrame, by: str, name: Any) -> pd.DataFrame:
    table.insert(0, by, [name] * len(table))
    return table
