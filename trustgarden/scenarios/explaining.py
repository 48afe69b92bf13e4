"""What pydantic found wrong, in sentences for the person who wrote the scenario.

One function serves files (with file and line) and changes given elsewhere,
such as `--set` on the command line (without).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trustgarden.errors import InputError
from trustgarden.model.scenario import (
    EVENT_SECTIONS,
    EventCannotHoldError,
    FieldError,
    may_change,
)

from .keys import EXTENDS, Key, known_below, scenario_keys
from .locating import KeyPath, Source
from .wording import did_you_mean, listed, number, shown

__all__ = ["explain"]

MOST_PROBLEMS = 10
"""Problems told at once; whoever has more has misunderstood something else."""

Problem = tuple[KeyPath, str]
"""Where, and a sentence or two."""


def explain(error: ValueError, source: Source | None = None) -> InputError:
    """Say in full sentences what is wrong with a scenario.

    Args:
        error: What making the scenario raised; pydantic's own or a plain one.
        source: The file it stands in; without it no file and line are named.

    Returns:
        One error with one line a problem, to be raised by the caller.
    """
    problems = list(dict.fromkeys(_problems(error)))
    lines = [f"{source.at(path) if source else ''}{text}" for path, text in problems]
    if len(lines) > MOST_PROBLEMS:
        rest = len(lines) - MOST_PROBLEMS
        lines = [*lines[:MOST_PROBLEMS], f"There are {rest} more problems of this kind."]
    return InputError("\n".join(lines))


def _problems(error: ValueError) -> Iterable[Problem]:
    if not isinstance(error, ValidationError):
        yield (), _sentence(str(error))
        return
    for details in error.errors(include_url=False):
        if _is_event_replay(details):
            yield from _event_problems(details["ctx"]["error"])
        else:
            yield _problem(details)


def _is_event_replay(details: ErrorDetails) -> bool:
    return isinstance(details.get("ctx", {}).get("error"), EventCannotHoldError)


def _event_problems(error: EventCannotHoldError) -> Iterable[Problem]:
    """What an event sets, checked as if it had been stated, and told as the event's."""
    cause = error.__cause__
    assert isinstance(cause, ValueError)
    for path, text in _problems(cause):
        set_key = ".".join(str(part) for part in path)
        yield ("events", error.index, "set", set_key), f"{error.what}: {text}"


def _problem(details: ErrorDetails) -> Problem:
    path = _path(details)
    explainer = EXPLAINERS.get(details["type"], _explain_illegal)
    found = explainer(path, details)
    return found if isinstance(found, tuple) else (path, found)


def _path(details: ErrorDetails) -> KeyPath:
    """Where it is, without the branch of a union that pydantic tried."""
    path = details["loc"]
    if "set" in path and path[0] == "events":
        return path[: path.index("set") + 2]
    return path


def _named(path: KeyPath) -> str:
    """A path as the user wrote it: dotted, keys with dots in quotes, entries from 1."""
    names = [f'"{part}"' if "." in part else part for part in path if isinstance(part, str)]
    entries = [part + 1 for part in path if isinstance(part, int)]
    entry = f" (entry {entries[0]})" if entries else ""
    return ".".join(names) + entry


def _key_of(path: KeyPath) -> Key | None:
    """The description of a key, if it is one; the names that users give are below a key."""
    names = tuple(part for part in path if isinstance(part, str))
    if names[:2] == ("leaders", "by_team"):
        names = names[:2]
    return scenario_keys().get(".".join(names))


def _explain_missing(path: KeyPath, details: ErrorDetails) -> str:
    remedy = f" Write {path[-1]} = …"
    if path == ("id",):
        remedy = ' Give the scenario a short name, such as id = "kind-but-uneven"'
    return f"{_named(path)} is missing.{remedy}."


def _explain_unknown(path: KeyPath, details: ErrorDetails) -> str:
    *above, name = path
    section = ".".join(part for part in above if isinstance(part, str))
    known = known_below(section) if section else (*known_below(""), EXTENDS.name)
    near = did_you_mean(str(name), known) or _elsewhere(str(name))
    if name in scenario_keys():  # In quotes with its dots, as events write them.
        head, _, key = str(name).rpartition(".")
        near = f" Write {key} below [{head}]."
    listing = "" if near else f" There are: {listed(known)}."
    where = f"in [{section}]" if section else "at the top of a scenario"
    return f"{_named(path)} is not known: there is no such key {where}.{near}{listing}"


def _elsewhere(name: str) -> str:
    """Points to a key of that name in another section."""
    places = [key.name for key in scenario_keys().values() if key.name.endswith(f".{name}")]
    return f" Did you mean {listed(places)}?" if 0 < len(places) <= 3 else ""


def _explain_illegal(path: KeyPath, details: ErrorDetails) -> str:
    """A wrong type, a number out of range or not finite, or a word that is no choice."""
    key = _key_of(path)
    given = details["input"]
    if key is None:
        return _explain_shape(path, details)
    legal = key.legal_entry if _is_below(path, key) else key.legal
    if key.kind == "number" and not _is_finite(given):
        legal = legal.replace("number", "finite number", 1)
    return f"{_named(path)} is {shown(given)}; it must be {legal}.{_remedy(key, given)}" + (
        "" if key.choices or not key.description else f" It means: {_lower_first(key.description)}"
    )


def _is_below(path: KeyPath, key: Key) -> bool:
    """Whether a path leads to an entry of a list, or to a value under a name the user gave."""
    return isinstance(path[-1], int) or not key.name.endswith(path[-1])


def _is_finite(given: Any) -> bool:
    return not isinstance(given, float) or math.isfinite(given)


def _remedy(key: Key, given: Any) -> str:
    """What to write instead, where that can be said."""
    if key.choices:
        return did_you_mean(given, key.choices) if isinstance(given, str) else ""
    if key.kind == "text" and not isinstance(given, str):
        return " Put the text in quotes."
    if isinstance(given, str) and "number" in key.kind:
        return " Write a number, without quotes."
    if isinstance(given, bool) or not isinstance(given, int | float):
        return ""
    if key.kind == "whole number" and isinstance(given, float) and given.is_integer():
        return f" Write {number(given).replace(',', '')}."
    if key.low is not None and (given < key.low or (key.low_open and given == key.low)):
        return f" Give {'more than' if key.low_open else 'at least'} {number(key.low)}."
    if key.high is not None and (given > key.high or (key.high_open and given == key.high)):
        return f" Give {'less than' if key.high_open else 'at most'} {number(key.high)}."
    return ""


def _explain_shape(path: KeyPath, details: ErrorDetails) -> str:
    """Something that should have been a section, a list or a plain value."""
    given = shown(details["input"])
    name = _named(path)
    if path[:1] == ("events",) and "set" in path:
        return (
            f"{name} is {given}; an event sets text, finite numbers, true or false, and its keys "
            'stand in quotes with their dots: "leaders.style" = "gardener".'
        )
    if details["type"] in ("model_type", "model_attributes_type", "dict_type"):
        return f"{name} is {given}; it must be a section. Write its keys below [{path[0]}]."
    return f"{name} is {given}; {_lower_first(details['msg'])}."


def _explain_list(path: KeyPath, details: ErrorDetails) -> str:
    key = _key_of(path)
    if key is not None and key.kind == "list of tables":
        return (
            f"{_named(path)} is {shown(details['input'])}; it must be a list of tables. "
            f"Head each of them with [[{key.name}]]."
        )
    return f"{_named(path)} is {shown(details['input'])}; it must be a list, in [ and ]."


def _explain_pattern(path: KeyPath, details: ErrorDetails) -> str:
    given = str(details["input"])
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in given)
    suggestion = kept.strip("-").lower()[:80]
    remedy = f' Write "{suggestion}", for example.' if suggestion else ""
    legal = "small letters, digits, - _ and ., and begins with a letter or digit"
    if path != ("id",):
        legal = "small letters, digits and -"
    return f"{_named(path)} is {shown(given)}; it may hold {legal}.{remedy}"


def _explain_length(path: KeyPath, details: ErrorDetails) -> str:
    context = details["ctx"]
    if details["type"] == "string_too_long":
        return (
            f"{_named(path)} has {len(details['input'])} characters; it may have at most "
            f"{context['max_length']}. Shorten it."
        )
    if details["type"] == "too_long":
        return (
            f"{_named(path)} has {context['actual_length']} entries; it may have at most "
            f"{context['max_length']}. Take some out."
        )
    return f"{_named(path)} is empty; write something."


def _explain_rule(path: KeyPath, details: ErrorDetails) -> Problem | str:
    """A rule of ours over several keys; the record words it, we add where and what is near."""
    error = details.get("ctx", {}).get("error")
    message = _sentence(str(error or details["msg"]))
    if not isinstance(error, FieldError):
        return f"{_named(path)}: {message}" if path else message
    where = (*path, *error.path)
    if path[:1] == ("events",) and isinstance(details["input"], Mapping):
        return where, _explain_event(where, details["input"], message)
    key, given = _key_of(where), _value_at(details["input"], error.path)
    if key is not None and key.choices and isinstance(given, str):
        return where, _explain_choice(where, key, given)
    return where, f"{_named(where)}: {message}" if where else message


def _value_at(data: Any, path: KeyPath) -> Any:
    for part in path:
        if isinstance(data, Mapping) or isinstance(part, int):
            data = data[part]
        else:
            return None
    return data


def _explain_choice(path: KeyPath, key: Key, given: str) -> str:
    if isinstance(path[-1], int):
        text = f"{key.name} holds {shown(given)}; it may name: {listed(key.choices)}."
    else:
        text = f"{_named(path)} is {shown(given)}; it must be {key.legal_entry}."
    return text + did_you_mean(given, key.choices)


def _explain_event(path: KeyPath, given: Mapping[str, Any], message: str) -> str:
    """What is wrong with an event, beyond the type of a field."""
    if path[2:3] == ("set",) and len(path) > 3:
        return _explain_lever(str(path[3]), given["week"])
    name = str(path[-1])
    if path[2:] == ("set",) and not given.get("set"):
        return f'{message} Write, for example, set = {{ "leaders.style" = "absent" }}.'
    if name not in given:
        return f"{message} Write {name} = …."
    if name == given.get("kind") == "regime":
        return _explain_choice(path, scenario_keys()["events.regime"], str(given[name]))
    return message


def _explain_lever(bad: str, week: Any) -> str:
    levers = [name for name in scenario_keys() if may_change(name)]
    exists = bad in scenario_keys() or bad in known_below("")
    return (
        f'the event of week {week} sets "{bad}", which cannot change while an '
        f"organisation runs; an event may set keys of {listed(EVENT_SECTIONS)}, written dotted."
        + ("" if exists else did_you_mean(bad, levers))
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _lower_first(text: str) -> str:
    """As part of a sentence; what begins with an abbreviation (M8) stays."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


EXPLAINERS: Mapping[str, Callable[[KeyPath, ErrorDetails], Problem | str]] = {
    "missing": _explain_missing,
    "extra_forbidden": _explain_unknown,
    "tuple_type": _explain_list,
    "string_pattern_mismatch": _explain_pattern,
    "string_too_long": _explain_length,
    "string_too_short": _explain_length,
    "too_short": _explain_length,
    "too_long": _explain_length,
    "value_error": _explain_rule,
}
"""Who explains which of pydantic's kinds of error; the rest are values that are not legal."""
