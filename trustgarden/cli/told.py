"""What commands write beside the screen: a report with pictures, and tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.output import say

__all__ = ["MarkdownFile", "ReportFile", "check_pages", "write_pages"]

ReportFile = Annotated[
    Path | None, typer.Option(metavar="FILE.html", help="Write a report with pictures.")
]
MarkdownFile = Annotated[
    Path | None, typer.Option(metavar="FILE.md", help="Write the tables in Markdown.")
]


def check_pages(report: Path | None, markdown: Path | None) -> None:
    """Find out before the work whether both can be written.

    Raises:
        InputError: If one has another ending, or stands where nothing can be written.
    """
    for file, suffix, option in ((report, ".html", "--report"), (markdown, ".md", "--markdown")):
        if file is not None:
            check_new_file(file, suffix, option)


def write_pages(
    command: str,
    report: Path | None,
    make_report: Callable[[Path, str], object],
    markdown: Path | None,
    make_markdown: Callable[[], str],
) -> None:
    """Write those that were asked for.

    Args:
        command: Name of the command, for the line in the report that makes it again.
        report: Where the report goes, if anywhere.
        make_report: Writes it to a file; its second argument is that line.
        markdown: Where the tables go, if anywhere.
        make_markdown: Gives them as text.
    """
    if report is not None:
        make_report(report, f"trustgarden {command} --report {report.name}")
        say(f"The report is in {report}.")
    if markdown is not None:
        markdown.write_text(make_markdown() + "\n", encoding="utf-8", newline="\n")
        say(f"The tables are in {markdown}.")
