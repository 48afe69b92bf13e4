"""Where things lie in a results folder: the one place that knows its names."""

from __future__ import annotations

import os
import platform
from pathlib import Path

__all__ = [
    "CHECKSUMS",
    "LOCK",
    "LOG",
    "LOGBOOK",
    "MANIFEST",
    "TABLES",
    "checksums_file",
    "committed_chunks",
    "failures_file",
    "part_file",
    "remove_temporary",
    "temporary_beside",
]

MANIFEST = "manifest.json"
LOG = "log"
LOGBOOK = "sweep.jsonl"
LOCK = "lock"
CHECKSUMS = "checksums"

TABLES = ("series", "teams", "people", "ties", "runs")
"""Folders of parts, in the order in which the parts of a chunk are moved into place. The part of
`runs` is the last, and the commit: a part of another table without it does not count."""


def part_file(folder: Path, table: str, chunk: int) -> Path:
    """The part of a table that a chunk makes."""
    return folder / table / f"part-{chunk:05d}.parquet"


def checksums_file(folder: Path, chunk: int) -> Path:
    """The checksums of the parts of a chunk."""
    return folder / CHECKSUMS / f"part-{chunk:05d}.sha256"


def failures_file(folder: Path, chunk: int) -> Path:
    """Tracebacks of the runs of a chunk that failed."""
    return folder / LOG / f"failures-{chunk:05d}.txt"


def committed_chunks(folder: Path) -> list[int]:
    """Numbers of the chunks that are there, in order."""
    parts = (folder / "runs").glob("part-*.parquet")
    return sorted(int(part.stem.removeprefix("part-")) for part in parts)


def temporary_beside(place: Path) -> Path:
    """A name beside `place` that readers pass over, and no other process writes to."""
    # The process is named because a worker of a killed sweep may live some moments longer than its
    # parent, while the sweep that goes on makes the same chunk; both then move equal bytes.
    # So is the machine, since worker processes in containers all tend to have the same few numbers.
    return place.with_name(f".{place.name}.{platform.node()}.{os.getpid()}.tmp")


def remove_temporary(folder: Path) -> None:
    """Take away what broken-off writing left behind."""
    for place in (folder, *(folder / name for name in (*TABLES, CHECKSUMS))):
        for leftover in place.glob(".*.tmp"):
            leftover.unlink(missing_ok=True)
