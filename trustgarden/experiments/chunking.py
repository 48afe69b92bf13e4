"""Making one chunk: the unit of work that engines hand to workers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .checksums import first_damage, read_receipt
from .kept import kept_results
from .layout import failures_file, part_file
from .own_code import OwnCode
from .planning import Plan
from .running import RunResult, failed_run, make_run
from .writing import ChunkWriter

__all__ = ["ChunkReport", "ChunkTask", "Job", "together"]


@dataclass(frozen=True)
class Job:
    """A chunk, and those of its runs that are to be made.

    Attributes:
        chunk: Number of the chunk.
        runs: Numbers of the runs to make, in order.
        again: Whether they are made although they are there.
        lost: Empty, or why they cannot be made: they end the process that makes them. They are
            then written down as failed, with this message.
    """

    chunk: int
    runs: Sequence[int]
    again: bool = False
    lost: str = ""


@dataclass(frozen=True)
class ChunkReport:
    """What a worker says of a chunk that it has committed.

    Attributes:
        chunk: Number of the chunk.
        num_runs: Runs that were asked for and are there now.
        num_failed: Those of them that failed.
        seconds: Time it took.
        failure: Empty, or the first run that failed and its message.
    """

    chunk: int
    num_runs: int
    num_failed: int
    seconds: float
    failure: str = ""


def together(reports: Sequence[ChunkReport]) -> ChunkReport:
    """Reports of jobs in one chunk, as one."""
    return ChunkReport(
        reports[0].chunk,
        sum(report.num_runs for report in reports),
        sum(report.num_failed for report in reports),
        sum(report.seconds for report in reports),
        next((report.failure for report in reports if report.failure), ""),
    )


@dataclass(frozen=True)
class ChunkTask:
    """How to make any chunk of a plan into a folder; it travels to each worker once.

    Attributes:
        plan: The runs.
        folder: Where they go.
        own_code: Styles and regimes that the plan names.
        tries: How often a run is made, as long as it fails.
        stop_at_failure: Whether a chunk ends with its first run that fails.
    """

    plan: Plan
    folder: Path
    own_code: OwnCode = field(default_factory=OwnCode)
    tries: int = 1
    stop_at_failure: bool = False

    def together(self, reports: Sequence[ChunkReport]) -> ChunkReport:
        """Reports of jobs in one chunk, as one."""
        return together(reports)

    def make(self, job: Job) -> ChunkReport:
        """Make runs of a chunk and commit them; what is there already is kept.

        It may be called again after a worker died, wherever that was: a chunk
        that it had committed is not made twice.

        Raises:
            OSError: If its files cannot be written; nothing is committed then.
        """
        start = time.perf_counter()
        there = self._there(job.chunk)
        if not job.again and there >= set(job.runs):
            return self._told_again(job)
        kept = kept_results(self.folder, self.plan, job.chunk, sorted(there - set(job.runs)))
        tally = Tally()
        with ChunkWriter(self.folder, self.plan, job.chunk) as writer:
            for result in self._results(job, kept, tally):
                writer.add(result)
            # Before the commit, so that no failure is in the store without its traceback.
            self._log(job.chunk, tally.traces, anew=not kept)
            writer.commit()
        seconds = time.perf_counter() - start
        return ChunkReport(job.chunk, tally.made, tally.failed, seconds, tally.failure)

    def _there(self, chunk: int) -> set[int]:
        """Runs of a chunk that are there, if it is whole."""
        if not part_file(self.folder, "runs", chunk).exists():
            return set()
        receipt = read_receipt(self.folder, chunk)
        tables = self.plan.experiment.recording.tables
        damage = first_damage(self.folder, chunk, receipt, tables, self.plan.chunk(chunk))
        return set() if damage or receipt is None else set(receipt.runs)

    def _told_again(self, job: Job) -> ChunkReport:
        """The report of a job that somebody did, and did not live to tell."""
        receipt = read_receipt(self.folder, job.chunk)
        failed = sorted(set(receipt.failed) & set(job.runs)) if receipt else []
        failure = f"run {failed[0]} failed" if failed else ""
        return ChunkReport(job.chunk, len(job.runs), len(failed), 0.0, failure)

    def _results(self, job: Job, kept: dict[int, RunResult], tally: Tally) -> Iterator[RunResult]:
        """Kept and new results of a chunk, in order."""
        recording = self.plan.experiment.recording
        for number in sorted({*job.runs, *kept}):
            if number in kept:
                yield kept[number]
            elif job.lost:
                tally.traces.append(f"run {number}\n{job.lost}\n")
                yield tally.counted(failed_run(self.plan.run(number), recording, job.lost))
            elif not (self.stop_at_failure and tally.failed):
                yield self._made(number, tally)

    def _made(self, number: int, tally: Tally) -> RunResult:
        planned, experiment = self.plan.run(number), self.plan.experiment
        scenario, chart = self.plan.scenario(planned.point), self.plan.chart(planned.point)
        for _ in range(self.tries):
            result = make_run(
                planned,
                scenario,
                chart,
                experiment.weeks,
                self.plan.allow_code,
                experiment.recording,
            )
            if not result.failed:
                break
            tally.traces.append(f"run {number}\n{result.trace}")
        return tally.counted(result)

    def _log(self, chunk: int, traces: Iterable[str], *, anew: bool) -> None:
        # One file a chunk and not one a run: an experiment may fail a million times.
        text = "\n".join(traces)
        if text:
            place = failures_file(self.folder, chunk)
            with place.open("w" if anew else "a", encoding="utf-8") as log:
                log.write(text)


@dataclass
class Tally:
    """What was made of a chunk so far."""

    made: int = 0
    failed: int = 0
    failure: str = ""
    traces: list[str] = field(default_factory=list)

    def counted(self, result: RunResult) -> RunResult:
        """Take account of a run that was made, and give it back."""
        self.made += 1
        if result.failed:
            self.failed += 1
            self.failure = self.failure or f"run {result.planned.run} failed ({result.message})"
        return result
