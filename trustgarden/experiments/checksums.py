"""Checksums: how a chunk that was damaged after its commit is told from one that is whole.

Each chunk has a file in the format of `sha256sum`, so that `sha256sum -c
checksums/*.sha256` in a results folder checks it without us. Two lines of
comment before the sums say which runs stand in the chunk and which of them
failed. The file is moved into place just before the commit.

Nothing is forced to the disk run by run (no `fsync`): what a power cut takes
is found here, and can be made again to the byte.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from .layout import checksums_file, part_file, temporary_beside
from .spans import in_words, read_ranges

__all__ = ["Receipt", "digest_of_file", "first_damage", "read_receipt", "write_receipt"]

RUNS, FAILED = "# runs ", "# failed "


@dataclass(frozen=True)
class Receipt:
    """What a chunk is said to hold.

    Attributes:
        runs: Numbers of its runs, in order.
        failed: Those of them that failed.
        sums: SHA-256 of each part, by the name of its table.
    """

    runs: tuple[int, ...]
    failed: tuple[int, ...]
    sums: Mapping[str, str]


def write_receipt(folder: Path, chunk: int, receipt: Receipt) -> None:
    """Put the checksums of a chunk into place."""
    place = checksums_file(folder, chunk)
    names = {table: part_file(Path(), table, chunk).as_posix() for table in receipt.sums}
    lines = [RUNS + in_words(receipt.runs), FAILED + in_words(receipt.failed)]
    lines += [f"{digest}  {names[table]}" for table, digest in receipt.sums.items()]
    beside = temporary_beside(place)
    beside.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
    os.replace(beside, place)


def read_receipt(folder: Path, chunk: int) -> Receipt | None:
    """The checksums of a chunk, or None if they are missing or cannot be read."""
    try:
        lines = checksums_file(folder, chunk).read_text(encoding="ascii").splitlines()
        runs, failed = _numbers(lines[0], RUNS), _numbers(lines[1], FAILED)
        pairs = [line.split("  ", 1) for line in lines[2:]]
        sums = {name.partition("/")[0]: digest for digest, name in pairs}
    except (OSError, ValueError, IndexError):
        return None
    return Receipt(runs, failed, sums)


def _numbers(line: str, start: str) -> tuple[int, ...]:
    if not line.startswith(start):
        raise ValueError(line)
    return tuple(chain.from_iterable(read_ranges(line.removeprefix(start))))


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file; the file is not taken into memory as a whole."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def first_damage(
    folder: Path, chunk: int, receipt: Receipt | None, tables: Sequence[str], allowed: Iterable[int]
) -> str:
    """What is wrong with a chunk that is there, in words that name the file; empty if nothing is.

    Args:
        folder: The results folder.
        chunk: The chunk.
        receipt: Its checksums, as read.
        tables: Tables it must have a part of.
        allowed: Runs that it may hold.
    """
    place = checksums_file(folder, chunk)
    if receipt is None:
        return f"{place} is missing or damaged"
    if set(receipt.sums) != set(tables) or not set(receipt.runs) <= set(allowed):
        return f"{place} is damaged"
    for table in tables:
        part = part_file(folder, table, chunk)
        try:
            whole = digest_of_file(part) == receipt.sums[table]
        except FileNotFoundError:
            return f"{part} is missing"
        except OSError as error:
            return f"{part} cannot be read ({error.strerror or error})"
        if not whole:
            return f"{part} is damaged: it does not match its checksum"
    return ""
