"""`trustgarden sensitivity`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.options import AllowCode, AsJson
from trustgarden.cli.output import number, print_json, print_rich, print_text, say, table
from trustgarden.cli.sources import Scenario, Source, Workers, opened
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.analysis.sensitivity import Sensitivity
    from trustgarden.experiments import Store

__all__ = ["sensitivity"]

DEFAULT_OUTCOME = "trust"


def sensitivity(
    source: Source,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OUTCOME",
            help="A measure at the end of runs, collapsed, emerged, or a threshold such as "
            "'trust<0.4'; may be given several times. The experiment's outcomes if not given, "
            "or trust.",
        ),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="morris, sobol or pawn; all that the design allows."),
    ] = None,
    scenario: Scenario = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the indices (.csv), or a report with figures (.html)."
        ),
    ] = None,
    workers: Workers = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Say which factors an outcome hangs on, how surely, and how much of it is luck.

    Morris screening of a Morris design, Sobol indices of a Saltelli design, PAWN
    of any design; with 95 % intervals, and over growing parts of the design.
    """
    from trustgarden.analysis.sensitivity import analyse, read_sample
    from trustgarden.experiments.designs import problem_of

    kind = _checked_out(out)
    store = opened(source, workers, allow_code)
    asked = outcome or store.manifest["experiment"].get("outcomes") or [DEFAULT_OUTCOME]
    problem = problem_of(store.manifest)
    samples = [read_sample(store, name, scenario, problem) for name in asked]
    found = [analyse(one, name, method) for one, name in zip(samples, asked, strict=True)]
    if as_json:
        print_json([_facts(one) for one in found])
    else:
        for one in found:
            _print(one)
    if out is not None:
        _write(found, store, out, kind, source)


def _checked_out(out: Path | None) -> str:
    """The kind of file asked for, looked at before anything is run."""
    if out is None:
        return ""
    kind = out.suffix.lower()
    if kind not in (".csv", ".html"):
        raise InputError(f"--out {out} should end in .csv for a table or .html for a report.")
    check_new_file(out, kind)
    return kind


def _print(found: Sensitivity) -> None:
    from trustgarden.analysis.sensitivity.telling import sentences

    for method in found.methods:
        columns, rows = _rows(found, method.name)
        title = f"{found.outcome}, by {method.name}"
        print_rich(table(columns, rows, title=title, numbers=len(columns) - 1))
    print_text("\n".join(sentences(found)) + "\n")


def _rows(found: Sensitivity, method: str) -> tuple[list[str], list[list[str]]]:
    """Factors by their main index, each index with its interval; then luck."""
    table = found.table[(found.table["method"] == method) & (found.table["other"] == "")]
    indices = list(table["index"].unique())
    at = table.set_index(["index", "factor"])
    has_floor = bool(table["floor"].notna().any())
    rows = []
    for factor in found.ranked(method):
        cells = [_cell(*at.loc[(index, factor), ["value", "low", "high"]]) for index in indices]
        floor = [number(at.loc[(indices[0], factor), "floor"])] if has_floor else []
        rows.append([factor, *cells, *floor])
    if method == "sobol":
        luck = {"S1": found.luck.shared, "ST": found.luck.total}
        rows.append(
            ["(luck)", *(_cell(*luck.get(index, (float("nan"),) * 3)) for index in indices)]
        )
    return ["Factor", *indices, *(["Doing nothing"] if has_floor else [])], rows


def _cell(value: float, low: float, high: float) -> str:
    if value != value:
        return "-"
    return f"{number(value)} [{number(low)}, {number(high)}]"


def _facts(found: Sensitivity) -> dict[str, Any]:
    from dataclasses import asdict

    from trustgarden.analysis.sensitivity.telling import sentences

    return {
        "outcome": found.outcome,
        "design": found.sample.design,
        "points": len(found.sample.points),
        "points_left_out": found.sample.left_out,
        "replicates": found.sample.num_replicates,
        "indices": found.table.to_dict(orient="records"),
        "luck": asdict(found.luck),
        "convergence": found.convergence.to_dict(orient="records"),
        "sentences": sentences(found),
    }


def _write(found: list[Sensitivity], store: Store, out: Path, kind: str, source: str) -> None:
    if kind == ".csv":
        import pandas as pd

        parts = [one.table.assign(outcome=one.outcome) for one in found]
        pd.concat(parts).to_csv(out, index=False, lineterminator="\n")
        say(f"The indices are in {out}.")
        return
    from trustgarden.analysis.origins import sweep_provenance
    from trustgarden.analysis.sensitivity.page import write_sensitivity

    again = " ".join(
        ["trustgarden sensitivity", source, *(f"--outcome '{one.outcome}'" for one in found)]
    )
    write_sensitivity(
        found, out, experiment=store.manifest["experiment"]["id"],
        provenance=sweep_provenance(store.manifest, store.runs), again=f"{again} --out {out.name}",
    )  # fmt: skip
    say(f"The report is in {out}.")
