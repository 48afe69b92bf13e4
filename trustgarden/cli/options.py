"""Options that several commands share, and the reading of `--set`."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable
from typing import Annotated, Any

import typer

from trustgarden.errors import InputError

__all__ = [
    "LARGEST_SEED",
    "MOST_WEEKS",
    "AllowCode",
    "AsJson",
    "Changes",
    "Seed",
    "Weeks",
    "examples",
    "find_modules_here",
    "parse_changes",
    "whole",
]

# These repeat MAX_WEEKS and MAX_SEED of the experiment's record, so that `--help` states them
# without loading that room; a test holds them equal.
MOST_WEEKS = 4000
LARGEST_SEED = 2**53 - 1



def whole(name: str, low: int, high: int) -> Callable[[int | None], int | None]:
    """A check of a whole number, in the words of our messages rather than those of a library."""

    def check(given: int | None) -> int | None:
        if given is None or low <= given <= high:
            return given
        raise InputError(
            f"{name} is {given:,}; it must be a whole number from {low:,} to {high:,}."
        )

    return check


Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Set one key of the scenario, written with dots: leaders.style=commander. "
        "May be given several times.",
    ),
]
Weeks = Annotated[
    int | None,
    typer.Option(
        "--weeks", metavar="N", callback=whole("--weeks", 1, MOST_WEEKS), help="Weeks to run."
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        callback=whole("--seed", 0, LARGEST_SEED),
        help="The seed of all chance; drawn and reported if not given.",
    ),
]
AllowCode = Annotated[
    bool,
    typer.Option(
        "--allow-code",
        help="Run the code that a scenario names (package.module:Class); modules are looked for "
        "in the current folder too. Only for scenarios whose code you would run yourself.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON to stdout.")]


def examples(*lines: str) -> str:
    """The end of a command's help, one example a line."""
    return "\n\n".join(["Examples:", *(f"  {line}" for line in lines)])


def find_modules_here(allow_code: bool) -> None:
    """Let modules of the current folder be found, as `python -m` does, if code may run."""
    here = os.getcwd()
    if allow_code and here not in sys.path:
        sys.path.insert(0, here)


def parse_changes(settings: list[str] | None) -> dict[str, Any]:
    """Read `--set KEY=VALUE` options as dotted keys and values.

    A value is read as TOML would read it (`0.4`, `true`, `"60"`); what is no
    TOML is taken as text, so that names need no quotes.

    Raises:
        InputError: If an option has no key or no `=`, or a key stands twice.
    """
    changes: dict[str, Any] = {}
    for setting in settings or []:
        key, equals, value = setting.partition("=")
        key = key.strip()
        if not equals or not all(key.split(".")):
            raise InputError(
                f"--set {setting!r} is not of the form KEY=VALUE; write, for example, "
                "--set leaders.style=commander."
            )
        if key in changes:
            raise InputError(f"--set gives {key!r} twice; give it once.")
        changes[key] = _parse_value(value.strip())
    return changes


def _parse_value(text: str) -> Any:
    try:
        read = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    # A line break in the text could have added further keys.
    return read["value"] if len(read) == 1 else text
