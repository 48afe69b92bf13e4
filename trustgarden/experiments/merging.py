"""Merging: shards of one plan, made in several places, put together into one results folder.

A shard is a results folder like any other, with the manifest of the whole
plan. Chunks have fixed numbers and names, so merging is copying: the result
is equal to the byte to a sweep that was never divided.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from trustgarden.errors import InputError

from .checksums import Receipt, first_damage, read_receipt
from .folder import claimed
from .kept import kept_results
from .layout import (
    CHECKSUMS,
    LOG,
    checksums_file,
    failures_file,
    part_file,
    remove_temporary,
    temporary_beside,
)
from .manifest import first_difference
from .planning import Plan
from .replanning import plan_of
from .running import RunResult
from .store import Store
from .writing import ChunkWriter

__all__ = ["merge"]

Source = tuple[Path, Receipt]
"""A folder, and what it holds of a chunk."""

Held = Sequence[tuple[Path, dict[int, Receipt]]]
"""Folders, and what they hold of each chunk."""


def merge(
    out: str | Path, shards: Sequence[str | Path], tell: Callable[[str], None] | None = None
) -> Store:
    """Put shards of a sweep together; runs that several of them hold are taken once.

    The shards are only read. Broken off, the same call goes on.

    Args:
        out: Results folder; new, empty, or one of the same sweep, which is added to.
        shards: Results folders of the same sweep.
        tell: Called with what people should know.

    Returns:
        The store, opened.

    Raises:
        InputError: If the shards are of different sweeps, a part is damaged, two of them say
            different things of the same runs, or `out` cannot be used. Nothing is changed then.
    """
    folder = Path(out)
    stores = [Store.open(shard) for shard in shards]
    if not stores:
        raise InputError("There is nothing to merge; name the folders of the shards.")
    _same_plan(stores)
    plan = plan_of(stores[0].manifest)
    tables = plan.experiment.recording.tables
    held: Held = [(store.path, _receipts(store, plan)) for store in stores]
    _agree(plan, held)
    with claimed(folder, stores[0].manifest, tell or (lambda _: None)):
        try:
            for name in (*tables, CHECKSUMS, LOG):
                (folder / name).mkdir(exist_ok=True)
            remove_temporary(folder)
            held = _with_out(folder, plan, held)
            _agree(plan, held)
            for chunk, sources in _by_chunk(plan, held):
                _bring(folder, plan, chunk, sources)
            _bring_logs(folder, stores)
        except OSError as error:
            raise InputError(
                f"The results folder {folder} cannot be written to any more ({error}). Mend that, "
                "and merge again: what is there is kept."
            ) from error
    return Store.open(folder)


def _same_plan(stores: Sequence[Store]) -> None:
    for store in stores[1:]:
        difference = first_difference(stores[0].manifest, store.manifest)
        if difference:
            raise InputError(
                f"{stores[0].path} (there) and {store.path} (here) are not of one sweep: "
                f"{difference}. Only shards of one sweep can be merged."
            )


def _receipts(store: Store, plan: Plan) -> dict[int, Receipt]:
    """What each chunk of a shard holds; every part is read once."""
    found = {}
    tables = plan.experiment.recording.tables
    for chunk in store.chunks:
        receipt = read_receipt(store.path, chunk)
        words = first_damage(store.path, chunk, receipt, tables, plan.chunk(chunk))
        if words or receipt is None:
            raise InputError(
                f"{words}. Nothing was merged. Sweep that shard again into its folder, which "
                "makes it again, or leave the shard out."
            )
        found[chunk] = receipt
    return found


def _with_out(folder: Path, plan: Plan, held: Held) -> Held:
    """The shards, after what is in the folder already, as far as it is whole."""
    there = {}
    for chunk in Store.open(folder).chunks:
        receipt = read_receipt(folder, chunk)
        tables = plan.experiment.recording.tables
        words = first_damage(folder, chunk, receipt, tables, plan.chunk(chunk))
        if receipt is not None and not words:
            there[chunk] = receipt
    return [(folder, there), *held]


def _bring(folder: Path, plan: Plan, chunk: int, sources: Sequence[Source]) -> None:
    """Put a chunk into place from whoever holds runs of it."""
    runs = {run for _, receipt in sources for run in receipt.runs}
    whole = [path for path, receipt in sources if set(receipt.runs) == runs]
    if not whole:
        _combine(folder, plan, chunk, sources)
    elif whole[0] != folder:
        _copy(whole[0], folder, chunk, plan.experiment.recording.tables)


def _by_chunk(plan: Plan, held: Held) -> Iterator[tuple[int, list[Source]]]:
    """Each chunk that somebody holds runs of, with who does."""
    for chunk in range(plan.num_chunks):
        sources = [(path, found[chunk]) for path, found in held if chunk in found]
        if sources:
            yield chunk, sources


def _agree(plan: Plan, held: Held) -> None:
    """Refuse folders that say different things of the same runs."""
    for chunk, sources in _by_chunk(plan, held):
        first, receipt = sources[0]
        for path, other in sources[1:]:
            if other.runs == receipt.runs and other.sums != receipt.sums:
                raise InputError(
                    f"{first} and {path} say different things of the same runs (part "
                    f"{chunk:05d}). Find out which is right, by `trustgarden rerun`, and leave "
                    "the other out."
                )


def _copy(source: Path, folder: Path, chunk: int, tables: Sequence[str]) -> None:
    """Copy the files of a chunk, in the order in which a sweep moves them into place."""
    *others, runs = [part_file(Path(), table, chunk) for table in tables]
    for name in (*others, checksums_file(Path(), chunk), runs):
        beside = temporary_beside(folder / name)
        shutil.copyfile(source / name, beside)
        os.replace(beside, folder / name)


def _combine(folder: Path, plan: Plan, chunk: int, sources: Sequence[Source]) -> None:
    """Write a chunk from runs that several folders hold of it."""
    results: dict[int, RunResult] = {}
    for path, receipt in sources:
        new = [run for run in receipt.runs if run not in results]
        results |= kept_results(path, plan, chunk, new)
    with ChunkWriter(folder, plan, chunk) as writer:
        for run in sorted(results):
            writer.add(results[run])
        writer.commit()


def _bring_logs(folder: Path, stores: Sequence[Store]) -> None:
    """Logs of the shards go into folders of their own, and tracebacks where they are looked for."""
    for number, store in enumerate(stores, 1):
        if store.path.resolve() == folder.resolve():
            continue
        there = folder / LOG / f"shard-{number}"
        if (store.path / LOG).is_dir():
            shutil.copytree(store.path / LOG, there, dirs_exist_ok=True)
        for chunk in store.chunks:
            trace = failures_file(store.path, chunk)
            if trace.exists() and not failures_file(folder, chunk).exists():
                shutil.copyfile(trace, failures_file(folder, chunk))
