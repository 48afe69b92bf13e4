"""How strangers sort themselves: rankings of each other, from week to week."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd

from ..columns import need_columns
from .network import Network

__all__ = ["rank_partners", "rank_stability", "top_choices"]


def rank_partners(ties: pd.DataFrame, by: str = "trust") -> pd.DataFrame:
    """Return everybody's ranking of the others, week by week, from the ties of several weeks.

    Args:
        ties: Columns week, from, to, and the one to rank by.
        by: The column to rank by, the largest first.

    Returns:
        Columns week, from, to, rank (1 is the first; equals share their mean rank).

    Raises:
        ValueError: If a column is missing.
    """
    need_columns(ties, ("week", "from", "to", by), "ties")
    rank = ties.groupby(["week", "from"])[by].rank(ascending=False)
    return ties[["week", "from", "to"]].assign(rank=rank)


def rank_stability(rankings: pd.DataFrame) -> pd.DataFrame:
    """Return how alike everybody's rankings are from one week to the next.

    Spearman's correlation of a person's ranks of all who are ranked in both weeks, then the
    mean over people, as computed from Newcomb (1961) and Nordlie (1958).

    Args:
        rankings: Columns week, from, to, rank (1 the first).

    Returns:
        A row a week but the first, by week; columns since (the week before in the table),
        correlation (-1 to 1), n (people).

    Raises:
        ValueError: If a column is missing.
    """
    need_columns(rankings, ("week", "from", "to", "rank"), "rankings")
    wide = rankings.pivot(index=["from", "to"], columns="week", values="rank")
    weeks = wide.columns.tolist()
    rows = {}
    for since, week in pairwise(weeks):
        both = wide[[since, week]].dropna().set_axis(["since", "week"], axis=1)
        found = [_spearman(ranks) for _, ranks in both.groupby("from")]
        known = [figure for figure in found if not math.isnan(figure)]
        mean = float(np.mean(known)) if known else math.nan
        rows[week] = {"since": since, "correlation": mean, "n": len(known)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("week")


def _spearman(ranks: pd.DataFrame) -> float:
    """Correlation of ranks; NaN for who ranks fewer than two, or ranks all alike."""
    if len(ranks) < 2 or (ranks.nunique() < 2).any():
        return math.nan
    again = ranks.rank()
    return float(np.corrcoef(again["since"], again["week"])[0, 1])


def top_choices(rankings: pd.DataFrame, top: int = 5) -> dict[int, Network]:
    """Return each week's network of everybody's first choices.

    Args:
        rankings: Columns week, from, to, rank (1 the first).
        top: How many choices each (1 or more).

    Raises:
        ValueError: If a column is missing or `top` is below 1.
    """
    need_columns(rankings, ("week", "from", "to", "rank"), "rankings")
    if top < 1:
        raise ValueError(f"top ({top}) must be 1 or more.")
    people = sorted(set(rankings["from"]) | set(rankings["to"]))
    # By place and not by rank: people of equal rank must not make more choices than five.
    ordered = rankings.sort_values(["week", "from", "rank", "to"])
    chosen = ordered[ordered.groupby(["week", "from"]).cumcount() < top]
    weeks = chosen["week"].to_numpy()
    return {
        int(week): Network.from_table(chosen[weeks == week], people) for week in np.unique(weeks)
    }
