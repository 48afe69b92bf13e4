"""The guided lessons that come with trustgarden, each a file in `lesson_files`.

>>> from trustgarden.app.lessons import lesson
>>> lesson("demand").words("en").left
'Nobody demands'
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from trustgarden.errors import InputError
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .lesson_playing import answer_in, series_of, value_now
from .lesson_reading import read_lesson, read_lesson_file
from .lesson_records import Lesson, LessonText, Step
from .lesson_scenarios import opening, whole

__all__ = [
    "LESSON_FILES",
    "Lesson",
    "LessonText",
    "Step",
    "answer_in",
    "lesson",
    "lessons",
    "opening",
    "read_lesson",
    "read_lesson_file",
    "series_of",
    "value_now",
    "whole",
]

LESSON_FILES = Path(__file__).parent / "lesson_files"
"""The number before a file's name is the place of its lesson."""


@cache
def lessons() -> tuple[Lesson, ...]:
    """All lessons, in their order.

    Raises:
        InputError: If a file is no lesson that can be played.
    """
    return tuple(read_lesson_file(path) for path in sorted(LESSON_FILES.glob("*.toml")))


def lesson(name: str) -> Lesson:
    """The lesson of an id.

    Raises:
        InputError: If there is none; the message names those there are.
    """
    known = {each.id: each for each in lessons()}
    if name not in known:
        near = did_you_mean(str(name), list(known))
        raise InputError(f"There is no lesson {shown(name)}.{near} There are: {listed(known)}.")
    return known[name]
