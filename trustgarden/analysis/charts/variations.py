"""One conclusion under all variations: a row each, with its 95 % interval."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from ..frames import extent, records
from .frame import panels
from .labels import safe
from .lines import n_words
from .palette import INK, ORANGE, PLAIN
from .rows import draw_interval, name_rows, room_for_names, row_words

__all__ = ["conclusion_forest"]

LONGEST = {True: 34, False: 18}
"""Letters that the name of a variation may have, on a wide and on a narrow page."""
GREEN = "#007e63"
LOOKS = {
    "holds": (GREEN, "circle"),
    "unsure": (INK, "diamond-open"),
    "absent": (ORANGE, "x"),
    "reversed": (ORANGE, "x"),
}
"""Colour and marker of an outcome: told apart by shape too."""
NOTE = (
    "Round: holds, with the whole 95 % interval; open diamond: unsure; cross: absent or reversed. "
    "The dotted line is the limit that the effect must lie above; each row has its own n, as told "
    "when pointed at. The row of a posterior shows 95 % of its draws."
)


def conclusion_forest(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """A row a variation.

    Args:
        table: Rows of `Robustness.table` of one conclusion.
        wide: Whether for a wide page.
    """
    names = [str(name).replace("_", " ") for name in table["variation"]]
    made = panels(
        [""],
        wide=wide,
        columns=1,
        height=25 * len(names),
        right=150 if wide else 62,
        left=room_for_names(names, longest=LONGEST[wide], wide=wide),
    )
    name_rows(made, 1, names, [INK] * len(names), longest=LONGEST[wide])
    limit = float(table["limit"].iloc[0])
    made.figure.add_shape(
        type="line", x0=limit, x1=limit, y0=-0.5, y1=len(names) - 0.5,
        line={"color": PLAIN, "width": 1.5, "dash": "dot"}, **made.place(1),
    )  # fmt: skip
    for place, row in enumerate(records(table)):
        colour, symbol = LOOKS[row.outcome]
        hover = f"<b>{safe(row.variation)}</b>, {row.outcome}<br>{_words(row)}, n = {row.n}"
        draw_interval(
            made, 1, place, (row.value, row.low, row.high), colour=colour, symbol=symbol,
            hover=hover, arm="",
        )  # fmt: skip
    words = [
        _words(row) if wide else f"{row.value:.2f}".replace("-", "−") for row in records(table)
    ]
    row_words(made, 1, words, size=11 if wide else 10)
    low, high = extent(table.assign(mean=table["value"]))
    edge = 0.06 * (max(high, limit) - min(low, limit) or 1.0)
    unit = str(table["unit"].iloc[0])
    made.x_axis(1, range=[min(low, limit) - edge, max(high, limit) + edge], title_text=unit)
    return made.finished(alt=_alt(table), note=f"{NOTE} Rows rest on {n_words(table)} each.")


def _words(row: object) -> str:
    value, low, high = (getattr(row, name) for name in ("value", "low", "high"))
    return f"{value:.2f} [{low:.2f}, {high:.2f}]".replace("-", "−")


def _alt(table: pd.DataFrame) -> str:
    first = records(table)[0]
    told = "; ".join(f"{row.variation} {row.outcome}, {_words(row)}" for row in records(table))
    return f"{first.says}: {first.verdict}. {told}."
