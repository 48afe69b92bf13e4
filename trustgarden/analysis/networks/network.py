"""A directed network: people, and the arcs between them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..columns import need_columns

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["IntArray", "Network", "aligned"]

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Network:
    """Who names whom: no arc twice, none to oneself.

    Attributes:
        people: Everybody who could be named, those without arcs too; each once.
        tails: Position in `people` of who names, shape `(arcs,)`; read-only.
        heads: Position in `people` of who is named, shape `(arcs,)`; read-only.

    Raises:
        ValueError: If people come twice, or an arc is double, leads to oneself, or to
            nobody.
    """

    people: pd.Index
    tails: IntArray
    heads: IntArray

    def __post_init__(self) -> None:
        for name in ("tails", "heads"):
            ends = np.array(getattr(self, name), dtype=np.int64)
            ends.setflags(write=False)
            object.__setattr__(self, name, ends)
        self._check()

    def _check(self) -> None:
        _each_once(self.people)
        ends = np.concatenate([self.tails, self.heads])
        if ends.size and not (ends.min() >= 0 and ends.max() < len(self.people)):
            raise ValueError(
                f"an arc leads to position {ends.min()}..{ends.max()}; there are "
                f"{len(self.people)} people."
            )
        if (self.tails == self.heads).any():
            person = self.people[self.tails[self.tails == self.heads][0]]
            raise ValueError(f"{person!r} has an arc to themselves; leave it out.")
        if len(np.unique(self.keys)) < len(self.tails):
            raise ValueError("an arc is there twice; give each arc once.")

    @classmethod
    def from_table(cls, arcs: pd.DataFrame, people: Iterable[Hashable] | None = None) -> Network:
        """Make a network of a table of arcs, one row each.

        Args:
            arcs: Columns from, to.
            people: Everybody who could be named; without it, those in the table, sorted.

        Raises:
            ValueError: If a column is missing or the table names somebody who is not among
                the people.
        """
        need_columns(arcs, ("from", "to"), "the table of arcs")
        index = people_in(arcs, people)
        tails, heads = (index.get_indexer(pd.Index(arcs[end])) for end in ("from", "to"))
        unknown = arcs.loc[tails < 0, "from"].tolist() + arcs.loc[heads < 0, "to"].tolist()
        if unknown:
            raise ValueError(f"the arcs name {unknown[0]!r}, who is not among the people.")
        return cls(index, np.asarray(tails, np.int64), np.asarray(heads, np.int64))

    @property
    def num_people(self) -> int:
        """How many could be named."""
        return len(self.people)

    @property
    def num_arcs(self) -> int:
        """How many arcs there are."""
        return len(self.tails)

    @property
    def keys(self) -> IntArray:
        """One number an arc, the same in every network of these people."""
        return self.tails * np.int64(len(self.people)) + self.heads

    def matrix(self) -> sparse.csr_array:
        """Return the adjacency matrix, 1.0 where the row names the column."""
        from scipy import sparse

        shape = (self.num_people, self.num_people)
        return sparse.csr_array((np.ones(self.num_arcs), (self.tails, self.heads)), shape=shape)

    def table(self) -> pd.DataFrame:
        """Return the arcs as a table with the columns from, to."""
        return pd.DataFrame({"from": self.people[self.tails], "to": self.people[self.heads]})


def people_in(arcs: pd.DataFrame, people: Iterable[Hashable] | None = None) -> pd.Index:
    """Return the people as stated; if they are not, those whom a table of arcs names, sorted."""
    if people is not None:
        return _each_once(people)
    named: pd.Index = pd.Index(pd.concat([arcs["from"], arcs["to"]]).unique())
    return named.sort_values()


def _each_once(people: Iterable[Hashable]) -> pd.Index:
    index = people if isinstance(people, pd.Index) else pd.Index(list(people))
    if index.has_duplicates:
        twice = index[index.duplicated()][0]
        raise ValueError(f"people holds {twice!r} twice; give everybody once.")
    return index


def aligned(network: Network, attribute: pd.Series[Any] | npt.ArrayLike) -> pd.Series[Any]:
    """Return an attribute in the order of a network's people.

    Args:
        network: The network.
        attribute: A Series by person, or an array already in the order of the people.

    Raises:
        ValueError: If an array has another length than the network has people.
    """
    if isinstance(attribute, pd.Series):
        return attribute.reindex(network.people)
    entries = np.asarray(attribute)
    if len(entries) != network.num_people:
        raise ValueError(
            f"the attribute has {len(entries)} entries; the network has {network.num_people} "
            "people. Give one each, in their order, or a Series by person."
        )
    return pd.Series(entries, index=network.people)
