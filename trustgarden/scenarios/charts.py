"""A real organisation from CSV files: people, who leads whom, and ties."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trustgarden.errors import InputError
from trustgarden.model.chart import Chart
from trustgarden.model.scenario import PeopleFile, Scenario, TiesFile

from .arranging import NOBODY, bosses_by_rank, circle_in, depths, teams_by_chart
from .tables import Table, finite, known_row, read_table
from .ties import read_ties
from .wording import number, shown

__all__ = ["read_chart"]

Names = tuple[str, ...]
Numbers = NDArray[np.int32]

USES = ("reports_to", "team", "place", "practice", "rank")
"""What columns of a file of people may say, beside who it is."""

SHOWN_OF_CIRCLE = 8
"""People whom a message about a circle names."""


def read_chart(scenario: Scenario) -> Chart | None:
    """Read the people and ties that a scenario names.

    Args:
        scenario: Names of files in it are absolute, or relative to the
            working directory.

    Returns:
        The chart, or None if the scenario names no file of people.

    Raises:
        InputError: If a file cannot be read, what it says is contradictory, or
            it has another number of people than `organisation.num_people` states.
    """
    organisation = scenario.organisation
    people = organisation.people
    if people is None:
        if organisation.ties:
            raise InputError(
                "organisation.ties names ties between people whom no file names. Name the "
                "people in organisation.people too."
            )
        return None
    files = [people.file, *([people.chart] if people.chart else [])]
    files += [ties.file for ties in organisation.ties]
    chart = _read(people, organisation.ties, tuple(_stamp(file) for file in files))
    stated = "num_people" in organisation.model_fields_set
    if stated and organisation.num_people != chart.num_people:
        raise InputError(
            f"organisation.num_people is {number(organisation.num_people)}, but {people.file} "
            f"names {number(chart.num_people)} people. Leave num_people out."
        )
    return chart


def _stamp(file: str) -> tuple[int, int]:
    """When a file was last written, and its size: another stamp, another content."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return (0, 0)  # Reading it will say what is wrong.
    return status.st_mtime_ns, status.st_size


# A sweep makes thousands of organisations from the same files in one process.
@lru_cache(maxsize=4)
def _read(people: PeopleFile, ties: tuple[TiesFile, ...], stamps: tuple[object, ...]) -> Chart:
    table = read_table(Path(people.file), _people_columns(people))
    ids = _ids(table)
    row_of = {name: row for row, name in enumerate(ids)}
    place, place_names = _groups(table, "place", ("one place",))
    practice, practice_names = _groups(table, "practice", ("one practice",))
    stated_rank = _ranks(table, people.highest_rank)
    boss, team, team_names = _arranged(table, people, row_of, stated_rank)
    rank = depths(boss) if stated_rank is None else stated_rank
    tie_from, tie_to, tie_evidence, tie_kind = read_ties(ties, row_of)
    return Chart(
        ids=ids,
        boss=boss,
        team=team,
        team_names=team_names,
        place=place,
        place_names=place_names,
        rank=rank,
        tie_from=tie_from,
        tie_to=tie_to,
        tie_evidence=tie_evidence,
        tie_kind=tie_kind,
        practice=practice,
        practice_names=practice_names,
    )


def _people_columns(people: PeopleFile) -> dict[str, str]:
    if people.reports_to is not None and people.chart is not None:
        raise InputError(
            "organisation.people names the chart twice, by reports_to and by chart. "
            "Leave one of them out."
        )
    named = {name: getattr(people, name) for name in USES}
    return {"id": people.id} | {use: column for use, column in named.items() if column is not None}


def _ids(table: Table) -> Names:
    if len(table) < 2:
        raise InputError(f"{table.name} names {len(table)} people; an organisation has at least 2.")
    first: dict[str, int] = {}
    for row, name in enumerate(table.columns["id"]):
        if not name:
            raise table.problem(row, "the id is empty; give every person one.")
        if name in first:
            raise table.problem(
                row,
                f"the id {shown(name)} stands in line {table.lines[first[name]]} already; "
                "give every person an id of their own.",
            )
        first[name] = row
    return tuple(first)


def _groups(table: Table, use: str, missing: Names) -> tuple[Numbers, Names]:
    """Number the groups of a column in the order in which the file names them first."""
    if use not in table.columns:
        return np.zeros(len(table), np.int32), missing
    numbers: dict[str, int] = {}
    for row, name in enumerate(table.columns[use]):
        if not name:
            raise table.problem(row, f"the {use} is empty; name one for every person.")
        numbers.setdefault(name, len(numbers))
    return np.array([numbers[name] for name in table.columns[use]], np.int32), tuple(numbers)


def _ranks(table: Table, highest: str) -> Numbers | None:
    """Ranks from 0 (the highest) without gaps, or None if the file has none."""
    if "rank" not in table.columns:
        return None
    values = np.array(
        [finite(text, table, row, "rank") for row, text in enumerate(table.columns["rank"])]
    )
    _, order = np.unique(values if highest == "small" else -values, return_inverse=True)
    return order.astype(np.int32)


def _arranged(
    table: Table, people: PeopleFile, row_of: dict[str, int], rank: Numbers | None
) -> tuple[Numbers, Numbers, Names]:
    """Who leads whom and who is in which team, from what the files have of it."""
    boss = _stated_bosses(table, people, row_of)
    has_teams = "team" in table.columns
    if boss is None and not has_teams:
        raise InputError(
            f"{table.name}: nothing says who works with whom. Name a column in "
            "organisation.people.team or reports_to, or a file in organisation.people.chart."
        )
    if has_teams:
        team, names = _groups(table, "team", ())
    if boss is None:
        return bosses_by_rank(team, len(names), rank), team, names
    _refuse_circle(boss, tuple(row_of), table.name)
    if not has_teams:
        ids = tuple(row_of)
        team, heads = teams_by_chart(boss)
        names = tuple(f"team of {ids[row]}" for row in heads)
    return boss, team, names


def _stated_bosses(table: Table, people: PeopleFile, row_of: dict[str, int]) -> Numbers | None:
    """Each person's leader, from the column or the file of its own, or None if neither is."""
    if "reports_to" in table.columns:
        leaders = enumerate(table.columns["reports_to"])
        pairs = [(row, row, known_row(name, row_of, table, row)) for row, name in leaders if name]
        return _bosses(table, pairs, len(row_of))
    if people.chart is None:
        return None
    chart = read_table(
        Path(people.chart), {"chart_from": people.chart_from, "chart_to": people.chart_to}
    )
    rows = zip(chart.columns["chart_from"], chart.columns["chart_to"], strict=True)
    pairs = [
        (row, known_row(member, row_of, chart, row), known_row(leader, row_of, chart, row))
        for row, (member, leader) in enumerate(rows)
    ]
    return _bosses(chart, pairs, len(row_of))


def _bosses(table: Table, pairs: Iterable[tuple[int, int, int]], num_people: int) -> Numbers:
    """Leaders by person, from triples of row of the table, person and leader."""
    boss = np.full(num_people, NOBODY, np.int32)
    for row, member, leader in pairs:
        if member == leader:
            raise table.problem(row, "this person reports to themselves; name another or nobody.")
        if boss[member] != NOBODY:
            raise table.problem(row, "this person reports to somebody already; keep one leader.")
        boss[member] = leader
    return boss


def _refuse_circle(boss: Numbers, ids: Names, name: str) -> None:
    rows = circle_in(boss)
    if rows:
        named = [ids[row] for row in rows[:SHOWN_OF_CIRCLE]]
        named.append(named[0] if len(named) == len(rows) else "…")
        raise InputError(
            f"{name}: the chart goes in a circle: {' reports to '.join(named)}. Let one of them "
            "report to nobody, or to somebody outside."
        )
