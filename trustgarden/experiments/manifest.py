"""The manifest of a results folder: what the plan is, so that the folder explains itself.

It is written before the first run and never changed, and it tells whether a
folder belongs to an experiment: the same plan has the same manifest.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import trustgarden
from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES

from .layout import MANIFEST, temporary_beside
from .planning import Plan
from .provenance import model_digest, portable

__all__ = ["SCHEMA", "first_difference", "make_manifest", "read_manifest", "write_manifest"]

SCHEMA = 2
"""Version of the layout; a folder of a later one is refused. Layout 1 had no checksums, no column
`version`, and recorded everything; it is read."""


MAX_LISTED_POINTS = 20_000
"""Points that are listed, some 250 bytes each. Of more, the experiment says which they are (its
design, or the rows of its list), and `runs` has the levels of each."""


def make_manifest(plan: Plan) -> dict[str, Any]:
    """The manifest of a plan, as plain data: no clock, no host, no folder of this machine."""
    experiment = plan.experiment.model_dump(mode="json")
    experiment["scenarios"] = [scenario.id for scenario in plan.scenarios]
    scenarios = {scenario.id: portable(scenario) for scenario in plan.scenarios}
    return {
        "schema": SCHEMA,
        "trustgarden": trustgarden.__version__,
        "model": model_digest(),
        "experiment": experiment,
        "scenarios": {name: plain for name, (plain, _) in scenarios.items()},
        "files": {name: files for name, (_, files) in scenarios.items() if files},
        "points": _points(plan),
        "num_runs": plan.num_runs,
        "chunk_size": plan.chunk_size,
        "measures": list(MEASURE_NAMES),
        "weeks": plan.experiment.weeks,
    }


def _points(plan: Plan) -> list[dict[str, Any]]:
    """The points with their levels; none if there are too many to list."""
    if plan.num_points > MAX_LISTED_POINTS:
        return []
    return [
        {"point": one.point, "scenario": one.scenario, "factors": _plain(one.factors)}
        for one in plan.points()
    ]


def _plain(factors: Any) -> dict[str, Any]:
    return {k: list(level) if isinstance(level, tuple) else level for k, level in factors.items()}


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Put the manifest into place, whole or not at all."""
    place = folder / MANIFEST
    beside = temporary_beside(place)
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
    beside.write_text(text + "\n", encoding="utf-8", newline="\n")
    os.replace(beside, place)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a results folder.

    Raises:
        InputError: If there is none, it is damaged, or it is of a later schema.
    """
    place = folder / MANIFEST
    try:
        manifest = json.loads(place.read_text(encoding="utf-8"))
    except OSError:
        raise InputError(
            f"{folder} is not a results folder, as it has no {MANIFEST} that can be read; give "
            "the folder that `trustgarden sweep` named."
        ) from None
    except ValueError:
        manifest = None
    damaged = InputError(
        f"{place} is damaged or is not the manifest of a results folder; sweep the experiment "
        "again into a new folder."
    )
    if not isinstance(manifest, dict) or not isinstance(manifest.get("schema"), int):
        raise damaged
    if manifest["schema"] > SCHEMA:
        raise InputError(
            f"{folder} has schema version {manifest['schema']}, and this version of trustgarden "
            f"({trustgarden.__version__}) reads up to {SCHEMA}; upgrade trustgarden."
        )
    if not _has_shape(manifest):
        raise damaged
    return manifest


def _has_shape(manifest: dict[str, Any]) -> bool:
    """Whether everything that readers of a store rely on is there, and of its kind."""
    kinds = {
        "experiment": dict, "scenarios": dict, "points": list, "measures": list,
        "num_runs": int, "chunk_size": int, "weeks": int,
    }  # fmt: skip
    if not all(isinstance(manifest.get(name), kind) for name, kind in kinds.items()):
        return False
    experiment = manifest["experiment"]
    parts = {"id": str, "scenarios": list, "factors": dict}
    return manifest["chunk_size"] > 0 and all(
        isinstance(experiment.get(name), kind) for name, kind in parts.items()
    )


def first_difference(there: Any, here: Any, name: str = "") -> str:
    """Where two manifests differ first, in words; empty if they are equal."""
    if isinstance(there, dict) and isinstance(here, dict):
        for key in (*here, *there):
            part = f"{name}.{key}" if name else key
            words = first_difference(there.get(key), here.get(key), part)
            if words:
                return words
        return ""
    # 1 == 1.0 == True in Python, but not in the store.
    if json.dumps(there) == json.dumps(here):
        return ""
    return f"{name} is {_short(there)} there and {_short(here)} here"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"
