"""What is wrong with an experiment, in sentences for the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trustgarden.errors import InputError
from trustgarden.scenarios.locating import KeyPath, Source
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .record import MAX_RUNS, MAX_SEED, MAX_WEEKS, CannotHoldError, Experiment

__all__ = ["explain"]

AN_EXAMPLE = '"leaders.style" = ["gardener", "commander"]'
LEGAL = {
    "id": 'a short name of small letters, digits, - _ and ., such as "five-levers"',
    "description": "text of at most 120 characters, in quotes",
    "details": "text, in quotes",
    "citations": "a list of tables, each headed [[citations]], with source and reason",
    "scenarios": 'a list of at least one id or path, such as ["garden", "command"]',
    "replicates": f"a whole number from 1 to {MAX_RUNS:,}",
    "seed": f"a whole number from 0 to {MAX_SEED:,}",
    "weeks": f"a whole number from 1 to {MAX_WEEKS:,}",
    "factors": f"a table of lists, such as {AN_EXAMPLE}",
}
A_LEVEL = "text, a finite number, true or false, or a list of texts"


def explain(error: ValidationError, source: Source) -> InputError:
    """One error that names file, line, key, value, what is legal, and the remedy."""
    lines = dict.fromkeys(_lines(error, source))
    return InputError("\n".join(lines))


def _lines(error: ValidationError, source: Source) -> Iterator[str]:
    for details in error.errors(include_url=False):
        path, text = _problem(details)
        yield f"{source.at(path)}{text}"


def _problem(details: ErrorDetails) -> tuple[KeyPath, str]:
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, CannotHoldError):
        return cause.path, str(cause)
    # What lies deeper are the branches of a union that were tried, each with its own complaint.
    path = details["loc"][:3]
    kind = details["type"]
    if kind == "missing":
        return path, f"{_named(path)} is missing. It must be {_legal(path)}."
    if kind == "extra_forbidden":
        return path, _unknown(path)
    return path, f"{_named(path)} is {_given(details)}; it must be {_legal(path)}."


def _unknown(path: KeyPath) -> str:
    known = tuple(Experiment.model_fields)
    if len(path) > 1:
        return f"{_named(path)} is not known; {path[0]} must be {LEGAL[str(path[0])]}."
    near = did_you_mean(str(path[0]), known)
    section = str(path[0])
    if not near and section in ("leaders", "consequence", "organisation"):
        near = f' To vary keys of scenarios, write them below [factors], as "{section}.…" = […].'
    return f"{section} is not a key of an experiment.{near} There are: {listed(known)}."


def _named(path: KeyPath) -> str:
    keys = ".".join(part for part in path if isinstance(part, str))
    entries = [part + 1 for part in path if isinstance(part, int)]
    return f"{keys} (entry {entries[0]})" if entries else keys


def _given(details: ErrorDetails) -> str:
    if details["type"] == "too_short":
        return "an empty list"
    # Below a level and the branch that was tried, it is an entry of a list that is at fault.
    return "a list" if len(details["loc"]) > 4 else shown(details["input"])


def _legal(path: KeyPath) -> str:
    if path[0] == "factors" and len(path) == 2:
        return f"a list of levels, and dotted keys stand in quotes, such as {AN_EXAMPLE}"
    if path[0] == "factors" and len(path) > 2:
        return A_LEVEL
    return LEGAL[str(path[0])] if len(path) == 1 else "text, in quotes"
