"""Cells: a study with one mechanism off, one JSON file each, there as a whole or not at all.

The store of sweeps (`trustgarden.experiments.store`) is not used for them: its unit is a run
of a scenario with measures by week, in a folder that belongs to one plan. The unit here is a
study, most of which has no scenario and no weeks, and what is kept is one figure a criterion.
Folders are not bound to a plan either: each cell says what it was made from, so that studies
and mechanisms may be added, and a cell of another model is known for what it is. What is
shared is what fits: moving files into place, digests, and the engines that hand out work.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trustgarden.errors import InputError
from trustgarden.experiments.layout import temporary_beside
from trustgarden.experiments.manifest import first_difference
from trustgarden.experiments.provenance import digest_of, versions
from trustgarden.experiments.studies import Estimate

__all__ = ["ALL", "Cell", "CellFolder", "Outcome"]

SCHEMA = 1
ALL = ""
"""In place of a mechanism: none is off."""
MARK = "knock-outs.json"
"""The file by which a folder of cells is known."""


@dataclass(frozen=True)
class Cell:
    """One study without one mechanism.

    Attributes:
        study: Id of the study.
        without: Name of the mechanism that is off, or `ALL`.
    """

    study: str
    without: str

    def __str__(self) -> str:
        return f"{self.study} without {self.without}" if self.without else f"{self.study} with all"


@dataclass(frozen=True)
class Outcome:
    """What a cell came to.

    Attributes:
        cell: Which one.
        origin: What it was made from (`origin_of`).
        replicates: With how many replicates the figures were made.
        figures: By id of the criterion; empty if the study failed.
        message: Why the study could not be run, or nothing.
    """

    cell: Cell
    origin: Mapping[str, Any]
    replicates: int
    figures: Mapping[str, Estimate] = field(default_factory=dict)
    message: str = ""

    @property
    def failed(self) -> bool:
        """Whether the study could not be run like this."""
        return bool(self.message)


class CellFolder:
    """Cells on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def claim(self) -> None:
        """Make the folder one of cells, or check that it is already.

        Raises:
            InputError: If other things are in it, or it cannot be written.
        """
        try:
            if not (self.path / MARK).exists():
                self._check_empty()
                self.path.mkdir(parents=True, exist_ok=True)
                _put(self.path / MARK, {"schema": SCHEMA, "holds": "knock-outs"})
        except OSError as error:
            raise InputError(
                f"The folder {self.path} cannot be written ({error.strerror or error}); give "
                "another one, or mend that."
            ) from None

    def _check_empty(self) -> None:
        if self.path.is_file() or (
            self.path.exists() and any(p for p in self.path.iterdir() if p.name[0] != ".")
        ):
            raise InputError(
                f"{self.path} holds other things than knock-outs. Nothing was changed. Give a new "
                "or an empty folder."
            )

    def place(self, cell: Cell) -> Path:
        """The file of a cell."""
        name = f"without-{cell.without}.json" if cell.without else "all.json"
        return self.path / "cells" / cell.study / name

    def write(self, outcome: Outcome) -> None:
        """Put a cell into place, whole or not at all."""
        place = self.place(outcome.cell)
        place.parent.mkdir(parents=True, exist_ok=True)
        _put(place, _plain(outcome))

    def read(self, cell: Cell) -> Outcome | None:
        """A cell as it is there; None if it is not, or is damaged."""
        try:
            kept = json.loads(self.place(cell).read_text(encoding="utf-8"))
            checksum = kept.pop("checksum")
            if kept["schema"] != SCHEMA or checksum != digest_of(kept):
                return None
            figures = {name: _estimate(one) for name, one in kept["figures"].items()}
            return Outcome(cell, kept["origin"], kept["replicates"], figures, kept["message"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def why_stale(self, cell: Cell, origin: Mapping[str, Any]) -> str:
        """What a cell that is there was made from and is not now, in words; else nothing."""
        there = self.read(cell)
        if there is None:
            return "damaged" if self.place(cell).exists() else ""
        difference = first_difference(dict(there.origin), dict(origin))
        return f"stale: {difference}" if difference else ""

    def remove_temporary(self) -> None:
        """Take away what broken-off writing left behind."""
        for leftover in self.path.glob("**/.*.tmp"):
            leftover.unlink(missing_ok=True)


def _plain(outcome: Outcome) -> dict[str, Any]:
    content = {
        "schema": SCHEMA,
        "study": outcome.cell.study,
        "without": outcome.cell.without or None,
        "origin": dict(outcome.origin),
        "versions": versions(),
        "replicates": outcome.replicates,
        "message": outcome.message,
        "figures": {name: _numbers(one) for name, one in outcome.figures.items()},
    }
    return {**content, "checksum": digest_of(content)}


def _numbers(one: Estimate) -> dict[str, float | int | str | None]:
    return {"value": _kept(one.value), "low": _kept(one.low), "high": _kept(one.high), "n": one.n}


def _kept(value: float) -> float | str | None:
    """JSON knows no NaN and no infinity."""
    value = float(value)
    if math.isnan(value):
        return None
    return str(value) if math.isinf(value) else value


def _estimate(kept: Mapping[str, Any]) -> Estimate:
    value, low, high = (
        math.nan if kept[name] is None else float(kept[name]) for name in ("value", "low", "high")
    )
    return Estimate(value, low, high, int(kept["n"]))


def _put(place: Path, content: Mapping[str, Any]) -> None:
    beside = temporary_beside(place)
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    beside.write_text(text + "\n", encoding="utf-8", newline="\n")
    os.replace(beside, place)
