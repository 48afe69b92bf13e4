"""Kinds of trust over time: none, functional, invested and blind, as shares of relationships."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from ..frames import arms_in, by_arm, last_week
from .frame import Panels, panels
from .labels import LineEnd, label_ends
from .lines import n_words, weeks_axis
from .palette import BAND_COLOURS, INK, PAPER

__all__ = ["BANDS", "trust_bands"]

BANDS = {
    "band_invested": "invested",
    "band_blind": "blind",
    "band_functional": "functional",
    "band_none": "no trust",
}
"""From the ground up: what rests on evidence lies at the bottom, where it can be compared."""

PATTERNS = {"band_blind": "/", "band_none": "."}
"""Two bands are hatched, so that all four can be told apart in grey."""


def trust_bands(weekly: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """Stacked shares of the four bands of trust over time, a panel an arm.

    Args:
        weekly: arm, measure, week, mean, low, high, n, with the measures of `BANDS`.
        wide: Whether for a wide page.
    """
    table = weekly[weekly["measure"].isin(BANDS)]
    arms = arms_in(table)
    made = panels(
        arms, wide=wide, columns=3, height=160 if wide else 140, right=160, left=40, bottom=40
    )
    for panel, (_, rows) in enumerate(by_arm(table), start=1):
        _draw_stack(made, panel, rows)
        weeks_axis(made, panel, last_week(rows))
        made.y_axis(panel, range=[0, 1], tickformat=".0%", nticks=3, showgrid=False)
    note = (
        f"Mean shares of remembered relationships over replicates ({n_words(table)}); beside the "
        "right end the share in the last week"
    )
    note += "." if table["low"].isna().all() else ", with its 95 % bootstrap interval."
    return made.finished(alt=_alt(table), note=note)


def _draw_stack(made: Panels, panel: int, rows: pd.DataFrame) -> None:
    ground, ends = 0.0, []
    for measure in BANDS:
        band = rows[rows["measure"] == measure]
        made.figure.add_trace(_area(panel, measure, band), **made.place(panel))
        last = band.iloc[-1]
        height = ground + float(last["mean"]) / 2
        ends.append(LineEnd(float(last["week"]), height, _words(measure, last), INK, ""))
        ground += float(last["mean"])
    label_ends(made, ends, panel=panel, y_range=(0, 1), height=made.height, size=11,
               reach=6)


def _area(panel: int, measure: str, band: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=band["week"].to_numpy(), y=band["mean"].to_numpy().round(4), mode="lines",
        stackgroup=f"panel{panel}", line={"width": 0.8, "color": PAPER},
        fillcolor=BAND_COLOURS[measure],
        fillpattern={"shape": PATTERNS.get(measure, ""), "size": 5, "solidity": 0.18,
                     "fgcolor": PAPER, "fillmode": "overlay"},
        customdata=band[["low", "high"]].to_numpy().round(4),
        hovertemplate=f"<b>{BANDS[measure]}</b>, week %{{x}}: %{{y:.0%}}<br>"
        "95 % %{customdata[0]:.0%}–%{customdata[1]:.0%}<extra></extra>",
    )


def _words(measure: str, last: pd.Series[float]) -> str:
    # A square in the colour of the band leads the eye without a legend.
    square = f'<span style="color:{BAND_COLOURS[measure]}">■</span>'
    words = f"{square} {BANDS[measure]} <b>{100 * last['mean']:.0f} %</b>"
    if last["low"] != last["low"]:
        return words
    return f"{words} [{100 * last['low']:.0f}–{100 * last['high']:.0f}]"


def _alt(table: pd.DataFrame) -> str:
    words = []
    for arm, rows in by_arm(table):
        last = rows[rows["week"] == rows["week"].max()].set_index("measure")["mean"]
        parts = ", ".join(f"{name} {100 * last[measure]:.0f} %" for measure, name in BANDS.items())
        words.append(f"{arm}: {parts}")
    return f"Kinds of trust in the last week. {'; '.join(words)}."
