"""Lists of points from CSV: a column a dotted key, a row a point."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

from trustgarden.errors import InputError
from trustgarden.scenarios.texts import cannot_read, regular_file
from trustgarden.scenarios.wording import shown

from .levels import Level
from .listed import MAX_ROWS

__all__ = ["MAX_BYTES", "read_points"]

MAX_BYTES = 50_000_000
"""A hundred thousand points of twenty numbers; whatever is larger is something else."""


def read_points(path: Path) -> tuple[tuple[str, ...], tuple[tuple[Level, ...], ...]]:
    """Columns and rows of a CSV file of points, in UTF-8.

    A column is read as whole numbers, as numbers, as true and false, or as
    lists of texts (written as JSON) if all its cells can be; otherwise as text.

    Raises:
        InputError: If it cannot be read as that; the message names file, line and column.
    """
    lines = _lines(path)
    if not lines or not any(lines[0]):
        raise InputError(f"{path} is empty; its first line must name the columns, dotted keys.")
    header = tuple(name.strip() for name in lines[0])
    _check_header(header, path)
    if len(lines) == 1:
        raise InputError(f"{path} has no points; each line below the first is one.")
    if len(lines) - 1 > MAX_ROWS:
        raise InputError(
            f"{path} has {len(lines) - 1:,} points; at most {MAX_ROWS:,} are taken one by one: "
            "take a design that makes them, or several experiments."
        )
    for number, line in enumerate(lines[1:], start=2):
        _check_line(line, header, f"{path}, line {number}")
    cells = zip(*([cell.strip() for cell in line] for line in lines[1:]), strict=True)
    columns = [_column(list(column)) for column in cells]
    return header, tuple(zip(*columns, strict=True))


def _lines(path: Path) -> list[list[str]]:
    regular_file(path, str(path), "a list of points")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is larger than {MAX_BYTES:,} bytes: that is no list.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            # Lines that are empty altogether are no points; spreadsheets leave them at the end.
            return [line for line in csv.reader(file, strict=True) if any(line)]
    except OSError as error:
        raise cannot_read(str(path), error) from None
    except (UnicodeDecodeError, csv.Error) as error:
        reason = "it is not in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise InputError(f"{path} cannot be read as CSV: {reason}.") from None


def _check_header(header: Sequence[str], path: Path) -> None:
    for place, name in enumerate(header, start=1):
        if not name:
            raise InputError(f"{path}, line 1: column {place} has no name; give it a dotted key.")
        if name in header[: place - 1]:
            raise InputError(f"{path}, line 1: there are two columns {shown(name)}; keep one.")


def _check_line(line: Sequence[str], header: Sequence[str], where: str) -> None:
    if len(line) != len(header):
        raise InputError(
            f"{where}: there are {len(line)} cells, and {len(header)} columns; each column needs "
            "one. Texts with commas stand in quotes."
        )
    for name, cell in zip(header, line, strict=True):
        if not cell.strip():
            raise InputError(f"{where}: {name} is empty; every point must state every key.")


def _column(cells: list[str]) -> list[Level]:
    for read in (_whole, _number, _truth, _texts):
        levels = _all(cells, read)
        if levels is not None:
            return levels
    return list(cells)


def _all(cells: Sequence[str], read: Callable[[str], Level]) -> list[Level] | None:
    try:
        return [read(cell) for cell in cells]
    except ValueError:
        return None


def _whole(cell: str) -> int:
    # int() takes 1_000 as well, which no spreadsheet writes.
    if not cell.removeprefix("-").isdigit() or len(cell) > 17:
        raise ValueError(cell)
    return int(cell)


def _number(cell: str) -> float:
    number = float(cell.replace("_", " "))
    if not math.isfinite(number):
        raise ValueError(cell)
    return number


def _truth(cell: str) -> bool:
    if cell.lower() not in ("true", "false"):
        raise ValueError(cell)
    return cell.lower() == "true"


def _texts(cell: str) -> tuple[str, ...]:
    found = json.loads(cell)
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise ValueError(cell)
    return tuple(found)
