"""The table of all keys in `docs/scenarios.md`, written from the fields of the record.

`python -m trustgarden.scenarios.reference docs/scenarios.md` refreshes it; a
test holds the two together.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from .keys import EXTENDS, Key, scenario_keys

__all__ = ["key_tables", "with_key_tables"]

BEGIN = "<!-- The tables below are written by trustgarden.scenarios.reference. -->"
END = "<!-- End of the written tables. -->"


def key_tables() -> str:
    """Return one Markdown table a section, with every key that a scenario may state."""
    sections: dict[str, list[Key]] = {"": [EXTENDS]}
    for key in scenario_keys().values():
        sections.setdefault(key.section, []).append(key)
    return "\n\n".join(_table(section, keys) for section, keys in sections.items())


def with_key_tables(text: str) -> str:
    """Return the text of the page with the tables between its two marks made anew."""
    parts = re.split(f"{re.escape(BEGIN)}.*{re.escape(END)}", text, flags=re.DOTALL)
    if len(parts) != 2:
        raise ValueError(f"the page must hold {BEGIN!r} and {END!r} once.")
    return f"{parts[0]}{BEGIN}\n\n{key_tables()}\n\n{END}{parts[1]}"


def _table(section: str, keys: list[Key]) -> str:
    brackets = "[[{}]]" if keys[0].in_list else "[{}]"
    title = f"`{brackets.format(section)}`" if section else "At the top of the file"
    rows = "\n".join(_row(key) for key in keys)
    return f"### {title}\n\n| key | meaning | legal | if not stated |\n|---|---|---|---|\n{rows}"


def _row(key: Key) -> str:
    cells = (f"`{key.name.rpartition('.')[2]}`", key.description, key.legal, key.default_text)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(with_key_tables(page.read_text(encoding="utf-8")), encoding="utf-8")
