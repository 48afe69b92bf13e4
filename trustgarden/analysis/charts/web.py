"""The strokes that pictures of people and ties share: dots for people, few lines for ties."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from .frame import Panels
from .labels import safe
from .palette import PAPER

__all__ = ["STRONGEST", "dot_size", "draw_people", "draw_ties", "fit_panel", "strongest_ties"]

STRONGEST = 3
"""A tie is drawn if it is among the so many strongest of one of the two."""


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
    """Let a panel show all places, without axes; `even`: one unit is as long both ways."""
    for set_axis, name in ((made.x_axis, "x"), (made.y_axis, "y")):
        low, high = float(places[name].min()), float(places[name].max())
        air = 0.04 * max(high - low, 1.0) + 0.6
        set_axis(panel, range=[low - air, high + air], visible=False)
    if even:
        anchor = made.axes(panel)["xref"]
        made.y_axis(panel, scaleanchor=anchor, constrain="domain")
        made.x_axis(panel, constrain="domain")
