"""A trainer's own files: a scenario and the CSV files it names, read in a folder of the session.

A file from anywhere may be hostile. It is read as data only: it names no code, extends nothing
but the catalogue or a file that came along, and no path in it leads out of its folder.
"""

from __future__ import annotations

import os
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

from .limits import MOST_PEOPLE, MOST_UPLOAD, check_scenario

__all__ = ["MOST_FILES", "read_uploads"]

MOST_FILES = 12
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
    scenarios = [name for name in files if name.lower().endswith(".toml")]
    if not scenarios:
        raise InputError("none of the files is a scenario; choose one that ends in .toml as well.")
    names = {name.lower(): name for name in files}
    for name in scenarios:
        _check_paths(name, files[name], names)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        return _read(folder / _main(scenarios, files))
    except InputError as error:
        # The room knows its files by name, and not where they lie here.
        raise InputError(str(error).replace(f"{folder}{os.sep}", "")) from None


def _read(file: Path) -> Scenario:
    """A scenario that the page can run."""
    scenario = load_scenario(file)
    chart = read_chart(scenario)
    people = scenario.resolved().organisation.num_people if chart is None else len(chart.ids)
    check_scenario(scenario, min(people, 10 * MOST_PEOPLE))
    return scenario


def _check_file(name: str, content: bytes) -> None:
    if not PLAIN.fullmatch(name):
        raise InputError(
            f"{shown(name)} is no file name that can be used; give it letters, digits, dots and "
            "dashes, ending in .toml or .csv."
        )
    if len(content) > MOST_UPLOAD:
        raise InputError(
            f"{name} has {len(content):,} bytes; the live page reads at most {MOST_UPLOAD:,}."
        )


def _check_paths(name: str, content: bytes, names: Mapping[str, str]) -> None:
    """Refuse what leads out of the folder, before anything is read through it."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except RecursionError:
        raise InputError(f"{name}: brackets are nested too deeply.") from None
    except ValueError as error:
        raise InputError(f"{name}: this is not valid TOML: {error}.") from None
    parent = data.get("extends")
    if isinstance(parent, str) and parent not in catalogue() and parent.lower() not in names:
        raise InputError(
            f"{name}: extends is {shown(parent)}; on the live page it may name a scenario of the "
            "catalogue or another of the files that you choose."
        )
    for key, file in _named_files(data):
        if file.lower() not in names:
            raise InputError(
                f"{name}: {key} is {shown(file)}, which is not among the files; choose it as well, "
                "and name it without a folder."
            )


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


def _main(scenarios: list[str], files: Mapping[str, bytes]) -> str:
    """The scenario that no other of the files extends."""
    parents = {tomllib.loads(files[name].decode("utf-8")).get("extends") for name in scenarios}
    heirs = [name for name in scenarios if name not in parents]
    if len(heirs) != 1:
        raise InputError(
            f"there are {len(heirs)} scenarios among the files ({', '.join(heirs)}); choose one, "
            "and those that it extends."
        )
    return heirs[0]
