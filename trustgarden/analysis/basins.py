"""Where runs begin and where they end: the basins of trust."""

from __future__ import annotations

import pandas as pd

from .frames import by_arm

__all__ = ["starts_and_ends"]

START_WEEKS, END_WEEKS = 4, 13


def starts_and_ends(
    weekly: pd.DataFrame, measure: str = "trust_team", *, from_week: int = 1
) -> pd.DataFrame:
    """Return arm, replicate, start (mean of four weeks) and end (mean of the last 13).

    Args:
        weekly: arm, replicate, week and the measure (`tables.weekly_runs`).
        measure: Name of the measure.
        from_week: The week from which the start counts, such as the first after a past that
            the calendar made (weeks from 1).

    Raises:
        ValueError: If fewer than 17 weeks are left, so that start and end would be the same weeks.
    """
    left = int(weekly["week"].max()) - from_week + 1
    if from_week < 1 or left < START_WEEKS + END_WEEKS:
        raise ValueError(
            f"from week {from_week} on {left} weeks are left; {START_WEEKS + END_WEEKS} or more "
            "are needed."
        )
    parts = [_one(arm, rows, measure, from_week) for arm, rows in by_arm(weekly)]
    return pd.concat(parts, ignore_index=True)


def _one(arm: str, rows: pd.DataFrame, measure: str, from_week: int) -> pd.DataFrame:
    wide = rows.pivot(index="replicate", columns="week", values=measure).dropna()
    start = wide.loc[:, from_week : from_week + START_WEEKS - 1].mean(axis=1)
    end = wide.iloc[:, -END_WEEKS:].mean(axis=1)
    return pd.DataFrame({"arm": arm, "replicate": wide.index, "start": start, "end": end})
