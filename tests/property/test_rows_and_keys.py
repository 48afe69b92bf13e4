"""Rows are where somebody stands in an array; who they are is their key, and only that counts."""

from __future__ import annotations

import numpy as np
from drawn_organisations import scenarios
from hypothesis import given
from hypothesis import strategies as st
from moved_rows import BY_ROW, move_rows

from trustgarden.model.engine import Engine
from trustgarden.model.scenario import Scenario

SEEDS = st.integers(0, 2**63 - 1)
COMPARED = [name for name in BY_ROW if name not in ("meetings", "tales", "left", "num_hours")]


@given(scenarios(), SEEDS, st.integers(0, 4), st.randoms(use_true_random=False))
def test_moving_people_to_other_rows_changes_no_byte(
    scenario: Scenario, seed: int, weeks: int, lots: np.random.RandomState
) -> None:
    stayed, moved = (Engine(scenario, seed, accounts=True, log=True) for _ in range(2))
    stayed.run(weeks)
    moved.run(weeks)
    order = list(range(len(stayed.state.keys)))
    lots.shuffle(order)
    move_rows(moved, np.array(order))
    stayed.run(3)
    moved.run(3)
    assert moved.series.tobytes() == stayed.series.tobytes()
    assert moved.team_series.tobytes() == stayed.team_series.tobytes()
    assert moved.accounts.tobytes() == stayed.accounts.tobytes()
    for name in COMPARED:
        there, here = getattr(moved.state, name), getattr(stayed.state, name)
        assert there.tobytes() == here[order].tobytes(), name
    # Entries of one week and kind may stand in the order of rows.
    assert sorted(moved.log.tolist()) == sorted(stayed.log.tolist())
