"""A person's circles: to whom the hours go, and who is in, near and out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import pandas as pd

from ..columns import need_columns
from .network import people_in

__all__ = ["circle_of_tie", "circles", "time_shares"]

HOURS = ("hours_perform", "hours_share", "hours_rehearse", "hours_explore")

TOPS = (1, 5, 15, 50)

KNOWN = 0.33
"""Certainty from which a person is known and no longer near: where trust no longer is blind."""

TRUSTED = 0.5
"""Trust from which a known person is in: kept faith is expected rather than not."""


def time_shares(
    ties: pd.DataFrame, tops: Sequence[int] = TOPS, *, hours: Sequence[str] = HOURS
) -> pd.DataFrame:
    """Return the share of contact hours that goes to each person's top partners.

    Everybody's own top partners are taken, then the mean over people. Who has fewer
    partners than that gives them all. People without hours are left out.

    Args:
        ties: Column from, and those of hours (0 or more).
        tops: How many partners (each 1 or more).
        hours: Which columns add up to contact hours; by default remembered hours of all
            purposes, which weigh recent months more than long past ones.

    Returns:
        A row each of `tops`: mean, sd (over people) of the share (0 to 1), n (people).

    Raises:
        ValueError: If a column is missing, or a top below 1.
    """
    need_columns(ties, ("from", *hours), "ties")
    if min(tops) < 1:
        raise ValueError(f"tops holds {min(tops)}; each must be 1 or more.")
    contact = pd.DataFrame({"from": ties["from"], "hours": ties[list(hours)].sum(axis=1)})
    contact = contact.sort_values("hours", ascending=False, kind="stable")
    place = contact.groupby("from").cumcount()
    total = contact.groupby("from")["hours"].sum()
    total = total[total > 0]
    rows = {}
    for top in tops:
        share = contact[place < top].groupby("from")["hours"].sum().reindex(total.index) / total
        rows[top] = {"mean": share.mean(), "sd": share.std(ddof=0), "n": len(share)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("top")


def circle_of_tie(ties: pd.DataFrame) -> pd.Series[str]:
    """Return for each tie whether the other is "in", "near" or "out".

    In: known (certainty 0.33 or more) and trusted (0.5 or more). Near: remembered but not
    validated yet (certainty below 0.33). Out: known and not trusted; with all who are not
    remembered at all, who have no tie. After the zones of Stodd (2017).

    Raises:
        ValueError: If the column trust or certainty is missing.
    """
    need_columns(ties, ("trust", "certainty"), "ties")
    known = ties["certainty"].to_numpy(np.float64) >= KNOWN
    trusted = ties["trust"].to_numpy(np.float64) >= TRUSTED
    circle = np.where(known & trusted, "in", np.where(known, "out", "near"))
    return pd.Series(circle, index=ties.index, name="circle", dtype=object)


def circles(ties: pd.DataFrame, people: Iterable[Hashable] | None = None) -> pd.DataFrame:
    """Return how many each person has in their in-, near- and out-group.

    Args:
        ties: Columns from, to, trust (0 to 1), certainty (0 to 1).
        people: Everybody who is there; without it, those in the table, sorted.

    Returns:
        A row a person; columns in_group, near_group, out_group, which add up to all others.

    Raises:
        ValueError: If a column is missing.
    """
    need_columns(ties, ("from", "to"), "ties")
    everybody = people_in(ties, people)
    counted = pd.crosstab(ties["from"], circle_of_tie(ties))
    counted = counted.reindex(index=everybody, columns=["in", "near"], fill_value=0)
    table = counted.set_axis(["in_group", "near_group"], axis=1).rename_axis(None, axis=1)
    others = len(everybody) - 1 - table["in_group"] - table["near_group"]
    return table.assign(out_group=others).rename_axis("person")
