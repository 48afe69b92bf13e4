"""Warning signs before collapse: trust, its variance and its autocorrelation, counted back."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from trustgarden.model.measures import MEASURES

from ..frames import extent, records
from .differences import signed
from .frame import Panels, panels
from .lines import n_words
from .palette import BLUE, INK, MUTED, veil

__all__ = ["warning_chart"]

_LABELS = {measure.name: measure.label for measure in MEASURES}
TITLES = {"variance": "Variance (×10⁻⁶)", "autocorrelation": "Autocorrelation"}
SCALES = {"variance": 1e6}
"""Variances of a weekly mean are millionths."""


def warning_chart(table: pd.DataFrame, counts: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """What came before collapse, a panel for the measure and for each sign.

    Args:
        table: sign, before, mean, low, high, n (`before_collapse.before_collapse`), not empty.
        counts: sign, count, n, tau (`before_collapse.sign_counts`).
        wide: Whether for a wide page.

    Raises:
        ValueError: If the table is empty: no run collapsed late enough.
    """
    if table.empty:
        raise ValueError("no run collapsed late enough to have so many weeks before it.")
    signs = list(table["sign"].unique())
    titles = [_title(sign, counts) for sign in signs]
    made = panels(titles, wide=wide, columns=3, height=210 if wide else 150, right=28, left=58)
    weeks = int(table["before"].min())
    for panel, sign in enumerate(signs, start=1):
        _draw(made, panel, _scaled(table[table["sign"] == sign], sign))
        made.x_axis(panel, range=[weeks, 0], showgrid=False, nticks=6)
        if made.is_lowest(panel):
            made.x_axis(panel, title_text="weeks before collapse")
    window = -weeks // 2
    note = (
        f"Runs that collapsed, put together at the week of collapse ({n_words(table)}): means with "
        f"95 % bootstrap bands. Variance and autocorrelation of the {window} weeks up to each "
        "week, slow movement taken out. Rising: in how many runs the sign rose more than in 95 % "
        "of surrogates in which nothing changes; by chance one run in twenty does. A sign proves "
        "nothing."
    )
    return made.finished(alt=_alt(table, counts), note=note)


def _title(sign: str, counts: pd.DataFrame) -> str:
    found = counts[counts["sign"] == sign]
    if not len(found):
        return _LABELS.get(sign, sign)
    row = records(found)[0]
    return f"{TITLES.get(sign, sign)}: rising in {row.count} of {row.n}"


def _scaled(rows: pd.DataFrame, sign: str) -> pd.DataFrame:
    ends = ["mean", "low", "high"]
    scaled = rows.copy()
    scaled[ends] *= SCALES.get(sign, 1.0)
    return scaled


def _draw(made: Panels, panel: int, rows: pd.DataFrame) -> None:
    before, place = rows["before"].to_numpy(), made.place(panel)
    if not rows["low"].isna().all():
        made.figure.add_trace(
            go.Scatter(
                x=[*before, *before[::-1]],
                y=[*rows["high"].round(6), *rows["low"].round(6)[::-1]],
                fill="toself", fillcolor=veil(BLUE, 0.3), line={"width": 0}, mode="lines",
                hoverinfo="skip",
            ),
            **place,
        )  # fmt: skip
    made.figure.add_trace(
        go.Scatter(
            x=before, y=rows["mean"].to_numpy().round(6), mode="lines",
            line={"color": INK, "width": 2.2}, customdata=rows[["low", "high", "n"]].to_numpy(),
            hovertemplate="%{x} weeks: %{y:.4g}<br>95 % %{customdata[0]:.4g}–%{customdata[1]:.4g}, "
            "n = %{customdata[2]:.0f}<extra></extra>",
        ),
        **place,
    )  # fmt: skip
    low, high = extent(rows)
    air = 0.1 * max(high - low, 1e-6)
    made.y_axis(
        panel, range=[low - air, high + air], nticks=5, tickfont={"size": 10, "color": MUTED}
    )


def _alt(table: pd.DataFrame, counts: pd.DataFrame) -> str:
    lines = []
    for sign, rows in table.groupby("sign", sort=False):
        first, last = rows["mean"].iloc[0], rows["mean"].iloc[-1]
        lines.append(f"{_LABELS.get(str(sign), sign)} from {first:.3g} to {last:.3g}")
    rising = "; ".join(
        f"{row.sign} rose beyond chance in {row.count} of {row.n} runs, mean trend "
        f"{signed(row.tau)}"
        for row in records(counts)
    )
    return f"In the weeks before collapse: {'; '.join(lines)}. {rising}."
