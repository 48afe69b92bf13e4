"""Survival: how long ties last, and how soon newcomers are accepted (Kaplan & Meier)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..frames import arms_in, by_arm
from .frame import Panels, panels
from .labels import LineEnd, label_ends, safe, shortened
from .lines import Style, arm_styles
from .palette import ArmStyle, veil

__all__ = ["acceptance_curves", "tie_survival_curves"]

TICKS = (1, 2, 4, 8, 13, 26, 52, 104)
FEWEST = 10
"""With fewer still followed than this, or than a tenth, a curve jumps about and is not drawn."""


def tie_survival_curves(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """Share of ties that are still there after so many weeks.

    Args:
        table: arm, weeks, share, low, high, at_risk, n (`tie_survival.tie_survival`).
        wide: Whether for a wide page.
    """
    n = f"n = {table['n'].min()}"
    note = (
        f"Kaplan & Meier's curve in each organisation, means over organisations ({n}) with 95 % "
        f"bootstrap bands; {_counts(table)} ties at first. Bridges: without a shared trusted third "
        "party when first seen. Seen in the recorded weeks only, hence the steps. Axis from 0 to 1."
    )
    return _curves(table, "still there", "weeks after they were first seen", note, wide)


def acceptance_curves(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """Share of newcomers whom their team has accepted within so many weeks.

    Args:
        table: weeks, share, low, high, at_risk, and arm (`journeys.acceptance_curve` with
            `by="arm"`; without it, one curve).
        wide: Whether for a wide page.
    """
    named = table if "arm" in table else table.assign(arm="accepted")
    total = int(named.groupby("arm")["at_risk"].max().sum())
    note = (
        f"Kaplan & Meier's curve with 95 % intervals; n = {total} newcomers: {_counts(named)}. Who "
        "left, or was still waiting at the end, counts for as long as they were seen. Intervals "
        "take newcomers as independent, and are too narrow for what other organisations would do. "
        "Axis from 0 to 1."
    )
    return _curves(named, "accepted", "weeks after joining", note, wide)


def _curves(table: pd.DataFrame, what: str, across: str, note: str, wide: bool) -> go.Figure:
    table = pd.concat([_while_followed(rows) for _, rows in by_arm(table)])
    note += f" Drawn while {FEWEST} or more, or a tenth, are followed."
    made = panels(
        [""], wide=wide, columns=1, height=340 if wide else 270, right=190 if wide else 130, left=52
    )
    styles = arm_styles(arms_in(table))
    last = float(table["weeks"].max())
    ends = []
    for arm, rows in by_arm(table):
        _draw_band(made, rows, styles[arm], last)
        _draw_steps(made, arm, rows, styles[arm], last)
        share = float(rows["share"].iloc[-1])
        words = f"{safe(shortened(arm, 17 if wide else 12))} <b>{100 * share:.0f} %</b>"
        ends.append(LineEnd(last, share, words, styles[arm].colour, arm))
    label_ends(made, ends, panel=1, y_range=(0, 1.02), height=made.height, size=12 if wide else 11)
    made.x_axis(
        1,
        range=[0, last],
        title_text=across,
        showgrid=False,
        tickvals=_ticks(last, 8 if wide else 5),
    )
    made.y_axis(1, range=[0, 1.02], tickformat=".0%", title_text=what)
    return made.finished(alt=_alt(table, what, styles), note=note)


def _while_followed(rows: pd.DataFrame) -> pd.DataFrame:
    fewest = min(FEWEST, -(-int(rows["at_risk"].max()) // 10))
    return rows[rows["at_risk"] >= fewest]


def _ticks(last: float, most: int) -> list[int]:
    step = next((step for step in TICKS if last / step <= most), 260)
    return list(range(0, int(last) + 1, step))


def _steps(rows: pd.DataFrame, column: str, last: float) -> tuple[np.ndarray, np.ndarray]:
    """The corners of a curve that holds until it falls or rises, drawn on to the last week."""
    known = rows[["weeks", column]].dropna().to_numpy(dtype=np.float64)
    if not len(known):
        return np.empty(0), np.empty(0)
    weeks, values = known.T
    return np.append(np.repeat(weeks, 2)[1:], last), np.repeat(values, 2)


def _draw_band(made: Panels, rows: pd.DataFrame, style: ArmStyle, last: float) -> None:
    (x, high), (_, low) = (
        _steps(rows[rows["low"].notna() & rows["high"].notna()], end, last)
        for end in ("high", "low")
    )
    made.figure.add_trace(
        go.Scatter(
            x=np.concatenate([x, x[::-1]]), y=np.concatenate([high, low[::-1]]).round(4),
            fill="toself", fillcolor=veil(style.colour), line={"width": 0}, mode="lines",
            hoverinfo="skip",
        ),
        **made.place(1),
    )  # fmt: skip


def _draw_steps(made: Panels, arm: str, rows: pd.DataFrame, style: ArmStyle, last: float) -> None:
    x, y = _steps(rows, "share", last)
    made.figure.add_trace(
        go.Scatter(
            x=x, y=y.round(4), mode="lines", hoverinfo="skip",
            line={"color": style.colour, "width": 2.2, "dash": style.dash},
        ),
        **made.place(1),
    )  # fmt: skip
    made.figure.add_trace(
        go.Scatter(
            x=rows["weeks"].to_numpy(), y=rows["share"].to_numpy().round(4), mode="markers",
            meta=arm,
            marker={"color": style.colour, "symbol": style.symbol, "size": 7, "maxdisplayed": 9},
            customdata=rows[["low", "high", "at_risk"]].to_numpy().round(4),
            hovertemplate=f"<b>{safe(arm)}</b>, %{{x}} weeks: %{{y:.0%}}<br>95 % "
            "%{customdata[0]:.0%}–%{customdata[1]:.0%}, %{customdata[2]:.0f} followed"
            "<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip


def _counts(table: pd.DataFrame) -> str:
    counts = table.groupby("arm", sort=False)["at_risk"].max()
    return ", ".join(f"{arm} {count:.0f}" for arm, count in counts.items())


def _alt(table: pd.DataFrame, what: str, styles: Style) -> str:
    words = []
    for arm in styles:
        rows = table[table["arm"] == arm]
        half = rows[rows["share"] <= 0.5] if what == "still there" else rows[rows["share"] >= 0.5]
        when = (
            f"one half after {half['weeks'].iloc[0]:.0f} weeks" if len(half) else "never one half"
        )
        words.append(f"{arm}: {100 * rows['share'].iloc[-1]:.0f} % at the end, {when}")
    return f"Share {what}. {'; '.join(words)}."
