"""The matrix: which finding needs which mechanism.

A finding *needs* a mechanism if it passes with all of them and does not pass without this one.
It is *hindered* by a mechanism if it does not pass with all, and passes without this one.
A verdict is *near its limit* if the 95 % interval touches an end of the tolerance, or no effect:
other seeds might then give another verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trustgarden.experiments.provenance import versions
from trustgarden.experiments.studies import Criterion, Estimate, Study, Verdict, judge

from .cells import ALL, Cell, Outcome

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Matrix", "near_limit"]

COLUMNS = (
    "study", "criterion", "role", "finding", "says", "unit", "target_low", "target_high",
    "without", "replicates", "value", "low", "high", "n", "verdict", "near", "needed", "hinders",
    "moved", "message",
)  # fmt: skip


def near_limit(criterion: Criterion, estimate: Estimate) -> bool:
    """Whether the interval touches an end of the tolerance, or no effect.

    An interval without width, such as where nothing differs at all, would be the same with
    other seeds.
    """
    limits = (criterion.low, criterion.high, criterion.no_effect)
    return estimate.low < estimate.high and any(
        estimate.low <= limit <= estimate.high
        for limit in limits
        if limit is not None and math.isfinite(limit)
    )


@dataclass(frozen=True)
class Matrix:
    """Verdicts with and without each mechanism.

    Attributes:
        studies: In order.
        mechanisms: In order.
        outcomes: The cells that are there.
    """

    studies: Sequence[Study]
    mechanisms: Sequence[str]
    outcomes: Mapping[Cell, Outcome]

    @property
    def criteria(self) -> list[Criterion]:
        """All criteria, study by study."""
        return [one for study in self.studies for one in study.criteria]

    @property
    def is_complete(self) -> bool:
        """Whether every cell is there and none failed."""
        cells = [Cell(s.id, m) for s in self.studies for m in (ALL, *self.mechanisms)]
        return all(cell in self.outcomes and not self.outcomes[cell].failed for cell in cells)

    @property
    def provenance(self) -> dict[str, Any]:
        """What the cells were made from; the digest of the apparatus by study."""
        origins = {cell.study: outcome.origin for cell, outcome in self.outcomes.items()}
        if not origins:
            return {}
        common = dict(next(iter(origins.values())))
        common["apparatus"] = {name: origin["apparatus"] for name, origin in origins.items()}
        common["replicates"] = sorted({one.replicates for one in self.outcomes.values()})
        return {**common, "versions": versions()}

    @property
    def table(self) -> pd.DataFrame:
        """One row a criterion and mechanism, and one with nothing off (`without` is empty).

        Columns: study, criterion, role, finding, says, unit, target_low, target_high; without,
        replicates, value, low, high, n; verdict (`none` if the cell is missing or failed); near
        (its limit); needed; hinders; moved (the interval is apart from that with all); message.
        """
        import pandas as pd

        rows = [
            self._row(criterion, without)
            for criterion in self.criteria
            for without in (ALL, *self.mechanisms)
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def _row(self, one: Criterion, without: str) -> tuple[Any, ...]:
        outcome = self.outcomes.get(Cell(one.study, without))
        whole, here = self._figure(one, ALL), self._figure(one, without)
        before, now = self._verdict(one, whole), self._verdict(one, here)
        known = without != ALL and "none" not in (before, now)
        figure = here or Estimate.missing()
        return (
            one.study, one.id, str(one.role), one.finding, one.says, one.unit, one.low, one.high,
            without, outcome.replicates if outcome else 0,
            figure.value, figure.low, figure.high, figure.n, now, near_limit(one, figure),
            known and before == Verdict.PASS != now, known and now == Verdict.PASS != before,
            known and _apart(whole, here), outcome.message if outcome else "not made yet",
        )  # fmt: skip

    def _figure(self, one: Criterion, without: str) -> Estimate | None:
        outcome = self.outcomes.get(Cell(one.study, without))
        return outcome.figures.get(one.id) if outcome else None

    @staticmethod
    def _verdict(one: Criterion, figure: Estimate | None) -> str:
        return "none" if figure is None else str(judge(one, figure).verdict)

    @property
    def unneeded(self) -> list[str]:
        """Mechanisms that no finding needs."""
        table = self.table
        needed = set(table.loc[table["needed"], "without"])
        return [name for name in self.mechanisms if name not in needed]

    @property
    def uninformative(self) -> list[str]:
        """Criteria that pass with all mechanisms and without any one of them."""
        passed = self.table.groupby("criterion", sort=False)["verdict"].agg(_all_pass)
        return [str(name) for name, always in passed.items() if always]


def _all_pass(verdicts: Iterable[str]) -> bool:
    return all(verdict == Verdict.PASS for verdict in verdicts)


def _apart(a: Estimate | None, b: Estimate | None) -> bool:
    return a is not None and b is not None and (a.high < b.low or b.high < a.low)
