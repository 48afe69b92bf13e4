"""Engines: who makes the chunks of a sweep, and where.

An engine takes a task and jobs, and yields a report for each job in the order
in which they are finished. It decides nothing that could be seen in the
results: chunks, names and seeds are the plan's.

Jobs are taken one by one, when somebody is free to do one. They may end early:
that is how a sweep finishes what is under way and begins nothing more.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from .chunking import ChunkReport, ChunkTask, Job
from .own_code import OwnCode

__all__ = ["Engine", "InProcess", "LocalProcesses", "Task", "engine_for"]

Report = TypeVar("Report")


class Task(Protocol[Report]):
    """Work in jobs: the chunks of a sweep, or the cells of a matrix of knock-outs."""

    @property
    def own_code(self) -> OwnCode:
        """What a worker must know before it begins."""
        ...

    def make(self, job: Job, /) -> Report:
        """Do a job and say how it went."""
        ...

    def together(self, reports: Sequence[Report], /) -> Report:
        """Reports of parts of one job, as one."""
        ...


class Engine(Protocol):
    """Whatever can make the chunks of a sweep."""

    def make(self, task: ChunkTask, jobs: Iterable[Job]) -> Generator[ChunkReport]:
        """Do the jobs (`task.make(job)`), in any order, and report each.

        Closing the generator stops the work at once. A job may be done again
        by somebody else when a worker is lost.
        """
        ...


def engine_for(num_workers: int, num_jobs: int) -> InProcess | LocalProcesses:
    """The engine for so many workers, of which no more are started than there are jobs."""
    num_workers = min(num_workers, num_jobs)
    return InProcess() if num_workers <= 1 else LocalProcesses(num_workers)


class InProcess:
    """Makes one chunk after another, here."""

    def make(self, task: Task[Report], jobs: Iterable[Job]) -> Generator[Report]:
        """Make the chunks in order."""
        for job in jobs:
            yield task.make(job)


class LocalProcesses:
    """Makes chunks in worker processes of this machine.

    Workers are programs of their own, spoken to through pipes, and not
    children of `multiprocessing`: that would run the user's own script again
    in each worker (which hangs notebooks and scripts without a
    `__main__` guard), and would lose the whole pool with one dead worker.
    Here a dead worker is replaced, and its chunk made again; of a chunk that
    kills its workers, the run that does so becomes a row that failed.
    """

    def __init__(self, num_workers: int) -> None:
        self.num_workers = num_workers

    def make(self, task: Task[Report], jobs: Iterable[Job]) -> Generator[Report]:
        """Make the chunks; the first chunks go first, so that what is there stays balanced."""
        with Crew(self.num_workers, task, jobs) as crew:
            yield from crew.reports()


class Crew(Generic[Report]):
    """Worker processes, each with a thread here that hands it jobs and takes its reports."""

    def __init__(self, num_workers: int, task: Task[Report], jobs: Iterable[Job]) -> None:
        self._together = task.together
        self._task = pickle.dumps(task)
        self._jobs = iter(jobs)
        self._taking = threading.Lock()
        # None stands for a worker that has nothing left to do.
        self._reports: queue.SimpleQueue[Report | BaseException | None] = queue.SimpleQueue()
        self._warm = threading.Event()
        self._changing = threading.Lock()
        self._stopping = False
        self._workers = [Worker(self._task) for _ in range(num_workers)]
        self._threads = [
            threading.Thread(target=self._serve, args=(place,), daemon=True)
            for place in range(num_workers)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changing:
            self._stopping = True
            for worker in self._workers:
                worker.kill()
        self._warm.set()
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.close()

    def reports(self) -> Iterator[Report]:
        """Reports of all jobs, as they come in.

        Raises:
            OSError: If a worker could not write.
            RuntimeError: If a worker failed at a chunk for another reason, or cannot be started.
        """
        at_work = len(self._workers)
        while at_work:
            report = self._reports.get()
            if isinstance(report, BaseException):
                raise report
            if report is None:
                at_work -= 1
            else:
                yield report

    def _serve(self, place: int) -> None:
        try:
            self._warm_up(place)
            while not self._stopping and (job := self._next_job()) is not None:
                self._reports.put(self._make(place, job))
            self._reports.put(None)
        except BaseException as error:  # whatever it is, the sweep must hear of it
            self._reports.put(error)

    def _next_job(self) -> Job | None:
        with self._taking:
            return next(self._jobs, None)

    def _warm_up(self, place: int) -> None:
        # One worker compiles the kernels, or finds them on disk; the others, which are loading
        # libraries meanwhile, then find them there, and nothing is compiled twice.
        if place == 0:
            try:
                self._workers[0].ask(WARM_UP)
            finally:
                self._warm.set()
        self._warm.wait()

    def _make(self, place: int, job: Job) -> Report:
        try:
            return self._ask(place, job)
        except WorkerDied:
            # Killed from outside, perhaps for want of memory: a fresh worker gets one more try.
            pass
        try:
            return self._ask(place, job)
        except WorkerDied as error:
            if error.signal is None:
                raise
        # Some run of it ends the process that makes it: run by run, it is found.
        return self._together([self._make_one(place, job, run) for run in job.runs])

    def _make_one(self, place: int, job: Job, run: int) -> Report:
        """Make one run of a job; if its process is killed once more, it failed."""
        one = dataclasses.replace(job, runs=(run,))
        try:
            return self._ask(place, one)
        except WorkerDied as error:
            if error.signal is None:
                raise
            words = f"WorkerDied: the process that made it was ended by {error.signal}"
        return self._ask(place, dataclasses.replace(one, lost=words))

    def _ask(self, place: int, job: Job) -> Report:
        """Have a worker do a job; one that dies at it is replaced."""
        try:
            report: Report = self._workers[place].ask(job)
        except WorkerDied:
            self._replace(place)
            raise
        return report

    def _replace(self, place: int) -> None:
        with self._changing:
            if self._stopping:
                raise WorkerDied("The sweep was stopped.")
            self._workers[place].close()
            self._workers[place] = Worker(self._task)


WARM_UP = "warm up"
"""Asked of a worker instead of a job: load or compile the kernels."""


class WorkerDied(RuntimeError):
    """A worker process ended without an answer.

    Attributes:
        signal: Name of the signal that ended it, or None if it ended by itself.
    """

    def __init__(self, message: str, exit_code: int = 0) -> None:
        super().__init__(message)
        self.signal = signal.Signals(-exit_code).name if exit_code < 0 else None


class Worker:
    """One worker process; ask it for a job, and it answers with a report."""

    def __init__(self, task: bytes) -> None:
        # The worker imports from where this process does, whatever the current folder is.
        boot = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
        boot += "from trustgarden.experiments.worker import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", boot, json.dumps([str(place) for place in sys.path])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | ONE_THREAD,
            # Ctrl-C in a terminal goes to all processes of its group; only the parent decides.
            start_new_session=True,
        )
        self._task: bytes | None = task

    def ask(self, request: Job | str) -> Any:
        """Have a job done, and return the answer.

        Raises:
            WorkerDied: If the process ended instead.
            OSError: If the worker could not write.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            if self._task is not None:
                self._process.stdin.write(self._task)
                self._task = None
            pickle.dump(request, self._process.stdin)
            self._process.stdin.flush()
            answer = pickle.load(self._process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            code = self._process.wait()
            at = f"at chunk {request.chunk}" if isinstance(request, Job) else "while it started"
            raise WorkerDied(
                f"A worker process ended with exit code {code} {at}; what was committed stays, "
                "and the same sweep again makes what is missing.",
                code,
            ) from None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def kill(self) -> None:
        """End the process at once; a chunk it has not committed is not in the store."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes of a process that has ended."""
        for pipe in (self._process.stdin, self._process.stdout):
            # What was meant for a dead process need not reach it.
            with contextlib.suppress(BrokenPipeError):
                assert pipe is not None
                pipe.close()


# Chunks are made side by side: threads of the libraries inside each would only get in the way.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
}
