"""Which allocation of a leader's attention grows most of an outcome, in a given organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario

from ..planning import seed_of
from ..progress import Clock, ProgressCallback
from ..provenance import provenance
from ..simulating import checked_seed, checked_weeks, the_scenario
from .allocations import Allocation, allocation_of, even, scaled, stated
from .evaluating import Evaluator, outcome_place
from .journal import Journal
from .optimum import Arm, Optimum
from .searching import Generation, check_installed, generation_size, search

__all__ = ["CONFIRMING", "num_runs", "optimise"]

FINALISTS = 4
CHOOSING = 4
"""Times as many seeds as in the search decide between the finalists."""
CONFIRMING = 30
"""Fresh seeds on which the chosen one and the starting style are compared."""
FIRST_CHOOSING, FIRST_CONFIRMING = 10_000_000, 20_000_000
"""Replicates of the parts lie so far apart that no seed is used in two of them."""


def optimise(
    scenario: str | Path | Scenario = "garden",
    outcome: str = "trust",
    *,
    budget: int = 200,
    replicates: int = 6,
    confirm: int = CONFIRMING,
    weeks: int = 104,
    seed: int = 1,
    total: float = 1.0,
    least: bool = False,
    changes: Mapping[str, Any] | None = None,
    workers: int = 1,
    journal: Path | None = None,
    progress: ProgressCallback | None = None,
    allow_code: bool = False,
) -> Optimum:
    """Search for the best division of a leader's attention over the seven practices.

    All allocations of a generation have the same people and the same luck (common random
    numbers), each generation other ones. The finalists, the starting style among them, are
    compared on further seeds, and the best of these is measured against the starting style on
    seeds that nobody has seen: what is reported is not flattered by having been chosen.

    Args:
        scenario: An id, a path or a scenario; its style is where the comparison starts.
        outcome: A measure; its mean over the last 13 weeks.
        budget: Allocations that may be tried.
        replicates: Seeds of each generation.
        confirm: Fresh seeds for the comparison with the starting style.
        weeks: Length of a run.
        seed: Start of all chance.
        total: Share of the leaders' hours that is divided, above 0 and at most 1.
        least: Look for the least instead of the most.
        changes: Dotted keys of the scenario and their values.
        workers: Threads.
        journal: File that keeps every run, so that the same call goes on after a break.
        progress: Called with a `Progress` at the start and after each generation.
        allow_code: Whether code that the scenario names may be run.

    Raises:
        InputError: If something given cannot be used.
    """
    check_installed()
    weeks, seed = checked_weeks(weeks), checked_seed(seed) or 0
    _check(budget, replicates, confirm, total)
    base = the_scenario(scenario, changes, allow_code)
    start = allocation_of(base)
    outcome_place(outcome)
    plan = {
        "scenario": provenance(base, seed, weeks)["digest"],
        "outcome": outcome, "weeks": weeks, "seed": seed,
    }  # fmt: skip
    clock = Clock(num_runs(budget, replicates, confirm), 0, 0)

    def counted(done: int) -> None:
        clock.count(done, 0)
        if progress is not None:
            progress(clock.progress())

    book = Journal(journal, plan)
    counted(0)
    try:
        runs = Evaluator(base, outcome, weeks, book, workers, counted)
        made = _searched(runs, seed, budget, replicates, total, -1 if least else 1)
        best, gain = _chosen(runs, made, start, seed, replicates, total, -1 if least else 1)
        arms = _confirmed(runs, best, start, seed, confirm)
    finally:
        book.close()
    facts = {**plan, "budget": budget, "replicates": replicates, "confirm": confirm, "total": total}
    again = provenance(base, seed, weeks)
    return Optimum(base, outcome, least, *arms, gain, made, {**again, "search": facts})


def num_runs(budget: int, replicates: int, confirm: int) -> int:
    """Runs that a search asks for; those of its journal, and of like finalists, are not made."""
    size = generation_size(7)
    choosing = (FINALISTS + 1) * CHOOSING * replicates
    return budget // size * size * replicates + choosing + 3 * confirm


def _check(budget: int, replicates: int, confirm: int, total: float) -> None:
    if not 0 < total <= 1:
        raise InputError(
            f"--total is {total}; it must be above 0 and at most 1, the share of the leaders' "
            "hours that is divided."
        )
    for name, value, low in (
        ("--budget", budget, generation_size(7)), ("--replicates", replicates, 1),
        ("--confirm", confirm, 2),
    ):  # fmt: skip
        if value < low:
            raise InputError(f"{name} is {value}; it must be at least {low}.")


def _seeds(seed: int, first: int, count: int) -> list[int]:
    return [seed_of(seed, first + one) for one in range(count)]


def _searched(
    runs: Evaluator, seed: int, budget: int, replicates: int, total: float, sign: int
) -> list[Generation]:
    def evaluate(allocations: Sequence[Allocation], number: int) -> Any:
        seeds = _seeds(seed, (number - 1) * replicates, replicates)
        return sign * runs.outcomes(allocations, seeds).mean(axis=1)

    # From an even division, which favours no practice; the starting style joins the finalists.
    return search(evaluate, scaled(even(), total), budget=budget, seed=seed)


def _chosen(
    runs: Evaluator, made: Sequence[Generation], start: Allocation, seed: int, replicates: int,
    total: float, sign: int,
) -> tuple[Allocation, float]:  # fmt: skip
    """The best of the finalists, and its gain over the start on the seeds that chose it."""
    centre, before = made[-1].centre, made[len(made) // 2].centre
    finalists = [centre, before, made[-1].allocations[0], scaled(start, total)]
    listed = [stated(one) for one in finalists]
    seeds = _seeds(seed, FIRST_CHOOSING, CHOOSING * replicates)
    *means, of_start = runs.outcomes([*listed, start], seeds).mean(axis=1)
    place = int(np.argmax(sign * np.array(means)))
    return listed[place], float(means[place] - of_start)


def _confirmed(
    runs: Evaluator, best: Allocation, start: Allocation, seed: int, confirm: int
) -> tuple[Arm, Arm, Arm | None]:
    seeds = _seeds(seed, FIRST_CONFIRMING, confirm)
    same_hours = stated(scaled(start, sum(best)))
    found = runs.outcomes([best, start, same_hours], seeds)
    arms = (
        Arm("best found", best, found[0]),
        Arm("starting style", start, found[1]),
        Arm("starting style, same hours", same_hours, found[2]),
    )
    differs = abs(sum(best) - sum(start)) > 1e-9
    return arms[0], arms[1], arms[2] if differs else None
