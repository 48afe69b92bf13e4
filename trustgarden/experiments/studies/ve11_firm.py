"""Apparatus of VE11: a firm of 71 in three offices, and the hours its people spend together.

The composition is that of the law firm of Lazega (2001): three offices, two practices,
partners and associates. The lawyers of one practice in one office work together; the smallest
office, which has four people, is one group. Each group is headed by one of its partners.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.analysis.networks import Network, observed_network
from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.layout import State
from trustgarden.model.reading import with_event
from trustgarden.model.tables import names_of, ties_table
from trustgarden.scenarios import load_scenario

from .ratings import rated
from .study import Setting

__all__ = [
    "FIRM",
    "FREE",
    "WORK",
    "Lived",
    "each_engine",
    "firm_chart",
    "grouped_chart",
    "met",
    "named",
]

GROUPS = (
    # office, practice, partners, associates
    (0, 0, 12, 17),
    (0, 1, 10, 9),
    (1, 0, 8, 3),
    (1, 1, 5, 3),
    (2, 1, 1, 3),
)
NUM_SLOTS = 48
"""More than the largest group has people, as in the example of docs/scenarios.md."""
SOCIAL_HOURS = 2.5
"""A break of half an hour a working day."""
CASE: dict[str, Any] = {
    "purpose": "perform", "hours": 1.5, "formality": 1.0, "voluntariness": 0.0,
    "visibility": 0.5, "stakes": 1.0, "reach": 1.0,
}  # fmt: skip
"""Work as in the standard space of work, but with others than one's group; the cases of the firm
come beside those with the counterparts whom everybody has anywhere."""
FIRM: dict[str, Any] = {
    "organisation.num_slots": NUM_SLOTS,
    "organisation.start": "strangers",
    "spaces.work_hours": 3.75,
    "spaces.custom": (
        {"name": "cases of the office", "who": "place", **CASE},
        {"name": "cases of the firm", "who": "organisation", **CASE, "hours": 0.75},
    ),
    "spaces.social_hours": SOCIAL_HOURS,
}
"""At first nobody knows anybody but, by the chart, leaders and members; all spaces are open.

The usual six hours of work are divided so that working together crosses practices and offices
about as it does in the firm, where it is a matter of who is put on which case: of pairs who work
together, 63 % are of one office and practice, and 80 % of one office.
"""
WORK, SHARE, REHEARSE, EXPLORE = range(4)
FREE = (REHEARSE, EXPLORE)
NUM_PURPOSES = 4
NOBODY = -1

Floats = npt.NDArray[np.float64]
Outcome = TypeVar("Outcome")


def grouped_chart(
    group: npt.ArrayLike, place: npt.ArrayLike, practice: npt.ArrayLike, rank: npt.ArrayLike
) -> Chart:
    """A chart of groups, each headed by the first of its people of the highest rank.

    Heads report to the head of the highest rank; of several of them, to the first.

    Args:
        group: Number of the group of each person, from 0 on.
        place: Number of the place of each person.
        practice: Number of the practice of each person.
        rank: Rank of each person, 0 the highest.
    """
    team, ranks = np.asarray(group, np.int32), np.asarray(rank, np.int32)
    order = np.lexsort((np.arange(len(team)), ranks, team))
    head = order[np.searchsorted(team[order], np.arange(team.max() + 1))]
    boss = head[team]
    top = head[np.argmin(ranks[head])]
    boss[head] = top
    boss[top] = NOBODY
    return Chart(
        ids=tuple(f"{row + 1}" for row in range(len(team))),
        boss=boss.astype(np.int32),
        team=team,
        team_names=tuple(f"group {k + 1}" for k in range(len(head))),
        place=np.asarray(place, np.int32),
        place_names=tuple(f"place {k + 1}" for k in range(int(np.max(place)) + 1)),
        practice=np.asarray(practice, np.int32),
        practice_names=tuple(f"practice {k + 1}" for k in range(int(np.max(practice)) + 1)),
        rank=ranks,
        tie_from=np.empty(0, np.int32),
        tie_to=np.empty(0, np.int32),
        tie_evidence=np.empty(0),
        tie_kind=(),
    )


def firm_chart() -> Chart:
    """The 71 people of the firm."""
    rows = [
        (number, office, practice, rank)
        for number, (office, practice, *ranks) in enumerate(GROUPS)
        for rank, count in enumerate(ranks)
        for _ in range(count)
    ]
    return grouped_chart(*np.array(rows).T)


def each_engine(
    setting: Setting,
    chart: Chart,
    apparatus: Mapping[str, Any],
    act: Callable[[Engine], Outcome],
) -> list[Outcome]:
    """What an act gives on each of so many organisations with this chart, by seed."""
    plan = load_scenario("untended").with_changes(setting.with_apparatus(apparatus))
    seeds = range(setting.seed, setting.seed + setting.replicates)
    with ThreadPoolExecutor(setting.workers) as pool:
        return list(pool.map(lambda seed: act(Engine(plan, seed, chart)), seeds))


class Lived:
    """An organisation, and all hours in which two of its people have dealt with each other.

    Attributes:
        engine: The organisation.
        hours: Hours by purpose, undirected, since both have been there (4, people, people).
            Nothing is forgotten, as in a log of what took place.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        n = len(engine.state.keys)
        self.hours = np.zeros((NUM_PURPOSES, n, n))
        self._keys = engine.state.keys.copy()

    def run(self, weeks: int) -> Floats:
        """Live on; the hours of these weeks, as `hours`, of who was there at the end."""
        lived = np.zeros_like(self.hours)
        # A branch shares the array until one of them lives on.
        self.hours = self.hours.copy()
        for _ in range(weeks):
            self.engine.run(1, record=False)
            self._note((lived, self.hours))
        return lived

    def _note(self, books: Sequence[Floats]) -> None:
        state = self.engine.state
        new = state.keys != self._keys
        trustors, partners, spaces = met(state)
        purposes = state.spaces["purpose"][spaces].astype(np.int64)
        for book in books:
            np.add.at(book, (purposes, trustors, partners), 1.0)
            np.add.at(book, (purposes, partners, trustors), 1.0)
            # Who left takes their hours along, those of the last week too.
            book[:, new] = 0.0
            book[:, :, new] = 0.0
        self._keys = state.keys.copy()

    def branch(self, events: Sequence[Mapping[str, Any]] = ()) -> Lived:
        """The same organisation once more, from now on with these events beside its own."""
        twin = copy.copy(self)
        twin.engine = copy.copy(self.engine)
        twin.engine.state = State._make(array.copy() for array in self.engine.state)
        twin.engine.steering = copy.deepcopy(self.engine.steering)
        twin.engine.not_held = []
        scenario = self.engine.scenario
        for event in events:
            scenario = with_event(scenario, event)
        twin.engine.branch(scenario)
        return twin


def met(state: State) -> tuple[Any, Any, Any]:
    """Rows of who met whom in the week that has been, and in which space."""
    hours = np.arange(state.meetings.shape[1]) < state.num_hours[:, None]
    took_place = hours & (state.meetings["partner"] >= 0) & (state.meetings["act"] > 0)
    trustors, place = np.nonzero(took_place)
    meetings = state.meetings[trustors, place]
    return trustors, meetings["partner"].astype(np.int64), meetings["space"].astype(np.int64)


def named(
    engine: Engine,
    strength: Callable[[pd.DataFrame], Floats],
    mean_degree: float,
    question: str,
) -> Network:
    """The network that a roster gives: whom people name, read with the error of asking.

    Args:
        engine: The organisation.
        strength: How strong each tie of the table of ties is, 0 or more.
        mean_degree: How many are named on average.
        question: Name of the roster, for the error of answering.
    """
    ties = ties_table(engine)
    answered = np.maximum(rated(strength(ties), engine.seed, question), 0.0)
    people = [
        name for name, here in zip(names_of(engine), engine.state.present, strict=True) if here
    ]
    return observed_network(ties, answered, mean_degree=mean_degree, people=people)
