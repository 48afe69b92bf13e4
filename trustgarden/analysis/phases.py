"""Phases over two levers: where trust emerges, where it collapses, and where luck decides."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .arms import Results
from .emergence import Definitions
from .statistics import mean_interval, share_interval

__all__ = ["phase_cells"]


def phase_cells(
    results: Results,
    x: str,
    y: str,
    definitions: Definitions | None = None,
    measure: str = "trust_team",
) -> pd.DataFrame:
    """Return what became of trust at each pair of levels of two levers that are numbers.

    Where other factors vary too, their runs count as further runs of the cell.

    Args:
        results: A results folder of a sweep over both levers.
        x: Dotted key of one lever.
        y: Dotted key of the other.
        definitions: Of emergence and collapse.
        measure: Name of the measure.

    Returns:
        A row a pair of levels: x, y; mean, low, high of the measure over the last 13 weeks;
        there, there_low, there_high (share of runs in which trust emerged or was there from the
        start, and did not collapse, with its 95 % Wilson interval); lost, lost_low, lost_high
        (in which it collapsed, or was low at the start and did not emerge); n (runs).

    Raises:
        ValueError: If a lever is no factor of the experiment, or its levels are no numbers.
    """
    levels = _levels(results, x, y)
    series = results.series(columns=["point", "replicate", "week", measure])
    wide = series.pivot(index=["point", "replicate"], columns="week", values=measure).dropna()
    found = _crossed(wide, definitions or Definitions())
    table = found.join(levels, on="point")
    rows = [_cell(cell, runs) for cell, runs in table.groupby(["x", "y"], sort=True)]
    return pd.DataFrame(rows)


def _levels(results: Results, x: str, y: str) -> pd.DataFrame:
    """Levels of both levers by point."""
    rows = {}
    for point in results.manifest["points"]:
        for lever in (x, y):
            level = point["factors"].get(lever)
            if isinstance(level, bool) or not isinstance(level, int | float):
                raise ValueError(
                    f"{lever} is {level!r} at point {point['point']}; both levers must be factors "
                    "whose levels are numbers."
                )
        rows[point["point"]] = {"x": point["factors"][x], "y": point["factors"][y]}
    return pd.DataFrame.from_dict(rows, orient="index").astype(np.float64)


def _crossed(wide: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """One row a run: its end, and what became of trust."""
    values = wide.to_numpy(dtype=np.float64)
    emerged, collapsed = definitions.emergence(values), definitions.collapse(values)
    came, went = ~np.isnan(emerged.week), ~np.isnan(collapsed.week)
    return pd.DataFrame(
        {
            "point": wide.index.get_level_values("point"),
            "end": values[:, -13:].mean(axis=1),
            "there": (came | emerged.at_start) & ~went,
            "lost": (went | collapsed.at_start) & ~came,
        }
    )


def _cell(cell: object, runs: pd.DataFrame) -> dict[str, float]:
    x, y = cell if isinstance(cell, tuple) else (cell, cell)
    end = mean_interval(runs["end"].to_numpy())
    row = {"x": x, "y": y, "mean": end.mean, "low": end.low, "high": end.high}
    for event in ("there", "lost"):
        share = share_interval(int(runs[event].sum()), len(runs))
        row |= {event: share.mean, f"{event}_low": share.low, f"{event}_high": share.high}
    return row | {"n": len(runs)}
