"""`trustgarden discover`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.options import AllowCode, AsJson
from trustgarden.cli.output import print_json, print_rich, print_text, say, table
from trustgarden.cli.sources import Scenario, Source, Workers, opened

if TYPE_CHECKING:
    from trustgarden.analysis.discovery import Discovery

__all__ = ["discover"]


def discover(
    source: Source,
    outcome: Annotated[
        str,
        typer.Option(
            metavar="OUTCOME", help="collapsed, emerged, or a threshold such as 'trust<0.4'."
        ),
    ] = "collapsed",
    scenario: Scenario = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the boxes as a table.")
    ] = None,
    workers: Workers = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Say which combinations of conditions lead to an outcome, in words.

    Half of the points find them, the other half measure them; noise yields
    nothing in at least 95 of 100 experiments.
    """
    from trustgarden.analysis.discovery import discover as find
    from trustgarden.analysis.discovery import read_cases

    if out is not None:
        check_new_file(out, ".csv")
    store = opened(source, workers, allow_code)
    found = find(read_cases(store, outcome, scenario))
    if as_json:
        print_json(_boxes(found))
    else:
        _print_boxes(found)
    if out is not None:
        found.table.to_csv(out, index=False, lineterminator="\n")
        say(f"The boxes are in {out}.")


def _boxes(found: Discovery) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "base": found.base,
        "points_measured": found.num_points,
        "p_value": found.p_value,
        "boxes": found.table.to_dict(orient="records"),
    }


def _print_boxes(found: Discovery) -> None:
    if found.boxes:
        rows = [
            [str(one.box), _share(one.density, one.low, one.high), f"{one.coverage:.0%}",
             f"{one.num_points:,}"]
            for one in found.boxes
        ]  # fmt: skip
        columns = ("Where", f"{found.outcome} there [95 %]", "Of all cases", "Points")
        print_rich(table(columns, rows, title=f"Where runs {found.outcome}", numbers=3))
    print_text(_told(found))


def _told(found: Discovery) -> str:
    base = f"Of all runs, {found.base:.0%} {found.outcome}."
    if found.boxes:
        return (
            f"{base} Figures are of {found.num_points:,} points that did not shape the boxes "
            f"(permutation test: p = {found.p_value:.4f})."
        )
    if found.p_value <= 0.05:
        return f"{base} Conditions matter (p = {found.p_value:.4f}), but no combination stands out."
    return f"{base} Nothing was found: no combination of conditions foretells it better than luck."


def _share(density: float, low: float, high: float) -> str:
    return f"{density:.0%} [{low:.0%}, {high:.0%}]"
