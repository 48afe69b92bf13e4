"""When trust emerged and collapsed: a dot a replicate, the mean week, and the share of runs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from ..frames import arms_in, by_arm, records
from .frame import Panels, panels
from .labels import safe
from .lines import Style, arm_styles, n_words, weeks_axis
from .palette import MUTED, veil
from .rows import draw_interval, name_rows, room_for_names, row_words

__all__ = ["crossing_weeks", "swarm"]

LONGEST = {True: 20, False: 14}
"""Letters that a name may have, on a wide and on a narrow page."""

EVENTS = {"emerged": "Trust emerged", "collapsed": "Trust collapsed"}


def crossing_weeks(
    found: pd.DataFrame, shares: pd.DataFrame, *, weeks: int, wide: bool = True
) -> go.Figure:
    """Weeks of emergence and of collapse, a row an arm.

    Args:
        found: arm, replicate, emerged, collapsed, ... (`tables.crossings`).
        shares: Counts and mean weeks (`tables.crossing_shares`).
        weeks: Length of the runs (weeks).
        wide: Whether for a wide page.
    """
    arms = arms_in(found)
    styles = arm_styles(arms)
    made = panels(
        list(EVENTS.values()), wide=wide, columns=2, height=max(70, 40 * len(arms)),
        left=room_for_names(arms, longest=LONGEST[wide], wide=wide), right=116 if wide else 76,
    )
    for panel, event in enumerate(EVENTS, start=1):
        rows = shares[shares["event"] == event]
        name_rows(made, panel, arms, [styles[arm].colour for arm in arms],
                  longest=LONGEST[wide])
        weeks_axis(made, panel, weeks)
        made.x_axis(panel, range=[-1, weeks + 2], title_text="week")
        row_words(made, panel, [_count_words(row, wide) for row in records(rows)])
        _draw_runs(made, panel, found, event, styles)
        _draw_means(made, panel, rows, styles)
    return made.finished(alt=_alt(shares), note=_note(shares))


def swarm(weeks: npt.ArrayLike, *, nearest: float) -> npt.NDArray[np.float64]:
    """Return for each dot a lane (0, 1, -1, 2, ...) in which no other is nearer than `nearest`."""
    values = np.asarray(weeks, dtype=np.float64)
    last: dict[int, float] = {}
    lanes = np.zeros(len(values))
    for place in np.argsort(values, kind="stable"):
        lane = next(
            lane for lane in _lanes() if values[place] - last.get(lane, -np.inf) >= nearest
        )
        last[lane] = values[place]
        lanes[place] = lane
    return lanes


def _lanes() -> Sequence[int]:
    return [0, *(lane for size in range(1, 1000) for lane in (size, -size))]


def _draw_runs(
    made: Panels, panel: int, found: pd.DataFrame, event: str, styles: Style
) -> None:
    span = float(found[list(EVENTS)].max().max())
    for row, (arm, runs) in enumerate(by_arm(found)):
        weeks = runs[event].dropna()
        style = styles[arm]
        lanes = swarm(weeks, nearest=max(1.0, span / 45))
        # Many runs that cross together would swell into the next row.
        step = min(0.12, 0.3 / max(1.0, float(np.abs(lanes).max(initial=0))))
        made.figure.add_trace(
            go.Scatter(
                x=weeks.to_numpy(), y=row - 0.12 + lanes * step, mode="markers", meta=arm,
                marker={"color": veil(style.colour, 0.45), "size": 6,
                        "line": {"color": style.colour, "width": 0.8}},
                customdata=runs.loc[weeks.index, "replicate"].to_numpy(dtype=float),
                hovertemplate=f"<b>{safe(arm)}</b><br>replicate %{{customdata}}: "
                "week %{x:.0f}<extra></extra>",
            ),
            **made.place(panel),
        )


def _draw_means(made: Panels, panel: int, rows: pd.DataFrame, styles: Style) -> None:
    for place, row in enumerate(records(rows)):
        if not row.count:
            continue
        style = styles[row.arm]
        known = row.count > 1
        words = f" [{row.week_low:.0f}–{row.week_high:.0f}]" if known else ""
        draw_interval(
            made, panel, place + 0.3,
            (row.week, row.week_low if known else row.week, row.week_high if known else row.week),
            colour=style.colour, symbol="line-ns-open", size=9, arm=row.arm,
            hover=f"<b>{safe(row.arm)}</b><br>mean week {row.week:.0f}{words}",
        )


def _count_words(row: object, wide: bool) -> str:
    count, n, at_start = (getattr(row, name) for name in ("count", "n", "at_start"))
    words = f"<b>{count}</b> of {n}"
    if at_start:
        word = "at the start" if wide else "at start"
        return f'{words}<br><span style="color:{MUTED}">{at_start} {word}</span>'
    low, high = (100 * getattr(row, name) for name in ("share_low", "share_high"))
    return f'{words}<br><span style="color:{MUTED}">{low:.0f}–{high:.0f} %</span>'


def _note(shares: pd.DataFrame) -> str:
    return (
        f"Each mark is a replicate ({n_words(shares)}); the bar below it is the mean week with its "
        "95 % bootstrap interval. At the right: in how many runs, with the 95 % Wilson interval "
        "of the share."
    )


def _alt(shares: pd.DataFrame) -> str:
    words = []
    for event, title in EVENTS.items():
        rows = shares[shares["event"] == event]
        words.append(title + ": " + "; ".join(_row_alt(row) for row in records(rows)) + ".")
    return " ".join(words)


def _row_alt(row: object) -> str:
    arm, count, n, week = (getattr(row, name) for name in ("arm", "count", "n", "week"))
    when = f", in week {week:.0f} on average" if count else ""
    return f"{arm} in {count} of {n}{when}"
