"""Apparatus of VE8: newcomers into running firms, received in different ways, followed for a year.

Arms differ in the choreography of welcome alone; the same people come to the same firms in
the same weeks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from trustgarden.model import week as schedule
from trustgarden.model.engine import Engine
from trustgarden.model.layout import ARRANGED, State
from trustgarden.model.organisation import Organisation

from .firms import each_firm
from .study import Setting

__all__ = ["ARMS", "NUM_NEWCOMERS", "YEAR", "Followed", "arrivals", "followed", "meetings"]

NUM_PEOPLE = 70
NUM_NEWCOMERS = 6
MONTH = 13 / 3
QUARTER = 13
"""Weeks of the 90 days in which a buddy's meetings lie."""
YEAR = 52
LAPSE_WEEK = 24
"""In the sixth month."""
NOBODY, UNKNOWN = -1, -2
"""For the row of a buddy: there is none; it will be seen in the first week."""

Step = dict[str, Any]
Floats = npt.NDArray[np.float64]


def meetings(number: int) -> list[Step]:
    """So many meetings with a buddy, spread evenly over 90 days from the first week on."""
    weeks = (1 + QUARTER * k // number for k in range(number))
    return [{"week": week, "kind": "buddy", "who": "buddy"} for week in weeks]


def _not_there(week: int) -> Step:
    """A meeting that the buddy announces, and does not come to."""
    return {"week": week, "kind": "buddy", "who": "buddy", "announced": True, "certainty": 0.0}


ARMS: Mapping[str, Sequence[Step]] = {
    "three": meetings(3),
    "none": (),
    "one": meetings(1),
    "six": meetings(6),
    "ten": meetings(10),
    "group": (
        {"week": 1, "kind": "greet", "who": "team", "count": 7},
        {"week": 1, "kind": "introduce", "who": "leader", "count": 3},
    ),
    "introduced": (*meetings(3), {"week": 1, "kind": "introduce", "who": "buddy", "count": 3}),
    "failed": (_not_there(1), *meetings(3)),
    "lapse": (*meetings(3), _not_there(LAPSE_WEEK)),
}
"""Ways of receiving a newcomer; all are received in the same way in a firm."""


@dataclass(frozen=True)
class Followed:
    """What was read from newcomers; NaN where one had left. Arrays over firms and newcomers.

    Attributes:
        colleagues: Mean trust in those present in the team, by week (firms, newcomers, YEAR).
        others: The same without the buddy.
        buddy: Trust in the buddy, or who would be it in another arm, by week.
        organisation: Trust in the organisation, by week.
        support: What was received in answer to what one entrusted to others, by week (acts).
        propensity: The trait.
        host: Row of the buddy, -1 where the choreography has none.
    """

    colleagues: Floats
    others: Floats
    buddy: Floats
    organisation: Floats
    support: Floats
    propensity: Floats
    host: Floats


def arrivals() -> list[dict[str, Any]]:
    """One newcomer a month, each to another team; not to that of the top."""
    return [
        {"week": 1 + round(MONTH * k), "kind": "arrival", "team": f"team {k + 2}"}
        for k in range(NUM_NEWCOMERS)
    ]


def apparatus(arm: str) -> dict[str, Any]:
    """Dotted keys of one arm."""
    return {
        "organisation.num_people": NUM_PEOPLE,
        "welcome.choreography": f"arm-{arm}",
        "welcome.steps": tuple(ARMS[arm]),
        "events": tuple(arrivals()),
    }


def followed(setting: Setting) -> dict[str, Followed]:
    """All arms; the buddy of the arm of three meetings is who would be it in the others."""
    arms: dict[str, Followed] = {}
    for arm in ARMS:
        hosts = arms["three"].host if arms else None
        act = partial(_follow, first_seed=setting.seed, hosts=hosts)
        found = each_firm(setting, "untended", apparatus(arm), act)
        arms[arm] = Followed(
            **{
                f.name: np.array([getattr(firm, f.name) for firm in found])
                for f in fields(Followed)
            }
        )
    return arms


def _follow(firm: Organisation, *, first_seed: int, hosts: Floats | None) -> Followed:
    """Follow the newcomers of one firm for a year each, week by week."""
    engine = firm.engine
    starts = [event["week"] for event in arrivals()]
    known = np.full(NUM_NEWCOMERS, UNKNOWN) if hosts is None else hosts[engine.seed - first_seed]
    newcomers = [_Newcomer(NUM_PEOPLE + k, int(host)) for k, host in enumerate(known)]
    for week in range(1, starts[-1] + YEAR):
        engine.run(1, record=False)
        tenures = [week - start for start in starts]
        asked = [one for one, t in zip(newcomers, tenures, strict=True) if one.is_here(engine, t)]
        for one, trust in zip(asked, _trust(engine, asked), strict=True):
            one.look(engine, tenures[one.row - NUM_PEOPLE], trust)
    return Followed(
        **{f.name: np.array([getattr(one, f.name) for one in newcomers]) for f in fields(Followed)}
    )


def _trust(engine: Engine, asked: Sequence[_Newcomer]) -> list[Floats]:
    """Trust of each newcomer in everybody of their team, absent ones and themselves included."""
    if not asked:
        return []
    whom = [np.flatnonzero(engine.state.team == one.team) for one in asked]
    trustors = np.repeat([one.row for one in asked], [len(rows) for rows in whom])
    # One call for all: handing over the state costs more than the reading.
    trust = schedule.trust_of_all(
        engine.state, engine.conditions, trustors, np.concatenate(whom), engine.seed,
        engine.parameters,
    )  # fmt: skip
    return np.split(trust, np.cumsum([len(rows) for rows in whom])[:-1])


class _Newcomer:
    """One newcomer, who is looked at once a week for as long as they are there."""

    def __init__(self, row: int, host: int) -> None:
        self.row, self.host = row, float(host)
        read = np.full((5, YEAR), np.nan)
        self.colleagues, self.others, self.buddy, self.organisation, self.support = read
        self.propensity = np.nan

    def is_here(self, engine: Engine, tenure: int) -> bool:
        """Whether they have come and not left, and the year is not over; tenure begins at 0."""
        if tenure == 0:
            self._arrive(engine.state)
        if not 0 <= tenure < YEAR:
            return False
        return bool(engine.state.present[self.row]) and engine.state.keys[self.row] == self.key

    def _arrive(self, state: State) -> None:
        self.key, self.team = int(state.keys[self.row]), int(state.team[self.row])
        self.propensity = float(state.people["propensity"][self.row])
        if self.host == UNKNOWN:
            first = state.meetings[self.row, 0]
            # Hours that were arranged stand before all others.
            self.host = float(first["partner"] if first["hour"] >= ARRANGED else NOBODY)
        self.host_key = int(state.keys[int(self.host)])

    def look(self, engine: Engine, tenure: int, trust: Floats) -> None:
        """Note what they hold after a week; `trust` is that in everybody of the team."""
        state, me = engine.state, engine.state.people[self.row]
        team = np.flatnonzero(state.team == self.team)
        mates = (state.present[team] == 1) & (team != self.row)
        is_buddy = (team == self.host) & (state.keys[team] == self.host_key)
        self.colleagues[tenure] = trust[mates].mean()
        self.others[tenure] = trust[mates & ~is_buddy].mean()
        if (mates & is_buddy).any():
            self.buddy[tenure] = trust[mates & is_buddy][0]
        self.organisation[tenure] = organisation_trust(me, engine.parameters[0].prior_weight)
        self.support[tenure] = me["received"]


def organisation_trust(person: Any, weight: float) -> float:
    """Trust in the organisation of one person, as the model has it."""
    good, bad = float(person["organisation_for"]), float(person["organisation_against"])
    return (good + weight * float(person["propensity"])) / (good + bad + weight)
