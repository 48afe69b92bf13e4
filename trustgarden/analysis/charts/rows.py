"""Charts of rows: one row an arm or a measure, named at the left, with figures at the right."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from .frame import Panels
from .labels import safe, shortened
from .palette import GRID, INK

__all__ = ["draw_interval", "name_rows", "room_for_names", "row_words"]


def name_rows(
    made: Panels, panel: int, names: Sequence[str], colours: Sequence[str], *, longest: int
) -> None:
    """Name the rows of a panel from top to bottom; row k stands at height k."""
    words = [
        f'<span style="color:{colour}">{safe(shortened(name, longest))}</span>'
        for name, colour in zip(names, colours, strict=True)
    ]
    made.y_axis(
        panel,
        range=[len(names) - 0.4, -0.6],
        tickvals=list(range(len(names))),
        ticktext=words,
        tickfont={"size": 12 if made.wide else 11},
        ticklabelstandoff=6,
        showgrid=True,
        gridcolor=GRID,
    )


def room_for_names(names: Sequence[str], *, longest: int, wide: bool) -> int:
    """Return how much room the names of rows take at most (pixels), by a common width of type."""
    letters = max(len(shortened(name, longest)) for name in names)
    return round(letters * (7.1 if wide else 6.6)) + 16


def row_words(made: Panels, panel: int, words: Sequence[str], *, size: float = 11.5) -> None:
    """Write words at the right of each row of a panel."""
    for row, text in enumerate(words):
        made.write(
            text=text, **made.axes(panel, "domain"), x=1, y=row, xshift=8,
            xanchor="left", yanchor="middle", showarrow=False, align="left",
            font={"size": size, "color": INK},
        )


def draw_interval(
    made: Panels,
    panel: int,
    row: float,
    interval: tuple[float, float, float],
    *,
    colour: str,
    symbol: str,
    hover: str,
    arm: str,
    size: int = 10,
) -> None:
    """Draw a mean with its interval (mean, low, high) on a row."""
    mean, low, high = interval
    made.figure.add_trace(
        go.Scatter(
            x=[low, high], y=[row, row], mode="lines", line={"color": colour, "width": 2.5},
            hoverinfo="skip", meta=arm,
        ),
        **made.place(panel),
    )
    made.figure.add_trace(
        go.Scatter(
            x=[mean], y=[row], mode="markers", meta=arm, hovertemplate=hover + "<extra></extra>",
            marker={"color": colour, "symbol": symbol, "size": size},
        ),
        **made.place(panel),
    )
