"""The landscape of people: everybody in every recorded week, never one figure for all."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..frames import arms_in, by_arm
from .frame import Panels, panels
from .labels import safe, shortened
from .landscape import add_scale, even_scale
from .palette import MUTED, PAPER

__all__ = ["people_landscape"]

WORDS = {
    "trust_received": "trust received from others",
    "trust_given": "trust given to others",
    "trust_organisation": "trust in the organisation",
}
GAP = 1.0
"""Rows of air between teams."""


def people_landscape(
    people: pd.DataFrame,
    *,
    measure: str = "trust_received",
    chosen: str = "",
    wide: bool = True,
) -> go.Figure:
    """Heat map of one figure of each person over the recorded weeks, a panel an arm, by team.

    Teams stand as the table has them, and within a team those on top who end highest. Who
    changes teams stays where they were first seen.

    Args:
        people: arm, id, team, week and the measure, of one replicate (`Store.people`).
        measure: trust_received, trust_given or trust_organisation.
        chosen: Which replicate this is and why, in words for the note.
        wide: Whether for a wide page.
    """
    arms = arms_in(people)
    height = int(np.clip(7 * people["id"].nunique(), 150, 620 if wide else 460))
    made = panels(
        arms, wide=wide, columns=3, height=height, left=64 if wide else 58, right=14, bottom=44
    )
    for panel, (arm, rows) in enumerate(by_arm(people), start=1):
        _draw_people(made, panel, arm, rows, measure)
    low, high = even_scale(_ordinary(people[measure].to_numpy(dtype=np.float64)))
    add_scale(made, low, high)
    note = (
        f"{chosen} Rows are people, grouped by team, in each team the highest at the end on top; "
        f"columns are recorded weeks; blank: not here. Colour: {WORDS[measure]}, from {low:.2f} to "
        f"{high:.2f} of the scale from 0 to 1; what lies beyond has the end colours. "
        "One organisation, n = 1."
    )
    return made.finished(alt=_alt(people, measure), note=note.strip())


def _ordinary(values: np.ndarray) -> np.ndarray:
    """All but the two in a hundred farthest from the middle, so that they do not pale the rest."""
    far = np.abs(values - 0.5)
    return np.asarray(values[far <= np.nanpercentile(far, 98)])


def _draw_people(made: Panels, panel: int, arm: str, rows: pd.DataFrame, measure: str) -> None:
    wide = rows.pivot(index="id", columns="week", values=measure)
    teams = rows.drop_duplicates("id").set_index("id")["team"]
    order = _in_order(wide, teams)
    wide, teams = wide.loc[order], teams.loc[order]
    height = _heights(teams)
    weeks = [str(week) for week in wide.columns]
    grid, names = _spread(wide.to_numpy(dtype=np.float64), list(wide.index), height)
    made.figure.add_trace(
        go.Heatmap(
            z=grid.round(3), x=list(range(len(weeks))), y=list(range(len(grid))),
            coloraxis="coloraxis", xgap=0.6, ygap=0.4, hoverongaps=False,
            customdata=np.tile(names, (len(weeks), 1)).T,
            hovertemplate=f"<b>{safe(arm)}</b>, person %{{customdata}}: %{{z:.2f}}<extra></extra>",
        ),
        **made.place(panel),
    )  # fmt: skip
    _axes(made, panel, weeks, height, teams)


def _in_order(wide: pd.DataFrame, teams: pd.Series[str]) -> list[str]:
    place = {team: number for number, team in enumerate(teams.unique())}
    last = wide.ffill(axis=1).iloc[:, -1]
    return sorted(wide.index, key=lambda person: (place[teams[person]], -float(last[person])))


def _heights(teams: pd.Series[str]) -> np.ndarray:
    """Row of each person in the grid, with air between teams."""
    numbers, _ = pd.factorize(teams)
    return np.arange(len(teams)) + (GAP * numbers).astype(np.int64)


def _spread(
    values: np.ndarray, people: list[str], height: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    grid = np.full((int(height[-1]) + 1, values.shape[1]), np.nan)
    names = [""] * len(grid)
    for row, person, place in zip(values, people, height.tolist(), strict=True):
        grid[place], names[place] = row, safe(str(person))
    return grid, names


def _axes(
    made: Panels, panel: int, weeks: list[str], height: np.ndarray, teams: pd.Series[str]
) -> None:
    rows = pd.Series(height, index=teams.to_numpy()).groupby(level=0, sort=False).mean()
    names = [safe(shortened(str(team), 9)) for team in rows.index]
    # More names than this would lie on each other.
    step = max(1, int(np.ceil(13 * len(names) / made.height)))
    made.y_axis(
        panel, range=[float(height[-1]) + 0.5, -0.5], showgrid=False, ticktext=names[::step],
        tickvals=rows.to_numpy()[::step], tickfont={"size": 10, "color": MUTED},
        ticklabelstandoff=4,
    )  # fmt: skip
    every = max(1, int(np.ceil(len(weeks) / 7)))
    made.x_axis(
        panel, showgrid=False, tickvals=list(range(0, len(weeks), every)), ticktext=weeks[::every],
        title_text="week" if made.is_lowest(panel) else None,
        range=[-0.5, len(weeks) - 0.5], linecolor=PAPER,
    )  # fmt: skip


def _alt(people: pd.DataFrame, measure: str) -> str:
    words = []
    for arm, rows in by_arm(people):
        last = rows[rows["week"] == rows["week"].max()].dropna(subset=measure)
        top, low = last.loc[last[measure].idxmax()], last.loc[last[measure].idxmin()]
        words.append(
            f"{arm}: from {low[measure]:.2f} (person {low['id']}, {low['team']}) to "
            f"{top[measure]:.2f} (person {top['id']}, {top['team']})"
        )
    return f"{WORDS[measure].capitalize()} in the last recorded week. {'; '.join(words)}."
