"""`trustgarden plan`, and what `trustgarden sweep --dry-run` prints."""

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
from trustgarden.cli.output import number, print_json, print_rich, print_text, say, table
from trustgarden.cli.stating import overridden
from trustgarden.errors import InputError
from trustgarden.printing import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from trustgarden.experiments.forecasting import Expected, Forecast, Needed
    from trustgarden.experiments.planning import Plan

__all__ = ["PILOT", "Pilot", "plan", "tell_plan"]

PILOT = 5
"""Replicates of a pilot, enough for a rough spread."""

Pilot = Annotated[
    int,
    typer.Option(
        "--pilot",
        metavar="K",
        callback=whole("--pilot", 0, 1000),
        help="Replicates of a few points that are run to find out how long, how large and how "
        "precise it will be; 0 for none. They are not kept.",
    ),
]
WORDS = {"mean": "mean of a point", "difference": "difference of two points, paired"}


def plan(
    experiment: Annotated[
        str,
        typer.Argument(metavar="EXPERIMENT", help="Id of an experiment, or path of a .toml file."),
    ],
    outcomes: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="NAME",
            help="Measure whose precision is asked for; those of the experiment if not given. May "
            "be given several times.",
        ),
    ] = None,
    half_width: Annotated[
        float | None,
        typer.Option(
            "--half-width",
            metavar="X",
            help="Half of the 95 % interval that is wanted, in units of the outcome: how many "
            "replicates it takes is told.",
        ),
    ] = None,
    pilot: Pilot = PILOT,
    write: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help="Write the plan as an experiment, and its points beside it as .csv; both can be "
            "looked at, changed, and swept.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=whole("--workers", 1, 1024),
            help="Processes that the time is for; one a processor if not given.",
        ),
    ] = None,
    weeks: Weeks = None,
    replicates: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=whole("--replicates", 1, 1_000_000),
            help="Runs of each point.",
        ),
    ] = None,
    seed: Seed = None,
    changes: Changes = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Say what a sweep would be, before it is made: points, runs, time, size and precision.

    Nothing is swept. With --half-width it says how many replicates that takes.
    """
    from trustgarden import experiments as room
    from trustgarden.experiments.plan_files import write_plan
    from trustgarden.experiments.planning import make_plan

    find_modules_here(allow_code)
    _check_half_width(half_width, pilot)
    stated = {"weeks": weeks, "replicates": replicates, "seed": seed}
    record = overridden(
        room.load_experiment(experiment),
        {key: value for key, value in stated.items() if value is not None},
        parse_changes(changes),
    )
    made = make_plan(record, allow_code)
    if write is not None:
        for path in write_plan(made, write):
            say(f"Written: {path}")
    tell_plan(made, pilot, workers, outcomes or (), half_width, as_json=as_json)


def _check_half_width(half_width: float | None, pilot: int) -> None:
    if half_width is None:
        return
    if not 0 < half_width < float("inf"):
        raise InputError(f"--half-width is {half_width:g}; it must be a number above 0.")
    if pilot < 2:
        raise InputError(
            f"--half-width needs a pilot to know the spread, and --pilot is {pilot}; give at "
            "least 2, better 10."
        )


def tell_plan(
    made: Plan,
    pilot: int,
    workers: int | None,
    outcomes: Sequence[str] = (),
    half_width: float | None = None,
    *,
    as_json: bool,
) -> None:
    """Print what a sweep of a plan would be.

    Raises:
        InputError: If an outcome is no measure, or `--pilot` is 1.
    """
    from trustgarden.experiments.designs import CannotHoldError
    from trustgarden.experiments.forecasting import forecast

    if pilot == 1:
        raise InputError(
            "--pilot is 1; one run says nothing of the spread between runs: give 0 for none, or "
            "at least 2."
        )
    if pilot:
        say(f"Pilot: a few points, {pilot} replicates of each; nothing of it is kept.")
    try:
        found = forecast(made, pilot, workers, outcomes, half_width)
    except CannotHoldError as error:
        raise InputError(str(error)) from None
    if as_json:
        print_json(found.plain())
        return
    print_text(printable("\n".join(_facts(found))))
    if found.precision:
        print_rich(_precision(found.precision, found))
    if found.needed:
        print_rich(_needed(found.needed))


def _facts(found: Forecast) -> list[str]:
    least = found.least_replicates
    replicates = f"{found.replicates:,} of each point"
    if least < found.replicates:
        likely = found.likely_replicates
        replicates = f"{least:,} to {found.replicates:,} of each point, as the stopping rule wants"
        replicates += f"; likely about {likely:,}" if likely else ""
    scenarios = "1 scenario" if found.scenarios == 1 else f"{found.scenarios:,} scenarios"
    most = "" if least == found.replicates else " at most"
    facts = [
        f"experiment  {found.experiment}",
        f"design      {found.method}",
        f"points      {found.points:,} ({scenarios} x {found.combinations:,} combinations)",
        f"replicates  {replicates}",
        f"runs        {found.runs:,}{most} of {found.weeks:,} weeks",
        f"chunks      {found.chunks:,} of {found.chunk_size:,} runs",
    ]
    if found.seconds is not None and found.bytes is not None:
        facts += [
            f"time        about {_duration(found.seconds)} with {found.workers} workers"
            f"{most and ', for all of them'}",
            f"size        about {_size(found.bytes)}",
            f"            (pilot: {found.pilot_points} points x {found.pilot_replicates} "
            "replicates)",
        ]
    if found.pilot_failed:
        facts.append(f"warning     {found.pilot_failed} pilot runs failed: {found.pilot_failure}")
    return facts


def _precision(rows: Sequence[Expected], found: Forecast) -> RenderableType:
    return table(
        ("Outcome", "Of", "Spread of a run", "Half of the 95 % interval", "From", "To"),
        [(row.outcome, WORDS[row.of], *(_short(x) for x in _figures(row))) for row in rows],
        title=f"Precision to be expected with {found.replicates:,} replicates",
        numbers=4,
    )


def _figures(row: Expected) -> tuple[float, ...]:
    return row.deviation, row.half_width, row.low, row.high


def _needed(rows: Sequence[Needed]) -> RenderableType:
    return table(
        ("Outcome", "Of", "Replicates", "From", "To"),
        [
            (row.outcome, WORDS[row.of], f"{row.replicates:,}", f"{row.low:,}", f"{row.high:,}")
            for row in rows
        ],
        title=f"Replicates for an interval of ± {number(rows[0].half_width)}",
        numbers=3,
    )


def _short(figure: float) -> str:
    return format(figure, ".2g") if 0 < abs(figure) < 0.001 else number(figure)


def _duration(seconds: float) -> str:
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.2g} seconds"


def _size(count: int) -> str:
    for size, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"
