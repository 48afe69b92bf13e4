"""How far the main conclusions can be trusted, for readers: a page, and tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from . import charts
from .frames import records
from .pages import Page, Picture, Section, Table, write_page

__all__ = ["robustness_markdown", "robustness_report", "verdict_rows"]

DEFINITIONS = (
    "Robust: the effect lies above its limit with the whole 95 % interval in every variation, and "
    "its size between half and double the reference. Shifted: unsure, or of another size, "
    "somewhere. Fragile: absent or reversed somewhere."
)
HEADS = ("conclusion", "verdict", "as it stands [95 %]", "holds in", "does not hold in")
CELL_HEADS = ("variation", "effect [95 %]", "n", "outcome")


def robustness_markdown(table: pd.DataFrame) -> str:
    """Verdicts, and each effect under each variation, in Markdown.

    Args:
        table: `Robustness.table`.
    """
    parts = [_grid(HEADS, verdict_rows(table))]
    for _, rows in table.groupby("conclusion", sort=False):
        first = records(rows)[0]
        parts += [
            f"**{first.says}** ({first.unit}): {first.verdict}.",
            _grid(CELL_HEADS, _cells(rows)),
        ]
    return "\n\n".join(parts)


def robustness_report(
    table: pd.DataFrame, path: str | Path, *, provenance: Mapping[str, Any], again: str = ""
) -> Path:
    """Write verdicts and pictures as one HTML file.

    Args:
        table: `Robustness.table`.
        path: Where to write; a file there is replaced.
        provenance: `Robustness.provenance`.
        again: The command that makes it again.

    Raises:
        InputError: If the file cannot be written.
    """
    parts = [(str(name), rows) for name, rows in table.groupby("conclusion", sort=False)]
    first, rows_of_first = parts[0]
    page = Page(
        title="How far the conclusions hold",
        lede="The main conclusions for other sizes, seeds, labels, ways to begin, measures of "
        "trust, and parameters.",
        sentences=list(_sentences(table)),
        definitions=DEFINITIONS,
        hero=_picture(first, rows_of_first),
        arms=(),
        sections=[
            Section("verdicts", "Verdicts", tables=[Table(HEADS, verdict_rows(table), wordy=True)]),
            *(
                Section(f"of-{name}", records(rows)[0].says, name.replace("_", " "),
                        pictures=[_picture(name, rows)])
                for name, rows in parts[1:]
            ),
        ],
        stories=(), reference="", glossary=(), again=[again] if again else [],
        provenance={name: str(what) for name, what in provenance.items()},
    )  # fmt: skip
    return write_page(page, path)


def _picture(name: str, rows: pd.DataFrame) -> Picture:
    return Picture(
        f"forest-{name}", str(rows["says"].iloc[0]),
        lambda wide: charts.conclusion_forest(rows, wide=wide),
    )  # fmt: skip


def verdict_rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """One row a conclusion, as in `HEADS`."""
    rows: list[tuple[str, ...]] = []
    for _, part in table.groupby("conclusion", sort=False):
        first = records(part)[0]
        weak = [f"{r.variation} ({r.outcome})" for r in records(part[part["outcome"] != "holds"])]
        other = part.loc[~part["same_size"] & (part["outcome"] == "holds"), "variation"]
        weak += [f"{name} (of another size)" for name in other]
        holds = int((part["outcome"] == "holds").sum())
        rows.append(
            (
                first.says, first.verdict, f"{_effect(first)} {first.unit}",
                f"{holds} of {len(part)}", ", ".join(weak) or "none",
            )
        )  # fmt: skip
    return rows


def _cells(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return [(r.variation, _effect(r), str(r.n), r.outcome) for r in records(rows)]


def _sentences(table: pd.DataFrame) -> Iterator[str]:
    verdicts = table.drop_duplicates("conclusion").set_index("says")["verdict"]
    for word in ("fragile", "shifted", "robust"):
        says = [str(name) for name in verdicts.index[verdicts == word]]
        if says:
            yield f"{word.capitalize()}: {'; '.join(says)}."


def _effect(row: Any) -> str:
    return f"{row.value:.3f} [{row.low:.3f}, {row.high:.3f}]".replace("-", "−")


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
