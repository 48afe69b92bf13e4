"""A JSON Schema of scenario files, for editors that complete and check TOML."""

from __future__ import annotations

from typing import Any

from trustgarden.model.scenario import Scenario, may_change

from .keys import BESIDE_CHOICES, CHOICES, EXTENDS, scenario_keys

__all__ = ["json_schema"]

RECORDS = {
    "leaders": "Leaders",
    "consequence": "Consequence",
    "recognition": "Recognition",
    "welcome": "Welcome",
    "mechanisms": "Mechanisms",
    "events": "Event",
}
"""Names that the schema has for the sections with choices."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file."""
    schema: dict[str, Any] = Scenario.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Scenario of trustgarden"
    schema["description"] = "One organisation and its conditions."
    schema["properties"]["extends"] = {
        "type": "string",
        "description": EXTENDS.description,
    }
    for name, words in CHOICES.items():
        section, _, key = name.partition(".")
        _offer(schema["$defs"][RECORDS[section]]["properties"][key], name, words)
    _describe_levers(schema["$defs"]["Event"]["properties"]["set"])
    return schema


def _offer(field: dict[str, Any], name: str, words: tuple[str, ...]) -> None:
    """Name the choices of a key, of the entries of a list, or of the values of a table."""
    place = field.get("items") or field.get("additionalProperties") or field
    if name in BESIDE_CHOICES:
        # Any text will do, and the choices are what an editor should offer.
        place["examples"] = list(words)
    else:
        place["enum"] = list(words)


def _describe_levers(field: dict[str, Any]) -> None:
    """Name the keys that an event may set."""
    field["propertyNames"] = {"enum": [name for name in scenario_keys() if may_change(name)]}
