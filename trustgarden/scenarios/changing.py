"""Changing a scenario by dotted keys or by one more event, with the same messages as for files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario, changed

from .explaining import explain
from .keys import known_below, scenario_keys
from .reading import check_names, settled
from .wording import did_you_mean, listed, shown

__all__ = ["on_the_way", "with_changes", "with_event"]

FILE_KEYS = ("organisation.people", "organisation.people.file")


def with_changes(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """Return a copy of a scenario with dotted keys set.

    As `Scenario.with_changes`, but mistakes are told in full sentences, a new
    file of people brings its own number of people, and names are looked up.

    Args:
        scenario: What to change.
        changes: Dotted keys and values, such as `{"leaders.style": "commander"}`.

    Raises:
        InputError: If a key is unknown, a value is not legal, or nobody has a name.
    """
    result = settled(on_the_way(scenario, changes))
    check_names(result)
    return result


def on_the_way(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """As `with_changes`, for an organisation that has lived: no file is read, no name looked up.

    Raises:
        InputError: If a key is unknown or a value is not legal.
    """
    if not isinstance(changes, Mapping):
        raise InputError(
            f"changes is {shown(changes)}; it must map dotted keys to values, such as "
            '{"leaders.style": "commander"}.'
        )
    for name in changes:
        _check_section(name)
    stated = scenario.stated()
    if any(key in changes for key in FILE_KEYS):
        stated.get("organisation", {}).pop("num_people", None)
    try:
        return Scenario.model_validate(changed(stated, changes))
    except ValueError as error:
        raise explain(error) from None


def with_event(scenario: Scenario, event: Mapping[str, Any]) -> Scenario:
    """Return a copy of a scenario with one more event; its names are not looked up.

    Raises:
        InputError: If a field of the event is unknown or not legal, or it cannot hold.
    """
    stated = scenario.stated()
    stated["events"] = [*stated.get("events", ()), dict(event)]
    try:
        return Scenario.model_validate(stated)
    except ValueError as error:
        # Whoever schedules gives fields, and has no list of events with numbers before them.
        text = re.sub(r"\bevents\.(\w+) \(entry \d+\)", r"\1", str(explain(error)))
        raise InputError(text) from None


def _check_section(name: object) -> None:
    """Refuse a key whose first part is no section, in words that fit a dotted key."""
    if not isinstance(name, str):
        raise InputError(
            f"changes holds the key {shown(name)}; a key is a text with dots, such as "
            '"leaders.style".'
        )
    section, dot, _ = name.partition(".")
    known = known_below("")
    if section not in known:
        last = name.rpartition(".")[2]
        whole = [whole for whole in scenario_keys() if whole.endswith(f".{last}")]
        near = did_you_mean(name, whole) or did_you_mean(section, known)
        listing = "" if near else f" A key begins with one of: {listed(known)}."
        raise InputError(f"There is no key {shown(name)} in a scenario.{near}{listing}")
    if not dot and known_below(section) and section not in scenario_keys():
        raise InputError(
            f"{section} is a section; set its keys one by one, such as "
            f"{section}.{known_below(section)[0]}."
        )
