"""Stories: one person, or one relationship, week by week, with the episodes on a time line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..frames import last_week, records
from .frame import Panels, panels, zoom
from .labels import LineEnd, label_ends, safe, shortened
from .lanes import draw_lanes, draw_turns, turn_words
from .lines import weeks_axis, zoom_words
from .palette import ArmStyle, arm_style

__all__ = ["person_story", "tie_story"]

PERSON = {
    "trust_received": "trust received",
    "trust_given": "trust given",
    "trust_organisation": "organisation",
    "strain": "strain",
}
"""What a person's lines are called."""

Lines = Mapping[str, pd.DataFrame]


def person_story(
    people: pd.DataFrame,
    episodes: pd.DataFrame,
    turns: pd.DataFrame,
    person: str,
    *,
    wide: bool = True,
) -> go.Figure:
    """One person: trust given and received, strain, and what others did to them.

    Args:
        people: week, id, trust_given, trust_received, trust_organisation, strain
            (`Diary.people`).
        episodes: week, who, whom, what (`Diary.episodes`).
        turns: week, who, what (`Diary.turns`).
        person: Id of the person.
        wide: Whether for a wide page.

    Raises:
        ValueError: If the tables do not know the person.
    """
    rows = people[people["id"] == person]
    lines = {name: _line(rows, column) for column, name in PERSON.items()}
    own = episodes[episodes["who"] == person].assign(side="")
    titles = [f"Person {person}", "What others did to them"]
    return _story(titles, lines, own, _turns_of(turns, [person]), wide)


def tie_story(
    ties: pd.DataFrame,
    episodes: pd.DataFrame,
    turns: pd.DataFrame,
    one: str,
    other: str,
    *,
    wide: bool = True,
) -> go.Figure:
    """One relationship: what each holds of the other, and what they lived through.

    Args:
        ties: week, from, to, trust, mistrust (`Diary.ties`).
        episodes: week, who, whom, what (`Diary.episodes`).
        turns: week, who, what (`Diary.turns`).
        one: Id of the one.
        other: Id of the other.
        wide: Whether for a wide page.

    Raises:
        ValueError: If neither remembers the other in any week.
    """
    lines, parts = {}, []
    for name in ("trust", "mistrust"):
        for a, b in ((one, other), (other, one)):
            rows = ties[(ties["from"] == a) & (ties["to"] == b)]
            lines[f"{name} {a}→{b}"] = _line(rows, name)
    for a, b in ((one, other), (other, one)):
        rows = episodes[(episodes["who"] == a) & (episodes["whom"] == b)]
        parts.append(rows.assign(side=f"by {b}"))
    own = pd.concat(parts, ignore_index=True)
    titles = [f"Persons {one} and {other}", f"Up: done by {other}; down: by {one}"]
    return _story(titles, lines, own, _turns_of(turns, [one, other]), wide)


def _line(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Weeks and heights; weeks that are missing between are gaps, so that no line bridges them."""
    if rows.empty:
        return pd.DataFrame({"week": [], "y": []})
    weeks = pd.RangeIndex(int(rows["week"].min()), int(rows["week"].max()) + 1, name="week")
    return rows.set_index("week")[column].reindex(weeks).rename("y").reset_index()


def _turns_of(turns: pd.DataFrame, people: Sequence[str]) -> pd.DataFrame:
    """Turns of these people, and events, which are everybody's."""
    return turns[turns["who"].isin(people) | turns["who"].isna()].reset_index(drop=True)


def _story(
    titles: Sequence[str], lines: Lines, episodes: pd.DataFrame, turns: pd.DataFrame, wide: bool
) -> go.Figure:
    """Lines above, lanes of episodes below, and turns as thin lines through both."""
    known = {name: rows for name, rows in lines.items() if rows["y"].notna().any()}
    if not known:
        raise ValueError(f"{titles[0]}: the tables hold no week of them; follow them first.")
    made = panels(
        titles, wide=wide, columns=1,
        height=250 if wide else 215, right=176 if wide else 128, left=124 if wide else 88,
    )  # fmt: skip
    last = max(last_week(rows) for rows in known.values())
    y_range = _draw_lines(made, known)
    draw_lanes(made, 2, episodes)
    for panel in (1, 2):
        draw_turns(made, panel, turns)
        weeks_axis(made, panel, last)
        made.x_axis(panel, range=[0, last + 1])
    note = (
        f"{safe(titles[0])} in one run, n = 1. Each "
        "bar is a week; its height is the number of such episodes, against the most in a week of "
        "its lane; at the right, how many in all. "
        f"{turn_words(turns)}{zoom_words(y_range)}"
    )
    return made.finished(alt=_alt(titles[0], known, episodes, turns), note=note)


def _draw_lines(made: Panels, lines: Lines) -> tuple[float, float]:
    heights = np.concatenate([rows["y"].dropna().to_numpy() for rows in lines.values()])
    y_range = zoom(float(heights.min()), float(heights.max()))
    ends = []
    for place, (name, rows) in enumerate(lines.items()):
        style = arm_style(place)
        _draw_line(made, name, rows, style)
        last = rows.dropna().iloc[-1]
        words = f"{safe(shortened(name, 20 if made.wide else 15))} <b>{last['y']:.2f}</b>"
        ends.append(LineEnd(float(last["week"]), float(last["y"]), words, style.colour, name))
    made.y_axis(1, range=list(y_range))
    size = 12 if made.wide else 10
    label_ends(made, ends, panel=1, y_range=y_range, height=made.height, size=size)
    return y_range


def _draw_line(made: Panels, name: str, rows: pd.DataFrame, style: ArmStyle) -> None:
    heights = [None if y != y else round(y, 4) for y in rows["y"].tolist()]
    made.figure.add_trace(
        go.Scatter(
            x=rows["week"].to_numpy(), y=heights, mode="lines+markers", name=safe(name),
            line={"color": style.colour, "width": 2, "dash": style.dash},
            marker={"color": style.colour, "symbol": style.symbol, "size": 6, "maxdisplayed": 8},
            hovertemplate=f"<b>{safe(name)}</b>, week %{{x}}: %{{y:.2f}}<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip


def _alt(who: str, lines: Lines, episodes: pd.DataFrame, turns: pd.DataFrame) -> str:
    ways = []
    for name, rows in lines.items():
        known = rows["y"].dropna()
        ways.append(f"{name} from {known.iloc[0]:.2f} to {known.iloc[-1]:.2f}")
    counts = episodes["what"].value_counts()
    told = ", ".join(f"{what} {count} times" for what, count in counts.items()) or "none"
    turned = "; ".join(f"week {row.week}: {row.what}" for row in records(turns))
    return f"{who}: {'; '.join(ways)}. Episodes: {told}. Turns: {turned or 'none'}."
