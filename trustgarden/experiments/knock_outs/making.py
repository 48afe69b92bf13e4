"""Making the cells that are not there, in worker processes, and going on after a break."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from trustgarden.errors import InputError
from trustgarden.experiments.chunking import Job
from trustgarden.experiments.engines import engine_for
from trustgarden.experiments.own_code import OwnCode
from trustgarden.experiments.provenance import model_digest
from trustgarden.experiments.running import message_of
from trustgarden.experiments.studies import STUDIES, Setting, Study, study
from trustgarden.model.scenario import MECHANISM_SWITCHES
from trustgarden.scenarios.wording import did_you_mean, listed

from .cells import ALL, Cell, CellFolder, Outcome
from .matrix import Matrix, near_limit
from .origin import origin_of

__all__ = ["FIRST", "NEAR", "Progress", "knock_out"]

FIRST = 30
"""Replicates that a cell is first made with."""
NEAR = 200
"""Replicates where the verdict on a criterion is near its limit."""
LEAST = 4
OFF = "mechanisms.off"


@dataclass(frozen=True)
class Progress:
    """How far it is.

    Attributes:
        cell: The cell that was just made; None before the first.
        done: Cells that are there, those of an earlier call included.
        total: Cells in all.
        replicates: With how many replicates the cell was made.
        message: Why it failed, or nothing.
        seconds_left: At the pace so far, study by study; None before anything was made.
        again: Cells that were there and are made again, with the reason in words.
    """

    cell: Cell | None
    done: int
    total: int
    replicates: int = 0
    message: str = ""
    seconds_left: float | None = None
    again: Mapping[Cell, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What a worker says of a cell that it has written."""

    cell: Cell
    replicates: int
    message: str
    seconds: float


@dataclass(frozen=True)
class CellTask:
    """How to make any of these cells; it travels to each worker once.

    Attributes:
        folder: Where cells go.
        studies: By id.
        cells: Numbered by their place.
        setting: How studies are run; its replicates are those of the first attempt.
        near: Replicates where a verdict is near its limit.
        origins: By id of the study, what its cells are made from.
        own_code: What workers must know beside; nothing here.
    """

    folder: CellFolder
    studies: Mapping[str, Study]
    cells: Sequence[Cell]
    setting: Setting
    near: int
    origins: Mapping[str, Mapping[str, Any]]
    own_code: OwnCode = field(default_factory=OwnCode)

    def together(self, reports: Sequence[Report]) -> Report:
        """The report of a cell, which has no parts."""
        return reports[0]

    def make(self, job: Job) -> Report:
        """Run the study of a cell, whose number the job has for a chunk, and write its outcome.

        Raises:
            RuntimeError: If the model was changed since the cells were planned.
        """
        start = time.perf_counter()
        cell = self.cells[job.chunk]
        origin = self.origins[cell.study]
        if model_digest() != origin["model"]:
            raise RuntimeError(
                "The sources of the model changed while knock-outs were made; give the same "
                "command again, and stale cells are made anew."
            )
        if job.lost:
            outcome = Outcome(cell, origin, self.setting.replicates, message=job.lost)
        else:
            outcome = self._outcome(cell, origin)
        self.folder.write(outcome)
        seconds = time.perf_counter() - start
        return Report(cell, outcome.replicates, outcome.message, seconds)

    def why_again(self, cell: Cell) -> str | None:
        """Why a cell has to be made, in words if it is there; None if it need not be."""
        stale = self.folder.why_stale(cell, self.origins[cell.study])
        there = self.folder.read(cell)
        if stale or there is None:
            return stale
        if there.failed:
            # What failed may have been mended, as when real data were missing.
            return "failed before"
        if there.replicates < self.setting.replicates:
            return f"{there.replicates} replicates"
        return "near its limit" if self._is_too_near(there) else None

    def _is_too_near(self, made: Outcome) -> bool:
        """Whether some verdict is near its limit, and more replicates are wanted then."""
        criteria = self.studies[made.cell.study].criteria
        near = any(near_limit(c, made.figures[c.id]) for c in criteria if c.id in made.figures)
        return near and made.replicates < self.near

    def _outcome(self, cell: Cell, origin: Mapping[str, Any]) -> Outcome:
        made = self.folder.read(cell) if self.why_again(cell) == "near its limit" else None
        made = made or self._attempt(cell, origin, self.setting.replicates)
        # All of the study is run again, and not the one criterion: they share their runs.
        return self._attempt(cell, origin, self.near) if self._is_too_near(made) else made

    def _attempt(self, cell: Cell, origin: Mapping[str, Any], replicates: int) -> Outcome:
        setting = replace(self.setting, replicates=replicates, changes=self._changes(cell))
        try:
            figures = self.studies[cell.study].figures(setting)
        except Exception as error:
            # One study that cannot be run like this must not lose the others.
            return Outcome(cell, origin, replicates, message=message_of(error, private=False))
        return Outcome(cell, origin, replicates, figures)

    def _changes(self, cell: Cell) -> dict[str, Any]:
        changes = dict(self.setting.changes)
        if cell.without != ALL:
            changes[OFF] = sorted({*changes.get(OFF, ()), cell.without})
        return changes


def knock_out(
    out: str | Path,
    studies: Iterable[str | Study] | None = None,
    mechanisms: Iterable[str] | None = None,
    *,
    replicates: int = FIRST,
    near: int = NEAR,
    seed: int = 1,
    changes: Mapping[str, Any] = MappingProxyType({}),
    workers: int = 2,
    progress: Callable[[Progress], None] | None = None,
) -> Matrix:
    """Run studies with each mechanism off and with none off, and see what each finding needs.

    Cells that are there, of the same model and setting, are left alone; so the same call goes
    on after a break, however it came about. A study that cannot be run without a mechanism is
    a cell with a message, which the next call tries again.

    Args:
        out: Folder of the cells.
        studies: Ids or studies; all if not given.
        mechanisms: Names of those to switch off one at a time; all if not given.
        replicates: Independent units in a cell, at least 4.
        near: Replicates of a cell in which some verdict is near its limit; no more than
            `replicates` if they are not to be made again.
        seed: Seed of all chance, the same in all cells.
        changes: Dotted keys that hold in all cells.
        workers: Processes, at least 1; results do not depend on it.
        progress: Called at the start and after each cell.

    Raises:
        InputError: If there is no such study or mechanism, a number is out of its range, or the
            folder cannot be used.
    """
    chosen = [study(one) if isinstance(one, str) else one for one in studies or STUDIES]
    names = _known(mechanisms)
    _check(replicates=(replicates, LEAST), near=(near, 0), seed=(seed, 0), workers=(workers, 1))
    folder = CellFolder(Path(out))
    folder.claim()
    folder.remove_temporary()
    origins = {one.id: origin_of(one, changes=changes, seed=seed) for one in chosen}
    # All studies with nothing off come first, so that what is there can always be compared.
    cells = [Cell(one.id, name) for name in (ALL, *names) for one in chosen]
    setting = Setting(replicates=replicates, seed=seed, changes=dict(changes), workers=1)
    task = CellTask(folder, {one.id: one for one in chosen}, cells, setting, near, origins)
    _make(task, workers, progress or (lambda _: None))
    outcomes = {cell: made for cell in cells if (made := folder.read(cell)) is not None}
    return Matrix(chosen, names, outcomes)


def _make(task: CellTask, workers: int, progress: Callable[[Progress], None]) -> None:
    reasons = {number: task.why_again(cell) for number, cell in enumerate(task.cells)}
    missing = [number for number, why in reasons.items() if why is not None]
    done, total = len(task.cells) - len(missing), len(task.cells)
    again = {task.cells[number]: why for number, why in reasons.items() if why}
    progress(Progress(None, done, total, again=again))
    if not missing:
        return
    pace = _Pace([task.cells[number] for number in missing], min(workers, len(missing)))
    jobs = [Job(number, (number,)) for number in missing]
    with contextlib.closing(engine_for(workers, len(missing)).make(task, jobs)) as reports:
        for report in reports:
            done += 1
            left = pace.after(report)
            progress(Progress(report.cell, done, total, report.replicates, report.message, left))


class _Pace:
    """Foretells time: a cell takes as long as those of the same study did."""

    def __init__(self, cells: Sequence[Cell], workers: int) -> None:
        self._left = list(cells)
        self._workers = workers
        self._seconds: dict[str, list[float]] = {}

    def after(self, report: Report) -> float:
        """Seconds left once a cell is made."""
        self._left.remove(report.cell)
        self._seconds.setdefault(report.cell.study, []).append(report.seconds)
        means = {name: sum(took) / len(took) for name, took in self._seconds.items()}
        usual = sum(means.values()) / len(means)
        return sum(means.get(cell.study, usual) for cell in self._left) / self._workers


def _known(mechanisms: Iterable[str] | None) -> tuple[str, ...]:
    if mechanisms is None:
        return MECHANISM_SWITCHES
    names = tuple(dict.fromkeys(mechanisms))
    for name in names:
        if name not in MECHANISM_SWITCHES:
            raise InputError(
                f"there is no mechanism {name!r}.{did_you_mean(name, MECHANISM_SWITCHES)} "
                f"There are: {listed(MECHANISM_SWITCHES)}."
            )
    return names


def _check(**numbers: tuple[int, int]) -> None:
    for name, (given, least) in numbers.items():
        if isinstance(given, bool) or not isinstance(given, int) or given < least:
            raise InputError(f"{name} is {given!r}; it must be a whole number from {least}.")
