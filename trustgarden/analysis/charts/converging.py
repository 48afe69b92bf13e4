"""Convergence: an index over growing designs, a panel a method, a line a factor."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..arms import short_key
from ..frames import extent, records
from ..words import figure
from .frame import Panels, panels
from .labels import LineEnd, label_ends, safe, shortened
from .lines import arm_styles
from .palette import ArmStyle

__all__ = ["convergence_lines"]

EDGE = 0.4
"""Room beside the first and the last marks (doublings of the design)."""
MOST = 6
"""Lines in a panel; more cannot be followed."""
HEIGHT = {True: 240, False: 220}
NOTE = (
    "Each index over the first part of the design, with 95 % interval; the axis counts runs of "
    "the model, each step twice as many. Marks are set a little apart so that none hides "
    "another. What still drifts at the right, or is not much narrower than the differences that "
    "matter, needs a larger design."
)
NAMES = {
    "ST": "Sobol, total",
    "S1": "Sobol, first order",
    "mu*": "Morris, mu*",
    "sigma": "Morris, sigma",
    "PAWN": "PAWN, median",
    "PAWN max": "PAWN, largest",
}


def convergence_lines(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """The indices over growing designs.

    Args:
        table: method, index, factor, runs, value, low, high (`Sensitivity.convergence`).
        wide: Whether for a wide page.
    """
    indices = [str(index) for index in table["index"].unique()]
    # Before any is left out, so that a factor looks the same in every picture.
    styles = arm_styles(list(table["factor"].unique()))
    table, left_out = _strongest(table)
    made = panels(
        [NAMES[index] for index in indices],
        wide=wide,
        columns=2,
        height=HEIGHT[wide],
        right=150 if wide else 120,
    )
    for panel, index in enumerate(indices, start=1):
        _draw(made, panel, table[table["index"] == index], styles)
    last = table[table["runs"] == table["runs"].max()]
    alt = "; ".join(
        f"{row.index_name} {row.factor} {row.value:.3f}"
        for row in records(last.rename(columns={"index": "index_name"}))
    )
    size = f" In all n = {int(table['runs'].max()):,} runs."
    more = f" Drawn are the {MOST} factors with the largest indices." if left_out else ""
    return made.finished(
        alt=f"Indices over growing designs, at the end: {alt}.", note=NOTE + size + more
    )


def _strongest(table: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """The factors whose index is largest at the end, by the first index; and whether any is not."""
    first = table[table["index"] == table["index"].iloc[0]]
    last = first[first["runs"] == first["runs"].max()]
    kept = last.sort_values("value", ascending=False, kind="stable")["factor"].head(MOST)
    return table[table["factor"].isin(kept)], len(last) > MOST


def _draw(made: Panels, panel: int, table: pd.DataFrame, styles: dict[str, ArmStyle]) -> None:
    low, high = extent(table, ("value", "low", "high"))
    # An interval of a tiny design may be as wide as the house; the values decide the axis.
    least, most = extent(table, ("value",))
    air = 0.6 * max(most - least, 0.05)
    y_range = (max(low, least - air), min(high, most + air))
    runs = np.log2(table["runs"].to_numpy(np.float64))
    step = (0.5 if len(set(runs)) > 1 else 0.2) / max(len(styles), 1)
    ends = []
    for place, (factor, rows) in enumerate(table.groupby("factor", sort=False)):
        style = styles[str(factor)]
        shift = (place - (len(styles) - 1) / 2) * step
        _line(made, panel, rows, np.log2(rows["runs"].to_numpy(np.float64)) + shift, style)
        last = rows.iloc[-1]
        name = safe(shortened(short_key(str(factor)), 16 if made.wide else 10))
        value = float(last["value"])
        words = f"{name} <b>{figure(value)}</b>"
        # At the edge: beside its mark a name would lie on the marks of the others.
        ends.append(LineEnd(float(runs.max() + EDGE), value, words, style.colour, str(factor)))
    shown = sorted({int(count) for count in table["runs"]})
    made.x_axis(
        panel,
        range=[runs.min() - EDGE, runs.max() + EDGE],
        tickvals=np.log2(shown),
        ticktext=[f"{count:,}" for count in shown],
        showgrid=False,
        title_text="runs" if made.is_lowest(panel) else None,
    )
    made.y_axis(panel, range=list(y_range))
    label_ends(made, ends, panel=panel, y_range=y_range, height=made.height, size=11)


def _line(
    made: Panels, panel: int, rows: pd.DataFrame, places: np.ndarray, style: ArmStyle
) -> None:
    value = rows["value"].to_numpy()
    factor = str(rows["factor"].iloc[0])
    made.figure.add_trace(
        go.Scatter(
            x=places.round(4),
            y=value.round(4),
            mode="lines+markers",
            meta=factor,
            line={"color": style.colour, "width": 1.6, "dash": style.dash},
            marker={"color": style.colour, "symbol": style.symbol, "size": 7},
            error_y={
                "array": (rows["high"] - value).to_numpy().round(4),
                "arrayminus": (value - rows["low"]).to_numpy().round(4),
                "thickness": 1.2,
                "width": 3,
                "color": style.colour,
            },
            customdata=rows["runs"],
            hovertemplate=f"<b>{safe(factor)}</b>, %{{customdata:,}} "
            "runs: %{y:.3f}<extra></extra>",
        ),
        **made.place(panel),
    )
