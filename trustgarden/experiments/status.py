"""How a sweep stands, read from its folder by whoever asks, while it runs or afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .checksums import first_damage, read_receipt
from .locking import is_locked
from .logbook import since_last_start
from .store import Store

__all__ = ["Status", "damaged_parts", "status_of"]


@dataclass(frozen=True)
class Status:
    """How a sweep stands.

    Attributes:
        experiment: Its id.
        state: "running", "finished" (every run of the plan is there) or "stopped".
        done: Runs that are committed, failed ones included.
        failed: Those of them that failed.
        total: Runs of the whole plan.
        wanted: Runs that the last call was asked for: less than `total` for a shard or with
            `--only`; None if the log does not say.
        rate: Runs a second of the last call; None if there is none.
        eta: Seconds left at that rate until the last call has what it was asked for; None unless
            it is running.
        only: What the last call was asked for, in words; empty for everything.
    """

    experiment: str
    state: str
    done: int
    failed: int
    total: int
    wanted: int | None
    rate: float | None
    eta: float | None
    only: Sequence[str]


def status_of(folder: str | Path) -> Status:
    """How the sweep in a folder stands.

    Raises:
        InputError: If it is no results folder.
    """
    store = Store.open(folder)
    running = is_locked(store.path)
    log = since_last_start(store.path)
    done, failed = store.counts()
    made = sum(entry.get("num_runs", 0) for entry in log if entry.get("event") == "chunk")
    seconds = _seconds(log, running=running)
    rate = made / seconds if made and seconds else None
    start: dict[str, Any] = log[0] if log else {}
    wanted = start.get("wanted")
    left = None if wanted is None else wanted - start.get("there", 0) - made
    state = "running" if running else "finished" if done == store.num_runs else "stopped"
    eta = left / rate if running and rate and left is not None else None
    return Status(
        store.manifest["experiment"]["id"],
        state,
        done,
        failed,
        store.num_runs,
        wanted,
        rate,
        eta,
        start.get("only", []),
    )


def _seconds(log: Sequence[dict[str, Any]], *, running: bool) -> float | None:
    """Time from the start of the last call to its last news, or to now if it is running."""
    try:
        times = [datetime.fromisoformat(entry["time"]) for entry in log]
    except (KeyError, ValueError):
        return None
    if not times:
        return None
    end = datetime.now(UTC) if running else times[-1]
    return max((end - times[0]).total_seconds(), 1e-3)


def damaged_parts(store: Store) -> list[str]:
    """What is damaged in a store, in words, each chunk once; every part is read."""
    size, words = store.chunk_size, []
    for chunk in store.chunks:
        allowed = range(chunk * size, min((chunk + 1) * size, store.num_runs))
        receipt = read_receipt(store.path, chunk)
        words.append(first_damage(store.path, chunk, receipt, store.tables, allowed))
    return [word for word in words if word]
