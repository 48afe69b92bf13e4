"""The store: a results folder, opened for reading.

Only committed chunks are read, so a store can be opened while a sweep is still
running, or after one was stopped; runs are in replicate-major order, so what
is there is balanced over scenarios and points.

`docs/store.md` describes every column, for readers without Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustgarden.errors import InputError
from trustgarden.scenarios.wording import did_you_mean, listed

from .checksums import read_receipt
from .designs.factors import factors_of
from .layout import committed_chunks, part_file
from .manifest import read_manifest

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from .recording import Recording

__all__ = ["Store"]

SERIES_KEYS = ("run", "scenario", "point", "replicate", "seed", "version", "week")


class Store:
    """Results of a sweep.

    Examples:
        >>> store = Store.open("results/eight-gardens")  # doctest: +SKIP
        >>> store.runs.groupby("scenario")["trust"].mean()  # doctest: +SKIP
    """

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path = path
        self.manifest = manifest

    @classmethod
    def open(cls, path: str | Path) -> Store:
        """Open a results folder.

        Raises:
            InputError: If it is none, is damaged, or was made by a later version.
        """
        folder = Path(path)
        return cls(folder, read_manifest(folder))

    def __repr__(self) -> str:
        name = self.manifest["experiment"]["id"]
        return f"<Store of {name!r}: {self.num_runs_made} of {self.num_runs} runs>"

    @property
    def num_runs(self) -> int:
        """Runs of the whole plan."""
        number: int = self.manifest["num_runs"]
        return number

    @property
    def chunk_size(self) -> int:
        """Runs in a chunk, whose part of `runs` may hold fewer."""
        size: int = self.manifest["chunk_size"]
        return size

    @property
    def num_runs_made(self) -> int:
        """Runs that are committed, failed ones included."""
        return self.counts()[0]

    @property
    def num_failed(self) -> int:
        """Runs that are committed and failed."""
        return self.counts()[1]

    def counts(self) -> tuple[int, int]:
        """Runs that are committed, and those of them that failed."""
        made = failed = 0
        for chunk in self.chunks:
            receipt = read_receipt(self.path, chunk)
            if receipt is None:
                # Of an older layout, or damaged: the part itself tells.
                status = self._table("runs", ["status"], None, [chunk])["status"].to_pylist()
                made, failed = made + len(status), failed + status.count("failed")
            else:
                made, failed = made + len(receipt.runs), failed + len(receipt.failed)
        return made, failed

    @property
    def is_complete(self) -> bool:
        """Whether every run of the plan is there, or as many as its stopping rule wants."""
        made = self.num_runs_made
        return made == self.num_runs or made >= self.num_runs_wanted

    @property
    def num_runs_wanted(self) -> int:
        """Runs of the whole plan, or those that its stopping rule wants as far as can be told."""
        if not self.manifest["experiment"].get("stopping"):
            return self.num_runs
        # Imported here: few experiments have a rule, and the record is more than reading needs.
        from .record import Experiment
        from .stopping import replicates_wanted

        experiment = Experiment.model_validate(self.manifest["experiment"])
        num_points = self.num_runs // experiment.replicates
        return num_points * replicates_wanted(experiment, self.runs, num_points)

    @property
    def chunks(self) -> list[int]:
        """Numbers of the committed chunks, as they are now."""
        return committed_chunks(self.path)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Ids of the scenarios, in the order of the experiment."""
        return tuple(self.manifest["experiment"]["scenarios"])

    @property
    def factors(self) -> tuple[str, ...]:
        """Dotted keys that vary; columns of `runs`."""
        return tuple(factors_of(self.manifest["experiment"]))

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures, in the order of the columns of `runs`."""
        return tuple(self.manifest["measures"])

    @property
    def recording(self) -> Recording:
        """What was recorded of each run."""
        # Imported here: the manifest alone can be read without the record of experiments.
        from .recording import Recording

        return Recording.model_validate(self.manifest["experiment"].get("recording") or {})

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that were recorded."""
        return self.recording.tables

    @property
    def runs(self) -> pd.DataFrame:
        """One row a run: keys, status, levels of the factors, end-of-run measures."""
        return self._read("runs")

    def series(
        self,
        columns: Iterable[str] | None = None,
        scenario: str | Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Weekly measures, one row a run and week.

        Args:
            columns: Measures to read, all that were recorded if not given; the keys of the rows
                (run, scenario, point, replicate, seed, version, week) are always there.
            scenario: Only runs of this scenario, or of these.

        Raises:
            InputError: If there is no such measure or scenario, or it was not recorded.
        """
        recorded = self.recording.series_measures
        wanted = recorded if columns is None else tuple(columns)
        for name in wanted:
            _known(name, (*self.measures, *SERIES_KEYS), "measure")
            if name not in recorded and name not in SERIES_KEYS:
                raise InputError(
                    f"The measure {name!r} was not recorded week by week in this store, as "
                    f"recording.measures of the experiment says; there are: {listed(recorded)}. "
                    "Its mean at the end of each run is in `runs`."
                )
        keys = [*SERIES_KEYS, *(name for name in wanted if name not in SERIES_KEYS)]
        return self._read("series", keys, scenario)

    def teams(self, scenario: str | Sequence[str] | None = None) -> pd.DataFrame:
        """Trust in each team, one row a run, recorded week and team; teams go by number."""
        return self._read("teams", None, scenario)

    def people(self, scenario: str | Sequence[str] | None = None) -> pd.DataFrame:
        """People, one row a run, recorded week and person.

        Raises:
            InputError: If none were recorded.
        """
        return self._read(self._recorded("people"), None, scenario)

    def ties(self, scenario: str | Sequence[str] | None = None) -> pd.DataFrame:
        """Remembered relationships, one row a run, recorded week and tie.

        Raises:
            InputError: If none were recorded.
        """
        return self._read(self._recorded("ties"), None, scenario)

    def query(self, sql: str) -> pd.DataFrame:
        """Ask in SQL; the tables are `runs`, `series`, `teams`, and what else was recorded.

        The tables are read from disk in passing, and what does not fit into
        memory on the way is put on disk by DuckDB; only the answer must fit.

        Args:
            sql: A query as DuckDB understands it.

        Raises:
            InputError: If DuckDB is not installed, or does not understand the query.

        Examples:
            >>> store.query("select scenario, avg(trust) from runs group by 1")  # doctest: +SKIP
        """
        from .querying import query

        return query(self, sql)

    def _recorded(self, table: str) -> str:
        if table not in self.tables:
            raise InputError(
                f"No {table} were recorded in this store; state recording.{table}_at_weeks in the "
                "experiment, and sweep it into a new folder."
            )
        return table

    def _read(
        self,
        table: str,
        columns: list[str] | None = None,
        scenario: str | Sequence[str] | None = None,
    ) -> pd.DataFrame:
        frame: pd.DataFrame = self._table(table, columns, self._names(scenario)).to_pandas()
        return frame

    def schema(self, table: str) -> pa.Schema:
        """Columns of a table, as Arrow has them."""
        # Imported here: the manifest alone can be read without pandas and pyarrow.
        from .tables import schemas

        return schemas(factors_of(self.manifest["experiment"]), self.recording)[table]

    def parts(self, table: str) -> list[Path]:
        """Files of a table that are committed, in order."""
        return [part_file(self.path, table, chunk) for chunk in self.chunks]

    def _table(
        self,
        table: str,
        columns: list[str] | None = None,
        names: list[str] | None = None,
        chunks: Sequence[int] | None = None,
    ) -> pa.Table:
        import pyarrow as pa

        chunks = self.chunks if chunks is None else chunks
        parts = [part_file(self.path, table, chunk) for chunk in chunks]
        try:
            return _scan(parts, self.schema(table), columns, names)
        except (OSError, pa.ArrowException) as error:
            raise _damaged(parts, error) from None

    def _names(self, scenario: str | Sequence[str] | None) -> list[str] | None:
        if scenario is None:
            return None
        names = [scenario] if isinstance(scenario, str) else list(scenario)
        for name in names:
            _known(name, self.scenarios, "scenario")
        return names


def _known(name: str, known: Sequence[str], kind: str) -> None:
    if name not in known:
        raise InputError(
            f"There is no {kind} {name!r} in this store.{did_you_mean(name, known)} "
            f"There are: {listed(known)}."
        )


def _damaged(parts: Sequence[Path], error: Exception) -> InputError:
    """The message about a table that cannot be read; it names the part that is at fault."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    culprit = parts[0]
    for part in parts:
        try:
            pq.read_table(part, page_checksum_verification=True)
        except (OSError, pa.ArrowException):
            culprit = part
            break
    return InputError(
        f"{culprit} is damaged ({error}). Sweep again into the same folder: what is damaged is "
        "found and made again."
    )


def _scan(
    parts: Sequence[Path], schema: pa.Schema, columns: list[str] | None, names: list[str] | None
) -> pa.Table:
    """Read rows of the parts in their order, page checksums verified."""
    import pyarrow.dataset as ds

    checked = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    found = ds.dataset(
        [str(part) for part in parts],
        schema=schema,
        format=ds.ParquetFileFormat(default_fragment_scan_options=checked),
    )
    rows = None if names is None else ds.field("scenario").isin(names)
    return found.to_table(columns=columns, filter=rows)
