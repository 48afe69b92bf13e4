"""Accounts of trust as tables: what each week's change of trust came from, over replicates.

The model books every change of a relationship to one of twenty-one causes
(`Run.accounts`). A reader takes in nine: causes that belong together are added up.
Nothing is left out, so the nine add up to the change as the twenty-one do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from .statistics import mean_interval, weekly_interval

__all__ = ["CAUSES", "CHANGE", "Accounted", "accounts_between", "weekly_accounts"]

CAUSES: Mapping[str, tuple[str, ...]] = {
    "faith kept": ("kept",),
    "trusted or not": ("trusted", "held_off"),
    "made good": ("repair", "promise"),
    "heard and seen": ("told", "seen", "introduced"),
    "leaders, events": ("recognition", "treatment", "welcome", "event"),
    "forgetting": ("forgetting",),
    "who is known": ("joined", "left", "met", "crowded_out", "unbooked"),
    "errors": ("error",),
    "faith broken": ("breach", "deception"),
}
"""Causes in words, and the accounts that each adds up. "Who is known" is not a change in
anybody's eyes: the mean moves because relationships begin and end."""

CHANGE = "change"
"""Name of the sum of all causes in tables."""


class Accounted(Protocol):
    """A run with its accounts; `trustgarden.simulate` gives one."""

    @property
    def accounts(self) -> pd.DataFrame:
        """One row a week, one column a cause."""

    @property
    def series(self) -> pd.DataFrame:
        """Weekly measures, index week."""


def weekly_accounts(runs: Sequence[Accounted], *, every_weeks: int = 4) -> pd.DataFrame:
    """Return what the change of trust came from, in steps of some weeks.

    Args:
        runs: Runs of one scenario and length, one a replicate.
        every_weeks: Weeks that are added up (1 or more); what is left at the end is left out.

    Returns:
        Columns cause (those of `CAUSES`, then `CHANGE`), week (the last of its step), mean,
        low, high (95 % bootstrap interval over replicates), n.

    Raises:
        ValueError: If there are no runs, or they are shorter than a step.
    """
    causes = [_by_cause(run.accounts) for run in runs]
    steps = min((len(table) for table in causes), default=0) // max(1, every_weeks)
    if every_weeks < 1 or not steps:
        raise ValueError(f"runs give no whole step of {every_weeks} weeks; give longer runs.")
    weeks = every_weeks * np.arange(1, steps + 1)
    parts = []
    for cause in causes[0]:
        values = np.array([table[cause].to_numpy()[: weeks[-1]] for table in causes])
        summed = values.reshape(len(runs), steps, every_weeks).sum(axis=2)
        mean, low, high = weekly_interval(summed)
        columns = {"cause": cause, "week": weeks, "mean": mean, "low": low, "high": high}
        parts.append(pd.DataFrame(columns | {"n": len(runs)}))
    return pd.concat(parts, ignore_index=True)


def accounts_between(runs: Sequence[Accounted], first: int, last: int) -> pd.DataFrame:
    """Return what lies between trust at the end of one week and at the end of a later one.

    Args:
        runs: Runs of one scenario, one a replicate.
        first: The week from whose end it goes (weeks from 1).
        last: The week to whose end it goes.

    Returns:
        Columns cause, mean, low, high, n: first a row "before", trust at the end of `first`;
        then the causes of `CAUSES`; at last "after". Before and causes add up to after.

    Raises:
        ValueError: If a week is not there.
    """
    longest = min((len(run.accounts) for run in runs), default=0)
    if not 1 <= first < last <= longest:
        raise ValueError(f"weeks {first} to {last} must lie in order within 1 to {longest}.")
    causes = [_by_cause(run.accounts).loc[first + 1 : last].sum() for run in runs]
    rows = [("before", _trust_at(runs, first))]
    rows += [(cause, np.array([sums[cause] for sums in causes])) for cause in CAUSES]
    rows.append(("after", _trust_at(runs, last)))
    figures = [(name, *astuple(mean_interval(values))) for name, values in rows]
    return pd.DataFrame(figures, columns=["cause", "mean", "low", "high", "n"])


def _by_cause(accounts: pd.DataFrame) -> pd.DataFrame:
    sums = {cause: accounts[list(names)].sum(axis=1) for cause, names in CAUSES.items()}
    return pd.DataFrame(sums).assign(**{CHANGE: accounts.sum(axis=1)})


def _trust_at(runs: Sequence[Accounted], week: int) -> npt.NDArray[np.float64]:
    return np.array([run.series.loc[week, "trust"] for run in runs], dtype=np.float64)
