"""Map of the states of trust that last: where each setting of two rules ends after two pasts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..frames import records
from .frame import Panels, panels
from .palette import INK, PAPER, TRUST_SCALE

__all__ = ["STATES", "stability_map"]

STATES = {
    "two": "two states",
    "high": "one: high",
    "middle": "one: middle",
    "low": "one: low",
    "undecided": "undecided",
}
"""What lasts in a cell, in words."""
SHORT = {"undecided": "?"}
"""The same where there is little room, if it is another word than the state's own."""

NOTE = (
    "Each cell has two halves: where trust in the team ends after years under blame (left) and "
    "after years of tending (right); orange is low, blue high. Framed: two states, so that what "
    "lasts depends on the past. The diamond marks the calibrated parameters; an asterisk a cell "
    "that was not steady when it ended. Means over n = {n} organisations with the same luck "
    "after both pasts."
)
FEW = 3
ROW = 62
"""Height of a cell (pixels)."""


def stability_map(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """A cell a setting: strength of reciprocity across, of kept faith upwards.

    Args:
        table: `Stability.table`.
        wide: Whether for a wide page.
    """
    xs, ys = sorted(table["reciprocity"].unique()), sorted(table["faith"].unique())
    made = panels([""], wide=wide, columns=1, height=ROW * len(ys), left=58, bottom=50, right=12)
    _draw_halves(made, table, xs, ys)
    for row in records(table):
        _draw_cell(made, row, xs.index(row.reciprocity), ys.index(row.faith))
    made.x_axis(
        1, range=[-0.54, len(xs) - 0.46], showgrid=False, tickvals=list(range(len(xs))),
        ticktext=[_level(x) for x in xs], title_text="own trust as a reason to keep faith (logit)",
    )  # fmt: skip
    made.y_axis(
        1, range=[-0.54, len(ys) - 0.46], showgrid=False, tickvals=list(range(len(ys))),
        ticktext=[_level(y) for y in ys],
        # Where rows are few, the axis is shorter than its name.
        title_text=f"{'readiness to keep ' if len(ys) > FEW else ''}faith (logit)",
    )  # fmt: skip
    return made.finished(alt=_alt(table), note=NOTE.format(n=int(table["n"].min())))


def _draw_halves(made: Panels, table: pd.DataFrame, xs: list[float], ys: list[float]) -> None:
    ends = np.full((len(ys), 2 * len(xs)), np.nan)
    words = np.full(ends.shape, "", dtype=object)
    for row in records(table):
        y, x = ys.index(row.faith), 2 * xs.index(row.reciprocity)
        for half, past in enumerate(("low", "high")):
            begin, end, low, high = (
                getattr(row, f"{past}_{name}") for name in ("begin", "end", "end_low", "end_high")
            )
            ends[y, x + half] = round(end, 3)
            words[y, x + half] = f"from {begin:.2f} to {end:.2f} [{low:.2f}, {high:.2f}]"
    steps = np.linspace(0, 1, len(TRUST_SCALE))
    made.figure.add_trace(
        go.Heatmap(
            z=ends, x=[k / 2 - 0.25 for k in range(2 * len(xs))], y=list(range(len(ys))), ygap=3,
            colorscale=[list(pair) for pair in zip(steps, TRUST_SCALE, strict=True)],
            zmin=0.2, zmax=0.8, showscale=False, customdata=words,
            hovertemplate="%{customdata}<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip


def _draw_cell(made: Panels, row: Any, x: int, y: int) -> None:
    place: dict[str, Any] = made.place(1)
    frame = 3 if row.state == "two" else 0
    made.figure.add_shape(
        type="rect", x0=x - 0.48, x1=x + 0.48, y0=y - 0.44, y1=y + 0.44,
        line={"color": INK if frame else PAPER, "width": frame or 1}, **place,
    )  # fmt: skip
    state = STATES[row.state] if made.wide else SHORT.get(row.state, row.state)
    state += "" if row.steady else " *"
    # On paper of their own, since the colours below go from light to dark.
    for text, shift, size in (
        (f"{row.low_end:.2f} | {row.high_end:.2f}", 13, 12 if made.wide else 8),
        (f"<b>{state}</b>", -10, 11 if made.wide else 8.5),
    ):
        made.write(
            x=x, y=y, text=text, yshift=shift, showarrow=False, **made.axes(1), bgcolor=PAPER,
            borderpad=1, font={"size": size, "color": INK},
        )  # fmt: skip
    if row.calibrated:
        made.write(
            x=x - 0.4, y=y + 0.3, text="◆", showarrow=False, **made.axes(1), bgcolor=PAPER,
            borderpad=1, font={"size": 13 if made.wide else 10, "color": INK},
        )  # fmt: skip


def _level(level: float) -> str:
    return f"{level:g}".replace("-", "−")


def _alt(table: pd.DataFrame) -> str:
    words = [
        f"reciprocity {row.reciprocity:g}, faith {row.faith:g}"
        f"{' (calibrated)' if row.calibrated else ''}: {STATES[row.state]}, "
        f"{row.low_end:.2f} after blame and {row.high_end:.2f} after tending"
        for row in records(table)
    ]
    return f"What lasts: {'; '.join(words)}."
