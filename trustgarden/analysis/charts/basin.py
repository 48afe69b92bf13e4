"""Basins: where runs end, from where they start."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from ..frames import arms_in, by_arm, extent
from ..statistics import Interval, mean_interval
from .frame import Panels, panels, zoom
from .labels import LineEnd, label_ends, safe, shortened
from .lines import arm_styles
from .palette import MUTED, PAPER, PLAIN, ArmStyle, veil

__all__ = ["basins"]


def basins(
    table: pd.DataFrame, *, thresholds: Mapping[str, float] | None = None, wide: bool = True
) -> go.Figure:
    """A dot a run: trust at the start across, at the end upwards; the mean of each arm beside it.

    Args:
        table: arm, replicate, start, end (`basins.starts_and_ends`).
        thresholds: Ends to mark, by the words that stand on them.
        wide: Whether for a wide page.
    """
    marks = thresholds or {}
    made = panels(
        [""], wide=wide, columns=1, height=420 if wide else 300, right=190 if wide else 126,
        left=52, bottom=50,
    )  # fmt: skip
    least, most = extent(table, ["start", "end"])
    axis = (
        zoom(min(least, *marks.values()), max(most, *marks.values()))
        if marks
        else zoom(least, most)
    )
    _draw_ground(made, axis, marks, table)
    ends = []
    for (arm, rows), style in zip(by_arm(table), arm_styles(arms_in(table)).values(), strict=True):
        end = mean_interval(rows["end"].to_numpy())
        _draw_arm(made, arm, rows, style, end)
        words = f"{safe(shortened(arm, 17 if wide else 12))} <b>{end.mean:.2f}</b>"
        ends.append(LineEnd(axis[1], end.mean, words, style.colour, arm))
    label_ends(made, ends, panel=1, y_range=axis, height=made.height, size=12 if wide else 11)
    made.x_axis(1, range=list(axis), title_text="trust at the start", nticks=6)
    made.y_axis(1, range=list(axis), title_text="trust at the end")
    return made.finished(alt=_alt(table), note=_note(table, axis))


def _draw_ground(
    made: Panels, axis: tuple[float, float], marks: Mapping[str, float], table: pd.DataFrame
) -> None:
    """The line on which runs end as they began, and the thresholds."""
    low, high = axis
    made.figure.add_shape(
        type="line", x0=low, y0=low, x1=high, y1=high, layer="below",
        line={"color": PLAIN, "width": 1.2, "dash": "dot"}, **made.place(1),
    )  # fmt: skip
    for words, height in marks.items():
        near = table.loc[(table["end"] - height).between(-0.01, 0.04), "start"]
        at_left = bool((near < (low + high) / 2).mean() <= 0.5)
        made.figure.add_hline(
            y=height, line={"color": MUTED, "width": 1, "dash": "dot"}, **made.place(1)
        )
        made.write(
            text=safe(words), **made.axes(1, "domain"), x=0 if at_left else 1, y=height,
            xanchor="left" if at_left else "right", xshift=4 if at_left else -4,
            yanchor="bottom", showarrow=False, font={"size": 10.5, "color": MUTED},
            bgcolor=veil(PAPER, 0.7), borderpad=0,
        )  # fmt: skip


def _draw_arm(made: Panels, arm: str, rows: pd.DataFrame, style: ArmStyle, end: Interval) -> None:
    made.figure.add_trace(
        go.Scatter(
            x=rows["start"].to_numpy().round(4), y=rows["end"].to_numpy().round(4), mode="markers",
            marker={"color": veil(style.colour, 0.45), "symbol": style.symbol, "size": 8,
                    "line": {"color": style.colour, "width": 1}},
            meta=arm, name=safe(arm), customdata=rows["replicate"].to_numpy(dtype=float),
            hovertemplate=f"<b>{safe(arm)}</b>, replicate %{{customdata}}<br>from %{{x:.2f}} to "
            "%{y:.2f}<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip
    if end.low != end.low:
        return
    start = float(rows["start"].to_numpy().mean())
    made.figure.add_trace(
        go.Scatter(
            x=[start, start], y=[end.low, end.high], mode="lines", meta=arm, hoverinfo="skip",
            line={"color": style.colour, "width": 4},
        ),
        **made.place(1),
    )  # fmt: skip


def _note(table: pd.DataFrame, axis: tuple[float, float]) -> str:
    counts = table.groupby("arm", sort=False).size()
    n = (
        f"n = {counts.min()}"
        if counts.min() == counts.max()
        else f"n = {counts.min()} to {counts.max()}"
    )
    return (
        "Each mark is a run; start: mean of four weeks, end: mean of the last 13. On the dotted "
        "diagonal a run ends as it began; above it trust has grown. Thick bars: 95 % bootstrap "
        f"interval of the mean end of each arm ({n} each). Both axes show {axis[0]:.1f} to "
        f"{axis[1]:.1f} of the scale from 0 to 1."
    )


def _alt(table: pd.DataFrame) -> str:
    words = []
    for arm, rows in by_arm(table):
        start, end = rows["start"], rows["end"]
        words.append(
            f"{arm}, starts {start.min():.2f} to {start.max():.2f}, ends {end.min():.2f} to "
            f"{end.max():.2f}, mean {end.mean():.2f}"
        )
    return f"Where runs end, from where they start: {'; '.join(words)}."
