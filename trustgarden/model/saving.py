"""An organisation as one file: everything that the next week depends on.

Chance is a pure function of keys, so no generator has to be saved: the arrays,
the scenario, the seed and the week are all. A run that is stopped, saved,
loaded in another process and continued equals one never stopped, to the byte;
several futures branch from one save. Nothing is pickled.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from .engine import Engine
from .layout import State
from .scenario import Scenario
from .structure import Structure

__all__ = ["load_engine", "save_engine"]

SAVE_VERSION = 1
"""Raised whenever the layout of the state changes; another version is refused by name."""

SCRATCH = ("incoming", "incoming_start", "left", "sizes", "web")
"""Arrays that every week fills anew."""
CHART = ("boss", "team", "place", "rank")


def save_engine(engine: Engine, path: str | Path) -> None:
    """Write an organisation to `path` (`.npz`), replacing a whole file or nothing.

    Raises:
        InputError: If the file cannot be written.
    """
    target = Path(path)
    beside = target.with_name(target.name + ".part")
    kept = [name for name in State._fields if name not in SCRATCH]
    arrays = {f"state_{name}": getattr(engine.state, name) for name in kept}
    arrays |= {f"structure_{name}": getattr(engine.structure, name) for name in CHART}
    arrays |= {"series": engine.series, "team_series": engine.team_series}
    arrays["about"] = np.frombuffer(json.dumps(_about(engine)).encode(), np.uint8)
    try:
        with beside.open("wb") as file:
            np.savez_compressed(file, **arrays)
        beside.replace(target)
    except OSError as error:
        reason = error.strerror
        raise InputError(f"{target} cannot be written: {reason}. Name another file.") from None


def load_engine(path: str | Path) -> Engine:
    """Read an organisation that `save_engine` wrote.

    Raises:
        InputError: If the file is missing, is no save, is damaged, or is of another version.
    """
    source = Path(path)
    try:
        # Opened here, since numpy leaves its own handle open when the file is damaged.
        with source.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(arrays["about"].tobytes())
    except FileNotFoundError:
        raise InputError(f"{source} does not exist. Name a file that org.save wrote.") from None
    except Exception:
        # numpy, zlib, zipfile and json each have errors of their own for a damaged file.
        raise InputError(
            f"{source} is not a saved organisation, or is damaged. Name a file that org.save wrote."
        ) from None
    if about.get("version") != SAVE_VERSION:
        raise InputError(
            f"{source} was saved in version {about.get('version')} of the layout, and this "
            f"trustgarden reads version {SAVE_VERSION}. Make it again from its scenario and seed "
            f"({about.get('seed')}), or load it with the trustgarden that saved it."
        )
    return _restored(arrays, about)


def _about(engine: Engine) -> dict[str, Any]:
    structure = engine.structure
    return {
        "version": SAVE_VERSION,
        "scenario": engine.scenario.stated(),
        "seed": engine.seed,
        "week": engine.week,
        "weeks_before": engine.weeks_before,
        "ids": structure.ids,
        "team_names": structure.team_names,
        "place_names": structure.place_names,
    }


def _restored(arrays: dict[str, Any], about: dict[str, Any]) -> Engine:
    columns: dict[str, Any] = {name: arrays[f"structure_{name}"] for name in CHART}
    columns |= {name: tuple(about[name]) for name in ("ids", "team_names", "place_names")}
    structure = Structure(**columns)
    engine = Engine.bare(Scenario.model_validate(about["scenario"]), about["seed"], structure)
    for name in State._fields:
        if name not in SCRATCH:
            getattr(engine.state, name)[...] = arrays[f"state_{name}"]
    engine.week, engine.weeks_before = about["week"], about["weeks_before"]
    engine.adopt_series(arrays["series"], arrays["team_series"])
    return engine
