"""Results that a command reads: a folder, or an experiment that is run into one first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustgarden.cli.options import find_modules_here, whole
from trustgarden.cli.output import say
from trustgarden.cli.progress import shown

if TYPE_CHECKING:
    from trustgarden.experiments import Store

__all__ = ["Scenario", "Source", "Workers", "opened"]

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


def opened(source: str, workers: int | None, allow_code: bool) -> Store:
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
