"""How the difference between two scenarios grows over the weeks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from trustgarden.model.measures import MEASURES

from ..frames import extent, last_week
from .differences import signed
from .frame import Panels, panels
from .labels import safe
from .levels import LEVELS
from .lines import n_words, weeks_axis
from .palette import INK, PLAIN, veil

__all__ = ["weekly_differences"]

_LABELS = {measure.name: measure.label for measure in MEASURES}


def weekly_differences(
    weekly: pd.DataFrame,
    *,
    arm: str,
    reference: str,
    measures: Sequence[str] = tuple(LEVELS),
    wide: bool = True,
) -> go.Figure:
    """Paired difference over time, a panel a measure, with its 95 % band.

    Args:
        weekly: week, measure, mean, low, high, n of arm less reference.
        arm: The arm.
        reference: The arm it is compared with.
        measures: Names of the measures, one panel each.
        wide: Whether for a wide page.
    """
    titles = [LEVELS.get(measure, _LABELS[measure]) for measure in measures]
    made = panels(titles, wide=wide, columns=2, height=210 if wide else 180, right=64)
    shown = weekly[weekly["measure"].isin(measures)]
    y_range = _even_range(shown)
    for panel, measure in enumerate(measures, start=1):
        _draw_difference(made, panel, shown[shown["measure"] == measure], y_range)
    words = [
        f"{title} {signed(shown[shown['measure'] == measure]['mean'].iloc[-1])}"
        for title, measure in zip(titles, measures, strict=True)
    ]
    note = (
        f"{arm} less {reference}, within pairs that share people and luck ({n_words(shown)} "
        "pairs). Bands: 95 % bootstrap interval of the mean difference. Above the line "
        f"{arm} is higher."
    )
    alt = f"Difference in trust in the last week, {arm} less {reference}: {'; '.join(words)}."
    return made.finished(alt=alt, note=note)


def _even_range(table: pd.DataFrame) -> tuple[float, float]:
    """An axis as far above zero as below, so that a difference does not look larger than it is."""
    half = max(0.1, 1.08 * max(map(abs, extent(table))))
    return -half, half


def _draw_difference(
    made: Panels, panel: int, rows: pd.DataFrame, y_range: tuple[float, float]
) -> None:
    weeks = rows["week"].to_numpy()
    place = made.place(panel)
    made.figure.add_hline(y=0, line={"color": PLAIN, "width": 1.5}, layer="below", **place)
    made.figure.add_trace(
        go.Scatter(
            x=[*weeks, *weeks[::-1]], y=[*rows["high"].round(4), *rows["low"].round(4)[::-1]],
            fill="toself", fillcolor=veil(INK), line={"width": 0}, mode="lines", hoverinfo="skip",
        ),
        **place,
    )
    made.figure.add_trace(
        go.Scatter(
            x=weeks, y=rows["mean"].to_numpy().round(4), mode="lines",
            line={"color": INK, "width": 2.2}, customdata=rows[["low", "high"]].to_numpy(),
            hovertemplate="week %{x}: %{y:+.3f}<br>95 % %{customdata[0]:+.3f} to "
            "%{customdata[1]:+.3f}<extra></extra>",
        ),
        **place,
    )
    last = rows.iloc[-1]
    made.write(
        text=f"<b>{safe(signed(last['mean']))}</b>", x=float(last["week"]), y=float(last["mean"]),
        **made.axes(panel), xanchor="left", xshift=6, showarrow=False,
        font={"size": 12, "color": INK},
    )
    made.y_axis(panel, range=list(y_range), tickformat="+.2f", nticks=5)
    weeks_axis(made, panel, last_week(rows))
