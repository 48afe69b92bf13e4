"""A waterfall: what lies between trust in one week and trust in a later one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ..frames import records
from .accounts import cause_style
from .differences import signed
from .frame import Panels, panels
from .lines import n_words
from .palette import INK, PAPER, PLAIN
from .rows import name_rows, room_for_names, row_words

__all__ = ["accounts_waterfall"]

LONGEST = {True: 28, False: 20}


def accounts_waterfall(
    table: pd.DataFrame, *, first: int, last: int, wide: bool = True
) -> go.Figure:
    """Trust before, what each cause added or took, and trust after, from top to bottom.

    Args:
        table: cause, mean, low, high, n (`accounts.accounts_between`).
        first: The week from whose end it goes.
        last: The week to whose end it goes.
        wide: Whether for a wide page.
    """
    rows = _in_order(table)
    names = [_name(row.cause, first, last) for row in rows]
    made = panels(
        [""], wide=wide, columns=1, height=30 * len(rows), right=176 if wide else 84,
        left=room_for_names(names, longest=LONGEST[wide], wide=wide),
    )  # fmt: skip
    name_rows(made, 1, names, [INK] * len(rows), longest=LONGEST[wide])
    spans = _spans(rows)
    made.x_axis(1, range=_range(rows, spans), title_text="trust between two people", nticks=6)
    _draw_steps(made, spans)
    for place, (row, span) in enumerate(zip(rows, spans, strict=True)):
        _draw_bar(made, place, row, span)
    row_words(made, 1, [_words(row, wide) for row in rows], size=11.5 if wide else 10.5)
    note = (
        f"From the end of week {first} to that of week {last}; gains first, then losses. Means "
        f"over replicates ({n_words(table)}). The axis does not begin at 0."
    )
    if not table["low"].isna().all():
        note += " Thin bars: 95 % bootstrap interval of each row."
    return made.finished(alt=_alt(rows, first, last), note=note)


def _in_order(table: pd.DataFrame) -> list[Any]:
    """Before, the causes from the largest gain to the largest loss, after."""
    causes = table[~table["cause"].isin(["before", "after"])]
    parts = [
        table[table["cause"] == "before"],
        causes.sort_values("mean", ascending=False, kind="stable"),
        table[table["cause"] == "after"],
    ]
    return records(pd.concat(parts))


def _name(cause: str, first: int, last: int) -> str:
    weeks = {"before": f"trust in week {first}", "after": f"trust in week {last}"}
    return weeks.get(cause, cause)


def _spans(rows: Sequence[Any]) -> list[tuple[float, float]]:
    """From where to where each bar goes."""
    at, spans = float(rows[0].mean), []
    for row in rows:
        step = 0.0 if row.cause in ("before", "after") else float(row.mean)
        spans.append((at, at + step))
        at += step
    return spans


def _range(rows: Sequence[Any], spans: Sequence[tuple[float, float]]) -> list[float]:
    """An axis that shows every bar and every interval."""
    ends = [end for span in spans for end in span]
    for row, (start, end) in zip(rows, spans, strict=True):
        shift = end if row.cause in ("before", "after") else start + row.mean
        ends += [shift + far - row.mean for far in (row.low, row.high) if far == far]
    air = 0.05 * max(max(ends) - min(ends), 0.01)
    return [min(ends) - air, max(ends) + air]


def _draw_steps(made: Panels, spans: Sequence[tuple[float, float]]) -> None:
    """Thin lines from the end of each bar to the beginning of the next."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for place, (_, end) in enumerate(spans[:-1]):
        xs += [end, end, None]
        ys += [place, place + 1, None]
    made.figure.add_trace(
        go.Scatter(
            x=xs, y=ys, mode="lines", line={"color": PLAIN, "width": 1, "dash": "dot"},
            hoverinfo="skip",
        ),
        **made.place(1),
    )  # fmt: skip


def _draw_bar(made: Panels, place: int, row: Any, span: tuple[float, float]) -> None:
    start, end = span
    if row.cause in ("before", "after"):
        _draw_mark(made, place, row, end)
        return
    colour, pattern = cause_style(row.cause)
    made.figure.add_trace(
        go.Bar(
            x=[round(end - start, 6)], base=[round(start, 6)], y=[place], orientation="h",
            width=0.62,
            marker={"color": colour, "line": {"width": 0},
                    "pattern": {"shape": pattern, "size": 6, "solidity": 0.2, "fgcolor": PAPER,
                                "fillmode": "overlay"}},
            hovertemplate=f"<b>{row.cause}</b>: {_words(row, True)}<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip
    _draw_interval(made, place, row, end)


def _draw_mark(made: Panels, place: int, row: Any, at: float) -> None:
    made.figure.add_trace(
        go.Scatter(
            x=[at], y=[place], mode="markers",
            marker={"color": INK, "symbol": "diamond", "size": 11},
            hovertemplate=f"{_words(row, True)}<extra></extra>",
        ),
        **made.place(1),
    )  # fmt: skip
    _draw_interval(made, place, row, at)


def _draw_interval(made: Panels, place: int, row: Any, at: float) -> None:
    if row.low != row.low:
        return
    made.figure.add_trace(
        go.Scatter(
            x=[at + row.low - row.mean, at + row.high - row.mean], y=[place, place], mode="lines",
            line={"color": INK, "width": 1.6}, hoverinfo="skip",
        ),
        **made.place(1),
    )  # fmt: skip


def _words(row: Any, wide: bool) -> str:
    ends = row.cause in ("before", "after")
    figure = f"{row.mean:.3f}" if ends else signed(row.mean, 3)
    if row.low != row.low:
        return f"<b>{figure}</b>"
    low, high = (f"{far:.3f}" if ends else signed(far, 3) for far in (row.low, row.high))
    return f"<b>{figure}</b> [{low}, {high}]" if wide else f"<b>{figure}</b>"


def _alt(rows: Sequence[Any], first: int, last: int) -> str:
    causes = ", ".join(f"{row.cause} {signed(row.mean, 3)}" for row in rows[1:-1])
    return (
        f"Trust between two people was {rows[0].mean:.3f} in week {first} and {rows[-1].mean:.3f} "
        f"in week {last}. Between them lie: {causes}."
    )
