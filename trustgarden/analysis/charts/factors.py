"""What the factors of an experiment do to an outcome: one at a time, and two together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from trustgarden.model.measures import MEASURES

from ..arms import short_key
from ..frames import extent, records
from .frame import Panels, panels, zoom
from .labels import LineEnd, label_ends, safe, shortened
from .lines import Style, arm_styles, n_words, zoom_words
from .palette import INK, PAPER, TRUST_SCALE

__all__ = ["factor_effects", "factor_map"]

_MEASURES = {measure.name: measure for measure in MEASURES}


def factor_effects(
    means: pd.DataFrame, measure: str = "trust_team", *, wide: bool = True
) -> go.Figure:
    """Mean outcome at each level of each factor: a panel a factor, a line a scenario.

    Args:
        means: scenario, factor, level, mean, low, high, n (`tables.factor_means`).
        measure: Name of the outcome.
        wide: Whether for a wide page.
    """
    factors = list(means["factor"].unique())
    made = panels(
        factors, wide=wide, columns=3,
        height=220 if wide else 190, right=124 if wide else 112,
    )
    styles = arm_styles(list(means["scenario"].unique()))
    y_range = zoom(*extent(means), within=_within(measure))
    for panel, (_, table) in enumerate(means.groupby("factor", sort=False), start=1):
        _draw_factor(made, panel, table, styles, y_range)
    label = _MEASURES[measure].label
    note = (
        f"{label} at the end of the runs (mean of the last 13 weeks), averaged over the levels "
        f"of all other factors; mean over replicates ({n_words(means)}) with 95 % bootstrap "
        f"interval. {zoom_words(y_range)}"
    )
    return made.finished(alt=_alt(label, means), note=note)


def _draw_factor(
    made: Panels, panel: int, table: pd.DataFrame, styles: Style, y_range: tuple[float, float]
) -> None:
    levels = [str(level) for level in table["level"].unique()]
    ends = []
    for scenario, rows in table.groupby("scenario", sort=False):
        style = styles[str(scenario)]
        places = [levels.index(str(level)) for level in rows["level"]]
        _draw_means(made, panel, rows, places, str(scenario))
        made.figure.data[-1].update(
            line={"color": style.colour, "width": 1.6, "dash": style.dash},
            marker={"color": style.colour, "symbol": style.symbol, "size": 9},
            error_y_color=style.colour,
        )
        last = rows["mean"].iloc[-1]
        name = safe(shortened(str(scenario), 16 if made.wide else 12))
        ends.append(LineEnd(places[-1], last, f"{name} <b>{last:.2f}</b>", style.colour,
                            str(scenario)))
    made.x_axis(
        panel, range=[-0.4, len(levels) - 0.6], tickvals=list(range(len(levels))), showgrid=False,
        ticktext=[safe(shortened(level, 14)) for level in levels],
    )
    made.y_axis(panel, range=list(y_range))
    label_ends(made, ends, panel=panel, y_range=y_range, height=made.height, size=11)


def _draw_means(
    made: Panels, panel: int, rows: pd.DataFrame, places: list[int], scenario: str
) -> None:
    made.figure.add_trace(
        go.Scatter(
            x=places, y=rows["mean"].to_numpy().round(4), mode="lines+markers", meta=scenario,
            error_y={
                "array": (rows["high"] - rows["mean"]).fillna(0).to_numpy().round(4),
                "arrayminus": (rows["mean"] - rows["low"]).fillna(0).to_numpy().round(4),
                "thickness": 1.8, "width": 5,
            },
            customdata=np.array([[str(v) for v in rows["level"]], rows["n"]], dtype=object).T,
            hovertemplate=f"<b>{safe(scenario)}</b>, %{{customdata[0]}}: %{{y:.2f}}, "
            "n = %{customdata[1]}<extra></extra>",
        ),
        **made.place(panel),
    )


def factor_map(
    means: pd.DataFrame, measure: str = "trust_team", *, wide: bool = True
) -> go.Figure:
    """Mean outcome over two factors: a heat map a scenario, with the figure in each cell.

    Args:
        means: scenario, x, y (levels), x_factor, y_factor, mean, low, high, n
            (`tables.factor_pairs`).
        measure: Name of the outcome.
        wide: Whether for a wide page.
    """
    num_levels = int(means["y"].nunique())
    made = panels(
        list(means["scenario"].unique()), wide=wide, columns=3, left=110 if wide else 92,
        height=max(90, 52 * num_levels), right=16, bottom=52,
    )
    for panel, (_, table) in enumerate(means.groupby("scenario", sort=False), start=1):
        _draw_map(made, panel, table)
    low, high = float(means["mean"].min()), float(means["mean"].max())
    steps = np.linspace(0, 1, len(TRUST_SCALE))
    made.figure.update_layout(
        coloraxis={"colorscale": [list(pair) for pair in zip(steps, TRUST_SCALE, strict=True)],
                   "cmin": low, "cmax": max(high, low + 1e-6), "showscale": False}
    )
    label = _MEASURES[measure].label
    note = (
        f"{label} at the end of the runs: mean over replicates ({n_words(means)}) and 95 % "
        f"bootstrap interval. Colour from {low:.2f} (orange) to {high:.2f} (blue)."
    )
    alt = "; ".join(f"{row.scenario}, {row.x}, {row.y}: {row.mean:.2f}" for row in records(means))
    return made.finished(alt=f"{label}: {alt}.", note=note)


def _draw_map(made: Panels, panel: int, table: pd.DataFrame) -> None:
    xs, ys = list(table["x"].unique()), list(table["y"].unique())
    ordered = table.set_index(["y", "x"]).reindex([(y, x) for y in ys for x in xs])
    shape = (len(ys), len(xs))
    words = [f"{row.mean:.2f}<br>{row.low:.2f}–{row.high:.2f}" if row.low == row.low
             else f"{row.mean:.2f}" for row in records(ordered)]
    made.figure.add_trace(
        go.Heatmap(
            z=ordered["mean"].to_numpy().reshape(shape).round(4), coloraxis="coloraxis",
            x=list(range(len(xs))), y=list(range(len(ys))), xgap=2, ygap=2,
            text=np.array(words).reshape(shape), hovertemplate="%{text}<extra></extra>",
        ),
        **made.place(panel),
    )
    _write_figures(made, panel, np.array(words).reshape(shape))
    made.x_axis(panel, tickvals=list(range(len(xs))), ticktext=[safe(str(x)) for x in xs],
                showgrid=False, title_text=short_key(str(table["x_factor"].iloc[0])))
    made.y_axis(panel, tickvals=list(range(len(ys))), ticktext=[safe(str(y)) for y in ys],
                showgrid=False, title_text=short_key(str(table["y_factor"].iloc[0])))


MOST_COLUMNS = {True: 8, False: 3}
"""With more there is no room for intervals in the cells; they still show on pointing."""


def _write_figures(made: Panels, panel: int, words: np.ndarray) -> None:
    """Write the figure of each cell, on paper: colours go from light to dark."""
    # Intervals need room: on a wide page that of all panels beside each other.
    beside = made.columns if made.wide else 1
    full = words.shape[1] * beside <= MOST_COLUMNS[made.wide]
    for (y, x), text in np.ndenumerate(words):
        made.write(
            x=x, y=y, text=text if full else text.partition("<br>")[0], **made.axes(panel),
            showarrow=False, bgcolor=PAPER, borderpad=1,
            font={"size": 11 if made.wide else 10, "color": INK},
        )  # fmt: skip


def _within(measure: str) -> tuple[float, float]:
    known = _MEASURES[measure]
    return known.low, 1e9 if known.high is None else known.high


def _alt(label: str, means: pd.DataFrame) -> str:
    words = [
        f"{row.scenario}, {short_key(row.factor)} {row.level}: {row.mean:.2f}"
        for row in records(means)
    ]
    return f"{label} by level: {'; '.join(words)}."
