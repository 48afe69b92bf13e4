"""A claim, judged look by look until its answer is clear or there are no more looks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario

from .claims import Claim
from .runs import Runs
from .sequential import (
    Interval,
    Limits,
    Verdict,
    correlation_interval,
    judge,
    mean_interval,
    share_interval,
)

__all__ = ["Judged", "judge_claim"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """What came of a claim.

    Attributes:
        claim: The claim.
        verdict: Whether it holds; undecided is no pass.
        intervals: One a part (an order has several), at the level of the last look.
        limits: What each must lie between.
        runs: Runs of each arm that were looked at.
    """

    claim: Claim
    verdict: Verdict
    intervals: tuple[Interval, ...]
    limits: tuple[Limits, ...]
    runs: int

    @property
    def passed(self) -> bool:
        """Whether it clearly holds."""
        return self.verdict is Verdict.HOLDS


def judge_claim(
    claim: Claim, arms: Sequence[Scenario], runs: Runs, looks: Sequence[int], error: float
) -> Judged:
    """Judge a claim with as few runs as it takes.

    Args:
        claim: The claim.
        arms: Its scenarios.
        runs: Where runs come from; what is there already is not made again.
        looks: Runs of each arm after which is looked, rising.
        error: How often the verdict may be wrong.
    """
    limits = _limits(claim)
    # One wrong verdict in all looks, and a failure in any of the parts, at the stated error.
    each = error / len(looks) / len(limits)
    for number in looks:
        series = runs.series(arms, number)
        intervals = _intervals(claim, series, each)
        verdict = judge(intervals, limits)
        if verdict is not Verdict.UNDECIDED:
            break
    return Judged(claim, verdict, tuple(intervals), tuple(limits), number)


def _limits(claim: Claim) -> list[Limits]:
    if claim.within is not None:
        return [Limits(-claim.within, claim.within)]
    low, high = claim.limit("at_least"), claim.limit("at_most")
    if claim.kind == "order":
        low = low if low is not None else 0.0
    one = Limits(-math.inf if low is None else low, math.inf if high is None else high)
    return [one] * (len(claim.arms) - 1 if claim.kind == "order" else 1)


def _intervals(claim: Claim, series: Sequence[Floats], error: float) -> list[Interval]:
    if claim.kind in ("emergence", "collapse"):
        return [share_interval(_crossed(claim, series[0]), error)]
    figures = [_figures(one, claim.measure, claim.weeks) for one in series]
    if claim.with_measure is not None:
        other = _figures(series[0], claim.with_measure, claim.weeks)
        return [correlation_interval(np.column_stack([figures[0], other]), error)]
    if claim.kind == "bound":
        return [mean_interval(figures[0], error)]
    return [mean_interval(b - a, error) for a, b in pairwise(figures)]


def _figures(series: Floats, measure: str, weeks: tuple[int, int] | None) -> Floats:
    """Mean of a measure over weeks (from 1), the second half of the run if none are named."""
    first, last = weeks or (series.shape[1] // 2 + 1, series.shape[1])
    figures: Floats = series[:, first - 1 : last, MEASURE_NAMES.index(measure)].mean(axis=1)
    return figures


def _crossed(claim: Claim, series: Floats) -> Floats:
    from trustgarden.analysis.emergence import find_collapse, find_emergence

    trust = series[:, :, MEASURE_NAMES.index(claim.measure)]
    if claim.kind == "emergence":
        return find_emergence(trust, threshold=claim.threshold).happened.astype(float)
    return find_collapse(trust, drop=claim.drop).happened.astype(float)
