"""One line an arm over the weeks, with its band over replicates: the stroke that charts share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..frames import by_arm, extent, last_week
from .frame import Panels, zoom
from .labels import LineEnd, label_ends, safe, shortened
from .palette import MUTED, PAPER, ArmStyle, arm_style, veil

__all__ = [
    "Style",
    "arm_styles",
    "band_words",
    "draw_arms",
    "draw_level",
    "n_words",
    "weeks_axis",
    "zoom_words",
]

Style = dict[str, ArmStyle]


def arm_styles(arms: Sequence[str]) -> Style:
    """Return the style of each arm, by its place: give the same order in every chart."""
    return {arm: arm_style(place) for place, arm in enumerate(arms)}


def draw_arms(
    made: Panels,
    panel: int,
    table: pd.DataFrame,
    styles: Style,
    *,
    label: str,
    within: tuple[float, float] = (0.0, 1.0),
    show: Sequence[float] = (),
) -> tuple[float, float]:
    """Draw a line with its band for each arm, and name the lines at their ends.

    Args:
        made: The panels.
        panel: Number of the panel.
        table: arm, week, mean, low, high, n.
        styles: Style of each arm.
        label: What is drawn, for the reader who points at a line.
        within: What the measure can be.
        show: Further heights that the axis must show.

    Returns:
        The ends of the y axis.
    """
    heights = [*extent(table), *show]
    y_range = zoom(min(heights), max(heights), within=within)
    ends = []
    for arm, rows in by_arm(table):
        style = styles[arm]
        _draw_band(made, panel, rows, arm, style)
        _draw_line(made, panel, rows, arm, style, label)
        ends.append(_end(rows, arm, style, longest=17 if made.wide else 12))
    made.y_axis(panel, range=list(y_range))
    weeks_axis(made, panel, last_week(table))
    size = 12 if made.wide else 11
    label_ends(made, ends, panel=panel, y_range=y_range, height=made.height, size=size)
    return y_range


def _draw_band(
    made: Panels, panel: int, rows: pd.DataFrame, arm: str, style: ArmStyle
) -> None:
    if rows["low"].isna().all():
        return
    weeks = rows["week"].to_numpy()
    outline = np.concatenate([rows["high"].to_numpy(), rows["low"].to_numpy()[::-1]])
    made.figure.add_trace(
        go.Scatter(
            x=np.concatenate([weeks, weeks[::-1]]), y=outline.round(4), fill="toself",
            fillcolor=veil(style.colour), line={"width": 0}, mode="lines", hoverinfo="skip",
            meta=arm, name=f"{safe(arm)}, 95 %",
        ),
        **made.place(panel),
    )


def _draw_line(
    made: Panels, panel: int, rows: pd.DataFrame, arm: str, style: ArmStyle, label: str
) -> None:
    made.figure.add_trace(
        go.Scatter(
            x=rows["week"].to_numpy(), y=rows["mean"].to_numpy().round(4), mode="lines+markers",
            line={"color": style.colour, "width": 2.2, "dash": style.dash},
            # A few markers: enough to tell lines apart without colour.
            marker={"color": style.colour, "symbol": style.symbol, "size": 7, "maxdisplayed": 8},
            customdata=rows[["low", "high", "n"]].to_numpy().round(4), meta=arm, name=safe(arm),
            hovertemplate=_hover(safe(arm), label, bool(rows["low"].isna().all())),
        ),
        **made.place(panel),
    )


def _hover(arm: str, label: str, alone: bool) -> str:
    interval = "one run" if alone else "95 % %{customdata[0]:.2f}–%{customdata[1]:.2f}"
    count = "" if alone else ", n = %{customdata[2]:.0f}"
    what = f"<b>{arm}</b><br>{label}, week %{{x:.0f}}: %{{y:.2f}}"
    return f"{what}<br>{interval}{count}<extra></extra>"


def _end(rows: pd.DataFrame, arm: str, style: ArmStyle, longest: int) -> LineEnd:
    last = rows.iloc[-1]
    text = f"{safe(shortened(arm, longest))} <b>{last['mean']:.2f}</b>"
    return LineEnd(float(last["week"]), float(last["mean"]), text, style.colour, arm)


def weeks_axis(made: Panels, panel: int, last: int) -> None:
    """Let the x axis run over the weeks, with a tick a quarter, half-year or year."""
    most = 9 if made.wide and made.columns < 3 else 5
    step = next((step for step in (1, 4, 13, 26, 52, 104, 260) if last / step <= most), 520)
    made.x_axis(
        panel,
        range=[1, max(last, 2)],
        tickvals=[1, *range(step, last + 1, step)] if step > 1 else list(range(1, last + 1)),
        showgrid=False,
        title_text="week" if made.is_lowest(panel) else None,
    )


def draw_level(
    made: Panels, panel: int, height: float, words: str, table: pd.DataFrame
) -> None:
    """Draw a thin level line, such as a threshold, with words at the end that has more room."""
    at_left = _room(table, height, first=True) >= _room(table, height, first=False)
    made.figure.add_hline(
        y=height, line={"color": MUTED, "width": 1, "dash": "dot"}, **made.place(panel)
    )
    made.write(
        text=words, **made.axes(panel, "domain"), x=0 if at_left else 1, y=height,
        xanchor="left" if at_left else "right", yanchor="bottom", xshift=4 if at_left else -4,
        showarrow=False, font={"size": 10.5, "color": MUTED}, bgcolor=veil(PAPER, 0.7),
        borderpad=0,
    )


def _room(table: pd.DataFrame, height: float, *, first: bool) -> float:
    """How far the nearest line stays above or below a height, in the first or last fifth."""
    last = table["week"].max()
    part = table[table["week"] <= last / 5 if first else table["week"] >= 4 * last / 5]
    # The words stand on the level, so what lies a little above it is as near as what lies on it.
    return float((part["mean"] - height - 0.01).abs().min())


def n_words(table: pd.DataFrame) -> str:
    """Return how many replicates figures are taken over, in words."""
    fewest, most = int(table["n"].min()), int(table["n"].max())
    return f"n = {most}" if fewest == most else f"n = {fewest} to {most}"


def band_words(table: pd.DataFrame) -> str:
    """Return what lines and bands show, in words."""
    if table["low"].isna().all():
        return "One run of each: how far another would be from it cannot be told."
    return (
        f"Lines: means over replicates ({n_words(table)}). "
        "Bands: 95 % bootstrap interval of the mean."
    )


def zoom_words(y_range: tuple[float, float]) -> str:
    """Return which part of the scale an axis shows, in words."""
    low, high = y_range
    if (low, high) == (0.0, 1.0):
        return "Axis from 0 to 1."
    return f"The axis shows {low:.1f} to {high:.1f}, not the whole scale from 0 to 1."
