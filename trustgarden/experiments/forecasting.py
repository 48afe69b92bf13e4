"""A forecast of a sweep: points, runs, time, size, and the precision to be expected."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from .piloting import Pilot, make_pilot
from .planning import Plan
from .precision import (
    CONFIDENCE,
    Spread,
    half_width,
    replicates_for,
    spread_of_difference,
    spread_of_mean,
)
from .stopping import looks
from .stopping_rule import known_outcome

__all__ = ["DEFAULT_OUTCOMES", "Expected", "Forecast", "Needed", "forecast"]

DEFAULT_OUTCOMES = ("trust", "trust_team", "trust_organisation")
"""Outcomes that a forecast is about if the experiment names none: trust at its levels."""


@dataclass(frozen=True)
class Expected:
    """The precision of one outcome that the planned replicates give.

    Attributes:
        outcome: Name of the measure.
        of: Whether of a mean at a point, or of the paired difference of two points.
        deviation: Standard deviation between replicates, from the pilot.
        half_width: Half of the 95 % interval at the planned replicates.
        low: What it comes to at the lower end of what the deviation may be.
        high: And at the upper end.
    """

    outcome: str
    of: Literal["mean", "difference"]
    deviation: float
    half_width: float
    low: float
    high: float


@dataclass(frozen=True)
class Needed:
    """How many replicates a wanted precision takes.

    Attributes:
        outcome: Name of the measure.
        of: Whether of a mean at a point, or of the paired difference of two points.
        half_width: Half of the 95 % interval that is wanted.
        replicates: How many, if the deviation is as in the pilot.
        low: How many at the lower end of what the deviation may be.
        high: And at the upper end.
    """

    outcome: str
    of: Literal["mean", "difference"]
    half_width: float
    replicates: int
    low: int
    high: int


@dataclass(frozen=True)
class Forecast:
    """What a sweep would be.

    Attributes:
        experiment: Id of the experiment.
        method: Name of its design.
        scenarios: Number of scenarios.
        combinations: Points of the design.
        points: Scenarios x combinations.
        replicates: Runs of each; with a stopping rule, at most.
        least_replicates: Runs of each at least; fewer than `replicates` with a stopping rule.
        likely_replicates: At which the stopping rule is likely to stop, or None.
        runs: Runs of the whole plan.
        weeks: Length of each.
        chunks: Chunks that they are made in.
        chunk_size: Runs in a chunk.
        workers: Processes that the time is for.
        seconds: Expected time of all runs of the plan, or None without a pilot.
        bytes: Expected size of their results, or None without a pilot.
        pilot_points: Points that were run to find out; 0 without a pilot.
        pilot_replicates: Runs of each of these.
        pilot_failed: How many of them failed.
        pilot_failure: Empty, or the first message.
        precision: Expected precision of each outcome.
        needed: Replicates that a wanted precision takes.
    """

    experiment: str
    method: str
    scenarios: int
    combinations: int
    points: int
    replicates: int
    least_replicates: int
    runs: int
    weeks: int
    chunks: int
    chunk_size: int
    workers: int
    likely_replicates: int | None = None
    seconds: float | None = None
    bytes: int | None = None
    pilot_points: int = 0
    pilot_replicates: int = 0
    pilot_failed: int = 0
    pilot_failure: str = ""
    precision: tuple[Expected, ...] = ()
    needed: tuple[Needed, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def forecast(
    plan: Plan,
    pilot: int = 5,
    workers: int | None = None,
    outcomes: Sequence[str] = (),
    wanted: float | None = None,
) -> Forecast:
    """What a sweep would be: how many runs, how long, how large, how precise.

    Args:
        plan: The plan.
        pilot: Replicates of a few points that are run to find out; 0 for none.
        workers: Processes that the time is for; one a processor if not given.
        outcomes: Measures whose precision is asked for; those of the experiment if not given.
        wanted: Half of the 95 % interval that is wanted; how many replicates it takes is told.

    Raises:
        CannotHoldError: If an outcome is no measure.
    """
    experiment, rule = plan.experiment, plan.experiment.stopping
    ruled = (rule.outcome,) if rule else ()
    asked = outcomes or experiment.outcomes or ruled or DEFAULT_OUTCOMES
    names = tuple(known_outcome(name, "--outcome") for name in asked)
    made = make_pilot(plan, pilot) if pilot else None
    return Forecast(
        experiment=experiment.id,
        method=experiment.design.method,
        scenarios=len(plan.scenarios),
        combinations=len(plan.design),
        points=plan.num_points,
        replicates=experiment.replicates,
        least_replicates=rule.min_replicates if rule else experiment.replicates,
        runs=plan.num_runs,
        weeks=experiment.weeks,
        chunks=plan.num_chunks,
        chunk_size=plan.chunk_size,
        workers=workers or os.cpu_count() or 1,
        **(_measured(plan, made, workers, names, wanted) if made else {}),
    )


def _measured(
    plan: Plan, pilot: Pilot, workers: int | None, names: Sequence[str], wanted: float | None
) -> dict[str, Any]:
    busy = min(workers or os.cpu_count() or 1, plan.num_chunks)
    spreads = [
        (name, of, spread)
        for name in names
        for of, spread in _spreads(pilot, name, common_luck=plan.experiment.common_luck)
    ]
    replicates = plan.experiment.replicates
    return {
        "likely_replicates": _likely(plan, pilot),
        "seconds": pilot.seconds_a_run * plan.num_runs / busy,
        "bytes": round(pilot.bytes_a_run * plan.num_runs + pilot.bytes_a_chunk * plan.num_chunks),
        "pilot_points": pilot.num_points,
        "pilot_replicates": pilot.replicates,
        "pilot_failed": pilot.num_failed,
        "pilot_failure": pilot.failure,
        "precision": tuple(_expected(*one, replicates) for one in spreads),
        "needed": tuple(_needed(*one, wanted) for one in spreads) if wanted else (),
    }


def _likely(plan: Plan, pilot: Pilot) -> int | None:
    """The look at which the stopping rule is likely to be satisfied."""
    experiment, rule = plan.experiment, plan.experiment.stopping
    if rule is None:
        return None
    spreads = dict(_spreads(pilot, rule.outcome, common_luck=experiment.common_luck))
    if rule.of not in spreads:
        return None
    needed = replicates_for(rule.half_width, spreads[rule.of].deviation, rule.confidence)
    return next((n for n in looks(experiment) if n >= needed), experiment.replicates)


def _spreads(
    pilot: Pilot, name: str, *, common_luck: bool
) -> list[tuple[Literal["mean", "difference"], Spread]]:
    outcomes = pilot.outcomes(name)
    mean = spread_of_mean(outcomes, common_luck=common_luck)
    pair = spread_of_difference(outcomes) if common_luck else None
    found: list[tuple[Literal["mean", "difference"], Spread]] = []
    if mean is not None:
        found.append(("mean", mean))
    if pair is not None:
        found.append(("difference", pair))
    return found


def _expected(
    name: str, of: Literal["mean", "difference"], spread: Spread, replicates: int
) -> Expected:
    low, high = (half_width(end, replicates) for end in spread.interval(CONFIDENCE))
    now = half_width(spread.deviation, replicates)
    return Expected(name, of, spread.deviation, now, low, high)


def _needed(name: str, of: Literal["mean", "difference"], spread: Spread, wanted: float) -> Needed:
    low, high = (replicates_for(wanted, end) for end in spread.interval(CONFIDENCE))
    return Needed(name, of, wanted, replicates_for(wanted, spread.deviation), low, high)
