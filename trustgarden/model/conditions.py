"""From a scenario to the one record of conditions that the kernels read.

A calendar of events cuts the weeks into segments; within a segment nothing but
the model itself changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .layout import CONDITION_DTYPE, POPULATION_DTYPE
from .scenario import MECHANISM_SWITCHES, Consequence, Leaders, Scenario

__all__ = ["Segment", "conditions_of", "hours_at_most", "population_of", "segments_of", "untended"]

TENDED = ("spaces", "consequence", "connections", "recognition", "fairness")


@dataclass(frozen=True)
class Segment:
    """Weeks from `first` on (1 is the first week), until the next segment, under one record."""

    first: int
    conditions: np.recarray


def conditions_of(scenario: Scenario) -> np.recarray:
    """The conditions of a scenario as one record of `CONDITION_DTYPE`, presets filled in."""
    full = scenario.resolved()
    values: dict[str, float] = {}
    values |= full.consequence.model_dump(exclude={"regime"})
    leaders = full.leaders
    values |= {f"tend_{name}": getattr(leaders, name) for name in TENDED}
    values |= {
        "attention_hours": leaders.attention_hours,
        "demanding": leaders.demanding or 0.0,
        "controlling": leaders.controlling or 0.0,
        "attention_evenness": leaders.evenness or 0.0,
        "respect": leaders.respect or 0.0,
    }
    values |= full.spaces.model_dump()
    values |= full.work.model_dump()
    values |= full.turnover.model_dump()
    off = full.mechanisms.off
    values |= {f"on_{name}": float(name not in off) for name in MECHANISM_SWITCHES}
    record = np.zeros(1, CONDITION_DTYPE).view(np.recarray)
    for name in CONDITION_DTYPE.names or ():
        record[0][name] = float(values[name])
    return record


def segments_of(scenario: Scenario) -> tuple[Segment, ...]:
    """The calendar as segments, the first from week 1."""
    weeks = sorted({1} | {event.week for event in scenario.events})
    return tuple(Segment(week, conditions_of(scenario.in_week(week))) for week in weeks)


def untended(scenario: Scenario) -> np.recarray:
    """Conditions of the burn-in: absent leaders, a permissive regime, nobody leaves."""
    record = conditions_of(
        scenario.model_copy(
            update={
                "leaders": Leaders(style="absent"),
                "consequence": Consequence(regime="permissive"),
            }
        )
    )
    # Whoever is named at the start is there in week 1.
    record[0].on_leaving = 0.0
    return record


def population_of(scenario: Scenario) -> np.recarray:
    """Medians and spread of traits as one record."""
    record = np.zeros(1, POPULATION_DTYPE).view(np.recarray)
    for name in POPULATION_DTYPE.names or ():
        record[0][name] = getattr(scenario.population, name)
    return record


def hours_at_most(conditions: np.recarray) -> int:
    """Meetings that one person can have in a week at most, for the size of an array."""
    c = conditions[0]
    formal = math.ceil(c.work_hours) + math.ceil(c.meeting_hours)
    # A leader opens at most two hours in each free space; the most sociable have half again.
    free = math.ceil(c.rehearsal_hours + 2) + math.ceil(1.5 * (c.social_hours + 2))
    return int(formal + free + 4)
