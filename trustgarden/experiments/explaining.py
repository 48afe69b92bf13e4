"""What is wrong with an experiment, in sentences for the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios.locating import KeyPath, Source
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .designs.crossed import METHODS, Crossed
from .designs.design import MAX_POINTS, Design
from .designs.latin_hypercube import LatinHypercube
from .designs.levels import CannotHoldError
from .designs.listed import Listed
from .designs.morris import Morris
from .designs.one_at_a_time import OneAtATime
from .designs.ranges import MAX_STEPS, Range
from .designs.saltelli import Saltelli
from .designs.sobol import SobolSequence
from .record import MAX_RUNS, MAX_SEED, MAX_WEEKS, VARIED, Experiment
from .recording import Recording
from .stopping_rule import LEAST_REPLICATES, StoppingRule

__all__ = ["explain"]

AN_EXAMPLE = '"leaders.style" = ["gardener", "commander"]'
A_RANGE = '"work.load" = { lower = 0.3, upper = 0.8 }'
A_FACTOR = f"a list of levels, such as {AN_EXAMPLE}, or a range, such as {A_RANGE}"
A_LEVEL = "text, a finite number, true or false, or a list of texts"
A_NUMBER = "a finite number"
YES_OR_NO = "true or false"
LEGAL = {
    "id": 'a short name of small letters, digits, - _ and ., such as "five-levers"',
    "description": "text of at most 120 characters, in quotes",
    "details": "text, in quotes",
    "citations": "a list of tables, each headed [[citations]], with source and reason",
    "scenarios": 'a list of at least one id or path, such as ["garden", "command"]',
    "replicates": f"a whole number from 1 to {MAX_RUNS:,}",
    "seed": f"a whole number from 0 to {MAX_SEED:,}",
    "common_luck": YES_OR_NO,
    "weeks": f"a whole number from 1 to {MAX_WEEKS:,}",
    "levers": f"a table of lists or ranges, such as {AN_EXAMPLE} or {A_RANGE}",
    "factors": f"a table of lists or ranges, such as {AN_EXAMPLE} or {A_RANGE}",
    "uncertainties": f"a table of lists or ranges, such as {AN_EXAMPLE} or {A_RANGE}",
    "constants": 'a table of levels, such as "work.load" = 0.5',
    "outcomes": 'a list of measures, such as ["trust", "mistrust"]',
    "design": 'a table headed [design], with a method such as "latin-hypercube"',
    "stopping": 'a table headed [stopping], with an outcome such as "trust" and a half_width',
    "recording": "a table headed [recording]",
}
LEGAL_BELOW = {
    "lower": A_NUMBER,
    "upper": A_NUMBER,
    "scale": 'one of: "linear", "log"',
    "whole": YES_OR_NO,
    "steps": f"a whole number from 2 to {MAX_STEPS:,}",
    "method": f"one of: {', '.join(METHODS)}",
    "seed": LEGAL["seed"],
    "points": f"a whole number from 1 to {MAX_POINTS:,}",
    "rows": f"a whole number from 2 to {MAX_POINTS:,}, and a power of two",
    "second_order": YES_OR_NO,
    "trajectories": f"a whole number from 2 to {MAX_POINTS:,}",
    "num_levels": "an even whole number from 2 to 100",
    "file": 'the name of a CSV file, such as "points.csv"',
    "base": 'a table of levels, such as "work.load" = 0.5',
    "levers": "a table headed [design.levers], with a method",
    "uncertainties": "a table headed [design.uncertainties], with a method",
    "outcome": 'the name of a measure, such as "trust"',
    "half_width": "a finite number above 0",
    "of": 'one of: "mean", "difference"',
    "confidence": "a number above 0.5 and below 1",
    "min_replicates": f"a whole number from {LEAST_REPLICATES} on",
    "batch": "a whole number from 1 on",
    "measures": 'a list of at least one measure, such as ["trust"]',
    "every_weeks": "a whole number from 1 to 4,000",
    "people_at_weeks": "a list of weeks, such as [52, 104]",
    "ties_at_weeks": "a list of weeks, such as [52, 104]",
}
"""What keys of tables may be, wherever these stand."""

DESIGNS: dict[str, type[Design]] = {
    design.model_fields["method"].default: design
    for design in (OneAtATime, Listed, LatinHypercube, SobolSequence, Saltelli, Morris, Crossed)
}


def explain(error: ValidationError, source: Source) -> InputError:
    """One error that names file, line, key, value, what is legal, and the remedy."""
    lines = dict.fromkeys(_lines(error, source))
    return InputError("\n".join(lines))


def _lines(error: ValidationError, source: Source) -> Iterator[str]:
    for details in error.errors(include_url=False):
        path, text = _problem(details)
        yield f"{source.at(path)}{text}"


def _problem(details: ErrorDetails) -> tuple[KeyPath, str]:
    path, table = _as_written(details["loc"])
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, CannotHoldError):
        return _cannot_hold(path, cause)
    kind = details["type"]
    if kind == "missing":
        return path, f"{_named(path)} is missing. It must be {_legal(path)}."
    if kind == "extra_forbidden":
        return path, _unknown(path, table)
    if kind.startswith("union_tag"):
        return _no_method(path, details["input"])
    return path, f"{_named(path)} is {_given(details)}; it must be {_legal(path)}."


def _cannot_hold(path: KeyPath, cause: CannotHoldError) -> tuple[KeyPath, str]:
    """What a rule says; one of a part knows the part only, and is told where that stands."""
    if not path or cause.path[:1] == path[:1]:
        return cause.path or path, str(cause)
    if not cause.path:
        return path, str(cause)
    return (*path, *cause.path), f"{_named(path)}: {cause}"


def _as_written(loc: Sequence[str | int]) -> tuple[KeyPath, type[BaseModel]]:
    """The path as the file has it, without the branches that pydantic took, and what it is in."""
    if loc and loc[0] in VARIED:
        # The key, the branch, and then a key of the range or the entry of a level; what lies
        # deeper are the branches of a union that were tried, each with its own complaint.
        return (*loc[:2], *loc[3:4]), Range
    if loc and loc[0] == "design":
        return _in_design(loc)
    tables: dict[str, type[BaseModel]] = {"stopping": StoppingRule, "recording": Recording}
    deep = 3 if loc and loc[0] in ("citations", *tables) else 2
    return tuple(loc[:deep]), tables.get(str(loc[0]) if loc else "", Experiment)


def _in_design(loc: Sequence[str | int]) -> tuple[KeyPath, type[BaseModel]]:
    """As `_as_written`, below [design]: a tag follows each table that is a design."""
    path, rest = [loc[0]], list(loc[1:])
    table: type[BaseModel] = Crossed
    while rest:
        tag = str(rest.pop(0))
        table = DESIGNS.get(tag, Design)
        if tag != "crossed":
            break
        path += rest[:1]
        if not rest or rest.pop(0) not in ("levers", "uncertainties"):
            return tuple(path), Crossed
    return (*path, *rest[:2]), table


def _unknown(path: KeyPath, table: type[BaseModel]) -> str:
    if len(path) > 1:
        return _unknown_below(path, table)
    section = str(path[0])
    known = tuple(Experiment.model_fields)
    near = did_you_mean(section, known)
    if section in Scenario.model_fields:
        near = f' To vary keys of scenarios, write them below [levers], as "{section}.…" = […].'
    return f"{section} is not a key of an experiment.{near} There are: {listed(known)}."


def _unknown_below(path: KeyPath, table: type[BaseModel]) -> str:
    known = tuple(table.model_fields)
    if path[0] in VARIED:
        return f"{_named(path)} is not known; {_named(path[:2])} must be {A_FACTOR}."
    near = did_you_mean(str(path[-1]), known)
    return (
        f"{_named(path)} is not known.{near} Below {_named(path[:-1])} there are: {listed(known)}."
    )


def _no_method(path: KeyPath, stated: Any) -> tuple[KeyPath, str]:
    if not isinstance(stated, dict):
        return path, f"{_named(path)} is {shown(stated)}; it must be {_legal(path)}."
    name = (*path, "method")
    if "method" not in stated:
        return path, f"{_named(name)} is missing. It must be {_legal(name)}."
    near = did_you_mean(str(stated["method"]), METHODS)
    return name, f"{_named(name)} is {shown(stated['method'])}; it must be {_legal(name)}.{near}"


def _named(path: KeyPath) -> str:
    keys = ".".join(part for part in path if isinstance(part, str))
    entries = [part + 1 for part in path if isinstance(part, int)]
    return f"{keys} (entry {entries[0]})" if entries else keys


def _given(details: ErrorDetails) -> str:
    if details["type"] == "too_short":
        return "an empty list"
    # Below a level and the branch that was tried, it is an entry of a list that is at fault.
    deep = 5 if details["loc"][0] in VARIED else 3
    return "a list" if len(details["loc"]) > deep else shown(details["input"])


def _legal(path: KeyPath) -> str:
    if path[0] in VARIED and len(path) == 2:
        return f"{A_FACTOR}; dotted keys stand in quotes"
    if isinstance(path[-1], int) and path[0] in (*VARIED, "constants"):
        return A_LEVEL
    if path[0] == "constants" and len(path) > 1:
        return A_LEVEL
    if len(path) == 1:
        return LEGAL[str(path[0])]
    words = [str(part) for part in path if isinstance(part, str)]
    return LEGAL_BELOW.get(words[-1], "text, in quotes")
