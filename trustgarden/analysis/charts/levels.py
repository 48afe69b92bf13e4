"""Trust over time: in one measure, or at the three levels at which trust is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from trustgarden.model.measures import MEASURES

from ..frames import arms_in, by_arm, extent, last_week
from .frame import panels
from .lines import arm_styles, band_words, draw_arms, draw_level, zoom_words

__all__ = ["LEVELS", "trust_levels", "trust_over_time"]

LEVELS = {
    "trust": "Between two people",
    "trust_leader": "Between a person and the leader",
    "trust_team": "In the team",
    "trust_organisation": "In the organisation",
}
"""Measures of trust, from the near to the far, and what stands above their panels."""

_MEASURES = {measure.name: measure for measure in MEASURES}


def trust_over_time(
    weekly: pd.DataFrame,
    measure: str = "trust_team",
    *,
    thresholds: Mapping[str, float] | None = None,
    wide: bool = True,
) -> go.Figure:
    """One measure over time, one line an arm, with 95 % bands over replicates.

    Args:
        weekly: arm, measure, week, mean, low, high, n (`tables.weekly_means`).
        measure: Name of the measure.
        thresholds: Heights to mark, by the words that stand on them.
        wide: Whether for a wide page.
    """
    table = weekly[weekly["measure"] == measure]
    marks = thresholds or {}
    made = panels(
        [""], wide=wide, columns=1, height=400 if wide else 300, right=170 if wide else 128
    )
    styles = arm_styles(arms_in(table))
    label = _MEASURES[measure].label
    y_range = draw_arms(
        made, 1, table, styles, label=label, within=_within(measure), show=list(marks.values())
    )
    for words, height in marks.items():
        draw_level(made, 1, height, words, table)
    note = f"{band_words(table)} {zoom_words(y_range)}"
    return made.finished(alt=_alt(label, table), note=note)


def trust_levels(
    weekly: pd.DataFrame, measures: Sequence[str] = tuple(LEVELS), *, wide: bool = True
) -> go.Figure:
    """Trust at its levels over time, one panel a level, one line an arm, with 95 % bands.

    Args:
        weekly: arm, measure, week, mean, low, high, n (`tables.weekly_means`).
        measures: Names of the measures, one panel each.
        wide: Whether for a wide page.
    """
    titles = [LEVELS.get(measure, _MEASURES[measure].label) for measure in measures]
    made = panels(
        titles, wide=wide, columns=2, height=270 if wide else 230, right=172 if wide else 128
    )
    styles = arm_styles(arms_in(weekly))
    shown = weekly[weekly["measure"].isin(measures)]
    # One range for all panels, so that heights can be compared between levels.
    ends = extent(shown)
    for panel, measure in enumerate(measures, start=1):
        table = shown[shown["measure"] == measure]
        label = _MEASURES[measure].label
        y_range = draw_arms(made, panel, table, styles, label=label, show=ends)
    alt = " ".join(
        _alt(title, weekly[weekly["measure"] == measure])
        for title, measure in zip(titles, measures, strict=True)
    )
    return made.finished(alt=alt, note=f"{band_words(shown)} {zoom_words(y_range)}")


def _within(measure: str) -> tuple[float, float]:
    known = _MEASURES[measure]
    return known.low, 1e9 if known.high is None else known.high




def _alt(label: str, table: pd.DataFrame) -> str:
    """Say where each line begins and ends."""
    words = [
        f"{arm} from {rows['mean'].iloc[0]:.2f} to {rows['mean'].iloc[-1]:.2f}"
        for arm, rows in by_arm(table)
    ]
    weeks = last_week(table)
    return f"{label}, week 1 to {weeks}: {'; '.join(words)}."
