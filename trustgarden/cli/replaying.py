"""`trustgarden run --replay`: the run as a page that plays without a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.output import say
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.experiments import Run

__all__ = ["ReplayFile", "check_replay", "write_replay_of"]

MOST_PEOPLE = 2_000
"""More cannot be told apart in one picture."""
LARGE = 20_000_000

ReplayFile = Annotated[
    Path | None,
    typer.Option(
        "--replay",
        metavar="FILE.html",
        help="Write a page in which the run plays week by week, without a server.",
    ),
]


def check_replay(path: Path | None, num_people: int) -> None:
    """Find out before the work whether the page can be made and written.

    Raises:
        InputError: If it has another ending, stands where nothing can be written, or there are
            more people than a picture can show.
    """
    if path is None:
        return
    check_new_file(path, ".html", "--replay")
    if num_people > MOST_PEOPLE:
        raise InputError(
            f"--replay draws at most {MOST_PEOPLE:,} people, and there are {num_people:,}; leave "
            "it out, or run a smaller organisation."
        )


def write_replay_of(made: Run, path: Path, *, keep_names: bool) -> Path:
    """Run the same organisation once more, looking at every week, and write the page."""
    from trustgarden.app.replaying import record, write_replay
    from trustgarden.model.organisation import Organisation

    organisation = Organisation(made.scenario, seed=made.seed)
    own = made.scenario.organisation.people is not None
    run = record(organisation, len(made.series), keep_names=keep_names or not own)
    written = write_replay(run, path)
    if written.stat().st_size > LARGE:
        say(f"{path} is {written.stat().st_size // 1_000_000} MB; fewer weeks make it smaller.")
    return written
