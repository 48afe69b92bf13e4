"""Changing a scenario by dotted keys, with the same messages as for files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario, changed

from .explaining import explain
from .keys import known_below, scenario_keys
from .reading import settled
from .wording import did_you_mean, listed, shown

__all__ = ["with_changes"]

FILE_KEYS = ("organisation.people", "organisation.people.file")


def with_changes(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """Return a copy of a scenario with dotted keys set.

    As `Scenario.with_changes`, but mistakes are told in full sentences, and a
    new file of people brings its own number of people.

    Args:
        scenario: What to change.
        changes: Dotted keys and values, such as `{"leaders.style": "commander"}`.

    Raises:
        InputError: If a key is unknown or a value is not legal.
    """
    for name in changes:
        _check_section(name)
    stated = scenario.stated()
    if any(key in changes for key in FILE_KEYS):
        stated.get("organisation", {}).pop("num_people", None)
    try:
        result = Scenario.model_validate(changed(stated, changes))
    except ValueError as error:
        raise explain(error) from None
    return settled(result)


def _check_section(name: str) -> None:
    """Refuse a key whose first part is no section, in words that fit a dotted key."""
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
