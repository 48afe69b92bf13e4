"""What must hold between the parts of a lesson; each rule names the field that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustgarden.analysis.stories import LANGUAGES
from trustgarden.model.section import FieldError

if TYPE_CHECKING:
    from .lesson_records import Lesson

__all__ = ["check_whole"]

ACTS = ("change", "event", "tend")
"""Steps that need a run after them to have an effect."""


def check_whole(lesson: Lesson) -> None:
    """Refuse a lesson whose words, gardens and steps do not fit together.

    Raises:
        FieldError: For the first rule that is broken.
    """
    _speaks_all_languages(lesson)
    _sides_are_there(lesson)
    _texts_fit(lesson)
    _steps_lead_on(lesson)


def _speaks_all_languages(lesson: Lesson) -> None:
    for language in LANGUAGES:
        if language not in lesson.text:
            raise FieldError(f"there are no words in {language}; write them.", "text", language)
    for language in lesson.text:
        if language not in LANGUAGES:
            raise FieldError(f"there are pages in {', '.join(LANGUAGES)} alone.", "text", language)


def _texts_fit(lesson: Lesson) -> None:
    for language, words in lesson.text.items():
        if len(words.steps) != len(lesson.steps):
            raise FieldError(
                f"there are {len(words.steps)} texts for {len(lesson.steps)} steps; write one for "
                "each.",
                "text", language, "steps",
            )  # fmt: skip
        options = lesson.question.options
        if set(words.options) != set(options):
            raise FieldError(
                f"the options are {', '.join(words.options)}; a bet of kind {lesson.bet.kind} has "
                f"{', '.join(options)}.",
                "text", language, "options",
            )  # fmt: skip
        if (words.right is None) != (lesson.twin is None):
            remedy = "write it" if words.right is None else "take it out"
            raise FieldError(
                f"right is the heading of the twin; {remedy}.", "text", language, "right"
            )


def _sides_are_there(lesson: Lesson) -> None:
    if (lesson.bet.kind == "twins") != (lesson.twin is not None):
        raise FieldError(
            "a bet of kind twins needs a [twin], and one of kind direction is about one garden.",
            "bet", "kind",
        )  # fmt: skip
    for index, step in enumerate(lesson.steps):
        if lesson.twin is None and step.side in ("right", "both"):
            raise FieldError('there is one garden; its side is "left".', "steps", index, "side")


def _steps_lead_on(lesson: Lesson) -> None:
    _once(lesson, "bet")
    _once(lesson, "reveal")
    week = 0
    for index, step in enumerate(lesson.steps):
        if step.to is not None and step.to <= week:
            raise FieldError(f"week {week} is over by then; run on.", "steps", index, "to")
        week = step.to or week
        if step.do in ACTS and week == lesson.weeks:
            raise FieldError(
                "nothing runs after this step, so it has no effect.", "steps", index, "do"
            )
    if week != lesson.weeks:
        raise FieldError(f"the last run goes to week {week}; write that.", "weeks")
    if lesson.bet_week >= lesson.reveal_week:
        raise FieldError("between bet and reveal there must be a run.", "steps")
    if lesson.bet.kind == "direction" and lesson.bet_week == 0:
        raise FieldError("a direction needs a run before the bet, to go from.", "steps")
    if lesson.steps[-1].do != "talk":
        raise FieldError("a lesson ends with a talk.", "steps", len(lesson.steps) - 1, "do")


def _once(lesson: Lesson, deed: str) -> None:
    times = sum(step.do == deed for step in lesson.steps)
    if times != 1:
        raise FieldError(f"there are {times} steps that do {deed}; there must be one.", "steps")
