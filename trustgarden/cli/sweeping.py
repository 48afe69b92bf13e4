"""`trustgarden experiments` and `trustgarden sweep`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustgarden.cli.options import (
    AllowCode,
    AsJson,
    Changes,
    Seed,
    Weeks,
    find_modules_here,
    parse_changes,
    whole,
)
from trustgarden.cli.output import print_json, print_rich, print_text, say, table
from trustgarden.cli.planning import PILOT, Pilot, tell_plan
from trustgarden.cli.progress import shown
from trustgarden.cli.stating import described, overridden
from trustgarden.errors import InputError
from trustgarden.printing import printable

if TYPE_CHECKING:
    from trustgarden.experiments import Store

__all__ = ["experiments", "sweep"]

CHECK_FAILED = 1

ON_ERROR = ("continue", "stop", "retry")


def _on_error(given: str) -> str:
    """What `--on-error` may say, in our words."""
    if given in ON_ERROR:
        return given
    raise InputError(f"--on-error is {given!r}; it must be one of: {', '.join(ON_ERROR)}.")


def experiments(
    experiment: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Describe this one: an id or a .toml file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the experiments that come with trustgarden, or describe one."""
    from trustgarden import experiments as room

    if experiment is None:
        found = room.experiments()
        if as_json:
            print_json([{"id": name, "description": line} for name, line in found.items()])
        else:
            print_rich(table(("Experiment", "Question"), list(found.items())))
        return
    record = room.load_experiment(experiment)
    if as_json:
        print_json(record.model_dump(mode="json") | {"num_runs": record.num_runs})
    else:
        print_text(printable(described(record)))


def sweep(
    experiment: Annotated[
        str,
        typer.Argument(
            metavar="EXPERIMENT",
            help="Id of an experiment (`trustgarden experiments` lists them) or path of a .toml "
            "file.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Results folder; results/ID if not given. A folder of the same sweep that was "
            "broken off is completed.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=whole("--workers", 1, 1024),
            help="Processes to run it in; one a processor if not given. Results do not depend "
            "on it.",
        ),
    ] = None,
    weeks: Weeks = None,
    replicates: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=whole("--replicates", 1, 1_000_000),
            help="Runs of each combination.",
        ),
    ] = None,
    seed: Seed = None,
    changes: Changes = None,
    on_error: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            callback=_on_error,
            help="What is done about a run that fails: continue (the others go on), stop, or "
            "retry (once more at once, and those that failed before too).",
        ),
    ] = "continue",
    resume: Annotated[
        bool | None,
        typer.Option(
            help="Go on with results that must be there; or refuse if there are some. Without "
            "either, what is there is gone on with.",
        ),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help="Make only the I-th of N parts, such as 1/4; `trustgarden merge` puts them "
            "together.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=WHICH",
            help="Make only these runs: scenario=ID,ID, or point=, replicate= or run= with "
            "numbers such as 0-4,7. May be given several times.",
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            help="Where runs are made: local-cluster (workers of Dask here), or the address of a "
            "scheduler of Dask, such as tcp://HOST:8786; processes of this machine if not given.",
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Only say what it would be: points, runs, time, size, precision; see also "
            "`trustgarden plan`.",
        ),
    ] = False,
    pilot: Pilot = PILOT,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Run an experiment over its scenarios, levels and replicates, into a results folder.

    Options replace what the experiment states. A run that fails is kept as a
    row with its message; the others go on, and the exit code is 1. Stop it as
    you like: the same command makes what is missing, or damaged.
    """
    from trustgarden import experiments as room
    from trustgarden.experiments.selecting import parse_only, parse_shard
    from trustgarden.experiments.sweeping import RunFailedError

    find_modules_here(allow_code)
    stated = {"weeks": weeks, "replicates": replicates, "seed": seed}
    record = overridden(
        room.load_experiment(experiment),
        {key: value for key, value in stated.items() if value is not None},
        parse_changes(changes),
    )
    if dry_run:
        from trustgarden.experiments.planning import make_plan

        tell_plan(make_plan(record, allow_code), pilot, workers, as_json=as_json)
        return
    folder = Path("results", record.id) if out is None else out
    headline = f"{record.id}: {record.num_runs:,} runs of {record.weeks:,} weeks into {folder}"
    try:
        with shown(headline) as progress:
            store = room.sweep(
                record,
                folder,
                workers,
                progress,
                allow_code,
                on_error=on_error,  # type: ignore[arg-type]  # it is one of ON_ERROR
                resume=resume,
                only=parse_only(only),
                shard=parse_shard(shard),
                on=on,
                tell=say,
            )
    except KeyboardInterrupt:
        say(
            f"Finished runs are safe in {folder}; the same command makes those that are "
            "missing (add --resume to be sure that it finds them)."
        )
        raise
    except RunFailedError as error:
        say(f"{error} The same command makes those that are missing.")
        raise typer.Exit(CHECK_FAILED) from None
    _tell(store, folder, as_json)


def _tell(store: Store, folder: Path, as_json: bool) -> None:
    failed = store.num_failed
    if as_json:
        print_json(
            {
                "experiment": store.manifest["experiment"]["id"],
                "results": str(folder),
                "runs": store.num_runs_made,
                "failed": failed,
                "complete": store.is_complete,
            }
        )
    made = store.num_runs_made
    of_all = "" if made == store.num_runs else f" of the {store.num_runs:,} of the whole sweep"
    if of_all and store.is_complete:
        of_all += ", and its stopping rule wants no more,"
    say(f"{made:,} runs{of_all} are in {folder}. Next: trustgarden report {folder}")
    if failed:
        say(
            f"{failed:,} of them failed; the column `message` of the table `runs` says why, "
            f"and {folder / 'log'} tells more."
        )
        raise typer.Exit(CHECK_FAILED)
