"""The report of a sensitivity analysis: one HTML file that opens offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trustgarden.model.measures import MEASURES

from .. import charts
from ..frames import records
from ..pages import Page, Picture, Section, Table, write_page
from ..words import figure, interval
from .analysing import Sensitivity
from .telling import sentences

__all__ = ["write_sensitivity"]

INTERVALS = "95 %; bootstrap over rows of the design, jackknife over replicates"
DEFINITIONS = (
    "Each index with its 95 % interval: points of the design resampled, and replicates left out in "
    "turn. docs/sensitivity.md says what each index means, and what it does not."
)
TITLES = {
    "morris": "Screening: what matters at all",
    "sobol": "Shares of the variance",
    "pawn": "How far the whole distribution moves",
}


def write_sensitivity(
    found: Sequence[Sensitivity],
    path: str | Path,
    *,
    experiment: str,
    provenance: Mapping[str, str],
    again: str,
) -> Path:
    """Write the report.

    Args:
        found: One for each outcome.
        path: Where to write; a file there is replaced.
        experiment: Its id.
        provenance: Name and words of what is needed to make it again.
        again: The command.

    Raises:
        InputError: If the file cannot be written.
    """
    first, *_ = found
    outcomes = {one.outcome for one in found}
    page = Page(
        title=f"What {', '.join(one.outcome for one in found)} hangs on",
        lede=_lede(first, experiment),
        sentences=[sentence for one in found for sentence in sentences(one)],
        definitions=DEFINITIONS,
        hero=_pictures(first)[0],
        arms=(),
        sections=[section for one in found for section in _sections(one, one is first)],
        stories=(),
        reference="",
        provenance={**provenance, "intervals": INTERVALS},
        glossary=[measure for measure in MEASURES if measure.name in outcomes],
        again=[again],
    )
    return write_page(page, path)


def _lede(found: Sensitivity, experiment: str) -> str:
    sample = found.sample
    design = {"saltelli": "a Saltelli design", "morris": "Morris trajectories"}
    return (
        f"Experiment {experiment}: {sample.num_factors} factors, {len(sample.points):,} points "
        f"({design.get(sample.design, 'a free design')}), {sample.num_replicates:,} "
        f"replicate{'' if sample.num_replicates == 1 else 's'} of each."
    )


def _sections(found: Sensitivity, is_first: bool) -> list[Section]:
    name = _plain(found.outcome)
    # The first picture of all is the key picture.
    drawn = _pictures(found)[1:] if is_first else _pictures(found)
    made = [
        Section(
            f"outcome-{name}",
            f"All indices of {found.outcome}",
            found.outcome,
            pictures=drawn,
            tables=_tables(found),
        )
    ]
    if found.convergence["blocks"].nunique() > 1:
        lines = Picture(
            f"convergence-{name}",
            "Was the design large enough?",
            lambda wide: charts.convergence_lines(found.convergence, wide=wide),
        )
        made.append(Section(f"settled-{name}", f"Convergence of {found.outcome}", "Convergence",
                            pictures=[lines]))  # fmt: skip
    return made


def _pictures(found: Sensitivity) -> list[Picture]:
    made = []
    for method in found.methods:
        rows = found.table[found.table["method"] == method.name]
        title = f"{TITLES[method.name]}: {found.outcome}"
        key = f"{method.name}-{_plain(found.outcome)}"
        made.append(Picture(key, title, _drawer(found, method.name, rows)))
        if (rows["index"] == "S2").any():
            made.append(Picture(f"pairs-{key}", f"Pairs of factors: {found.outcome}", _pairs(rows)))
    return made


def _pairs(rows: Any) -> Any:
    return lambda wide: charts.sobol_pairs(rows, wide=wide)


def _drawer(found: Sensitivity, method: str, rows: Any) -> Any:
    if method == "sobol":
        return lambda wide: charts.sobol_bars(rows, found.luck.total, wide=wide)
    draw = charts.morris_plane if method == "morris" else charts.pawn_bars
    return lambda wide: draw(rows, wide=wide)


def _tables(found: Sensitivity) -> list[Table]:
    """A table a method: one row a factor, one column an index; pairs in one of their own."""
    made = [_of_method(found, method.name) for method in found.methods]
    pairs = found.table[found.table["other"] != ""]
    if len(pairs):
        rows = [(f"{row.factor} × {row.other}", _cell(row)) for row in records(pairs)]
        made.append(Table(("pair", "S2"), rows, f"{found.outcome}: what pairs explain together."))
    return made


def _of_method(found: Sensitivity, method: str) -> Table:
    table = found.table[(found.table["method"] == method) & (found.table["other"] == "")]
    indices = [str(index) for index in table["index"].unique()]
    at = {(row.name_of_index, row.factor): row
          for row in records(table.rename(columns={"index": "name_of_index"}))}  # fmt: skip
    has_floor = bool(table["floor"].notna().any())
    rows = [
        (factor, *(_cell(at[index, factor]) for index in indices),
         *([figure(at[indices[0], factor].floor, 3)] if has_floor else []))
        for factor in found.ranked(method)
    ]  # fmt: skip
    heads = ("factor", *indices, *([f"{indices[0]} of one that does nothing"] if has_floor else []))
    return Table(heads, rows, f"{found.outcome} by {method}: indices with 95 % intervals.")


def _cell(row: Any) -> str:
    return f"{figure(row.value, 3)} {interval(row.low, row.high, 3)}"


def _plain(outcome: str) -> str:
    """An outcome as part of an id: `trust<0.4` becomes `trust-0-4`."""
    return "".join(sign if sign.isalnum() else "-" for sign in outcome)
