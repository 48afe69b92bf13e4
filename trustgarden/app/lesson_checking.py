"""Whether a lesson can be played: its scenarios, changes, events and names."""

from __future__ import annotations

from typing import Any

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.model.section import FieldError
from trustgarden.model.structure import structure_of
from trustgarden.scenarios import load_scenario, read_chart, with_changes
from trustgarden.scenarios.catalogue import catalogue, catalogue_path
from trustgarden.scenarios.changing import with_event
from trustgarden.scenarios.reading import check_names
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .lesson_records import Lesson, SidePlan
from .lesson_scenarios import OneSide, events_of_steps

__all__ = ["MOST_PEOPLE", "check_playable"]

MOST_PEOPLE = 300
"""People that the page still draws well, and two gardens of which run while a room waits."""

FROM_FILES = ("organisation.people", "organisation.ties")


def check_playable(lesson: Lesson) -> None:
    """Refuse a lesson whose scenarios, changes, events or names cannot be used.

    Raises:
        FieldError: If there is one; its `path` is the key.
    """
    if catalogue_path(lesson.garden.scenario) is None:
        known = list(catalogue())
        near = did_you_mean(lesson.garden.scenario, known)
        raise FieldError(
            f"there is no scenario {shown(lesson.garden.scenario)} in the catalogue."
            f"{near or f' There are: {listed(known)}.'}",
            "garden", "scenario",
        )  # fmt: skip
    scenario = _checked(load_scenario(lesson.garden.scenario), lesson.garden, "garden")
    _check_side(lesson, scenario, "left")
    if lesson.twin is not None:
        _check_side(lesson, _checked(scenario, lesson.twin, "twin"), "right")


def _checked(scenario: Scenario, plan: SidePlan, name: str) -> Scenario:
    """The scenario with a plan laid over it, piece by piece, so that a mistake has its place."""
    for key in plan.changes:
        if key.startswith(FROM_FILES):
            raise FieldError(
                f"a lesson reads no other files, so it cannot set {key}.", name, "changes"
            )
    try:
        if plan.changes:
            scenario = with_changes(scenario, plan.changes)
    except InputError as error:
        raise FieldError(str(error), name, "changes") from None
    _refuse_code_and_crowds(scenario, name, "changes")
    for index, event in enumerate(plan.events):
        scenario = _checked_event(scenario, event, name, "events", index)
    return scenario


def _checked_event(scenario: Scenario, event: Any, *path: str | int) -> Scenario:
    try:
        changed = with_event(scenario, event)
        _refuse_code_and_crowds(changed, *path)
        check_names(changed)
    except InputError as error:
        raise FieldError(str(error), *path) from None
    return changed


def _refuse_code_and_crowds(scenario: Scenario, *path: str | int) -> None:
    code = scenario.code()
    if code:
        raise FieldError(
            f"{next(iter(code.values()))} is code, and a lesson runs none; name a preset.", *path
        )
    people = scenario.resolved().organisation.num_people
    people += sum(event.resolved().number or 0 for event in scenario.events)
    if people > MOST_PEOPLE:
        raise FieldError(
            f"there would be {people:,} people; a lesson may have at most {MOST_PEOPLE}.", *path
        )


def _check_side(lesson: Lesson, scenario: Scenario, side: OneSide) -> None:
    _check_people(lesson, scenario)
    for index, event in events_of_steps(lesson, side):
        what = "event" if lesson.steps[index].event is not None else "set"
        scenario = _checked_event(scenario, event, "steps", index, what)


def _check_people(lesson: Lesson, scenario: Scenario) -> None:
    """Refuse people whom the bet or a look is about, and who are not there at the start."""
    ids = structure_of(scenario, read_chart(scenario)).ids
    for name in lesson.bet.tie or ():
        if name not in ids:
            raise FieldError(_nobody(name, ids), "bet", "tie")
    for index, step in enumerate(lesson.steps):
        for field in ("who", "whom"):
            name = getattr(step, field)
            if name is not None and name not in ids:
                raise FieldError(_nobody(name, ids), "steps", index, field)


def _nobody(name: str, ids: tuple[str, ...]) -> str:
    return f"nobody is called {shown(name)}; people are called {shown(ids[0])} to {shown(ids[-1])}."
