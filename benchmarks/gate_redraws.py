"""How often the gate cries wolf: both its halves on fresh seeds of the model as it is.

A change of nothing but the order of random numbers leaves other draws of the same distributions;
other seeds are just that. Each re-draw takes its runs from one pool of fresh seeds, for claims and
for both sides of the pairs, none of them twice. Re-draws share the pool, so they are not wholly
independent of each other: with 400 seeds and 120 taken, two have some 36 in common.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from trustgarden.experiments.checks.baseline import BASELINE_SEEDS
from trustgarden.experiments.checks.checking import judge_claims
from trustgarden.experiments.checks.reading import Checked
from trustgarden.experiments.checks.runs import Runs
from trustgarden.experiments.checks.sequential import QUICK_LOOKS
from trustgarden.experiments.checks.statistical import (
    compare_distributions,
    figures_of,
    summaries,
)

POOL, REDRAWS = 400, 200
FIRST_SEED = 1_000_000


def fresh_pool(checked: Checked) -> Runs:
    """Runs of every arm and watched scenario with seeds that nothing else takes."""
    pool = Runs(checked.file.weeks, FIRST_SEED)
    scenarios = [*chain.from_iterable(checked.arms.values()), *checked.watched.values()]
    for number, scenario in enumerate(scenarios, 1):
        pool.series([scenario], POOL)
        print(f"pool: {number} of {len(scenarios)} scenarios", flush=True)
    return pool


def redraws(checked: Checked, pool: Runs) -> Iterator[tuple[list[str], bool]]:
    """Of each re-draw, claims that do not hold, and whether distributions alarm."""
    figures = {n: summaries(pool.series([s], POOL)[0]) for n, s in checked.watched.items()}
    rng = np.random.default_rng(1)
    for _ in range(REDRAWS):
        order = rng.permutation(POOL)
        judged = judge_claims(checked, _drawn(pool, order), QUICK_LOOKS, lambda _: None)
        first, second = order[:BASELINE_SEEDS], order[BASELINE_SEEDS : 2 * BASELINE_SEEDS]
        moved = compare_distributions(
            {name: one[first] for name, one in figures.items()},
            {name: one[second] for name, one in figures.items()},
            figures_of(checked.file.weeks),
        )
        yield [one.claim.id for one in judged if not one.passed], bool(moved.alarms)


def _drawn(pool: Runs, order: np.ndarray) -> Runs:
    """Runs of some seeds of the pool, as if they were the first."""
    drawn = Runs(pool.weeks, 0)
    drawn.made = {
        (key, new): pool.made[key, pool.seed + int(order[new])]
        for key in {key for key, _ in pool.made}
        for new in range(max(QUICK_LOOKS))
    }
    return drawn
