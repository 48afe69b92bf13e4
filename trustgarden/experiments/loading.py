"""From an id or a file to an experiment."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trustgarden.errors import InputError
from trustgarden.scenarios.locating import Source
from trustgarden.scenarios.texts import cannot_read, regular_file
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .designs.reading import read_points
from .explaining import explain
from .record import Experiment

__all__ = ["as_experiment", "experiments", "load_experiment"]

CATALOGUE = Path(__file__).parent / "catalogue"
"""Folder of the experiments that come with trustgarden; the name of a file is its id."""

MAX_BYTES = 1_000_000
"""An experiment is written by people; whatever is larger is something else."""


def experiments() -> dict[str, str]:
    """Return the id and the one-line description of every experiment of the catalogue."""
    return {
        path.stem: load_experiment(path).description for path in sorted(CATALOGUE.glob("*.toml"))
    }


def as_experiment(source: str | Path | Experiment) -> Experiment:
    """Return `source` if it is an experiment, or load it."""
    return source if isinstance(source, Experiment) else load_experiment(source)


def load_experiment(source: str | Path) -> Experiment:
    """Return an experiment, checked.

    Args:
        source: An id of the catalogue, or the path of a `.toml` file. Paths of
            scenarios in the file are relative to it.

    Raises:
        InputError: If it cannot be read or is not a legal experiment; the
            message names file, line, key, value and remedy.
    """
    path = _find(source)
    name = path.name if path.parent == CATALOGUE else str(path)
    text = Source(name, _text(path, name))
    data = _with_folder(_parsed(text), path.parent)
    try:
        return Experiment.model_validate(data)
    except ValidationError as error:
        raise explain(error, text) from None


def _find(source: str | Path) -> Path:
    text = os.fspath(source)
    known = {path.stem: path for path in CATALOGUE.glob("*.toml")}
    if isinstance(source, str) and text in known:
        return known[text]
    looks_like_path = not isinstance(source, str) or text.endswith(".toml") or os.sep in text
    if looks_like_path or Path(text).exists():
        return Path(text)
    ids = sorted(known)
    raise InputError(
        f"There is no experiment {shown(text)}.{did_you_mean(text, ids)} There are: "
        f"{listed(ids)}; or give the path of a .toml file."
    )


def _text(path: Path, name: str) -> str:
    regular_file(path, name, "an experiment")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise cannot_read(name, error) from None
    if len(data) > MAX_BYTES:
        raise InputError(f"{name} is larger than {MAX_BYTES:,} bytes: that is no experiment.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            f"{name} is not a text file; an experiment is a TOML file in UTF-8."
        ) from None


def _parsed(source: Source) -> dict[str, Any]:
    try:
        return tomllib.loads(source.text)
    except RecursionError:
        raise InputError(f"{source.name}: brackets are nested too deeply.") from None
    except ValueError as error:
        found = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", str(error))
        where = f"{source.name}, line {found[2]}" if found else source.name
        reason = found[1] if found else str(error)
        raise InputError(f"{where}: this is not valid TOML: {reason.rstrip('.')}.") from None


def _with_folder(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The data with paths of scenarios made absolute and lists of points read.

    Both are relative to the file.
    """
    scenarios = data.get("scenarios")
    if isinstance(scenarios, list):
        data = {**data, "scenarios": [_absolute(entry, folder) for entry in scenarios]}
    if isinstance(data.get("design"), dict):
        data = {**data, "design": _with_points(data["design"], folder)}
    return data


def _with_points(design: dict[str, Any], folder: Path) -> dict[str, Any]:
    """A design with the points of the file that it names, or that its parts name."""
    parts = {
        name: _with_points(part, folder)
        for name in ("levers", "uncertainties")
        if isinstance(part := design.get(name), dict)
    }
    file = design.get("file")
    if design.get("method") != "list" or not isinstance(file, str) or "rows" in design:
        return {**design, **parts}
    columns, rows = read_points(folder / file)
    # Its name alone: folders tell whose machine it was, and the record goes into results.
    return {**design, "file": Path(file).name, "columns": columns, "rows": rows}


def _absolute(entry: Any, folder: Path) -> Any:
    is_path = isinstance(entry, str) and entry.endswith(".toml")
    return str((folder / entry).absolute()) if is_path else entry
