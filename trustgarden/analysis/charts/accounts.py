"""Accounts of trust: what the change of trust came from, as a stream over the weeks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..accounts import CAUSES, CHANGE
from ..frames import last_week
from .differences import signed
from .frame import Panels, panels
from .labels import LineEnd, label_ends
from .lines import n_words, weeks_axis
from .palette import GREY, INK, PAPER, PLAIN, arm_style

__all__ = ["accounts_stream", "cause_style"]

STYLES = {
    "faith kept": (arm_style(2).colour, ""),
    "trusted or not": (arm_style(5).colour, "/"),
    "made good": (arm_style(0).colour, "."),
    "heard and seen": (arm_style(3).colour, "x"),
    "leaders, events": (arm_style(4).colour, ""),
    "forgetting": (arm_style(7).colour, "|"),
    "who is known": (GREY, "-"),
    "errors": (arm_style(6).colour, "\\"),
    "faith broken": (arm_style(1).colour, ""),
}
"""Colour of each cause, and a hatch that tells layers apart in grey."""
NO_CHANGE = 5e-4
"""Less than this in all is no news in the words beside the picture."""


def cause_style(cause: str) -> tuple[str, str]:
    """Return colour and hatch of a cause of change, the same in every chart."""
    return STYLES[cause]


def accounts_stream(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """What trust gained (above the line) and lost (below) from each cause, week by week.

    Args:
        table: cause, week, mean, low, high, n (`accounts.weekly_accounts`).
        wide: Whether for a wide page.
    """
    made = panels(
        [""], wide=wide, columns=1, height=400 if wide else 330, right=206 if wide else 156, left=56
    )
    for cause in CAUSES:
        _draw_layer(made, cause, table[table["cause"] == cause])
    change = table[table["cause"] == CHANGE]
    _draw_change(made, change)
    y_range = _ends(table)
    made.y_axis(1, range=list(y_range), tickformat="+.3f", title_text="change of trust")
    weeks_axis(made, 1, last_week(table))
    made.x_axis(1, range=[int(change["week"].min()), last_week(table)])
    _name_layers(made, table, y_range)
    step = int(change["week"].min())
    note = (
        f"Changes of trust between two people, added up over {step} weeks each; beside each cause "
        f"its sum over all weeks. Line: the change in all. Means over replicates ({n_words(table)})"
    )
    note += "." if change["low"].isna().all() else "; thin bars: 95 % bootstrap intervals."
    return made.finished(alt=_alt(table), note=note)


def _draw_layer(made: Panels, cause: str, rows: pd.DataFrame) -> None:
    """A layer above the line in weeks of gain, and below it in weeks of loss."""
    colour, pattern = cause_style(cause)
    mean = rows["mean"].to_numpy()
    for group, part in (("gain", np.maximum(mean, 0)), ("loss", np.minimum(mean, 0))):
        made.figure.add_trace(
            go.Scatter(
                x=rows["week"].to_numpy(), y=part.round(5), mode="lines", stackgroup=group,
                line={"width": 0.6, "color": PAPER}, fillcolor=colour,
                fillpattern={"shape": pattern, "size": 6, "solidity": 0.2, "fgcolor": PAPER,
                             "fillmode": "overlay"},
                customdata=rows[["mean", "low", "high"]].to_numpy().round(5),
                hovertemplate=f"<b>{cause}</b>, to week %{{x}}: %{{customdata[0]:+.4f}}<br>"
                "95 % %{customdata[1]:+.4f} to %{customdata[2]:+.4f}<extra></extra>",
            ),
            **made.place(1),
        )  # fmt: skip


def _draw_change(made: Panels, rows: pd.DataFrame) -> None:
    made.figure.add_hline(y=0, line={"color": PLAIN, "width": 1.2}, **made.place(1))
    for colour, width in ((PAPER, 5.0), (INK, 2.2)):
        made.figure.add_trace(
            go.Scatter(
                x=rows["week"].to_numpy(), y=rows["mean"].to_numpy().round(5), mode="lines",
                line={"color": colour, "width": width}, error_y=_whiskers(rows, colour),
                customdata=rows[["low", "high"]].to_numpy().round(5),
                hovertemplate="<b>change in all</b>, to week %{x}: %{y:+.4f}<br>95 % "
                "%{customdata[0]:+.4f} to %{customdata[1]:+.4f}<extra></extra>",
            ),
            **made.place(1),
        )  # fmt: skip


def _whiskers(rows: pd.DataFrame, colour: str) -> dict[str, Any]:
    """Intervals of the change in all; none below two runs."""
    if colour == PAPER or rows["low"].isna().all():
        return {"visible": False}
    up, down = rows["high"] - rows["mean"], rows["mean"] - rows["low"]
    return {
        "type": "data", "symmetric": False, "array": up.to_numpy().round(5),
        "arrayminus": down.to_numpy().round(5), "color": colour, "thickness": 1.2, "width": 2,
    }  # fmt: skip


def _ends(table: pd.DataFrame) -> tuple[float, float]:
    causes = table[table["cause"] != CHANGE]
    gains = causes["mean"].clip(lower=0).groupby(causes["week"]).sum().max()
    losses = causes["mean"].clip(upper=0).groupby(causes["week"]).sum().min()
    air = 0.05 * max(gains - losses, 1e-4)
    return float(losses - air), float(gains + air)


def _name_layers(made: Panels, table: pd.DataFrame, y_range: tuple[float, float]) -> None:
    """Name layers at the middle of where each ends; the line too."""
    ends, above, below = [], 0.0, 0.0
    for cause in CAUSES:
        rows = table[table["cause"] == cause]
        last = float(rows["mean"].iloc[-1])
        ground = above if last >= 0 else below
        above, below = (above + last, below) if last >= 0 else (above, below + last)
        square = f'<span style="color:{cause_style(cause)[0]}">■</span>'
        words = f"{square} {cause} <b>{signed(_total(rows))}</b>"
        ends.append(LineEnd(last_week(table), ground + last / 2, words, INK, ""))
    change = table[table["cause"] == CHANGE]
    words = f"<b>━ in all {signed(_total(change))}</b>"
    ends.append(LineEnd(last_week(table), float(change["mean"].iloc[-1]), words, INK, ""))
    label_ends(
        made, ends, panel=1, y_range=y_range, height=made.height, size=12 if made.wide else 10,
        reach=18,
    )  # fmt: skip


def _total(rows: pd.DataFrame) -> float:
    return float(rows["mean"].to_numpy().sum())


def _alt(table: pd.DataFrame) -> str:
    sums: dict[Any, float] = table.groupby("cause")["mean"].sum().to_dict()
    told = sorted((c for c in CAUSES if abs(sums[c]) >= NO_CHANGE), key=lambda c: -abs(sums[c]))
    words = ", ".join(f"{cause} {signed(sums[cause], 3)}" for cause in told) or "nothing to tell"
    return (
        f"What trust between two people gained and lost by week {last_week(table)}: {words}; in "
        f"all {signed(sums[CHANGE], 3)}."
    )
