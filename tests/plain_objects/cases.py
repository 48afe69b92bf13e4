"""Small organisations in which, between them, every rule of the week has its say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from small_organisations import small

from trustgarden.model.chart import Chart
from trustgarden.model.scenario import Scenario

__all__ = ["BUSY", "COMMUNITIES", "COVERING", "EVENTS_OF", "OWN_SPACES", "Case", "any_chart"]

COMMUNITIES = [
    {"name": "guild", "kind": "formal", "share": 0.4, "joining": "invited", "purpose": "share"},
    {"name": "circle", "kind": "formal", "visibility": "visible", "share": 0.2},
    {"name": "choir", "kind": "social", "visibility": "visible", "share": 0.2, "hours": 1.5},
    {"name": "lunch", "kind": "social", "share": 0.5, "purpose": "perform", "formality": 0.2},
    {"name": "board", "kind": "formal", "share": 0.3, "joining": "closed", "openness": 1.0},
    {"name": "band", "kind": "social", "share": 0.3, "joining": "closed", "reach": 0.8},
]  # fmt: skip
"""Of each kind, and of each way to come to belong."""
OWN_SPACES = [
    {"name": "talk with the leader", "purpose": "explore", "who": "leader", "hours": 0.7},
    {"name": "review", "purpose": "share", "who": "team", "hours": 0.6, "voluntariness": 0.2},
    {"name": "kitchen", "purpose": "explore", "who": "place", "visibility": 0.9},
    {"name": "hall", "purpose": "rehearse", "who": "organisation", "reach": 1.0},
    {"name": "walk", "purpose": "perform", "who": "remembered", "formality": 0.0, "stakes": 1.0},
]
"""One for each `who`."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A small organisation with little memory, in which many leave."""

    regime: str
    style: str
    welcome: str
    form: str
    people: int = 12
    team_size: int = 4
    places: int = 2
    slots: int = 5
    start: str = "strangers"
    replace: bool = True
    vacancy: float = 0.0
    tales: float = 1.0
    communities: int = 0
    spaces: int = 0

    def __str__(self) -> str:
        return f"{self.regime}-{self.style}"

    def scenario(self, **dotted: Any) -> Scenario:
        """The scenario; further keys stand with `__` for the dot."""
        changes = {
            "consequence.regime": self.regime,
            "leaders.style": self.style,
            "welcome.choreography": self.welcome,
            "recognition.form": self.form,
            "organisation.team_size": self.team_size,
            "organisation.span": 2,
            "organisation.num_places": self.places,
            "organisation.num_practices": 2,
            "organisation.num_slots": self.slots,
            "organisation.start": self.start,
            "organisation.burn_in_weeks": 3,
            "turnover.leave_rate": 0.08,
            "turnover.replace": self.replace,
            "turnover.vacancy_weeks": self.vacancy,
            "talk.tales": self.tales,
            "communities": COMMUNITIES[: self.communities],
            "spaces.custom": OWN_SPACES[: self.spaces],
        }
        changes |= {key.replace("__", "."): value for key, value in dotted.items()}
        return small(changes, num_people=self.people)


COVERING = (
    Case(regime="none", style="gardener", welcome="designed", form="thanks", people=6,
         team_size=3, places=1, slots=8),
    Case(regime="permissive", style="commander", welcome="by-the-book", form="award", people=14,
         start="burn-in", tales=3.0),
    Case(regime="punitive", style="contractor", welcome="buddy", form="bonus", team_size=5,
         slots=4, replace=False, communities=3),
    Case(regime="blame", style="controller", welcome="cold", form="nomination", people=14,
         team_size=3, slots=6, start="burn-in", vacancy=2.0),
    Case(regime="just-culture", style="absent", welcome="designed", form="acknowledgement",
         people=10, tales=0.0, spaces=5),
    Case(regime="arbitrary", style="favouritist", welcome="buddy", form="award", people=13,
         start="burn-in", replace=False, communities=6),
    Case(regime="favourites", style="hero", welcome="designed", form="thanks", people=14,
         team_size=7, places=1, slots=6, vacancy=1.5, tales=2.5),
    Case(regime="contract", style="kind-but-uneven", welcome="by-the-book", form="bonus",
         people=9, start="burn-in", tales=3.0),
    Case(regime="surveillance", style="random", welcome="designed", form="nomination",
         team_size=3, slots=12, communities=2, spaces=3),
    Case(regime="collective", style="favouritist", welcome="buddy", form="acknowledgement",
         people=11, team_size=5, slots=4, start="burn-in"),
    Case(regime="bought-reward", style="controller", welcome="designed", form="bonus", people=14,
         communities=4),
    Case(regime="charter", style="absent", welcome="by-the-book", form="award", people=8,
         team_size=8, places=1, slots=7, start="burn-in", replace=False, spaces=5),
)  # fmt: skip

BUSY = Case(
    regime="surveillance", style="gardener", welcome="designed", form="acknowledgement",
    people=13, slots=6, communities=3,
).scenario(
    leaders__demanding=0.05,
    leaders__controlling=0.05,
    consequence__repair=0.5,
    consequence__reward=0.3,
    parameters__faith=-0.5,
    events=[{"week": 3, "kind": "crunch", "weeks": 3}],
)  # fmt: skip
"""An organisation to which each mechanism makes a difference."""


def _event(week: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"week": week, "kind": kind, **fields}


EVENTS_OF = {
    "change": [
        _event(2, "change", set={"consequence.regime": "blame", "turnover.replace": False}),
        _event(4, "change", weeks=2, set={"leaders.style": "commander", "spaces.work_hours": 9.0}),
        _event(5, "change", set={"welcome.choreography": "designed", "recognition.form": "thanks"}),
    ],
    "regime": [_event(3, "regime", regime="contract", weeks=2)],
    "remote": [_event(2, "remote", share=0.5, weeks=3), _event(4, "remote")],
    "crunch": [_event(2, "crunch", weeks=3), _event(4, "crunch", load=1.0)],
    "layoff": [
        _event(2, "layoff", share=0.3),
        _event(4, "arrival", number=2),
        _event(5, "layoff", share=0.6, severity=1.0),
    ],
    "arrival": [_event(1, "arrival"), _event(4, "arrival", number=3, team="team 2")],
    "growth": [
        _event(2, "growth", number=2),
        _event(4, "growth", number=9, team="newest"),
        _event(5, "gathering", team="newest 2"),
        _event(5, "departure", who="w4-1"),
        _event(6, "departure", who="w4-1"),  # Who left does not leave again.
    ],
    "merger": [
        _event(1, "merger", number=5),
        _event(4, "merger", number=6, set={"consequence.regime": "blame", "talk.tales": 2.0}),
        _event(5, "departure", who="w1-1"),
        _event(5, "new-leader", team="team 1 of week 4"),
    ],
    "new-leader": [
        _event(2, "new-leader"),
        _event(4, "new-leader", team="team 2"),
        _event(4, "departure", who="5.1"),
    ],
    "reorganisation": [_event(2, "reorganisation"), _event(5, "reorganisation", share=1.0)],
    "scandal": [_event(3, "scandal"), _event(5, "scandal", who="6", severity=0.4)],
    "betrayal": [
        _event(2, "betrayal", who="6", whom="7"),
        _event(4, "betrayal", who="3", whom="2"),
    ],
    "apology": [
        _event(3, "apology", who="2"),
        _event(4, "betrayal", who="6", whom="7"),
        _event(5, "apology", who="6", whom="7", pays=True, promises=True),
        _event(6, "apology", who="7", admits=False),
    ],
    "gathering": [
        _event(2, "gathering", hours=9, space="work"),
        _event(2, "departure", who="4"),
        _event(4, "gathering", team="team 2"),
        _event(5, "betrayal", who="8", whom="9"),
        _event(5, "layoff", share=0.4),
    ],
    "departure": [_event(2, "departure", who="3"), _event(4, "departure", who="1")],
}  # fmt: skip
"""A calendar for each kind of event, with what makes it hard."""


def any_chart(seed: int) -> Chart:
    """People led by anybody, in any team and place; some have ties, some are led by nobody."""
    lot = np.random.default_rng(seed)
    num = int(lot.integers(5, 15))
    team = np.concatenate([np.arange(3), lot.integers(0, 3, num - 3)])
    order = lot.permutation(num)
    boss = np.full(num, -1)
    for place in range(1, num):
        if lot.random() < 0.9:
            boss[order[place]] = order[lot.integers(max(0, place - 4), place)]
    pairs = np.argwhere(lot.random((num, num)) < 0.15)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return Chart(
        ids=tuple(f"p{row}" for row in range(num)),
        boss=boss,
        team=lot.permutation(team),
        team_names=("x", "y", "z"),
        place=lot.integers(0, 2, num),
        place_names=("here", "there"),
        practice=lot.integers(0, 2, num),
        practice_names=("law", "sales"),
        rank=lot.integers(0, 4, num),
        tie_from=pairs[:, 0],
        tie_to=pairs[:, 1],
        tie_evidence=lot.uniform(0.1, 9.0, len(pairs)),
        tie_kind=("advice",) * len(pairs),
    )
