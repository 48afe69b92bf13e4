"""Writing a scenario back as TOML, as it was stated.

Python reads TOML but does not write it. The shape of a scenario is fixed and
small, so these few lines do; a test draws scenarios and reads them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from trustgarden.model.scenario import Scenario

__all__ = ["scenario_toml", "toml_value"]

BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
"""Letters that a key may hold without quotes."""


def scenario_toml(scenario: Scenario) -> str:
    """Return what a scenario states, as TOML that `load_scenario` reads to an equal one."""
    return "\n".join(_table(scenario.stated(), "")).strip() + "\n"


def toml_value(value: Any) -> str:
    """A plain value as TOML writes it; lists of plain values in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(entry) for entry in value)}]"
    return repr(value)


def _table(data: Mapping[str, Any], path: str) -> Iterator[str]:
    """Lines of one table: plain values first, then the tables and lists of tables in it."""
    tables = {key: value for key, value in data.items() if _holds_tables(value)}
    for key, value in data.items():
        if key not in tables and value is not None:  # TOML has no null: left out is the same.
            yield f"{_key(key)} = {toml_value(value)}"
    for key, value in tables.items():
        inner = f"{path}.{_key(key)}" if path else _key(key)
        entries = [value] if isinstance(value, Mapping) else value
        brackets = ("[", "]") if isinstance(value, Mapping) else ("[[", "]]")
        for entry in entries:
            yield ""
            yield f"{brackets[0]}{inner}{brackets[1]}"
            yield from _table(entry, inner)


def _holds_tables(value: Any) -> bool:
    is_list = isinstance(value, list | tuple) and len(value) > 0
    return isinstance(value, Mapping) or (is_list and isinstance(value[0], Mapping))


def _key(key: str) -> str:
    return key if key and BARE.issuperset(key) else _quoted(key)


def _text(text: str) -> str:
    if "\n" not in text:
        return _quoted(text)
    lines = "\n".join(_escaped(line) for line in text.split("\n"))
    return f'"""\n{lines}"""'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """JSON's escapes are TOML's too, but for DEL, which only TOML minds."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
