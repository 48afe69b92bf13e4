"""`trustgarden run`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.choosing import chosen_scenario
from trustgarden.cli.folders import make_folder
from trustgarden.cli.options import AllowCode, AsJson, Changes, Seed, Weeks, parse_changes
from trustgarden.cli.output import number, print_json, print_rich, say, table
from trustgarden.cli.patience import say_if_first
from trustgarden.cli.replaying import ReplayFile, check_replay, write_replay_of
from trustgarden.cli.takeaway import file_names, without_names, write_run

if TYPE_CHECKING:
    import pandas as pd

    from trustgarden.experiments import Run

__all__ = ["WEEKS", "run"]

WEEKS = 104
"""Two years: long enough for trust to grow and for a regime to show itself."""


def run(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO",
            help="Id of a scenario (`trustgarden scenarios` lists them) or path of a .toml file.",
        ),
    ],
    changes: Changes = None,
    weeks: Weeks = WEEKS,
    seed: Seed = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write series, people, ties and teams (CSV and Parquet), provenance and an "
            "HTML report into this folder.",
        ),
    ] = None,
    keep_names: Annotated[
        bool,
        typer.Option(
            "--keep-names",
            help="With --out or --replay and people from a file of your own: write their ids as "
            "they are, instead of replacing them.",
        ),
    ] = False,
    replay: ReplayFile = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Run one organisation, and print how its measures went from the first week to the last."""
    from trustgarden.experiments import simulate

    chosen = chosen_scenario(scenario, parse_changes(changes), allow_code=allow_code)
    if out is not None:
        make_folder(out, file_names())
    check_replay(replay, chosen.organisation.num_people)
    say_if_first()
    length = WEEKS if weeks is None else weeks
    made = simulate(chosen, weeks=length, seed=seed, allow_code=allow_code)
    files = []
    if out is not None:
        files = write_run(made if keep_names else without_names(made), out)
    if replay is not None:
        files = [*files, write_replay_of(made, replay, keep_names=keep_names)]
    if as_json:
        print_json(_facts(made, files))
    else:
        _print(made)
    _tell_not_held(made.not_held)
    _tell_written(files)


def _tell_written(files: list[Path]) -> None:
    """Say which files were written, folder by folder."""
    for folder in dict.fromkeys(path.parent for path in files):
        names = ", ".join(path.name for path in files if path.parent == folder)
        say(f"Written to {folder}: {names}.")


def _print(made: Run) -> None:
    from trustgarden.model.measures import MEASURES

    ends = made.series.iloc[[0, -1]].to_dict(orient="list")
    rows = [
        (
            measure.label,
            measure.unit,
            number(ends[measure.name][0]),
            number(ends[measure.name][1]),
            number(ends[measure.name][1] - ends[measure.name][0], signed=True),
        )
        for measure in MEASURES
    ]
    weeks = len(made.series)
    num_people = made.scenario.organisation.num_people
    title = f"{made.scenario.id}: {num_people:,} people, {weeks:,} weeks, seed {made.seed}"
    columns = ("Measure", "Unit", "Week 1", f"Week {weeks}", "Change")
    print_rich(table(columns, rows, title=title, numbers=3))


def _tell_not_held(events: pd.DataFrame) -> None:
    """Say which events did not take place, so that nobody looks for what they should have done."""
    if len(events):
        many = "1 event" if len(events) == 1 else f"{len(events)} events"
        say(f"{many} of the calendar did not take place:")
    for event in events.fillna("").to_dict(orient="records"):
        about = f" of {event['team']}" if event["team"] else ""
        about += f" by {event['who']}" if event["who"] else ""
        about += f" towards {event['whom']}" if event["whom"] else ""
        say(f"  week {event['week']}, {event['kind']}{about}: {event['why']}.")


def _facts(made: Run, files: list[Path]) -> dict[str, Any]:
    first, last = made.series.iloc[0], made.series.iloc[-1]
    return {
        "scenario": made.scenario.id,
        "seed": made.seed,
        "weeks": len(made.series),
        "people": made.scenario.organisation.num_people,
        "measures": {
            name: {"first": first[name], "last": last[name]} for name in made.series.columns
        },
        "not_held": made.not_held.to_dict(orient="records"),
        "digest": made.provenance.get("digest"),
        "files": [str(path) for path in files],
    }
