"""A hysteresis loop as tables: means on the way up and on the way down, and the gap between."""

from __future__ import annotations

from dataclasses import astuple

import pandas as pd

from .columns import need_columns
from .statistics import mean_interval, paired_difference

__all__ = ["loop_gaps", "loop_means"]

NEEDED = ("replicate", "branch", "level", "value")


def loop_means(runs: pd.DataFrame) -> pd.DataFrame:
    """Return branch, level, mean, low, high, n: means over replicates on each way.

    Args:
        runs: Columns replicate, branch (up, down), level, value (`Ramp.runs`).

    Raises:
        ValueError: If a column is missing.
    """
    need_columns(runs, NEEDED, "runs")
    rows = [
        (*key, *astuple(mean_interval(part["value"].to_numpy())))
        for key, part in runs.groupby(["branch", "level"], sort=True)
        if isinstance(key, tuple)
    ]
    return pd.DataFrame(rows, columns=["branch", "level", "mean", "low", "high", "n"])


def loop_gaps(runs: pd.DataFrame) -> pd.DataFrame:
    """Return level, mean, low, high, n: down less up at each level, replicate by replicate.

    Args:
        runs: As for `loop_means`.

    Raises:
        ValueError: If a column is missing.
    """
    need_columns(runs, NEEDED, "runs")
    rows = []
    for level, part in runs.groupby("level", sort=True):
        ways = part.pivot(index="replicate", columns="branch", values="value")
        rows.append((level, *astuple(paired_difference(ways["down"], ways["up"]))))
    return pd.DataFrame(rows, columns=["level", "mean", "low", "high", "n"])
