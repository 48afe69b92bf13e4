"""Density, degrees, reciprocity and transitivity of a network."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from .network import Network

__all__ = ["degree_figures", "degrees", "density", "reciprocity", "transitivity"]


def density(network: Network) -> float:
    """Return the share of all ordered pairs that are arcs (0 to 1); NaN below two people."""
    pairs = network.num_people * (network.num_people - 1)
    return network.num_arcs / pairs if pairs else math.nan


def reciprocity(network: Network) -> float:
    """Return the share of arcs that are returned (0 to 1); NaN without arcs."""
    if not network.num_arcs:
        return math.nan
    back = network.heads * np.int64(network.num_people) + network.tails
    return float(np.isin(back, network.keys).mean())


def transitivity(network: Network) -> float:
    """Return the share of paths over one person that are closed (0 to 1); NaN without paths.

    Of all i, j, k with arcs from i to j and from j to k, i other than k, the share with an
    arc from i to k (Holland & Leinhardt 1971, doi:10.1177/104649647100200201).
    """
    arcs = network.matrix()
    paths = arcs @ arcs
    total = float(paths.sum() - paths.diagonal().sum())
    return float((paths * arcs).sum()) / total if total else math.nan


def degrees(network: Network) -> pd.DataFrame:
    """Return how many each person names and is named by: columns out_degree, in_degree."""
    count = network.num_people
    return pd.DataFrame(
        {
            "out_degree": np.bincount(network.tails, minlength=count),
            "in_degree": np.bincount(network.heads, minlength=count),
        },
        index=network.people,
    )


def degree_figures(network: Network) -> dict[str, float]:
    """Return mean_degree, and in_degree_sd, in_degree_max, out_degree_sd, out_degree_max.

    Standard deviations are over the people there are, not estimates for others: the
    network is the whole organisation and no sample.
    """
    table = degrees(network)
    figures = {"mean_degree": float(table["out_degree"].mean())}
    for name in ("in_degree", "out_degree"):
        figures[f"{name}_sd"] = float(table[name].std(ddof=0))
        figures[f"{name}_max"] = float(table[name].max())
    return figures
