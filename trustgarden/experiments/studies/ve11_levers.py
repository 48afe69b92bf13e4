"""Interventions of VE11: what one meeting, one break, one open floor, or none of these does.

The meeting, the open floor and working from home are branches of the firm after three years:
the same people with the same luck, with and without. Common breaks are tried in a call centre
of their own, since rooms do not change within a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from trustgarden.analysis.networks import friendship_strength
from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.layout import ARRANGED
from trustgarden.model.tables import ties_table

from .study import Setting
from .ve11_firm import WORK, Lived, each_engine, grouped_chart
from .ve11_structure import closest_pairs

__all__ = ["breaks", "home", "open_floor", "seated_together"]

HALF_YEAR = 26
QUARTER = 13
SEATED_HOURS = 2
"""Ninety minutes, in whole hours."""
COLLABORATORS = 15.5
"""Mean number of people with whom somebody of the law firm works."""
BREAK: dict[str, Any] = {
    "name": "break", "purpose": "explore", "hours": 1.25, "formality": 0.0, "voluntariness": 1.0,
    "visibility": 0.3, "stakes": 0.1, "reach": 0.0,
}  # fmt: skip
"""A quarter of an hour a day."""
NUM_GROUPS, GROUP_SIZE = 4, 20

Floats = npt.NDArray[np.float64]


def seated_together(firm: Lived, before: Floats) -> dict[str, float]:
    """New collaborations of pairs who were seated together once, and of those who were not.

    Everybody is drawn into a meeting of two hours with two others. Pairs of different groups
    that did not work together in the half-year before count; new is who is among the
    collaborating pairs of the half-year after.

    Args:
        firm: The firm, which stays as it is.
        before: Hours by purpose of the half-year before.
    """
    week = firm.engine.week + 1
    event = {"week": week, "kind": "gathering", "hours": SEATED_HOURS, "space": "meeting"}
    twin = firm.branch([event])
    twin.run(1)
    seated = _arranged(twin.engine)
    after = twin.run(HALF_YEAR)
    old, new = (closest_pairs(hours[WORK], COLLABORATORS) for hours in (before, after))
    state = twin.engine.state
    stayed = state.people["joined"] < week - HALF_YEAR
    open_pairs = ~old & (state.team[:, None] != state.team) & stayed[:, None] & stayed
    np.fill_diagonal(open_pairs, False)
    return {
        "seated_new": float(new[open_pairs & seated].mean()),
        "apart_new": float(new[open_pairs & ~seated].mean()),
    }


def _arranged(engine: Engine) -> npt.NDArray[np.bool_]:
    """Who was seated with whom this week, both ways."""
    state = engine.state
    seated = np.zeros((len(state.keys),) * 2, np.bool_)
    hours = np.arange(state.meetings.shape[1]) < state.num_hours[:, None]
    trustors, place = np.nonzero(hours & (state.meetings["hour"] >= ARRANGED))
    partners = state.meetings["partner"][trustors, place]
    seated[trustors, partners] = seated[partners, trustors] = True
    return seated


def open_floor(firm: Lived, control: Lived) -> dict[str, float]:
    """Friendships after half a year in which all free hours are open to whoever is around.

    A friendship is a tie as strong as the weakest of the eight a head that people name in
    the firm whose rooms stay as they are.
    """
    week = firm.engine.week + 1
    event = {"week": week, "kind": "change", "set": {"spaces.openness": 1.0}}
    twin = firm.branch([event])
    twin.run(HALF_YEAR)
    usual, exposed = (friendship_strength(ties_table(one.engine)) for one in (control, twin))
    wanted = min(len(usual), 8 * len(control.engine.state.keys))
    least = np.sort(usual)[-wanted]
    return {"friends_usual": float(wanted), "friends_open": float((exposed >= least).sum())}


def home(firm: Lived, control: tuple[Floats, Floats]) -> dict[str, float]:
    """Share of time with other groups, and how partners change, at home and as usual.

    Args:
        firm: The firm, which stays as it is.
        control: Hours by purpose of the two quarters that follow where nothing changes.
    """
    week = firm.engine.week + 1
    twin = firm.branch([{"week": week, "kind": "remote", "share": 1.0}])
    away = (twin.run(QUARTER), twin.run(QUARTER))
    team = firm.engine.state.team
    return {
        "bridging_usual": _bridging(control, team),
        "bridging_home": _bridging(away, team),
        "churn_usual": _churn(control),
        "churn_home": _churn(away),
    }


def _bridging(quarters: tuple[Floats, Floats], team: npt.NDArray[np.int32]) -> float:
    hours = sum(quarter.sum(axis=0) for quarter in quarters)
    other = team[:, None] != team
    return float(np.sum(hours * other) / np.sum(hours))


def _churn(quarters: tuple[Floats, Floats]) -> float:
    """Share of the closest pairs of one quarter that are not so in the next."""
    first, second = (closest_pairs(quarter.sum(axis=0), 8.0) for quarter in quarters)
    return float(1.0 - (first & second).sum() / first.sum())


def call_centre() -> Chart:
    """Four groups of twenty on one floor, each with a head."""
    group = np.repeat(np.arange(NUM_GROUPS), GROUP_SIZE)
    none = np.zeros(NUM_GROUPS * GROUP_SIZE, np.int32)
    rank = np.where(np.arange(len(group)) % GROUP_SIZE == 0, 0, 1)
    return grouped_chart(group, none, none, rank)


def breaks(setting: Setting) -> dict[str, Floats]:
    """Group strength and output, by firm, where breaks are staggered and where they are common.

    Waber et al. (2010) counted minutes face to face between members of a group. Staggered
    breaks are spent with whoever of the floor is free, common ones with one's group.
    """
    found: dict[str, Floats] = {}
    for arm, who in (("staggered", "place"), ("common", "team")):
        rooms: Mapping[str, Any] = {
            "organisation.start": "strangers",
            "spaces.social_hours": 0.0,
            "spaces.custom": ({**BREAK, "who": who},),
        }
        seen = np.array(each_engine(setting, call_centre(), rooms, _group_strength))
        found[f"strength_{arm}"], found[f"output_{arm}"] = seen.T
    return found


def _group_strength(engine: Engine) -> tuple[float, float]:
    """Hours a head and week with one's group in the second quarter, and output at its end."""
    centre = Lived(engine)
    centre.run(QUARTER)
    hours = centre.run(QUARTER).sum(axis=0)
    team = engine.state.team
    own = team[:, None] == team
    here = engine.state.present == 1
    output = engine.state.people["output"][here].astype(np.float64)
    return float((hours * own).sum() / len(team) / QUARTER), float(output.mean())
