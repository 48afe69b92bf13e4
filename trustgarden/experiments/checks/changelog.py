"""A line in the changelog for every baseline that is replaced."""

from __future__ import annotations

import textwrap
from pathlib import Path

from trustgarden.errors import InputError

__all__ = ["SECTION", "with_reason", "write_text"]

SECTION = "### Changes of numerical results"
UNRELEASED = "## Unreleased"


def with_reason(changelog: Path, reason: str) -> str:
    """The changelog's text with the reason in its section, which is made if it is not there.

    Raises:
        InputError: If the reason is empty, or the file has no part for what is unreleased.
    """
    if not reason.partition(": ")[2].strip():
        raise InputError("--update needs a reason in words, such as --update 'M5 reads kindness'.")
    if not changelog.is_file():
        raise InputError(f"{changelog} is not there; name yours with --changelog FILE.")
    text = changelog.read_text(encoding="utf-8")
    head, found, rest = text.partition(f"{UNRELEASED}\n")
    if not found:
        raise InputError(f"{changelog} has no line {UNRELEASED!r}; add it.")
    entry = textwrap.fill(" ".join(reason.split()), 100, initial_indent="- ",
                          subsequent_indent="  ", break_on_hyphens=False)  # fmt: skip
    before, of_its_own, after = _split_section(rest)
    if of_its_own:
        return f"{head}{found}{before}{SECTION}\n\n{entry}\n{after}"
    return f"{head}{found}\n{SECTION}\n\n{entry}\n{rest}"


def _split_section(rest: str) -> tuple[str, bool, str]:
    """What stands before and after the heading, if it belongs to what is unreleased."""
    before, found, after = rest.partition(f"{SECTION}\n")
    if not found or "\n## " in before:
        return rest, False, ""
    return before, True, after.removeprefix("\n")


def write_text(path: Path, text: str) -> None:
    """Write a file, whole or not at all."""
    beside = path.with_name(path.name + ".tmp")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
