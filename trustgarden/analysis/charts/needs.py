"""Charts of knock-outs: which finding needs which mechanism.

Colour is never alone: what is needed is a full square, what is needed if the verdict holds an
open one, what stands in the way a triangle, so that the matrix can be read in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ..frames import records
from .frame import Panels, panels
from .labels import safe
from .lines import n_words
from .palette import BLUE, INK, ORANGE, PAPER, PLAIN
from .rows import name_rows, room_for_names
from .verdicts import LOOKS

__all__ = ["KINDS", "needs_counts", "needs_matrix"]

LONGEST = {True: 26, False: 14}
"""Letters that the name of a criterion may have, on a wide and on a narrow page."""
WHOLE = -1.2
"""Where the verdict with all mechanisms stands, left of the first mechanism."""
NAMES_ROOM = 92
"""Room below for the names of mechanisms, which stand upright (pixels)."""

KINDS = {
    "needed": ("needed", BLUE, "square", 11),
    "near": ("needed, verdict near its limit", BLUE, "square-open", 10),
    "hinders": ("stands in the way", ORANGE, "triangle-up", 10),
    "moved": ("size differs, verdict alike", PLAIN, "circle", 4),
    "missing": ("not made, or failed", INK, "asterisk-open", 7),
}
"""What a mark of the matrix means: words, colour, shape and size (pixels)."""

NOTE = (
    "Left of the line: verdict with all mechanisms (round: pass; open diamond: partial; cross: "
    "fail). Full square: passes with all and not without this mechanism; open square: so too, "
    "but the interval touches a limit. Triangle: passes only without it. Small dot: intervals "
    "with and without lie apart, verdict alike. Asterisk: not made, or failed."
)
COUNTS_NOTE = (
    "How many criteria of a study pass with all mechanisms and do not pass without this one, "
    "near a limit or not; darker is more. A dot: none."
)


def needs_matrix(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """One study: a row a criterion, a column a mechanism.

    Args:
        table: Rows of `Matrix.table` of one study.
        wide: Whether for a wide page.
    """
    criteria, mechanisms = list(table["criterion"].unique()), _mechanisms(table)
    names = [str(name).partition(".")[2].replace("_", " ") for name in criteria]
    made = panels(
        [""],
        wide=wide,
        columns=1,
        height=24 * len(names) + 8,
        bottom=NAMES_ROOM,
        right=16,
        left=room_for_names(names, longest=LONGEST[wide], wide=wide),
    )
    name_rows(made, 1, names, [INK] * len(names), longest=LONGEST[wide])
    _name_mechanisms(made, mechanisms)
    _draw_whole(made, table, criteria)
    shown = table[table["without"] != ""].assign(kind=kind_of)
    for kind in KINDS:
        _draw_kind(made, shown[shown["kind"] == kind], kind, criteria, mechanisms)
    return made.finished(alt=_alt(table), note=f"{NOTE} {_n_words(table)}")


def kind_of(table: pd.DataFrame) -> list[str]:
    """What each row of the matrix is shown as; nothing where no mark stands."""
    return [_kind(row) for row in records(table)]


def _kind(row: Any) -> str:
    if row.verdict == "none":
        return "missing"
    if row.needed:
        return "near" if row.near else "needed"
    if row.hinders:
        return "hinders"
    return "moved" if row.moved else ""


def _mechanisms(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table["without"].unique() if name]


def _name_mechanisms(made: Panels, mechanisms: Sequence[str], first: float = WHOLE) -> None:
    made.x_axis(
        1, range=[first - 0.8, len(mechanisms) - 0.3], tickangle=-90, showgrid=False,
        tickvals=[*([first] if first == WHOLE else []), *range(len(mechanisms))],
        ticktext=[*(["with all"] if first == WHOLE else []), *(safe(m) for m in mechanisms)],
        tickfont={"size": 11 if made.wide else 9, "color": INK},
    )  # fmt: skip


def _draw_whole(made: Panels, table: pd.DataFrame, criteria: Sequence[str]) -> None:
    whole = table[table["without"] == ""]
    made.figure.add_shape(
        type="line", x0=WHOLE / 2 - 0.05, x1=WHOLE / 2 - 0.05, y0=-0.6, y1=len(criteria) - 0.4,
        line={"color": PLAIN, "width": 1}, **made.place(1),
    )  # fmt: skip
    for verdict, (colour, symbol) in LOOKS.items():
        rows = whole[whole["verdict"] == verdict]
        made.figure.add_trace(
            go.Scatter(
                x=[WHOLE] * len(rows), y=[criteria.index(name) for name in rows["criterion"]],
                mode="markers", marker={"color": colour, "symbol": symbol, "size": 9},
                text=[_hover(row) for row in records(rows)], meta=verdict,
                hovertemplate="%{text}<extra></extra>",
            ),
            **made.place(1),
        )  # fmt: skip


def _draw_kind(
    made: Panels, rows: pd.DataFrame, kind: str, criteria: Sequence[str], mechanisms: Sequence[str]
) -> None:
    _, colour, symbol, size = KINDS[kind]
    made.figure.add_trace(
        go.Scatter(
            x=[mechanisms.index(name) for name in rows["without"]],
            y=[criteria.index(name) for name in rows["criterion"]],
            mode="markers", marker={"color": colour, "symbol": symbol, "size": size},
            text=[_hover(row) for row in records(rows)], meta=kind,
            hovertemplate="%{text}<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip


def _hover(row: Any) -> str:
    where = f"without {row.without}" if row.without else "with all"
    figure = f"{row.value:.2f} [{row.low:.2f}, {row.high:.2f}]".replace("-", "−")
    words = safe(row.message) or f"{row.verdict}: {figure} {safe(row.unit)}"
    return f"<b>{safe(row.criterion)}</b> {where}<br>{words}, {row.replicates} replicates"


def _alt(table: pd.DataFrame) -> str:
    words = []
    for criterion, rows in table.groupby("criterion", sort=False):
        whole = rows.loc[rows["without"] == "", "verdict"].iloc[0]
        needed = ", ".join(rows.loc[rows["needed"], "without"]) or "none"
        hinders = ", ".join(rows.loc[rows["hinders"], "without"])
        words.append(
            f"{criterion} ({whole} with all) needs {needed}"
            + (f" and is hindered by {hinders}" if hinders else "")
        )
    return f"{'; '.join(words)}."


def needs_counts(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """A row a study, a column a mechanism: how many criteria need it.

    Args:
        table: `Matrix.table`.
        wide: Whether for a wide page.
    """
    mechanisms = _mechanisms(table)
    counts = (
        table[table["without"] != ""]
        .pivot_table(index="study", columns="without", values="needed", aggfunc="sum", sort=False)
        .reindex(columns=mechanisms)
        .astype(int)
    )
    studies = [str(name) for name in counts.index]
    made = panels(
        [""],
        wide=wide,
        columns=1,
        height=34 * len(studies),
        bottom=NAMES_ROOM,
        right=16,
        left=room_for_names(studies, longest=12, wide=wide),
    )
    name_rows(made, 1, studies, [INK] * len(studies), longest=12)
    _name_mechanisms(made, mechanisms, first=0)
    numbers = counts.to_numpy()
    made.figure.add_trace(
        go.Heatmap(
            z=numbers, x=list(range(len(mechanisms))), y=list(range(len(studies))), xgap=2, ygap=2,
            colorscale=[[0, PAPER], [1, BLUE]], zmin=0, zmax=max(1, 1.6 * numbers.max()),
            showscale=False, customdata=[mechanisms] * len(studies),
            hovertemplate="without %{customdata}: %{z} criteria<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip
    for row, line in enumerate(numbers):
        for place, count in enumerate(line):
            made.write(
                x=place, y=row, text=f"<b>{count}</b>" if count else "·", showarrow=False,
                **made.axes(1), font={"size": 12 if wide else 9, "color": INK},
            )  # fmt: skip
    return made.finished(alt=_counts_alt(counts), note=f"{COUNTS_NOTE} {_n_words(table)}")


def _n_words(table: pd.DataFrame) -> str:
    """What verdicts rest on, those left out that were not made."""
    made = table[table["n"] > 0]
    return f"Verdicts rest on {n_words(made)} each." if len(made) else "None was made (n = 0)."


def _counts_alt(counts: pd.DataFrame) -> str:
    words = []
    for study, row in counts.iterrows():
        told = ", ".join(f"{name} {count}" for name, count in row.items() if count)
        words.append(f"{study}: {told or 'none'}")
    return f"Criteria that need a mechanism, by study. {'; '.join(words)}."
