"""The formal chart and the social web of one organisation, side by side."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from ..networks import mutual_ties
from ..networks.placing import chart_places, group_places
from ..networks.tribes import MUTUAL_TRUST
from .frame import Panels, panels
from .palette import BLUE, INK, MUTED, ORANGE, veil
from .web import STRONGEST, draw_people, draw_reports, draw_ties, fit_panel, strongest_ties

__all__ = ["formal_and_social"]


def formal_and_social(
    people: pd.DataFrame, ties: pd.DataFrame, *, when: str = "", wide: bool = True
) -> go.Figure:
    """Who reports to whom, and who trusts whom: the same people twice.

    Args:
        people: id, team, leader (missing at the top), is_leader (`Run.people`).
        ties: from, to, trust (`Run.ties`).
        when: Which organisation and week this is, in words for the note.
        wide: Whether for a wide page.
    """
    known = people.set_index("id")
    mutual = mutual_ties(ties)
    mutual = mutual[mutual["a"].isin(known.index) & mutual["b"].isin(known.index)]
    drawn = strongest_ties(mutual)
    made = panels(
        ["Formal chart: who reports to whom", "Social web: who trusts each other"],
        wide=wide, columns=2, height=430 if wide else 330, left=8, right=8, bottom=12,
    )  # fmt: skip
    chart = chart_places(known["leader"])
    leaders_first = known["team"].loc[
        known["is_leader"].sort_values(ascending=False, kind="stable").index
    ]
    web = group_places(leaders_first, mutual).loc[known.index]
    reports = known["leader"][known["leader"].isin(known.index)]
    draw_reports(made, 1, chart, reports)
    teams = known["team"].to_dict()
    within = [teams[a] == teams[b] for a, b in zip(drawn["a"], drawn["b"], strict=True)]
    _draw_trust(made, web, drawn[within], drawn[[not one for one in within]])
    trusted = pd.concat([mutual["a"], mutual["b"]]).value_counts().reindex(known.index).fillna(0)
    hover = [
        f"{person}, {teams[person]}: mutual trust with {count:.0f}"
        for person, count in trusted.items()
    ]
    colours = [INK if leads else MUTED for leads in known["is_leader"]]
    symbols = ["square" if leads else "circle" for leads in known["is_leader"]]
    for panel, places in ((1, chart), (2, web)):
        draw_people(made, panel, places, colours=colours, symbols=symbols, hover=hover)
        fit_panel(made, panel, places, even=panel == 2)
    return made.finished(alt=_alt(known, mutual, drawn, within), note=_note(when, mutual, drawn))


def _draw_trust(
    made: Panels, web: pd.DataFrame, inside: pd.DataFrame, across: pd.DataFrame
) -> None:
    for rows, colour, width in ((inside, veil(BLUE, 0.7), 1.2), (across, ORANGE, 1.6)):
        draw_ties(made, 2, web, zip(rows["a"], rows["b"], strict=True), colour=colour, width=width)


def _note(when: str, mutual: pd.DataFrame, drawn: pd.DataFrame) -> str:
    return (
        f"{when} Squares lead. Social web: teams are clusters; a line is trust of {MUTUAL_TRUST} "
        f"or more both ways, blue within a team, orange between teams; drawn are those among the "
        f"{STRONGEST} strongest of one of the two ({len(drawn)} of {len(mutual)}). One "
        "organisation, n = 1."
    ).strip()


def _alt(
    people: pd.DataFrame, mutual: pd.DataFrame, drawn: pd.DataFrame, within: list[bool]
) -> str:
    tied = set(mutual["a"]) | set(mutual["b"])
    return (
        f"{len(people)} people in {people['team'].nunique()} teams. {len(mutual)} pairs trust each "
        f"other; of the {len(drawn)} strongest ties drawn {sum(within)} lie within a team and "
        f"{len(drawn) - sum(within)} between teams. {len(people) - len(tied)} people share mutual "
        "trust with nobody."
    )
