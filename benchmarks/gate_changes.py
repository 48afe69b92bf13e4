"""The changes of behaviour that gate_quality.py plants: mechanisms, parameters, edits, faults."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from trustgarden.experiments.checks.reading import Checked
from trustgarden.experiments.checks.runs import Runs
from trustgarden.model.parameters import Parameters
from trustgarden.model.scenario import MECHANISM_SWITCHES, Scenario
from trustgarden.scenarios import load_scenario, with_changes

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.planted_faults.faults import FAULTS, Fault

INFLUENTIAL = 10
FACTORS = {1.25: "25 % more", 0.8: "20 % less", 1.1: "10 % more"}
SMALL = {"organisation.num_people": 24}
EDITS = (
    ("garden", "spaces.social_hours", 2.5),
    ("garden", "leaders.listening", 0.5),
    ("command", "consequence.severity", 0.6),
    ("contract", "consequence.binding", 0.6),
    ("favourites", "consequence.evenness", 0.3),
    ("designed-welcome", "turnover.leave_rate", 0.012),
    ("gossip", "talk.tales", 5.0),
    ("hidden-tribes", "talk.tales", 1.5),
)
"""One key of one file of the catalogue, each."""
PLANTED_FAULTS = (
    "a frame never comes back",
    "people unlearn what they live through",
    "late news weighs more than early",
    "every step comes a week early",
    "control is taken for demand",
    "the apology goes to everybody else",
)
"""Of tests/planted_faults: signs flipped and lines dropped, spread over mechanisms; each is
compiled anew, which is why it is not all of them."""


@dataclass(frozen=True)
class Planted:
    """A change: what it does to a scenario, or a fault in the model's source."""

    kind: str
    what: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    only: str | None = None
    fault: Fault | None = None

    def laid_on(self, checked: Checked) -> Checked:
        """The claims file with the change in every scenario that has it."""
        return Checked(
            checked.path,
            checked.file,
            {k: tuple(self._on(one) for one in arms) for k, arms in checked.arms.items()},
            {name: self._on(one) for name, one in checked.watched.items()},
        )

    def _on(self, scenario: Scenario) -> Scenario:
        if self.only not in (None, scenario.id):
            return scenario
        changes = dict(self.changes)
        if "mechanisms.off" in changes:
            # What an arm has switched off itself stays off.
            changes["mechanisms.off"] = sorted(
                {*scenario.mechanisms.off, *changes["mechanisms.off"]}
            )
        return with_changes(scenario, changes)


def influential() -> list[str]:
    """Parameters by how far 25 % more moves any measure of a small garden, the most first."""
    runs = Runs(26, 1)
    garden = with_changes(load_scenario("garden"), SMALL)
    before = _halves(runs, garden)
    spread = np.maximum(before.std(axis=0), 1e-3)
    moved = {}
    for name in Parameters.model_fields:
        after = _halves(runs, with_changes(garden, {f"parameters.{name}": by(name, 1.25)}))
        moved[name] = float(np.abs((after - before).mean(axis=0) / spread).max())
    return sorted(moved, key=lambda name: -moved[name])[:INFLUENTIAL]


def _halves(runs: Runs, scenario: Scenario) -> np.ndarray:
    series = runs.series([scenario], 8)[0]
    return np.concatenate([series[:, :13].mean(axis=1), series[:, 13:].mean(axis=1)], axis=1)


def by(name: str, factor: float) -> float:
    """A parameter's default times a factor, held inside its range."""
    given = Parameters.model_fields[name]
    limits = {type(m).__name__: getattr(m, "ge", getattr(m, "le", None)) for m in given.metadata}
    return float(min(max(given.default * factor, limits["Ge"]), limits["Le"]))


def planted(most_influential: Callable[[], list[str]]) -> Iterator[Planted]:
    """All of them, kind by kind."""
    for one in MECHANISM_SWITCHES:
        yield Planted("mechanism off", one, {"mechanisms.off": [one]})
    for only, key, value in EDITS:
        yield Planted("one scenario edited", f"{only}: {key} = {value}", {key: value}, only)
    names = most_influential()
    for factor, words in FACTORS.items():
        for name in names:
            change = {f"parameters.{name}": by(name, factor)}
            yield Planted(f"influential parameter, {words}", name, change)
    for fault in FAULTS:
        if fault.what in PLANTED_FAULTS:
            yield Planted("one-line fault", fault.what, fault=fault)
