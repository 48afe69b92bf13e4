"""Paired differences: how far each arm, or each measure, ended from the reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from trustgarden.model.measures import MEASURES

from ..frames import arms_in, extent, records
from .frame import Panels, panels
from .labels import safe
from .lines import arm_styles, n_words
from .palette import INK, MUTED, ArmStyle
from .rows import draw_interval, name_rows, room_for_names, row_words

__all__ = ["difference_forest", "measure_forest", "signed"]

LONGEST = {True: 20, False: 14}
LONGEST_MEASURE = {True: 34, False: 18}
"""Letters that the name of an arm or a measure may have, on a wide and on a narrow page."""

_LABELS = {measure.name: measure.label for measure in MEASURES}


def difference_forest(
    differences: pd.DataFrame, arms: Sequence[str], reference: str, *, wide: bool = True
) -> go.Figure:
    """Forest plot of paired differences: a panel a measure, a row an arm.

    Args:
        differences: arm, measure, mean, low, high, n, effect (`tables.paired_differences`).
        arms: All arms in their order, for their colours.
        reference: The arm that the others are compared with.
        wide: Whether for a wide page.
    """
    measures = list(differences["measure"].unique())
    names = arms_in(differences)
    made = panels(
        [_LABELS[measure] for measure in measures], wide=wide, columns=2,
        height=max(64, 32 * len(names)), right=152 if wide else 104,
        left=room_for_names(names, longest=LONGEST[wide], wide=wide),
    )
    styles = arm_styles(arms)
    for panel, measure in enumerate(measures, start=1):
        rows = differences[differences["measure"] == measure]
        chosen = [styles[arm] for arm in rows["arm"]]
        _draw_forest(made, panel, rows, names, chosen, arms=names, longest=LONGEST[wide])
        made.x_axis(panel, title_text=f"difference from {safe(reference)}")
    alt = " ".join(_alt(_LABELS[m], differences[differences["measure"] == m], "arm", reference)
                   for m in measures)
    return made.finished(alt=alt, note=_note(differences))


def measure_forest(
    differences: pd.DataFrame, *, arm: str, reference: str, wide: bool = True
) -> go.Figure:
    """Forest plot of paired differences between two arms: a row a measure.

    Args:
        differences: measure, mean, low, high, n, effect; measures of one unit.
        arm: The arm.
        reference: The arm it is compared with.
        wide: Whether for a wide page.
    """
    names = [_LABELS[measure] for measure in differences["measure"]]
    made = panels(
        [""], wide=wide, columns=1, height=29 * len(names), right=170 if wide else 104,
        left=room_for_names(names, longest=LONGEST_MEASURE[wide], wide=wide),
    )
    style = ArmStyle(INK, "solid", "circle")
    _draw_forest(made, 1, differences, names, [style] * len(names),
                 arms=[""] * len(names), longest=LONGEST_MEASURE[wide])
    made.x_axis(1, title_text=f"{safe(arm)} less {safe(reference)}")
    alt = _alt(f"{arm} less {reference}", differences, "measure", reference)
    return made.finished(alt=alt, note=_note(differences))


def _draw_forest(
    made: Panels,
    panel: int,
    rows: pd.DataFrame,
    names: Sequence[str],
    styles: Sequence[ArmStyle],
    *,
    arms: Sequence[str],
    longest: int,
) -> None:
    name_rows(made, panel, names, [style.colour for style in styles], longest=longest)
    made.figure.add_vline(
        x=0, line={"color": MUTED, "width": 1.5}, layer="below", **made.place(panel)
    )
    for place, (row, style, arm) in enumerate(zip(records(rows), styles, arms, strict=True)):
        known = row.low == row.low
        draw_interval(
            made, panel, place,
            (row.mean, row.low if known else row.mean, row.high if known else row.mean),
            colour=style.colour, symbol=style.symbol, arm=arm, hover=_hover(names[place], row),
        )
    row_words(made, panel, [_words(row, made.wide) for row in records(rows)],
              size=11.5 if made.wide else 10.5)
    made.x_axis(panel, range=_difference_range(rows), nticks=6 if made.wide else 5)


def _difference_range(rows: pd.DataFrame) -> list[float]:
    """An axis that shows zero and every interval, with a little air."""
    least, most = extent(rows)
    low, high = min(0.0, least), max(0.0, most)
    air = 0.06 * max(high - low, 0.05)
    return [low - air, high + air]


def _words(row: Any, wide: bool) -> str:
    words = f"<b>{signed(row.mean)}</b>"
    if row.low != row.low:
        return words
    interval = f"[{signed(row.low)}, {signed(row.high)}]"
    return f"{words} {interval}" if wide else f"{words}<br>{interval}"


def _hover(name: str, row: Any) -> str:
    effect = "" if row.effect != row.effect else f"<br>d<sub>av</sub> = {signed(row.effect, 1)}"
    return f"<b>{safe(name)}</b><br>{_words(row, True)}, n = {row.n:.0f} pairs{effect}"


def signed(number: float, digits: int = 2) -> str:
    """Return a number with its sign, a true minus, and no minus before zero."""
    rounded = round(number, digits) + 0.0
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{abs(rounded):.{digits}f}"


def _note(table: pd.DataFrame) -> str:
    return (
        f"Mean of the differences within pairs that share people and luck ({n_words(table)} "
        "pairs), at the end of the runs (mean of the last 13 weeks), with 95 % bootstrap interval."
    )


def _alt(title: str, rows: pd.DataFrame, key: str, reference: str) -> str:
    words = "; ".join(
        f"{_LABELS.get(getattr(row, key), getattr(row, key))} {_words(row, True)}"
        for row in records(rows)
    )
    plain = words.replace("<b>", "").replace("</b>", "")
    return f"{title}, difference from {reference}: {plain}."
