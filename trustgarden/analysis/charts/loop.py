"""Hysteresis loop: trust on the way up of a lever, and on the way down again."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from ..arms import plain_level, short_key
from ..frames import extent, records
from .differences import signed
from .frame import Panels, panels, zoom
from .labels import safe
from .lines import n_words, zoom_words
from .palette import BLUE, INK, MUTED, ORANGE, PAPER, ArmStyle, veil

__all__ = ["hysteresis_loop"]

WAYS = {
    "up": ("on the way up", ArmStyle(BLUE, "solid", "circle")),
    "down": ("on the way down", ArmStyle(ORANGE, "dash", "square")),
}

KEYS = {"up": "━ ●", "down": "╍ ■"}


def hysteresis_loop(
    means: pd.DataFrame, gaps: pd.DataFrame, *, lever: str, weeks_each: int, wide: bool = True
) -> go.Figure:
    """Trust by level of a lever, up and down; the gap between the ways below.

    Args:
        means: branch, level, mean, low, high, n (`loops.loop_means`).
        gaps: level, mean, low, high, n (`loops.loop_gaps`).
        lever: Dotted key of the lever.
        weeks_each: How long each level was held (weeks).
        wide: Whether for a wide page.
    """
    titles = ["Trust in the team", "On the way down less on the way up"]
    made = panels(titles, wide=wide, columns=2, height=300 if wide else 250, right=28, left=52)
    y_range = zoom(*extent(means))
    for branch in WAYS:
        _draw_way(made, means[means["branch"] == branch], branch)
    made.y_axis(1, range=list(y_range))
    _draw_gaps(made, gaps)
    for panel in (1, 2):
        made.x_axis(panel, title_text=safe(short_key(lever)), showgrid=False)
    note = (
        f"Each level held for {weeks_each} weeks; means over its last 13 weeks and over replicates "
        f"({n_words(means)}), with 95 % bootstrap intervals. {zoom_words(y_range)} A slow system "
        "lags behind: hold levels longer before calling a gap lasting."
    )
    return made.finished(alt=_alt(gaps, lever), note=note)


def _draw_way(made: Panels, rows: pd.DataFrame, branch: str) -> None:
    name, style = WAYS[branch]
    rows = rows.sort_values("level", ascending=branch == "up")
    place = made.place(1)
    made.figure.add_trace(
        go.Scatter(
            x=rows["level"].to_numpy(), y=rows["mean"].to_numpy().round(4), mode="lines+markers",
            line={"color": style.colour, "width": 2.2, "dash": style.dash},
            marker={"color": style.colour, "symbol": style.symbol, "size": 9},
            error_y=_whiskers(rows, style.colour), customdata=rows[["low", "high", "n"]].to_numpy(),
            hovertemplate=f"<b>{name}</b>, %{{x}}: %{{y:.3f}}<br>95 % %{{customdata[0]:.3f}}–"
            "%{customdata[1]:.3f}, n = %{customdata[2]:.0f}<extra></extra>",
        ),
        **place,
    )  # fmt: skip
    _point_the_way(made, rows, style)
    # Names stand in the margin above, where no line comes by.
    made.write(
        text=f"{KEYS[branch]} {name}",
        **made.axes(1, "domain", "domain"), x=0.0 if branch == "up" else 0.42, y=1, yanchor="top",
        xanchor="left", xshift=6, yshift=-2, showarrow=False, bgcolor=veil(PAPER, 0.7),
        font={"size": 11.5 if made.wide else 10.5, "color": style.colour},
    )  # fmt: skip


def _point_the_way(made: Panels, rows: pd.DataFrame, style: ArmStyle) -> None:
    """An arrow in the middle of the longest stretch, in the direction of time."""
    points = [(float(row.level), float(row.mean)) for row in records(rows)]
    middle = (len(points) - 1) // 2
    (x0, y0), (x1, y1) = points[middle], points[middle + 1]
    made.write(
        x=0.4 * x0 + 0.6 * x1, y=0.4 * y0 + 0.6 * y1, ax=x0, ay=y0, text="", showarrow=True,
        arrowhead=2, arrowsize=1.1, arrowwidth=1.8, arrowcolor=style.colour,
        axref=made.axes(1)["xref"], ayref=made.axes(1)["yref"], name="way", **made.axes(1),
    )  # fmt: skip


def _whiskers(rows: pd.DataFrame, colour: str) -> dict[str, object]:
    up, down = rows["high"] - rows["mean"], rows["mean"] - rows["low"]
    return {
        "type": "data", "symmetric": False, "array": up.fillna(0).to_numpy().round(5),
        "arrayminus": down.fillna(0).to_numpy().round(5), "color": colour, "thickness": 1.4,
        "width": 4,
    }  # fmt: skip


def _draw_gaps(made: Panels, gaps: pd.DataFrame) -> None:
    place = made.place(2)
    made.figure.add_hline(y=0, line={"color": MUTED, "width": 1.5}, layer="below", **place)
    made.figure.add_trace(
        go.Scatter(
            x=gaps["level"].to_numpy(), y=gaps["mean"].to_numpy().round(4), mode="lines+markers",
            line={"color": INK, "width": 2}, marker={"color": INK, "size": 8},
            error_y=_whiskers(gaps, INK), customdata=gaps[["low", "high", "n"]].to_numpy(),
            hovertemplate="%{x}: %{y:+.3f}<br>95 % %{customdata[0]:+.3f} to %{customdata[1]:+.3f}, "
            "n = %{customdata[2]:.0f}<extra></extra>",
        ),
        **place,
    )  # fmt: skip
    half = max(0.1, 1.1 * max(map(abs, extent(gaps))))
    made.y_axis(2, range=[-half, half], tickformat="+.2f", nticks=5)


def _alt(gaps: pd.DataFrame, lever: str) -> str:
    words = "; ".join(
        f"{plain_level(row.level)}: {signed(row.mean, 3)}"
        + ("" if row.low != row.low else f" [{signed(row.low, 3)}, {signed(row.high, 3)}]")
        for row in records(gaps)
    )
    return f"Trust on the way down less on the way up of {short_key(lever)}, by level: {words}."
