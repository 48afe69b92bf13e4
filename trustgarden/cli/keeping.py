"""`trustgarden status`, `trustgarden merge` and `trustgarden rerun`: results that are there."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustgarden.cli.options import AllowCode, AsJson, find_modules_here, whole
from trustgarden.cli.output import print_json, print_text, say
from trustgarden.cli.progress import duration, shown
from trustgarden.printing import printable

if TYPE_CHECKING:
    from trustgarden.experiments import Status

__all__ = ["merge", "rerun", "status"]

CHECK_FAILED = 1

Results = Annotated[
    Path, typer.Argument(metavar="RESULTS", help="A results folder, as `trustgarden sweep` made.")
]


def status(
    results: Results,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Compare every file with its checksum too; exit code 1 if one differs."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell how a sweep stands, while it runs or afterwards."""
    from trustgarden.experiments import Store, status_of
    from trustgarden.experiments.status import damaged_parts

    found = status_of(results)
    damaged = damaged_parts(Store.open(results)) if check else None
    if as_json:
        print_json(dataclasses.asdict(found) | ({} if damaged is None else {"damaged": damaged}))
    else:
        print_text(printable(_words(found)))
        for words in damaged or ():
            say(f"{words}.")
        if damaged == []:
            print_text("Every file matches its checksum.")
    if damaged:
        say("Sweep again into the same folder: what is damaged is made again.")
        raise typer.Exit(CHECK_FAILED)


def _words(found: Status) -> str:
    facts = [f"{found.done:,} of {found.total:,} runs", f"{found.failed:,} failed"]
    if found.rate is not None:
        facts.append(f"{found.rate:.3g} a second")
    if found.eta is not None:
        facts.append(f"{duration(found.eta)} left")
    only = f" (only {', '.join(found.only)})" if found.only else ""
    return f"{found.experiment}: {found.state}{only}, {', '.join(facts)}"


def merge(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="Results folder that everything is put into.")
    ],
    shards: Annotated[
        list[Path],
        typer.Argument(metavar="SHARD...", help="Results folders of the same sweep."),
    ],
    as_json: AsJson = False,
) -> None:
    """Put shards of a sweep together; the result is that of a sweep never divided."""
    from trustgarden import experiments as room

    store = room.merge(out, shards, say)
    made = store.num_runs_made
    if as_json:
        print_json({"results": str(out), "runs": made, "complete": store.is_complete})
    say(f"{made:,} of {store.num_runs:,} runs are in {out}.")


def rerun(
    results: Results,
    run: Annotated[
        int | None,
        typer.Option(
            metavar="ID",
            callback=whole("--run", 0, 1_000_000),
            help="Only this run, by its number; all that are there if not given.",
        ),
    ] = None,
    experiment: Annotated[
        str | None,
        typer.Option(
            metavar="EXPERIMENT",
            help="The experiment that it was made from: needed if that names files of your own, "
            "which results do not hold.",
        ),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(metavar="N", callback=whole("--workers", 1, 1024), help="Processes."),
    ] = 1,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Make results again from what they say of themselves, and compare them to the byte.

    The exit code is 1 if they differ; where they differ first is told.
    """
    from trustgarden import experiments as room

    find_modules_here(allow_code)
    with shown(f"Making {results} again, to compare") as progress:
        found = room.rerun(results, run, experiment, workers, progress, allow_code)
    if as_json:
        print_json(
            {"runs": found.num_runs, "equal": found.is_equal, "difference": found.difference}
        )
    made = "1 run" if found.num_runs == 1 else f"{found.num_runs:,} runs"
    if found.is_equal:
        say(f"{made} made again: equal to the byte.")
        return
    say(f"{made} made again, and they differ. First in {found.difference}.")
    raise typer.Exit(CHECK_FAILED)
