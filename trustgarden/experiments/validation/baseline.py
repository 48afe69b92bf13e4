"""What was reached before, and whether it still is.

`validation-baseline.json` keeps the figure and verdict of every criterion, once for a full
and once for a quick validation. Only `--update REASON` replaces it, so that nothing that
was reached is lost by the way.

With the same seed and number of replicates figures are equal to the byte unless the
model changed, so every criterion that passed must pass again. With another setting a
criterion is only called broken if the two intervals do not overlap.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from trustgarden.errors import InputError
from trustgarden.experiments.studies import Estimate, Judged, Verdict

from .validating import FULL, QUICK, Validation

__all__ = ["FILE", "Baseline", "Change", "Kind"]

FILE = Path(__file__).with_name("validation-baseline.json")
SCHEMA = 1


class Kind(StrEnum):
    """What became of a criterion since the baseline."""

    BROKEN = "broken"
    MENDED = "mended"
    NEW = "new"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """A criterion that is not as it was."""

    criterion: str
    kind: Kind
    before: str
    now: str


@dataclass(frozen=True)
class Baseline:
    """Figures and verdicts of an earlier validation.

    Attributes:
        reason: Why it was last replaced.
        parts: By `full` or `quick`: `replicates`, `seed`, `model`, and `figures` by criterion.
    """

    reason: str
    parts: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, file: Path = FILE) -> Self:
        """Read a baseline; one that is not there has no parts.

        Raises:
            InputError: If the file is no baseline of a schema that is known.
        """
        if not file.exists():
            return cls("", {})
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            schema, reason, parts = kept["schema"], str(kept["reason"]), dict(kept["parts"])
            for part in parts.values():
                dict(part["figures"]), int(part["replicates"]), int(part["seed"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"{file} is no baseline of validation ({error!r}); restore it, or write it anew "
                "with `trustgarden validate --update REASON`."
            ) from None
        if schema != SCHEMA:
            raise InputError(
                f"{file} has schema {schema!r} and this version reads {SCHEMA}; write it anew "
                "with `trustgarden validate --update REASON`."
            )
        return cls(reason, parts)

    def with_validation(self, made: Validation, reason: str) -> Baseline:
        """This baseline with the part of a validation replaced; other parts stay."""
        part = {
            "replicates": made.setting.replicates,
            "seed": made.setting.seed,
            "model": made.provenance["model"],
            "figures": {one.criterion.id: _kept(one) for one in made.judged},
        }
        return Baseline(reason, {**self.parts, _name(made): part})

    def write(self, file: Path = FILE) -> None:
        """Write it, whole or not at all."""
        text = json.dumps(
            {"schema": SCHEMA, "reason": self.reason, "parts": self.parts}, indent=1, sort_keys=True
        )
        beside = file.with_suffix(".tmp")
        beside.write_text(text + "\n", encoding="utf-8", newline="\n")
        beside.replace(file)

    def changes(self, made: Validation, *, whole: bool = True) -> list[Change]:
        """What is not as it was; nothing if there is no part to compare with.

        Args:
            made: The validation now.
            whole: Whether all studies were run, so that a criterion not met is gone.
        """
        part = self.parts.get(_name(made))
        if part is None:
            return []
        same = (part["replicates"], part["seed"]) == (made.setting.replicates, made.setting.seed)
        figures = part["figures"]
        changes = [
            change
            for one in made.judged
            if (change := _change(one, figures.get(one.criterion.id), same)) is not None
        ]
        there = {one.criterion.id for one in made.judged}
        gone = [name for name in figures if whole and name not in there]
        return changes + [Change(n, Kind.GONE, figures[n]["verdict"], "") for n in gone]


def _name(made: Validation) -> str:
    """Which part a validation belongs to: by its size, between quick and full."""
    return "quick" if made.setting.replicates < (QUICK + FULL) // 2 else "full"


def _kept(one: Judged) -> dict[str, Any]:
    e = one.estimate
    return {
        "verdict": str(one.verdict),
        "value": _figure(e.value),
        "low": _figure(e.low),
        "high": _figure(e.high),
    }


def _figure(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)


def _change(one: Judged, before: Mapping[str, Any] | None, same: bool) -> Change | None:
    if before is None:
        return Change(one.criterion.id, Kind.NEW, "", str(one.verdict))
    was, now = before["verdict"], str(one.verdict)
    if was != now:
        passed = was == Verdict.PASS
        if passed and (same or not _overlap(one.estimate, before)):
            return Change(one.criterion.id, Kind.BROKEN, was, now)
        if one.verdict is Verdict.PASS:
            return Change(one.criterion.id, Kind.MENDED, was, now)
        return Change(one.criterion.id, Kind.MOVED, was, now)
    return None


def _overlap(now: Estimate, before: Mapping[str, Any]) -> bool:
    if before["low"] is None or before["high"] is None or math.isnan(now.low):
        return False
    return bool(now.low <= before["high"] and before["low"] <= now.high)
