"""A lesson as scenarios: what each garden begins with, and what its steps put on the calendar.

The page plays a lesson step by step on living organisations. Here the same lesson is written
out as two scenarios that run without a page, to take it away or to count how it comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import load_scenario, with_changes
from trustgarden.scenarios.changing import with_event

from .lesson_records import Lesson, SidePlan

__all__ = ["OneSide", "events_of_steps", "opening", "whole"]

OneSide = Literal["left", "right"]


def opening(lesson: Lesson, side: OneSide = "left") -> Scenario:
    """The scenario that a garden of a lesson begins with.

    Raises:
        InputError: If the lesson has no such garden.
    """
    scenario = _with(load_scenario(lesson.garden.scenario), lesson.garden)
    if side == "left":
        return scenario
    return _with(scenario, _twin(lesson))


def whole(lesson: Lesson, side: OneSide = "left") -> Scenario:
    """The same with what the steps do on the calendar, to run without a page.

    What a room divides in a step `tend` is not known; the twin's changes hold.

    Raises:
        InputError: If the lesson has no such garden.
    """
    scenario = opening(lesson, side)
    for _, event in events_of_steps(lesson, side):
        scenario = with_event(scenario, event)
    return scenario


def _twin(lesson: Lesson) -> SidePlan:
    if lesson.twin is None:
        raise InputError(f"The lesson {lesson.id} has one garden; ask for the left one.")
    return lesson.twin


def _with(scenario: Scenario, plan: SidePlan) -> Scenario:
    if plan.changes:
        scenario = with_changes(scenario, plan.changes)
    for event in plan.events:
        scenario = with_event(scenario, event)
    return scenario


def events_of_steps(lesson: Lesson, side: OneSide) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number of the step, and what it puts on the calendar of a garden: in the next week."""
    for index, (week, step) in enumerate(lesson.weeks_at()):
        if step.side not in (side, "both"):
            continue
        if step.set is not None:
            yield index, {"week": week + 1, "kind": "change", "set": step.set}
        if step.event is not None:
            yield index, {**step.event, "week": week + 1}
