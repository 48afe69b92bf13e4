"""A sweep small enough to be made again and again, and ways to look at its folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from trustgarden.experiments import Experiment

FIVE_A_CHUNK = Experiment(
    id="five-a-chunk",
    scenarios=("garden", "command"),
    replicates=40,
    seed=3,
    weeks=6,
    factors={"organisation.num_people": (12, 14)},
)
"""160 runs in 32 chunks of 5."""

LOOKED_AT = FIVE_A_CHUNK.model_copy(
    update={
        "id": "looked-at",
        "recording": FIVE_A_CHUNK.recording.model_copy(
            update={
                "measures": ("trust", "mistrust"),
                "every_weeks": 2,
                "people_at_weeks": (3, 6),
                "ties_at_weeks": (6,),
            }
        ),
    }
)
"""The same runs, with people and ties recorded, and fewer measures."""


def digests(folder: Path) -> dict[str, str]:
    """Digest of every file outside the log."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "log"
    }


def mtimes(folder: Path) -> dict[str, int]:
    """When each file outside the log was written (ns)."""
    return {name: (folder / name).stat().st_mtime_ns for name in digests(folder)}


def committed(folder: Path) -> set[int]:
    """Numbers of the chunks whose part of `runs` is in place."""
    return {int(part.stem.removeprefix("part-")) for part in folder.glob("runs/part-*.parquet")}


def files_of(chunks: set[int]) -> tuple[str, ...]:
    return tuple(f"/part-{chunk:05d}." for chunk in chunks)


def logged(folder: Path, event: str) -> list[dict[str, Any]]:
    """Entries of the log of a sweep; lines that a kill broke off are passed over."""
    log = folder if folder.parent.name == "log" else folder / "log"
    found = []
    for line in (log / "sweep.jsonl").read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry["event"] == event:
            found.append(entry)
    return found
