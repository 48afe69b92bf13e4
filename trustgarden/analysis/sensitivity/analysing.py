"""Sensitivity of one outcome: all indices with intervals, luck, and convergence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from .convergence import convergence
from .luck import Luck, luck_of
from .methods import Method, indices_of, methods_for
from .sample import Sample

__all__ = ["Sensitivity", "analyse"]

COLUMNS = ("method", "index", "factor", "other", "value", "low", "high", "floor")


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What came out for one outcome.

    Attributes:
        outcome: Its name.
        sample: What was analysed, without missing runs.
        methods: The methods used.
        table: One row an index: method, index, factor, other (the second of a pair), value, low
            and high (95 %), floor (what it would come to for a factor that does nothing).
        luck: How much of the outcome is luck.
    """

    outcome: str
    sample: Sample
    methods: tuple[Method, ...]
    table: pd.DataFrame
    luck: Luck

    def __repr__(self) -> str:
        names = ", ".join(method.name for method in self.methods)
        return f"<Sensitivity of {self.outcome!r} by {names}, {self.sample.num_factors} factors>"

    @cached_property
    def convergence(self) -> pd.DataFrame:
        """The main indices over growing designs; see `convergence`."""
        made = [convergence(method, self.sample) for method in self.methods]
        return pd.concat(made, ignore_index=True)

    def ranked(self, method: str) -> list[str]:
        """Factors by the main index of a method, the greatest first."""
        main = next(one.main[0] for one in self.methods if one.name == method)
        rows = self.of(method, main).sort_values("value", ascending=False, kind="stable")
        return [str(name) for name in rows["factor"]]

    def of(self, method: str, index: str) -> pd.DataFrame:
        """Rows of one index."""
        table = self.table
        return table[(table["method"] == method) & (table["index"] == index)]


def analyse(sample: Sample, outcome: str = "outcome", method: str | None = None) -> Sensitivity:
    """Ask a sample which factors matter.

    Args:
        sample: Points and outcomes; blocks with missing runs are left out.
        outcome: Its name.
        method: `morris`, `sobol` or `pawn`; all that the design allows if not given.

    Raises:
        InputError: If no run is there, or the method does not fit the design.

    Examples:
        >>> import numpy as np
        >>> rng = np.random.default_rng(1)
        >>> points = rng.random((200, 2))
        >>> sample = Sample(factors=("a", "b"), points=points, outcomes=points[:, :1])
        >>> analyse(sample).ranked("pawn")
        ['a', 'b']
    """
    whole = sample.whole()
    chosen = methods_for(whole, method)
    luck = luck_of(whole)
    tables = [_table(one, whole, luck) for one in chosen]
    return Sensitivity(outcome, whole, tuple(chosen), pd.concat(tables, ignore_index=True), luck)


def _table(method: Method, sample: Sample, luck: Luck) -> pd.DataFrame:
    table = indices_of(method, sample, method.resamples)
    return table.assign(floor=method.floor(sample, luck))[list(COLUMNS)]
