"""Charts of a validation: how many findings are met, and where the model stands to each.

Findings have different units, so each row has a scale of its own: 0 and 1 are the ends of
what is tolerated. A tolerance without an end is drawn as wide as it is far from no effect.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ..frames import records
from .frame import Panels, panels
from .labels import safe
from .lines import n_words
from .palette import INK, ORANGE, PAPER, PLAIN, veil
from .rows import draw_interval, name_rows, room_for_names, row_words

__all__ = ["tolerance_scale", "verdict_counts", "verdict_forest"]

LONGEST = {True: 26, False: 16}
"""Letters that the name of a criterion may have, on a wide and on a narrow page."""
SHOWN = (-1.0, 2.0)
"""Part of the scale that is drawn; what lies beyond stands at its edge."""
PASS, PARTIAL, FAIL = "pass", "partial", "fail"
GREEN = "#007e63"
LOOKS = {PASS: (GREEN, "circle"), PARTIAL: (INK, "diamond-open"), FAIL: (ORANGE, "x")}
"""Colour and marker of a verdict: told apart by shape too."""
FILLS = {PASS: GREEN, PARTIAL: PAPER, FAIL: ORANGE}
NOTE = (
    "Each row has its own scale, from the least to the most that is tolerated (shaded); the "
    "dotted mark is no effect. Round: pass; open diamond: partial; cross: fail. Bars are 95 % "
    "intervals; figures beyond the edge stand at it. The range in brackets is the tolerance."
)
COUNTS_NOTE = "Criteria of each study, from the left: pass (filled), partial (open), fail."


def verdict_counts(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """A row a study: how many of its criteria pass, are partial, and fail.

    Args:
        table: `Validation.table`.
        wide: Whether for a wide page.
    """
    counts = pd.crosstab(table["study"], table["verdict"]).reindex(
        index=table["study"].unique(), columns=[PASS, PARTIAL, FAIL], fill_value=0
    )
    studies = list(counts.index)
    made = panels(
        [""], wide=wide, columns=1, height=30 * len(studies), right=150 if wide else 84,
        left=room_for_names(studies, longest=12, wide=wide),
    )
    name_rows(made, 1, studies, [INK] * len(studies), longest=12)
    start = pd.Series(0, index=counts.index)
    for verdict, (colour, _) in LOOKS.items():
        made.figure.add_trace(
            go.Bar(
                x=counts[verdict], y=list(range(len(studies))), base=start, orientation="h",
                marker={"color": FILLS[verdict], "line": {"color": colour, "width": 1}}, width=0.6,
                hovertemplate="%{x} " + verdict + "<extra></extra>", meta=verdict,
            ),
            **made.place(1),
        )
        start = start + counts[verdict]
    made.figure.update_layout(barmode="overlay")
    row_words(made, 1, [_count_words(row, wide) for row in records(counts)])
    made.x_axis(1, title_text="criteria", rangemode="tozero")
    alt = "; ".join(
        f"{study}: {_count_words(row, True)}"
        for study, row in zip(studies, records(counts), strict=True)
    )
    plain = alt.replace("<b>", "").replace("</b>", "")
    note = f"{COUNTS_NOTE} Figures rest on {n_words(table)} each."
    return made.finished(alt=f"Verdicts by study: {plain}.", note=note)


def _count_words(row: Any, wide: bool) -> str:
    passed, partial, failed = row
    whole = passed + partial + failed
    return f"<b>{passed} of {whole}</b> pass" + (f", {failed} fail" if wide and failed else "")


def verdict_forest(table: pd.DataFrame, *, wide: bool = True) -> go.Figure:
    """One study: a row a criterion.

    Args:
        table: Rows of `Validation.table` of one study.
        wide: Whether for a wide page.
    """
    names = [_short(row) for row in records(table)]
    made = panels(
        [""], wide=wide, columns=1, height=27 * len(names), right=150 if wide else 78,
        left=room_for_names(names, longest=LONGEST[wide], wide=wide),
    )
    _draw_study(made, 1, records(table))
    return made.finished(alt=_alt(table), note=f"{NOTE} Figures rest on {n_words(table)} each.")


def _short(row: Any) -> str:
    return str(row.criterion).partition(".")[2].replace("_", " ")


def tolerance_scale(row: Any) -> tuple[float, float]:
    """Ends of the scale of a criterion: what stands at 0 and at 1."""
    low, high = float(row.target_low), float(row.target_high)
    none = 0.0 if pd.isna(row.no_effect) else float(row.no_effect)
    if math.isinf(high):
        high = low + (max(abs(low - none), 0.5 * abs(low)) or 1.0)
    if math.isinf(low):
        low = high - (max(abs(high - none), 0.5 * abs(high)) or 1.0)
    return low, high


def _draw_study(made: Panels, panel: int, rows: Sequence[Any]) -> None:
    names = [_short(row) for row in rows]
    name_rows(made, panel, names, [INK] * len(names), longest=LONGEST[made.wide])
    made.figure.add_vrect(
        x0=0, x1=1, fillcolor=veil(GREEN), line_width=0, layer="below",
        exclude_empty_subplots=False, **made.place(panel),
    )
    for place, row in enumerate(rows):
        _draw_row(made, panel, place, row)
    row_words(made, panel, [_words(row, made.wide) for row in rows], size=11 if made.wide else 10)
    made.x_axis(
        panel, range=[SHOWN[0] - 0.05, SHOWN[1] + 0.05], tickvals=[0, 1],
        ticktext=["least", "most"], title_text="what is tolerated",
    )


def _draw_row(made: Panels, panel: int, place: int, row: Any) -> None:
    if math.isnan(row.value):
        return
    low, high = tolerance_scale(row)

    def at(value: float) -> float:
        return min(max((value - low) / (high - low), SHOWN[0]), SHOWN[1])

    if not pd.isna(row.no_effect):
        none = (float(row.no_effect) - low) / (high - low)
        if SHOWN[0] <= none <= SHOWN[1]:
            made.figure.add_shape(
                type="line",
                x0=none,
                x1=none,
                y0=place - 0.36,
                y1=place + 0.36,
                line={"color": PLAIN, "width": 1.5, "dash": "dot"},
                **made.place(panel),
            )
    colour, symbol = LOOKS[row.verdict]
    known = not math.isnan(row.low)
    ends = (
        at(row.value),
        at(row.low if known else row.value),
        at(row.high if known else row.value),
    )
    draw_interval(made, panel, place, ends, colour=colour, symbol=symbol, hover=_hover(row), arm="")


def _figure(value: float) -> str:
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.2f}".replace("-", "−")


def _words(row: Any, wide: bool) -> str:
    if math.isnan(row.value):
        return "no figure"
    words = f"<b>{_figure(row.value)}</b>"
    target = f"{_figure(row.target_low)} to {_figure(row.target_high)}"
    return f"{words}  ({target})" if wide else words


def _hover(row: Any) -> str:
    return (
        f"<b>{safe(row.criterion)}</b> ({row.verdict})<br>{safe(row.says)}<br>"
        f"{_figure(row.value)} [{_figure(row.low)}, {_figure(row.high)}] {safe(row.unit)}; wanted "
        f"{_figure(row.target_low)} to {_figure(row.target_high)}"
    )


def _alt(table: pd.DataFrame) -> str:
    words = "; ".join(
        f"{row.criterion} {row.verdict} ({_figure(row.value)}, wanted {_figure(row.target_low)} to "
        f"{_figure(row.target_high)} {row.unit})"
        for row in records(table)
    )
    return f"Verdict on each criterion: {words}."
