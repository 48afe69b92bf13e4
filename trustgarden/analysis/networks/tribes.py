"""Tribes: communities that emerge from mutual trust.

Leiden's method looks for the division of the people with the largest
modularity: how much more of the trust lies within communities than would by
chance, given how much everybody has. Unlike Louvain's it never returns a
community that is not connected. Any network, a random one too, can be divided
with a modularity well above 0, hence the comparison with random networks.

References:
    Newman & Girvan 2004, doi:10.1103/PhysRevE.69.026113 (modularity)
    Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z (Leiden)
    Guimera, Sales-Pardo & Amaral 2004, doi:10.1103/PhysRevE.70.025101 (random networks)
"""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..columns import need_columns
from ..statistics import RESAMPLING_SEED
from .network import IntArray, people_in
from .nulls import null_figures
from .rewiring import rewired_pairs

if TYPE_CHECKING:
    import igraph

__all__ = ["Tribes", "mutual_ties", "tribes"]

FloatArray = npt.NDArray[np.float64]

TRIES = 10
"""Leiden's method depends on chance; the best of so many divisions is taken."""

MUTUAL_TRUST = 0.65
"""Trust above which a tie is invested, in the measures of the model too."""


@dataclass(frozen=True)
class Tribes:
    """The tribes of an organisation.

    Attributes:
        membership: Number of each person's tribe, by person; 0 is the largest. Who shares
            mutual trust with nobody is a tribe of one.
        modularity: That of the division found (-0.5 to 1).
        null: Mean modularity found in random networks with the same number of partners each
            and the same weights.
        low: 2.5 % of the random networks lie below.
        high: 2.5 % of the random networks lie above.
        n: How many random networks.
    """

    membership: pd.Series[int]
    modularity: float
    null: float
    low: float
    high: float
    n: int

    @property
    def sizes(self) -> pd.Series[int]:
        """How many people each tribe has, the largest first."""
        return self.membership.value_counts().sort_index()


def mutual_ties(ties: pd.DataFrame, *, threshold: float = MUTUAL_TRUST) -> pd.DataFrame:
    """Return the pairs in which each trusts the other.

    Args:
        ties: Columns from, to, trust (0 to 1).
        threshold: Least trust on both sides (0 to 1).

    Returns:
        Columns a, b (the earlier in sorted order first), trust (the smaller of the two), a
        row a pair, sorted.

    Raises:
        ValueError: If a column is missing or the threshold is outside 0 to 1.
    """
    need_columns(ties, ("from", "to", "trust"), "ties")
    if not 0.0 <= threshold <= 1.0:
        raise ValueError(f"threshold ({threshold}) must be from 0 to 1.")
    high = ties.loc[ties["trust"] >= threshold, ["from", "to", "trust"]]
    back = high.rename(columns={"from": "to", "to": "from", "trust": "trust_back"})
    both = high.merge(back, on=["from", "to"])
    both = both[both["from"] < both["to"]].sort_values(["from", "to"], ignore_index=True)
    return pd.DataFrame(
        {"a": both["from"], "b": both["to"], "trust": both[["trust", "trust_back"]].min(axis=1)}
    )


def tribes(
    ties: pd.DataFrame,
    *,
    threshold: float = MUTUAL_TRUST,
    people: Iterable[Hashable] | None = None,
    num_graphs: int = 50,
    seed: int = RESAMPLING_SEED,
) -> Tribes:
    """Find the tribes in a table of ties.

    Args:
        ties: Columns from, to, trust (0 to 1).
        threshold: Least trust on both sides for a mutual tie (0 to 1).
        people: Everybody who is there; without it, those in the table, sorted.
        num_graphs: How many random networks to compare with (0 or more).
        seed: The same seed gives the same tribes.

    Raises:
        ValueError: If a column is missing or the threshold is outside 0 to 1.
    """
    everybody = people_in(ties, people)
    mutual = mutual_ties(ties, threshold=threshold)
    pairs, weights = positions(mutual, everybody), mutual["trust"].to_numpy(np.float64, copy=True)
    rng = np.random.default_rng(seed)
    with _chance_of_igraph(rng):
        membership, modularity = _divided(pairs, weights, len(everybody))
        drawn = [
            # Trust is dealt out anew: what a strong tie joins should be chance too.
            _divided(
                rewired_pairs(pairs, len(everybody), rng), rng.permutation(weights), len(everybody)
            )[1]
            for _ in range(num_graphs)
        ]
    figures = null_figures(modularity, np.array(drawn, dtype=np.float64))
    return Tribes(
        pd.Series(membership, index=everybody, name="tribe"),
        modularity,
        figures["null"],
        figures["low"],
        figures["high"],
        int(figures["n"]),
    )


def positions(mutual: pd.DataFrame, people: pd.Index) -> IntArray:
    """Return the positions among the people of the two of each mutual tie, shape `(ties, 2)`."""
    pairs = np.column_stack([people.get_indexer(pd.Index(mutual[end])) for end in ("a", "b")])
    if (pairs < 0).any():
        missing = mutual.to_numpy()[:, :2][pairs < 0][0]
        raise ValueError(f"the ties name {missing!r}, who is not among the people.")
    return pairs.astype(np.int64)


def _divided(pairs: IntArray, weights: FloatArray, num_people: int) -> tuple[IntArray, float]:
    """Best division of several: the tribe of each person, by size, and its modularity."""
    if not len(pairs):
        return np.arange(num_people), 0.0
    graph = graph_of(pairs, num_people)
    found = [
        graph.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1)
        for _ in range(TRIES)
    ]
    scored = [graph.modularity(division, weights=weights) for division in found]
    best = int(np.argmax(scored))
    return _by_size(np.array(found[best].membership, dtype=np.int64)), float(scored[best])


def _by_size(membership: IntArray) -> IntArray:
    """Number tribes from the largest on; of equal ones, that of the first person comes first."""
    _, first, sizes = np.unique(membership, return_index=True, return_counts=True)
    place = np.empty(len(sizes), dtype=np.int64)
    place[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return place[membership]


def graph_of(pairs: IntArray, num_people: int) -> igraph.Graph:
    """Return the undirected graph of pairs of people."""
    import igraph

    return igraph.Graph(n=num_people, edges=pairs.tolist())


@contextmanager
def _chance_of_igraph(rng: np.random.Generator) -> Iterator[None]:
    """Let igraph, whose chance is global, draw from a seeded source meanwhile."""
    import igraph

    igraph.set_random_number_generator(random.Random(int(rng.integers(2**63))))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)
