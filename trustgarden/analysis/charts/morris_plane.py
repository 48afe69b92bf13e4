"""The Morris plane: how much each factor does, against how unevenly it does it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..arms import short_key
from ..frames import records
from .frame import Panels, panels
from .labels import safe, shortened, spread_apart
from .lines import arm_styles
from .palette import MUTED, ArmStyle, veil

__all__ = ["morris_plane"]

HEIGHT = {True: 380, False: 320}
NUM_STYLES = 8
WIDE_APART = 15.0
"""From this ratio of the largest to the least on, equal ratios are equal steps: else one factor
that does much would press all others into a corner."""
NOTE = (
    "Across: mu*, the mean size of the change of the outcome when the factor goes through its "
    "whole range, with 95 % interval. Up: sigma, how much these changes differ from each other; "
    "above the dotted line (sigma = mu*) a factor acts, among different others or at different "
    "levels of itself, in quite different ways."
)
LOG_NOTE = " Both axes in equal ratios."
FLOOR_NOTE = " Shaded: what a factor that does next to nothing could have by luck."


@dataclass(frozen=True)
class Axis:
    """Where figures stand on an axis, linear or by ratios."""

    low: float
    high: float
    by_ratio: bool

    def at(self, value: float) -> float:
        """Place of a figure; what lies below the axis stands at its end."""
        return math.log10(max(value, self.low)) if self.by_ratio else value

    @property
    def range(self) -> list[float]:
        """Its ends."""
        return [self.at(self.low), self.at(self.high)]

    @property
    def ticks(self) -> dict[str, list[float] | list[str]]:
        """Ticks of an axis by ratios: 1, 2, 5 and so on, as far as they fit."""
        if not self.by_ratio:
            return {}
        tens = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        steps = (1, 2, 5) if len(tens) < 4 else (1,)
        marks = [step * 10.0**ten for ten in tens for step in steps]
        shown = [mark for mark in marks if self.low <= mark <= self.high]
        return {
            "tickvals": [self.at(mark) for mark in shown],
            "ticktext": [f"{mark:.10g}" for mark in shown],
        }


def morris_plane(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """mu* and sigma of each factor, each named at the edge.

    Args:
        table: index, factor, value, low, high, floor (`Sensitivity.table`, rows of `morris`).
        wide: Whether for a wide page.
    """
    rows = table[table["index"] == "mu*"].reset_index(drop=True)
    sigma = table[table["index"] == "sigma"].set_index("factor").loc[rows["factor"], "value"]
    rows = rows.assign(sigma=sigma.to_numpy())
    made = panels(
        [""], wide=wide, columns=1, height=HEIGHT[wide], right=176 if wide else 132, left=58
    )
    x, y = _axes(rows)
    floor = float(rows["floor"].iloc[0])
    _draw_ground(made, x, y, floor)
    styles = list(arm_styles(list(rows["factor"])).values())
    for place, (row, style) in enumerate(zip(records(rows), styles, strict=True)):
        # From the ninth factor on colours come again; then the mark is open.
        symbol = style.symbol + ("-open" if place >= NUM_STYLES else "")
        _draw_factor(made, row, replace(style, symbol=symbol), x, y)
    _name(made, rows, styles, y)
    made.x_axis(1, range=x.range, title_text="mu* (change over the whole range)", **x.ticks)
    made.y_axis(1, range=y.range, title_text="sigma", **y.ticks)
    alt = "; ".join(
        f"{row.factor} mu* {row.value:.3f}, sigma {row.sigma:.3f}" for row in records(rows)
    )
    note = NOTE + (LOG_NOTE if x.by_ratio else "") + (FLOOR_NOTE if np.isfinite(floor) else "")
    return made.finished(alt=f"Morris screening: {alt}.", note=note)


def _axes(rows: pd.DataFrame) -> tuple[Axis, Axis]:
    across, up = rows["value"].to_numpy(np.float64), rows["sigma"].to_numpy(np.float64)
    by_ratio = min(across.min(), up.min()) > 0 and across.max() > WIDE_APART * across.min()
    right = max(float(rows["high"].max()), 1e-9)
    top = max(float(up.max()), 1e-9)
    if by_ratio:
        return (
            Axis(0.6 * float(across.min()), 1.15 * right, True),
            Axis(0.6 * float(up.min()), 1.6 * top, True),
        )
    return Axis(0.0, 1.04 * right, False), Axis(0.0, 1.08 * top, False)


def _draw_ground(made: Panels, x: Axis, y: Axis, floor: float) -> None:
    """What luck alone could be, and the line on which sigma equals mu*."""
    if np.isfinite(floor):
        made.figure.add_vrect(
            x0=x.range[0], x1=x.at(min(floor, x.high)), fillcolor=veil(MUTED), line_width=0,
            layer="below", exclude_empty_subplots=False, **made.place(1),
        )  # fmt: skip
    start, end = max(x.low, y.low), min(x.high, y.high)
    if start < end:
        made.figure.add_shape(
            type="line", x0=x.at(start), y0=y.at(start), x1=x.at(end), y1=y.at(end),
            layer="below", line={"color": MUTED, "width": 1, "dash": "dot"}, **made.place(1),
        )  # fmt: skip


def _draw_factor(made: Panels, row: tuple[object, ...], style: ArmStyle, x: Axis, y: Axis) -> None:
    value, low, high, sigma, factor = (
        getattr(row, name) for name in ("value", "low", "high", "sigma", "factor")
    )
    place = x.at(value)
    made.figure.add_trace(
        go.Scatter(
            x=[round(place, 5)],
            y=[round(y.at(sigma), 5)],
            mode="markers",
            marker={"color": style.colour, "symbol": style.symbol, "size": 11},
            error_x={
                "array": [x.at(high) - place],
                "arrayminus": [place - x.at(low)],
                "color": style.colour,
                "thickness": 1.5,
                "width": 4,
            },
            meta=factor,
            customdata=[[value, low, high, sigma]],
            hovertemplate=f"<b>{safe(factor)}</b><br>mu* %{{customdata[0]:.3g}} "
            "[%{customdata[1]:.3g}, %{customdata[2]:.3g}], sigma %{customdata[3]:.3g}"
            "<extra></extra>",
        ),
        **made.place(1),
    )


def _name(made: Panels, rows: pd.DataFrame, styles: list[ArmStyle], y: Axis) -> None:
    """Name the marks at the right edge, as lines are named at their ends, moved apart."""
    low, high = y.range
    wanted = np.array([(y.at(sigma) - low) / (high - low) for sigma in rows["sigma"]]) * made.height
    placed = spread_apart(wanted, gap=16, top=made.height)
    for row, style, at, label_at in zip(records(rows), styles, wanted, placed, strict=True):
        words = safe(shortened(short_key(row.factor), 20 if made.wide else 12))
        made.write(
            text=f"{words} <b>{row.value:.2g}</b>",
            **made.axes(1, "domain"),
            x=1,
            y=y.at(row.sigma),
            yshift=float(label_at - at),
            xshift=10,
            xanchor="left",
            yanchor="middle",
            showarrow=False,
            font={"color": style.colour, "size": 12 if made.wide else 11},
        )
