"""The strokes that pictures of people and ties share: dots for people, few lines for ties."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from .frame import NARROW, WIDE, Panels
from .labels import safe
from .palette import PAPER, PLAIN

__all__ = [
    "STRONGEST",
    "dot_size",
    "draw_people",
    "draw_reports",
    "draw_ties",
    "fit_panel",
    "strongest_ties",
]

STRONGEST = 3
"""A tie is drawn if it is among the so many strongest of one of the two."""

REPORTS_BELOW = 1.1
"""How far below a leader the line across stands (units of `networks.placing.chart_places`)."""


def strongest_ties(mutual: pd.DataFrame, most: int = STRONGEST) -> pd.DataFrame:
    """Return the mutual ties that are among the strongest of one of the two.

    Args:
        mutual: Columns a, b, trust (`networks.mutual_ties`).
        most: How many a person counts.
    """
    ends = pd.concat([mutual["a"], mutual["b"]], ignore_index=True)
    trust = pd.concat([mutual["trust"]] * 2, ignore_index=True)
    rank = trust.groupby(ends).rank(ascending=False, method="first").to_numpy()
    chosen = (rank[: len(mutual)] <= most) | (rank[len(mutual) :] <= most)
    return mutual[chosen].reset_index(drop=True)


def dot_size(num_people: int) -> float:
    """Return the size of a person (pixels), smaller where there are many."""
    return float(np.clip(85 / np.sqrt(num_people), 5, 12))


def draw_ties(
    made: Panels,
    panel: int,
    places: pd.DataFrame,
    pairs: Iterable[tuple[Hashable, Hashable]],
    *,
    colour: str,
    width: float,
    dash: str = "solid",
) -> None:
    """Draw a line for each pair, all in one stroke."""
    at = places[["x", "y"]].round(3)
    ends = list(pairs)
    lines = np.full((len(ends), 3, 2), np.nan)
    if ends:
        lines[:, 0] = at.loc[[a for a, _ in ends]].to_numpy()
        lines[:, 1] = at.loc[[b for _, b in ends]].to_numpy()
    points: list[list[float | None]] = [
        [None if value != value else value for value in axis]
        for axis in lines.reshape(-1, 2).T.tolist()
    ]
    made.figure.add_trace(
        go.Scatter(
            x=points[0], y=points[1], mode="lines", hoverinfo="skip",
            line={"color": colour, "width": width, "dash": dash},
        ),
        **made.place(panel),
    )  # fmt: skip


def draw_reports(made: Panels, panel: int, places: pd.DataFrame, leaders: pd.Series[Any]) -> None:
    """Draw the lines of a formal chart: down from the leader, across, and down to each report."""
    at = dict(zip(places.index, places[["x", "y"]].round(3).to_numpy().tolist(), strict=True))
    xs: list[float | None] = []
    ys: list[float | None] = []
    for person, leader in leaders.items():
        (x0, y0), (x1, y1) = at[leader], at[person]
        xs += [x0, x0, x1, x1, None]
        ys += [y0, y0 - REPORTS_BELOW, y0 - REPORTS_BELOW, y1, None]
    made.figure.add_trace(
        go.Scatter(x=xs, y=ys, mode="lines", hoverinfo="skip", line={"color": PLAIN, "width": 1.0}),
        **made.place(panel),
    )


def draw_people(
    made: Panels,
    panel: int,
    places: pd.DataFrame,
    *,
    colours: Any,
    symbols: Any,
    hover: Iterable[str],
) -> None:
    """Draw a dot for each person, with a thin edge that keeps it apart from lines."""
    made.figure.add_trace(
        go.Scatter(
            x=places["x"].to_numpy().round(3), y=places["y"].to_numpy().round(3), mode="markers",
            marker={"color": colours, "symbol": symbols, "size": dot_size(len(places)),
                    "line": {"color": PAPER, "width": 0.8}},
            customdata=[safe(text) for text in hover],
            hovertemplate="%{customdata}<extra></extra>",
        ),
        **made.place(panel),
    )  # fmt: skip


def fit_panel(made: Panels, panel: int, places: pd.DataFrame, *, even: bool) -> None:
    """Let a panel show all places, without axes.

    Args:
        made: The panels.
        panel: Number of the panel.
        places: Columns x, y.
        even: Whether one unit should be as long both ways, on a page of the usual width.
    """
    x, y = _span(places["x"]), _span(places["y"])
    if even:
        width = (WIDE if made.wide else NARROW) / made.columns - 16
        unit = max((x[1] - x[0]) / width, (y[1] - y[0]) / made.height)
        x, y = _widened(x, width * unit), _widened(y, made.height * unit)
    made.x_axis(panel, range=list(x), visible=False)
    made.y_axis(panel, range=list(y), visible=False)


def _span(values: pd.Series[float]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    air = 0.03 * max(high - low, 1.0) + 0.6
    return low - air, high + air


def _widened(span: tuple[float, float], length: float) -> tuple[float, float]:
    middle = sum(span) / 2
    return middle - length / 2, middle + length / 2
