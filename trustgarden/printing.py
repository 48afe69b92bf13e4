"""Text of others, made fit for a terminal."""

from __future__ import annotations

import re

__all__ = ["printable"]

STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal or turn the order of letters; line breaks and tabs may stay."""


def printable(text: str) -> str:
    r"""Text whose characters that steer a terminal are written out, as `\u001b`.

    A scenario is passed on, and whoever only has it described must not have their terminal
    cleared, coloured or renamed by it. JSON stays the same JSON, since it knows such escapes.
    """
    return STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
