"""`trustgarden optimise`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.options import (
    LARGEST_SEED,
    MOST_WEEKS,
    AllowCode,
    AsJson,
    Changes,
    find_modules_here,
    parse_changes,
    whole,
)
from trustgarden.cli.output import number, print_json, print_rich, print_text, say, table
from trustgarden.cli.progress import shown
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.experiments.optimising import Optimum

__all__ = ["optimise"]

MOST = 1_000_000
MOST_WORKERS = 256


def optimise(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="Id of a scenario, or path of a .toml file.")
    ],
    outcome: Annotated[
        str, typer.Option(metavar="MEASURE", help="What to grow: its mean over the last quarter.")
    ] = "trust",
    least: Annotated[
        bool, typer.Option("--least", help="Look for the least of it instead of the most.")
    ] = False,
    budget: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--budget", 1, MOST), help="Allocations that may be tried."
        ),
    ] = 200,
    replicates: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--replicates", 1, MOST),
            help="Organisations that each allocation is tried in.",
        ),
    ] = 6,
    confirm: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--confirm", 2, MOST),
            help="Fresh organisations that the best is compared with the starting style in.",
        ),
    ] = 30,
    total: Annotated[
        float,
        typer.Option(metavar="SHARE", help="Share of the leaders' hours that is divided."),
    ] = 1.0,
    weeks: Annotated[
        int,
        typer.Option(metavar="N", callback=whole("--weeks", 1, MOST_WEEKS), help="Weeks to run."),
    ] = 104,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=whole("--seed", 0, LARGEST_SEED), help="The seed.")
    ] = 1,
    changes: Changes = None,
    workers: Annotated[
        int,
        typer.Option(metavar="N", callback=whole("--workers", 1, MOST_WORKERS), help="Threads."),
    ] = 2,
    journal: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.jsonl",
            help="Keep every run here; the same command goes on from it after a break.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Write the best as a scenario (a new file)."),
    ] = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Find the division of the leaders' attention that grows most trust in this organisation.

    What is reported is measured in organisations that the search never saw.
    Exit code 1 if nothing better than the starting style was found.
    """
    from trustgarden.experiments import optimising as room

    find_modules_here(allow_code)
    _check_places(out, journal)
    headline = f"{scenario}: {budget:,} allocations, {replicates:,} organisations each"
    try:
        with shown(headline) as show:
            found = room.optimise(
                scenario, outcome, budget=budget, replicates=replicates, confirm=confirm,
                weeks=weeks, seed=seed, total=total, least=least, changes=parse_changes(changes),
                workers=workers, journal=journal, allow_code=allow_code,
                progress=show,
            )  # fmt: skip
    except KeyboardInterrupt:
        if journal is not None:
            say(f"What was run is kept in {journal}; the same command goes on from it.")
        raise
    _print(found, as_json)
    if out is not None:
        _write(found, out)
    if not found.is_better:
        raise typer.Exit(1)


def _check_places(out: Path | None, journal: Path | None) -> None:
    if out is not None:
        check_new_file(out, ".toml")
        if out.exists():
            raise InputError(f"--out {out} is there already; name a new file.")
    if journal is not None and journal.is_dir():
        raise InputError(f"--journal {journal} is a folder; name a file in it.")


def _print(found: Optimum, as_json: bool) -> None:
    if as_json:
        print_json(_facts(found))
        return
    title = f"Shares of attention, and {found.outcome} in organisations the search never saw"
    columns = ("", *(arm.name for arm in found.arms))
    print_rich(table(columns, _rows(found), title=title, numbers=len(found.arms)))
    print_text(_sentence(found))


def _rows(found: Optimum) -> list[list[str]]:
    """One row a practice, then the outcome and what the best gains: one column an arm."""
    from trustgarden.model.presets import PRACTICES

    shares = [
        [name, *(f"{arm.allocation[place]:.0%}" if arm.allocation[place] else "-"
                 for arm in found.arms)]
        for place, name in enumerate(PRACTICES)
    ]  # fmt: skip
    means = [found.outcome, *(number(float(arm.outcomes.mean())) for arm in found.arms)]
    gains = [_gain(found.best.difference(arm)) for arm in found.arms[1:]]
    return [*shares, means, ["gain of the best [95 %]", "", *gains]]


def _gain(gain: tuple[float, float, float]) -> str:
    mean, low, high = (number(value, signed=True) for value in gain)
    return f"{mean} [{low}, {high}]"


def _sentence(found: Optimum) -> str:
    count = len(found.best.outcomes)
    if not found.is_better:
        return (
            f"No division was found that is surely better than the starting style, over {count} "
            "fresh organisations. A larger --budget or more --replicates may find one."
        )
    return (
        f"The best found is better than the starting style by {number(abs(found.gain[0]))}, over "
        f"{count} fresh organisations; when it was chosen, it looked better by "
        f"{number(abs(found.gain_when_chosen))}."
    )


def _facts(found: Optimum) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "is_better": found.is_better,
        "gain": dict(zip(("mean", "low", "high"), found.gain, strict=True)),
        "gain_when_chosen": found.gain_when_chosen,
        "arms": found.table.to_dict(orient="records"),
        "generations": [
            {"number": one.number, "best": one.means[0], "centre": one.centre}
            for one in found.generations
        ],
        "provenance": found.provenance,
    }


def _write(found: Optimum, out: Path) -> None:
    from trustgarden.experiments.optimising.allocations import changes_for
    from trustgarden.scenarios.writing import scenario_toml

    facts = found.provenance["search"]
    scenario = found.scenario.with_changes(
        {
            **changes_for(found.best.allocation),
            "id": f"{found.scenario.id}-best"[:80],
            "description": f"{found.scenario.id} with attention as the optimiser divides it"[:120],
            # What the starting scenario says of its leaders is not true of these.
            "details": f"Made from {found.scenario.id}. {_sentence(found)}",
            "citations": [],
        }
    )
    head = (
        f"# Found by trustgarden optimise: outcome {found.outcome}, {facts['budget']} allocations, "
        f"seed {facts['seed']}.\n"
    )
    out.write_text(head + scenario_toml(scenario), encoding="utf-8", newline="\n")
    say(f"The best is in {out}. Next: trustgarden compare {found.scenario.id} {out}")
