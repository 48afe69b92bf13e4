"""Phase diagram over two levers: where trust ends, where it emerges and where it collapses."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from ..arms import plain_level, short_key
from ..frames import records
from .frame import Panels, panels
from .labels import safe
from .landscape import add_scale, even_scale
from .lines import n_words
from .palette import INK, MUTED, PAPER

__all__ = ["phase_diagram"]

BOUNDARIES = {"there": ("solid", "━ trust is there"), "lost": ("dash", "╍ trust is lost")}
HALF = 0.5


def phase_diagram(table: pd.DataFrame, *, x: str, y: str, wide: bool = True) -> go.Figure:
    """A cell a pair of levels; lines on which half of the runs have trust, or lose it.

    Args:
        table: x, y, mean, low, high, there, lost with _low and _high, n
            (`phases.phase_cells`).
        x: Dotted key of the lever across.
        y: Dotted key of the lever upwards.
        wide: Whether for a wide page.
    """
    xs, ys = np.unique(table["x"]), np.unique(table["y"])
    height = int(np.clip((58 if wide else 46) * len(ys), 180, 460))
    made = panels(_title(table), wide=wide, columns=1, height=height, left=58, bottom=50)
    _draw_cells(made, table)
    for state, (dash, _) in BOUNDARIES.items():
        _draw_boundary(made, table, state, dash)
    _write_cells(made, table)
    _axis(made.x_axis, xs, short_key(x))
    _axis(made.y_axis, ys, short_key(y))
    add_scale(made, *even_scale(table["mean"].to_numpy()))
    return made.finished(alt=_alt(table, x, y), note=_note(table))


def _title(table: pd.DataFrame) -> list[str]:
    """A key of the boundaries that there are, in words above the panel."""
    shown = [words for state, (_, words) in BOUNDARIES.items() if _is_crossed(table, state)]
    return ["   ".join(shown) or "no boundary within these levels"]


def _is_crossed(table: pd.DataFrame, state: str) -> bool:
    return bool(table[state].min() < HALF <= table[state].max())


def _grid(table: pd.DataFrame, column: str) -> npt.NDArray[np.float64]:
    wide = table.pivot(index="y", columns="x", values=column)
    return wide.to_numpy(dtype=np.float64)


def _draw_cells(made: Panels, table: pd.DataFrame) -> None:
    columns = ["low", "high", "there", "lost", "n"]
    words = np.stack([_grid(table, name) for name in columns], axis=-1).round(4)
    made.figure.add_trace(
        go.Heatmap(
            z=_grid(table, "mean").round(4), xgap=2, ygap=2, coloraxis="coloraxis",
            customdata=words,
            hovertemplate="trust at the end %{z:.2f} [%{customdata[0]:.2f}, %{customdata[1]:.2f}]"
            "<br>there in %{customdata[2]:.0%}, lost in %{customdata[3]:.0%} of n = "
            "%{customdata[4]:.0f}<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip


def _draw_boundary(made: Panels, table: pd.DataFrame, state: str, dash: str) -> None:
    """The line on which half of the runs do it, on paper of its own."""
    if not _is_crossed(table, state):
        return
    for colour, width in ((PAPER, 5.5), (INK, 2.6)):
        made.figure.add_trace(
            go.Contour(
                z=_grid(table, state), showscale=False, autocontour=False, hoverinfo="skip",
                contours={"start": HALF, "end": HALF, "size": 1, "coloring": "none"},
                line={"color": colour, "width": width, "smoothing": 0,
                      "dash": dash if colour == INK else "solid"},
            ),
            **made.place(1),
        )  # fmt: skip


def _write_cells(made: Panels, table: pd.DataFrame) -> None:
    xs, ys = (np.unique(table[name]).tolist() for name in ("x", "y"))
    most = 9 if made.wide else 6
    for row in records(table):
        open_words = "?" if _undecided(row) else ""
        # On a phone there is room for numbers only where cells are few.
        text = f"{row.mean:.2f}{open_words}" if len(xs) <= most else open_words
        if text:
            made.write(
                x=xs.index(row.x), y=ys.index(row.y), text=text, **made.axes(1), showarrow=False,
                bgcolor=PAPER, borderpad=1, font={"size": 10.5 if made.wide else 9, "color": INK},
            )  # fmt: skip


def _undecided(row: Any) -> bool:
    """Whether the runs of a cell cannot tell on which side of a boundary it lies."""
    return bool(row.there_low < HALF < row.there_high or row.lost_low < HALF < row.lost_high)


def _axis(set_axis: Any, levels: npt.NDArray[np.float64], title: str) -> None:
    set_axis(
        1, range=[-0.5, len(levels) - 0.5], showgrid=False, title_text=safe(title),
        tickvals=list(range(len(levels))), ticktext=[f"{level:g}" for level in levels],
        tickfont={"size": 10.5, "color": MUTED},
    )  # fmt: skip


def _note(table: pd.DataFrame) -> str:
    return (
        "Colour and number: mean trust in the team over the last 13 weeks. Lines, straight between "
        "cells: in half of the runs trust is there (it emerged, or was there, and did not "
        "collapse), or is lost (it collapsed, or was low and did not emerge). A question mark: the "
        "95 % Wilson interval of such a share holds one half, so more runs are needed "
        f"({n_words(table)} runs a cell)."
    )


def _alt(table: pd.DataFrame, x: str, y: str) -> str:
    cells = "; ".join(
        f"{plain_level(row.x)} and {plain_level(row.y)}: trust {row.mean:.2f}, there in "
        f"{100 * row.there:.0f} %, lost in {100 * row.lost:.0f} %"
        for row in records(table)
    )
    return f"Trust at the end by {short_key(x)} and {short_key(y)}. {cells}."
