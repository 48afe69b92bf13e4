"""Knock-outs for readers: which finding needs which mechanism, as a page and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from . import charts
from .frames import records
from .pages import Page, Picture, Section, Table, write_page
from .validation import WORDS, figure_words

__all__ = ["knock_outs_markdown", "knock_outs_report", "mechanism_table"]

DEFINITIONS = (
    "A finding needs a mechanism if it passes with all of them and does not pass without this "
    "one. It is hindered by one if it passes only without it. Near its limit: the 95 % interval "
    "touches an end of the tolerance, or no effect."
)


def knock_outs_markdown(
    table: pd.DataFrame, *, unneeded: Sequence[str], uninformative: Sequence[str]
) -> str:
    """The matrix in Markdown: what tells nothing first, then mechanisms, then findings.

    Args:
        table: `Matrix.table`.
        unneeded: Mechanisms that no finding needs.
        uninformative: Criteria that pass in every variant.
    """
    return "\n\n".join(
        (
            *_sentences(table, unneeded, uninformative),
            _markdown(MECHANISM_HEADS, mechanism_table(table)),
            _markdown(FINDING_HEADS, _findings(table)),
        )
    )


def knock_outs_report(
    table: pd.DataFrame, path: str | Path, *, unneeded: Sequence[str],
    uninformative: Sequence[str], provenance: Mapping[str, Any], again: str = "",
) -> Path:  # fmt: skip
    """Write the matrix as one HTML file.

    Args:
        table: `Matrix.table`.
        path: Where to write; a file there is replaced.
        unneeded: Mechanisms that no finding needs.
        uninformative: Criteria that pass in every variant.
        provenance: What is needed to make it again.
        again: The command that does.

    Raises:
        InputError: If the file cannot be written.
    """
    page = Page(
        title="Which finding needs which mechanism",
        lede="Every virtual experiment with each mechanism of the model switched off, one at a "
        "time, and with none off.",
        sentences=_sentences(table, unneeded, uninformative),
        definitions=DEFINITIONS,
        hero=Picture(
            "needs", "How many findings of each study need each mechanism",
            lambda wide: charts.needs_counts(table, wide=wide),
        ),
        arms=(),
        sections=[
            Section(
                "mechanisms", "Mechanism by mechanism", "Mechanisms",
                tables=[Table(MECHANISM_HEADS, mechanism_table(table), wordy=True)],
            ),
            *(_study(study, rows) for study, rows in table.groupby("study", sort=False)),
        ],
        stories=(), reference="", glossary=(), again=[again] if again else [],
        provenance={str(name): str(what) for name, what in provenance.items()},
    )  # fmt: skip
    return write_page(page, path)


def _study(study: Any, table: pd.DataFrame) -> Section:
    picture = Picture(
        f"needs-{study}", str(study), lambda wide: charts.needs_matrix(table, wide=wide)
    )
    words = Table(FINDING_HEADS, _findings(table), wordy=True)
    return Section(f"study-{study}", str(study), pictures=[picture], tables=[words])


MECHANISM_HEADS = ("mechanism", "needed by", "needed, near a limit", "in the way of", "moves")
FINDING_HEADS = ("finding", "with all", "needs (without it)", "hindered by")


def mechanism_table(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """One row a mechanism: which findings need it, which it hinders, how many it moves."""
    rows: list[tuple[str, ...]] = []
    for name, part in table[table["without"] != ""].groupby("without", sort=False):
        needed = part[part["needed"]]
        rows.append(
            (
                str(name),
                _listed(needed.loc[~needed["near"], "criterion"]),
                _listed(needed.loc[needed["near"], "criterion"]),
                _listed(part.loc[part["hinders"], "criterion"]),
                f"{int(part['moved'].sum())} of {int((part['verdict'] != 'none').sum())}",
            )
        )
    return rows


def _findings(table: pd.DataFrame) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for criterion, part in table.groupby("criterion", sort=False):
        whole = records(part[part["without"] == ""])[0]
        before = "none" if whole.verdict == "none" else f"{whole.verdict}, {figure_words(whole)}"
        needs = [f"{r.without} ({_without(r)})" for r in records(part[part["needed"]])]
        rows.append(
            (str(criterion), before, _listed(needs), _listed(part.loc[part["hinders"], "without"]))
        )
    return rows


def _without(row: Any) -> str:
    near = ", near its limit" if row.near else ""
    return f"{row.verdict}, {figure_words(row)}{near}"


def _sentences(
    table: pd.DataFrame, unneeded: Sequence[str], uninformative: Sequence[str]
) -> list[str]:
    return list(_told(table, unneeded, uninformative))


def _told(
    table: pd.DataFrame, unneeded: Sequence[str], uninformative: Sequence[str]
) -> Iterator[str]:
    whole = table[table["without"] == ""]
    passed = int((whole["verdict"] == "pass").sum())
    num_mechanisms = table["without"].nunique() - 1
    yield (
        f"{passed} of {len(whole)} findings pass with all mechanisms; "
        f"{num_mechanisms} mechanisms were switched off, one at a time."
    )
    yield f"Mechanisms that no finding needs: {_listed(unneeded)}."
    near = [name for name, part in table[table["needed"]].groupby("without") if part["near"].all()]
    yield f"Needed only where a verdict is near its limit: {_listed(near)}."
    yield f"Findings that pass in every variant, and so tell nothing: {_listed(uninformative)}."
    missing = table[table["verdict"] == "none"][["study", "without", "message"]].drop_duplicates()
    if len(missing):
        told = [
            f"{r.study} without {r.without or 'nothing'}: {r.message}" for r in records(missing)
        ]
        yield f"Not known: {'; '.join(told)}"


def _listed(names: Any) -> str:
    return ", ".join(str(name) for name in names) or "none"


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_bold(cell) for cell in line)} |" for line in lines)


def _bold(cell: str) -> str:
    # As in the table of a validation, a fail stands out.
    verdict, comma, rest = cell.partition(",")
    return f"{WORDS.get(verdict, verdict)}{comma}{rest}".replace("|", "\\|")
