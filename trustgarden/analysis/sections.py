"""The parts of a report, each from the tables gathered for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from trustgarden.model.measures import MEASURES

from . import charts, pictures, tables
from .arms import Arm, Results
from .gathering import COMPARED, OUTCOMES, WEEKLY, Gathered
from .pages import Picture, Section, Table, Words

__all__ = [
    "course_sections",
    "difference_sections",
    "factor_sections",
    "glossary",
    "landscape_section",
    "landscape_sections",
    "outcomes_section",
    "pair_section",
    "soil_sections",
]

_MEASURES = {measure.name: measure for measure in MEASURES}
LEVEL_HEADS = {
    "relationship": "Between two people",
    "team": "In the team",
    "organisation": "In the organisation",
}
SAME_LUCK = "Differences under the same luck"


def factor_sections(results: Results) -> list[Section]:
    """What the factors do, if there are any."""
    factors = tables.grouped_factors(results)
    if not factors:
        return []
    drawn = [pictures.factor_picture(tables.factor_means(results))]
    if len(factors) == 2:
        pairs = tables.factor_pairs(results, factors[0], factors[1])
        # A design that leaves some pairs out has no map.
        if len(pairs) == pairs["scenario"].nunique() * pairs["x"].nunique() * pairs["y"].nunique():
            drawn.append(pictures.map_picture(pairs))
    return [Section("factors", "What the factors do", "Factors", pictures=drawn)]


def course_sections(g: Gathered) -> list[Section]:
    """How trust went: emergence and collapse, and the levels."""
    levels = pictures.levels_picture(g.weekly)
    found = [Section("levels", "Trust at its levels", "Levels", pictures=[levels])]
    # Of a single run the summary has said it all.
    if len(g.found) > 1:
        crossings = pictures.crossing_picture(g.found, g.shares, g.weeks)
        title = "Where trust emerged, and where it collapsed"
        found.insert(0, Section("crossings", title, "Emergence and collapse",
                                pictures=[crossings]))
    return found


def difference_sections(g: Gathered) -> list[Section]:
    """Paired differences, if there is more than one arm."""
    if g.differences.empty:
        return []
    # In the order of `COMPARED`, not in that of the outcomes table.
    shown = pd.concat([g.differences[g.differences["measure"] == name] for name in COMPARED])
    picture = pictures.difference_picture(shown, g.differences, g.arms, g.reference)
    lead = (
        f"Each replicate is compared with the replicate of {g.reference} that has the same people "
        "and the same luck, so what differs comes from the conditions. The effect in the table "
        "(d_av) is the difference in units of the usual spread between organisations."
    )
    return [Section("differences", SAME_LUCK, "Differences", lead, [picture])]


def pair_section(weekly: pd.DataFrame, g: Gathered, second: str) -> Section:
    """How the second of two scenarios comes to differ from the first.

    Args:
        weekly: week, measure, mean, low, high, n of the second less the first.
        g: The tables gathered; the first scenario is the reference.
        second: Name of the second.
    """
    first = g.reference
    # One axis cannot show hours and shares.
    shares = [name for name in OUTCOMES if _MEASURES[name].unit != "hours"]
    forest = g.differences[g.differences["measure"].isin(shares)]
    over_time = Picture(
        id="change-picture",
        title=f"How {second} comes to differ from {first}",
        draw=lambda wide: charts.weekly_differences(
            weekly, arm=second, reference=first, wide=wide
        ),
    )
    at_end = Picture(
        id="difference-picture",
        title="Differences at the end, measure by measure",
        draw=lambda wide: charts.measure_forest(forest, arm=second, reference=first, wide=wide),
        numbers=pictures.difference_table(g.differences, "measure"),
    )
    return Section("differences", SAME_LUCK, "Differences", pictures=[over_time, at_end])


def landscape_sections(results: Results, arms: Sequence[Arm], g: Gathered) -> list[Section]:
    """The landscape of the most ordinary replicate, if one is there in every arm."""
    replicate = tables.typical_replicate(g.ends)
    teams = pd.DataFrame() if replicate is None else tables.landscape(results, arms, replicate)
    if teams.empty:
        return []
    of = int(g.outcomes["n"].to_numpy().max())
    return [
        landscape_section(
            teams,
            f"Replicate {replicate} (they count from 0) of {of}: the one that ended nearest to "
            "the means." if of > 1 else "",
        )
    ]


def landscape_section(teams: pd.DataFrame, chosen: str) -> Section:
    """The landscape of one organisation.

    Args:
        teams: arm, team, week, trust_team.
        chosen: Which replicate it is, and why.
    """
    return Section(
        "landscape",
        "The landscape inside one organisation",
        "Landscape",
        "A mean hides that trust is never even. This is one organisation, team by team.",
        [pictures.landscape_picture(teams, chosen)],
    )


def soil_sections(g: Gathered) -> list[Section]:
    """What trust is made of, and what it grows in: bands and insulation gap."""
    gap = pictures.insulation_picture(g.weekly)
    return [
        Section("bands", "Kinds of trust", pictures=[pictures.bands_picture(g.weekly)]),
        Section(
            "insulation", "Consequence: expected and imposed", "Consequence", pictures=[gap]
        ),
    ]


def outcomes_section(g: Gathered) -> Section:
    """All outcomes as a table, grouped by level."""
    at = {
        (row["measure"], row["arm"]): row
        for row in g.outcomes.to_dict(orient="records")
    }
    rows: list[list[Words]] = []
    for level, head in LEVEL_HEADS.items():
        rows.append([head])
        for name in (name for name in OUTCOMES if _MEASURES[name].level == level):
            cells = [pictures.mean_cell(at[name, arm]) for arm in g.arms]
            rows.append([_measure_link(name), *cells])
    caption = "End of the runs: mean of the last 13 weeks over replicates, with 95 % interval."
    return Section(
        "outcomes", "Outcomes", tables=[Table(["", *map(_head, *_counts(g))], rows, caption)]
    )


def _counts(g: Gathered) -> tuple[list[str], list[int]]:
    counts = g.outcomes.groupby("arm", sort=False)["n"].max()
    return g.arms, [int(counts[arm]) for arm in g.arms]


def _head(arm: str, n: int) -> Markup:
    return Markup("{} <small>n = {}</small>").format(arm, n)


def _measure_link(name: str) -> Markup:
    measure = _MEASURES[name]
    unit = Markup(" <small>{}</small>").format(measure.unit) if measure.unit == "hours" else ""
    return Markup('<a href="#measure-{}" title="{}">{}</a>{}').format(
        name, measure.definition, measure.label, unit
    )


def glossary() -> list[Any]:
    """Return the measures that a report uses, with their definitions."""
    used = {*OUTCOMES, *WEEKLY}
    return [measure for measure in MEASURES if measure.name in used]
