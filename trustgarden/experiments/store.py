"""The store: a results folder, opened for reading.

Only committed chunks are read, so a store can be opened while a sweep is still
running, or after one was stopped; runs are in replicate-major order, so what
is there is balanced over scenarios and points.

`docs/experiments.md` describes every column, for readers without Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustgarden.errors import InputError
from trustgarden.scenarios.wording import did_you_mean, listed

from .layout import committed_chunks, part_file
from .manifest import read_manifest

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["Store"]

SERIES_KEYS = ("run", "scenario", "point", "replicate", "seed", "week")


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
    def num_runs_made(self) -> int:
        """Runs that are committed, failed ones included."""
        size = self.manifest["chunk_size"]
        return sum(min(size, self.num_runs - chunk * size) for chunk in self.chunks)

    @property
    def num_failed(self) -> int:
        """Runs that are committed and failed."""
        status = self._read("runs", ["status"])["status"]
        return int((status == "failed").sum())

    @property
    def is_complete(self) -> bool:
        """Whether every run of the plan is there."""
        return self.num_runs_made == self.num_runs

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
        return tuple(self.manifest["experiment"]["factors"])

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures, in the order of the columns."""
        return tuple(self.manifest["measures"])

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
            columns: Measures to read, all if not given; the keys of the rows
                (run, scenario, point, replicate, seed, week) are always there.
            scenario: Only runs of this scenario, or of these.

        Raises:
            InputError: If there is no such measure or scenario.
        """
        wanted = self.measures if columns is None else tuple(columns)
        for name in wanted:
            _known(name, (*self.measures, *SERIES_KEYS), "measure")
        keys = [*SERIES_KEYS, *(name for name in wanted if name not in SERIES_KEYS)]
        return self._read("series", keys, scenario)

    def teams(self, scenario: str | Sequence[str] | None = None) -> pd.DataFrame:
        """Trust in each team, one row a run, recorded week and team; teams go by number."""
        return self._read("teams", None, scenario)

    def _read(
        self,
        table: str,
        columns: list[str] | None = None,
        scenario: str | Sequence[str] | None = None,
    ) -> pd.DataFrame:
        # Imported here: the manifest alone can be read without pandas and pyarrow.
        import pyarrow as pa

        from .tables import schemas

        schema = schemas(self.manifest["experiment"]["factors"], self.measures)[table]
        parts = [part_file(self.path, table, chunk) for chunk in self.chunks]
        try:
            found = _scan(parts, schema, columns, self._names(scenario))
        except (OSError, pa.ArrowException) as error:
            raise _damaged(parts, error) from None
        frame: pd.DataFrame = found.to_pandas()
        return frame

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
        f"{culprit} is damaged ({error}). Take it away, and {culprit.name} in the folder `runs` "
        "too, and sweep again: what is missing is made."
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
