"""A sweep: all runs of an experiment, made into a results folder.

Everything that can be wrong with the experiment or the folder is found before
anything is written. Then chunks are made, in any order and by any number of
workers; those that are there already are left alone, so that the same call
goes on after a break.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from trustgarden.errors import InputError
from trustgarden.model.custom import check_code, regime_class, style_class

from .chunking import ChunkTask
from .engines import Engine, engine_for
from .folder import claim
from .layout import LOG, TABLES, part_file, remove_temporary
from .loading import as_experiment
from .logbook import Logbook
from .manifest import make_manifest
from .own_code import own_code
from .planning import Plan, make_plan
from .progress import Clock, Progress, ProgressCallback
from .record import Experiment
from .store import Store

__all__ = ["sweep"]


def sweep(
    experiment: str | Path | Experiment,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    allow_code: bool = False,
) -> Store:
    """Make every run of an experiment that is not made yet.

    A run that fails is a row with its message, and the others go on;
    `Store.num_failed` tells how many did. Stopped at any moment (Ctrl-C
    included), what was committed stays, and the same call makes the rest.

    Args:
        experiment: An id of the catalogue, a path to a TOML file, or a record.
        out: Results folder; `results/<id of the experiment>` if not given.
        workers: Worker processes; as many as there are processors if not
            given. With 1, the runs are made in this process. The results are
            the same to the byte.
        progress: Called with a `Progress` at the start and after each chunk.
        allow_code: Whether code that scenarios name (`package.module:Class`) may be run, here
            and in workers.

    Returns:
        The store, opened.

    Raises:
        InputError: If the experiment cannot be run, names code that is not allowed, or the
            folder cannot be written or belongs to something else. Nothing is changed then.
    """
    num_workers = _checked_workers(workers)
    plan = make_plan(as_experiment(experiment), allow_code)
    _load_code(plan)
    if num_workers > 1:
        own_code(plan).refuse_script()
    folder = Path("results", plan.experiment.id) if out is None else Path(out)
    claim(folder, make_manifest(plan))
    try:
        _make_missing(plan, folder, num_workers, progress)
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
        for level in plan.experiment.factors.get(key, ()):
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


def _make_missing(
    plan: Plan, folder: Path, num_workers: int, progress: ProgressCallback | None
) -> None:
    """Make the chunks that are not committed, and tell how far it is."""
    for name in (*TABLES, LOG):
        (folder / name).mkdir(exist_ok=True)
    remove_temporary(folder)
    missing = [
        chunk for chunk in range(plan.num_chunks) if not part_file(folder, "runs", chunk).exists()
    ]
    store = Store.open(folder)
    clock = Clock(store.num_runs, store.num_runs_made, store.num_failed)
    show = progress or _show_nothing
    show(clock.progress())
    if missing:
        engine = engine_for(num_workers, len(missing))
        _make(engine, ChunkTask(plan, folder, own_code(plan)), missing, clock, show)


def _make(
    engine: Engine, task: ChunkTask, missing: list[int], clock: Clock, show: ProgressCallback
) -> None:
    book = Logbook(task.folder)
    book.started(type(engine).__name__, len(missing))
    outcome = "stopped"
    try:
        # Closed whatever happens, so that no worker outlives an error here or Ctrl-C.
        with contextlib.closing(engine.make(task, missing)) as reports:
            for report in reports:
                book.chunk(report)
                clock.count(report.num_runs, report.num_failed)
                show(clock.progress())
        outcome = "finished"
    finally:
        remove_temporary(task.folder)
        book.ended(outcome)


def _show_nothing(progress: Progress) -> None:
    """For those who do not want to know."""
