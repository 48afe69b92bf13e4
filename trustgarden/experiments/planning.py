"""The plan: which runs an experiment consists of, numbered once and for all.

Everything here is a pure function of the experiment: the number of a run, its
seed, and the chunk it is made in do not depend on who makes it, how many
workers there are, or what was made before. That is what lets a sweep go on
after a break, and be equal to the byte however it was made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trustgarden.errors import InputError
from trustgarden.model.chart import Chart
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import load_scenario, read_chart, with_changes

from .checking import check_points
from .record import MAX_SEED, Experiment, Level

__all__ = ["Plan", "PlannedRun", "Point", "make_plan", "seed_of"]

# A chunk is what is lost at most when a worker dies, and what workers are balanced by; each costs
# three files. About this many meetings' worth of person-weeks are a second or less of work.
CHUNK_PERSON_WEEKS = 4_000_000
# At least this many chunks, as far as there are runs, so that many cores find work.
MIN_CHUNKS = 32
MAX_CHUNK_SIZE = 1024


def seed_of(experiment_seed: int, replicate: int, *point: int) -> int:
    """Seed of a replicate, in [0, 2**53).

    It depends on nothing else, so that a replicate has the same people and the
    same luck in every scenario and at every point; with the number of a point,
    on that too, for luck that is independent between points. It is hashed and
    not counted up, so that replicate 1 of seed 1 is not replicate 0 of seed 2.
    """
    # Counted from 1: numpy takes missing words for 0.
    entropy = [experiment_seed, replicate, *(number + 1 for number in point)]
    words = np.random.SeedSequence(entropy).generate_state(1, np.uint64)
    return int(words[0]) & MAX_SEED


@dataclass(frozen=True)
class Point:
    """One set of conditions: a scenario, and the levels its factors are set to."""

    point: int
    scenario: str
    factors: Mapping[str, Level]


@dataclass(frozen=True)
class PlannedRun:
    """One run of a plan: a point, and the replicate whose people and luck it has."""

    run: int
    point: Point
    replicate: int
    seed: int


@dataclass(frozen=True)
class Plan:
    """All runs of an experiment, in replicate-major order, cut into fixed chunks.

    All points of replicate 0 come first, then all of replicate 1, and so on, so
    that whatever has been made at any time is balanced over the points.

    Attributes:
        experiment: What was asked for.
        scenarios: As read, with what the experiment holds constant, without the levels of factors.
        charts: For each scenario the chart of real people, or None; read once,
            so that all runs have the same people and workers need no files.
        design: The combinations of levels, points of the experiment's design.
        chunk_size: Runs in a chunk.
        allow_code: Whether code that a scenario names may be run, here and in workers.
    """

    experiment: Experiment
    scenarios: tuple[Scenario, ...]
    charts: tuple[Chart | None, ...]
    design: Sequence[Mapping[str, Level]]
    chunk_size: int
    allow_code: bool = False

    @property
    def num_points(self) -> int:
        """Number of scenarios x combinations."""
        return len(self.scenarios) * len(self.design)

    @property
    def num_runs(self) -> int:
        """Number of points x replicates."""
        return self.num_points * self.experiment.replicates

    @property
    def num_chunks(self) -> int:
        """Number of chunks; the last may be shorter."""
        return -(-self.num_runs // self.chunk_size)

    @property
    def factors(self) -> tuple[str, ...]:
        """Dotted keys that vary."""
        return tuple(self.experiment.varied.all)

    def point(self, number: int) -> Point:
        """The conditions of a point; points of one scenario stand together."""
        place, combination = divmod(number, len(self.design))
        return Point(number, self.scenarios[place].id, self.design[combination])

    def points(self) -> Iterator[Point]:
        """All points, in order."""
        return (self.point(number) for number in range(self.num_points))

    def scenario(self, point: Point) -> Scenario:
        """The scenario of a point, with its levels set; `make_plan` has checked that they hold."""
        # Constants once more: a level that names another preset drops what stands beside the old.
        return self.base(point).with_changes({**self.experiment.constants, **point.factors})

    def base(self, point: Point) -> Scenario:
        """The scenario of a point, without its levels."""
        return self.scenarios[point.point // len(self.design)]

    def chart(self, point: Point) -> Chart | None:
        """The real people of a point, if it has any; no factor changes who they are."""
        return self.charts[point.point // len(self.design)]

    def run(self, number: int) -> PlannedRun:
        """A run by its number."""
        replicate, point = divmod(number, self.num_points)
        own = () if self.experiment.common_luck else (point,)
        seed = seed_of(self.experiment.seed, replicate, *own)
        return PlannedRun(number, self.point(point), replicate, seed)

    def chunk(self, number: int) -> range:
        """Numbers of the runs of a chunk."""
        first = number * self.chunk_size
        return range(first, min(first + self.chunk_size, self.num_runs))


def make_plan(experiment: Experiment, allow_code: bool = False) -> Plan:
    """Read the scenarios of an experiment and settle its runs.

    Args:
        experiment: What is asked for.
        allow_code: Whether code that scenarios or levels name may be run.

    Raises:
        InputError: If a scenario cannot be read, a combination of levels cannot hold in it, or
            code is named that is not allowed, or an event or a style is of somebody who is not
            there. Nothing has been written then.
    """
    scenarios = tuple(_read(source, experiment, allow_code) for source in experiment.scenarios)
    _distinct_ids(scenarios, experiment)
    design = experiment.design.lay_out(experiment.varied, experiment.seed)
    num_people = check_points(experiment, scenarios, design, allow_code)
    charts = tuple(read_chart(scenario) for scenario in scenarios)
    plan = Plan(experiment, scenarios, charts, design, 1, allow_code)
    size = chunk_size(plan.num_runs, experiment.weeks * num_people)
    return dataclasses.replace(plan, chunk_size=size)


def chunk_size(num_runs: int, person_weeks: int) -> int:
    """Runs in a chunk, from what the plan is alone.

    Args:
        num_runs: Runs of the whole plan.
        person_weeks: People x weeks of its largest run.
    """
    by_work = CHUNK_PERSON_WEEKS // person_weeks
    by_count = num_runs // MIN_CHUNKS
    return max(1, min(by_work, by_count, MAX_CHUNK_SIZE))


def _read(source: str, experiment: Experiment, allow_code: bool) -> Scenario:
    try:
        return with_changes(load_scenario(source, allow_code), experiment.constants)
    except InputError as error:
        raise InputError(f"Experiment {experiment.id!r} cannot be run: {error}") from None


def _distinct_ids(scenarios: tuple[Scenario, ...], experiment: Experiment) -> None:
    seen: dict[str, str] = {}
    for scenario, source in zip(scenarios, experiment.scenarios, strict=True):
        if scenario.id in seen:
            raise InputError(
                f"Experiment {experiment.id!r} names two scenarios with the id {scenario.id!r} "
                f"({seen[scenario.id]} and {source}), which results could not tell apart; give "
                "one of them another id."
            )
        seen[scenario.id] = source
