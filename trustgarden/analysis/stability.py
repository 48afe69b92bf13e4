"""The map of states that last, for readers: a page, and a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import charts
from .charts.lasting import STATES
from .frames import records
from .pages import Page, Picture, Section, Table, write_page

__all__ = ["stability_markdown", "stability_report", "stability_rows"]

HEADS = (
    "reciprocity", "faith", "after blame, begin", "end", "after tending, begin", "end",
    "difference of ends [95 %]", "what lasts", "trust", "years",
)  # fmt: skip
MOVES = {
    "emerges": "emerges",
    "collapses": "collapses",
    "both": "emerges, and collapses",
    "stays": "stays",
}
DEFINITIONS = (
    "Begin: mean of the last quarter of the past. End: mean of the last year, once a year differs "
    "from that before by less than 0.01. Two states: ends differ by more than 0.05, with the "
    "whole 95 % interval; one: by less, likewise; else undecided. High from 0.65, low below 0.40. "
    "Emerges: rises by 0.10 or more after blame; collapses: falls by as much after tending."
)


def stability_markdown(table: pd.DataFrame) -> str:
    """The map in Markdown.

    Args:
        table: `Stability.table`.
    """
    lines = [HEADS, ["---"] * len(HEADS), *stability_rows(table)]
    grid = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "\n\n".join([*_sentences(table), grid])


def stability_report(
    table: pd.DataFrame, path: str | Path, *, provenance: Mapping[str, Any], again: str = ""
) -> Path:
    """Write the map as one HTML file.

    Args:
        table: `Stability.table`.
        path: Where to write; a file there is replaced.
        provenance: `Stability.provenance`.
        again: The command that makes it again.

    Raises:
        InputError: If the file cannot be written.
    """
    page = Page(
        title="Which states of trust last",
        lede="The same people with the same luck, after years under leaders who tend and after "
        "years under leaders who blame, over the strength of reciprocity and of kept faith.",
        sentences=list(_sentences(table)),
        definitions=DEFINITIONS,
        hero=Picture(
            "map", "Where trust ends", lambda wide: charts.stability_map(table, wide=wide)
        ),
        arms=(),
        sections=[
            Section("cells", "Cell by cell", "Cells", tables=[Table(HEADS, stability_rows(table))])
        ],
        stories=(), reference="", glossary=(), again=[again] if again else [],
        provenance={name: str(provenance[name]) for name in SHOWN if name in provenance},
    )  # fmt: skip
    return write_page(page, path)


SHOWN = ("trustgarden", "model", "seed", "replicates", "past_weeks", "most_years", "digest")
"""Of the provenance: the scenario itself, resolved, is too long to read."""


def stability_rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """The cells in words, as in `HEADS`."""
    return [
        (
            f"{row.reciprocity:g}".replace("-", "−"),
            f"{row.faith:g}".replace("-", "−") + (" (calibrated)" if row.calibrated else ""),
            f"{row.low_begin:.2f}",
            _figure(row, "low_end"),
            f"{row.high_begin:.2f}",
            _figure(row, "high_end"),
            _figure(row, "gap"),
            STATES[row.state],
            MOVES[row.moves],
            f"{row.years}" + ("" if row.steady else ", not steady"),
        )
        for row in records(table)
    ]


def _figure(row: Any, name: str) -> str:
    value, low, high = (getattr(row, key) for key in (name, f"{name}_low", f"{name}_high"))
    return f"{value:.2f} [{low:.2f}, {high:.2f}]".replace("-", "−")


def _sentences(table: pd.DataFrame) -> Iterator[str]:
    counts = table["state"].value_counts()
    told = ", ".join(
        f"{words} in {counts[name]}" for name, words in STATES.items() if name in counts
    )
    yield f"Of {len(table)} settings: {told}."
    for row in records(table[table["calibrated"]]):
        yield (
            f"With the calibrated parameters: {STATES[row.state]}; trust ends at "
            f"{_figure(row, 'low_end')} after blame and at {_figure(row, 'high_end')} after "
            f"tending{'' if row.steady else ' (not steady yet)'}."
        )
    restless = table[~table["steady"]]
    if len(restless):
        yield f"{len(restless)} settings were not steady when they ended."
    short = table[table["high_begin"] - table["low_begin"] < 0.10]
    if len(short):
        yield (
            f"In {len(short)} the two pasts end less than 0.10 apart, so that they say little of "
            "a second state."
        )
