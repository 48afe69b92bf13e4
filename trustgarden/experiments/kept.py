"""Runs of a chunk that are there already, read back to be written again with those that are new.

A chunk may hold a part of its runs, when only some were asked for, or when
those that failed are tried again. What was made is not made twice: its rows
are taken from the parts as they are, to the bit.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from trustgarden.model.measures import MEASURE_NAMES

from .layout import part_file
from .planning import Plan
from .running import RunResult, failed_run
from .tables import KEYS

__all__ = ["kept_results"]


def kept_results(
    folder: Path, plan: Plan, chunk: int, runs: Collection[int]
) -> dict[int, RunResult]:
    """The results of these runs of a chunk that is whole, by number."""
    if not runs:
        return {}
    recording = plan.experiment.recording
    tables = {
        table: pq.ParquetFile(part_file(folder, table, chunk)).read() for table in recording.tables
    }
    return {run: _result(plan, run, tables) for run in runs}


def _result(plan: Plan, run: int, tables: dict[str, pa.Table]) -> RunResult:
    rows = {table: whole.filter(pc.field("run") == run) for table, whole in tables.items()}
    planned, recording = plan.run(run), plan.experiment.recording
    (outcome,) = rows["runs"].select(["status", "message", "weeks"]).to_pylist()
    if outcome["status"] == "failed":
        return failed_run(planned, recording, outcome["message"])
    return RunResult(
        planned,
        outcome["weeks"],
        _numbers(rows["runs"], MEASURE_NAMES)[0],
        _numbers(rows["series"], recording.series_measures),
        _teams(rows["teams"]),
        [_without_keys(rows["people"])] if "people" in rows else [],
        [_without_keys(rows["ties"])] if "ties" in rows else [],
    )


def _numbers(rows: pa.Table, names: Collection[str]) -> NDArray[np.float64]:
    columns: NDArray[np.float64] = np.column_stack([rows[name].to_numpy() for name in names])
    return columns


def _teams(rows: pa.Table) -> NDArray[np.float64]:
    num_teams = len(rows["team"].unique()) or 1
    trust: NDArray[np.float64] = rows["trust_team"].to_numpy()
    return trust.reshape(-1, num_teams)


def _without_keys(rows: pa.Table) -> pa.Table:
    return rows.drop_columns([name for name, _ in KEYS])
