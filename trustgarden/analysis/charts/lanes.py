"""Episodes on a time line: a lane a kind, a bar a week, and the turns of the story through all."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from ..frames import records
from .frame import Panels
from .labels import safe
from .palette import INK, MUTED, ORANGE, PLAIN
from .rows import row_words

__all__ = ["draw_lanes", "draw_turns", "turn_words"]

EPISODES: Mapping[str, str] = {
    "kept faith": "kept faith",
    "made good": "made good",
    "apologised": "apologised",
    "made an error": "made an error",
    "was not trusted by them": "held me off",
    "did not welcome me": "no welcome",
    "was shown up": "was shown up",
    "broke faith": "broke faith",
    "broke a promise": "broke promise",
    "deceived me": "deceived me",
}
"""Episodes as the model names them, and the names of their lanes, from good to bad."""
GOOD = ("kept faith", "made good", "apologised")
MOST_TURNS = 12


def draw_lanes(made: Panels, panel: int, episodes: pd.DataFrame) -> None:
    """Draw a lane for each kind of episode there is.

    Args:
        made: The panels.
        panel: Number of the panel.
        episodes: week, what, side. With one side bars stand in their lane; with two those of
            the first go up and those of the second down.
    """
    kinds = [kind for kind in EPISODES if (episodes["what"] == kind).any()]
    sides = [str(side) for side in dict.fromkeys(episodes["side"])]
    counts = episodes.groupby(["what", "side", "week"]).size().rename("count").reset_index()
    for lane, kind in enumerate(kinds):
        rows = counts[counts["what"] == kind]
        most = int(rows["count"].max())
        for place, side in enumerate(sides):
            _draw_bars(made, panel, rows[rows["side"] == side], _ground(lane, place, sides), most)
    made.y_axis(
        panel, range=[max(1, len(kinds)) - 0.4, -0.6], tickvals=list(range(len(kinds))),
        ticktext=[EPISODES[kind] for kind in kinds], ticklabelstandoff=6, showgrid=False,
        tickfont={"size": 12 if made.wide else 10.5, "color": INK},
    )  # fmt: skip
    row_words(made, panel, [_totals(counts, kind, sides) for kind in kinds], size=11)
    made.figure.update_layout(barmode="overlay")


def _ground(lane: int, place: int, sides: list[str]) -> tuple[float, float]:
    """Where bars of a side stand, and how far the tallest goes (down is positive)."""
    if len(sides) == 1:
        return lane + 0.36, -0.72
    return lane, 0.42 if place else -0.42


def _draw_bars(
    made: Panels, panel: int, rows: pd.DataFrame, ground: tuple[float, float], most: int
) -> None:
    if rows.empty:
        return
    kind, side = str(rows["what"].iloc[0]), safe(str(rows["side"].iloc[0]))
    base, tallest = ground
    made.figure.add_trace(
        go.Bar(
            x=rows["week"].to_numpy(), y=(tallest * rows["count"] / most).to_numpy().round(4),
            base=base, width=0.8, customdata=rows["count"].to_numpy(),
            marker={"color": INK if kind in GOOD else ORANGE, "line": {"width": 0}},
            hovertemplate=f"<b>{kind}</b> {side}<br>week %{{x}}: %{{customdata}} times"
            "<extra></extra>",
        ),
        **made.place(panel),
    )  # fmt: skip
    made.figure.add_hline(
        y=base, line={"color": PLAIN, "width": 0.8}, layer="below", **made.place(panel)
    )


def _totals(counts: pd.DataFrame, kind: str, sides: list[str]) -> str:
    """How many in all, side by side."""
    rows = counts[counts["what"] == kind]
    sums = [int(rows.loc[rows["side"] == side, "count"].sum()) for side in sides]
    return " / ".join(f"<b>{total}</b>" for total in sums)


def draw_turns(made: Panels, panel: int, turns: pd.DataFrame) -> None:
    """Draw a thin line through a panel for each week with a turn, numbered at its upper end."""
    for number, week in enumerate(_weeks(turns), start=1):
        made.figure.add_vline(
            x=week, line={"color": PLAIN, "width": 1, "dash": "dot"}, layer="below",
            **made.place(panel),
        )  # fmt: skip
        made.write(
            text=str(number), x=week, y=1, **made.axes(panel, "", "domain"), yanchor="bottom",
            yshift=-3, showarrow=False, font={"size": 9.5, "color": MUTED},
        )  # fmt: skip


def turn_words(turns: pd.DataFrame) -> str:
    """Return what the numbered lines stand for, in words."""
    told = []
    for number, week in enumerate(_weeks(turns), start=1):
        rows = records(turns[turns["week"] == week])
        words = "; ".join(row.what if pd.isna(row.who) else f"{row.who} {row.what}" for row in rows)
        told.append(f"{number} (week {week}): {words}")
    left = turns["week"].nunique() - len(told)
    more = f" {left} later turns are not drawn." if left else ""
    return f"Dotted lines: {', '.join(told)}.{more} " if told else ""


def _weeks(turns: pd.DataFrame) -> list[int]:
    return sorted(int(week) for week in turns["week"].unique())[:MOST_TURNS]
