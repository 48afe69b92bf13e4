"""The insulation gap: the consequence people expect, and the one that is imposed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..frames import arms_in, by_arm, extent, last_week
from .differences import signed
from .frame import Panels, panels, zoom
from .labels import LineEnd, label_ends
from .lines import band_words, weeks_axis, zoom_words
from .palette import BLUE, MUTED, ORANGE, ArmStyle, veil

__all__ = ["insulation_gap"]

LINES = {
    "projected": ("projected", ArmStyle(ORANGE, "solid", "circle")),
    "imposed": ("imposed", ArmStyle(BLUE, "dash", "square")),
}


def insulation_gap(weekly: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """Projected and imposed consequence over time, a panel an arm, the gap between them shaded.

    Args:
        weekly: arm, measure, week, mean, low, high, n, with projected and imposed.
        wide: Whether for a wide page.
    """
    table = weekly[weekly["measure"].isin(LINES)]
    arms = arms_in(table)
    made = panels(
        arms, wide=wide, columns=3, height=150 if wide else 130, right=104, left=38, bottom=40
    )
    y_range = zoom(*extent(table))
    for panel, (_, rows) in enumerate(by_arm(table), start=1):
        _draw_gap(made, panel, rows)
        _label(made, panel, rows, y_range)
        weeks_axis(made, panel, last_week(rows))
        made.y_axis(panel, range=list(y_range), nticks=4)
    note = (
        f"Solid and orange: projected; dashed and blue: imposed. {band_words(table)} "
        f"{zoom_words(y_range)}"
    )
    return made.finished(alt=_alt(table), note=note)


def _draw_gap(made: Panels, panel: int, rows: pd.DataFrame) -> None:
    weeks, means = _by_measure(rows)
    made.figure.add_trace(
        go.Scatter(
            x=np.concatenate([weeks, weeks[::-1]]),
            y=np.concatenate([means["projected"], means["imposed"][::-1]]).round(4),
            fill="toself", fillcolor=veil(MUTED), line={"width": 0}, mode="lines",
            hoverinfo="skip",
        ),
        **made.place(panel),
    )
    for measure, (name, style) in LINES.items():
        line = rows[rows["measure"] == measure]
        _draw_band(made, panel, line, style)
        made.figure.add_trace(
            go.Scatter(
                x=weeks, y=means[measure].round(4), mode="lines+markers",
                line={"color": style.colour, "width": 2, "dash": style.dash},
                marker={"symbol": style.symbol, "color": style.colour, "size": 6,
                        "maxdisplayed": 6},
                customdata=line[["low", "high", "n"]].to_numpy().round(4),
                hovertemplate=f"{name}, week %{{x}}: %{{y:.2f}}<br>95 % %{{customdata[0]:.2f}}–"
                "%{customdata[1]:.2f}, n = %{customdata[2]:.0f}<extra></extra>",
            ),
            **made.place(panel),
        )


def _draw_band(made: Panels, panel: int, line: pd.DataFrame, style: ArmStyle) -> None:
    if line["low"].isna().all():
        return
    weeks = line["week"].to_numpy()
    outline = np.concatenate([line["high"].to_numpy(), line["low"].to_numpy()[::-1]])
    made.figure.add_trace(
        go.Scatter(
            x=np.concatenate([weeks, weeks[::-1]]), y=outline.round(4), fill="toself",
            fillcolor=veil(style.colour, 0.3), line={"width": 0}, mode="lines", hoverinfo="skip",
        ),
        **made.place(panel),
    )


def _label(
    made: Panels, panel: int, rows: pd.DataFrame, y_range: tuple[float, float]
) -> None:
    weeks, means = _by_measure(rows)
    ends = [
        LineEnd(float(weeks[-1]), float(means[measure][-1]),
                f"{name} <b>{means[measure][-1]:.2f}</b>", style.colour, "")
        for measure, (name, style) in LINES.items()
    ]
    label_ends(made, ends, panel=panel, y_range=y_range, height=made.height, size=11)


def _by_measure(rows: pd.DataFrame) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    wide = rows.pivot(index="week", columns="measure", values="mean")
    return wide.index.to_numpy(), {measure: wide[measure].to_numpy() for measure in LINES}


def _alt(table: pd.DataFrame) -> str:
    words = []
    for arm, rows in by_arm(table):
        _, means = _by_measure(rows)
        gap = means["projected"][-1] - means["imposed"][-1]
        words.append(f"{arm} {signed(gap)}")
    return f"Projected less imposed consequence in the last week: {'; '.join(words)}."
