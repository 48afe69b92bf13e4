"""`trustgarden knockouts`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.options import LARGEST_SEED, AsJson, Changes, parse_changes, whole
from trustgarden.cli.output import print_json, print_rich, say, table
from trustgarden.cli.patience import say_if_first
from trustgarden.cli.progress import duration
from trustgarden.cli.told import MarkdownFile, ReportFile, check_pages, write_pages

if TYPE_CHECKING:
    from trustgarden.experiments.knock_outs import Matrix, Progress

__all__ = ["knockouts"]

MOST_REPLICATES = 10_000
MOST_WORKERS = 256
CHECK_FAILED = 1
"""Exit code when some study could not be run without a mechanism."""


def knockouts(
    studies: Annotated[
        list[str] | None,
        typer.Argument(metavar="[STUDY]...", help="Studies to run, such as VE3; all if none."),
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            metavar="FOLDER",
            help="Where cells are kept; what is there of the same model is not made again.",
        ),
    ] = Path("results", "knock-outs"),
    off: Annotated[
        list[str] | None,
        typer.Option(metavar="MECHANISM", help="Switch off this one only; several times if so."),
    ] = None,
    replicates: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--replicates", 4, MOST_REPLICATES),
            help="Independent units in a cell.",
        ),
    ] = 30,
    near: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--near", 0, MOST_REPLICATES),
            help="Units where an interval touches a limit; 0 to leave it at --replicates.",
        ),
    ] = 200,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=whole("--seed", 0, LARGEST_SEED - MOST_REPLICATES),
                          help="The seed of all chance."),
    ] = 1,
    changes: Changes = None,
    workers: Annotated[
        int, typer.Option(metavar="N", callback=whole("--workers", 1, MOST_WORKERS),
                          help="Processes."),
    ] = 2,
    report: ReportFile = None,
    markdown: MarkdownFile = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Switch mechanisms off one at a time, and see which published finding needs which.

    Broken off, the same command goes on where it was. Exit code 1 if a study could not be run.
    """
    from trustgarden.experiments.knock_outs import knock_out

    check_pages(report, markdown)
    say_if_first()
    matrix = knock_out(
        out, studies or None, off or None, replicates=replicates, near=near, seed=seed,
        changes=parse_changes(changes), workers=workers, progress=_tell,
    )  # fmt: skip
    matrix.table.to_parquet(out / "knock-outs.parquet", index=False)
    _write(matrix, report, markdown)
    print_json(_facts(matrix)) if as_json else _print(matrix)
    say(f"Cells and table are in {out}.")
    if not matrix.is_complete:
        raise typer.Exit(CHECK_FAILED)


def _tell(progress: Progress) -> None:
    for cell, why in progress.again.items():
        say(f"{cell} is made again ({why}).")
    left = "" if progress.seconds_left is None else f", {duration(progress.seconds_left)} left"
    count = f"{progress.done:,} of {progress.total:,} cells{left}"
    if progress.cell is None:
        say(count)
        return
    how = f"failed: {progress.message}" if progress.message else f"{progress.replicates} replicates"
    say(f"{count}; {progress.cell}, {how}")


def _write(matrix: Matrix, report: Path | None, markdown: Path | None) -> None:
    from trustgarden.analysis.knock_outs import knock_outs_markdown, knock_outs_report

    told: dict[str, Any] = {"unneeded": matrix.unneeded, "uninformative": matrix.uninformative}
    write_pages(
        "knockouts", report,
        lambda file, again: knock_outs_report(
            matrix.table, file, **told, provenance=matrix.provenance, again=again
        ),
        markdown, lambda: knock_outs_markdown(matrix.table, **told),
    )  # fmt: skip


def _print(matrix: Matrix) -> None:
    from trustgarden.analysis.knock_outs import MECHANISM_HEADS, mechanism_table

    print_rich(
        table([head.capitalize() for head in MECHANISM_HEADS], mechanism_table(matrix.table))
    )
    say(f"Needed by no finding: {', '.join(matrix.unneeded) or 'none'}.")
    say(f"Findings that pass in every variant: {', '.join(matrix.uninformative) or 'none'}.")


def _facts(matrix: Matrix) -> dict[str, Any]:
    return {
        "cells": matrix.table.to_dict(orient="records"),
        "unneeded": matrix.unneeded,
        "uninformative": matrix.uninformative,
        "provenance": dict(matrix.provenance),
    }
