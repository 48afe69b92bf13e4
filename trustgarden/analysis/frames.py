"""Going through tables: by row, by arm, and from the lowest figure to the highest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["arms_in", "by_arm", "extent", "last_week", "records"]


def records(table: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples; what types their fields have, pandas cannot say."""
    return list(table.itertuples(index=False))


def arms_in(table: pd.DataFrame) -> list[str]:
    """Return the arms of a table, in their order."""
    return [str(arm) for arm in table["arm"].unique()]


def by_arm(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Go through the arms of a table, in their order."""
    for arm, rows in table.groupby("arm", sort=False):
        yield str(arm), rows


def extent(
    table: pd.DataFrame, columns: Sequence[str] = ("mean", "low", "high")
) -> tuple[float, float]:
    """Return the lowest and the highest figure in the columns, unknown ends left out."""
    figures = table[list(columns)].to_numpy(dtype=np.float64)
    return float(np.nanmin(figures)), float(np.nanmax(figures))


def last_week(table: pd.DataFrame) -> int:
    """Return the last week of a table."""
    return int(table["week"].to_numpy().max())
