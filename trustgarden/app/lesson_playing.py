"""A lesson as scenarios: what each garden begins with, and what its steps put on the calendar.

The page plays a lesson step by step on living organisations. Here the same lesson is written
out as two scenarios that run without a page: to check a file, to take a lesson away, and to
count in how many gardens it comes out so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from trustgarden.errors import InputError
from trustgarden.model.organisation import Organisation
from trustgarden.model.scenario import Scenario
from trustgarden.model.section import FieldError
from trustgarden.model.structure import structure_of
from trustgarden.scenarios import load_scenario, read_chart, refuse_code, with_changes
from trustgarden.scenarios.catalogue import catalogue, catalogue_path
from trustgarden.scenarios.changing import with_event
from trustgarden.scenarios.reading import check_names
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .bets import Answer, Question, answer_of
from .lesson_records import Lesson, SidePlan

__all__ = [
    "MOST_PEOPLE",
    "answer_in",
    "check_playable",
    "opening",
    "series_of",
    "value_now",
    "whole",
]

OneSide = Literal["left", "right"]

MOST_PEOPLE = 300
"""People that the page still draws well, and two gardens of which run while a room waits."""

FROM_FILES = ("organisation.people", "organisation.ties")


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
    for _, event in _events_of_steps(lesson, side):
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


def _events_of_steps(lesson: Lesson, side: OneSide) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number of the step, and what it puts on the calendar of a garden: in the next week."""
    for index, (week, step) in enumerate(lesson.weeks_at()):
        if step.side not in (side, "both"):
            continue
        if step.set is not None:
            yield index, {"week": week + 1, "kind": "change", "set": step.set}
        if step.event is not None:
            yield index, {**step.event, "week": week + 1}


# Checking


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
    _refuse_files(plan.changes, name, "changes")
    try:
        if plan.changes:
            scenario = with_changes(scenario, plan.changes)
        refuse_code(scenario, allow_code=False)
    except InputError as error:
        raise FieldError(str(error), name, "changes") from None
    for index, event in enumerate(plan.events):
        scenario = _checked_event(scenario, event, name, "events", index)
    return scenario


def _refuse_files(changes: Mapping[str, Any], *path: str) -> None:
    for key in changes:
        if key.startswith(FROM_FILES):
            raise FieldError(f"a lesson reads no other files, so it cannot set {key}.", *path)


def _checked_event(scenario: Scenario, event: Any, *path: str | int) -> Scenario:
    try:
        changed = with_event(scenario, event)
        refuse_code(changed, allow_code=False)
        check_names(changed)
    except InputError as error:
        raise FieldError(str(error), *path) from None
    return changed


def _check_side(lesson: Lesson, scenario: Scenario, side: OneSide) -> None:
    people = scenario.resolved().organisation.num_people
    if people > MOST_PEOPLE:
        raise FieldError(
            f"there would be {people:,} people; a lesson may have at most {MOST_PEOPLE}.",
            "garden", "changes",
        )  # fmt: skip
    _check_people(lesson, scenario)
    for index, event in _events_of_steps(lesson, side):
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


# Running


def value_now(org: Organisation, question: Question) -> float:
    """What a bet is about, as it stands in an organisation; NaN if one of a tie is gone."""
    if question.tie is None:
        return org.latest(question.measure)
    people = {str(person.unique_id): person for person in org.people}
    who, whom = (people.get(name) for name in question.tie)
    return who.trust_in(whom) if who is not None and whom is not None else float("nan")


def series_of(scenario: Scenario, question: Question, weeks: int, seed: int) -> list[float]:
    """What a bet is about, week by week, in a run of a scenario."""
    org = Organisation(scenario, seed=seed, accounts=False)
    if question.tie is None:
        return list(org.run(weeks).series[question.measure])
    return [value_now(_stepped(org), question) for _ in range(weeks)]


def _stepped(org: Organisation) -> Organisation:
    org.step()
    return org


def answer_in(lesson: Lesson, seed: int) -> Answer:
    """How the bet of a lesson comes out with the people and the luck of a seed.

    Raises:
        InputError: If it cannot be answered, because somebody it is about has left.
    """
    question, weeks = lesson.question, lesson.reveal_week
    left = series_of(whole(lesson), question, weeks, seed)
    right = None
    if lesson.twin is not None:
        right = series_of(whole(lesson, "right"), question, weeks, seed)
    return answer_of(question, left, right, lesson.bet_week)
