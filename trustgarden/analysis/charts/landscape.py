"""The landscape of trust: every team in every week, never one figure for all."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..frames import arms_in, by_arm
from .frame import Panels, panels
from .labels import safe
from .palette import INK, MUTED, TRUST_SCALE

__all__ = ["add_scale", "even_scale", "trust_landscape"]

MOST_NUMBERS = 16
"""More teams than this, and the numbers beside them would lie on each other."""


def trust_landscape(
    teams: pd.DataFrame, *, chosen: str = "", wide: bool = True
) -> go.Figure:
    """Heat map of trust in each team over the weeks, a panel an arm, last figures beside.

    Args:
        teams: arm, team, week, trust_team, of one replicate (`tables.landscape`).
        chosen: Which replicate this is and why, in words for the note.
        wide: Whether for a wide page.
    """
    arms = arms_in(teams)
    num_teams = int(teams["team"].nunique())
    made = panels(
        arms, wide=wide, columns=4, narrow_columns=2 if len(arms) > 1 else 1,
        height=int(np.clip(17 * num_teams, 70, 300)), left=28, right=40, bottom=46,
    )
    low, high = even_scale(teams["trust_team"].to_numpy())
    for panel, (arm, rows) in enumerate(by_arm(teams), start=1):
        _draw_teams(made, panel, arm, rows)
    add_scale(made, low, high)
    note = (
        f"{chosen} Colour from {low:.2f} to {high:.2f} of the scale from 0 to 1; the number is "
        "trust in the last week shown. One organisation, n = 1"
    )
    note += ": the other charts tell how arms differ on average." if len(arms) > 1 else "."
    return made.finished(alt=_alt(teams), note=note.strip())


def even_scale(trust: np.ndarray) -> tuple[float, float]:
    """Return the ends of the colours: even about 0.5, on twentieths, so that grey is the middle."""
    half = float(np.nanmax(np.abs(trust - 0.5)))
    half = min(0.5, max(0.1, math.ceil(half * 20) / 20))
    return 0.5 - half, 0.5 + half


def _draw_teams(made: Panels, panel: int, arm: str, rows: pd.DataFrame) -> None:
    wide = rows.pivot(index="team", columns="week", values="trust_team")
    names = [_team_name(team) for team in wide.index]
    made.figure.add_trace(
        go.Heatmap(
            z=wide.to_numpy().round(3), x=wide.columns.to_numpy(dtype=float),
            y=list(range(len(names))),
            coloraxis="coloraxis", ygap=1.5, customdata=np.tile(names, (wide.shape[1], 1)).T,
            hovertemplate=f"<b>{safe(arm)}</b>, team %{{customdata}}<br>week %{{x}}: "
            "%{z:.2f}<extra></extra>",
        ),
        **made.place(panel),
    )
    few = len(names) <= MOST_NUMBERS
    made.y_axis(
        panel, range=[len(names) - 0.5, -0.5], showgrid=False, showticklabels=few,
        tickvals=list(range(len(names))), ticktext=[safe(name)[:3] for name in names],
        tickfont={"size": 10},
    )
    last = int(wide.columns.max())
    # The cell of the first week begins before it, by half a step.
    made.x_axis(panel, showgrid=False, tickvals=_ticks(last), tickfont={"size": 10})
    if made.is_lowest(panel):
        made.x_axis(panel, title_text="week", title_standoff=2)
    if few:
        _write_numbers(made, panel, wide.iloc[:, -1].to_numpy())


def _team_name(team: object) -> str:
    """Teams are numbered from 0 in the store; people count from 1."""
    return str(team + 1) if isinstance(team, int | np.integer) else str(team)


def _ticks(last: int) -> list[int]:
    step = next((step for step in (4, 13, 26, 52, 104, 260) if last / step <= 4), 520)
    return list(range(step, last + 1, step))


def _write_numbers(made: Panels, panel: int, figures: np.ndarray) -> None:
    for row, trust in enumerate(figures):
        if np.isnan(trust):
            continue
        made.write(
            text=f"{trust:.2f}", **made.axes(panel, "domain"), x=1, y=row,
            xshift=5, xanchor="left", yanchor="middle", showarrow=False,
            font={"size": 10.5, "color": INK},
        )


def add_scale(made: Panels, low: float, high: float) -> None:
    """Put the scale of colours below the panels."""
    height = made.figure.layout.height + 46
    steps = [place / (len(TRUST_SCALE) - 1) for place in range(len(TRUST_SCALE))]
    made.figure.update_layout(
        height=height,
        margin_b=made.figure.layout.margin.b + 46,
        coloraxis={
            "cmin": low,
            "cmax": high,
            "colorscale": [list(pair) for pair in zip(steps, TRUST_SCALE, strict=True)],
            "colorbar": {
                "orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom",
                "x": 0.012, "xanchor": "left", "len": 0.3 if made.wide else 0.75, "thickness": 9,
                "outlinewidth": 0, "tickfont": {"size": 10.5, "color": MUTED}, "ypad": 6,
                "xpad": 0, "tickvals": [low, 0.5, high],
                "ticktext": [f"{low:.2f} low", "0.50", f"{high:.2f} high trust"],
            },
        },
    )


def _alt(teams: pd.DataFrame) -> str:
    words = []
    for arm, rows in by_arm(teams):
        last = rows[rows["week"] == rows["week"].max()]["trust_team"]
        words.append(f"{arm} from {last.min():.2f} to {last.max():.2f}")
    return f"Trust in the teams in the last week, lowest to highest team: {'; '.join(words)}."
