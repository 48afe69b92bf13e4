"""`trustgarden report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.output import print_text, say

__all__ = ["report"]

FILE = "report.html"


def report(
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS", help="Results folder of `trustgarden sweep`."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html",
            help=f"Where to write it; {FILE} in the results folder if not given.",
        ),
    ] = None,
) -> None:
    """Write the report of a sweep: one HTML file that opens offline. Its path goes to stdout."""
    from trustgarden.experiments import Store

    store = Store.open(results)
    file = results / FILE if out is None else out
    check_new_file(file, ".html")
    if not store.is_complete:
        say(
            f"{results} holds {store.num_runs_made:,} of {store.num_runs:,} runs so far; the "
            "report covers those."
        )
    from trustgarden.analysis import write_report

    write_report(store, file)
    print_text(str(file))
