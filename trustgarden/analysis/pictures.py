"""The pictures of a report: a chart, its heading, what to look at, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from trustgarden.model.measures import MEASURES

from . import charts
from .emergence import Definitions
from .frames import by_arm, last_week, records
from .pages import Picture, Table
from .words import figure, interval

__all__ = [
    "accounts_picture",
    "bands_picture",
    "basin_picture",
    "change_table",
    "crossing_picture",
    "difference_picture",
    "factor_picture",
    "insulation_picture",
    "landscape_picture",
    "levels_picture",
    "map_picture",
    "phase_picture",
    "survival_picture",
    "team_picture",
]

LABELS = {measure.name: measure.label for measure in MEASURES}


def team_picture(weekly: pd.DataFrame, definitions: Definitions) -> Picture:
    """The key picture: trust in the team over time, with the two thresholds."""
    thresholds = {
        f"{definitions.threshold:.2f}, emerged": definitions.threshold,
        f"{definitions.floor:.2f}, collapsed": definitions.floor,
    }
    return Picture(
        id="key-picture",
        title="Trust in the team over time",
        draw=lambda wide: charts.trust_over_time(weekly, thresholds=thresholds, wide=wide),
        numbers=_weekly_numbers(weekly, ["trust_team"]),
    )


def levels_picture(weekly: pd.DataFrame) -> Picture:
    """Trust at its levels."""
    return Picture(
        id="levels-picture",
        title="From the near to the far",
        lead="Where lines part, the levels have come apart: people may trust each other and not "
        "the organisation, or the other way round.",
        draw=lambda wide: charts.trust_levels(weekly, wide=wide),
        numbers=_weekly_numbers(weekly, list(charts.LEVELS)),
    )


def crossing_picture(found: pd.DataFrame, shares: pd.DataFrame, weeks: int) -> Picture:
    """When trust emerged and collapsed."""
    rows = [
        [
            row.arm, f"trust {row.event}", f"{row.count} of {row.n}",
            f"{100 * row.share:.0f} % {interval(100 * row.share_low, 100 * row.share_high, 0)}",
            f"{figure(row.week, 1)} {interval(row.week_low, row.week_high, 1)}", str(row.at_start),
        ]
        for row in records(shares)
    ]
    heads = ["", "event", "runs", "share [95 %]", "mean week [95 %]", "there at the start"]
    return Picture(
        id="crossing-picture",
        title="The week of the crossing, run by run",
        lead="Marks close together: it happens at much the same time whoever the people are. "
        "Marks far apart: luck decides when.",
        draw=lambda wide: charts.crossing_weeks(found, shares, weeks=weeks, wide=wide),
        numbers=Table(heads, rows),
    )


def change_table(changes: pd.DataFrame) -> Table:
    """Change points beside the written definitions: the largest change of each run."""
    rows = [
        [
            row.arm, row.event, f"{row.count} of {row.n}",
            f"{figure(row.week, 1)} {interval(row.week_low, row.week_high, 1)}",
            f"{charts.signed(row.change)} {interval(row.change_low, row.change_high)}"
            if row.count else "–",
        ]
        for row in records(changes)
    ]
    heads = ["", "largest change", "runs", "mean week [95 %]", "mean change [95 %]"]
    caption = (
        "Change points, with no threshold: the largest lasting step of each run’s trust in the "
        "team, after the autocorrelation of its noise was taken out. A slow rise has no step, or "
        "several."
    )
    return Table(heads, rows, caption)


def basin_picture(paths: pd.DataFrame, definitions: Definitions) -> Picture:
    """Where runs end, from where they start."""
    thresholds = {
        f"{definitions.threshold:.2f}, emerged": definitions.threshold,
        f"{definitions.floor:.2f}, collapsed": definitions.floor,
    }
    means = paths.groupby("arm", sort=False)
    rows = [
        [str(arm), figure(one["start"].mean()), figure(one["end"].mean()),
         figure(one["end"].min()), figure(one["end"].max()), str(len(one))]
        for arm, one in means
    ]
    return Picture(
        id="basin-picture",
        title="Where runs end, from where they start",
        lead="Above the diagonal trust has grown. Clouds that part show ends that differ though "
        "the beginnings were alike.",
        draw=lambda wide: charts.basins(paths, thresholds=thresholds, wide=wide),
        numbers=Table(["", "mean start", "mean end", "lowest end", "highest end", "n"], rows),
    )


def phase_picture(cells: pd.DataFrame, x: str, y: str) -> Picture:
    """Where trust emerges and where it collapses, over two levers."""
    rows = [
        [f"{row.x:g}", f"{row.y:g}", f"{figure(row.mean)} {interval(row.low, row.high)}",
         f"{100 * row.there:.0f} %", f"{100 * row.lost:.0f} %", str(row.n)]
        for row in records(cells)
    ]
    return Picture(
        id="phase-picture",
        title="Where trust emerges, and where it collapses",
        lead="Lines: where half of the runs have trust, and where half have lost it. Between them "
        "luck decides.",
        draw=lambda wide: charts.phase_diagram(cells, x=x, y=y, wide=wide),
        numbers=Table([x, y, "mean end [95 %]", "trust there", "trust lost", "n"], rows),
    )


def accounts_picture(accounts: pd.DataFrame) -> Picture:
    """What the change of trust came from, as a stream."""
    sums = accounts.groupby("cause", sort=False)["mean"].sum()
    rows = [[str(cause), charts.signed(float(total), 4)] for cause, total in sums.items()]
    return Picture(
        id="accounts-picture",
        title="What the change of trust came from",
        draw=lambda wide: charts.accounts_stream(accounts, wide=wide),
        numbers=Table(["", "sum over all weeks"], rows),
    )


def survival_picture(ties: pd.DataFrame) -> Picture:
    """How long ties last."""
    return Picture(
        id="survival-picture",
        title="Bridges and embedded ties",
        lead="A bridge, which no third person holds, breaks sooner than a tie among friends.",
        draw=lambda wide: charts.tie_survival_curves(ties, wide=wide),
    )


def difference_picture(
    shown: pd.DataFrame, all_of_them: pd.DataFrame, arms: Sequence[str], reference: str
) -> Picture:
    """Paired differences from the reference; every measure in the table."""
    return Picture(
        id="difference-picture",
        title=f"Difference from {reference} at the end",
        lead="Left of the line: lower than the reference. A bar that crosses the line: this many "
        "runs cannot tell the two apart.",
        draw=lambda wide: charts.difference_forest(shown, arms, reference, wide=wide),
        numbers=difference_table(all_of_them, "arm"),
    )


def difference_table(differences: pd.DataFrame, name: str) -> Table:
    """Paired differences as a table; `name` is the column that names the rows."""
    rows = []
    for row in records(differences):
        label = LABELS[row.measure]
        cells = [
            f"{charts.signed(row.mean, 3)}", _signed_interval(row.low, row.high),
            "–" if row.effect != row.effect else charts.signed(row.effect, 1),
            f"{row.above:.0f} of {row.n:.0f}",
        ]
        rows.append([row.arm, label, *cells] if name == "arm" else [label, *cells])
    heads = ["mean difference", "95 % interval", "effect d_av", "pairs in which it is higher"]
    return Table(["", "measure", *heads] if name == "arm" else ["measure", *heads], rows)


def _signed_interval(low: float, high: float) -> str:
    if low != low:
        return "–"
    return f"{charts.signed(low, 3)} to {charts.signed(high, 3)}"


def landscape_picture(teams: pd.DataFrame, chosen: str) -> Picture:
    """The landscape of teams."""
    return Picture(
        id="landscape-picture",
        title="Every team, every few weeks",
        lead="Rows are teams. Look for rows that go their own way.",
        draw=lambda wide: charts.trust_landscape(teams, chosen=chosen, wide=wide),
    )


def bands_picture(weekly: pd.DataFrame) -> Picture:
    """Bands of trust."""
    return Picture(
        id="bands-picture",
        title="What relationships are made of",
        lead="Invested trust rests on what people remember of each other; blind trust is as high "
        "without that ground; functional trust is enough to work together.",
        draw=lambda wide: charts.trust_bands(weekly, wide=wide),
        numbers=_weekly_numbers(weekly, list(charts.BANDS)),
    )


def insulation_picture(weekly: pd.DataFrame) -> Picture:
    """The insulation gap."""
    return Picture(
        id="insulation-picture",
        title="What people fear, and what would happen",
        lead="The grey between the lines is the insulation gap. Leaders can change the lower "
        "line only; the upper one follows, slowly, from what people live through.",
        draw=lambda wide: charts.insulation_gap(weekly, wide=wide),
        numbers=_weekly_numbers(weekly, ["projected", "imposed", "insulation_gap"]),
    )


def factor_picture(means: pd.DataFrame) -> Picture:
    """What each factor does by itself."""
    rows = [
        [row.scenario, row.factor, row.level, figure(row.mean, 3),
         interval(row.low, row.high, 3), str(row.n)]
        for row in records(means)
    ]
    return Picture(
        id="factor-picture",
        title="Trust in the team by level of each factor",
        lead="A steep line: the factor matters whatever the others are. A flat one: it does not, "
        "or it depends on the others.",
        draw=lambda wide: charts.factor_effects(means, wide=wide),
        numbers=Table(["scenario", "factor", "level", "mean", "95 %", "n"], rows),
    )


def map_picture(pairs: pd.DataFrame) -> Picture:
    """Two factors together."""
    return Picture(
        id="map-picture",
        title="Two factors together",
        lead="If one factor does the same at every level of the other, all rows change alike.",
        draw=lambda wide: charts.factor_map(pairs, wide=wide),
    )


def _weekly_numbers(weekly: pd.DataFrame, measures: Sequence[str]) -> Table:
    """Means with intervals at the start, the end, and three weeks between."""
    table = weekly[weekly["measure"].isin(measures)]
    last = last_week(table)
    weeks = sorted({1, *(max(1, round(last * part / 4)) for part in (1, 2, 3)), last})
    rows: list[Sequence[str | Markup]] = []
    for measure in measures:
        if len(measures) > 1:
            rows.append([LABELS[measure]])
        for arm, lines in by_arm(table[table["measure"] == measure]):
            at = {row["week"]: row for row in lines.to_dict(orient="records")}
            rows.append([arm, *(mean_cell(at[week]) for week in weeks)])
    return Table(["", *(f"week {week}" for week in weeks)], rows, "Mean and 95 % interval")


def mean_cell(row: Mapping[Any, Any]) -> Markup:
    """A mean with its interval below."""
    return Markup("<b>{}</b> <small>{}</small>").format(
        figure(row["mean"]), interval(row["low"], row["high"])
    )
