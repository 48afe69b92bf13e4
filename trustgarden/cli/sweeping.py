"""`trustgarden experiments` and `trustgarden sweep`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from trustgarden.cli.progress import shown
from trustgarden.printing import printable

if TYPE_CHECKING:
    from trustgarden.experiments import Experiment, Store

__all__ = ["experiments", "sweep"]

CHECK_FAILED = 1


def experiments(
    experiment: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="Describe this one: an id or a .toml file."
        ),
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
        print_text(printable(_described(record)))


def _described(record: Experiment) -> str:
    facts = [
        f"scenarios   {', '.join(record.scenarios)}",
        *(f"factor      {key}: {', '.join(map(str, x))}" for key, x in record.factors.items()),
        f"replicates  {record.replicates:,} of each, with the same luck across conditions",
        f"weeks       {record.weeks:,}",
        f"seed        {record.seed}",
        f"runs        {record.num_runs:,}",
    ]
    sources = [f"- {one.source}\n  {one.reason}" for one in record.citations]
    parts = [
        f"{record.id}: {record.description}",
        record.details.strip(),
        "\n".join(facts),
        "\n".join(sources),
    ]
    return "\n\n".join(part for part in parts if part)


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
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Run an experiment over its scenarios, levels and replicates, into a results folder.

    Options replace what the experiment states. A run that fails is kept as a
    row with its message; the others go on, and the exit code is 1.
    """
    from trustgarden import experiments as room

    find_modules_here(allow_code)
    stated = {"weeks": weeks, "replicates": replicates, "seed": seed}
    record = _changed(
        room.load_experiment(experiment),
        {key: value for key, value in stated.items() if value is not None},
        parse_changes(changes),
    )
    folder = Path("results", record.id) if out is None else out
    headline = f"{record.id}: {record.num_runs:,} runs of {record.weeks:,} weeks into {folder}"
    try:
        with shown(headline) as progress:
            store = room.sweep(record, folder, workers, progress, allow_code)
    except KeyboardInterrupt:
        say(
            f"Finished runs are safe in {folder}; the same command makes those that are "
            "missing."
        )
        raise
    _tell(store, folder, as_json)


def _changed(
    record: Experiment, stated: dict[str, Any], levels: dict[str, Any]
) -> Experiment:
    """The experiment with options of the command line in place of what it states.

    What `--set` gives becomes a factor of one level, so that the results folder
    says what was run without the command line that made it.
    """
    if not stated and not levels:
        return record
    from pydantic import ValidationError

    from trustgarden.experiments.explaining import explain
    from trustgarden.scenarios.locating import Source

    data = record.model_dump(mode="json", exclude_unset=True) | stated
    if levels:
        fixed = {key: [level] for key, level in levels.items()}
        data["factors"] = data.get("factors", {}) | fixed
    try:
        return type(record).model_validate(data)
    except ValidationError as error:
        raise explain(error, Source(f"experiment {record.id}", "")) from None


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
    say(f"{store.num_runs_made:,} runs are in {folder}. Next: trustgarden report {folder}")
    if failed:
        say(
            f"{failed:,} of them failed; the column `message` of the table `runs` says why, "
            f"and {folder / 'log'} tells more."
        )
        raise typer.Exit(CHECK_FAILED)
