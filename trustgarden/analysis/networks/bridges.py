"""Bridges: the mutual ties between tribes, and what hangs on each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .tribes import MUTUAL_TRUST, graph_of, mutual_ties, positions

if TYPE_CHECKING:
    import igraph

__all__ = ["bridges"]


def bridges(
    ties: pd.DataFrame, membership: pd.Series[Any], *, threshold: float = MUTUAL_TRUST
) -> pd.DataFrame:
    """Return the mutual ties, those between tribes marked, with what each is worth as a bridge.

    Args:
        ties: Columns from, to, trust (0 to 1).
        membership: The tribe of each person, such as `tribes(ties).membership`.
        threshold: Least trust on both sides (0 to 1); that of the tribes.

    Returns:
        A row a mutual tie: a, b, trust (the smaller), tribe_a, tribe_b; is_bridge (between
        tribes); shared (others whom both share mutual trust with: at 0 it is a bridge in the
        sense of Granovetter 1973 and Burt 2002); betweenness (share of all pairs of people
        whose shortest path runs over it, 0 to 1, after Girvan & Newman 2002); detour (steps
        from a to b without it; infinite where there is no other way).

    References:
        Granovetter 1973, doi:10.1086/225469
        Burt 2002, doi:10.1016/S0378-8733(02)00015-3
        Girvan & Newman 2002, doi:10.1073/pnas.122653799
    """
    mutual = mutual_ties(ties, threshold=threshold)
    pairs = positions(mutual, membership.index)
    graph = graph_of(pairs, len(membership))
    num_pairs = max(1, len(membership) * (len(membership) - 1) // 2)
    tribe_a = membership.to_numpy()[pairs[:, 0]]
    tribe_b = membership.to_numpy()[pairs[:, 1]]
    friends = [set(near) for near in graph.get_adjlist()]
    return mutual.assign(
        tribe_a=tribe_a,
        tribe_b=tribe_b,
        is_bridge=tribe_a != tribe_b,
        shared=np.array([len(friends[a] & friends[b]) for a, b in pairs], dtype=np.int64),
        betweenness=np.array(graph.edge_betweenness(), dtype=np.float64) / num_pairs,
        detour=np.array([_detour(graph, friends, a, b) for a, b in pairs.tolist()]),
    )


def _detour(graph: igraph.Graph, friends: list[set[int]], a: int, b: int) -> float:
    if friends[a] & friends[b]:
        return 2.0
    edge = graph.get_eid(a, b)
    # An edge of infinite length is as good as taken out, and costs no copy of the graph.
    lengths = np.ones(graph.ecount())
    lengths[edge] = np.inf
    return float(graph.distances(a, b, weights=lengths)[0][0])
