"""Columns of a CSV file that somebody exported from somewhere."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from trustgarden.errors import InputError

from .texts import cannot_read, regular_file
from .wording import did_you_mean, listed, shown

__all__ = ["MAX_ROWS", "Table", "finite", "known_row", "read_table"]

MAX_ROWS = 1_000_000
"""Rows that a file of people or of ties may have."""


@dataclass(frozen=True)
class Table:
    """The columns asked for, as texts without spaces around, and the line of each row."""

    name: str
    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.lines)

    def problem(self, row: int, text: str) -> InputError:
        """An error about a row, with file and line in front."""
        return InputError(f"{self.name}, line {self.lines[row]}: {text}")


def read_table(path: Path, wanted: Mapping[str, str]) -> Table:
    """Read some columns of a CSV file in UTF-8, with or without a byte order mark.

    Args:
        path: The file.
        wanted: What each column is for (the key of the scenario that names
            it), and its name in the first line of the file.

    Returns:
        The columns by what they are for; empty lines are left out.

    Raises:
        InputError: If the file cannot be read, or a column is not there.
    """
    regular_file(path, str(path), "a CSV file")
    try:
        _refuse_binary(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(file, str(path), wanted)
    except OSError as error:
        raise cannot_read(str(path), error) from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text; save it as CSV in UTF-8.") from None


def _refuse_binary(path: Path) -> None:
    with path.open("rb") as file:
        if b"\0" in file.read(65_536):
            raise InputError(f"{path} is not a text file; save the table as CSV in UTF-8.")


def _read(file: TextIO, name: str, wanted: Mapping[str, str]) -> Table:
    reader = csv.reader(file, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        places = [_place(column, use, header, name) for use, column in wanted.items()]
        rows, lines = [], []
        for line, cells in _rows(reader, name, len(header)):
            rows.append([cells[place].strip() for place in places])
            lines.append(line)
    except csv.Error as error:
        raise InputError(
            f"{name}, line {reader.line_num}: this is not valid CSV: {error}."
        ) from None
    columns = zip(*rows, strict=True) if rows else ((),) * len(wanted)
    return Table(name, dict(zip(wanted, columns, strict=True)), lines)


def _rows(reader: Iterator[list[str]], name: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line, those of blank lines left out."""
    count = 0
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        line: int = reader.line_num  # type: ignore[attr-defined]  # csv's reader has no public type
        if len(cells) != width:
            raise InputError(
                f"{name}, line {line}: there are {len(cells)} cells, but the first line names "
                f"{width} columns; put text that holds commas in quotes."
            )
        count += 1
        if count > MAX_ROWS:
            raise InputError(f"{name} has more than {MAX_ROWS:,} rows, which is the most.")
        yield line, cells


def _place(column: str, use: str, header: list[str], name: str) -> int:
    """The number of a column in the header."""
    if not any(header):
        raise InputError(f"{name} is empty; its first line must name the columns.")
    if header.count(column) > 1:
        raise InputError(f"{name} has more than one column {shown(column)}; rename one of them.")
    if column in header:
        return header.index(column)
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise InputError(f"{name} has no commas between its columns; save it with commas.")
    raise InputError(
        f"{name} has no column {shown(column)} (for {use}); it has: {listed(header)}."
        f"{did_you_mean(column, header)} Name the right one in the scenario."
    )


def finite(text: str, table: Table, row: int, what: str) -> float:
    """Return the number that a cell holds, or refuse it."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise table.problem(row, f"the {what} is {shown(text)}; it must be a finite number.")
    return value


def known_row(name: str, row_of: Mapping[str, int], table: Table, row: int) -> int:
    """Return the row of the person whose id a cell holds, or refuse it."""
    if name not in row_of:
        # Looking for a near name among very many would take longer than reading them.
        near = did_you_mean(name, list(row_of)) if len(row_of) <= 1000 else ""
        raise table.problem(row, f"there is no person with the id {shown(name)}.{near}")
    return row_of[name]
