"""What a branch may differ in: an organisation that has lived goes on under other conditions."""

from __future__ import annotations

from ..errors import InputError
from .calendar import Event
from .scenario import Scenario

__all__ = ["refuse_another"]

PEOPLE = ("organisation", "population", "communities")
RULES = ("mechanisms", "parameters")
"""What their memory was made by; under other rules it would mean something else."""
CONDITIONS = "leaders, consequence, recognition, spaces, welcome, talk, work, turnover, events"


def refuse_another(before: Scenario, after: Scenario, week: int) -> None:
    """Refuse to go on under a scenario of other people, other rules or another past.

    Args:
        before: Under which the organisation has lived.
        after: Under which it is to go on.
        week: The last week whose events have taken place.

    Raises:
        InputError: If more differs than conditions and what is to come.
    """
    for section in (*PEOPLE, *RULES):
        if getattr(before, section) != getattr(after, section):
            kept = "people" if section in PEOPLE else "rules"
            raise InputError(
                f"[{section}] differs from the saved organisation's{_keys(before, after, section)};"
                f" a branch keeps its {kept}. Change conditions only ({CONDITIONS}), or begin "
                "anew with Organisation(..., changes=...)."
            )
    _refuse_another_past(before, after, week)


def _keys(before: Scenario, after: Scenario, section: str) -> str:
    """Which keys differ, in brackets; a list of communities has none."""
    old, new = getattr(before, section), getattr(after, section)
    if isinstance(old, tuple):
        return ""
    keys = (key for key in type(old).model_fields if getattr(old, key) != getattr(new, key))
    return f" ({', '.join(keys)})"


def _refuse_another_past(before: Scenario, after: Scenario, week: int) -> None:
    old, new = _past(before, week), _past(after, week)
    odd = [event for event in new if event not in old] or [e for e in old if e not in new]
    if odd:
        raise InputError(
            f"events: that of week {odd[0].week} ({odd[0].kind}) lies in the past, since {week} "
            "weeks have begun; what has happened stays. Leave events of those weeks as they are "
            f"(they stand in org.plan.events), and let others begin in week {week + 1} or later."
        )
    if old != new:
        raise InputError(
            "events: those that lie in the past stand in another order than in the saved "
            "organisation. Leave them as they are (org.plan.events)."
        )


def _past(scenario: Scenario, week: int) -> list[Event]:
    """Events that have taken place, or have begun, by the end of a week."""
    return [event.resolved() for event in scenario.events if event.week <= week]
