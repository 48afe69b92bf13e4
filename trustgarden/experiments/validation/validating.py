"""Run studies, judge every criterion, and keep what is needed to do so again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from trustgarden.errors import InputError
from trustgarden.experiments.provenance import model_digest, versions
from trustgarden.experiments.studies import (
    STUDIES,
    Judged,
    Role,
    Setting,
    Study,
    Verdict,
    study,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FULL", "QUICK", "Validation", "validate"]

FULL = 200
"""Replicates a cell of a validation that is to be reported."""
QUICK = 30
"""Replicates a cell where a change is only to be noticed (`--quick`)."""
LEAST = 4


@dataclass(frozen=True)
class Validation:
    """What a validation came to.

    Attributes:
        judged: Every criterion with the model's figure and the verdict, study by study.
        setting: How the studies were run.
        provenance: Versions, digest of the model, seed, replicates and changes.
    """

    judged: tuple[Judged, ...]
    setting: Setting
    provenance: Mapping[str, Any]

    def count(self, verdict: Verdict, role: Role = Role.VALIDATION) -> int:
        """How many criteria of a role have this verdict."""
        return sum(j.verdict is verdict and j.criterion.role is role for j in self.judged)

    def number(self, role: Role = Role.VALIDATION) -> int:
        """How many criteria there are of a role."""
        return sum(j.criterion.role is role for j in self.judged)

    @property
    def wrong_signs(self) -> list[Judged]:
        """Criteria of validation on the wrong side of no effect."""
        return [j for j in self.judged if j.wrong_sign and j.criterion.role is Role.VALIDATION]

    @property
    def table(self) -> pd.DataFrame:
        """One row a criterion: study, criterion, finding, says, unit, target, value, ..."""
        import pandas as pd

        return pd.DataFrame([_row(one) for one in self.judged], columns=list(COLUMNS))


COLUMNS = (
    "study", "criterion", "role", "finding", "says", "unit", "target_low", "target_high",
    "no_effect", "value", "low", "high", "n", "verdict", "wrong_sign", "confirmed", "source",
)  # fmt: skip


def _row(one: Judged) -> tuple[Any, ...]:
    c, e = one.criterion, one.estimate
    return (
        c.study, c.id, str(c.role), c.finding, c.says, c.unit, c.low, c.high,
        c.no_effect, e.value, e.low, e.high, e.n, str(one.verdict), one.wrong_sign, c.confirmed,
        c.source,
    )  # fmt: skip


def validate(
    studies: Iterable[str | Study] | None = None,
    *,
    replicates: int = FULL,
    seed: int = 1,
    changes: Mapping[str, Any] = MappingProxyType({}),
    workers: int = 2,
    progress: Callable[[Study, int, int], None] | None = None,
) -> Validation:
    """Run studies and judge them.

    Args:
        studies: Ids or studies; all if not given.
        replicates: Independent units in a cell, at least 4.
        seed: Seed of all chance, from 0.
        changes: Dotted keys that hold in every study: parameters, mechanisms that are off.
        workers: Threads for studies of whole organisations, at least 1.
        progress: Called before each study with it, how many are done, and how many there are.

    Raises:
        InputError: If there is no such study or a number is out of its range.
    """
    chosen = _chosen(studies)
    _check(replicates=(replicates, LEAST), seed=(seed, 0), workers=(workers, 1))
    setting = Setting(replicates=replicates, seed=seed, changes=dict(changes), workers=workers)
    judged: list[Judged] = []
    for done, one in enumerate(chosen):
        if progress is not None:
            progress(one, done, len(chosen))
        judged += one.judged(setting)
    return Validation(tuple(judged), setting, _provenance(setting))


def _chosen(studies: Iterable[str | Study] | None) -> Sequence[Study]:
    if studies is None:
        return STUDIES
    return [study(one) if isinstance(one, str) else one for one in studies]


def _check(**numbers: tuple[int, int]) -> None:
    for name, (given, least) in numbers.items():
        if isinstance(given, bool) or not isinstance(given, int) or given < least:
            raise InputError(f"{name} is {given!r}; it must be a whole number from {least}.")


def _provenance(setting: Setting) -> dict[str, Any]:
    return {
        "model": model_digest(),
        "replicates": setting.replicates,
        "seed": setting.seed,
        "changes": dict(setting.changes),
        "versions": versions(),
    }
