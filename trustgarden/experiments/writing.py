"""Parts of a store: the runs of one chunk, written beside and moved into place.

A chunk is three Parquet files. They are written under names that no reader
looks at and then moved, the part of `runs` last: that one move commits the
chunk. Whatever stops a sweep, a chunk is there as a whole or not at all.

Columns go from numpy to Parquet without pandas, and what is written depends
on the results alone: no clock, no host, no order of arrival.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from trustgarden.model.measures import MEASURE_NAMES

from .layout import TABLES, part_file, temporary_beside
from .planning import Plan
from .running import TEAM_WEEKS, RunResult, end_of_run
from .tables import level_column, schemas

__all__ = ["ChunkWriter"]

# Rows are handed to the files as soon as there are this many, so that a worker's memory does not
# grow with the length of its runs. One row group of that size is some 20 MB.
FLUSH_ROWS = 65_536


class ChunkWriter:
    """Writes the runs of one chunk; `commit` puts them into place.

    Used as a context; left without a commit, it takes away what it wrote.
    """

    def __init__(self, folder: Path, plan: Plan, chunk: int) -> None:
        self._places = {table: part_file(folder, table, chunk) for table in TABLES}
        self._beside = {table: temporary_beside(place) for table, place in self._places.items()}
        self._schemas = schemas(plan.experiment.factors, MEASURE_NAMES)
        self._waiting: list[RunResult] = []
        self._rows = 0

    def __enter__(self) -> Self:
        self._files = {
            table: open_part(path, self._schemas[table]) for table, path in self._beside.items()
        }
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for table, path in self._beside.items():
            self._files[table].close()
            path.unlink(missing_ok=True)

    def add(self, result: RunResult) -> None:
        """Take one more run of the chunk; runs come in order."""
        self._waiting.append(result)
        self._rows += len(result.series) + result.teams.size
        if self._rows >= FLUSH_ROWS:
            self._flush()

    def commit(self) -> None:
        """Finish the files and move them into place, the runs last."""
        self._flush()
        for table in TABLES:
            self._files[table].close()
        for table in TABLES:
            os.replace(self._beside[table], self._places[table])

    def _flush(self) -> None:
        if not self._waiting:
            return
        tables = {
            "series": series_columns(self._waiting),
            "teams": teams_columns(self._waiting),
            "runs": runs_columns(self._waiting, self._schemas["runs"]),
        }
        for table, columns in tables.items():
            self._files[table].write_table(table_of(columns, self._schemas[table]))
        self._waiting, self._rows = [], 0


def open_part(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Open a part for writing, with what suits keys that repeat and measures that do not."""
    measures = [field.name for field in schema if field.type == pa.float64()]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=[field.name for field in schema if field.name not in measures],
        use_byte_stream_split=measures,
        # A flipped bit is found when the page is read.
        write_page_checksum=True,
        # Plain Parquet types, for readers that know nothing of Arrow.
        store_schema=False,
    )


def table_of(columns: Mapping[str, Any], schema: pa.Schema) -> pa.Table:
    """Columns as a table of just this schema."""
    return pa.table(
        [pa.array(columns[name], schema.field(name).type) for name in schema.names], schema=schema
    )


def key_columns(results: Sequence[RunResult], rows: Sequence[int]) -> dict[str, Any]:
    """The keys of each result, repeated for as many rows as it has."""
    planned = [result.planned for result in results]
    numbers = {
        "run": np.repeat([one.run for one in planned], rows),
        "point": np.repeat([one.point.point for one in planned], rows),
        "replicate": np.repeat([one.replicate for one in planned], rows),
        "seed": np.repeat([one.seed for one in planned], rows),
    }
    # Taken by index: repeating words one by one would cost more than all the numbers.
    words = pa.array([one.point.scenario for one in planned], pa.string())
    return numbers | {"scenario": words.take(pa.array(np.repeat(np.arange(len(rows)), rows)))}


def measure_columns(rows: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Columns of measures from rows of them; each made contiguous in one pass."""
    columns = np.ascontiguousarray(rows.T)
    return dict(zip(MEASURE_NAMES, columns, strict=True))


def series_columns(results: Sequence[RunResult]) -> dict[str, Any]:
    """The weekly measures of the results, one row a run and week."""
    lengths = [len(result.series) for result in results]
    weeks = concatenated(np.arange(1, length + 1) for length in lengths)
    rows = np.concatenate([result.series for result in results])
    return key_columns(results, lengths) | {"week": weeks} | measure_columns(rows)


def teams_columns(results: Sequence[RunResult]) -> dict[str, Any]:
    """Trust in each team, one row a run, recorded week and team.

    Teams go by number: names of a user's own teams are not written.
    """
    shapes = [result.teams.shape for result in results]
    weeks = concatenated(
        np.repeat(np.arange(1, num_weeks + 1) * TEAM_WEEKS, num_teams)
        for num_weeks, num_teams in shapes
    )
    teams = concatenated(
        np.tile(np.arange(num_teams), num_weeks) for num_weeks, num_teams in shapes
    )
    trust = concatenated(result.teams.ravel() for result in results)
    keys = key_columns(results, [result.teams.size for result in results])
    return keys | {"week": weeks, "team": teams, "trust_team": trust}


def runs_columns(results: Sequence[RunResult], schema: pa.Schema) -> dict[str, Any]:
    """What became of each run, its levels, and its end-of-run measures."""
    outcome = {
        "status": ["failed" if result.failed else "ok" for result in results],
        "message": [result.message for result in results],
        "weeks": [len(result.series) for result in results],
    }
    levels = {
        key: level_column(
            [result.planned.point.factors[key] for result in results], schema.field(key).type
        )
        for key in results[0].planned.point.factors
    }
    return key_columns(results, [1] * len(results)) | outcome | levels | end_columns(results)


def end_columns(results: Sequence[RunResult]) -> dict[str, Any]:
    """End-of-run measures; of a failed run there are none, which is null and not a number."""
    nothing = np.full(len(MEASURE_NAMES), np.nan)
    ends = [nothing if result.failed else end_of_run(result.series) for result in results]
    failed = np.array([result.failed for result in results])
    columns = measure_columns(np.array(ends))
    return {name: pa.array(column, mask=failed) for name, column in columns.items()}


def concatenated(pieces: Iterable[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """The pieces one after another."""
    return np.concatenate(list(pieces))
