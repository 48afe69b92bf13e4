"""What a validation came to, for readers: a page that opens offline, and a table in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import charts
from .frames import records
from .pages import Page, Picture, Section, Table, write_page

__all__ = ["figure_words", "target_words", "validation_markdown", "validation_report"]

VALIDATION, CALIBRATION = "validation", "calibration"
WORDS = {"pass": "pass", "partial": "partial", "fail": "**fail**"}
ORDER = {"fail": 0, "partial": 1, "pass": 2}


def validation_markdown(table: pd.DataFrame) -> str:
    """The table of a validation in Markdown, what was not reached first.

    Args:
        table: `Validation.table`.
    """
    parts = [
        part
        for role in (VALIDATION, CALIBRATION)
        if len(rows := table[table["role"] == role])
        for part in (f"**{role.capitalize()}.** {_count_words(rows)}", "\n".join(_lines(rows)))
    ]
    return "\n\n".join(parts)


def validation_report(
    table: pd.DataFrame, path: str | Path, *, provenance: Mapping[str, Any], again: str = ""
) -> Path:
    """Write the report of a validation as one HTML file.

    Args:
        table: `Validation.table`.
        path: Where to write; a file there is replaced.
        provenance: `Validation.provenance`.
        again: The command that makes it again.

    Raises:
        InputError: If the file cannot be written.
    """
    return write_page(_page(table, provenance, again), path)


def _page(table: pd.DataFrame, provenance: Mapping[str, Any], again: str) -> Page:
    validated = table[table["role"] == VALIDATION]
    fitted = table[table["role"] == CALIBRATION]
    hero = validated if len(validated) else fitted
    return Page(
        title="Held to published findings",
        lede=(
            "Virtual experiments, each built like one that was made with people, with one set of "
            "parameters for all; and how far the model's figures are from the published ones."
        ),
        sentences=list(_sentences(validated, fitted)),
        definitions=(
            "Pass: right direction beyond doubt and size as tolerated. Partial: right direction "
            "only. Fail: wrong direction, or a level far off."
        ),
        hero=Picture(
            "findings", "How much of each study is met",
            lambda wide: charts.verdict_counts(hero, wide=wide),
        ),
        arms=(),
        sections=[
            *(_study(study, rows) for study, rows in validated.groupby("study", sort=False)),
            *([_fitted(fitted)] if len(fitted) else []),
        ],
        stories=(),
        reference="",
        provenance={str(name): _provenance_words(what) for name, what in provenance.items()},
        glossary=(),
        again=[again] if again else [],
    )


def _study(study: Any, table: pd.DataFrame) -> Section:
    """One study: its forest, and its criteria in words, what was not reached first."""
    forest = Picture(
        f"forest-{study}", str(study), lambda wide: charts.verdict_forest(table, wide=wide)
    )
    return Section(
        f"study-{study}", str(study), pictures=[forest], tables=[_words_of(table)],
        lead=_count_words(table),
    )


def _fitted(table: pd.DataFrame) -> Section:
    return Section(
        "calibration", "What is for calibration", "Calibration", tables=[_words_of(table)]
    )


def _words_of(table: pd.DataFrame) -> Table:
    heads = ("criterion", "what must hold", "model", "tolerated", "verdict", "source")
    rows = [
        (row.criterion, row.says, figure_words(row), target_words(row), row.verdict, _source(row))
        for row in _worst_first(table)
    ]
    return Table(heads, rows, wordy=True)


def _sentences(validated: pd.DataFrame, fitted: pd.DataFrame) -> Iterator[str]:
    if len(validated):
        yield f"Of what is for validation: {_count_words(validated)}"
        wrong = validated[validated["wrong_sign"]]
        yield (
            f"Wrong direction: {', '.join(wrong['criterion'])}."
            if len(wrong)
            else "No finding comes out in the wrong direction."
        )
    if len(fitted):
        yield f"Of what is for calibration: {_count_words(fitted)}"


def _count_words(table: pd.DataFrame) -> str:
    counts = table["verdict"].value_counts()
    told = [f"{counts.get(word, 0)} {word}" for word in ("pass", "partial", "fail")]
    share = counts.get("pass", 0) / len(table)
    return f"{', '.join(told)}, of {len(table)} ({share:.0%} passed)."


def _lines(table: pd.DataFrame) -> Iterator[str]:
    yield "| criterion | finding | what must hold | model [95 %] | tolerated | verdict | source |"
    yield "|---|---|---|---|---|---|---|"
    for row in _worst_first(table):
        cells = (
            row.criterion, row.finding, row.says, figure_words(row), target_words(row),
            WORDS[row.verdict], _source(row),
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _worst_first(table: pd.DataFrame) -> list[Any]:
    rank = table["verdict"].map(ORDER)
    return records(table.assign(rank=rank).sort_values("rank", kind="stable"))


def figure_words(row: Any) -> str:
    """A figure of the model with its interval and unit, from a row of `Validation.table`."""
    if math.isnan(row.value):
        return "none"
    return f"{_number(row.value)} [{_number(row.low)}, {_number(row.high)}] {row.unit}"


def target_words(row: Any) -> str:
    """What is tolerated, from a row of `Validation.table`."""
    if math.isinf(row.target_high):
        return f"at least {_number(row.target_low)}"
    if math.isinf(row.target_low):
        return f"at most {_number(row.target_high)}"
    return f"{_number(row.target_low)} to {_number(row.target_high)}"


def _number(value: float) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f}".replace("-", "−")


def _source(row: Any) -> str:
    return str(row.source) if row.confirmed else f"{row.source} (number recalled, not confirmed)"


def _provenance_words(what: Any) -> str:
    if isinstance(what, Mapping):
        return ", ".join(f"{name} {value}" for name, value in what.items()) or "none"
    return str(what)
