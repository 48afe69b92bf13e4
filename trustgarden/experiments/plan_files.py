"""A plan as files: an experiment whose points all stand in a CSV file, to be looked at and run."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trustgarden.errors import InputError
from trustgarden.toml_text import toml_document

from .designs.levels import Level, plain
from .designs.listed import MAX_ROWS, Listed
from .layout import temporary_beside
from .planning import Plan
from .record import Experiment

__all__ = ["write_plan"]


def write_plan(plan: Plan, place: Path) -> tuple[Path, Path]:
    """Write a plan as an experiment (TOML) and its points (CSV) beside it.

    The experiment file can be swept like any other; its runs are those of the
    plan, levels and seeds alike. The points may be changed before that.

    Args:
        plan: The plan; its design may be any.
        place: Of the experiment file, which ends in .toml; the points go beside it.

    Raises:
        InputError: If one of the files is there already, or cannot be written, or there are more
            points than a list may have.
    """
    if len(plan.design) > MAX_ROWS:
        raise InputError(
            f"The plan has {len(plan.design):,} points; lists have at most {MAX_ROWS:,}. Sweep the "
            "experiment itself: its design says which points they are."
        )
    if place.suffix != ".toml":
        raise InputError(f"{place} must end in .toml; the points go beside it, as .csv.")
    points = place.with_suffix(".csv")
    for path in (place, points):
        if path.exists():
            raise InputError(f"{path} is there already, and is left as it is; give another name.")
    listed = _listed(plan, points.name)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        # The points first: an experiment that names them is never without.
        _write(points, _csv(plan))
        _write(place, [toml_document(_with_relative_paths(listed, place.parent))])
    except OSError as error:
        raise InputError(
            f"{place} cannot be written ({error.strerror or error}); give another place."
        ) from None
    return place, points


def _listed(plan: Plan, file: str) -> dict[str, Any]:
    """The experiment as stated, its design a list in a file."""
    experiment = plan.experiment
    data = experiment.stated()
    design = {"method": "list", "file": file}
    if not plan.factors:
        data.pop("design", None)
        return data
    made_by = _origin(experiment)
    return data | {"design": design | ({"made_by": made_by} if made_by else {})}


def _origin(experiment: Experiment) -> dict[str, Any] | None:
    """The design that made the points, with the seed that it took."""
    design = experiment.design
    if isinstance(design, Listed):
        return design.made_by
    made_by: dict[str, Any] = design.seeded(experiment.seed).model_dump(mode="json")
    return made_by


def _csv(plan: Plan) -> Iterator[str]:
    keys = plan.factors
    yield _line(keys)
    for levels in plan.design:
        yield _line([_cell(levels[key]) for key in keys])


def _line(cells: Any) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _cell(level: Level) -> str:
    # Python's shortest form of a number is read back as the very same number.
    return level if isinstance(level, str) else json.dumps(plain(level), ensure_ascii=False)


def _write(path: Path, pieces: Any) -> None:
    beside = temporary_beside(path)
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _with_relative_paths(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    scenarios = [_relative(source, folder) for source in data["scenarios"]]
    return data | {"scenarios": scenarios}


def _relative(source: str, folder: Path) -> str:
    path = Path(source)
    return os.path.relpath(path, folder.absolute()) if path.is_absolute() else source
