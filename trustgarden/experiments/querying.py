"""SQL over a store, by DuckDB: what is asked for is read in passing, and not held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trustgarden.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from .store import Store

__all__ = ["connect", "query"]


def query(store: Store, sql: str) -> pd.DataFrame:
    """The answer to a query as a table; see `Store.query`."""
    duckdb = _duckdb()
    try:
        with connect(store) as connection:
            frame: pd.DataFrame = connection.execute(sql).df()
    except duckdb.Error as error:
        raise InputError(f"DuckDB does not answer this query: {error}") from None
    return frame


def connect(store: Store) -> Any:
    """A connection of DuckDB, in memory, with a view of each table of a store.

    The views hold the parts that are committed now. Whoever wants answers
    larger than memory takes this one, and fetches in batches or copies to a
    file.

    Raises:
        InputError: If DuckDB is not installed.
    """
    connection = _duckdb().connect()
    for table in store.tables:
        _view(connection, store, table)
    return connection


def _view(connection: Any, store: Store, table: str) -> None:
    parts = [str(part) for part in store.parts(table)]
    if parts:
        names = ", ".join("'" + part.replace("'", "''") + "'" for part in parts)
        source = f"read_parquet([{names}])"
    else:
        source = f"empty_{table}"
        connection.register(source, store.schema(table).empty_table())
    connection.execute(f'create view "{table}" as select * from {source}')


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise InputError(
            "SQL needs DuckDB, which is not installed; install it with `pip install "
            '"trustgarden[sql]"`, or read the tables with `Store.runs`, `Store.series` and the '
            "others."
        ) from None
    return duckdb
