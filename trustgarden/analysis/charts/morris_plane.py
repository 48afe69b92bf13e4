"""The Morris plane: how much each factor does, against how unevenly it does it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..arms import short_key
from ..frames import records
from .frame import Panels, panels
from .labels import safe, shortened, spread_apart
from .lines import arm_styles
from .palette import MUTED, veil

__all__ = ["morris_plane"]

HEIGHT = {True: 380, False: 320}
NOTE = (
    "Across: mu*, the mean size of the change of the outcome when the factor goes through its "
    "whole range, with 95 % interval. Up: sigma, how much these changes differ from each other; "
    "above the dotted line (sigma = mu*) a factor acts against different others, or at different "
    "levels of itself, in quite different ways."
)
FLOOR_NOTE = " Shaded: what a factor that does next to nothing could have by luck."


def morris_plane(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """mu* and sigma of each factor, each named beside its mark.

    Args:
        table: index, factor, value, low, high, floor (`Sensitivity.table`, rows of `morris`).
        wide: Whether for a wide page.
    """
    rows = table[table["index"] == "mu*"].reset_index(drop=True)
    sigma = table[table["index"] == "sigma"].set_index("factor").loc[rows["factor"], "value"]
    rows = rows.assign(sigma=sigma.to_numpy())
    made = panels(
        [""], wide=wide, columns=1, height=HEIGHT[wide], right=170 if wide else 128, left=58
    )
    right = 1.04 * max(float(rows["high"].max()), 1e-9)
    top = 1.08 * max(float(rows["sigma"].max()), 1e-9)
    floor = float(rows["floor"].iloc[0])
    if np.isfinite(floor):
        made.figure.add_vrect(
            x0=0,
            x1=min(floor, right),
            fillcolor=veil(MUTED),
            line_width=0,
            layer="below",
            exclude_empty_subplots=False,
            **made.place(1),
        )
    _draw_equal(made, min(right, top))
    for row, style in zip(records(rows), arm_styles(list(rows["factor"])).values(), strict=True):
        made.figure.add_trace(
            go.Scatter(
                x=[round(row.value, 5)],
                y=[round(row.sigma, 5)],
                mode="markers",
                marker={"color": style.colour, "symbol": style.symbol, "size": 11},
                error_x={
                    "array": [row.high - row.value],
                    "arrayminus": [row.value - row.low],
                    "color": style.colour,
                    "thickness": 1.5,
                    "width": 4,
                },
                meta=row.factor,
                hovertemplate=f"<b>{safe(row.factor)}</b><br>mu* %{{x:.3f}}, "
                "sigma %{y:.3f}<extra></extra>",
            ),
            **made.place(1),
        )
    _name(made, rows, top)
    made.x_axis(1, range=[0, right], title_text="mu* (change over the whole range)")
    made.y_axis(1, range=[0, top], title_text="sigma")
    alt = "; ".join(
        f"{row.factor} mu* {row.value:.3f}, sigma {row.sigma:.3f}" for row in records(rows)
    )
    note = NOTE + (FLOOR_NOTE if np.isfinite(floor) else "")
    return made.finished(alt=f"Morris screening: {alt}.", note=note)


def _draw_equal(made: Panels, end: float) -> None:
    made.figure.add_shape(
        type="line",
        x0=0,
        y0=0,
        x1=end,
        y1=end,
        layer="below",
        line={"color": MUTED, "width": 1, "dash": "dot"},
        **made.place(1),
    )


def _name(made: Panels, rows: pd.DataFrame, top: float) -> None:
    """Name the marks at the right edge, as lines are named at their ends, moved apart."""
    styles = arm_styles(list(rows["factor"]))
    per_unit = made.height / top
    wanted = rows["sigma"].to_numpy() * per_unit
    placed = spread_apart(wanted, gap=16, top=made.height)
    for row, at, label_at in zip(records(rows), wanted, placed, strict=True):
        style = styles[row.factor]
        words = safe(shortened(short_key(row.factor), 20 if made.wide else 12))
        made.write(
            text=f"{words} <b>{row.value:.3g}</b>",
            **made.axes(1, "domain"),
            x=1,
            y=row.sigma,
            yshift=float(label_at - at),
            xshift=10,
            xanchor="left",
            yanchor="middle",
            showarrow=False,
            font={"color": style.colour, "size": 12 if made.wide else 11},
        )
