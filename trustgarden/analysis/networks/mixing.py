"""Who names whom: the same place or another, up or down the ranks."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .network import Network, aligned

__all__ = ["density_ratio", "rank_flow", "up_down_ratio"]


def density_ratio(network: Network, groups: pd.Series[Any] | npt.ArrayLike) -> float:
    """Return how many times denser a network is within groups than between them.

    The density over all ordered pairs of the same group, divided by that over all pairs of
    different groups. Somebody without a group (missing) is left out, as a head of all
    departments is in none of them. Infinite if nobody names anybody in another group; NaN
    if there are no two people of the same group, or of different ones.

    Args:
        network: The network.
        groups: Place, team, practice or rank: a Series by person, or in the order of the
            people.
    """
    codes, _ = pd.factorize(aligned(network, groups))
    tails, heads = codes[network.tails], codes[network.heads]
    known = (tails >= 0) & (heads >= 0)
    same_arcs = int((known & (tails == heads)).sum())
    other_arcs = int((known & (tails != heads)).sum())
    sizes = np.bincount(codes[codes >= 0]).astype(np.int64)
    same_pairs = int((sizes * (sizes - 1)).sum())
    other_pairs = int(sizes.sum() ** 2 - (sizes**2).sum())
    if not same_pairs or not other_pairs:
        return math.nan
    return _ratio(same_arcs / same_pairs, other_arcs / other_pairs)


def rank_flow(network: Network, ranks: pd.Series[Any] | npt.ArrayLike) -> pd.DataFrame:
    """Return how dense a network is up, level and down the ranks.

    Args:
        network: The network.
        ranks: Rank of each person (0 the highest): a Series by person, or in the order of
            the people. Who has none (NaN) is left out.

    Returns:
        Rows up, same, down (towards a higher, the same, a lower rank); columns arcs, pairs
        (ordered pairs of people), density (0 to 1).
    """
    rank = aligned(network, ranks).to_numpy(dtype=np.float64)
    steps = rank[network.heads] - rank[network.tails]
    known = np.sort(rank[~np.isnan(rank)])
    _, sizes = np.unique(known, return_counts=True)
    same_pairs = int((sizes * (sizes - 1)).sum())
    # Of every two people of different rank there is one ordered pair up, and one down.
    slope_pairs = int((len(known) ** 2 - (sizes**2).sum()) // 2)
    table = pd.DataFrame(
        {
            "arcs": [int((steps < 0).sum()), int((steps == 0).sum()), int((steps > 0).sum())],
            "pairs": [slope_pairs, same_pairs, slope_pairs],
        },
        index=pd.Index(["up", "same", "down"], name="direction"),
    )
    return table.assign(density=table["arcs"] / table["pairs"].where(table["pairs"] > 0))


def up_down_ratio(network: Network, ranks: pd.Series[Any] | npt.ArrayLike) -> float:
    """Return how many times likelier a person of higher rank is named than one of lower rank.

    Infinite if nobody names anybody of lower rank; NaN if all are of one rank.
    """
    flow = rank_flow(network, ranks)["density"]
    return _ratio(float(flow["up"]), float(flow["down"]))


def _ratio(above: float, below: float) -> float:
    if below > 0:
        return above / below
    return math.inf if above > 0 else math.nan
