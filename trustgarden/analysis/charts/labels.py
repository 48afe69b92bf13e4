"""Labels beside the ends of lines, moved apart where they would lie on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .frame import Panels

__all__ = ["LineEnd", "label_ends", "safe", "shortened", "spread_apart"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LineEnd:
    """Where a line ends, in the units of its axes, and what is to stand there."""

    x: float
    y: float
    text: str
    colour: str
    arm: str


def safe(text: str) -> str:
    """Return text that plotly shows as it stands, markup included."""
    return escape(text, quote=False)


def shortened(text: str, longest: int) -> str:
    """Return text of at most `longest` characters, with an ellipsis where some are missing.

    Both ends stay: names that begin alike mostly differ at the end.
    """
    if len(text) <= longest:
        return text
    tail = (longest - 1) // 2
    return f"{text[: longest - 1 - tail]}…{text[len(text) - tail :]}"


def label_ends(
    made: Panels,
    ends: Sequence[LineEnd],
    *,
    panel: int,
    y_range: tuple[float, float],
    height: float,
    size: int = 12,
    reach: int = 16,
) -> None:
    """Write a label at the right of each end, in the panel with this number (1 is the first).

    Args:
        made: The panels to write on.
        ends: One for each line.
        panel: Number of the panel.
        y_range: The ends of its y axis.
        height: Its height (pixels).
        size: Size of the type (pixels).
        reach: How far the labels stand from the ends (pixels).
    """
    low, high = y_range
    per_unit = height / (high - low)
    wanted = np.array([(end.y - low) * per_unit for end in ends])
    placed = spread_apart(wanted, gap=size * 1.3, top=height)
    for end, at, label_at in zip(ends, wanted, placed, strict=True):
        made.write(
            x=end.x, y=end.y, **made.axes(panel), name=end.arm,
            text=end.text, font={"color": end.colour, "size": size},
            # A short line leads from the end to the label; plotly counts pixels downwards.
            ax=reach, ay=float(at - label_at), xanchor="left", yanchor="middle", align="left",
            showarrow=True, arrowhead=0, arrowwidth=1, arrowcolor=end.colour, standoff=3,
            borderpad=1,
        )


def spread_apart(wanted: npt.ArrayLike, *, gap: float, top: float) -> FloatArray:
    """Return places as near as possible to those wanted, `gap` apart, within 0 and `top`.

    Least squares under the order of the places: after taking off `gap` for each
    place below, neighbours that are out of order share their mean. Where there
    is no room for all, they stand `gap` apart and go beyond the upper end.
    """
    places = np.asarray(wanted, dtype=np.float64)
    order = np.argsort(places, kind="stable")
    steps = gap * np.arange(len(places))
    level = _in_order(places[order] - steps)
    level = np.clip(level, 0.0, max(0.0, top - (steps[-1] if len(steps) else 0.0)))
    result = np.empty_like(places)
    result[order] = level + steps
    return result


def _in_order(values: FloatArray) -> FloatArray:
    """The nearest sequence that never falls (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        mean, count = float(value), 1
        while blocks and blocks[-1][0] > mean:
            before, number = blocks.pop()
            mean = (mean * count + before * number) / (count + number)
            count += number
        blocks.append((mean, count))
    return np.array([mean for mean, count in blocks for _ in range(count)])
