"""Episodes on a time line: a lane a kind, a mark a week, and the turns of the story through all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..frames import records
from .frame import Panels
from .labels import safe
from .palette import INK, MUTED, ORANGE, PAPER, PLAIN, veil

__all__ = ["draw_lanes", "draw_turns", "turn_words"]

EPISODES: Mapping[str, tuple[str, str]] = {
    "kept faith": ("kept faith", "circle"),
    "made good": ("made good", "cross"),
    "apologised": ("apologised", "square"),
    "made an error": ("made an error", "diamond"),
    "was not trusted by them": ("held me off", "triangle-left"),
    "did not welcome me": ("no welcome", "hexagon"),
    "was shown up": ("was shown up", "triangle-down"),
    "broke faith": ("broke faith", "x"),
    "broke a promise": ("broke promise", "triangle-up"),
    "deceived me": ("deceived me", "star"),
}
"""Episodes as the model names them: name of the lane, and mark; from good to bad."""
GOOD = ("kept faith", "made good", "apologised")
GROWS_TO = 6
"""Up to so many episodes of a kind in a week a mark grows."""
MOST_TURNS = 12


def draw_lanes(made: Panels, panel: int, episodes: pd.DataFrame) -> None:
    """Draw a lane for each kind of episode there is.

    Args:
        made: The panels.
        panel: Number of the panel.
        episodes: week, what, side: what stands on the same side is drawn together; with two
            sides the second stands below the first and is hollow.
    """
    kinds = [kind for kind in EPISODES if (episodes["what"] == kind).any()]
    sides = list(dict.fromkeys(episodes["side"]))
    for lane, kind in enumerate(kinds):
        for place, side in enumerate(sides):
            rows = episodes[(episodes["what"] == kind) & (episodes["side"] == side)]
            shift = 0.0 if len(sides) == 1 else 0.42 * place - 0.21
            _draw_marks(made, panel, rows, kind, lane + shift, place > 0, str(side))
    names = [EPISODES[kind][0] for kind in kinds]
    made.y_axis(
        panel, range=[max(1, len(kinds)) - 0.4, -0.6], tickvals=list(range(len(kinds))),
        ticktext=names, tickfont={"size": 12 if made.wide else 10.5, "color": INK},
        ticklabelstandoff=6,
    )  # fmt: skip
    if len(sides) > 1:
        _name_sides(made, panel, [str(side) for side in sides])


def _draw_marks(
    made: Panels, panel: int, rows: pd.DataFrame, kind: str, lane: float, hollow: bool, side: str
) -> None:
    counts = rows.groupby("week").size()
    colour = INK if kind in GOOD else ORANGE
    sizes = 4.0 + 1.6 * np.minimum(counts.to_numpy(), GROWS_TO)
    made.figure.add_trace(
        go.Scatter(
            x=counts.index.to_numpy(), y=np.full(len(counts), lane), mode="markers",
            marker={"symbol": EPISODES[kind][1], "size": sizes.round(1),
                    "color": PAPER if hollow else veil(colour, 0.7),
                    "line": {"color": colour, "width": 1.1}},
            customdata=counts.to_numpy(),
            hovertemplate=f"<b>{kind}</b> {safe(side)}<br>week %{{x}}: %{{customdata}} times"
            "<extra></extra>",
        ),
        **made.place(panel),
    )  # fmt: skip


def _name_sides(made: Panels, panel: int, sides: list[str]) -> None:
    words = f"● {safe(sides[0])} (above)<br>○ {safe(sides[1])} (below)"
    made.write(
        text=words, **made.axes(panel, "domain", "domain"), x=1, y=1, xshift=10, xanchor="left",
        yanchor="top", align="left", showarrow=False,
        font={"size": 11.5 if made.wide else 10, "color": MUTED},
    )  # fmt: skip


def draw_turns(made: Panels, panel: int, turns: pd.DataFrame) -> None:
    """Draw a thin line through a panel for each week with a turn, numbered at its upper end."""
    for number, week in enumerate(_weeks(turns), start=1):
        made.figure.add_vline(
            x=week, line={"color": PLAIN, "width": 1, "dash": "dot"}, layer="below",
            **made.place(panel),
        )  # fmt: skip
        made.write(
            text=str(number), x=week, y=1, **made.axes(panel, "", "domain"), yanchor="bottom",
            yshift=-2, showarrow=False, font={"size": 9.5, "color": MUTED},
        )  # fmt: skip


def turn_words(turns: pd.DataFrame) -> str:
    """Return what the numbered lines stand for, in words."""
    told = []
    for number, week in enumerate(_weeks(turns), start=1):
        rows = records(turns[turns["week"] == week])
        words = "; ".join(row.what.rstrip(".") if row.who != row.who or row.who is None
                          else f"{row.who} {row.what}" for row in rows)  # fmt: skip
        told.append(f"{number} (week {week}): {words}")
    left = turns["week"].nunique() - len(told)
    more = f" {left} later turns are not drawn." if left else ""
    return f"Dotted lines: {', '.join(told)}.{more} " if told else ""


def _weeks(turns: pd.DataFrame) -> list[int]:
    return sorted(int(week) for week in turns["week"].unique())[:MOST_TURNS]
