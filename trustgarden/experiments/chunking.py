"""Making one chunk: the unit of work that engines hand to workers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .layout import LOG
from .own_code import OwnCode
from .planning import Plan
from .running import RunResult, make_run
from .writing import ChunkWriter

__all__ = ["ChunkReport", "ChunkTask"]


@dataclass(frozen=True)
class ChunkReport:
    """What a worker says of a chunk that it has committed."""

    chunk: int
    num_runs: int
    num_failed: int
    seconds: float


@dataclass(frozen=True)
class ChunkTask:
    """How to make any chunk of a plan into a folder; it travels to each worker once."""

    plan: Plan
    folder: Path
    own_code: OwnCode = field(default_factory=OwnCode)

    def make(self, chunk: int) -> ChunkReport:
        """Make the runs of a chunk and commit them.

        Raises:
            OSError: If its files cannot be written; nothing is committed then.
        """
        start = time.perf_counter()
        failures: list[str] = []
        with ChunkWriter(self.folder, self.plan, chunk) as writer:
            for number in self.plan.chunk(chunk):
                result = self._make_run(number)
                writer.add(result)
                if result.failed:
                    failures.append(f"run {number}\n{result.trace}")
            # Before the commit, so that no failure is in the store without its traceback.
            self._log(chunk, failures)
            writer.commit()
        seconds = time.perf_counter() - start
        return ChunkReport(chunk, len(self.plan.chunk(chunk)), len(failures), seconds)

    def _make_run(self, number: int) -> RunResult:
        planned = self.plan.run(number)
        scenario, chart = self.plan.scenario(planned.point), self.plan.chart(planned.point)
        weeks, allow_code = self.plan.experiment.weeks, self.plan.allow_code
        return make_run(planned, scenario, chart, weeks, allow_code)

    def _log(self, chunk: int, failures: Sequence[str]) -> None:
        # One file a chunk and not one a run: an experiment may fail a million times.
        if failures:
            place = self.folder / LOG / f"failures-{chunk:05d}.txt"
            place.write_text("\n".join(failures), encoding="utf-8")
