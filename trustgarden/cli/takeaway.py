"""What `trustgarden run --out` leaves behind: tables, a report, and where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from trustgarden.experiments import Run

__all__ = ["file_names", "without_names", "write_run"]

INDEXED = ("series", "teams")
"""Tables whose index, the week, is a column of the file."""

TABLES = (*INDEXED, "people", "ties")
REPORT = "report.html"
PROVENANCE = "provenance.json"

GONE = "somebody who left"
"""Stands for a name that is in no list any more."""


def file_names() -> list[str]:
    """Names of all files of a run, in the order in which they are written."""
    tables = [f"{name}.{kind}" for name in TABLES for kind in ("csv", "parquet")]
    return [*tables, REPORT, PROVENANCE]


def write_run(run: Run, folder: Path) -> list[Path]:
    """Write a run; its provenance last, so that where it stands, everything does."""
    from trustgarden.analysis import run_report

    for name in TABLES:
        table: pd.DataFrame = getattr(run, name)
        table.to_csv(folder / f"{name}.csv", index=name in INDEXED, lineterminator="\n")
        table.to_parquet(folder / f"{name}.parquet", index=name in INDEXED)
    run_report(run, folder / REPORT)
    text = json.dumps(dict(run.provenance), indent=2, ensure_ascii=False)
    (folder / PROVENANCE).write_text(text + "\n", encoding="utf-8")
    return [folder / name for name in file_names()]


def without_names(run: Run) -> Run:
    """The run with a user's own people, teams and places numbered instead of named.

    They are private, and a team is often named after who leads it. Where people
    are drawn and not read from a file, nothing is replaced.
    """
    if run.scenario.organisation.people is None:
        return run
    person = _numbered("person", run.people["id"])
    team = _numbered("team", run.teams.columns)
    place = _numbered("place", run.people["place"])
    people = {"id": person, "leader": person, "team": team, "place": place}
    ties = {"from": person, "to": person, "team_from": team, "team_to": team}
    return replace(
        run,
        people=_renamed(run.people, people),
        ties=_renamed(run.ties, ties),
        teams=run.teams.rename(columns=team),
    )


def _numbered(kind: str, names: Iterable[object]) -> dict[object, str]:
    distinct = list(dict.fromkeys(names))
    width = len(str(len(distinct)))
    return {name: f"{kind}-{place:0{width}d}" for place, name in enumerate(distinct, 1)}


def _renamed(table: pd.DataFrame, columns: Mapping[str, dict[object, str]]) -> pd.DataFrame:
    result = table.copy()
    for column, alias in columns.items():
        known = result[column].map(alias)
        result[column] = known.where(known.notna() | result[column].isna(), GONE)
    return result
