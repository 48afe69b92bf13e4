"""From an id or a file to a scenario: read, extend, check.

Every file of a chain of `extends` is checked as a scenario of its own, so that
a message names the file in which the mistake stands.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trustgarden.errors import InputError
from trustgarden.model import naming
from trustgarden.model.scenario import PRESET_KEYS, Scenario, changed
from trustgarden.model.structure import structure_of

from .catalogue import catalogue, catalogue_path
from .charts import read_chart
from .code import refuse_code
from .explaining import explain
from .locating import Source
from .texts import scenario_text
from .wording import did_you_mean, listed, shown

__all__ = ["check_names", "load_scenario", "settled"]

OF_ITS_OWN = ("id", "description", "details")
"""Keys that say what one scenario is about; an heir does not inherit them."""

SETTLED_BY_FILE = ("num_people", "num_places", "num_practices", "team_size", "span")
"""Keys of the organisation that an inherited value cannot know of a file of people."""

MOST_GENERATIONS = 50
"""Scenarios in one line of descent: far more than anybody can follow."""


@dataclass(frozen=True)
class Place:
    """Where a scenario stands, and how the user knows the place."""

    path: Path
    name: str


def load_scenario(source: str | Path | Scenario, allow_code: bool = False) -> Scenario:
    """Return a scenario, checked.

    Args:
        source: An id of the catalogue, the path of a `.toml` file, or a
            scenario, which is returned as it is.
        allow_code: Whether a file may name code (`package.module:Class`) for a style or a
            regime. Allow it only for files whose code you would run yourself.

    Returns:
        The scenario as stated, with names of CSV files made absolute and
        `organisation.num_people` taken from the file of people, if there is one.

    Raises:
        InputError: If it cannot be read, is not a legal scenario, or names code that is not
            allowed; the message names file, line, key, value and remedy. Also if an event names
            somebody who is not there by then, whatever happens.
    """
    if isinstance(source, Scenario):
        return source
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"a scenario is an id, a path or a Scenario, not {source!r}.")
    return _load(_place(source, Path(), "scenario"), (), allow_code)


def settled(scenario: Scenario) -> Scenario:
    """Return the scenario with what its file of people settles: how many there are.

    Raises:
        InputError: If the files cannot be read, contradict themselves, or
            contradict the scenario.
    """
    chart = read_chart(scenario)
    if chart is None or "num_people" in scenario.organisation.model_fields_set:
        return scenario  # `read_chart` has refused a number that is not the file's.
    return scenario.with_changes({"organisation.num_people": chart.num_people})


def check_names(scenario: Scenario) -> None:
    """Refuse names of people and teams that nobody has, also of those whom events bring.

    Raises:
        WrongNameError: If there is one; its `path` is the key.
        InputError: If the file of people cannot be read.
    """
    if scenario.events or scenario.leaders.by_team:
        naming.check_names(scenario, structure_of(scenario, read_chart(scenario)))


def _place(source: str | os.PathLike[str], folder: Path, what: str) -> Place:
    """Find a scenario by id or path; paths are relative to `folder`."""
    text = os.fspath(source)
    if isinstance(source, str) and (known := catalogue_path(text)):
        return Place(known, known.name)
    path = folder / text
    if not isinstance(source, str) or _looks_like_path(text) or (text and _is_there(path)):
        return Place(path, str(path))
    ids = list(catalogue())
    raise InputError(
        f"There is no {what} {shown(text)}.{did_you_mean(text, ids)} There are: {listed(ids)}; "
        "or give the path of a .toml file."
    )


def _looks_like_path(text: str) -> bool:
    return text.endswith(".toml") or "/" in text or os.sep in text


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _load(place: Place, chain: tuple[Place, ...], allow_code: bool) -> Scenario:
    source = Source(place.name, scenario_text(place.path, place.name))
    _refuse_cycle(place, chain)
    data = _parsed(source)
    parent_name = data.pop("extends", None)
    with_files = _absolute_files(data, place.path.parent)
    inherited: dict[str, Any] = {}
    if parent_name is not None:
        parent = _parent_place(parent_name, place, source)
        inherited = _load(parent, (*chain, place), allow_code).stated()
    try:
        scenario = Scenario.model_validate(extended(inherited, with_files))
    except ValidationError as error:
        raise explain(error, source) from None
    refuse_code(scenario, allow_code=allow_code, source=source)
    try:
        scenario = settled(scenario)
    except InputError as error:
        raise InputError(f"{source.at(('organisation', 'people'))}{error}") from None
    try:
        check_names(scenario)
    except naming.WrongNameError as error:
        raise InputError(f"{source.at(error.path)}{error}") from None
    return scenario


def _parent_place(name: Any, place: Place, source: Source) -> Place:
    where = source.at(("extends",))
    if not isinstance(name, str) or not name:
        raise InputError(
            f"{where}extends is {shown(name)}; it must be an id or the path of a file, in quotes."
        )
    try:
        found = _place(name, place.path.parent, "scenario to extend,")
    except InputError as error:
        raise InputError(f"{where}{error}") from None
    if not _is_there(found.path):
        raise InputError(f"{where}extends names {shown(name)}, which is not there.")
    return found


def _refuse_cycle(place: Place, chain: tuple[Place, ...]) -> None:
    if len(chain) >= MOST_GENERATIONS:
        raise InputError(
            f"{chain[0].name} extends another, which extends another, and so on for more than "
            f"{MOST_GENERATIONS} generations; state more in fewer files."
        )
    paths = [earlier.path.resolve() for earlier in chain]
    if place.path.resolve() in paths:
        first = paths.index(place.path.resolve())
        names = [earlier.name for earlier in chain[first:]] + [place.name]
        raise InputError(
            f"A scenario cannot extend itself: {' extends '.join(names)}. "
            "Take one of these extends out."
        )


def _parsed(source: Source) -> dict[str, Any]:
    try:
        return tomllib.loads(source.text)
    except RecursionError:
        raise InputError(f"{source.name}: brackets are nested too deeply.") from None
    except ValueError as error:
        raise _syntax_error(str(error), source) from None


def _syntax_error(message: str, source: Source) -> InputError:
    """Tomllib's message, with the line in front."""
    match = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", message)
    if match is None:
        return InputError(f"{source.name}: this is not valid TOML: {message}.")
    line = match[2] or str(len(source.text.splitlines()) or 1)
    reason = match[1].rstrip(".")
    return InputError(f"{source.name}, line {line}: this is not valid TOML: {reason}.")


def _absolute_files(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The data with names of CSV files relative to the scenario file made absolute."""
    organisation = data.get("organisation")
    if not isinstance(organisation, dict):
        return data
    result = dict(organisation)
    people, ties = result.get("people"), result.get("ties")
    if isinstance(people, dict):
        result["people"] = _with_folder(people, folder)
    if isinstance(ties, list):
        result["ties"] = [_with_folder(tie, folder) for tie in ties]
    return {**data, "organisation": result}


def _with_folder(table: Any, folder: Path) -> Any:
    if not isinstance(table, dict):
        return table
    files = {
        key: str((folder / table[key]).absolute())
        for key in ("file", "chart")
        if isinstance(table.get(key), str) and table[key]
    }
    return {**table, **files}


def extended(parent: Mapping[str, Any], heir: Mapping[str, Any]) -> dict[str, Any]:
    """The stated data of a parent with that of an heir laid over it.

    Keys of sections are laid over one by one; lists (citations, events, ties)
    stand or fall as a whole. What the parent stated beside a preset, or beside
    a file of people, goes when the heir names another.
    """
    result = {key: value for key, value in parent.items() if key not in OF_ITS_OWN}
    result = _without_overridden(result, heir)
    for key, value in heir.items():
        result[key] = _laid_over(result.get(key), value)
    return result


def _without_overridden(parent: dict[str, Any], heir: Mapping[str, Any]) -> dict[str, Any]:
    presets = {
        f"{section}.{key}": heir[section][key]
        for section, key in PRESET_KEYS.items()
        if isinstance(heir.get(section), dict) and isinstance(heir[section].get(key), str)
    }
    result = changed(parent, presets)
    organisation = heir.get("organisation")
    people = organisation.get("people") if isinstance(organisation, dict) else None
    if isinstance(people, dict) and "file" in people and "organisation" in result:
        gone = (*SETTLED_BY_FILE, "people", "ties")
        result["organisation"] = {
            key: value for key, value in result["organisation"].items() if key not in gone
        }
    return result


def _laid_over(below: Any, above: Any) -> Any:
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    return {**below, **{key: _laid_over(below.get(key), value) for key, value in above.items()}}
