"""From a scenario to the records that the kernels read.

A calendar of events cuts the weeks into segments; within a segment nothing but
the model itself changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from .layout import (
    ARRANGED_AT_MOST,
    CONDITION_DTYPE,
    POPULATION_DTYPE,
    PURPOSES,
    REGIME_DTYPE,
    SPACE_DTYPE,
    STYLE_DTYPE,
    WELCOME_DTYPE,
)
from .scenario import (
    MECHANISM_SWITCHES,
    Consequence,
    Leaders,
    Recognition,
    Scenario,
    consequence_values,
    leaders_values,
)
from .spaces import (
    ANYWHERE,
    BY_LIKING,
    BY_MEETING,
    BY_REHEARSING,
    BY_WORK,
    HOURS_GAINED,
    WITH_REMEMBERED,
    WITH_THE_LEADER,
    WITH_THE_TEAM,
    WITHIN_COMMUNITY,
    WITHIN_THE_PLACE,
)
from .welcome import HOSTS, STEP_KINDS

__all__ = [
    "Segment",
    "conditions_of",
    "hours_at_most",
    "population_of",
    "segments_of",
    "spaces_of",
    "style_of",
    "untended",
]

ROUTES = {
    "leader": WITH_THE_LEADER,
    "team": WITH_THE_TEAM,
    "place": WITHIN_THE_PLACE,
    "organisation": ANYWHERE,
    "remembered": WITH_REMEMBERED,
}
"""Who meets whom in a space of a scenario's own, by the words of the scenario."""
JOININGS = ("closed", "invited", "discovered")
STANDARD = (
    # name, route, formality, voluntariness, visibility, stakes, free
    ("work", BY_WORK, 1.0, 0.0, 0.5, 1.0, 0.0),
    ("meeting", BY_MEETING, 1.0, 0.0, 0.9, 0.6, 0.0),
    ("rehearsal", BY_REHEARSING, 0.4, 0.5, 0.5, 0.6, 1.0),
    ("social", BY_LIKING, 0.0, 1.0, 0.3, 0.5, 1.0),
)
"""The spaces every organisation has; they perform, share, rehearse and explore (free choice)."""


@dataclass(frozen=True)
class Segment:
    """Weeks from `first` on (1 is the first week), until the next segment, under one record."""

    first: int
    scenario: Scenario
    conditions: np.recarray
    spaces: np.recarray
    steps: np.recarray
    style: np.recarray
    regime: np.recarray


def _record(dtype: np.dtype[np.void], values: dict[str, Any]) -> np.recarray:
    record = np.zeros(1, dtype).view(np.recarray)
    for name in dtype.names or ():
        record[0][name] = float(values[name])
    return record


def conditions_of(scenario: Scenario) -> np.recarray:
    """The conditions of a scenario as one record of `CONDITION_DTYPE`, presets filled in."""
    full = scenario.resolved()
    off = full.mechanisms.off
    values: dict[str, Any] = {f"on_{name}": name not in off for name in MECHANISM_SWITCHES}
    values |= full.work.model_dump() | full.turnover.model_dump() | full.talk.model_dump()
    values |= full.recognition.model_dump()
    values["defines"] = full.recognition.defines == "formal"
    values["decides"] = full.recognition.decides == "formal"
    values["attention_hours"] = full.leaders.attention_hours
    values["openness"] = full.spaces.openness
    return _record(CONDITION_DTYPE, values)


def style_of(leaders: Leaders) -> np.recarray:
    """How leaders of this section spend their week, as one record of `STYLE_DTYPE`."""
    return _record(STYLE_DTYPE, leaders_values(leaders))


def _regime_of(consequence: Consequence) -> np.recarray:
    return _record(REGIME_DTYPE, consequence_values(consequence))


def spaces_of(scenario: Scenario) -> np.recarray:
    """All spaces: the standard four, the scenario's own, and one for each community."""
    plan = scenario.spaces
    rows = [_standard_space(scenario, k) for k in range(len(STANDARD))]
    rows += [
        _space(space, ROUTES[space.who], PURPOSES.index(space.purpose)) for space in plan.custom
    ]
    for k, community in enumerate(scenario.communities):
        rows.append(_community_space(community.resolved(), k))
    spaces = np.zeros(len(rows), SPACE_DTYPE).view(np.recarray)
    for k, row in enumerate(rows):
        for name, value in row.items():
            spaces[k][name] = float(value)
    if "spaces" in scenario.mechanisms.off:
        # Knocked out: hours are worth alike everywhere, and consequence reaches everywhere.
        spaces.voluntariness = 0.0
        spaces.reach = 1.0
    return spaces


def _standard_space(scenario: Scenario, k: int) -> dict[str, float]:
    name, route, formality, voluntariness, visibility, stakes, free = STANDARD[k]
    plan = scenario.spaces
    return {
        "hours": getattr(plan, f"{name}_hours"),
        "purpose": k,
        "route": route,
        "formality": formality,
        "voluntariness": voluntariness,
        "visibility": visibility,
        "stakes": stakes,
        "reach": getattr(plan, f"{name}_reach") if free else 1.0,
        "community": -1,
        "opened": free,
        "squeezed": free,
        "sociable": 1.0 if name == "social" else 0.0,
    }


def _space(space: Any, route: int, purpose: int) -> dict[str, float]:
    return {
        "hours": space.hours,
        "purpose": purpose,
        "route": route,
        "formality": space.formality,
        "voluntariness": space.voluntariness,
        "visibility": space.visibility,
        "stakes": space.stakes,
        "reach": space.reach,
        "community": -1,
        "opened": 0.0,
        "squeezed": 1.0 if space.voluntariness >= 0.5 else 0.0,
        "sociable": 1.0 if space.purpose == "explore" else 0.0,
    }


def _community_space(community: Any, k: int) -> dict[str, float]:
    return {
        "hours": community.hours,
        "purpose": PURPOSES.index(community.purpose),
        "route": WITHIN_COMMUNITY,
        "formality": community.formality,
        "voluntariness": 1.0 - community.formality,
        "visibility": community.openness,
        "stakes": 0.5,
        "reach": community.reach,
        "community": k,
        "opened": 0.0,
        "squeezed": 1.0 if community.kind == "social" else 0.0,
        "sociable": 1.0 if community.kind == "social" else 0.0,
        "formal": 1.0 if community.kind == "formal" else 0.0,
        "joining": JOININGS.index(community.joining),
        "share": community.share,
    }


def _steps_of(scenario: Scenario) -> np.recarray:
    steps = scenario.welcome.resolved().steps or ()
    rows = np.zeros(len(steps), WELCOME_DTYPE).view(np.recarray)
    names = [space[0] for space in STANDARD]
    for k, step in enumerate(steps):
        rows[k].week = step.week
        rows[k].kind = STEP_KINDS.index(step.kind)
        rows[k].who = HOSTS.index(step.who)
        rows[k].certainty = step.certainty
        rows[k].announced = float(step.announced)
        rows[k].count = step.count
        rows[k].space = names.index(step.space)
    return rows


def segment_of(scenario: Scenario, first: int) -> Segment:
    """Everything the kernels read of a scenario as it stands, from week `first` on."""
    return Segment(
        first,
        scenario,
        conditions_of(scenario),
        spaces_of(scenario),
        _steps_of(scenario),
        style_of(scenario.leaders),
        _regime_of(scenario.consequence),
    )


def segments_of(scenario: Scenario) -> tuple[Segment, ...]:
    """The calendar as segments, the first from week 1."""
    if "events" in scenario.mechanisms.off:
        return (_segment(scenario, 1),)
    return tuple(_segment(scenario.in_week(week), week) for week in scenario.boundaries())


def _segment(scenario: Scenario, week: int) -> Segment:
    """What holds from a week on; without the calendar, which would be checked each time."""
    return segment_of(scenario.model_copy(update={"events": ()}), week)


def untended(scenario: Scenario) -> Segment:
    """Conditions of the burn-in: absent leaders, a permissive regime, nobody leaves."""
    segment = segment_of(
        scenario.model_copy(
            update={
                "leaders": Leaders(style="absent"),
                "consequence": Consequence(regime="permissive"),
                "recognition": Recognition(),
                "events": (),
            }
        ),
        1,
    )
    # Whoever is named at the start is there in week 1.
    segment.conditions[0].on_leaving = 0.0
    return segment


def population_of(scenario: Scenario) -> np.recarray:
    """Medians and spread of traits as one record."""
    return _record(POPULATION_DTYPE, scenario.population.model_dump())


def hours_at_most(segment: Segment) -> int:
    """Meetings that one person can have in a week at most, for the size of an array."""
    spaces = segment.spaces
    # The most sociable have half again.
    most = (spaces.hours + HOURS_GAINED * spaces.opened) * (1.0 + 0.5 * spaces.sociable)
    whole: int = sum(math.ceil(hours) for hours in most.tolist())
    return whole + ARRANGED_AT_MOST
