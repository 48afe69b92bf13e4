"""Printing: data to stdout, in a table or as JSON; messages to stderr."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from trustgarden.printing import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["BROKEN_PIPE", "number", "print_json", "print_rich", "print_text", "say", "table"]

BROKEN_PIPE = 141
"""Exit code when whoever read our output went away, as shells have it (128 + SIGPIPE)."""

PIPE_WIDTH = 120
"""Columns of a table that no terminal limits."""


def say(message: str) -> None:
    """Print a message for people to stderr: no wrapping, no markup, nothing that steers."""
    sys.stderr.write(printable(message).rstrip("\n") + "\n")
    sys.stderr.flush()


def print_text(text: str) -> None:
    """Print data to stdout; leave quietly if nobody reads it any more."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer would fail again, loudly, at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from None


def print_json(data: object) -> None:
    """Print data as JSON that any reader takes: NaN and infinity become null."""
    text = json.dumps(_plain(data), indent=2, ensure_ascii=False, allow_nan=False)
    print_text(printable(text))


def print_rich(*renderables: RenderableType) -> None:
    """Print tables and the like to stdout, with colours if it is a terminal."""
    from rich.console import Console

    # Rich answers a broken pipe with exit code 1; captured text goes out by our own way.
    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False)
    with console.capture() as capture:
        for renderable in renderables:
            console.print(renderable)
    # Rich fills lines with spaces up to the width of the table.
    print_text("\n".join(line.rstrip() for line in capture.get().splitlines()))


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "", numbers: int = 0
) -> RenderableType:
    """A table for `print_rich`; its last `numbers` columns are set flush right."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    made = Table(
        box=box.SIMPLE_HEAD,
        title=escape(title) or None,
        title_justify="left",
        title_style="bold",
        show_edge=False,
        pad_edge=False,
    )
    for place, column in enumerate(columns):
        is_number = place >= len(columns) - numbers
        made.add_column(escape(column), justify="right" if is_number else "left", no_wrap=is_number)
    for row in rows:
        made.add_row(*(escape(printable(cell)) for cell in row))
    return made


def number(value: float, *, signed: bool = False) -> str:
    """A figure with as many digits as one can use: three after the point, none if large."""
    if not math.isfinite(value):
        return "-"
    form = ".3f" if abs(value) < 100 else ",.0f"
    text = format(value, f"+{form}" if signed else form)
    return "0.000" if text.strip("+-") == "0.000" else text


def _plain(data: object) -> Any:
    """Nested data with everything that JSON lacks turned into what it has."""
    if isinstance(data, Mapping):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, str | bool | int) or data is None:
        return data
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, Iterable):
        return [_plain(value) for value in data]
    # A number of numpy gives its Python twin; anything else is said as it prints.
    return _plain(data.item()) if hasattr(data, "item") else str(data)
