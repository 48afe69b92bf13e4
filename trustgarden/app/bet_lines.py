"""Lines that people draw before a run, and how near they were."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trustgarden.errors import InputError

from .bet_questions import checked_series

__all__ = ["MOST_POINTS", "Line", "drawn", "gap_of"]

Line = tuple[tuple[float, float], ...]
"""A curve drawn by hand: (week, value), weeks increasing."""

MOST_POINTS = 520
"""Points of a drawn line: ten years of weeks."""
LARGEST = 1e6
"""No measure comes near; what is larger was not drawn by hand."""


def drawn(points: Sequence[Sequence[float]]) -> Line:
    """A line as a hand draws it, put in order: by week, the last stroke in a week holds.

    Raises:
        InputError: If there is no point, or there are too many, or one is no pair of numbers.
    """
    if not 1 <= len(points) <= MOST_POINTS:
        raise InputError(
            f"line has {len(points)} points; it may have 1 to {MOST_POINTS}. Draw it again."
        )
    by_week: dict[float, float] = {}
    for point in points:
        week, value = _point(point)
        by_week[week] = value
    return tuple(sorted(by_week.items()))


def _point(point: Sequence[float]) -> tuple[float, float]:
    try:
        week, value = (float(part) for part in point)
    except (TypeError, ValueError, OverflowError):
        raise InputError("line holds a point that is no pair of week and value.") from None
    if not (0 <= week <= LARGEST and abs(value) <= LARGEST):
        raise InputError(
            "line leaves the page: each of its points is a week from 0 on, and a value that can "
            "be measured. Draw it again."
        )
    return week, value


def gap_of(line: Line, series: Sequence[float]) -> float:
    """How far a drawn line was from what happened.

    Args:
        line: (week, value), weeks increasing; between its points it is straight.
        series: The measure by week, that of week 1 first.

    Returns:
        Mean absolute distance over the weeks that both cover, in the measure's unit.

    Raises:
        InputError: If they have no week in common.
    """
    happened = checked_series(series, "drawn")
    weeks = np.arange(1, len(happened) + 1)
    weeks = weeks[(weeks >= line[0][0]) & (weeks <= line[-1][0])]
    if not len(weeks):
        raise InputError("The line that was drawn crosses no week of the run.")
    told = np.interp(weeks, [week for week, _ in line], [value for _, value in line])
    return float(np.abs(told - happened[weeks - 1]).mean())
