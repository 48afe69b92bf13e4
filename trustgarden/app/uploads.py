"""A trainer's own files: a scenario and the CSV files it names, read in a folder of the session.

A file from anywhere may be hostile. It is read as data only: it names no code, extends nothing
but the catalogue or a file that came along, and no path in it leads out of its folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import load_scenario, read_chart
from trustgarden.scenarios.catalogue import catalogue
from trustgarden.scenarios.wording import shown

from .limits import MOST_DOTS, MOST_EVENTS, MOST_SCENARIO, MOST_UPLOAD, check_scenario

__all__ = ["MOST_FILES", "files_of", "read_uploads"]

MOST_FILES = 12
LONGEST_MESSAGE = 600
"""Characters of what is told of a file; a hostile one could fill the page with its mistakes."""
ALLOWING = "code is run only if you allow it: pass --allow-code, or in Python allow_code=True."
NEVER = "the live page never runs code of a file. Use `trustgarden run` for it."
PLAIN = re.compile(r"[\w][\w .()-]{0,80}\.(toml|csv)", re.IGNORECASE)
FILE_KEYS = ("file", "chart")


def read_uploads(files: Mapping[str, bytes], folder: Path) -> Scenario:
    """Write uploaded files into a folder and read the scenario among them.

    Args:
        files: Contents by name; exactly one scenario, and the CSV files that it names.
        folder: Where to; it must be there, and is written to and nowhere else.

    Raises:
        InputError: If they are too many, too large, of other kinds, or no scenario that the page
            can run; the message names the file.
    """
    if not 1 <= len(files) <= MOST_FILES:
        raise InputError(f"there are {len(files)} files; choose 1 to {MOST_FILES}.")
    for name, content in files.items():
        _check_file(name, content)
    scenarios = {name: _parsed(name, content) for name, content in files.items()
                 if name.lower().endswith(".toml")}  # fmt: skip
    if not scenarios:
        raise InputError("none of the files is a scenario; choose one that ends in .toml as well.")
    for name, data in scenarios.items():
        _check_reach(name, data, files)
    main = _main(scenarios)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        return _loaded(folder / main)
    except InputError as error:
        raise InputError(_plainly(str(error), folder)) from None
    except RecursionError:
        raise InputError(f"{main}: brackets or keys are nested too deeply.") from None


def files_of(scenario: Scenario) -> list[str]:
    """The CSV files that a scenario names: of people, of the chart, of ties."""
    people, ties = scenario.organisation.people, scenario.organisation.ties
    of_people = [people.file, people.chart] if people is not None else []
    return [file for file in (*of_people, *(one.file for one in ties)) if file]


def _loaded(path: Path) -> Scenario:
    scenario = load_scenario(path)
    chart = read_chart(scenario)
    people = scenario.resolved().organisation.num_people if chart is None else len(chart.ids)
    check_scenario(scenario, people)
    return scenario


def _plainly(message: str, folder: Path) -> str:
    """What is told of a file: nothing of our folders, no remedy that the page has not, no book."""
    plain = message.replace(f"{folder}/", "").replace(ALLOWING, NEVER)
    if len(plain) <= LONGEST_MESSAGE:
        return plain
    return plain[:LONGEST_MESSAGE] + " …"


def _check_file(name: str, content: bytes) -> None:
    if not PLAIN.fullmatch(name):
        raise InputError(
            f"{shown(name)} is no file name that can be used; give it letters, digits, dots and "
            "dashes, ending in .toml or .csv."
        )
    most = MOST_SCENARIO if name.lower().endswith(".toml") else MOST_UPLOAD
    if len(content) > most:
        raise InputError(
            f"{name} has {len(content):,} bytes; the live page reads at most {most:,}."
        )


def _parsed(name: str, content: bytes) -> dict[str, Any]:
    dots = max((line.count(b".") for line in content.splitlines()), default=0)
    if dots > MOST_DOTS:
        raise InputError(f"{name}: a line has {dots:,} dots; the live page reads {MOST_DOTS}.")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise InputError(f"{name}: brackets are nested too deeply.") from None
    except UnicodeDecodeError:
        raise InputError(f"{name}: this is not UTF-8 text; save the file as UTF-8.") from None
    except ValueError as error:
        raise InputError(f"{name}: this is not valid TOML: {str(error)[:200]}.") from None


def _check_reach(name: str, data: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Refuse what leads out of the folder, or has no end, before anything is read through it."""
    parent = data.get("extends")
    if parent is not None and parent not in _parents(files):
        raise InputError(
            f"{name}: extends is {shown(parent)}; on the live page it may name a scenario of the "
            "catalogue or another of the files that you choose."
        )
    events = data.get("events")
    if isinstance(events, list) and len(events) > MOST_EVENTS:
        raise InputError(
            f"{name} has {len(events):,} events; the live page allows at most {MOST_EVENTS}."
        )
    named = list(_named_files(data))
    if len(named) > MOST_FILES:
        raise InputError(
            f"{name} names {len(named):,} files of people and ties; the live page reads at most "
            f"{MOST_FILES}."
        )
    for key, file in named:
        if file not in files:
            raise InputError(
                f"{name}: {key} is {shown(file)}, which is not among the files; choose it as well, "
                "and name it as it is called, without a folder."
            )


def _parents(files: Mapping[str, bytes]) -> list[str]:
    return [*catalogue(), *(name for name in files if name.lower().endswith(".toml"))]


def _named_files(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    organisation = data.get("organisation")
    if not isinstance(organisation, Mapping):
        return
    people = organisation.get("people")
    tables: list[tuple[str, Any]] = [("organisation.people", people)]
    ties = organisation.get("ties")
    tables += [("organisation.ties", tie) for tie in (ties if isinstance(ties, list) else ())]
    for place, table in tables:
        if isinstance(table, Mapping):
            for key in FILE_KEYS:
                if isinstance(table.get(key), str):
                    yield f"{place}.{key}", table[key]


def _main(scenarios: Mapping[str, Mapping[str, Any]]) -> str:
    """The scenario that no other of the files extends."""
    parents = [data.get("extends") for data in scenarios.values()]
    heirs = [name for name in scenarios if name not in parents]
    if len(heirs) != 1:
        told = ", ".join(heirs) or "each extends another"
        raise InputError(
            f"there are {len(heirs)} scenarios among the files ({told}); choose one, and those "
            "that it extends."
        )
    return heirs[0]
