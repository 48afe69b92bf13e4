"""How values and choices are worded in messages, the same everywhere in this room."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from trustgarden.printing import printable

__all__ = ["did_you_mean", "listed", "number", "shown"]

LONGEST_SHOWN = 60
"""Characters of a value that a message repeats."""


def shown(value: Any) -> str:
    """A value as a user would write it in TOML, cut short if it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    # A hexadecimal number may be too long for Python to write in decimals.
    if isinstance(value, int) and abs(value) >= 10**18:
        return "a number of more than 18 digits"
    text = value if isinstance(value, str) else str(value)
    text = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return printable(json.dumps(text, ensure_ascii=False)) if isinstance(value, str) else text


def number(value: float) -> str:
    """A number without a trailing `.0`, thousands set apart: 1000000 is 1,000,000."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"


def listed(words: Iterable[str]) -> str:
    """Words in one line, with commas."""
    return ", ".join(words)


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A sentence that names the nearest known word, or nothing if none is near."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""
