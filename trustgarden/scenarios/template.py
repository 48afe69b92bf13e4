"""A commented scenario to begin with: every key, its meaning, range and present value."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from trustgarden.model.scenario import Scenario

from .explaining import explain
from .keys import Key, scenario_keys
from .reading import load_scenario
from .writing import toml_value

__all__ = ["new_scenario_text"]

EXAMPLES = {
    "citations.source": "Edmondson 1999, Administrative Science Quarterly 44:350",
    "citations.reason": "What is taken from it.",
    "citations.doi": "10.2307/2666999",
    "organisation.people.file": "people.csv",
    "organisation.people.reports_to": "reports_to",
    "organisation.people.team": "team",
    "organisation.people.place": "place",
    "organisation.people.rank": "rank",
    "organisation.people.chart": "chart.csv",
    "organisation.ties.file": "ties.csv",
    "organisation.ties.kind": "kind",
    "organisation.ties.weight": "weight",
    "organisation.people.practice": "practice",
    "spaces.custom.name": "kitchen",
    "spaces.custom.purpose": "explore",
    "welcome.steps.week": 1,
    "welcome.steps.kind": "greet",
    "communities.name": "runners",
    "communities.joining": "invited",
    "communities.formality": 0.0,
    "events.week": 53,
    "events.description": "Why it happens.",
}
"""Values shown for keys that have no default."""

TABLE_EXAMPLES = {
    "leaders.by_team": '{ "team 2" = "absent" }',
    "events.set": '{ "leaders.style" = "gardener" }',
}
"""Values shown for tables whose keys are the user's own words."""

OF_OTHER_KINDS = {
    "weeks": 6,
    "regime": "charter",
    "load": 0.85,
    "share": 0.1,
    "number": 20,
    "team": "team 2",
    "who": "7",
    "whom": "9",
    "severity": 0.5,
    "admits": True,
    "pays": False,
    "promises": False,
    "hours": 2,
    "space": "social",
}
"""Values shown in brackets, since the kind of event that is shown has no such fields."""


def new_scenario_text(id: str, extends: str = "untended") -> str:
    """Return a scenario file that extends another and shows every key as a comment.

    Args:
        id: Short name of the new scenario.
        extends: Id or path of the scenario it begins from; the comments show
            the values that hold there.

    Raises:
        InputError: If the id is not legal or there is no such scenario.
    """
    try:
        Scenario(id=id)
    except ValidationError as error:
        raise explain(error) from None
    # What is written is only written: no code that the parent names is run here.
    parent = load_scenario(extends, allow_code=True)
    values = parent.resolved().model_dump(mode="json", by_alias=True)
    lines = [
        f"# A scenario of trustgarden. It begins as {extends} is; whatever is stated here",
        "# changes that. Take the # away before a key, and give it another value.",
        "",
        f"id = {toml_value(id)}",
        f"extends = {toml_value(extends)}",
        'description = ""  # One line.',
        'details = ""  # What happens, for whom, and why.',
        *_sections(values),
    ]
    return "\n".join(lines) + "\n"


def _sections(values: dict[str, Any]) -> Iterator[str]:
    """All keys but the first ones, with a headline at each change of section."""
    keys = [key for key in scenario_keys().values() if key.section]
    # What is plain in a section must stand before the tables in it.
    keys.sort(key=lambda key: (_first_part(key.name), key.kind in ("table", "list of tables")))
    section = None
    for key in (key for key in _in_order(keys) if key.kind not in ("table", "list of tables")):
        if key.section != section:
            section = key.section
            yield from _headline(key)
        yield from _key(key, values)


def _first_part(name: str) -> int:
    sections = list(Scenario.model_fields)
    return sections.index(name.partition(".")[0])


def _in_order(keys: list[Key]) -> list[Key]:
    """Lists of tables at the top of a file go last, as TOML readers expect them there."""
    return sorted(keys, key=lambda key: key.in_list and key.name.count(".") == 1)


def _headline(key: Key) -> Iterator[str]:
    yield ""
    if key.section == "events":
        yield "# What stands in brackets belongs to other kinds of events than change."
    if key.in_list:
        yield f"# [[{key.section}]]"
    else:
        yield f"# [{key.section}]" if "." in key.section else f"[{key.section}]"


def _key(key: Key, values: dict[str, Any]) -> Iterator[str]:
    legal = "" if key.kind in ("text", "true or false") and not key.choices else key.legal
    words = " ".join(part for part in (key.description, _as_sentence(legal)) if part)
    yield from textwrap.wrap(
        words, 96, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    name = key.name.rpartition(".")[2]
    if key.name in TABLE_EXAMPLES:
        yield f"# {name} = {TABLE_EXAMPLES[key.name]}"
        return
    if key.section == "events" and name in OF_OTHER_KINDS:
        yield f"# ({name} = {toml_value(OF_OTHER_KINDS[name])})"
        return
    value = _present(key, values)
    if value is not None:
        yield f"# {name} = {toml_value(value)}"


def _present(key: Key, values: dict[str, Any]) -> Any:
    """What holds in the parent, the default, or an example."""
    section, _, name = key.name.rpartition(".")
    if section in values and not key.in_list and name in values[section]:
        return values[section][name]
    return EXAMPLES.get(key.name, None if key.default == () else key.default)


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
