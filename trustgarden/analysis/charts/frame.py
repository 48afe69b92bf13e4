"""The frame that all charts share: panels side by side or below each other, axes, description.

A chart is made for a wide page or for a narrow one (a phone, `wide=False`):
panels then stand below each other and labels are shorter. Its width is left to
the page; its height is fixed, so that labels can be placed to the pixel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from .labels import safe
from .palette import GRID, INK, MUTED

__all__ = ["FONT", "Panels", "panels", "zoom"]

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

WIDE, NARROW = 1080, 350
"""Widths that the charts are drawn for (pixels); they fit what is near."""


@dataclass(frozen=True)
class Panels:
    """A figure of panels, numbered from 1, row by row.

    Attributes:
        figure: The figure.
        height: Height of each panel (pixels).
        columns: Number of columns.
        count: Number of panels.
        wide: Whether it is for a wide page.
        words: What is written on it.
    """

    figure: go.Figure
    height: int
    columns: int
    count: int
    wide: bool
    words: list[dict[str, Any]] = field(default_factory=list)

    def axes(self, panel: int, x_unit: str = "", y_unit: str = "") -> dict[str, str]:
        """Return which axes words of a panel go by.

        Args:
            panel: Number of the panel.
            x_unit: "domain" for a share of the width, or nothing for the units of the axis.
            y_unit: The same for the height.
        """
        number = "" if panel == 1 else str(panel)
        return {"xref": f"x{number} {x_unit}".strip(), "yref": f"y{number} {y_unit}".strip()}

    def write(self, **annotation: Any) -> None:
        """Write words on the figure; plotly takes them all together when it is finished."""
        # One by one each would be checked again with every further one, which takes seconds.
        self.words.append(annotation)

    def finished(self, *, alt: str, note: str) -> go.Figure:
        """Return the figure; it carries its text alternative, and what it rests on.

        Args:
            alt: What the figure says, for those who do not see it.
            note: n, intervals, and which part of the scale is shown.
        """
        self.figure.update_layout(annotations=self.words, meta={"alt": alt, "note": note})
        return self.figure

    def place(self, panel: int) -> dict[str, int]:
        """Return row and column of a panel, as plotly wants them."""
        return {"row": (panel - 1) // self.columns + 1, "col": (panel - 1) % self.columns + 1}

    def x_axis(self, panel: int, **settings: Any) -> None:
        """Set the x axis of a panel."""
        self.figure.update_xaxes(**settings, **self.place(panel))

    def y_axis(self, panel: int, **settings: Any) -> None:
        """Set the y axis of a panel."""
        self.figure.update_yaxes(**settings, **self.place(panel))

    def is_lowest(self, panel: int) -> bool:
        """Whether no panel stands below this one."""
        return panel + self.columns > self.count


def panels(
    titles: Sequence[str],
    *,
    wide: bool,
    columns: int,
    height: int,
    right: int = 24,
    left: int = 44,
    narrow_columns: int = 1,
    bottom: int = 44,
) -> Panels:
    """Return empty panels, one for each title.

    Args:
        titles: What stands above each panel; an empty one leaves no room.
        wide: Whether for a wide page.
        columns: Columns on a wide page; no more than there are panels.
        height: Height of a panel (pixels).
        right: Room at the right of each panel, for labels (pixels).
        left: Room at the left of each panel, for the axis (pixels).
        narrow_columns: Columns on a narrow page.
        bottom: Room below each panel (pixels).
    """
    columns = min(columns if wide else narrow_columns, len(titles))
    rows = math.ceil(len(titles) / columns)
    top = 34 if any(titles) else 12
    total = rows * (height + top + bottom)
    # plotly wants the room between panels as a share of the room inside the margins.
    inside = (WIDE if wide else NARROW) - left - right
    figure = make_subplots(
        rows=rows, cols=columns,
        horizontal_spacing=(left + right) / inside if columns > 1 else 0,
        vertical_spacing=(top + bottom) / (total - top - bottom) if rows > 1 else 0,
    )
    figure.update_layout(_layout(total, {"t": top, "b": bottom, "l": left, "r": right}))
    figure.update_xaxes(_axis())
    figure.update_yaxes(_axis() | {"nticks": 6})
    made = Panels(figure, height, columns, len(titles), wide)
    _hide_unused(made, rows * columns)
    for panel, title in enumerate(titles, start=1):
        _write_title(made, panel, title)
    return made


def _layout(height: int, margin: dict[str, int]) -> dict[str, Any]:
    return {
        "height": height,
        "margin": margin | {"pad": 0},
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        # Names stand at the lines, and a legend would cover them.
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": FONT, "size": 12}},
        "dragmode": False,
        "template": "none",
    }


def _axis() -> dict[str, Any]:
    return {
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": GRID,
        "tickfont": {"size": 11, "color": MUTED},
        "title": {"font": {"size": 11, "color": MUTED}, "standoff": 6},
        "fixedrange": True,
        "automargin": False,
        "ticks": "",
    }


def _hide_unused(made: Panels, cells: int) -> None:
    for panel in range(made.count + 1, cells + 1):
        made.x_axis(panel, visible=False)
        made.y_axis(panel, visible=False)


def _write_title(made: Panels, panel: int, title: str) -> None:
    if not title:
        return
    made.write(
        text=f"<b>{safe(title)}</b>", **made.axes(panel, "domain", "domain"),
        x=0, y=1, xanchor="left", yanchor="bottom", yshift=8, showarrow=False,
        font={"size": 13, "color": INK},
    )


def zoom(
    low: float, high: float, *, within: tuple[float, float] = (0.0, 1.0)
) -> tuple[float, float]:
    """Return the ends of an axis that shows `low` to `high`, on whole tenths.

    At least 0.3 wide, so that noise is not blown up into news, and never beyond
    what the measure can be.
    """
    start = max(within[0], math.floor((low - 0.02) * 10) / 10)
    end = min(within[1], math.ceil((high + 0.02) * 10) / 10)
    missing = max(0.0, 0.3 - (end - start))
    # Half of what is missing below, as far as there is room, the rest above, or below again.
    start = max(within[0], start - math.ceil(missing * 5 - 1e-9) / 10)
    end = min(within[1], max(end, start + 0.3))
    start = max(within[0], min(start, end - 0.3))
    return round(start, 1), round(end, 1)
