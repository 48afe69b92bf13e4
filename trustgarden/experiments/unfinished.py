"""What is left to do in a results folder: chunks that are missing, damaged, or not whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .checksums import Receipt, first_damage, read_receipt
from .chunking import Job
from .layout import committed_chunks, part_file
from .planning import Plan
from .selecting import Selection

__all__ = ["Unfinished", "look_through"]


@dataclass
class Unfinished:
    """What a folder lacks of the runs that are wanted.

    Attributes:
        jobs: What is to be made, in order.
        damaged: For each chunk that is damaged, what is wrong with it, in words.
        num_wanted: Runs that are wanted.
        num_there: Those of them that are there and stay.
        num_failed: Those of them that failed.
    """

    jobs: list[Job] = field(default_factory=list)
    damaged: dict[int, str] = field(default_factory=dict)
    num_wanted: int = 0
    num_there: int = 0
    num_failed: int = 0


def look_through(plan: Plan, folder: Path, selection: Selection, *, retry: bool) -> Unfinished:
    """Find what is left to do.

    Every part that is there is read once and compared with its checksum. A
    damaged chunk is made again as a whole, also if it is not selected: it was
    made once, and nothing that was made is to be lost.

    Args:
        plan: The plan.
        folder: Its results folder, which is only read.
        selection: The runs that are wanted.
        retry: Whether runs that failed are made again.
    """
    found = Unfinished()
    there = set(committed_chunks(folder))
    for chunk in range(plan.num_chunks):
        wanted = selection.runs_of(plan, chunk)
        if chunk not in there:
            found.num_wanted += len(wanted)
            if wanted:
                found.jobs.append(Job(chunk, wanted))
            continue
        receipt = read_receipt(folder, chunk)
        words = first_damage(
            folder, chunk, receipt, plan.experiment.recording.tables, plan.chunk(chunk)
        )
        if words or receipt is None:
            found.damaged[chunk] = words
            runs = tuple(sorted({*wanted, *_once_there(plan, folder, chunk, receipt)}))
            found.num_wanted += len(runs)
            found.jobs.append(Job(chunk, runs))
        else:
            _count(found, chunk, wanted, receipt, retry=retry)
    return found


def _count(
    found: Unfinished, chunk: int, wanted: Iterable[int], receipt: Receipt, *, retry: bool
) -> None:
    wanted, failed = set(wanted), set(receipt.failed)
    stay = set(receipt.runs) - (failed if retry else set())
    runs = tuple(sorted(wanted - stay))
    if runs:
        found.jobs.append(Job(chunk, runs, again=retry and bool(failed)))
    found.num_wanted += len(wanted)
    found.num_there += len(wanted & stay)
    found.num_failed += len(wanted & stay & failed)


def _once_there(plan: Plan, folder: Path, chunk: int, receipt: Receipt | None) -> Iterable[int]:
    """Runs that a damaged chunk held, as far as anything still tells."""
    runs = set(chain(receipt.runs if receipt else (), _runs_of_part(folder, chunk)))
    return runs & set(plan.chunk(chunk))


def _runs_of_part(folder: Path, chunk: int) -> list[int]:
    try:
        table = pq.read_table(
            part_file(folder, "runs", chunk), columns=["run"], page_checksum_verification=True
        )
    except (OSError, pa.ArrowException):
        return []
    numbers: list[int] = table["run"].to_pylist()
    return numbers
