"""The tables of a store: their columns, and the types of these."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from trustgarden.model.measures import MEASURE_NAMES

from .designs.factors import type_levels
from .recording import Recording

__all__ = ["KEYS", "PEOPLE", "TIES", "level_column", "schemas"]

KEYS = (
    ("run", pa.int64()),
    ("scenario", pa.string()),
    ("point", pa.int32()),
    ("replicate", pa.int32()),
    ("seed", pa.int64()),
    ("version", pa.string()),
)
"""What a row of any table is of."""

WEEK = ("week", pa.int32())
TRUST = ("trust", "trust_ability", "trust_benevolence", "trust_integrity", "certainty")
PURPOSES = ("perform", "share", "rehearse", "explore")


def _columns(kind: pa.DataType, *names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, kind) for name in names]


PEOPLE = pa.schema(
    [
        *_columns(pa.string(), "id", "team", "leader"),
        ("is_leader", pa.bool_()),
        *_columns(pa.string(), "place", "practice"),
        ("rank", pa.int32()),
        *_columns(
            pa.float64(),
            *("propensity", "ability", "integrity", "benevolence", "sociability", "strain"),
            *("fairness_distributive", "fairness_procedural", "fairness_interactional"),
            *(f"projected_{purpose}" for purpose in PURPOSES),
            *("effort", "output", "intention"),
        ),
        ("communities", pa.string()),
        *_columns(pa.float64(), "accepted_week", "trust_organisation"),
        ("joined_week", pa.int32()),
        *_columns(pa.float64(), "trust_given", "trust_received"),
    ]
)
"""Columns of `Organisation.people_table`."""

TIES = pa.schema(
    [
        *_columns(pa.string(), "from", "to", "team_from", "team_to"),
        *_columns(pa.string(), "place_from", "practice_from"),
        ("rank_from", pa.int32()),
        *_columns(pa.string(), "place_to", "practice_to"),
        ("rank_to", pa.int32()),
        *_columns(pa.float64(), *TRUST, "mistrust", "deception", "frame", "familiarity"),
        *_columns(pa.float64(), *(f"hours_{purpose}" for purpose in PURPOSES), "told"),
        *_columns(pa.int32(), "embedded", "met_week", "last_week"),
        *_columns(pa.string(), "kind", "origin"),
    ]
)
"""Columns of `Organisation.ties`."""


def schemas(factors: Mapping[str, Any], recording: Recording | None = None) -> dict[str, pa.Schema]:
    """The columns of each table that is recorded, for these factors with their levels or ranges."""
    recording = recording or Recording()
    levels = [(key, level_type(type_levels(factor))) for key, factor in factors.items()]
    outcome = [("status", pa.string()), ("message", pa.string()), ("weeks", pa.int32())]
    every = {
        "series": [WEEK, *_columns(pa.float64(), *recording.series_measures)],
        "teams": [WEEK, ("team", pa.int32()), ("trust_team", pa.float64())],
        "people": [WEEK, *PEOPLE],
        "ties": [WEEK, *TIES],
        "runs": [*outcome, *levels, *_columns(pa.float64(), *MEASURE_NAMES)],
    }
    return {table: pa.schema([*KEYS, *every[table]]) for table in recording.tables}


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
