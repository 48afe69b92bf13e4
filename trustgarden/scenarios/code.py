"""Scenarios that name code: refused unless whoever runs them has said that it may run.

A scenario is data that people pass on to each other; opening one must not run
what somebody else wrote.
"""

from __future__ import annotations

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario

from .locating import KeyPath, Source

__all__ = ["refuse_code"]


def refuse_code(scenario: Scenario, *, allow_code: bool, source: Source | None = None) -> None:
    """Refuse a scenario that names code, unless that is allowed.

    Args:
        scenario: What is to be run.
        allow_code: Whether code that it names may be run.
        source: The file it stands in; without it no file and line are named.

    Raises:
        InputError: If it names code and that is not allowed; one line for each key.
    """
    if allow_code:
        return
    lines = [
        f"{source.at(path) if source else ''}{_where(path, scenario)} names code ({name}); code "
        "is run only if you allow it: pass --allow-code, or in Python allow_code=True."
        for path, name in scenario.code().items()
    ]
    if lines:
        raise InputError("\n".join(lines))


def _where(path: KeyPath, scenario: Scenario) -> str:
    """The key in words: dotted, or the event that holds it."""
    if path[0] == "events":
        event = scenario.events[int(path[1])]
        return f"the {event.name}"
    return ".".join(str(part) for part in path)
