"""Whether figures of now and of the baseline may come from one distribution, all taken together.

A permutation test of the largest statistic (Westfall & Young 1993,
Resampling-Based Multiple Testing): for every scenario, measure and stretch of weeks, the
difference between the two groups of runs in the mean and in the mean distance
from the pooled median, in units of the pooled spread. The largest of them all is
compared with the largest that exchanging runs between the two groups
gives. If all runs are draws from one distribution, groups are exchangeable, so the gate gives a
false alarm with at most the stated rate, whatever the distributions and
however measures hang together.

Where it misleads: runs with the same seeds and the same code are equal, and never
alarm; the stated rate is that of fresh luck, as after a change of the order of
random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FALSE_ALARM_RATE", "Alarm", "Comparison", "compare_distributions", "summaries"]

Floats = NDArray[np.float64]

FALSE_ALARM_RATE = 0.005
"""Of the whole statistical gate; the other half of the 1 % that are tolerated is for claims."""

NUM_PERMUTATIONS = 3_999
PERMUTING_SEED = 20_261
PARTS = ("first half", "second half")


@dataclass(frozen=True)
class Alarm:
    """A figure whose distribution has moved."""

    scenario: str
    measure: str
    what: str
    before: float
    now: float
    statistic: float


@dataclass(frozen=True)
class Comparison:
    """What came of all figures together.

    Attributes:
        p_value: Of the largest statistic.
        alarms: All figures beyond the limit, the largest first.
        figures: How many were compared.
    """

    p_value: float
    alarms: tuple[Alarm, ...]
    figures: int


def summaries(series: Floats) -> Floats:
    """Means of each run over its two halves, (runs, 2 x measures), of (runs, weeks, measures)."""
    middle = max(1, series.shape[1] // 2)
    return np.concatenate([series[:, :middle].mean(axis=1), series[:, middle:].mean(axis=1)], 1)


def compare_distributions(
    before: Mapping[str, Floats],
    now: Mapping[str, Floats],
    measures: tuple[str, ...],
    rate: float = FALSE_ALARM_RATE,
) -> Comparison:
    """Compare all scenarios at once.

    Args:
        before: Summaries by scenario (runs, 2 x measures).
        now: The same, of now.
        measures: Names of the measures.
        rate: False alarms tolerated, over everything.
    """
    rng = np.random.default_rng(PERMUTING_SEED)
    largest = np.zeros(NUM_PERMUTATIONS)
    observed: dict[str, Floats] = {}
    for name, old in before.items():
        of_data, of_permuted = _statistics(old, now[name], rng)
        observed[name] = of_data
        largest = np.maximum(largest, of_permuted)
    # Rounding must not tell equal statistics apart.
    limit = float(np.quantile(largest, 1 - rate, method="higher")) + 1e-9
    top = max((float(one.max()) for one in observed.values()), default=0.0)
    p_value = float((1 + (largest >= top - 1e-9).sum()) / (1 + NUM_PERMUTATIONS))
    # The same rule for the gate and for its list: the p-value decides, the limit names.
    if p_value > rate:
        return Comparison(p_value, (), sum(one.size for one in observed.values()))
    alarms = [
        _alarm(name, place, value, before[name], now[name], measures)
        for name, one in observed.items()
        for place, value in enumerate(one)
        if value >= min(limit, top)
    ]
    alarms.sort(key=lambda alarm: -alarm.statistic)
    return Comparison(p_value, tuple(alarms), sum(one.size for one in observed.values()))


def _statistics(old: Floats, new: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Statistics of the data (figures,), and the largest of each permutation."""
    pooled = np.concatenate([old, new])
    pooled = np.concatenate([pooled, np.abs(pooled - np.median(pooled, axis=0))], axis=1)
    spread = pooled.std(axis=0)
    # What never varies in either group differs nowhere; rounding alone is no spread.
    varies = spread > 1e-12 * (1 + np.abs(pooled).max(axis=0))
    units = np.where(varies, (pooled - pooled.mean(axis=0)) / np.where(varies, spread, 1), 0.0)
    scale = np.sqrt(1 / len(old) + 1 / len(new))
    groups = np.repeat([-1 / len(old), 1 / len(new)], [len(old), len(new)])
    permuted = rng.permuted(np.tile(groups, (NUM_PERMUTATIONS, 1)), axis=1)
    largest = np.abs(permuted @ units).max(axis=1) / scale
    return np.abs(groups @ units) / scale, largest


def _alarm(
    name: str, place: int, value: float, old: Floats, new: Floats, measures: tuple[str, ...]
) -> Alarm:
    in_spread, column = divmod(place, old.shape[1])
    part, measure = divmod(column, len(measures))
    what = f"{'spread' if in_spread else 'mean'}, {PARTS[part]}"
    tell = np.std if in_spread else np.mean
    return Alarm(
        name, measures[measure], what, float(tell(old[:, column])), float(tell(new[:, column])),
        float(value),
    )  # fmt: skip
