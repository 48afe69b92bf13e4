"""Making results again, from what they say they were made from, and comparing to the byte."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from trustgarden.errors import InputError

from .checksums import digest_of_file, read_receipt
from .chunking import ChunkTask, Job
from .layout import CHECKSUMS, LOG, part_file
from .loading import as_experiment
from .logbook import last_start
from .planning import Plan
from .progress import ProgressCallback
from .provenance import versions
from .record import Experiment
from .replanning import plan_for_rerun
from .selecting import Selection
from .spans import in_words, read_ranges
from .store import Store
from .sweeping import Wishes, sweep_plan

__all__ = ["Rerun", "rerun"]


@dataclass(frozen=True)
class Rerun:
    """What came of making results again.

    Attributes:
        num_runs: Runs that were made again.
        difference: Where the results differ first, in words; empty if they are equal to the byte.
    """

    num_runs: int
    difference: str

    @property
    def is_equal(self) -> bool:
        """Whether the results are equal to the byte."""
        return not self.difference


def rerun(
    folder: str | Path,
    run: int | None = None,
    experiment: str | Path | Experiment | None = None,
    workers: int = 1,
    progress: ProgressCallback | None = None,
    allow_code: bool = False,
) -> Rerun:
    """Make the results of a folder again, and compare.

    The folder is only read. What is made goes to a temporary folder, which
    needs as much room, and is taken away afterwards.

    Args:
        folder: A results folder.
        run: Number of the one run to make again; all that are there if None.
        experiment: What it was made from; needed only if that names files of one's own.
        workers: Worker processes.
        progress: Called with a `Progress` at the start and after each chunk.
        allow_code: Whether code that scenarios name may be run.

    Raises:
        InputError: If it cannot be made again here, or there is no such run.
    """
    store = Store.open(folder)
    source = None if experiment is None else as_experiment(experiment)
    plan = plan_for_rerun(store.path, store.manifest, source, allow_code)
    held = _held(store)
    if not held:
        raise InputError(f"There are no runs in {store.path} yet; sweep first.")
    if run is not None:
        return _one(store, plan, held, run)
    with tempfile.TemporaryDirectory(prefix="trustgarden-rerun-") as place:
        again = Path(place)
        runs = in_words(number for numbers in held.values() for number in numbers)
        selection = Selection(numbers={"run": tuple(read_ranges(runs))})
        sweep_plan(
            plan,
            again / "results",
            Wishes(workers, "continue", selection),
            progress or (lambda _: None),
            lambda _: None,
        )
        difference = _first_difference(store, again / "results", list(held))
    return Rerun(sum(map(len, held.values())), difference)


def _held(store: Store) -> dict[int, Sequence[int]]:
    """Runs of each chunk that is there."""
    held: dict[int, Sequence[int]] = {}
    for chunk in store.chunks:
        receipt = read_receipt(store.path, chunk)
        if receipt is None:
            raise InputError(
                f"The checksums of part {chunk:05d} in {store.path} are missing or damaged; sweep "
                "again into the folder, which mends that."
            )
        held[chunk] = receipt.runs
    return held


def _one(store: Store, plan: Plan, held: dict[int, Sequence[int]], run: int) -> Rerun:
    chunk = run // plan.chunk_size
    if run not in held.get(chunk, ()):
        raise InputError(
            f"There is no run {run} in {store.path}; `select run from runs` lists those that are."
        )
    with tempfile.TemporaryDirectory(prefix="trustgarden-rerun-") as place:
        again = Path(place)
        for name in (*store.tables, CHECKSUMS, LOG):
            (again / name).mkdir()
        ChunkTask(plan, again).make(Job(chunk, (run,)))
        return Rerun(1, _difference_in_rows(store, again, chunk, run))


def _first_difference(store: Store, again: Path, chunks: Sequence[int]) -> str:
    for chunk in chunks:
        for table in store.tables:
            there, here = (part_file(root, table, chunk) for root in (store.path, again))
            try:
                equal = digest_of_file(there) == digest_of_file(here)
            except OSError as error:
                return f"{there} cannot be read ({error.strerror or error})"
            if not equal:
                words = _difference_in_rows(store, again, chunk)
                return words or _bytes_alone(store, there)
    return ""


def _bytes_alone(store: Store, part: Path) -> str:
    """The message where all rows are equal, and the bytes are not."""
    start = last_start(store.path) or {}
    before, now = start.get("versions", {}), versions()
    others = [f"{name} {before[name]} there, {now[name]} here" for name in before if
              now.get(name) != before[name]]  # fmt: skip
    reason = f" (other versions: {'; '.join(others)})" if others else ""
    return f"{part}: every value is equal, but not every byte of the file{reason}"


def _difference_in_rows(store: Store, again: Path, chunk: int, run: int | None = None) -> str:
    """Where a chunk, or one run of it, differs first, in words; empty if its values are equal."""
    for table in reversed(store.tables):
        place = part_file(store.path, table, chunk)
        try:
            there, here = (
                _rows(part_file(root, table, chunk), run) for root in (store.path, again)
            )
        except (OSError, pa.ArrowException) as error:
            return f"{place} is damaged ({error})"
        words = _difference(there, here)
        if words:
            return f"{place}: {words}"
    return ""


def _rows(part: Path, run: int | None) -> pa.Table:
    table = pq.read_table(part, page_checksum_verification=True)
    return table if run is None else table.filter(pc.field("run") == run)


def _difference(there: pa.Table, here: pa.Table) -> str:
    if there.column_names != here.column_names:
        return "the columns are others"
    if len(there) != len(here):
        return f"{len(there):,} rows there and {len(here):,} here"
    found = [
        (row, name) for name in there.column_names
        if (row := _first_row(there[name], here[name])) is not None
    ]  # fmt: skip
    if not found:
        return ""
    row, name = min(found, key=lambda one: one[0])
    keys = ("scenario", "point", "replicate", "seed", "week", "team", "id", "from", "to")
    place = {key: there[key][row].as_py() for key in ("run", *keys) if key in there.column_names}
    words = ", ".join(f"{key} {value}" for key, value in place.items())
    return f"{words}: {name} is {there[name][row]} there and {here[name][row]} here"


def _first_row(there: pa.ChunkedArray, here: pa.ChunkedArray) -> int | None:
    """First row in which two columns differ, to the bit."""
    different = np.flatnonzero(_bits(there) != _bits(here))
    return int(different[0]) if len(different) else None


def _bits(column: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    if pa.types.is_floating(column.type):
        return np.asarray(column.to_numpy()).view(np.int64)
    return np.asarray(column.to_pylist(), dtype=object)
