"""What a table must hold before anything is computed from it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

__all__ = ["need_columns"]


def need_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Check that a table has the columns that are read.

    Raises:
        ValueError: If one is missing; the message names all that are.
    """
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise ValueError(
            f"{what} has no column {', '.join(missing)}; it has {', '.join(map(str, table))}."
        )
