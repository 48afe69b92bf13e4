"""Every lever that an event may move, and another legal value for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from annotated_types import Ge, Gt, Le, Lt

from trustgarden.model.presets import RECOGNITIONS, REGIMES, STYLES, WELCOMES
from trustgarden.model.scenario import EVENT_SECTIONS, PRACTICES, Scenario, may_change

CHOICES_OF = {
    "leaders.style": tuple(STYLES),
    "consequence.regime": tuple(REGIMES),
    "recognition.form": tuple(RECOGNITIONS),
    "recognition.defines": ("formal", "social"),
    "recognition.decides": ("formal", "social"),
    "welcome.choreography": tuple(WELCOMES),
}


def lever_names() -> list[str]:
    """Every key that an event may set."""
    return [
        f"{section}.{name}"
        for section in EVENT_SECTIONS
        for name in type(getattr(Scenario(id="any"), section)).model_fields
        if may_change(f"{section}.{name}")
    ]


def another_value(scenario: Scenario, lever: str) -> Any:
    """A legal value of a lever that is not the one it has."""
    section, name = lever.split(".")
    current = getattr(getattr(scenario.resolved(), section), name)
    if lever in CHOICES_OF:
        return next(choice for choice in reversed(CHOICES_OF[lever]) if choice != current)
    if isinstance(current, bool):
        return not current
    low, high = limits(type(getattr(scenario, section)).model_fields[name].metadata)
    if name in PRACTICES:
        # Practices share one week, so a rise must leave room for the others.
        return current / 2 if current > 0 else 0.1
    return low + 0.25 * (high - low) if current > (low + high) / 2 else low + 0.75 * (high - low)


def limits(metadata: Iterable[Any]) -> tuple[float, float]:
    """The range a field states, brought just inside where an end is excluded."""
    low, high = -np.inf, np.inf
    for bound in metadata:
        if isinstance(bound, Ge):
            low = float(bound.ge)  # type: ignore[arg-type]
        if isinstance(bound, Gt):
            low = float(bound.gt) + 0.02  # type: ignore[arg-type]
        if isinstance(bound, Le):
            high = float(bound.le)  # type: ignore[arg-type]
        if isinstance(bound, Lt):
            high = float(bound.lt) - 0.02  # type: ignore[arg-type]
    return low, high
