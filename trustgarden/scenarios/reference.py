"""The tables in `docs/scenarios.md`, written from the record: keys, kinds of events, presets.

`python -m trustgarden.scenarios.reference docs/scenarios.md` refreshes it; a
test holds the two together.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from trustgarden.model.presets import (
    RECOGNITIONS,
    REGIMES,
    STYLES,
    WELCOMES,
    Choreography,
    Preset,
)
from trustgarden.model.scenario import EVENT_KINDS

from .keys import EXTENDS, Key, scenario_keys

__all__ = ["event_table", "key_tables", "preset_tables", "with_key_tables"]

PRESETS: Mapping[str, Mapping[str, Preset | Choreography]] = {
    "Styles of leadership (`leaders.style`)": STYLES,
    "Regimes of consequence (`consequence.regime`)": REGIMES,
    "Forms of recognition (`recognition.form`)": RECOGNITIONS,
    "Choreographies of welcome (`welcome.choreography`)": WELCOMES,
}

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
    tables = "\n\n".join((key_tables(), event_table(), preset_tables()))
    return f"{parts[0]}{BEGIN}\n\n{tables}\n\n{END}{parts[1]}"


def event_table() -> str:
    """Return a Markdown table of the kinds of events, and what each may state."""
    rows = []
    for name, kind in EVENT_KINDS.items():
        must = ", ".join(f"`{field}`" for field in kind.required)
        may = ", ".join(_with_default(field, value) for field, value in kind.optional.items())
        rows.append((f"`{name}`", kind.sentence, must, may))
    heads = ("kind", "what happens", "must be stated", "may be stated (if not)")
    return f"### Kinds of events\n\n{_markdown(heads, rows)}"


def _with_default(field: str, value: object) -> str:
    if value is None or value == {}:
        return f"`{field}`"
    shown = str(value).lower() if isinstance(value, bool) else f"{value}"
    return f"`{field}` ({shown})"


def preset_tables() -> str:
    """Return a Markdown table for each family of presets: name, sentence, source."""
    tables = []
    for title, presets in PRESETS.items():
        rows = [(f"`{name}`", one.sentence, one.source) for name, one in presets.items()]
        tables.append(f"### {title}\n\n{_markdown(('name', 'in a sentence', 'after'), rows)}")
    return "\n\n".join(tables)


def _table(section: str, keys: list[Key]) -> str:
    brackets = "[[{}]]" if keys[0].in_list else "[{}]"
    title = f"`{brackets.format(section)}`" if section else "At the top of the file"
    rows = [
        (f"`{key.name.rpartition('.')[2]}`", key.description, key.legal, key.default_text)
        for key in keys
    ]
    return f"### {title}\n\n{_markdown(('key', 'meaning', 'legal', 'if not stated'), rows)}"


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    first, rule, *rest = [[cell.replace("|", chr(92) + "|") for cell in line] for line in lines]
    return "\n".join(
        [f"| {' | '.join(first)} |", f"|{'|'.join(rule)}|", *(f"| {' | '.join(r)} |" for r in rest)]
    )


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(with_key_tables(page.read_text(encoding="utf-8")), encoding="utf-8")
