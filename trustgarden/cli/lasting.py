"""`trustgarden stability`."""

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
    from trustgarden.experiments.stability import Stability

__all__ = ["stability"]

MOST_REPLICATES = 10_000
MOST_WORKERS = 256


def stability(
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="Under which conditions, after the pasts.")
    ] = "untended",
    reciprocity: Annotated[
        str | None,
        typer.Option(metavar="A,B,...", help="Levels of own trust as a reason to keep faith."),
    ] = None,
    faith: Annotated[
        str | None, typer.Option(metavar="A,B,...", help="Levels of readiness to keep faith.")
    ] = None,
    replicates: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--replicates", 2, MOST_REPLICATES),
            help="Organisations in a cell.",
        ),
    ] = 20,
    years: Annotated[
        int, typer.Option(metavar="N", callback=whole("--years", 2, 60),
                          help="After how many years it ends, steady or not."),
    ] = 10,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=whole("--seed", 0, LARGEST_SEED - MOST_REPLICATES),
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
    """Map which states of trust last, over reciprocity and kept faith, from a high and a low past.

    Levels go around the calibrated parameters if they are not given.
    """
    from trustgarden.experiments import stability as room

    check_pages(report, markdown)
    xs, ys = _levels("--reciprocity", reciprocity), _levels("--faith", faith)
    say_if_first()
    found = room.stability(
        scenario, reciprocity=xs, faith=ys, replicates=replicates, seed=seed, most_years=years,
        changes=parse_changes(changes), workers=workers, progress=_tell,
    )  # fmt: skip
    _write(found, report, markdown)
    if as_json:
        print_json({"cells": found.table.to_dict(orient="records"), "provenance": found.provenance})
    else:
        _print(found)


def _levels(name: str, given: str | None) -> list[float] | None:
    if given is None:
        return None
    try:
        levels = [float(part) for part in given.split(",")]
    except ValueError:
        levels = []
    if not levels or len(set(levels)) < len(levels):
        raise InputError(
            f"{name} is {given!r}; it must be numbers with commas between, each once, such as "
            "0,2,4."
        )
    return sorted(levels)


def _tell(done: int, total: int, left: float | None) -> None:
    say(f"{done:,} of {total:,} cells" + ("" if left is None else f", {duration(left)} left"))


def _write(found: Stability, report: Path | None, markdown: Path | None) -> None:
    from trustgarden.analysis.stability import stability_markdown, stability_report

    write_pages(
        "stability", report,
        lambda file, again: stability_report(
            found.table, file, provenance=found.provenance, again=again
        ),
        markdown, lambda: stability_markdown(found.table),
    )  # fmt: skip


def _print(found: Stability) -> None:
    from trustgarden.analysis.stability import HEADS, stability_rows

    print_rich(table([head.capitalize() for head in HEADS], stability_rows(found.table)))
