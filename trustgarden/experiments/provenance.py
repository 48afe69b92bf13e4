"""What a result was made from, in a form that may be passed on.

A scenario may name files of a user's own people. Their folders say whose
machine it was, so only base names are kept, with a digest of the content to
know the file again; nothing that stands in the files is taken over, and the
names of people and teams that the scenario itself speaks of are replaced.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import trustgarden
import trustgarden.model
from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario

__all__ = ["code_digest", "digest_of", "model_digest", "portable", "provenance", "versions"]

LIBRARIES = ("numpy", "numba", "mesa", "scipy", "pandas", "pyarrow", "pydantic")


def versions() -> dict[str, str]:
    """Versions of what figures depend on, or might."""
    ours = {"trustgarden": trustgarden.__version__, "python": platform.python_version()}
    return ours | {name: version(name) for name in LIBRARIES}


@functools.cache
def model_digest() -> str:
    """SHA-256 over the sources of the model, first 16 digits.

    Versions tell releases apart; between two releases a rule may change, and
    results made before and after it must not come to stand in one folder.
    """
    digest = hashlib.sha256()
    for source in sorted(Path(trustgarden.model.__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def provenance(scenario: Scenario, seed: int, weeks: int) -> dict[str, Any]:
    """What is needed to make a run of a scenario (its changes included) again, and a digest of it.

    The digest covers what decides the figures (our version and model, scenario,
    seed, weeks); versions of other libraries are told beside it.
    """
    plain, files = portable(scenario)
    made_from = {
        "trustgarden": trustgarden.__version__,
        "model": model_digest(),
        "scenario": plain,
        "files": files,
        "seed": seed,
        "weeks": weeks,
    }
    return {**made_from, "versions": versions(), "digest": digest_of(made_from)}


def digest_of(data: Any) -> str:
    """SHA-256 of plain data, independent of the order of its keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def portable(scenario: Scenario) -> tuple[dict[str, Any], dict[str, str]]:
    """A scenario with nothing left open and no folders, and digests of the files it names.

    Returns:
        The resolved scenario as plain data, with base names for files and numbers for a
        user's own people and teams; and the SHA-256 of each file's content, the sources of code
        of one's own included, by the key that names it.
    """
    plain: dict[str, Any] = scenario.resolved().model_dump(by_alias=True, mode="json")
    digests = {}
    for key, holder, field in _file_fields(plain["organisation"]):
        path = Path(holder[field])
        digests[key] = _file_digest(path, key)
        holder[field] = path.name
    if scenario.organisation.people is not None:
        names = _replace_names(plain)
        if names:
            # With the content of the file of people, which nobody can guess who does not have it.
            digests["names"] = digest_of([digests["organisation.people.file"], names])
    for keys, name in scenario.code().items():
        digests[".".join(map(str, keys))] = code_digest(name)
    return plain, digests


NAMED_IN_EVENTS = {"who": "person", "whom": "person", "team": "team"}


def _replace_names(plain: dict[str, Any]) -> list[str]:
    """Number the people and teams that a scenario names; returns their names in that order."""
    alias: dict[tuple[str, str], str] = {}

    def replaced(kind: str, name: str) -> str:
        return alias.setdefault((kind, name), f"{kind}-{len(alias) + 1}")

    by_team = plain["leaders"]["by_team"]
    plain["leaders"]["by_team"] = {replaced("team", team): by_team[team] for team in by_team}
    for event in plain["events"]:
        for field, kind in NAMED_IN_EVENTS.items():
            if event.get(field) is not None:
                event[field] = replaced(kind, event[field])
    return [name for _, name in alias]


def _file_fields(organisation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    people = organisation.get("people") or {}
    for field in ("file", "chart"):
        if people.get(field) is not None:
            yield f"organisation.people.{field}", people, field
    for number, ties in enumerate(organisation.get("ties") or ()):
        yield f"organisation.ties.{number}.file", ties, "file"


def code_digest(name: str) -> str:
    """SHA-256 of the module that code stands in; a rule that was changed gives other results."""
    try:
        module = importlib.import_module(name.partition(":")[0])
    except Exception as error:  # It is somebody's own module, and may fail in any way.
        raise InputError(
            f"The code {name} cannot be loaded ({type(error).__name__}: {error}); check the name "
            "of the module, and that it is found from the current folder."
        ) from error
    source = getattr(module, "__file__", None)
    return _file_digest(Path(source), name) if source else name


def _file_digest(path: Path, key: str) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(
            f"{key} names the file {path}, which cannot be read ({error.strerror}); "
            "check its name and its permissions."
        ) from None
