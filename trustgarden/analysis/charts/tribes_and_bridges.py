"""Tribes and bridges: the communities that mutual trust makes, and what joins them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ..networks import Tribes
from ..networks.placing import group_places
from .frame import Panels, panels
from .labels import safe
from .palette import BLUE, INK, MUTED, ORANGE, PAPER, PLAIN, veil
from .web import draw_people, draw_ties, fit_panel, strongest_ties

__all__ = ["tribes_and_bridges"]

LEAST = 3
"""A tribe of fewer gets no number; two who trust each other are a pair."""
SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "star",
    "hexagon",
    "cross",
    "triangle-down",
)
ALONE = "alone"


def tribes_and_bridges(
    ties: pd.DataFrame, tribes: Tribes, found: pd.DataFrame, *, when: str = "", wide: bool = True
) -> go.Figure:
    """Each tribe a cluster, bridges between them; people by the symbol of their team.

    Args:
        ties: from, to, team_from (`Run.ties`).
        tribes: `networks.tribes` of them.
        found: `networks.bridges` of them: a, b, trust, is_bridge.
        when: Which organisation and week this is, in words for the note.
        wide: Whether for a wide page.
    """
    made = panels(
        [""], wide=wide, columns=1, height=520 if wide else 380, left=8, right=8, bottom=12
    )
    clusters = _clusters(tribes)
    places = group_places(clusters, found, width=1.4)
    inside = strongest_ties(found[~found["is_bridge"]])
    bridges = found[found["is_bridge"]]
    shown = strongest_ties(bridges, most=1)
    for rows, colour, width in ((inside, veil(BLUE, 0.45), 1.1), (shown, veil(ORANGE, 0.7), 1.5)):
        draw_ties(
            made, 1, places, zip(rows["a"], rows["b"], strict=True), colour=colour, width=width
        )
    teams = ties.drop_duplicates("from").set_index("from")["team_from"]
    _draw_members(made, places, clusters, teams)
    _number_tribes(made, places, clusters)
    fit_panel(made, 1, places, even=True)
    return made.finished(
        alt=_alt(tribes, bridges, teams), note=_note(when, tribes, inside, shown, found)
    )


def _clusters(tribes: Tribes) -> pd.Series[Any]:
    """Tribes, and one cluster of all who share mutual trust with nobody."""
    single = tribes.membership.map(tribes.sizes) < 2
    clusters: pd.Series[Any] = tribes.membership.astype(object).where(~single, ALONE)
    return clusters


def _draw_members(
    made: Panels, places: pd.DataFrame, clusters: pd.Series[Any], teams: pd.Series[str]
) -> None:
    names = {team: number for number, team in enumerate(teams.unique())}
    known = [teams.get(person, "") for person in places.index]
    draw_people(
        made, 1, places,
        colours=[PLAIN if cluster == ALONE else MUTED for cluster in clusters],
        symbols=[SYMBOLS[names.get(team, 0) % len(SYMBOLS)] for team in known],
        hover=[f"{person}, {team}" for person, team in zip(places.index, known, strict=True)],
    )  # fmt: skip


def _number_tribes(made: Panels, places: pd.DataFrame, clusters: pd.Series[Any]) -> None:
    sizes = clusters.value_counts()
    for cluster, size in sizes.items():
        if cluster != ALONE and size < LEAST:
            continue
        members = places[clusters == cluster]
        text = "alone" if cluster == ALONE else f"<b>{int(str(cluster)) + 1}</b>"
        made.write(
            x=float(members["x"].mean()), y=float(members["y"].max()), text=safe(text)
            if cluster == ALONE else text, **made.axes(1), showarrow=False, yanchor="bottom",
            yshift=7, bgcolor=PAPER, borderpad=1, font={"size": 11, "color": INK},
        )  # fmt: skip


def _note(
    when: str, tribes: Tribes, inside: pd.DataFrame, shown: pd.DataFrame, found: pd.DataFrame
) -> str:
    return (
        f"{when} Numbered: tribes, found by mutual trust (Leiden); orange: the strongest "
        "bridge of each person; symbols: formal teams (they come again where teams are many). "
        f"{len(inside) + len(shown)} of {len(found)} ties are drawn. Modularity "
        f"{tribes.modularity:.2f}; random networks with as many partners each {tribes.null:.2f} "
        f"[{tribes.low:.2f}, {tribes.high:.2f}], {tribes.n} of them. One organisation, n = 1."
    ).strip()


def _alt(tribes: Tribes, bridges: pd.DataFrame, teams: pd.Series[str]) -> str:
    sizes = tribes.sizes
    large = sizes[sizes >= LEAST]
    mixed = _mixed(tribes, teams)
    return (
        f"{len(large)} tribes of {LEAST} or more people, of {', '.join(map(str, large))}; "
        f"{int((sizes < 2).sum())} people alone; {len(bridges)} ties between tribes. {mixed} of "
        f"the tribes hold people of more than one team. Modularity {tribes.modularity:.2f} against "
        f"{tribes.null:.2f} by chance."
    )


def _mixed(tribes: Tribes, teams: pd.Series[str]) -> int:
    membership = tribes.membership
    team = pd.Series([teams.get(person, "") for person in membership.index], membership.index)
    different = team.groupby(membership).nunique()
    return int((different[tribes.sizes >= LEAST] > 1).sum())
