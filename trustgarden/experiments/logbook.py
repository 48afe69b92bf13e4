"""The log of a sweep: what may differ between two makings of the same plan.

Times, versions of libraries and the command stand here, and nowhere else in a
results folder, so that everything else can be compared to the byte.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from .layout import LOG, LOGBOOK
from .provenance import versions

__all__ = ["Logbook", "entries", "last_start", "since_last_start"]


class Logbook:
    """Appends one line of JSON for each thing that happens; only the parent writes it."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / LOG / LOGBOOK

    def started(self, engine: str, num_jobs: int, **facts: Any) -> None:
        """Note who makes how much with what."""
        self._end_line()
        self._write(
            "started",
            engine=engine,
            num_chunks=num_jobs,
            process=os.getpid(),
            host=platform.node(),
            num_cpus=os.cpu_count(),
            system=f"{platform.system()} {platform.machine()}",
            command=sys.argv,
            versions=versions(),
            **facts,
        )

    def damaged(self, words: str) -> None:
        """Note a part that is made again."""
        self._write("damaged", what=words)

    def chunk(self, report: Any) -> None:
        """Note that a chunk was committed, and how long it took."""
        self._write("chunk", **vars(report))

    def ended(self, outcome: str) -> None:
        """Note how it ended."""
        self._write("ended", outcome=outcome)

    def _end_line(self) -> None:
        """End a line that was broken off, so that the next one can be read."""
        with self._place.open("a+b") as book:
            if book.tell() and _last_byte(book) != b"\n":
                book.write(b"\n")

    def _write(self, event: str, **facts: Any) -> None:
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._place.open("a", encoding="utf-8") as book:
            book.write(json.dumps({"time": time, "event": event, **facts}) + "\n")


def _last_byte(file: BinaryIO) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


def entries(folder: Path) -> Iterator[dict[str, Any]]:
    """What the log says, in order; lines that were broken off are passed over."""
    try:
        book = (folder / LOG / LOGBOOK).open(encoding="utf-8", errors="replace")
    except OSError:
        return
    with book:
        for line in book:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                yield entry


def since_last_start(folder: Path) -> list[dict[str, Any]]:
    """The log of the last sweep into a folder, from its start on; empty if there is none."""
    found: list[dict[str, Any]] = []
    for entry in entries(folder):
        if entry.get("event") == "started":
            found = [entry]
        elif found:
            found.append(entry)
    return found


def last_start(folder: Path) -> dict[str, Any] | None:
    """Who swept into a folder last, and with what."""
    found = since_last_start(folder)
    return found[0] if found else None
