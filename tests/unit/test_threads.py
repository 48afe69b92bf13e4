"""Organisations run at once in several threads are those run one after another, to the byte."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from small_organisations import founded, run_bytes

EVENTS = [
    {"week": 3, "kind": "growth", "number": 5},
    {"week": 4, "kind": "merger", "number": 6},
    {"week": 5, "kind": "layoff", "share": 0.2},
    {"week": 6, "kind": "gathering", "hours": 3},
]
CASES: list[dict[str, Any]] = [
    {},
    {"consequence.regime": "blame", "turnover.leave_rate": 0.1, "welcome.choreography": "designed"},
    {"events": EVENTS, "recognition.form": "thanks", "organisation.num_slots": 6},
    {"leaders.style": "learner", "communities": [{"name": "choir", "share": 0.5}]},
    {"organisation.start": "burn-in", "organisation.burn_in_weeks": 4, "leaders.style": "random"},
]
RUNS = [(case, seed) for seed in range(4) for case in CASES]


def lived(run: tuple[dict[str, Any], int]) -> dict[str, bytes]:
    changes, seed = run
    engine = founded(changes, seed=seed, num_people=40, accounts=True, log=True)
    for _ in range(4):
        engine.run(3)
    return run_bytes(engine)


def test_four_threads_at_once_give_the_bytes_of_one() -> None:
    alone = [lived(run) for run in RUNS]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lived, RUNS))
    assert together == alone
    assert len({run["recorded series"] for run in alone}) == len(RUNS)


def test_threads_take_runs_in_any_order() -> None:
    with ThreadPoolExecutor(4) as threads:
        backwards = list(threads.map(lived, reversed(RUNS)))
    assert backwards[::-1] == [lived(run) for run in RUNS]
