"""A leader's week has an end: whatever is moved, shares stay shares."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trustgarden.app.tending import divided
from trustgarden.model.presets import PRACTICES

WEEKS = st.lists(st.integers(0, 100), min_size=len(PRACTICES), max_size=len(PRACTICES)).map(
    lambda given: {
        name: round(share / max(100, sum(given)), 2) if sum(given) <= 100
        else int(100 * share / sum(given)) / 100
        for name, share in zip(PRACTICES, given, strict=True)
    }
)  # fmt: skip
MOVES = st.lists(st.tuples(st.sampled_from(PRACTICES), st.floats(-1, 2)), min_size=1, max_size=12)


@given(WEEKS, MOVES)
def test_what_one_practice_gets_others_give(week, moves):
    for practice, share in moves:
        after = divided(week, practice, share)
        assert after.keys() == set(PRACTICES)
        assert all(0 <= value <= 1 for value in after.values())
        assert sum(after.values()) <= 1 + 1e-9
        assert after[practice] == min(1.0, max(0.0, round(share, 2)))
        assert all(after[name] <= week[name] + 1e-9 for name in PRACTICES if name != practice)
        week = after


@given(WEEKS, st.sampled_from(PRACTICES))
def test_what_is_there_to_spare_is_taken_first(week, practice):
    spare = 1 - sum(week.values())
    after = divided(week, practice, week[practice] + max(0.0, spare - 0.011))
    for name in PRACTICES:
        if name != practice:
            assert after[name] == week[name]
