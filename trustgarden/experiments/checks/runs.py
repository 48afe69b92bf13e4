"""Runs that claims share: each scenario and seed is run once, in threads.

Arms of a claim have the same seeds, so they have the same people and the same
chances (common random numbers), and what differs between them comes from the
scenarios. Kernels release the interpreter's lock, so threads are enough.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trustgarden.experiments.provenance import digest_of
from trustgarden.experiments.running import finished
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import read_chart

__all__ = ["Runs"]

Floats = NDArray[np.float64]


@dataclass
class Runs:
    """Weekly measures by scenario and seed, made when they are asked for.

    Attributes:
        weeks: Length of each run.
        seed: First of the seeds.
        workers: Threads.
        progress: Told how many runs there are by now.
        made: Series (weeks, measures) by scenario and seed.
    """

    weeks: int
    seed: int
    workers: int = 2
    progress: Callable[[int], None] = lambda _: None
    made: dict[tuple[str, int], Floats] = field(default_factory=dict)

    def series(self, scenarios: Iterable[Scenario], number: int) -> list[Floats]:
        """Runs with the first `number` seeds, for each scenario (seeds, weeks, measures)."""
        asked = list(scenarios)
        by_key = {_key(scenario): scenario for scenario in asked}
        seeds = range(self.seed, self.seed + number)
        missing = [(k, s) for k in by_key for s in seeds if (k, s) not in self.made]
        with ThreadPoolExecutor(self.workers) as pool:
            found = pool.map(lambda ks: self._run(by_key[ks[0]], ks[1]), missing)
            for which, series in zip(missing, found, strict=True):
                self.made[which] = series
                self.progress(len(self.made))
        return [np.stack([self.made[_key(one), seed] for seed in seeds]) for one in asked]

    def _run(self, scenario: Scenario, seed: int) -> Floats:
        series: Floats = finished(scenario, read_chart(scenario), seed, self.weeks).series.copy()
        return series


def _key(scenario: Scenario) -> str:
    """A scenario by what it states; ids and words about it do not shape a run."""
    stated = json.loads(scenario.model_dump_json())
    words = ("id", "description", "details", "citations")
    return digest_of({key: value for key, value in stated.items() if key not in words})
