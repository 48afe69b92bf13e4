"""The log of a sweep: what may differ between two makings of the same plan.

Times, versions of libraries and the command stand here, and nowhere else in a
results folder, so that everything else can be compared to the byte.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .chunking import ChunkReport
from .layout import LOG
from .provenance import versions

__all__ = ["Logbook"]


class Logbook:
    """Appends one line of JSON for each thing that happens; only the parent writes it."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / LOG / "sweep.jsonl"

    def started(self, engine: str, num_chunks: int) -> None:
        """Note who makes how much with what."""
        self._write(
            "started",
            engine=engine,
            num_chunks=num_chunks,
            num_cpus=os.cpu_count(),
            system=f"{platform.system()} {platform.machine()}",
            command=sys.argv,
            versions=versions(),
        )

    def chunk(self, report: ChunkReport) -> None:
        """Note that a chunk was committed, and how long it took."""
        self._write("chunk", **vars(report))

    def ended(self, outcome: str) -> None:
        """Note how it ended."""
        self._write("ended", outcome=outcome)

    def _write(self, event: str, **facts: Any) -> None:
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._place.open("a", encoding="utf-8") as book:
            book.write(json.dumps({"time": time, "event": event, **facts}) + "\n")
