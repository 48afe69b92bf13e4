"""Stopping a sweep once intervals are narrow enough.

Looks are taken after fixed numbers of replicates, at all runs of just these
replicates, and at nothing else. So the decision is a function of the plan and
of figures that depend on the plan alone: whoever makes the runs, in whatever
order, after whatever breaks, stops at the same replicate with the same folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from trustgarden.errors import InputError

from .precision import FloatArray, half_widths
from .record import Experiment
from .stopping_rule import StoppingRule

if TYPE_CHECKING:
    import pandas as pd

    from .store import Store

__all__ = ["looks", "make_until_precise", "refuse_parts", "replicates_wanted", "widest"]


def looks(experiment: Experiment) -> Iterator[int]:
    """Numbers of replicates after which is looked; the last is all of them."""
    rule = experiment.stopping
    if rule is not None:
        yield from range(rule.min_replicates, experiment.replicates, rule.batch)
    yield experiment.replicates


def widest(rule: StoppingRule, runs: pd.DataFrame, num_points: int, replicates: int) -> float:
    """Half of the widest interval of the rule, over all points.

    Args:
        rule: What is looked at.
        runs: The table of runs; what goes beyond `replicates` is not looked at.
        num_points: Points of the plan.
        replicates: How many are looked at.

    Returns:
        Infinite if at some point there are fewer than two runs to look at.
    """
    ends = outcomes(runs, rule.outcome, num_points, replicates)
    if rule.of == "difference":
        ends = ends[1:] - ends[0]
    return float(half_widths(ends, rule.confidence).max())


def outcomes(runs: pd.DataFrame, outcome: str, num_points: int, replicates: int) -> FloatArray:
    """An outcome by point and replicate; NaN where a run failed or is not there."""
    seen = runs[(runs["replicate"] < replicates) & (runs["status"] == "ok")]
    found = np.full((num_points, replicates), np.nan)
    found[seen["point"].to_numpy(), seen["replicate"].to_numpy()] = seen[outcome].to_numpy()
    return found


def replicates_wanted(experiment: Experiment, runs: pd.DataFrame, num_points: int) -> int:
    """How many replicates the rule wants, from runs that are there.

    The first look that is satisfied, or at which runs are missing.
    """
    for replicates in looks(experiment):
        made = int((runs["replicate"] < replicates).sum())
        if made < replicates * num_points or _is_precise(experiment, runs, num_points, replicates):
            return replicates
    return experiment.replicates


def _is_precise(
    experiment: Experiment, runs: pd.DataFrame, num_points: int, replicates: int
) -> bool:
    rule = experiment.stopping
    if rule is None or replicates == experiment.replicates:
        return replicates == experiment.replicates
    return widest(rule, runs, num_points, replicates) <= rule.half_width


def make_until_precise(
    experiment: Experiment, num_points: int, make: Callable[[range], Store]
) -> Store:
    """Make batches of replicates until the rule wants no more.

    Args:
        experiment: With a stopping rule.
        num_points: Points of its plan.
        make: Makes all runs of these replicates that are not there, and gives the store.
    """
    wanted = next(looks(experiment))
    while True:
        store = make(range(wanted))
        more = replicates_wanted(experiment, store.runs, num_points)
        if more <= wanted:
            return store
        wanted = more


def refuse_parts(experiment: Experiment, *, parts: bool) -> None:
    """Refuse to make a part of the runs of an experiment that decides by all of them.

    Raises:
        InputError: If it has a stopping rule.
    """
    if parts and experiment.stopping is not None:
        raise InputError(
            f"Experiment {experiment.id!r} has a stopping rule, which looks at all runs together; "
            "a part of them (--shard, --only) cannot tell when to stop. Leave that out, or take "
            "[stopping] out and state replicates; `trustgarden plan` says how many."
        )
