"""Moving people to other rows, with their keys, changes no byte: hand-picked organisations.

Drawn ones are in `property/test_rows_and_keys.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from moved_rows import BY_ROW, move_rows
from small_organisations import NOBODY_LEAVES, founded

COMPARED = [name for name in BY_ROW if name not in ("meetings", "tales", "left", "num_hours")]
CLUBS = [{"name": f"club {k}", "visibility": "visible", "share": 0.1} for k in range(3)]

SCENARIOS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "blame": {"consequence.regime": "blame", "leaders.style": "favouritist"},
    "little memory": {
        "turnover.leave_rate": 0.1, "organisation.num_slots": 5, "spaces.social_hours": 4.0,
        "organisation.num_places": 2,
    },
    "nobody comes back": {"turnover.leave_rate": 0.1, "turnover.replace": False},
    "vacancies, and leaders who cannot know all they lead": {
        "organisation.team_size": 8, "organisation.num_slots": 4, "organisation.span": 3,
        "turnover.leave_rate": 0.1, "turnover.vacancy_weeks": 3.0, "spaces.work_hours": 0.5,
        "recognition.form": "award", "recognition.scarcity": 0.0,
    },
    "thanks, and more people met than can be remembered": {
        "organisation.team_size": 2, "organisation.num_slots": 4, "organisation.span": 2,
        "spaces.social_hours": 4.0, "spaces.openness": 1.0, "recognition.form": "thanks",
    },
    "communities": {
        "communities": CLUBS, "leaders.style": "absent", "leaders.connections": 0.6,
        "talk.tales": 3.0, "organisation.num_places": 3,
    },
    "a designed welcome": {
        "welcome.choreography": "designed", "turnover.leave_rate": 0.15,
        "organisation.num_slots": 8,
    },
    "spaces of its own": {
        "spaces.custom": [
            {"name": who, "purpose": "share", "who": who}
            for who in ("leader", "team", "place", "organisation", "remembered")
        ],
        "organisation.num_places": 3, "organisation.num_practices": 2,
    },
    "leaders who learn": {"leaders.style": "learner"},
}  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("before", [0, 6], ids=["from the first week", "in the middle"])
def test_moving_people_to_other_rows_changes_no_byte(name: str, before: int) -> None:
    for seed in range(4):
        stayed, moved = (
            founded(SCENARIOS[name], num_people=24, seed=seed, accounts=True, log=True)
            for _ in range(2)
        )
        stayed.run(before)
        moved.run(before)
        order = np.random.default_rng(seed).permutation(24)
        move_rows(moved, order)
        stayed.run(10)
        moved.run(10)
        for series in ("series", "team_series", "accounts"):
            assert getattr(moved, series).tobytes() == getattr(stayed, series).tobytes(), series
        for array in COMPARED:
            there, here = getattr(moved.state, array), getattr(stayed.state, array)
            assert there.tobytes() == here[order].tobytes(), array
        assert sorted(moved.log.tolist()) == sorted(stayed.log.tolist())


def test_people_do_move() -> None:
    engine = founded(NOBODY_LEAVES, num_people=24)
    engine.run(3)
    before = engine.state.people.copy()
    order = np.random.default_rng(1).permutation(24)
    move_rows(engine, order)
    assert engine.state.keys.tolist() == order.tolist()
    assert engine.state.people.tobytes() == before[order].tobytes() != before.tobytes()
    assert engine.state.keys[engine.state.by_key].tolist() == list(range(24))
