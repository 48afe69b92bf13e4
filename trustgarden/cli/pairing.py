"""`trustgarden compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.choosing import chosen_scenario
from trustgarden.cli.folders import check_new_file
from trustgarden.cli.options import (
    LARGEST_SEED,
    AllowCode,
    AsJson,
    Changes,
    Weeks,
    parse_changes,
    whole,
)
from trustgarden.cli.output import number, print_json, print_rich, say, table
from trustgarden.cli.patience import say_if_first
from trustgarden.cli.running import WEEKS
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.experiments import Comparison

__all__ = ["compare"]

PAIRS = 30
"""Enough for an interval one can work with, and few enough to wait for."""

MOST_PAIRS = 100_000


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="The first scenario: id or .toml file.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The second; differences are B less A.")],
    changes: Changes = None,
    changes_a: Annotated[
        list[str] | None,
        typer.Option("--set-a", metavar="KEY=VALUE", help="As --set, for A alone."),
    ] = None,
    changes_b: Annotated[
        list[str] | None,
        typer.Option("--set-b", metavar="KEY=VALUE", help="As --set, for B alone."),
    ] = None,
    weeks: Weeks = WEEKS,
    seeds: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--seeds", 1, MOST_PAIRS), help="Pairs to run."
        ),
    ] = PAIRS,
    seed: Annotated[
        int,
        typer.Option(
            metavar="N",
            callback=whole("--seed", 0, LARGEST_SEED - MOST_PAIRS),
            help="The seed of the first pair; the others count on from it.",
        ),
    ] = 0,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a report to this file.")
    ] = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Run two scenarios with the same people and the same luck, and print what differs.

    Each pair of runs shares one seed, so a difference comes from the
    conditions. Its interval (95 %) is bootstrapped over the pairs.
    """
    from trustgarden import experiments

    both = parse_changes(changes)
    first = chosen_scenario(a, _merged(both, changes_a, "--set-a"), allow_code=allow_code)
    second = chosen_scenario(b, _merged(both, changes_b, "--set-b"), allow_code=allow_code)
    if out is not None:
        check_new_file(out, ".html")
    say_if_first()
    pairs = range(seed, seed + seeds)
    length = WEEKS if weeks is None else weeks
    made = experiments.compare(first, second, length, pairs, allow_code=allow_code)
    if out is not None:
        from trustgarden.analysis import comparison_report

        comparison_report(made, out)
    if as_json:
        print_json(_facts(made, out))
    else:
        _print(made)
    if out is not None:
        say(f"The report is in {out}.")


def _merged(both: dict[str, Any], own: list[str] | None, option: str) -> dict[str, Any]:
    """Changes of one side of the comparison: those for both, and those of its own."""
    changes = parse_changes(own)
    twice = sorted(both.keys() & changes.keys())
    if twice:
        raise InputError(f"--set and {option} both give {twice[0]!r}; give it once.")
    return both | changes


def _print(made: Comparison) -> None:
    from trustgarden.model.measures import MEASURES

    labels = {measure.name: measure.label for measure in MEASURES}
    rows = [
        (
            labels[row["measure"]],
            number(row["mean_a"]),
            number(row["mean_b"]),
            number(row["difference"], signed=True),
            f"{number(row['low'], signed=True)} to {number(row['high'], signed=True)}",
        )
        for row in made.differences.to_dict(orient="records")
    ]
    first, second = _names(made)
    title = (
        f"{second} less {first}: {len(made.seeds):,} pairs with the same people and luck, "
        f"{made.weeks:,} weeks; means of the last quarter of a year"
    )
    columns = ("Measure", first, second, "Difference", "95 % interval")
    print_rich(table(columns, rows, title=title, numbers=4))


def _names(made: Comparison) -> tuple[str, str]:
    """How the two sides are headed; a scenario compared with itself, changed, needs more."""
    a, b = made.scenario_a.id, made.scenario_b.id
    return (a, b) if a != b else (f"{a} (A)", f"{b} (B)")


def _facts(made: Comparison, out: Path | None) -> dict[str, Any]:
    return {
        "a": made.scenario_a.id,
        "b": made.scenario_b.id,
        "weeks": made.weeks,
        "seeds": list(made.seeds),
        "differences": made.differences.to_dict(orient="records"),
        "files": [] if out is None else [str(out)],
    }
