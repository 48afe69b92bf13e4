"""From a claims file to claims and their scenarios, with the place in the file of what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import load_scenario, with_changes
from trustgarden.scenarios.catalogue import catalogue_path
from trustgarden.scenarios.locating import KeyPath, Source
from trustgarden.scenarios.texts import regular_file, scenario_text
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .claims import Arm, Citation, Claim, ClaimsFile, Watched

__all__ = ["OWN_CLAIMS", "Checked", "read_claims"]

OWN_CLAIMS = Path(__file__).with_name("catalogue") / "trustgarden.claims.toml"
"""The claims on our own model."""

MOST_PROBLEMS = 10


@dataclass(frozen=True)
class Checked:
    """A claims file with every scenario it names, loaded and checked.

    Attributes:
        path: The file.
        file: What it states.
        arms: Scenarios of each claim, with all changes.
        watched: Scenarios that the baseline keeps, by the name it keeps them under.
    """

    path: Path
    file: ClaimsFile
    arms: Mapping[str, tuple[Scenario, ...]]
    watched: Mapping[str, Scenario]

    @property
    def baseline_path(self) -> Path:
        """Where its baseline stands: beside it."""
        name = self.path.name.removesuffix(".toml").removesuffix(".claims")
        return self.path.with_name(f"{name}.baseline.npz")


def read_claims(path: Path, allow_code: bool = False) -> Checked:
    """Read a claims file.

    Args:
        path: The file.
        allow_code: Whether its scenarios may name code of somebody's own.

    Raises:
        InputError: If it cannot be read, states what cannot be, or names a scenario, key or
            measure that is not there.
    """
    regular_file(path, str(path), "a file of claims")
    source = Source(str(path), scenario_text(path, str(path)))
    try:
        file = ClaimsFile.model_validate(tomllib.loads(source.text))
    except ValidationError as error:
        raise _explained(error, source) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source.name}: this is not valid TOML: {error}.") from None
    arms: dict[str, tuple[Scenario, ...]] = {}
    for place, claim in enumerate(file.claims):
        at: KeyPath = ("claims", place, "arms")
        arms[claim.id] = tuple(
            _scenario(arm, file, path, source, (*at, number), allow_code)
            for number, arm in enumerate(claim.arms)
        )
    watched: dict[str, Scenario] = {}
    for place, arm in enumerate(file.watched):
        name = _name(arm)
        if name in watched:
            raise InputError(f"{source.at(('watched', place))}{name} is watched twice.")
        watched[name] = _scenario(arm, file, path, source, ("watched", place), allow_code)
    return Checked(path, file, arms, watched)


def _scenario(
    arm: Arm, file: ClaimsFile, path: Path, source: Source, at: KeyPath, allow_code: bool
) -> Scenario:
    name = arm.scenario
    given: str | Path = name if catalogue_path(name) else path.parent / name
    try:
        if not catalogue_path(name) and not name.endswith(".toml"):
            given = name  # Says which ids there are.
        return with_changes(load_scenario(given, allow_code), {**file.changes, **arm.changes})
    except InputError as error:
        raise InputError(f"{source.at(at)}{error}") from None


def _name(arm: Arm) -> str:
    changes = [f"{key}={value}" for key, value in sorted(arm.changes.items())]
    return " ".join([arm.scenario, *changes])


def _explained(error: ValidationError, source: Source) -> InputError:
    lines = []
    for details in error.errors(include_url=False):
        cause = details.get("ctx", {}).get("error")
        path: KeyPath = (*details["loc"], *getattr(cause, "path", ()))
        lines.append(f"{source.at(path)}{_named(path)} {_what(path, details, cause)}")
    return InputError("\n".join(lines[:MOST_PROBLEMS]))


def _what(path: KeyPath, details: Any, cause: Any) -> str:
    if cause is not None:
        return str(cause)
    if details["type"] == "extra_forbidden":
        known = list(_record(path).model_fields)
        near = did_you_mean(str(path[-1]), known) or f" There are: {listed(known)}."
        return f"is not known.{near}"
    if details["type"] == "missing":
        return f"is missing. Write {path[-1]} = …."
    return f"is {shown(details['input'])}: {details['msg'][0].lower()}{details['msg'][1:]}."


def _record(path: KeyPath) -> type[Any]:
    """The record in which a key stands."""
    below = {"arms": Arm, "sources": Citation, "watched": Watched, "claims": Claim}
    keys = [part for part in path[:-1] if isinstance(part, str)]
    return below.get(keys[-1], ClaimsFile) if keys else ClaimsFile


def _named(path: KeyPath) -> str:
    """A path as one would say it; entries from 1."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).lstrip(".") or "the file"
