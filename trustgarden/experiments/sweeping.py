"""A sweep: all runs of an experiment, made into a results folder.

Everything that can be wrong with the experiment or the folder is found before
anything is written. Then chunks are made, in any order and by any number of
workers; those that are there already are left alone, so that the same call
goes on after a break.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from trustgarden.errors import InputError
from trustgarden.model.custom import check_code, regime_class, style_class

from .chunking import ChunkTask, Job
from .engines import Engine, engine_for
from .folder import claimed, has_results
from .interrupting import gentle_interrupt
from .layout import CHECKSUMS, LOG, remove_temporary
from .loading import as_experiment
from .logbook import Logbook
from .manifest import make_manifest
from .own_code import own_code
from .places import engine_on
from .planning import Plan, make_plan
from .progress import Clock, Progress, ProgressCallback
from .record import Experiment
from .selecting import ALL, Selection, select
from .stopping import make_until_precise, refuse_parts
from .store import Store
from .unfinished import Unfinished, look_through

__all__ = ["OnError", "RunFailedError", "Wishes", "sweep", "sweep_plan"]

OnError = Literal["continue", "stop", "retry"]
"""What is done about a run that fails."""


class RunFailedError(RuntimeError):
    """A run failed, and the sweep was to stop at that; what was committed stays."""


def sweep(
    experiment: str | Path | Experiment,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    allow_code: bool = False,
    *,
    on_error: OnError = "continue",
    resume: bool | None = None,
    only: Mapping[str, object] | None = None,
    shard: tuple[int, int] | None = None,
    on: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Store:
    """Make every run of an experiment that is not made yet.

    A run that fails is a row with its message, and the others go on;
    `Store.num_failed` tells how many did. Stopped at any moment, what was
    committed stays, and the same call makes the rest. Parts that were damaged
    are found by their checksums, named, and made again.

    Args:
        experiment: An id of the catalogue, a path to a TOML file, or a record.
        out: Results folder; `results/<id of the experiment>` if not given.
        workers: Worker processes; as many as there are processors if not
            given. With 1, the runs are made in this process. The results are
            the same to the byte.
        progress: Called with a `Progress` at the start and after each chunk.
        allow_code: Whether code that scenarios name (`package.module:Class`) may be run, here
            and in workers.
        on_error: "continue" keeps a run that fails as a row, and goes on; "stop" keeps it and
            ends the sweep; "retry" makes it once more at once, and those that failed in an
            earlier call too.
        resume: True refuses a folder without results, False one with results; None goes on with
            what is there.
        only: Make only these runs: for `scenario`, `point`, `replicate` and `run` what is
            wanted, such as {"scenario": "garden", "replicate": range(5)} or {"point": "0-4,7"}.
        shard: Make only this part of so many, such as (1, 4); `merge` puts them together.
        on: Where runs are made: "local-cluster" for `workers` of Dask on this machine, or the
            address of a scheduler of Dask, such as "tcp://HOST:8786", whose workers must see
            the folder; without Dask, by processes of this machine, if not given.
        tell: Called with what people should know, such as damaged parts; logged as warnings of
            the logger `trustgarden` if not given.

    Returns:
        The store, opened.

    Raises:
        InputError: If the experiment cannot be run, names code that is not allowed, or the
            folder cannot be written or belongs to something else, or nobody can work where `on`
            says. Nothing is changed then.
        RunFailedError: If a run failed and `on_error` is "stop".
        KeyboardInterrupt: After Ctrl-C, when what was under way is finished.
    """
    num_workers = _checked_workers(workers)
    if on_error not in get_args(OnError):
        raise InputError(f'on_error is {on_error!r}; it must be "continue", "stop" or "retry".')
    plan = make_plan(as_experiment(experiment), allow_code)
    folder = Path("results", plan.experiment.id) if out is None else Path(out)
    refuse_parts(plan.experiment, parts=bool(only) or shard is not None)
    selection = select(plan, only, shard)
    _check_resume(folder, resume)
    show, tell = progress or _show_nothing, tell or _warn
    with engine_on(on, workers, tell) as engine:
        wishes = Wishes(num_workers, on_error, selection, engine)
        if plan.experiment.stopping is None:
            return sweep_plan(plan, folder, wishes, show, tell)

        def make(replicates: range) -> Store:
            batch = replace(wishes, selection=select(plan, {"replicate": replicates}))
            return sweep_plan(plan, folder, batch, show, tell)

        return make_until_precise(plan.experiment, plan.num_points, make)


@dataclass(frozen=True)
class Wishes:
    """How a plan is swept; nothing here shows in the results.

    Attributes:
        num_workers: Worker processes, 1 for this one.
        on_error: What is done about a run that fails.
        selection: The runs that are wanted.
        engine: Who makes them, if not processes of this machine.
    """

    num_workers: int = 1
    on_error: OnError = "continue"
    selection: Selection = ALL
    engine: Engine | None = None


def sweep_plan(
    plan: Plan,
    folder: Path,
    wishes: Wishes,
    progress: ProgressCallback,
    tell: Callable[[str], None],
) -> Store:
    """Make the runs of a plan that are wanted and not made yet; see `sweep`."""
    _load_code(plan)
    if wishes.num_workers > 1 or wishes.engine:
        own_code(plan).refuse_script()
    with claimed(folder, make_manifest(plan), tell):
        try:
            _make_missing(plan, folder, wishes, progress, tell)
        except OSError as error:
            raise InputError(
                f"The results folder {folder} cannot be written to any more ({error}); what was "
                "committed stays. Mend that, and sweep again: what is missing is made."
            ) from error
    return Store.open(folder)


def _load_code(plan: Plan) -> None:
    """Load whatever code scenarios and levels name, so that none of it fails run by run."""
    for scenario in plan.scenarios:
        check_code(scenario)
    for key, load in (("leaders.style", style_class), ("consequence.regime", regime_class)):
        for level in plan.experiment.levels_of(key):
            load(str(level))


def _checked_workers(workers: int | None) -> int:
    if workers is None:
        return os.cpu_count() or 1
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise InputError(
            f"workers is {workers!r}; it must be a whole number of at least 1. Leave it out for "
            "one worker a processor."
        )
    return workers


def _check_resume(folder: Path, resume: bool | None) -> None:
    if resume is True and not has_results(folder):
        raise InputError(
            f"There is nothing to resume in {folder}, which holds no results; give the folder of "
            "the sweep that was broken off, or leave --resume out to begin."
        )
    if resume is False and has_results(folder):
        raise InputError(
            f"{folder} holds results already. Nothing was changed. Give another folder, or leave "
            "--no-resume out to make what is missing."
        )


def _make_missing(
    plan: Plan,
    folder: Path,
    wishes: Wishes,
    progress: ProgressCallback,
    tell: Callable[[str], None],
) -> None:
    """Make what is not committed, and tell how far it is."""
    for name in (*plan.experiment.recording.tables, CHECKSUMS, LOG):
        (folder / name).mkdir(exist_ok=True)
    remove_temporary(folder)
    retry = wishes.on_error == "retry"
    left = look_through(plan, folder, wishes.selection, retry=retry)
    for words in left.damaged.values():
        tell(f"{words}. It is made again; the rest is left as it is.")
    clock = Clock(left.num_wanted, left.num_there, left.num_failed)
    progress(clock.progress())
    if not left.jobs:
        return
    task = ChunkTask(
        plan,
        folder,
        own_code(plan),
        tries=2 if retry else 1,
        stop_at_failure=wishes.on_error == "stop",
    )
    engine = wishes.engine or engine_for(wishes.num_workers, len(left.jobs))
    with gentle_interrupt(tell) as asked:
        book = _begin_log(folder, engine, left, wishes)
        _make(engine, task, left.jobs, asked, _Counter(book, clock, progress))
    if asked.is_set() and clock.progress().done < left.num_wanted:
        raise KeyboardInterrupt


def _begin_log(folder: Path, engine: Engine, left: Unfinished, wishes: Wishes) -> Logbook:
    book = Logbook(folder)
    book.started(
        type(engine).__name__,
        len(left.jobs),
        wanted=left.num_wanted,
        there=left.num_there,
        failed=left.num_failed,
        only=wishes.selection.words(),
    )
    for words in left.damaged.values():
        book.damaged(words)
    return book


@dataclass(frozen=True)
class _Counter:
    """Where news of chunks go: the log, the clock, and whoever shows them."""

    book: Logbook
    clock: Clock
    show: ProgressCallback


def _make(
    engine: Engine,
    task: ChunkTask,
    jobs: list[Job],
    asked: threading.Event,
    counter: _Counter,
) -> None:
    outcome = "stopped"
    try:
        # Closed whatever happens, so that no worker outlives an error here or Ctrl-C.
        with contextlib.closing(engine.make(task, _until(asked, jobs))) as reports:
            for report in reports:
                counter.book.chunk(report)
                counter.clock.count(report.num_runs, report.num_failed)
                counter.show(counter.clock.progress())
                if report.failure and task.stop_at_failure:
                    raise RunFailedError(_stopped(report.failure, task.folder))
        outcome = "stopped" if asked.is_set() else "finished"
    finally:
        remove_temporary(task.folder)
        counter.book.ended(outcome)


def _until(asked: threading.Event, jobs: list[Job]) -> Iterator[Job]:
    for job in jobs:
        if asked.is_set():
            return
        yield job


def _stopped(failure: str, folder: Path) -> str:
    return (
        f"{failure[0].upper()}{failure[1:]}, and the sweep was to stop at that. What was made is "
        f"in {folder}, the failed run as a row with its message, its traceback in {folder / LOG}."
    )


def _show_nothing(progress: Progress) -> None:
    """For those who do not want to know."""


def _warn(words: str) -> None:
    logging.getLogger("trustgarden").warning(words)
