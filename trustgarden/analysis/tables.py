"""From a results folder to the tables that charts and reports are made of.

Every table is tidy: one row an arm (and measure, and week), with the figure,
its 95 % interval (`low`, `high`) and over how many replicates it is taken
(`n`). Where an arm holds several points of a design, they are averaged within
each replicate first: the replicate is what is independent, the points share
its people and its luck.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .arms import Arm, Results, plain_level
from .emergence import Definitions
from .frames import arms_in, by_arm
from .statistics import (
    mean_interval,
    paired_difference,
    paired_effect,
    share_interval,
    weekly_interval,
)

__all__ = [
    "crossing_shares",
    "crossings",
    "factor_means",
    "factor_pairs",
    "factor_spans",
    "grouped_factors",
    "landscape",
    "outcomes",
    "paired_differences",
    "run_ends",
    "typical_replicate",
    "weekly_means",
    "weekly_runs",
]

FloatArray = npt.NDArray[np.float64]
INTERVAL = ["mean", "low", "high", "n"]

MAX_LEVELS = 12
"""Levels of a factor up to which runs are put together by level."""


def weekly_runs(results: Results, arms: Sequence[Arm], measures: Sequence[str]) -> pd.DataFrame:
    """Return weekly measures a replicate: columns arm, replicate, week, and the measures.

    One scenario is read at a time, so that no more than one is in memory as a whole.
    """
    keys = ["point", "replicate", "week"]
    parts = []
    for scenario in dict.fromkeys(arm.scenario for arm in arms):
        table = results.series(columns=[*keys, *measures], scenario=scenario)
        for arm in (arm for arm in arms if arm.scenario == scenario):
            parts.append(_mean_over_points(table, arm, ["replicate", "week"], measures))
    return _joined(parts, arms)


def run_ends(results: Results, arms: Sequence[Arm], measures: Sequence[str]) -> pd.DataFrame:
    """Return end-of-run measures a replicate: columns arm, replicate, and the measures.

    Failed runs are left out.
    """
    runs = results.runs
    finished = runs[runs["status"] == "ok"]
    parts = [_mean_over_points(finished, arm, ["replicate"], measures) for arm in arms]
    return _joined(parts, arms)


def _mean_over_points(
    table: pd.DataFrame, arm: Arm, keys: list[str], measures: Sequence[str]
) -> pd.DataFrame:
    rows = table[table["point"].isin(arm.points)]
    mean = rows.groupby(keys, sort=True)[list(measures)].mean()
    if len(arm.points) > 1:
        # A replicate that lacks a point would be a mean over other conditions than the rest.
        mean = mean[rows.groupby(keys, sort=True).size() == len(arm.points)]
    return mean.reset_index().assign(arm=arm.name)


def _joined(parts: list[pd.DataFrame], arms: Sequence[Arm]) -> pd.DataFrame:
    table = pd.concat(parts, ignore_index=True)
    order = {arm.name: place for place, arm in enumerate(arms)}
    return table.sort_values("arm", key=lambda names: names.map(order), kind="stable")


def weekly_means(weekly: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """Return arm, measure, week, mean, low, high, n: means over replicates, week by week."""
    parts = []
    for arm, measure in ((a, m) for a in arms_in(weekly) for m in measures):
        weeks, runs = as_runs(weekly, arm, measure)
        mean, low, high = weekly_interval(runs)
        parts.append(
            pd.DataFrame(
                {"arm": arm, "measure": measure, "week": weeks, "mean": mean, "low": low,
                 "high": high, "n": len(runs)}
            )
        )
    return pd.concat(parts, ignore_index=True)


def as_runs(weekly: pd.DataFrame, arm: str, measure: str) -> tuple[FloatArray, FloatArray]:
    """Return the weeks of an arm, and a measure as an array of replicates x weeks."""
    rows = weekly[weekly["arm"] == arm]
    wide = rows.pivot(index="replicate", columns="week", values=measure).dropna()
    return wide.columns.to_numpy(dtype=np.float64), wide.to_numpy(dtype=np.float64)


def crossings(
    weekly: pd.DataFrame, definitions: Definitions, measure: str = "trust_team"
) -> pd.DataFrame:
    """Return when each replicate emerged and collapsed.

    Columns: arm, replicate, emerged and collapsed (weeks from 1; NaN if it did
    not), high_at_start and low_at_start.
    """
    parts = []
    for arm in arms_in(weekly):
        rows = weekly[weekly["arm"] == arm]
        wide = rows.pivot(index="replicate", columns="week", values=measure)
        emerged = definitions.emergence(wide.to_numpy())
        collapsed = definitions.collapse(wide.to_numpy())
        parts.append(
            pd.DataFrame(
                {"arm": arm, "replicate": wide.index, "emerged": emerged.week,
                 "collapsed": collapsed.week, "high_at_start": emerged.at_start,
                 "low_at_start": collapsed.at_start}
            )
        )
    return pd.concat(parts, ignore_index=True)


AT_START = {"emerged": "high_at_start", "collapsed": "low_at_start"}


def crossing_shares(found: pd.DataFrame) -> pd.DataFrame:
    """Return in how many replicates of each arm trust emerged and collapsed, and when.

    Columns: arm, event ("emerged", "collapsed"), count, n, share with its Wilson
    interval (share_low, share_high), mean week with its bootstrap interval
    (week, week_low, week_high), at_start (how many were there in week 1).
    """
    rows = []
    for (arm, runs), event in (
        (pair, event) for pair in by_arm(found) for event in AT_START
    ):
        weeks = runs[event].dropna()
        share = share_interval(len(weeks), len(runs))
        week = mean_interval(weeks.to_numpy())
        rows.append(
            {"arm": arm, "event": event, "count": len(weeks), "n": len(runs),
             "share": share.mean, "share_low": share.low, "share_high": share.high,
             "week": week.mean, "week_low": week.low, "week_high": week.high,
             "at_start": int(runs[AT_START[event]].sum())}
        )
    return pd.DataFrame(rows)


def outcomes(ends: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """Return arm, measure, mean, low, high, n of the end-of-run measures."""
    rows = [
        (arm, measure, *astuple(mean_interval(runs[measure].to_numpy())))
        for arm, runs in by_arm(ends)
        for measure in measures
    ]
    return pd.DataFrame(rows, columns=["arm", "measure", *INTERVAL])


def paired_differences(
    ends: pd.DataFrame, reference: str, measures: Sequence[str]
) -> pd.DataFrame:
    """Return how far each arm ended from the reference, replicate by replicate.

    Columns: arm, measure, mean, low, high, n (pairs), effect (d_av), above (in
    how many pairs the arm ended higher).
    """
    rows = []
    for measure in measures:
        wide = ends.pivot(index="replicate", columns="arm", values=measure)
        for arm in (arm for arm in arms_in(ends) if arm != reference):
            a, b = wide[arm].to_numpy(), wide[reference].to_numpy()
            rows.append(
                (arm, measure, *astuple(paired_difference(a, b)), paired_effect(a, b),
                 int((a > b).sum()))
            )
    return pd.DataFrame(rows, columns=["arm", "measure", *INTERVAL, "effect", "above"])


def typical_replicate(ends: pd.DataFrame, measure: str = "trust_team") -> int | None:
    """Return the replicate that ended nearest to the mean of its arms, taken over all arms.

    None if no replicate is there in every arm.
    """
    wide = ends.pivot(index="replicate", columns="arm", values=measure)
    distance = (wide - wide.mean()).abs().dropna().sum(axis=1)
    if distance.empty:
        return None
    return int(distance.index[int(distance.to_numpy().argmin())])


def landscape(results: Results, arms: Sequence[Arm], replicate: int) -> pd.DataFrame:
    """Return arm, team, week, trust_team of one replicate.

    One replicate, because team 3 of one organisation has nothing to do with
    team 3 of another, and a mean over replicates would level the landscape.
    Within a replicate the same people sit in the same teams in every arm.
    """
    table = results.teams()
    table = table[table["replicate"] == replicate]
    parts = [
        _mean_over_points(table, arm, ["team", "week"], ["trust_team"])
        for arm in arms
        if table["point"].isin(arm.points).any()
    ]
    return _joined(parts, arms) if parts else table.assign(arm="")


def grouped_factors(results: Results) -> list[str]:
    """Factors of few enough levels that runs can be put together by level.

    A range that a sample was drawn from has as many levels as points.
    """
    levels: dict[str, set[str]] = {}
    for point in results.manifest["points"]:
        for factor, level in point["factors"].items():
            levels.setdefault(factor, set()).add(json.dumps(level))
    return [factor for factor, found in levels.items() if len(found) <= MAX_LEVELS]


def factor_means(results: Results, measure: str = "trust_team") -> pd.DataFrame:
    """Return the mean outcome at each level of each factor, over the levels of all others.

    Columns: scenario, factor, level, mean, low, high, n.
    """
    table = _with_levels(results)
    rows = []
    for factor in grouped_factors(results):
        for (scenario, level), runs in table.groupby(["scenario", f"{factor}"], sort=False):
            replicates = runs.groupby("replicate")[measure].mean()
            interval = mean_interval(replicates.to_numpy())
            rows.append((scenario, factor, level, *astuple(interval)))
    means = pd.DataFrame(rows, columns=["scenario", "factor", "level", *INTERVAL])
    parts = [_numbers_ascending(part) for _, part in means.groupby("factor", sort=False)]
    return pd.concat(parts, ignore_index=True) if parts else means


def _numbers_ascending(means: pd.DataFrame) -> pd.DataFrame:
    """Levels that are numbers in their order, as a sample does not draw them; others as planned."""
    numbers = pd.to_numeric(means["level"], errors="coerce")
    if numbers.isna().any():
        return means
    return means.assign(number=numbers).sort_values("number", kind="stable").drop(columns="number")


def factor_spans(results: Results, measure: str = "trust_team") -> pd.DataFrame:
    """Return, for each factor, how far its highest level lies above its lowest, within replicates.

    Columns: scenario, factor, lowest and highest (levels, by mean outcome),
    mean, low, high, n of the paired difference. Being the largest found, it is
    a little larger than another sample would show.
    """
    means, table, rows = factor_means(results, measure), _with_levels(results), []
    for (scenario, factor), levels in means.groupby(["scenario", "factor"], sort=False):
        ordered = levels.sort_values("mean", kind="stable")["level"].tolist()
        lowest, highest = ordered[0], ordered[-1]
        runs = table[table["scenario"] == scenario]
        wide = runs.pivot_table(index="replicate", columns=factor, values=measure)
        interval = paired_difference(wide[highest], wide[lowest])
        rows.append((scenario, factor, lowest, highest, *astuple(interval)))
    return pd.DataFrame(rows, columns=["scenario", "factor", "lowest", "highest", *INTERVAL])


def factor_pairs(
    results: Results, x_factor: str, y_factor: str, measure: str = "trust_team"
) -> pd.DataFrame:
    """Return the mean outcome at each pair of levels of two factors, over all others.

    Columns: scenario, x_factor, y_factor, x, y, mean, low, high, n.
    """
    table = _with_levels(results)
    rows = []
    for (scenario, x, y), runs in table.groupby(["scenario", x_factor, y_factor], sort=False):
        interval = mean_interval(runs.groupby("replicate")[measure].mean().to_numpy())
        rows.append((scenario, x_factor, y_factor, x, y, *astuple(interval)))
    return pd.DataFrame(
        rows, columns=["scenario", "x_factor", "y_factor", "x", "y", *INTERVAL]
    )


def _with_levels(results: Results) -> pd.DataFrame:
    """Finished runs with the levels of the plan, in words: a level may be a list, or True.

    Numbers that four figures cannot tell apart are written out.
    """
    runs = results.runs
    finished = runs[runs["status"] == "ok"].copy()
    levels: dict[str, dict[int, Any]] = {}
    for point in results.manifest["points"]:
        for factor, level in point["factors"].items():
            levels.setdefault(factor, {})[point["point"]] = level
    for factor, by_point in levels.items():
        words = {point: plain_level(level) for point, level in by_point.items()}
        if len(set(words.values())) < len({str(level) for level in by_point.values()}):
            words = {point: str(level) for point, level in by_point.items()}
        finished[factor] = finished["point"].map(words)
    return finished
