"""Styles and regimes that somebody registered by name, and how worker processes come to know them.

A worker is a program of its own: what was registered here is not registered
there. Names travel with the task, and what they stand for by its module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from trustgarden.errors import InputError
from trustgarden.model import custom
from trustgarden.model.presets import is_code
from trustgarden.model.scenario import Scenario

from .planning import Plan
from .provenance import code_digest

__all__ = ["OwnCode", "code_digests", "own_code"]


@dataclass(frozen=True)
class OwnCode:
    """What a plan names of the registered styles and regimes; it travels to each worker once."""

    styles: Mapping[str, Any] = field(default_factory=dict)
    regimes: Mapping[str, Any] = field(default_factory=dict)

    def register(self) -> None:
        """Make the names known in this process."""
        custom.STYLES_BY_NAME.update(self.styles)
        custom.REGIMES_BY_NAME.update(self.regimes)

    def all(self) -> Iterator[tuple[str, Any]]:
        """Each name, and what it stands for."""
        yield from self.styles.items()
        yield from self.regimes.items()

    def refuse_script(self) -> None:
        """Refuse what stands in the script that runs, which workers do not run.

        Raises:
            InputError: If a style or regime has no module that a worker could import.
        """
        for name, made in self.all():
            if _module(made) == "__main__":
                raise InputError(
                    f"{name!r} is defined in the script that runs, where worker processes do not "
                    "find it; put it into a module of its own, or pass workers=1."
                )


def own_code(plan: Plan) -> OwnCode:
    """The registered styles and regimes that a plan names, in its scenarios or its levels."""
    words = {word for scenario in plan.scenarios for word in _words(scenario)}
    experiment = plan.experiment
    keys = (*experiment.varied.all, *experiment.constants)
    words |= {level for key in keys for level in experiment.levels_of(key)}
    return OwnCode(
        {name: made for name, made in custom.STYLES_BY_NAME.items() if name in words},
        {name: made for name, made in custom.REGIMES_BY_NAME.items() if name in words},
    )


def code_digests(plan: Plan, registered: OwnCode) -> dict[str, str]:
    """Digests of the modules of all code of somebody's own that a plan would run.

    Raises:
        InputError: If one of them cannot be loaded.
    """
    words = {word for scenario in plan.scenarios for word in _words(scenario)}
    experiment = plan.experiment
    for key in (*experiment.varied.all, *experiment.constants):
        words |= set(experiment.levels_of(key))
    names = {word for word in words if isinstance(word, str) and is_code(word)}
    names |= {f"{_module(made)}:{name}" for name, made in registered.all()}
    return {name: code_digest(name) for name in sorted(names)}


def _words(scenario: Scenario) -> Iterator[Any]:
    yield from (scenario.leaders.style, *scenario.leaders.by_team.values())
    yield scenario.consequence.regime
    for event in scenario.events:
        yield from (event.regime, *event.set.values())


def _module(made: Any) -> str:
    """The module of a class, or of the class of an instance."""
    return str((made if isinstance(made, type) else type(made)).__module__)
