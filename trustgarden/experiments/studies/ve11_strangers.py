"""Strangers who move into one house, and rank each other every week (VE11 and REAL).

Newcomb (1961) gave 17 men who did not know each other free board for telling every week whom
of the others they liked more and whom less (ranks as published by Nordlie 1958).

**Mirrored.** 17 strangers in one house, whom nobody leads and over whom no regime stands. They
do not work together; what they share is three free hours a day. After each week everybody is
ranked by how much goodwill one expects of them. **What differs.** The men went to lectures
too and knew people outside. Ranks are read with error: two rankings in a row agreed by .88 at
the end, so their reliability cannot have been lower; it is taken to be .90 and not the .80 of
short scales.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt

from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.tables import ties_table

from .ratings import rated
from .study import Setting
from .ve11_firm import each_engine

__all__ = ["NUM_MEN", "NUM_WEEKS", "PUBLISHED", "agreement", "flatness", "rankings", "returned"]

NUM_MEN = 17
NUM_WEEKS = 6
TOP = 5
RELIABILITY = 0.9
UNTRIED = 1e-9
"""Acts that stand behind a name on the list of the house."""
PUBLISHED = (0.65, 0.81, 0.85, 0.84, 0.88)
"""Mean rank correlation from week to week, of people's rankings."""
HOUSE: dict[str, Any] = {
    "organisation.start": "strangers",
    "consequence.regime": "none",
    "turnover.leave_rate": 0.0,
    "spaces.work_hours": 0.0,
    "spaces.meeting_hours": 0.0,
    "spaces.rehearsal_hours": 0.0,
    "spaces.social_hours": 21.0,
}

Floats = npt.NDArray[np.float64]


def house_chart() -> Chart:
    """Seventeen people of one house, who have heard of each other and no more."""
    none = np.zeros(NUM_MEN, np.int32)
    trustors, trustees = np.array(list(permutations(range(NUM_MEN), 2))).T
    return Chart(
        ids=tuple(f"{row + 1:02d}" for row in range(NUM_MEN)),
        boss=none - 1,
        team=none,
        team_names=("house",),
        place=none,
        place_names=("house",),
        rank=none,
        tie_from=trustors,
        tie_to=trustees,
        tie_evidence=np.full(len(trustors), UNTRIED),
        tie_kind=("house",) * len(trustors),
    )


def rankings(setting: Setting) -> Floats:
    """Ranks that each man gives, 1 the best; (houses, weeks, men, men), NaN for oneself."""
    return np.array(each_engine(setting, house_chart(), HOUSE, _ranked))


def _ranked(engine: Engine) -> Floats:
    weeks = []
    for week in range(NUM_WEEKS):
        engine.run(1, record=False)
        weeks.append(_ranks(_answers(engine, week)))
    return np.array(weeks)


def _answers(engine: Engine, week: int) -> Floats:
    """How much each likes each, to their own mean; NaN for oneself."""
    held = np.full((NUM_MEN, NUM_MEN), np.nan)
    off = ~np.eye(NUM_MEN, dtype=bool)
    # Rows of the table of ties stand in the order of who remembers, then of whom.
    held[off] = ties_table(engine)["trust_benevolence"].to_numpy()
    held -= np.nanmean(held, axis=1, keepdims=True)
    return rated(held, engine.seed, f"liking in week {week}", RELIABILITY)


def _ranks(liking: Floats) -> Floats:
    order = np.argsort(np.argsort(-liking, axis=1, kind="stable"), axis=1)
    return np.where(np.isnan(liking), np.nan, order + 1.0)


def agreement(ranks: Floats) -> Floats:
    """Mean correlation of people's rankings with those of the week before, (houses, weeks - 1)."""
    spread = ranks - np.nanmean(ranks, axis=-1, keepdims=True)
    both = np.nansum(spread[:, 1:] * spread[:, :-1], axis=-1)
    alone = np.sqrt(np.nansum(spread**2, axis=-1))
    result: Floats = (both / (alone[:, 1:] * alone[:, :-1])).mean(axis=-1)
    return result


def returned(ranks: Floats) -> Floats:
    """Share of everybody's top five that are returned, (houses, weeks)."""
    top = np.where(np.isnan(ranks), False, ranks <= TOP)
    result: Floats = (top & top.swapaxes(-1, -2)).sum(axis=(-1, -2)) / top.sum(axis=(-1, -2))
    return result


def flatness(returns: Floats) -> Floats:
    """By how much more is returned in the last two weeks than in the first two, by house."""
    result: Floats = returns[:, -2:].mean(axis=1) - returns[:, :2].mean(axis=1)
    return result
