"""Chunks made by workers of Dask, on this machine or on many.

Workers write parts into the results folder themselves, which therefore has to
be on a file system that they all see. To send results back instead, for the
parent to write them, would let everything pass through one process: its memory
would grow with the number of workers, it would be the limit of a large sweep,
and a chunk would be lost with the parent although it was made. This way only
reports travel, some hundred bytes a chunk.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
import pickle
import queue
import time
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from distributed import Client, KilledWorker, LocalCluster

from trustgarden.errors import InputError

from .chunking import ChunkReport, ChunkTask, Job, together
from .dask_worker import VERSIONS, Briefing, do, other_version, refusal
from .engines import ONE_THREAD
from .layout import LOG
from .own_code import code_digests
from .places import LOCAL_CLUSTER
from .worker import warm_up

__all__ = ["DaskEngine", "dask_engine"]

SPARE = 4
"""Beside a chunk under way for each thread of its workers, the scheduler holds one more for so many
threads, to go on with. The next is handed over when a report comes back: the scheduler never knows
of more, however long the sweep is, and Ctrl-C has little to wait for."""
CONNECT_SECONDS = 10
LOOK_SECONDS = 2.0
"""How often it is looked whether there are workers, and how many."""
IGNORE_CTRL_C = "trustgarden.experiments.dask_preload"


@contextmanager
def dask_engine(
    place: str, workers: int | None, tell: Callable[[str], None]
) -> Iterator[DaskEngine]:
    """The engine of a local cluster, which ends with it, or of a scheduler that is there.

    Raises:
        InputError: If nobody answers, or a worker has another version of trustgarden.
    """
    with contextlib.ExitStack() as stack:
        if place == LOCAL_CLUSTER:
            client = stack.enter_context(_local_client(workers or os.cpu_count() or 1))
        else:
            client = stack.enter_context(_client(place))
        engine = DaskEngine(client, place, tell)
        engine.wait_for_workers()
        engine.check_versions()
        yield engine


@contextmanager
def _local_client(num_workers: int) -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=num_workers,
            threads_per_worker=1,
            host="127.0.0.1",
            # The pages of Dask are for long-lived clusters; None would take its fixed port.
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            # As without Dask: how large an organisation may be is not Dask's to say.
            memory_limit=0,
            silence_logs=logging.ERROR,
            env=ONE_THREAD,
            preload=[IGNORE_CTRL_C],
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        with _quiet("distributed"):
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(
            f"No scheduler of Dask answers at {address} ({reason}). Nothing was written. Start "
            "one with `dask scheduler`, which prints its address, and workers with `dask worker "
            "ADDRESS`."
        ) from None
    with client:
        yield client


class DaskEngine:
    """Makes chunks by the workers of a scheduler of Dask.

    A chunk whose worker is lost is made again elsewhere by the scheduler. One
    that has lost more workers than the scheduler allows
    (`distributed.scheduler.allowed-failures`, 3 by default) is made run by run
    when all else is done, one at a time, so that nobody else is blamed; a run
    that loses as many again becomes a row that failed.

    Args:
        client: Connected to the scheduler.
        place: What `--on` said.
        tell: Called with what people should know.
    """

    def __init__(self, client: Client, place: str, tell: Callable[[str], None]) -> None:
        self._client, self._place, self._tell = client, place, tell

    def wait_for_workers(self) -> None:
        """Wait until there is a worker; those that a queue has still to start may take hours."""
        told = False
        while not self._threads():
            if not told:
                self._tell(f"{self._place} has no workers; waiting for the first one.")
                told = True
            time.sleep(0.2)

    def check_versions(self) -> None:
        """Refuse workers with another trustgarden, whose results would not be the same.

        Raises:
            InputError: Naming the first such worker, what it has, and what is here.
        """
        here = eval(VERSIONS)
        for worker, there in self._ask_all(eval, VERSIONS).items():
            if isinstance(there, BaseException):
                raise InputError(
                    f"The worker {worker} cannot load trustgarden ({type(there).__name__}: "
                    f"{there}). Nothing was written. Install trustgarden "
                    f"{here['trustgarden']} there."
                )
            if words := other_version(there, here):
                raise InputError(f"The worker {worker} {words}. Nothing was written.")

    def make(self, task: ChunkTask, jobs: Iterable[Job]) -> Generator[ChunkReport]:
        """Make the chunks, with a bounded number of them in the scheduler's hands.

        Raises:
            InputError: If a worker cannot do its part, or the scheduler is lost.
            OSError: If a worker could not write.
            RuntimeError: If a worker failed at a chunk for another reason.
        """
        with self._briefed(task) as sweep:
            self._warm_up()
            with Flight(self._client, sweep) as flight:
                yield from self._reports(flight, iter(jobs))

    def _reports(self, flight: Flight, jobs: Iterator[Job]) -> Iterator[ChunkReport]:
        suspects = []
        looked, room, more = -LOOK_SECONDS, 0, True
        while more or flight.under_way:
            if time.monotonic() - looked > LOOK_SECONDS:
                looked, room = time.monotonic(), self._room()
            while more and len(flight.under_way) < room:
                more = (job := next(jobs, None)) is not None
                if job is not None:
                    flight.send(job)
            landed = flight.landed(LOOK_SECONDS)
            if landed is None:
                continue
            job, report = landed
            if report is None:
                suspects.append(job)
            else:
                yield report
        for job in suspects:
            yield together([self._make_one(flight, job, run) for run in job.runs])

    def _make_one(self, flight: Flight, job: Job, run: int) -> ChunkReport:
        """Make one run of a chunk that loses its workers; if it is that run's fault, it failed."""
        one = dataclasses.replace(job, runs=(run,))
        report = self._alone(flight, one)
        if report is None:
            words = "WorkerDied: each worker of Dask that made it was lost"
            report = self._alone(flight, dataclasses.replace(one, lost=words))
        if report is None:
            raise RuntimeError(f"Workers of {self._place} end at whatever they are given.")
        return report

    def _alone(self, flight: Flight, job: Job) -> ChunkReport | None:
        flight.send(job)
        while (landed := flight.landed(LOOK_SECONDS)) is None:
            self._room()
        return landed[1]

    def _room(self) -> int:
        """How many chunks may be in the scheduler's hands just now."""
        if self._client.status != "running":
            raise self._lost()
        threads = self._threads()
        if not threads:
            self.wait_for_workers()
        return threads + threads // SPARE + 1

    def _threads(self) -> int:
        return sum(self._nthreads().values())

    def _nthreads(self) -> dict[str, int]:
        try:
            found: dict[str, int] = dict(self._client.nthreads())
        except (OSError, RuntimeError, AttributeError):
            # Whatever a client says whose connection ended in the middle of a question.
            raise self._lost() from None
        return found

    def _lost(self) -> InputError:
        return InputError(
            f"The scheduler {self._place} is lost. What was committed stays; start it again, and "
            "sweep again: what is missing is made."
        )

    def _ask_all(self, function: Callable[..., Any], *arguments: object) -> dict[str, Any]:
        """What each worker answers, or the error that it had."""
        answers: dict[str, Any] = self._client.run(function, *arguments, on_error="return")
        return answers

    @contextmanager
    def _briefed(self, task: ChunkTask) -> Iterator[str]:
        """Tell all workers, and those that will come, of a sweep, until it ends."""
        sweep = f"trustgarden-{uuid.uuid4().hex}"
        # On another machine, another folder is the current one.
        task = dataclasses.replace(task, folder=task.folder.absolute())
        code = code_digests(task.plan, task.own_code)
        with _token(task.folder, sweep) as token:
            self._client.register_plugin(
                Briefing(sweep, pickle.dumps(task), eval(VERSIONS), code, str(token)), name=sweep
            )
            try:
                self._check_briefed(sweep)
                yield sweep
            finally:
                with contextlib.suppress(OSError, RuntimeError, ValueError):  # a lost scheduler
                    self._client.unregister_worker_plugin(sweep)

    def _check_briefed(self, sweep: str) -> None:
        for worker, words in self._ask_all(refusal, sweep).items():
            if words:
                raise InputError(f"The worker {worker} {words}. No run was made.")

    def _warm_up(self) -> None:
        # One worker of each machine compiles the kernels, or finds them on disk, and the others
        # find them there. Not by `Client.run`, which would keep a worker from answering meanwhile.
        one_of_each = {urlsplit(worker).hostname: worker for worker in self._nthreads()}
        warming = [
            self._client.submit(warm_up, workers=[worker], allow_other_workers=True, pure=False)
            for worker in one_of_each.values()
        ]
        for future in warming:
            future.result()


class Flight:
    """Chunks in the scheduler's hands; what is left of them when it ends is called back."""

    def __init__(self, client: Client, sweep: str) -> None:
        self._client, self._sweep = client, sweep
        self._landed: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.under_way: dict[Any, Job] = {}

    def __enter__(self) -> Flight:
        return self

    def __exit__(self, *_: object) -> None:
        if self.under_way:
            with contextlib.suppress(OSError, RuntimeError):  # a lost scheduler
                self._client.cancel(list(self.under_way), force=True)

    def send(self, job: Job) -> None:
        """Have a job done by whoever is free."""
        future = self._client.submit(do, self._sweep, job, pure=False, key=_key(self._sweep, job))
        self.under_way[future] = job
        future.add_done_callback(self._landed.put)

    def landed(self, seconds: float) -> tuple[Job, ChunkReport | None] | None:
        """A job that has ended and its report, or no report if it lost too many workers.

        Returns:
            None if no job ended in so many seconds.

        Raises:
            InputError: If the scheduler forgot the job.
            OSError: If the worker could not write.
            RuntimeError: If the worker failed for another reason.
        """
        try:
            future = self._landed.get(timeout=seconds)
        except queue.Empty:
            return None
        job = self.under_way.pop(future)
        if future.status == "cancelled":
            raise InputError(
                "The scheduler was lost, or has forgotten what it was to do. What was committed "
                "stays; sweep again, and what is missing is made."
            )
        error = future.exception() if future.status == "error" else None
        if isinstance(error, KilledWorker):
            return job, None
        answer = error or future.result()
        if isinstance(answer, BaseException):
            raise answer
        return job, answer


def _key(sweep: str, job: Job) -> str:
    return f"{sweep}-{job.chunk}-{uuid.uuid4().hex[:8]}"


@contextmanager
def _token(folder: Path, sweep: str) -> Iterator[Path]:
    """A file that exists as long as the sweep, by which workers know that they see its folder."""
    place = folder / LOG / f"{sweep}.token"
    place.touch()
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep a library from telling in its log what we tell in words."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
