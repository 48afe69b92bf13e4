"""Runs of allocations: the same organisation and the same luck, another division of the week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import read_chart
from trustgarden.scenarios.wording import did_you_mean, listed

from ..running import end_of_run, finished
from .allocations import Allocation, FloatArray, changes_for
from .journal import Journal

__all__ = ["Evaluator", "outcome_place"]


def outcome_place(outcome: str) -> int:
    """Place of a measure among all measures.

    Raises:
        InputError: If there is none of this name.
    """
    if outcome not in MEASURE_NAMES:
        raise InputError(
            f"--outcome is {outcome!r}, which is no measure.{did_you_mean(outcome, MEASURE_NAMES)} "
            f"There are: {listed(MEASURE_NAMES)}."
        )
    return MEASURE_NAMES.index(outcome)


class Evaluator:
    """Makes runs, or finds them in the journal."""

    def __init__(
        self,
        scenario: Scenario,
        outcome: str,
        weeks: int,
        journal: Journal,
        workers: int,
        counted: Callable[[int], None],
    ) -> None:
        """Prepare.

        Args:
            scenario: The organisation.
            outcome: The measure looked at; its mean over the last 13 weeks.
            weeks: Length of a run.
            journal: Where runs are kept.
            workers: Threads; the kernels let go of the interpreter.
            counted: Told how many runs were asked for, each time some are done.
        """
        self._scenario = scenario
        self._chart = read_chart(scenario)
        self._place = outcome_place(outcome)
        self._weeks = weeks
        self._journal = journal
        self._workers = workers
        self._counted = counted

    def outcomes(self, allocations: Sequence[Allocation], seeds: Sequence[int]) -> FloatArray:
        """The outcome of each allocation under each seed, shape `(allocations, seeds)`."""
        wanted = [(one, seed) for one in allocations for seed in seeds]
        missing = [key for key in dict.fromkeys(wanted) if self._journal.outcome(*key) is None]
        with ThreadPoolExecutor(self._workers) as pool:
            for key, value in zip(missing, pool.map(self._run, missing), strict=True):
                self._journal.add(*key, value)
        self._counted(len(wanted))
        found = [self._journal.outcome(*key) for key in wanted]
        return np.array(found, dtype=np.float64).reshape(len(allocations), len(seeds))

    def _run(self, key: tuple[Allocation, int]) -> float:
        allocation, seed = key
        scenario = self._scenario.with_changes(changes_for(allocation))
        engine = finished(scenario, self._chart, seed, self._weeks)
        return float(end_of_run(engine.series)[self._place])
