"""Which keys of a scenario have an effect in a laboratory, and when they can be set.

A round is phases 4 to 7 of the week, so whatever works in the other phases, on the
calendar, or on who is there, would be stated in vain. It is refused by name: a study
whose treatment does nothing looks like a finding that there is no effect.

Parameters and mechanisms may be set whole, though some of them work in other phases
only: what is fitted or knocked out holds in every study alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trustgarden.errors import InputError
from trustgarden.model.custom import regime_class, style_class
from trustgarden.model.presets import REGIMES, STYLES, is_code
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import with_changes
from trustgarden.scenarios.keys import known_below
from trustgarden.scenarios.wording import listed

__all__ = ["changed_conditions", "check_restored"]

OF_LEADERS = ("style", "attention_hours", "consequence", "fairness", "demanding", "controlling")
"""What leaders do that reaches into a round; the rest works in phases 8 to 10."""
OF_SPACES = ("rehearsal_reach", "social_reach")
NOT_OF_CONSEQUENCE = ("arbitrary", "collective")
"""What falls on people whatever they did is judged in phase 8."""
WHOLE = ("mechanisms", "parameters")
AT_THE_START = ("organisation.num_slots",)
FIXED = (
    "organisation", "population", "recognition", "welcome", "talk", "work", "turnover",
    "communities", "events",
)  # fmt: skip
"""Sections that no condition of a laboratory is in."""

MAY_CHANGE = (
    f"consequence.* (but {' and '.join(NOT_OF_CONSEQUENCE)}), leaders.* of a laboratory with "
    f"led=True ({listed(OF_LEADERS)}), {listed(f'spaces.{name}' for name in OF_SPACES)}, "
    "parameters.* and mechanisms.off"
)
REMEDIES: Mapping[str, str] = {
    "organisation": "Laboratory(num_people, num_groups) says who is there.",
    "population": "People are drawn when it is made: use Laboratory(changes=...) or set_trait.",
    "events": "Arrange what happens by meet, promise, apologise, tell and wait.",
    "talk": "Arrange what people hear by tell and show_records.",
}
IN_A_WEEK = "What works in the weeks of an organisation is tried in a tg.Organisation."


def changed_conditions(
    scenario: Scenario, changes: Mapping[str, Any], *, led: bool, founding: bool = False
) -> Scenario:
    """Return conditions with changes that have an effect in a laboratory.

    Args:
        scenario: The conditions in force.
        changes: Dotted keys and values.
        led: Whether somebody leads.
        founding: Whether people are still to be drawn, so that a population can be stated.

    Raises:
        InputError: If a key is unknown or would have no effect, or a value is not legal.
    """
    for key in changes if isinstance(changes, Mapping) else ():
        if isinstance(key, str):
            _check_key(key, led=led, founding=founding)
    result = with_changes(scenario, changes)
    _check_code(result)
    return result


def check_restored(before: Scenario, scenario: Any) -> None:
    """Refuse conditions that are not those of this laboratory.

    Raises:
        InputError: If they are no scenario, or one of another laboratory or organisation.
    """
    if not isinstance(scenario, Scenario):
        raise InputError(
            f"scenario is of type {type(scenario).__name__}; restore takes what was read from "
            "lab.scenario before."
        )
    for section in FIXED:
        if getattr(scenario, section) != getattr(before, section):
            raise InputError(
                f"the scenario has another {section} than this laboratory; restore takes what "
                "was read from its own lab.scenario before."
            )
    _check_code(scenario)


def _check_key(key: str, *, led: bool, founding: bool) -> None:
    section, _, name = key.partition(".")
    if section not in known_below("") or section in WHOLE:
        return  # Whoever looks up keys words what is unknown.
    if founding and (section == "population" or key in AT_THE_START):
        return
    if section == "leaders" and not led:
        raise InputError(
            f"{key} has no effect in a laboratory in which nobody leads; make it with led=True."
        )
    if not _has_effect(section, name):
        remedy = REMEDIES.get(section, IN_A_WEEK)
        raise InputError(
            f"{key} has no effect in a laboratory. {remedy} What may be changed: {MAY_CHANGE}."
        )


def _has_effect(section: str, name: str) -> bool:
    # Names that are unknown are left to whoever looks them up, with the nearest known one.
    known = not name or name in known_below(section)
    if section == "consequence":
        return name not in NOT_OF_CONSEQUENCE
    if section == "leaders":
        return name in OF_LEADERS or not known
    return section == "spaces" and (name in OF_SPACES or not known)


def _check_code(scenario: Scenario) -> None:
    """Refuse leaders and regimes that are asked week by week: a laboratory has no weeks."""
    for key, name, asked, presets in (
        ("leaders.style", scenario.leaders.style, style_class, STYLES),
        ("consequence.regime", scenario.consequence.regime, regime_class, REGIMES),
    ):
        # Code is refused by its name, so that nothing is imported.
        if is_code(name) or asked(name) is not None:
            fixed = [preset for preset in presets if asked(preset) is None]
            raise InputError(
                f"{key} is {name!r}, which is asked week by week, and a laboratory has no weeks; "
                f"use one of {listed(fixed)}."
            )
