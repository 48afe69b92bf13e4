"""The weeks before a collapse, put one above the other: does trust recover ever more slowly?

Runs collapse in different weeks. Counted back from each run's own collapse, their signs can be
averaged: variance and lag-1 autocorrelation in a rolling window that ends in that week, after
slow movement is taken out (`warning_signs` has the reasons). The week of the collapse itself and
what follows are cut off.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from .frames import by_arm
from .rolling import detrended, rolling_autocorrelation, rolling_variance
from .statistics import weekly_interval
from .warning_signs import FEWEST_WEEKS, warning_signs

__all__ = ["before_collapse", "sign_counts"]

FloatArray = npt.NDArray[np.float64]

SIGNS: dict[str, Callable[[npt.ArrayLike, int], FloatArray]] = {
    "variance": rolling_variance,
    "autocorrelation": rolling_autocorrelation,
}


def before_collapse(
    weekly: pd.DataFrame,
    found: pd.DataFrame,
    measure: str = "trust_team",
    *,
    weeks: int = FEWEST_WEEKS,
) -> pd.DataFrame:
    """Return trust and its warning signs in the weeks before collapse, over runs that collapsed.

    Args:
        weekly: arm, replicate, week and the measure (`tables.weekly_runs`).
        found: arm, replicate, collapsed (`tables.crossings`).
        measure: Name of the measure.
        weeks: How many weeks before the collapse are looked at (40 or more); runs that
            collapsed sooner are left out.

    Returns:
        Columns sign (the measure, variance, autocorrelation), before (weeks before the
        collapse, below 0), mean, low, high, n (runs). No rows if no run is long enough.

    Raises:
        ValueError: If `weeks` is below 40.
    """
    runs = _cut(weekly, found, measure, weeks)
    if not len(runs):
        return pd.DataFrame(columns=["sign", "before", "mean", "low", "high", "n"])
    window = weeks // 2
    residual = detrended(runs, weeks / 10)
    values = {measure: runs} | {name: sign(residual, window) for name, sign in SIGNS.items()}
    return pd.concat([_averaged(name, array) for name, array in values.items()], ignore_index=True)


def sign_counts(
    weekly: pd.DataFrame,
    found: pd.DataFrame,
    measure: str = "trust_team",
    *,
    weeks: int = FEWEST_WEEKS,
) -> pd.DataFrame:
    """Return in how many runs each sign rose more than chance would have it (p of 0.05 or less).

    Args:
        weekly: As for `before_collapse`.
        found: Likewise.
        measure: Name of the measure.
        weeks: Likewise.

    Returns:
        Columns sign, count, n (runs), tau (mean trend, -1 to 1). Where nothing changes, about
        one run in twenty is counted.

    Raises:
        ValueError: If `weeks` is below 40.
    """
    runs = _cut(weekly, found, measure, weeks)
    made = [warning_signs(run, num_surrogates=199) for run in runs]
    rows = [
        (
            name,
            int((_column(made, name, "p") <= 0.05).sum()),
            len(made),
            float(_column(made, name, "tau").mean()) if made else np.nan,
        )
        for name in SIGNS
    ]
    return pd.DataFrame(rows, columns=["sign", "count", "n", "tau"])


def _column(made: list[pd.DataFrame], sign: str, figure: str) -> FloatArray:
    return np.array([table[figure].to_dict()[sign] for table in made], dtype=np.float64)


def _cut(weekly: pd.DataFrame, found: pd.DataFrame, measure: str, weeks: int) -> FloatArray:
    """The weeks before each collapse, shape `(runs, weeks)`."""
    if weeks < FEWEST_WEEKS:
        raise ValueError(f"weeks is {weeks}; it must be {FEWEST_WEEKS} or more.")
    runs = []
    collapsed = found.set_index(["arm", "replicate"])["collapsed"]
    for arm, rows in by_arm(weekly):
        wide = rows.pivot(index="replicate", columns="week", values=measure)
        for replicate, series in wide.iterrows():
            week = collapsed.get((arm, replicate), np.nan)
            if not np.isnan(week) and week > weeks:
                runs.append(series.to_numpy()[int(week) - 1 - weeks : int(week) - 1])
    return np.array(runs, dtype=np.float64)


def _averaged(name: str, values: FloatArray) -> pd.DataFrame:
    mean, low, high = weekly_interval(values)
    before = np.arange(-values.shape[1], 0)
    columns = {"sign": name, "before": before, "mean": mean, "low": low, "high": high}
    return pd.DataFrame(columns | {"n": len(values)})
