"""`trustgarden validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.options import LARGEST_SEED, AsJson, Changes, parse_changes, whole
from trustgarden.cli.output import print_json, print_rich, say, table
from trustgarden.cli.patience import say_if_first
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.experiments.validation import Baseline, Change, Validation

__all__ = ["validate"]

MOST_REPLICATES = 10_000
MOST_WORKERS = 256
BROKEN = 1
"""Exit code when something fails that passed in the baseline."""


def validate(
    studies: Annotated[
        list[str] | None,
        typer.Argument(metavar="[STUDY]...", help="Studies to run, such as VE3; all if none."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="30 replicates a cell instead of 200, as for CI.")
    ] = False,
    replicates: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=whole("--replicates", 4, MOST_REPLICATES),
            help="Independent groups or organisations in a cell.",
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            metavar="N",
            callback=whole("--seed", 0, LARGEST_SEED - MOST_REPLICATES),
            help="The seed of all chance.",
        ),
    ] = 1,
    changes: Changes = None,
    workers: Annotated[
        int,
        typer.Option(
            metavar="N",
            callback=whole("--workers", 1, MOST_WORKERS),
            help="Threads for studies of whole organisations.",
        ),
    ] = 2,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a report to this file.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write the table in Markdown.")
    ] = None,
    update: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Replace the baseline with this, and say why."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Hold the model to published findings: run virtual experiments and judge every criterion.

    Exit code 1 if something fails that passes in the committed baseline.
    """
    from trustgarden.experiments import validation

    if quick and replicates is not None:
        raise InputError("--quick and --replicates both say how many; give one of them.")
    if update is not None and (not update.strip() or changes):
        raise InputError(
            "--update needs a reason in words, and a model without --set: a baseline is of the "
            "model as it stands."
        )
    for file, suffix in ((out, ".html"), (markdown, ".md")):
        if file is not None:
            check_new_file(file, suffix)
    number = replicates or (validation.QUICK if quick else validation.FULL)
    baseline = validation.Baseline.read()
    say_if_first()
    made = validation.validate(
        studies,
        replicates=number,
        seed=seed,
        changes=parse_changes(changes),
        workers=workers,
        progress=lambda study, done, of: say(f"{done + 1} of {of}: {study.id} {study.title} ..."),
    )
    changed = [] if changes else baseline.changes(made, whole=not studies)
    _write(made, out, markdown)
    print_json(_facts(made, changed)) if as_json else _print(made)
    if update is not None:
        baseline.with_validation(made, update.strip()).write()
        say("The baseline was replaced.")
        return
    _report_changes(changed, baseline)


def _write(made: Validation, out: Path | None, markdown: Path | None) -> None:
    from trustgarden.analysis.validation import validation_markdown, validation_report

    if out is not None:
        validation_report(
            made.table,
            out,
            provenance=made.provenance,
            again=f"trustgarden validate --replicates {made.setting.replicates} "
            f"--seed {made.setting.seed} --out {out.name}",
        )
        say(f"The report is in {out}.")
    if markdown is not None:
        markdown.write_text(validation_markdown(made.table) + "\n", encoding="utf-8")
        say(f"The table is in {markdown}.")


def _print(made: Validation) -> None:
    from trustgarden.analysis.frames import records
    from trustgarden.analysis.validation import figure_words, target_words

    rows = [
        (row.criterion, row.says, row.role, row.verdict, figure_words(row), target_words(row))
        for row in records(made.table)
    ]
    title = f"{len(rows)} criteria, {made.setting.replicates:,} replicates a cell"
    columns = ("Criterion", "What must hold", "Role", "Verdict", "Model [95 %]", "Tolerated")
    print_rich(table(columns, rows, title=title, numbers=2))
    say(_summary(made))


def _summary(made: Validation) -> str:
    from trustgarden.experiments.studies import Role, Verdict

    told = [
        f"{role}: {made.count(Verdict.PASS, role)} of {number} pass, "
        f"{made.count(Verdict.PARTIAL, role)} partial, {made.count(Verdict.FAIL, role)} fail"
        for role in Role
        if (number := made.number(role))
    ]
    return "; ".join(told) + f"; {len(made.wrong_signs)} with the wrong sign."


def _facts(made: Validation, changed: list[Change]) -> dict[str, Any]:
    return {
        "criteria": made.table.to_dict(orient="records"),
        "provenance": dict(made.provenance),
        "since_baseline": [
            {"criterion": c.criterion, "kind": str(c.kind), "before": c.before, "now": c.now}
            for c in changed
        ],
    }


def _report_changes(changed: list[Change], baseline: Baseline) -> None:
    from trustgarden.experiments.validation import Kind

    if not baseline.parts:
        say("There is no baseline yet; `trustgarden validate --update REASON` writes one.")
    for change in changed:
        was = f" (was {change.before})" if change.before else ""
        say(f"{change.kind}: {change.criterion} {change.now}{was}")
    if any(change.kind in (Kind.BROKEN, Kind.GONE) for change in changed):
        raise typer.Exit(BROKEN)
