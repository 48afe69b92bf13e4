"""An organisation as one file: everything that the next week depends on.

Chance is a pure function of keys, so no generator has to be saved: the arrays,
the scenario, the seed and the week are all. A run that is stopped, saved,
loaded in another process and continued equals one never stopped, to the byte;
several futures branch from one save. Nothing is pickled.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from .engine import Engine
from .happenings import NotHeld
from .layout import State
from .scenario import Scenario
from .structure import Structure

__all__ = ["load_engine", "save_engine"]

SAVE_VERSION = 3
"""Raised whenever what is saved changes its form; another version is refused by name."""

SCRATCH = (
    "circle_start", "circles", "incoming", "incoming_start", "left", "log", "logged", "num_hours",
    "praised_by", "sizes", "spaces", "steps", "tales", "tribe", "web",
)  # fmt: skip
"""Arrays that every week fills anew, or that follow from the scenario."""
CHART = ("boss", "team", "place", "practice", "rank")
NAMES = ("ids", "team_names", "place_names", "practice_names")


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
    arrays |= {"books": engine.accounts, "log": engine.log}
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
        "happened": engine.happened,
        "seat_makers": engine.seat_makers,
        "not_held": [asdict(one) for one in engine.not_held],
        "notes": engine.steering.notes_as_data(),
        "logs": len(engine.state.log) > 0,
        **{name: getattr(structure, name) for name in NAMES},
    }


def _restored(arrays: dict[str, Any], about: dict[str, Any]) -> Engine:
    columns: dict[str, Any] = {name: arrays[f"structure_{name}"] for name in CHART}
    columns |= {name: tuple(about[name]) for name in NAMES}
    structure = Structure(**columns)
    engine = Engine.bare(
        Scenario.model_validate(about["scenario"]),
        about["seed"],
        structure,
        seats=arrays["state_keys"],
        accounts=bool(len(arrays["state_standing"])),
    )
    _fill(engine, arrays)
    engine.week, engine.weeks_before = about["week"], about["weeks_before"]
    engine.happened, engine.seat_makers = about["happened"], about["seat_makers"]
    engine.not_held = [NotHeld(**one) for one in about["not_held"]]
    engine.steering.take_notes(about["notes"])
    records = (arrays[name] for name in ("series", "team_series", "books", "log"))
    engine.adopt_records(*records)
    engine.begin_records(accounts=False, log=about["logs"])
    return engine


def _fill(engine: Engine, arrays: dict[str, Any]) -> None:
    """Fill the state with the arrays of a save; meetings may be of more hours than ours."""
    for name in State._fields:
        if name in SCRATCH:
            continue
        saved = arrays[f"state_{name}"]
        target = getattr(engine.state, name)
        if saved.shape != target.shape:
            engine.state = engine.state._replace(**{name: _as_records(saved)})
        else:
            target[...] = saved


def _as_records(saved: Any) -> Any:
    return saved.view(np.recarray) if saved.dtype.names else saved
