"""The tables of a store: their columns, and the types of these."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

__all__ = ["KEYS", "level_column", "schemas"]

KEYS = (
    ("run", pa.int64()),
    ("scenario", pa.string()),
    ("point", pa.int32()),
    ("replicate", pa.int32()),
    ("seed", pa.int64()),
)
"""What a row of any table is of."""


def schemas(factors: Mapping[str, Sequence[Any]], measures: Sequence[str]) -> dict[str, pa.Schema]:
    """The columns of each table, for these factors (with their levels) and measures."""
    levels = [(key, level_type(levels)) for key, levels in factors.items()]
    figures = [(name, pa.float64()) for name in measures]
    outcome = [("status", pa.string()), ("message", pa.string()), ("weeks", pa.int32())]
    team = [("week", pa.int32()), ("team", pa.int32()), ("trust_team", pa.float64())]
    return {
        "runs": pa.schema([*KEYS, *outcome, *levels, *figures]),
        "series": pa.schema([*KEYS, ("week", pa.int32()), *figures]),
        "teams": pa.schema([*KEYS, *team]),
    }


def level_type(levels: Sequence[Any]) -> pa.DataType:
    """Type of a factor's column: that of its levels, or text if they are mixed or lists."""
    kinds = {type(level) for level in levels}
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    if kinds <= {int, float}:
        return pa.float64()
    return pa.string()


def level_column(levels: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Levels as their column holds them; in a column of text, what is no word is JSON."""
    if kind == pa.string():
        words = [x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in levels]
        return pa.array(words, kind)
    return pa.array(levels, kind)
