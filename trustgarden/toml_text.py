"""TOML from plain data.

Python reads TOML but does not write it. What is written here is small and of
a fixed shape, so these few lines do; tests draw data and read it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["toml_document", "toml_key", "toml_quoted", "toml_value"]

BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
"""Letters that a key may hold without quotes."""


def toml_document(data: Mapping[str, Any]) -> str:
    """Plain data as TOML: values first, then tables, whose tables stand in one line each.

    What is None is left out, since TOML has nothing to say it with.
    """
    tables = {key: value for key, value in data.items() if isinstance(value, Mapping)}
    lists = {key: value for key, value in data.items() if _is_list_of_tables(value)}
    values = {key: value for key, value in data.items() if key not in tables | lists}
    lines = _pairs(values)
    for key, table in tables.items():
        lines += ["", f"[{toml_key(key)}]", *_pairs(table)]
    for key, entries in lists.items():
        for entry in entries:
            lines += ["", f"[[{toml_key(key)}]]", *_pairs(entry)]
    return "\n".join(lines) + "\n"


def toml_key(key: str) -> str:
    """A key as TOML has it; in quotes if it has dots, for then it is one key and not a path."""
    return key if key and BARE.issuperset(key) else toml_quoted(key)


def toml_value(value: Any) -> str:
    """A plain value as TOML writes it; lists and tables in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(entry) for entry in value)}]"
    if isinstance(value, Mapping):
        pairs = ", ".join(_pairs(value))
        return f"{{ {pairs} }}" if pairs else "{}"
    return repr(value)


def toml_quoted(text: str) -> str:
    """A text of one line."""
    return f'"{_escaped(text)}"'


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [
        f"{toml_key(key)} = {toml_value(value)}"
        for key, value in table.items()
        if value is not None
    ]


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _text(text: str) -> str:
    if "\n" not in text:
        return toml_quoted(text)
    lines = "\n".join(_escaped(line) for line in text.split("\n"))
    return f'"""\n{lines}"""'


def _escaped(text: str) -> str:
    """JSON's escapes are TOML's too, but for DEL, which only TOML minds."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
