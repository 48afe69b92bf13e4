"""How far a sweep is: figures for whoever shows them; nothing is shown here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Clock", "Progress", "ProgressCallback"]


@dataclass(frozen=True)
class Progress:
    """How far a sweep is.

    Attributes:
        done: Runs that are committed, failed ones and those of an earlier call included.
        failed: Runs among them that failed.
        total: Runs of the whole plan.
        rate: Runs a second in this call; 0 until the first chunk is finished.
        eta: Seconds left at this rate, or None as long as there is none.
    """

    done: int
    failed: int
    total: int
    rate: float
    eta: float | None


ProgressCallback = Callable[[Progress], None]


class Clock:
    """Counts runs, and makes rates of them."""

    def __init__(self, total: int, done: int, failed: int) -> None:
        self._total, self._done, self._failed = total, done, failed
        self._fresh = 0
        self._start = time.perf_counter()

    def count(self, num_runs: int, num_failed: int) -> None:
        """Take account of runs that are committed."""
        self._done += num_runs
        self._fresh += num_runs
        self._failed += num_failed

    def progress(self) -> Progress:
        """How far it is now."""
        elapsed = time.perf_counter() - self._start
        rate = self._fresh / elapsed if self._fresh and elapsed > 0 else 0.0
        eta = (self._total - self._done) / rate if rate else None
        return Progress(self._done, self._failed, self._total, rate, eta)
