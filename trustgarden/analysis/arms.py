"""The arms of an experiment: what a chart draws one line for, and a table gives one row.

Without factors an arm is a scenario. With a few combinations of factor levels
each combination is an arm of its own; with many, a scenario is one arm again
and its replicates are means over the combinations, which then have charts of
their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pandas as pd

__all__ = ["MAX_POINT_ARMS", "Arm", "Results", "arms_of", "level_words", "plain_level", "short_key"]

MAX_POINT_ARMS = 8
"""More lines than this in one panel cannot be told apart."""


LONG = 6
"""Figures and point of a number that is written out in full."""


class Results(Protocol):
    """What is asked of a results folder; `trustgarden.experiments.Store` answers it."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The plan, as resolved."""

    @property
    def runs(self) -> pd.DataFrame:
        """One row a run, with its status and its end-of-run measures."""

    @property
    def is_complete(self) -> bool:
        """Whether every planned run is there."""

    def series(
        self, columns: Sequence[str] | None = None, scenario: str | None = None
    ) -> pd.DataFrame:
        """Weekly measures, one row a run and week."""

    def teams(self) -> pd.DataFrame:
        """Trust in each team, every few weeks."""


@dataclass(frozen=True)
class Arm:
    """One arm: its name in charts, and the points of the plan that belong to it."""

    name: str
    scenario: str
    points: tuple[int, ...]


def arms_of(manifest: Mapping[str, Any]) -> tuple[Arm, ...]:
    """Return the arms of an experiment, in the order of its plan."""
    points: Sequence[Mapping[str, Any]] = manifest["points"]
    if not points:
        return _scenario_arms(manifest)
    if len(points) <= MAX_POINT_ARMS:
        return _point_arms(points)
    members: dict[str, list[int]] = {}
    for point in points:
        members.setdefault(point["scenario"], []).append(point["point"])
    return tuple(Arm(name, name, tuple(numbers)) for name, numbers in members.items())


def _scenario_arms(manifest: Mapping[str, Any]) -> tuple[Arm, ...]:
    """An arm a scenario, where points are too many to be listed; those of one stand together."""
    experiment = manifest["experiment"]
    names = experiment["scenarios"]
    size = manifest["num_runs"] // (experiment["replicates"] * len(names))
    return tuple(
        Arm(name, name, tuple(range(place * size, (place + 1) * size)))
        for place, name in enumerate(names)
    )


def _point_arms(points: Sequence[Mapping[str, Any]]) -> tuple[Arm, ...]:
    per_scenario = Counter(point["scenario"] for point in points)
    arms = []
    for point in points:
        scenario, levels = point["scenario"], level_words(point["factors"])
        if per_scenario[scenario] == 1:
            name = scenario
        elif len(per_scenario) == 1:
            name = levels
        else:
            name = f"{scenario}, {levels}"
        arms.append(Arm(name, scenario, (point["point"],)))
    return _told_apart(arms)


def _told_apart(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """The arms with the numbers of their points where names are the same."""
    count = Counter(arm.name for arm in arms)
    return tuple(
        replace(arm, name=f"{arm.name} (point {arm.points[0]})") if count[arm.name] > 1 else arm
        for arm in arms
    )


def level_words(factors: Mapping[str, Any]) -> str:
    """Return levels in words: names speak for themselves, numbers get the key before them."""
    return ", ".join(
        str(level) if isinstance(level, str) else f"{short_key(key)} {plain_level(level)}"
        for key, level in factors.items()
    )


def short_key(key: str) -> str:
    """Return the last part of a dotted key, in words."""
    return key.rpartition(".")[2].replace("_", " ")


def plain_level(level: Any) -> str:
    """Return one level in words; it may be a list, or true or false.

    A number that a sample has drawn is told to four figures: more say nothing to a reader.
    """
    if isinstance(level, bool):
        return "on" if level else "off"
    if isinstance(level, list | tuple):
        return " + ".join(map(str, level)) or "none"
    if isinstance(level, float) and len(str(level)) > LONG:
        return f"{level:.4g}"
    return str(level)
