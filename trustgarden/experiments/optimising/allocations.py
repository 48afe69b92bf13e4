"""Allocations of a leader's attention: shares of the week for the seven practices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model.custom import style_class
from trustgarden.model.presets import PRACTICES
from trustgarden.model.scenario import Scenario

__all__ = ["Allocation", "FloatArray", "allocation_of", "changes_for", "even", "scaled", "stated"]

FloatArray = npt.NDArray[np.float64]
Allocation = tuple[float, ...]
"""Shares in the order of `PRACTICES`."""

PARTS = 100
"""Shares are stated in hundredths of the week: finer ones nobody could keep to."""


def allocation_of(scenario: Scenario) -> Allocation:
    """How the leaders of a scenario divide their week.

    Raises:
        InputError: If their style is code, which divides attention itself, week by week.
    """
    style = scenario.leaders.style
    if style_class(style) is not None:
        raise InputError(
            f"leaders.style is {style!r}, and such leaders divide their attention by themselves, "
            "whatever shares are set; name another style, for example --set leaders.style=gardener."
        )
    leaders = scenario.resolved().leaders
    return tuple(float(getattr(leaders, name)) for name in PRACTICES)


def changes_for(allocation: Sequence[float]) -> dict[str, float]:
    """Dotted keys of a scenario that set these shares."""
    return {
        f"leaders.{name}": float(share) for name, share in zip(PRACTICES, allocation, strict=True)
    }


def even() -> Allocation:
    """The same for each practice."""
    return (1.0 / len(PRACTICES),) * len(PRACTICES)


def scaled(allocation: Sequence[float], total: float) -> Allocation:
    """The same division with this total; an even one if nothing is divided."""
    shares = np.asarray(allocation, dtype=np.float64)
    whole = shares.sum()
    made = shares * (total / whole) if whole > 0 else np.full(len(shares), total / len(shares))
    return tuple(made.tolist())


def stated(allocation: Sequence[float]) -> Allocation:
    """The allocation in whole hundredths with the same total: what is measured is what is written.

    Largest remainders get what rounding down leaves (Hamilton's method), so that the sum is kept.
    """
    exact = np.asarray(allocation, dtype=np.float64) * PARTS
    whole = round(float(exact.sum()))
    parts = np.floor(exact + 1e-9)
    missing = int(whole - parts.sum())
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[:missing]] += 1
    return tuple(float(part) / PARTS for part in parts)
