"""Bars of sensitivity: how much of an outcome hangs on each factor, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..arms import short_key
from ..frames import records
from ..words import figure
from .frame import Panels, panels
from .labels import safe
from .palette import BLUE, GREY, INK, ORANGE, PAPER, PLAIN
from .rows import name_rows, room_for_names, row_words

__all__ = ["pawn_bars", "sobol_bars", "sobol_pairs"]

LONGEST = {True: 30, False: 16}
"""Letters that the name of a factor may have, on a wide and on a narrow page."""
THICK = 0.30
SOBOL_NOTE = (
    "Filled: total index, the share of the variance that would stay if all other factors were "
    "known. Open: first-order index, the share that this factor explains alone; what the total "
    "has beyond it are interactions. Lines: 95 % intervals. Hatched: luck, the share of single "
    "runs' variance that comes from the seed."
)
PAWN_NOTE = (
    "Median distance between the outcomes of a slice of the factor's range and all outcomes, "
    "from 0 to 1, with 95 % interval. Upright mark: what 95 % of factors that do nothing would "
    "stay below; a bar that does not reach beyond it says nothing."
)


def sobol_bars(
    table: pd.DataFrame, luck: tuple[float, float, float], *, wide: bool = True
) -> go.Figure:
    """Total and first-order index of each factor, and luck as an index of its own.

    Args:
        table: index, factor, value, low, high (`Sensitivity.table`, rows of `sobol`).
        luck: Share that is luck, with its interval; NaN if not known.
        wide: Whether for a wide page.
    """
    total = _ordered(table[table["index"] == "ST"])
    first = table[table["index"] == "S1"].set_index("factor").loc[total["factor"]].reset_index()
    names = [short_key(name) for name in total["factor"]]
    is_known = not np.isnan(luck[0])
    made = _rows([*names, "luck"] if is_known else names, wide, each=44)
    _bars(made, total, "total", -0.17, {"color": BLUE})
    _bars(made, first, "first order", 0.17, {"color": PAPER, "line": {"color": BLUE, "width": 1.4}})
    words = [
        f"<b>{figure(t.value)}</b>  ({figure(f.value)})"
        for t, f in zip(records(total), records(first), strict=True)
    ]
    if is_known:
        rows = pd.DataFrame([luck], columns=["value", "low", "high"]).assign(factor="luck")
        look = {"color": GREY, "line": {"color": INK, "width": 1}, "pattern": {"shape": "/"}}
        _bars(made, rows, "luck", 0.0, look, start=len(names))
        words.append(f"<b>{figure(luck[0])}</b>")
    row_words(made, 1, words, size=12 if wide else 11)
    made.x_axis(1, title_text="share of variance", range=_reach(table, luck), nticks=6)
    alt = "; ".join(f"{n} {w}" for n, w in zip([*names, "luck"], words, strict=False))
    return made.finished(alt=f"Total (first-order) Sobol indices: {_plain(alt)}.", note=SOBOL_NOTE)


def sobol_pairs(table: pd.DataFrame, *, most: int = 8, wide: bool = True) -> go.Figure:
    """Second-order indices of the pairs that have the largest.

    Args:
        table: index, factor, other, value, low, high (rows of `sobol`).
        most: Pairs shown.
        wide: Whether for a wide page.
    """
    rows = _ordered(table[table["index"] == "S2"]).head(most)
    names = [f"{short_key(row.factor)} × {short_key(row.other)}" for row in records(rows)]
    made = _rows(names, wide, each=30, longest=40 if wide else 22)
    _bars(made, rows, "second order", 0.0, {"color": ORANGE})
    row_words(made, 1, [f"<b>{figure(row.value)}</b>" for row in records(rows)])
    made.x_axis(1, title_text="share of variance", range=_reach(rows), nticks=6)
    alt = "; ".join(f"{n} {row.value:.2f}" for n, row in zip(names, records(rows), strict=True))
    note = "Second-order index: what two factors explain together beyond each alone; 95 % interval."
    return made.finished(alt=f"Second-order Sobol indices: {alt}.", note=note)


def pawn_bars(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """PAWN index of each factor, with the mark that a factor without effect would stay below.

    Args:
        table: index, factor, value, low, high, floor (rows of `pawn`).
        wide: Whether for a wide page.
    """
    rows = _ordered(table[table["index"] == "PAWN"])
    names = [short_key(name) for name in rows["factor"]]
    made = _rows(names, wide, each=30)
    _bars(made, rows, "PAWN", 0.0, {"color": BLUE})
    for place, floor in enumerate(rows["floor"]):
        made.figure.add_shape(
            type="line",
            x0=floor,
            x1=floor,
            y0=place - 0.4,
            y1=place + 0.4,
            line={"color": INK, "width": 2},
            **made.place(1),
        )
    row_words(made, 1, [f"<b>{figure(row.value)}</b>" for row in records(rows)])
    made.x_axis(1, title_text="distance", range=_reach(rows), nticks=6)
    alt = "; ".join(
        f"{n} {r.value:.2f} (floor {r.floor:.2f})"
        for n, r in zip(names, records(rows), strict=True)
    )
    return made.finished(alt=f"PAWN indices: {alt}.", note=PAWN_NOTE)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)


def _rows(names: Sequence[str], wide: bool, *, each: int, longest: int = 0) -> Panels:
    longest = longest or LONGEST[wide]
    made = panels(
        [""],
        wide=wide,
        columns=1,
        height=each * len(names) + 8,
        right=108 if wide else 92,
        left=room_for_names(names, longest=longest, wide=wide),
    )
    name_rows(made, 1, names, [INK] * len(names), longest=longest)
    made.figure.update_layout(barmode="overlay")
    made.figure.add_vline(x=0, line={"color": PLAIN, "width": 1.5}, **made.place(1))
    return made


def _bars(
    made: Panels, rows: pd.DataFrame, name: str, shift: float, look: dict[str, Any], start: int = 0
) -> None:
    value = rows["value"].to_numpy()
    made.figure.add_trace(
        go.Bar(
            x=value.round(4),
            y=np.arange(len(rows)) + start + shift,
            orientation="h",
            width=THICK if shift else 1.6 * THICK,
            marker=look,
            meta=name,
            error_x={
                "array": (rows["high"] - value).to_numpy().round(4),
                "color": INK,
                "arrayminus": (value - rows["low"]).to_numpy().round(4),
                "thickness": 1.4,
                "width": 4,
            },
            customdata=rows[["factor", "low", "high"]].to_numpy(),
            hovertemplate=f"<b>%{{customdata[0]}}</b>, {safe(name)}: %{{x:.3f}} "
            "[%{customdata[1]:.3f}, %{customdata[2]:.3f}]<extra></extra>",
        ),
        **made.place(1),
    )


def _reach(rows: pd.DataFrame, luck: tuple[float, float, float] | None = None) -> list[float]:
    """An axis from 0, or the lowest interval, to the end of the longest one."""
    more = [end for end in luck or () if not np.isnan(end)]
    low = min([0.0, float(np.nanmin(rows["low"])), *more])
    high = max([0.1, float(np.nanmax(rows["high"])), *more])
    return [low - (0.02 * (high - low) if low < 0 else 0), 1.03 * high]


def _plain(words: str) -> str:
    return words.replace("<b>", "").replace("</b>", "")
