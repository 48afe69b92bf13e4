"""`trustgarden robustness`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustgarden.cli.options import LARGEST_SEED, AsJson, Changes, parse_changes, whole
from trustgarden.cli.output import print_json, print_rich, say, table
from trustgarden.cli.patience import say_if_first
from trustgarden.cli.progress import duration
from trustgarden.cli.told import MarkdownFile, ReportFile, check_pages, write_pages
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.experiments.robustness import Robustness

__all__ = ["robustness"]

MOST_REPLICATES = 10_000
MOST_WORKERS = 256


def robustness(
    sizes: Annotated[
        str, typer.Option(metavar="A,B,...", help="Sizes of organisations (people).")
    ] = "20,60,200,700,2000",
    replicates: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--replicates", 4, MOST_REPLICATES),
            help="Organisations in each arm.",
        ),
    ] = 20,
    posterior: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv", help="Particles to draw parameters from, as `calibrate` writes."
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option(metavar="N", callback=whole("--draws", 4, MOST_REPLICATES),
                          help="Draws from them."),
    ] = 20,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=whole("--seed", 0, LARGEST_SEED // 2),
                          help="The seed of the first organisation."),
    ] = 1,
    changes: Changes = None,
    workers: Annotated[
        int, typer.Option(metavar="N", callback=whole("--workers", 1, MOST_WORKERS),
                          help="Threads."),
    ] = 2,
    report: ReportFile = None,
    markdown: MarkdownFile = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Hold the main conclusions to other sizes, seeds, labels, forms, measures and parameters."""
    from trustgarden.experiments import robustness as room

    check_pages(report, markdown)
    say_if_first()
    found = room.robustness(
        sizes=_sizes(sizes), replicates=replicates, seed=seed, changes=parse_changes(changes),
        posterior=posterior, draws=draws, workers=workers, progress=_tell,
    )  # fmt: skip
    _write(found, report, markdown)
    if as_json:
        print_json(
            {"effects": found.table.to_dict(orient="records"), "provenance": found.provenance}
        )
    else:
        _print(found)


def _sizes(given: str) -> list[int]:
    parts = [part.strip() for part in given.split(",")]
    sizes = [int(part) for part in parts if part.isdecimal()]
    if len(sizes) < len(parts) or min(sizes) < 2 or len(set(sizes)) < len(sizes):
        raise InputError(
            f"--sizes is {given!r}; it must be whole numbers from 2 with commas between, each "
            "once, such as 20,200."
        )
    return sizes


def _tell(name: str, done: int, total: int, left: float | None) -> None:
    outlook = "" if left is None else f", {duration(left)} left"
    say(f"{done + 1:,} of {total:,}: {name}{outlook} ...")


def _write(found: Robustness, report: Path | None, markdown: Path | None) -> None:
    from trustgarden.analysis.robustness import robustness_markdown, robustness_report

    write_pages(
        "robustness", report,
        lambda file, again: robustness_report(
            found.table, file, provenance=found.provenance, again=again
        ),
        markdown, lambda: robustness_markdown(found.table),
    )  # fmt: skip


def _print(found: Robustness) -> None:
    from trustgarden.analysis.robustness import HEADS, verdict_rows

    print_rich(table([head.capitalize() for head in HEADS], verdict_rows(found.table)))
