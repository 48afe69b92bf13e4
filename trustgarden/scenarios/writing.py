"""Writing a scenario back as TOML, as it was stated; a test draws scenarios and reads them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trustgarden.model.scenario import Scenario
from trustgarden.toml_text import toml_key, toml_value

__all__ = ["scenario_toml", "toml_value"]


def scenario_toml(scenario: Scenario) -> str:
    """Return what a scenario states, as TOML that `load_scenario` reads to an equal one."""
    return "\n".join(_table(scenario.stated(), "")).strip() + "\n"


def _table(data: Mapping[str, Any], path: str) -> Iterator[str]:
    """Lines of one table: plain values first, then the tables and lists of tables in it."""
    tables = {key: value for key, value in data.items() if _holds_tables(value)}
    for key, value in data.items():
        if key not in tables and value is not None:  # TOML has no null: left out is the same.
            yield f"{toml_key(key)} = {toml_value(value)}"
    for key, value in tables.items():
        inner = f"{path}.{toml_key(key)}" if path else toml_key(key)
        entries = [value] if isinstance(value, Mapping) else value
        brackets = ("[", "]") if isinstance(value, Mapping) else ("[[", "]]")
        for entry in entries:
            yield ""
            yield f"{brackets[0]}{inner}{brackets[1]}"
            yield from _table(entry, inner)


def _holds_tables(value: Any) -> bool:
    is_list = isinstance(value, list | tuple) and len(value) > 0
    return isinstance(value, Mapping) or (is_list and isinstance(value[0], Mapping))
