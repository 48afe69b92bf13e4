"""Real ties from CSV files: what people remember of each other at the start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trustgarden.errors import InputError
from trustgarden.model.scenario import TiesFile

from .tables import Table, finite, known_row, read_table
from .wording import number, shown

__all__ = ["MAX_EVIDENCE", "read_ties"]

MAX_EVIDENCE = 10_000.0
"""Kept acts that the ties from one person to another may stand for, all files together."""

Pair = tuple[int, int]
Columns = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], tuple[str, ...]]
"""From, to, evidence and kind."""


def read_ties(files: Sequence[TiesFile], row_of: Mapping[str, int]) -> Columns:
    """Return all ties, one for each ordered pair: evidence adds up, kinds are named together.

    Args:
        files: The files, in the order of the scenario.
        row_of: Row of each person by id.

    Raises:
        InputError: If a file cannot be read, or a tie cannot be.
    """
    evidence: dict[Pair, float] = {}
    kinds: dict[Pair, dict[str, None]] = {}
    for file in files:
        for pair, kind, amount in _ties_of(file, row_of):
            evidence[pair] = evidence.get(pair, 0.0) + amount
            kinds.setdefault(pair, {})[kind] = None
    pairs = sorted(evidence)
    _refuse_too_much(pairs, evidence, tuple(row_of))
    return (
        np.array([pair[0] for pair in pairs], np.int32),
        np.array([pair[1] for pair in pairs], np.int32),
        np.array([evidence[pair] for pair in pairs], np.float64),
        tuple("+".join(kinds[pair]) for pair in pairs),
    )


def _ties_of(file: TiesFile, row_of: Mapping[str, int]) -> Iterable[tuple[Pair, str, float]]:
    """The ties of one file: pair, kind and evidence; a tie of weight 0 is none."""
    wanted = {"from": file.from_, "to": file.to}
    wanted |= {"kind": file.kind} if file.kind is not None else {}
    wanted |= {"weight": file.weight} if file.weight is not None else {}
    table = read_table(Path(file.file), wanted)
    first: dict[tuple[int, int, str], int] = {}
    for row in range(len(table)):
        pair = _pair(table, row, row_of)
        kind = table.columns["kind"][row] if file.kind is not None else Path(file.file).stem
        if (*pair, kind) in first:
            raise table.problem(
                row,
                f"this tie stands in line {table.lines[first[*pair, kind]]} already; keep one of "
                "them, with the weight of both.",
            )
        first[*pair, kind] = row
        weight = _weight(table, row) if file.weight is not None else 1.0
        if weight > 0:
            yield pair, kind, weight * file.evidence


def _pair(table: Table, row: int, row_of: Mapping[str, int]) -> Pair:
    start = known_row(table.columns["from"][row], row_of, table, row)
    end = known_row(table.columns["to"][row], row_of, table, row)
    if start == end:
        raise table.problem(row, "this tie goes from a person to themselves; take it out.")
    return start, end


def _weight(table: Table, row: int) -> float:
    text = table.columns["weight"][row]
    weight = finite(text, table, row, "weight")
    if weight < 0:
        raise table.problem(row, f"the weight is {shown(text)}; it must be 0 or more.")
    return weight


def _refuse_too_much(
    pairs: Sequence[Pair], evidence: Mapping[Pair, float], ids: Sequence[str]
) -> None:
    for start, end in pairs:
        if evidence[start, end] > MAX_EVIDENCE:
            raise InputError(
                f"The ties from {ids[start]} to {ids[end]} stand for "
                f"{evidence[start, end]:,.0f} kept acts; the most is {number(MAX_EVIDENCE)}. "
                "Lower organisation.ties.evidence, or the weights."
            )
