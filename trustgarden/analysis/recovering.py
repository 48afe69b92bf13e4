"""The way back from a dip: how much of a loss is made up in a week."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .rolling import rolling_sum

__all__ = ["Recovery", "dip_recoveries", "recovery"]

FloatArray = npt.NDArray[np.float64]

DIP = 1.5
"""Depth of a dip (standard deviations below the slow movement)."""

DIP_WEEKS = 4
"""A dip is the lowest of so many weeks before and after it; a month."""

HORIZON_WEEKS = 8
"""How long the way back from a dip is followed (weeks)."""


def dip_recoveries(residual: npt.ArrayLike) -> FloatArray:
    """Return the recovery rate after every dip of a detrended series, at the week of the dip.

    A dip lies 1.5 standard deviations or more below, and is the lowest of the nine weeks
    around it. Its rate is the share of the deviation that is made up from one week to the
    next, by least squares over the eight weeks that follow: 1 is back at once, 0 never, and
    below 0 the fall goes on. Since dips are chosen for their depth, part of it is return by
    chance alone; that is so early and late in a series, and in surrogates too.

    Args:
        residual: Shape `(..., weeks)`, such as `detrended(series, bandwidth)`.

    Returns:
        Shape `(..., weeks)`; NaN in weeks without a dip and in the last eight.
    """
    from scipy import ndimage

    values = np.asarray(residual, dtype=np.float64)
    span = 2 * DIP_WEEKS + 1
    lowest = ndimage.minimum_filter1d(values, span, axis=-1, mode="nearest")
    deep = values <= -DIP * values.std(axis=-1, keepdims=True)
    dip = (values == lowest) & deep & (values < 0)
    rates = np.full(values.shape, np.nan)
    rates[..., :-HORIZON_WEEKS] = 1.0 - _kept_share(values, HORIZON_WEEKS)
    return np.where(dip, rates, np.nan)


@dataclass(frozen=True)
class Recovery:
    """How a series came back from a dip.

    Attributes:
        depth: How far below the level before it fell (unit of the series, above 0).
        rate: Share of the remaining loss that is made up in a week: 1 at once, 0 never,
            below 0 it went on falling.
        half_weeks: Weeks to half-recovery at that rate; 0 at once, infinite if never.
        regained: Share of the loss that was made up in the last week followed.
    """

    depth: float
    rate: float
    half_weeks: float
    regained: float


def recovery(
    series: npt.ArrayLike, week: int, *, before_weeks: int = 13, horizon_weeks: int = 13
) -> Recovery:
    """Return how a series came back from a dip whose week is known, such as that of an event.

    The level to come back to is the mean of the weeks before. Take the week of the blow and
    not the lowest one: the lowest is partly bad luck, from which every series returns.

    Args:
        series: One weekly figure, shape `(weeks,)`.
        week: The week of the dip (weeks from 1).
        before_weeks: Over how many weeks before it the level is a mean (1 or more).
        horizon_weeks: How many weeks after it are followed (1 or more).

    Raises:
        ValueError: If the weeks before or after are not there, or there is no dip: the series
            in that week is not below the level before.
    """
    values = np.asarray(series, dtype=np.float64)
    if before_weeks < 1 or horizon_weeks < 1:
        raise ValueError(
            f"before_weeks ({before_weeks}) and horizon_weeks ({horizon_weeks}) must be 1 or more."
        )
    if not before_weeks < week <= len(values) - horizon_weeks:
        raise ValueError(
            f"week ({week}) must be from {before_weeks + 1} to {len(values) - horizon_weeks}, so "
            "that the weeks before and after it are there."
        )
    level = values[week - 1 - before_weeks : week - 1].mean()
    loss = level - values[week - 1 : week + horizon_weeks]
    if not loss[0] > 0:
        raise ValueError(
            f"week {week} ({values[week - 1]:.4g}) is not below the level {level:.4g}."
        )
    kept = float(_kept_share(loss, horizon_weeks)[0])
    return Recovery(float(loss[0]), 1.0 - kept, _half_weeks(kept), float(1 - loss[-1] / loss[0]))


def _half_weeks(kept: float) -> float:
    if kept <= 0:
        return 0.0
    return math.inf if kept >= 1 else math.log(0.5) / math.log(kept)


def _kept_share(deviation: FloatArray, weeks: int) -> FloatArray:
    """Least-squares factor from week to week, over so many steps from each week on."""
    steps = rolling_sum(deviation[..., :-1] * deviation[..., 1:], weeks)
    squares = rolling_sum(deviation[..., :-1] ** 2, weeks)
    return np.divide(steps, squares, out=np.full_like(steps, np.nan), where=squares > 0)
