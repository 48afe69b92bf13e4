"""Apparatus of VE9: project teams of strangers without leaders, and mature firms.

People of a project team are told on the first day who is in it, so everybody has somebody
in mind from then on and can be asked about them; nobody has done anything yet.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.tables import ties_table
from trustgarden.scenarios import load_scenario

from .study import Setting

__all__ = ["FACETS", "NUM_TEAMS", "TEAM_SIZE", "answers", "cohorts", "team_chart"]

NUM_TEAMS = 40
TEAM_SIZE = 8
FACETS = ("ability", "benevolence", "integrity")
COHORT: dict[str, Any] = {
    "organisation.num_people": NUM_TEAMS * TEAM_SIZE,
    "organisation.team_size": TEAM_SIZE,
    "organisation.start": "strangers",
    "consequence.regime": "none",
    "turnover.leave_rate": 0.0,
}
"""A course: teams that nobody leads and nobody leaves, with no consequence but among themselves."""
UNTRIED = 1e-9
"""Acts that stand behind a name on a list of one's team."""

Outcome = TypeVar("Outcome")


def team_chart(num_teams: int = NUM_TEAMS, size: int = TEAM_SIZE) -> Chart:
    """Teams without leaders, whose people know who is in them."""
    rows = np.arange(num_teams * size, dtype=np.int32)
    pairs = [
        (first + i, first + j)
        for first in range(0, num_teams * size, size)
        for i, j in permutations(range(size), 2)
    ]
    trustors, trustees = np.array(pairs).T
    none = np.zeros(len(rows), np.int32)
    return Chart(
        ids=tuple(f"{row + 1:04d}" for row in rows),
        boss=none - 1,
        team=rows // size,
        team_names=tuple(f"team {t + 1:02d}" for t in range(num_teams)),
        place=none,
        place_names=("campus",),
        rank=none,
        tie_from=trustors,
        tie_to=trustees,
        tie_evidence=np.full(len(pairs), UNTRIED),
        tie_kind=("team",) * len(pairs),
    )


def cohorts(setting: Setting, act: Callable[[Engine], Outcome]) -> list[Outcome]:
    """What an act gives on each of so many cohorts, in the order of seeds."""
    plan = load_scenario("untended").with_changes(setting.with_apparatus(COHORT))
    chart = team_chart()
    seeds = range(setting.seed, setting.seed + setting.replicates)
    with ThreadPoolExecutor(setting.workers) as pool:
        return list(pool.map(lambda seed: act(Engine(plan, seed, chart)), seeds))


def answers(cohort: Engine) -> npt.NDArray[np.float64]:
    """What everybody holds of everybody in their team now, (facets, teams, trustors, trustees).

    The diagonal is NaN: nobody is asked about themselves.
    """
    ties = ties_table(cohort)
    ties = ties[ties["team_from"] == ties["team_to"]]
    trustor, trustee = (ties[end].astype(int).to_numpy() - 1 for end in ("from", "to"))
    held = np.full((len(FACETS), NUM_TEAMS, TEAM_SIZE, TEAM_SIZE), np.nan)
    for f, facet in enumerate(FACETS):
        place = trustor // TEAM_SIZE, trustor % TEAM_SIZE, trustee % TEAM_SIZE
        held[f][place] = ties[f"trust_{facet}"]
    return held
