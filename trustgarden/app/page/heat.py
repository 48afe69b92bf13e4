"""The landscape and the three levels as HTML: numbers in coloured cells, and small histograms."""

from __future__ import annotations

import html
import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..page_words import PageWords

__all__ = ["heat_table", "histogram"]

LOW, MIDDLE, HIGH = (224, 150, 96), (226, 226, 220), (126, 170, 214)
"""Orange, grey and blue as in the garden, light enough for dark figures on them (contrast AA)."""
WORSE = ("mistrust", "consequence", "strain")
"""Columns in which less is better: their colours run the other way."""
COUNTED = ("newcomers",)
BINS = 20
WIDTH, HEIGHT, FOOT = 400, 84, 16


def heat_table(table: pd.DataFrame, say: PageWords) -> str:
    """A table of teams by conditions, colours spread over each column by itself."""
    heads = "".join(
        f'<th scope="col">{html.escape(say(f"columns.{name}"))}</th>' for name in table.columns
    )
    rows = []
    for team, values in table.iterrows():
        cells = "".join(_cell(str(name), value, table[name]) for name, value in values.items())
        rows.append(f'<tr><th scope="row">{html.escape(str(team))}</th>{cells}</tr>')
    return (
        f'<table class="tg-heat"><thead><tr><th scope="col">{html.escape(say("look.team"))}</th>'
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(name: str, value: float, column: pd.Series) -> str:
    if not math.isfinite(value):
        return "<td>–</td>"
    if name in COUNTED:
        return f"<td>{int(value)}</td>"
    # On the whole scale, but wider round the middle of what is there, so that teams differ.
    middle = float(column.mean())
    share = 0.5 + (value - middle) / 0.4
    share = min(1.0, max(0.0, 1 - share if name in WORSE else share))
    return f'<td style="background:{_colour(share)}">{value:.2f}</td>'


def _colour(share: float) -> str:
    low, high, at = (LOW, MIDDLE, 2 * share) if share < 0.5 else (MIDDLE, HIGH, 2 * share - 1)
    mixed = (round(a + (b - a) * at) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def histogram(values: npt.NDArray[np.float64], label: str) -> str:
    """How many stand where on the scale from 0 to 1, as a small picture with its words."""
    counts, _ = np.histogram(values[np.isfinite(values)], bins=BINS, range=(0.0, 1.0))
    most = max(1, int(counts.max(initial=0)))
    step = WIDTH / BINS
    bars = "".join(
        f'<rect x="{k * step + 1:.1f}" y="{_top(count, most):.1f}" width="{step - 2:.1f}" '
        f'height="{HEIGHT - FOOT - _top(count, most):.1f}" rx="2" '
        f'fill="{_colour(k / (BINS - 1))}"/>'
        for k, count in enumerate(counts.tolist())
        if count
    )
    marks = "".join(
        f'<text x="{share * WIDTH:.0f}" y="{HEIGHT - 3}" text-anchor="{anchor}" font-size="12" '
        f'fill="currentColor">{share:g}</text>'
        for share, anchor in ((0, "start"), (0.5, "middle"), (1, "end"))
    )
    ground = (
        f'<line x1="0" x2="{WIDTH}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}" '
        'stroke="currentColor" stroke-opacity="0.5"/>'
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(label)}">'
        f"{bars}{ground}{marks}</svg>"
    )


def _top(count: int, most: int) -> float:
    return 4 + (HEIGHT - FOOT - 4) * (1 - count / most)
