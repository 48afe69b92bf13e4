"""A real survey of somebody's own, read from a CSV file with a map of its columns.

Only means, spreads, reliabilities and correlations leave it: nothing of a single person.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from trustgarden.errors import InputError
from trustgarden.scenarios.tables import Table, finite, read_table
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .mapping import MappedScale, SurveyMap, read_map
from .questionnaire import Questionnaire
from .scoring import MOST_LEFT_OUT, cronbach
from .standard import STANDARD

__all__ = ["FEWEST", "RealSurvey", "read_real_survey"]

FEWEST = 10
"""Respondents below which figures would say something of persons."""
MISSING = frozenset({"", "na", "n/a", "nan", "."})


@dataclass(frozen=True)
class RealSurvey:
    """Scales of a real survey.

    Attributes:
        shares: Scores as shares of their scale, from 0 (least answer) to 1; records in weeks.
        alphas: Cronbach's alpha, and of how many respondents, of scales of several items.
        num_items: Items of each scale.
    """

    shares: pd.DataFrame
    alphas: dict[str, tuple[float, int]]
    num_items: dict[str, int]


def read_real_survey(
    table: str | Path, columns: str | Path, *, questionnaire: Questionnaire = STANDARD
) -> RealSurvey:
    """Read a survey from a CSV file (a row a respondent), by a map of its columns.

    Args:
        table: The CSV file, in UTF-8, with names of columns in its first line.
        columns: The map, a TOML file; docs/survey.md says how it is written.
        questionnaire: What it is held beside.

    Raises:
        InputError: If something cannot be read or used, or fewer than ten people answered.
    """
    mapped = read_map(Path(columns), questionnaire)
    read = _cells(Path(table), mapped)
    if len(read) < FEWEST:
        raise InputError(
            f"{table} has {len(read)} respondents; figures of fewer than {FEWEST} would say "
            "something of persons, and are not made."
        )
    shares, alphas = {}, {}
    for one in mapped.scales:
        items = _items(read, one, mapped.missing)
        enough = items.isna().mean(axis=1) <= MOST_LEFT_OUT
        shares[one.scale.id] = items.mean(axis=1).where(enough)
        if len(one.columns) > 1 and one.scale.rater != "record":
            alphas[one.scale.id] = cronbach(items)
    return RealSurvey(
        pd.DataFrame(shares), alphas, {one.scale.id: len(one.columns) for one in mapped.scales}
    )


def _cells(path: Path, mapped: SurveyMap) -> Table:
    """The columns that the map names."""
    wanted = {c: one.scale.id for one in mapped.scales for c in one.columns}
    read_table(path, {})  # refuses what is no table, before its first line is believed
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = [cell.strip() for cell in next(csv.reader(file), [])]
    for column, scale in wanted.items():
        if column not in header:
            raise InputError(
                f"{path} has no column {shown(column)}, which the map names for scales.{scale}; it "
                f"has: {listed(header)}.{did_you_mean(column, header)} Mend the map."
            )
    return read_table(path, {column: column for column in wanted})


def _items(read: Table, one: MappedScale, missing: frozenset[str]) -> pd.DataFrame:
    """Items of a scale as shares of it, keyed; records times what makes them weeks."""
    figures = {column: _numbers(read, column, one, missing) for column in one.columns}
    if one.scale.rater == "record":
        return pd.DataFrame(figures) * one.times
    share = (pd.DataFrame(figures) - one.low) / (one.high - one.low)
    return share.assign(**{column: 1.0 - share[column] for column in one.reversed})


def _numbers(
    read: Table, column: str, one: MappedScale, missing: frozenset[str]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    numbers = np.full(len(read), math.nan)
    for row, cell in enumerate(read.columns[column]):
        if cell.lower() in MISSING or cell in missing:
            continue
        numbers[row] = finite(cell, read, row, f"answer in column {shown(column)}")
        if numbers[row] < one.low or numbers[row] > one.high:
            raise read.problem(
                row,
                f"the answer in column {shown(column)} is {cell}; the map says that answers to "
                f"scales.{one.scale.id} go from {one.low:g} to {one.high:g}. If it stands for a "
                'missing answer, name it in the map: missing = ["99"].',
            )
    return numbers
