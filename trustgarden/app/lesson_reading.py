"""From the text of a lesson to a lesson, or a message that names file, line and field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trustgarden.errors import InputError
from trustgarden.model.section import FieldError
from trustgarden.scenarios.locating import KeyPath, Source
from trustgarden.scenarios.texts import scenario_text
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .lesson_checking import check_playable
from .lesson_records import BetPlan, GardenPlan, Lesson, LessonText, SidePlan, Step

__all__ = ["read_lesson", "read_lesson_file"]

RECORDS: dict[str, type[BaseModel]] = {
    "garden": GardenPlan,
    "twin": SidePlan,
    "bet": BetPlan,
    "steps": Step,
    "text": LessonText,
}
"""What stands below each table of a file."""

SHAPES = {
    "model_type": "a table",
    "dict_type": "a table",
    "tuple_type": "a list",
    "string_type": "a text, in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_pattern_mismatch": "small letters, digits and -",
}
"""What a value of the wrong kind must be."""


def read_lesson_file(path: Path, name: str | None = None) -> Lesson:
    """Read a lesson from a file.

    Raises:
        InputError: If it cannot be read, or is no lesson that can be played.
    """
    name = name or path.name
    return read_lesson(scenario_text(path, name), name)


def read_lesson(text: str, name: str) -> Lesson:
    """Read a lesson.

    Args:
        text: What its file holds.
        name: How messages call the file.

    Raises:
        InputError: If it is no lesson that can be played; one line a problem, each with the
            file, the line and the field.
    """
    source = Source(name, text)
    data = _parsed(source)
    try:
        lesson = Lesson.model_validate(data)
    except ValidationError as error:
        raise _explained(error, source) from None
    try:
        check_playable(lesson)
    except FieldError as error:
        raise InputError(_told(source, error.path, str(error))) from None
    return lesson


def _parsed(source: Source) -> dict[str, Any]:
    try:
        return tomllib.loads(source.text)
    except RecursionError:
        raise InputError(f"{source.name}: brackets are nested too deeply.") from None
    except ValueError as error:
        raise InputError(f"{source.name}: this is not valid TOML: {error}.") from None


def _explained(error: ValidationError, source: Source) -> InputError:
    lines = dict.fromkeys(_lines(error, source))
    return InputError("\n".join(lines))


def _lines(error: ValidationError, source: Source) -> Iterator[str]:
    for details in error.errors(include_url=False):
        path = _as_written(details["loc"])
        cause = details.get("ctx", {}).get("error")
        if isinstance(cause, FieldError):
            yield _told(source, (*path, *cause.path), str(cause))
        else:
            yield f"{source.at(path)}{_problem(path, details)}"


def _as_written(loc: KeyPath) -> KeyPath:
    """The path without the branches of a union that were tried for a value."""
    for table in ("changes", "set"):
        if table in loc:
            return loc[: loc.index(table) + 2]
    return loc


def _told(source: Source, path: KeyPath, message: str) -> str:
    return f"{source.at(path)}{_named(path)}: {message}"


def _named(path: KeyPath) -> str:
    """A path as the user wrote it, entries counted from 1."""
    names = ".".join(f'"{part}"' if "." in part else part for part in path if isinstance(part, str))
    entries = [part + 1 for part in path if isinstance(part, int)]
    return f"{names} (entry {entries[0]})" if entries else names


def _problem(path: KeyPath, details: ErrorDetails) -> str:
    name, kind, given = _named(path), details["type"], details["input"]
    if kind == "missing":
        return f"{name} is missing; write it."
    if kind == "extra_forbidden":
        known = _known_at(path[:-1])
        near = did_you_mean(str(path[-1]), known)
        return f"{name} is not known.{near or f' There are: {listed(known)}.'}"
    if kind in ("too_short", "too_long"):
        context = details["ctx"]
        bound = "least" if kind == "too_short" else "most"
        limit = context.get("min_length", context.get("max_length"))
        return f"{name} has {context['actual_length']} entries; it must have at {bound} {limit}."
    if kind == "string_too_short":
        return f"{name} is empty; write it."
    if path[-2:-1] in (("changes",), ("set",)):
        return f"{name} is {shown(given)}; it must be a number, a text, true or false."
    return f"{name} is {shown(given)}; {_legal(details)}."


def _legal(details: ErrorDetails) -> str:
    """What is legal in place of a value, in words of TOML."""
    kind, context = details["type"], details.get("ctx", {})
    if kind == "literal_error":
        return f"it must be one of: {context['expected']}"
    if kind in SHAPES:
        return f"it must be {SHAPES[kind]}"
    message = details["msg"]
    return f"{message[:1].lower()}{message[1:]}"


def _known_at(path: KeyPath) -> list[str]:
    record = RECORDS.get(str(path[0]), Lesson) if path else Lesson
    return list(record.model_fields)
