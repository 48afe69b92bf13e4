"""`trustgarden sensitivity` and `trustgarden discover`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.options import AllowCode, AsJson, find_modules_here, whole
from trustgarden.cli.output import number, print_json, print_rich, print_text, say, table
from trustgarden.cli.progress import shown
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.analysis.discovery import Discovery
    from trustgarden.analysis.sensitivity import Sensitivity
    from trustgarden.experiments import Store

__all__ = ["discover", "sensitivity"]

DEFAULT_OUTCOME = "trust"
MOST_WORKERS = 1024

Source = Annotated[
    str,
    typer.Argument(
        metavar="RESULTS",
        help="Results folder of a sweep; or an experiment (an id or a .toml file), which is then "
        "run, or completed, into results/ID.",
    ),
]
Scenario = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Which scenario, if the results have several."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N", callback=whole("--workers", 1, MOST_WORKERS),
        help="Processes, if an experiment is run; one a processor if not given.",
    ),
]  # fmt: skip


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
    store = _store(source, workers, allow_code)
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


def discover(
    source: Source,
    outcome: Annotated[
        str,
        typer.Option(
            metavar="OUTCOME", help="collapsed, emerged, or a threshold such as 'trust<0.4'."
        ),
    ] = "collapsed",
    scenario: Scenario = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the boxes as a table.")
    ] = None,
    workers: Workers = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Say which combinations of conditions lead to an outcome, in words.

    Half of the points find them, the other half measure them; noise yields
    nothing in at least 95 of 100 experiments.
    """
    from trustgarden.analysis.discovery import discover as find
    from trustgarden.analysis.discovery import read_cases

    if out is not None:
        check_new_file(out, ".csv")
    store = _store(source, workers, allow_code)
    found = find(read_cases(store, outcome, scenario))
    if as_json:
        print_json(_boxes(found))
    else:
        _print_boxes(found)
    if out is not None:
        found.table.to_csv(out, index=False, lineterminator="\n")
        say(f"The boxes are in {out}.")


def _store(source: str, workers: int | None, allow_code: bool) -> Store:
    """A results folder, opened; of an experiment, run or completed first."""
    from trustgarden.experiments import Store, load_experiment, sweep

    folder = Path(source)
    if folder.is_dir():
        store = Store.open(folder)
        if not store.is_complete:
            say(f"{folder} holds {store.num_runs_made:,} of {store.num_runs:,} runs so far.")
        return store
    find_modules_here(allow_code)
    record = load_experiment(source)
    folder = Path("results", record.id)
    with shown(f"{record.id}: {record.num_runs:,} runs into {folder}") as progress:
        return sweep(record, folder, workers, progress, allow_code)


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


def _boxes(found: Discovery) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "base": found.base,
        "points_measured": found.num_points,
        "p_value": found.p_value,
        "boxes": found.table.to_dict(orient="records"),
    }


def _print_boxes(found: Discovery) -> None:
    if found.boxes:
        rows = [
            [str(one.box), _share(one.density, one.low, one.high), f"{one.coverage:.0%}",
             f"{one.num_points:,}"]
            for one in found.boxes
        ]  # fmt: skip
        columns = ("Where", f"{found.outcome} there [95 %]", "Of all cases", "Points")
        print_rich(table(columns, rows, title=f"Where runs {found.outcome}", numbers=3))
    print_text(_told(found))


def _told(found: Discovery) -> str:
    base = f"Of all runs, {found.base:.0%} {found.outcome}."
    if found.boxes:
        return (
            f"{base} Figures are of {found.num_points:,} points that did not shape the boxes "
            f"(permutation test: p = {found.p_value:.4f})."
        )
    if found.p_value <= 0.05:
        return f"{base} Conditions matter (p = {found.p_value:.4f}), but no combination stands out."
    return f"{base} Nothing was found: no combination of conditions foretells it better than luck."


def _share(density: float, low: float, high: float) -> str:
    return f"{density:.0%} [{low:.0%}, {high:.0%}]"
