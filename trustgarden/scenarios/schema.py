"""A JSON Schema of scenario files, for editors that complete and check TOML."""

from __future__ import annotations

from typing import Any

from trustgarden.model.scenario import EVENT_SECTIONS, Scenario

from .keys import CHOICES, EXTENDS, scenario_keys

__all__ = ["json_schema"]

RECORDS = {"leaders": "Leaders", "consequence": "Consequence", "mechanisms": "Mechanisms"}
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
        field = schema["$defs"][RECORDS[section]]["properties"][key]
        field.get("items", field)["enum"] = list(words)
    _describe_levers(schema["$defs"]["Event"]["properties"]["set"])
    return schema


def _describe_levers(field: dict[str, Any]) -> None:
    """Name the keys that an event may set."""
    levers = [name for name in scenario_keys() if name.partition(".")[0] in EVENT_SECTIONS]
    field["propertyNames"] = {"enum": levers}
    field["description"] = "Dotted keys and the values that hold from that week on."
