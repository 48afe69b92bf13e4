"""Parts of a store: the runs of one chunk, written beside and moved into place.

A chunk is a Parquet file for each table. They are written under names that no
reader looks at and then moved, the part of `runs` last: that one move commits
the chunk. Whatever stops a sweep, a chunk is there as a whole or not at all.

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

import trustgarden
from trustgarden.model.measures import MEASURE_NAMES

from .checksums import Receipt, digest_of_file, write_receipt
from .closely import NO_PEOPLE, NO_TIES
from .layout import part_file, temporary_beside
from .planning import Plan
from .running import TEAM_WEEKS, RunResult
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
        self._folder, self._chunk = folder, chunk
        self._recording = plan.experiment.recording
        self._tables = self._recording.tables
        self._places = {table: part_file(folder, table, chunk) for table in self._tables}
        self._beside = {table: temporary_beside(place) for table, place in self._places.items()}
        self._schemas = schemas(plan.experiment.varied.all, self._recording)
        self._files: dict[str, pq.ParquetWriter] = {}
        self._waiting: list[RunResult] = []
        self._rows = 0
        self._runs: list[int] = []
        self._failed: list[int] = []

    def __enter__(self) -> Self:
        try:
            for table, path in self._beside.items():
                self._files[table] = open_part(path, self._schemas[table])
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._discard()

    def _discard(self) -> None:
        for table, path in self._beside.items():
            # On a full disk even closing fails, and what is closed here is thrown away.
            try:
                if table in self._files:
                    self._files[table].close()
            except OSError:
                pass
            path.unlink(missing_ok=True)

    def add(self, result: RunResult) -> None:
        """Take one more run of the chunk; runs come in order."""
        self._waiting.append(result)
        self._runs.append(result.planned.run)
        if result.failed:
            self._failed.append(result.planned.run)
        self._rows += result.num_rows
        if self._rows >= FLUSH_ROWS:
            self._flush()

    def commit(self) -> None:
        """Finish the files and move them into place, the runs last."""
        self._flush()
        for table in self._tables:
            self._files[table].close()
        sums = {table: digest_of_file(path) for table, path in self._beside.items()}
        *others, runs = self._tables
        for table in others:
            os.replace(self._beside[table], self._places[table])
        receipt = Receipt(tuple(self._runs), tuple(self._failed), sums)
        write_receipt(self._folder, self._chunk, receipt)
        os.replace(self._beside[runs], self._places[runs])

    def _flush(self) -> None:
        if not self._waiting:
            return
        for table in self._tables:
            rows = self._columns(table)
            self._files[table].write_table(table_of(rows, self._schemas[table]))
        self._waiting, self._rows = [], 0

    def _columns(self, table: str) -> dict[str, Any]:
        results = self._waiting
        if table == "series":
            return series_columns(
                results, self._recording.every_weeks, self._recording.series_measures
            )
        if table == "teams":
            return teams_columns(results)
        if table == "people":
            return closely_columns(results, [result.people for result in results], NO_PEOPLE)
        if table == "ties":
            return closely_columns(results, [result.ties for result in results], NO_TIES)
        return runs_columns(results, self._schemas["runs"])


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
    """Columns as a table of just this schema; NaN is null, which readers pass over."""
    return pa.table(
        [column_of(columns[name], schema.field(name).type) for name in schema.names],
        schema=schema,
    )


def column_of(values: Any, kind: pa.DataType) -> pa.Array:
    """Values as a column without seams, so that its bytes do not tell how it was put together."""
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks()
    return pa.array(values, kind, from_pandas=True)


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
    return numbers | {
        "scenario": words.take(pa.array(np.repeat(np.arange(len(rows)), rows))),
        "version": pa.repeat(trustgarden.__version__, sum(rows)),
    }


def measure_columns(
    rows: np.ndarray[Any, Any], names: Sequence[str] = MEASURE_NAMES
) -> dict[str, Any]:
    """Columns of measures from rows of them; each made contiguous in one pass."""
    columns = np.ascontiguousarray(rows.T)
    return dict(zip(names, columns, strict=True))


def series_columns(
    results: Sequence[RunResult],
    every_weeks: int = 1,
    measures: Sequence[str] = MEASURE_NAMES,
) -> dict[str, Any]:
    """The weekly measures of the results, one row a run and recorded week."""
    lengths = [len(result.series) for result in results]
    weeks = concatenated(np.arange(1, length + 1) * every_weeks for length in lengths)
    rows = np.concatenate([result.series for result in results])
    return key_columns(results, lengths) | {"week": weeks} | measure_columns(rows, measures)


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


def closely_columns(
    results: Sequence[RunResult], tables: Sequence[Sequence[pa.Table]], none: pa.Table
) -> dict[str, Any]:
    """People or ties of the results, one row a run, recorded week, and person or tie."""
    lengths = [sum(map(len, weeks)) for weeks in tables]
    rows = pa.concat_tables([none, *(table for weeks in tables for table in weeks)])
    return key_columns(results, lengths) | {name: rows[name] for name in rows.column_names}


def runs_columns(results: Sequence[RunResult], schema: pa.Schema) -> dict[str, Any]:
    """What became of each run, its levels, and its end-of-run measures."""
    outcome = {
        "status": ["failed" if result.failed else "ok" for result in results],
        "message": [result.message for result in results],
        "weeks": [result.weeks for result in results],
    }
    levels = {
        key: level_column(
            [result.planned.point.factors[key] for result in results], schema.field(key).type
        )
        for key in results[0].planned.point.factors
    }
    ends = measure_columns(np.array([result.ends for result in results]))
    return key_columns(results, [1] * len(results)) | outcome | levels | ends


def concatenated(pieces: Iterable[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """The pieces one after another."""
    return np.concatenate(list(pieces))
