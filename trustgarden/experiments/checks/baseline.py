"""The baseline of a claims file: one file of arrays beside it, written only with a reason."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

import trustgarden
from trustgarden.errors import InputError
from trustgarden.experiments.provenance import model_digest
from trustgarden.model.measures import MEASURE_NAMES

from .exact import Digests
from .reading import Checked
from .runs import Runs
from .statistical import Kept, summaries

__all__ = ["BASELINE_SEEDS", "Baseline", "make_baseline"]

SCHEMA = 2
BASELINE_SEEDS = 60
"""Runs of each watched scenario that the distribution is kept of."""
EXACT_SEEDS = 2
"""Runs of each that are kept to the bit."""


@dataclass(frozen=True)
class Baseline:
    """Distributions and digests of the watched scenarios.

    Attributes:
        about: Schema, version, reason, weeks, seed, measures, names of scenarios.
        distributions: Summaries by scenario (seeds, figures), as `statistical.figures_of` has them.
        digests: By scenario, one a seed.
    """

    about: Mapping[str, Any]
    distributions: Mapping[str, Kept]
    digests: Mapping[str, tuple[Digests, ...]]

    def write(self, path: Path) -> None:
        """Write it, whole or not at all; the same baseline gives the same bytes."""
        beside = path.with_suffix(".tmp")
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, array in self._arrays().items():
                held = io.BytesIO()
                np.save(held, array, allow_pickle=False)
                # A fixed date, so that nothing but the content decides the bytes.
                archive.writestr(zipfile.ZipInfo(f"{name}.npy"), held.getvalue(),
                                 zipfile.ZIP_DEFLATED)  # fmt: skip
        beside.replace(path)

    def _arrays(self) -> dict[str, NDArray[Any]]:
        about = json.dumps(dict(self.about), sort_keys=True).encode()
        arrays: dict[str, NDArray[Any]] = {"about": np.frombuffer(about, np.uint8)}
        for place, name in enumerate(self.about["scenarios"]):
            arrays[f"{place}-distribution"] = self.distributions[name]
            for number, one in enumerate(self.digests[name]):
                arrays[f"{place}-{number}-measures"] = one.measures
                arrays[f"{place}-{number}-people"] = one.people
                arrays[f"{place}-{number}-teams"] = one.teams
        return arrays

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a baseline.

        Raises:
            InputError: If it is not there, damaged, or of another schema or set of measures.
        """
        if not path.is_file():
            raise InputError(f"{path} is not there; `trustgarden check --update REASON` writes it.")
        try:
            # Read whole first: numpy leaves a file open that it cannot make out.
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as held:
                about = json.loads(held["about"].tobytes())
                schema = about["schema"]
                found = _parsed(about, held) if schema == SCHEMA else ({}, {})
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            EOFError,
            zlib.error,
            zipfile.BadZipFile,
        ) as error:
            raise InputError(
                f"{path} is damaged or no baseline ({type(error).__name__}); restore it from "
                "version control, or write it anew with `trustgarden check --update REASON`."
            ) from None
        if schema != SCHEMA:
            raise InputError(_other_version(path, f"has schema {schema!r}, not {SCHEMA}"))
        if about["measures"] != list(MEASURE_NAMES):
            raise InputError(_other_version(path, "holds other measures than there are now"))
        return cls(about, *found)

    def check_fits(self, checked: Checked) -> None:
        """Refuse a baseline that was made of other scenarios, seeds, weeks or version.

        Raises:
            InputError: If it does not fit.
        """
        path, wanted = checked.baseline_path, _about(checked, "")
        for key in ("trustgarden", "scenarios", "weeks", "seed"):
            if self.about[key] != wanted[key]:
                raise InputError(
                    _other_version(path, f"was made with {key} {self.about[key]}, and now it is "
                                   f"{wanted[key]}")
                )  # fmt: skip


def _parsed(about: Mapping[str, Any], held: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    distributions, kept = {}, {}
    for place, name in enumerate(about["scenarios"]):
        distributions[name] = held[f"{place}-distribution"]
        kept[name] = tuple(
            Digests(*(held[f"{place}-{number}-{of}"] for of in ("measures", "people", "teams")))
            for number in range(about["exact_seeds"])
        )
    return distributions, kept


def _other_version(path: Path, what: str) -> str:
    return f"{path} {what}; write it anew with `trustgarden check --update REASON`."


def _about(checked: Checked, reason: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "trustgarden": trustgarden.__version__,
        "model": model_digest(),
        "reason": reason,
        "measures": list(MEASURE_NAMES),
        "scenarios": list(checked.watched),
        "weeks": checked.file.weeks,
        "seed": checked.file.seed,
        "exact_seeds": EXACT_SEEDS,
    }


def make_baseline(
    checked: Checked, runs: Runs, reason: str, number: int = BASELINE_SEEDS
) -> Baseline:
    """Run all watched scenarios, and keep what came."""
    series = runs.series(checked.watched.values(), number)
    return Baseline(
        _about(checked, reason),
        {name: summaries(one) for name, one in zip(checked.watched, series, strict=True)},
        exact_digests(checked),
    )


def exact_digests(checked: Checked) -> dict[str, tuple[Digests, ...]]:
    """Digests of the first seeds of every watched scenario."""
    from .exact import digests

    first, weeks = checked.file.seed, checked.file.weeks
    seeds = range(first, first + EXACT_SEEDS)
    return {
        name: tuple(digests(scenario, seed, weeks) for seed in seeds)
        for name, scenario in checked.watched.items()
    }
