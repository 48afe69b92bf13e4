"""`trustgarden check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.options import AllowCode, AsJson, find_modules_here, whole
from trustgarden.cli.output import print_json, print_rich, say, table
from trustgarden.cli.patience import say_if_first
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.experiments.checks import Result

__all__ = ["check"]

MOST_WORKERS = 256
FAILED = 1


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Claims files; those on our own model if none."),
    ] = None,
    update: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Write the baselines anew, and say why."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer runs, as for CI.")] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="Fail too if only the numbers differ.")
    ] = False,
    junit: Annotated[Path | None, typer.Option(metavar="FILE.xml", help="Write JUnit XML.")] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write a summary for a pull request.")
    ] = None,
    changelog: Annotated[
        Path, typer.Option(metavar="FILE", help="Where --update says why.")
    ] = Path("CHANGELOG.md"),
    workers: Annotated[
        int,
        typer.Option(metavar="N", callback=whole("--workers", 1, MOST_WORKERS), help="Threads."),
    ] = 2,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Check that the model behaves as claimed, and as it did: claims, distributions, digests.

    Exit code 0 if every claim holds and no distribution moved, 1 if not (undecided is no pass),
    2 if something given cannot be used.
    """
    from trustgarden.experiments import checks

    if update is not None and quick:
        raise InputError("--update writes whole baselines; leave --quick out.")
    for file, suffix, option in ((junit, ".xml", "--junit"), (markdown, ".md", "--markdown")):
        if file is not None:
            check_new_file(file, suffix, option)
    find_modules_here(allow_code)
    say_if_first()
    paths = files or [checks.OWN_CLAIMS]
    if update is not None:
        for path in paths:
            say(f"Making the baseline of {path.name} ...")
            made = checks.update_baseline(
                path, update, changelog, workers=workers, allow_code=allow_code
            )
            say(f"The baseline {made.name} was replaced, and {changelog} says why.")
        return
    results = [
        checks.check(path, quick=quick, workers=workers, allow_code=allow_code, tell=say)
        for path in paths
    ]
    _write(results, junit, markdown)
    _print(results, as_json)
    if not all(one.passed for one in results) or (exact and any(one.exact for one in results)):
        raise typer.Exit(FAILED)


def _write(results: list[Result], junit: Path | None, markdown: Path | None) -> None:
    from trustgarden.experiments.checks import reports

    if junit is not None:
        junit.write_text(reports.junit(results), encoding="utf-8", newline="\n")
    if markdown is not None:
        markdown.write_text(reports.markdown(results), encoding="utf-8", newline="\n")


def _print(results: list[Result], as_json: bool) -> None:
    from trustgarden.experiments.checks import reports

    if as_json:
        print_json(reports.facts(results))
        return
    for result in results:
        rows = [
            (str(one.verdict), one.claim.says, reports.figure(one), reports.wanted(one),
             str(one.runs))
            for one in result.claims
        ]  # fmt: skip
        columns = ("Verdict", "Claim", "Figure [interval]", "Must be", "Runs")
        print_rich(table(columns, rows, title=result.path.name, numbers=1))
        _say_baselines(result)


def _say_baselines(result: Result) -> None:
    from trustgarden.experiments.checks import reports

    held = sum(one.passed for one in result.claims)
    say(f"{held} of {len(result.claims)} claims hold; {result.runs:,} runs.")
    for line in reports.statistical_lines(result):
        say(f"Moved: {line}")
    if result.statistical is not None:
        found = result.statistical
        verdict = "moved" if found.alarms else "as before"
        say(f"{found.figures:,} distributions: {verdict} (p = {found.p_value:.4f} of them all).")
        if not result.exact:
            say("Every number is as in the exact baseline.")
    for where, what in result.exact.items():
        say(f"Numbers differ: {where}, first in {what}.")
