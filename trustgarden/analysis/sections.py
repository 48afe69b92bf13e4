"""The parts of a report, each from the tables gathered for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from trustgarden.model.measures import MEASURES

from . import charts, pictures, tables
from .accounts import weekly_accounts
from .arms import Arm, Results
from .emergence import Definitions
from .gathering import COMPARED, OUTCOMES, WEEKLY, Gathered
from .pages import Picture, Section, Table, Words
from .phases import phase_cells
from .tie_survival import tie_survival

__all__ = [
    "accounts_sections",
    "course_sections",
    "difference_sections",
    "factor_sections",
    "glossary",
    "landscape_section",
    "landscape_sections",
    "outcomes_section",
    "pair_section",
    "soil_sections",
    "survival_sections",
]

_MEASURES = {measure.name: measure for measure in MEASURES}
LEVEL_HEADS = {
    "relationship": "Between two people",
    "team": "In the team",
    "organisation": "In the organisation",
}
ACCOUNT_WEEKS = 4
FEWEST_LEVELS = 3
"""With two levels of a lever a boundary lies anywhere between them."""

SAME_LUCK = "Differences under the same luck"


def factor_sections(results: Results, definitions: Definitions) -> list[Section]:
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
        drawn += _phase_pictures(results, factors, definitions)
    return [Section("factors", "What the factors do", "Factors", pictures=drawn)]


def _phase_pictures(
    results: Results, factors: Sequence[str], definitions: Definitions
) -> list[Picture]:
    """Where trust emerges and collapses over two levers that are numbers, in one scenario."""
    points = results.manifest["points"]
    levels = {factor: {str(point["factors"][factor]) for point in points} for factor in factors}
    numbers = all(
        isinstance(point["factors"][factor], int | float)
        and not isinstance(point["factors"][factor], bool)
        for point in points
        for factor in factors
    )
    alone = len({point["scenario"] for point in points}) == 1
    if not (numbers and alone and min(map(len, levels.values())) >= FEWEST_LEVELS):
        return []
    x, y = factors
    return [pictures.phase_picture(phase_cells(results, x, y, definitions), x, y)]


def course_sections(g: Gathered) -> list[Section]:
    """How trust went: emergence and collapse, and the levels."""
    levels = pictures.levels_picture(g.weekly)
    found = [Section("levels", "Trust at its levels", "Levels", pictures=[levels])]
    # Of a single run the summary has said it all.
    if len(g.found) > 1:
        crossings = pictures.crossing_picture(g.found, g.shares, g.weeks)
        title = "Where trust emerged, and where it collapsed"
        drawn = [crossings, *_basin_pictures(g)]
        counted = [pictures.change_table(g.changes)] if len(g.changes) else []
        found.insert(0, Section("crossings", title, "Emergence and collapse",
                                pictures=drawn, tables=counted))
    return found


def _basin_pictures(g: Gathered) -> list[Picture]:
    if g.paths.empty or g.paths["replicate"].nunique() < 2:
        return []
    return [pictures.basin_picture(g.paths, g.definitions)]


def accounts_sections(run: Any) -> list[Section]:
    """What the change of trust came from in one run, if it kept accounts."""
    accounts = getattr(run, "accounts", None)
    if accounts is None or len(accounts) < 2 * ACCOUNT_WEEKS:
        return []
    lead = "Every change of trust is booked to what caused it; gains stand above the line."
    picture = pictures.accounts_picture(weekly_accounts([run], every_weeks=ACCOUNT_WEEKS))
    return [Section("accounts", "What trust grew from, and what it was lost to", "Accounts", lead,
                    [picture])]


def survival_sections(results: Results, arm: str) -> list[Section]:
    """How long ties lasted in one scenario, if they were recorded at two weeks or more."""
    recording = getattr(results, "recording", None)
    if recording is None or len(recording.ties_at_weeks) < 2:
        return []
    ties = tie_survival(results.ties(scenario=arm))  # type: ignore[attr-defined]
    if ties.empty:
        return []
    return [Section("survival", f"How long ties last in {arm}", "Ties",
                    pictures=[pictures.survival_picture(ties)])]


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
