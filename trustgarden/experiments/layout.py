"""Where things lie in a results folder: the one place that knows its names."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = [
    "LOG",
    "MANIFEST",
    "TABLES",
    "committed_chunks",
    "part_file",
    "remove_temporary",
    "temporary_beside",
]

MANIFEST = "manifest.json"
LOG = "log"

TABLES = ("series", "teams", "runs")
"""Folders of parts, in the order in which the parts of a chunk are moved into place. The part of
`runs` is the last, and the commit: a part of another table without it does not count."""


def part_file(folder: Path, table: str, chunk: int) -> Path:
    """The part of a table that a chunk makes."""
    return folder / table / f"part-{chunk:05d}.parquet"


def committed_chunks(folder: Path) -> list[int]:
    """Numbers of the chunks that are there as a whole, in order."""
    parts = (folder / "runs").glob("part-*.parquet")
    return sorted(int(part.stem.removeprefix("part-")) for part in parts)


def temporary_beside(place: Path) -> Path:
    """A name beside `place` that readers pass over, and no other process writes to."""
    # The process is named because an orphan of a killed sweep may still write its last chunk
    # while the sweep that goes on makes the same one; both then move equal bytes into place.
    return place.with_name(f".{place.name}.{os.getpid()}.tmp")


def remove_temporary(folder: Path) -> None:
    """Take away what broken-off writing left behind."""
    for place in (folder, *(folder / table for table in TABLES)):
        for leftover in place.glob(".*.tmp"):
            leftover.unlink(missing_ok=True)
