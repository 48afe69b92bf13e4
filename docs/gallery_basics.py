"""The charts of every report, from the same small runs as the gallery; see make_gallery.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from trustgarden.analysis import Definitions, charts, tables
from trustgarden.analysis.arms import arms_of

if TYPE_CHECKING:
    from gallery import Results

MEASURES = (*charts.LEVELS, *charts.BANDS, "projected", "imposed", "insulation_gap")
COMPARED = ("trust_team", "strain")
MARKS = {"0.65, emerged": 0.65, "0.40, collapsed": 0.40}


def draw(name: str, results: Results, wide: bool) -> go.Figure:
    """One of the charts of every report."""
    store = results.arms
    arms = arms_of(store.manifest)
    runs = tables.weekly_runs(store, arms, MEASURES)
    weekly = tables.weekly_means(runs, MEASURES)
    figures: dict[str, Any] = {
        "trust_over_time": lambda: charts.trust_over_time(weekly, thresholds=MARKS, wide=wide),
        "trust_levels": lambda: charts.trust_levels(weekly, wide=wide),
        "trust_bands": lambda: charts.trust_bands(weekly, wide=wide),
        "insulation_gap": lambda: charts.insulation_gap(weekly, wide=wide),
        "crossing_weeks": lambda: _crossings(runs, wide),
        "difference_forest": lambda: _forest(store, arms, wide),
        "trust_landscape": lambda: charts.trust_landscape(
            tables.landscape(store, arms, 0), chosen="Replicate 0.", wide=wide
        ),
    }
    return figures[name]()


NAMES = (
    "trust_over_time", "trust_levels", "trust_bands", "insulation_gap", "crossing_weeks",
    "difference_forest", "trust_landscape",
)  # fmt: skip


def _crossings(runs: Any, wide: bool) -> go.Figure:
    found = tables.crossings(runs, Definitions())
    return charts.crossing_weeks(found, tables.crossing_shares(found), weeks=104, wide=wide)


def _forest(store: Any, arms: Any, wide: bool) -> go.Figure:
    names = [arm.name for arm in arms]
    ends = tables.run_ends(store, arms, COMPARED)
    differences = tables.paired_differences(ends, names[0], COMPARED)
    return charts.difference_forest(differences, names, names[0], wide=wide)


def draw_levers(name: str, results: Results, wide: bool, *, x: str, y: str) -> go.Figure:
    """What two levers do, each by itself and both together."""
    if name == "factor_effects":
        return charts.factor_effects(tables.factor_means(results.levers), wide=wide)
    return charts.factor_map(tables.factor_pairs(results.levers, x, y), wide=wide)
