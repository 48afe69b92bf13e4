"""The tables that all parts of a report are made of, gathered once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURES

from . import charts, tables
from .basins import starts_and_ends
from .change_points import change_shares
from .emergence import Definitions
from .frames import arms_in, last_week

__all__ = ["COMPARED", "OUTCOMES", "WEEKLY", "Gathered", "ends_of", "gather"]

WEEKLY = (*charts.LEVELS, *charts.BANDS, "projected", "imposed", "insulation_gap")
"""Measures whose course over the weeks is drawn."""

COMPARED = ("trust_team", "trust_organisation", "entrusting", "strain")
"""Measures whose paired differences are drawn; the table beside has all of `OUTCOMES`."""

NOT_OUTCOMES = (
    *charts.BANDS, "trust_in_members", "trust_spread", "certainty", "frame", "ties", "stake",
    "errors", "deceptions", "imposed", "projected", "left", "joined", "people",
)
"""Measures that have a picture of their own, or say little at the end of a run."""

OUTCOMES = tuple(measure.name for measure in MEASURES if measure.name not in NOT_OUTCOMES)
"""Measures of the outcomes table."""

SHORTEST = 26
"""Weeks below which start and end of a run are too near each other to be told apart."""

END_WEEKS = 13
"""The end of a run is the mean over its last quarter, as in a results folder."""


@dataclass(frozen=True)
class Gathered:
    """The tables of a report.

    Attributes:
        weekly: Means a week (`tables.weekly_means`).
        found: Crossings a replicate (`tables.crossings`).
        shares: Crossings an arm (`tables.crossing_shares`).
        ends: End-of-run measures a replicate.
        outcomes: Their means.
        differences: Their paired differences from the reference.
        reference: The arm of reference.
        weeks: Length of the runs.
        definitions: Of emergence and collapse.
        changes: Largest change points an arm (`change_points.change_shares`); no rows for a single
            run, or where ruptures is not installed.
        paths: Start and end a replicate (`basins.starts_and_ends`); no rows if runs are too short.
    """

    weekly: pd.DataFrame
    found: pd.DataFrame
    shares: pd.DataFrame
    ends: pd.DataFrame
    outcomes: pd.DataFrame
    differences: pd.DataFrame
    reference: str
    weeks: int
    definitions: Definitions
    changes: pd.DataFrame
    paths: pd.DataFrame

    @property
    def arms(self) -> list[str]:
        """Names of the arms."""
        return arms_in(self.outcomes)


def gather(
    weekly: pd.DataFrame,
    ends: pd.DataFrame,
    *,
    reference: str | None,
    definitions: Definitions | None,
) -> Gathered:
    """Make all tables from weekly measures and end-of-run measures a replicate.

    Raises:
        InputError: If there is no arm of the name of the reference.
    """
    names = arms_in(ends)
    chosen = names[0] if reference is None else reference
    if chosen not in names:
        raise InputError(f"reference ({chosen}) is not one of: {', '.join(names)}.")
    used = definitions or Definitions()
    found = tables.crossings(weekly, used)
    return Gathered(
        weekly=tables.weekly_means(weekly, WEEKLY),
        found=found,
        shares=tables.crossing_shares(found),
        ends=ends,
        outcomes=tables.outcomes(ends, OUTCOMES),
        differences=tables.paired_differences(ends, chosen, OUTCOMES),
        reference=chosen,
        weeks=last_week(weekly),
        definitions=used,
        changes=_changes(weekly),
        paths=_paths(weekly),
    )


def _changes(weekly: pd.DataFrame) -> pd.DataFrame:
    """Change points where they can be sought: of several runs, week by week, with ruptures."""
    from importlib.util import find_spec

    several = weekly["replicate"].nunique() > 1
    weeks = last_week(weekly)
    every_week = weekly["week"].nunique() == weeks
    if not (several and every_week and weeks > SHORTEST) or find_spec("ruptures") is None:
        return pd.DataFrame()
    return change_shares(weekly)


def _paths(weekly: pd.DataFrame) -> pd.DataFrame:
    if weekly["week"].nunique() < max(last_week(weekly), SHORTEST):
        return pd.DataFrame()
    return starts_and_ends(weekly)


def ends_of(weekly: pd.DataFrame) -> pd.DataFrame:
    """Return end-of-run measures a replicate, from weekly ones."""
    last = weekly[weekly["week"] > last_week(weekly) - END_WEEKS]
    grouped = last.groupby(["arm", "replicate"], sort=False)
    return grouped[list(OUTCOMES)].mean().reset_index()
