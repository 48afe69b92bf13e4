"""Whether runs of now and of the baseline may differ by luck alone, all figures taken together.

The same seeds are lived again, so runs come in pairs. If only the order of random numbers has
changed, both runs of a pair are draws of one distribution, and which was before and which is now
is a toss: the sign of every difference, now less before, may be flipped, for each seed
together in all scenarios, measures and stretches of weeks. The largest of all standardised
differences is held to what it is with signs flipped at random (largest statistic: Westfall &
Young 1993, Resampling-Based Multiple Testing; sign flips: Pesarin & Salmaso 2010,
doi:10.1002/9780470689516). So the gate gives a false alarm with at most the stated rate,
whatever the distributions and however figures hang together.

If the model has changed and chance has not, both runs of a pair have the same luck, and a small
change shows that two independent samples would hide. Runs drift apart week by
week, so the first weeks are figures of their own: there the pairs are closest. A model
that has not changed at all gives differences of exactly 0, which are beyond nothing.

Both the values and their distances from the median of before and now are tested, so that a change
of spread shows as well as one of the mean.

Where it misleads: the rate is over baselines too. One baseline of unlucky runs may alarm at one
harmless change and at the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustgarden.model.measures import MEASURE_NAMES

__all__ = [
    "FALSE_ALARM_RATE",
    "Alarm",
    "Comparison",
    "Figure",
    "compare_distributions",
    "figures_of",
    "summaries",
]

Floats = NDArray[np.float64]
Kept = NDArray[np.float32]
"""Figures as baselines keep them; those of now are rounded alike, so what is equal stays equal."""

FALSE_ALARM_RATE = 0.005
"""Of the whole statistical gate; the other half of the 1 % that are tolerated is for claims."""

NUM_FLIPS = 3_999
FLIPPING_SEED = 20_261
ROUNDING = 1e-9
"""Statistics as close as this are equal."""


class Figure(NamedTuple):
    """What is compared of each run: the mean of a measure over some weeks."""

    measure: str
    first: int
    last: int

    def __str__(self) -> str:
        """The weeks in words."""
        one = self.first == self.last
        return f"week {self.first}" if one else f"weeks {self.first} to {self.last}"


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


def figures_of(weeks: int) -> tuple[Figure, ...]:
    """Figures of a run of so many weeks: its first weeks, where pairs are closest, and halves."""
    middle = max(1, weeks // 2)
    stretches = [(1, 1), (2, min(4, weeks)), (1, middle), (middle + 1, weeks)]
    told_once = dict.fromkeys((first, last) for first, last in stretches if first <= last)
    return tuple(Figure(name, *stretch) for stretch in told_once for name in MEASURE_NAMES)


def summaries(series: Floats) -> Kept:
    """Each run's figures (runs, figures), of its weekly measures (runs, weeks, measures)."""
    place = {name: number for number, name in enumerate(MEASURE_NAMES)}
    figures = [
        series[:, one.first - 1 : one.last, place[one.measure]].mean(axis=1)
        for one in figures_of(series.shape[1])
    ]
    return np.stack(figures, axis=1).astype(np.float32)


def compare_distributions(
    before: Mapping[str, Kept],
    now: Mapping[str, Kept],
    figures: tuple[Figure, ...],
    rate: float = FALSE_ALARM_RATE,
) -> Comparison:
    """Compare runs of the same seeds, all scenarios at once.

    Args:
        before: Summaries by scenario (seeds, figures).
        now: The same, of now; of the seeds, those are compared that both have.
        figures: What the columns are.
        rate: False alarms tolerated, over everything.
    """
    seeds = min((len(runs) for one in (before, now) for runs in one.values()), default=0)
    pairs = {
        name: (old[:seeds].astype(float), now[name][:seeds].astype(float))
        for name, old in before.items()
    }
    # One toss a seed for everything that came of it: scenarios share the luck of a seed.
    signs = np.random.default_rng(FLIPPING_SEED).choice([-1.0, 1.0], (NUM_FLIPS, seeds))
    largest = np.zeros(NUM_FLIPS)
    observed: dict[str, Floats] = {}
    for name, (old, new) in pairs.items():
        differences = _differences(*_finite(old, new))
        observed[name] = np.abs(_standardised(differences, np.ones((1, seeds))))[0]
        largest = np.maximum(largest, np.abs(_standardised(differences, signs)).max(axis=1))
    return _judged(observed, largest, pairs, figures, rate)


def _finite(old: Floats, new: Floats) -> tuple[Floats, Floats]:
    """NaN and infinity as a number that no run has, so that they are a change like any other."""
    pooled = np.concatenate([old, new])
    known = np.isfinite(pooled)
    lowest = np.where(known, pooled, np.inf).min(axis=0)
    highest = np.where(known, pooled, -np.inf).max(axis=0)
    beyond = np.where(known.any(axis=0), 2 * highest - lowest + 1, 0.0)
    filled = np.where(known, pooled, beyond)
    return filled[: len(old)], filled[len(old) :]


def _differences(old: Floats, new: Floats) -> Floats:
    """Now less before, of values and of their distances from the common median."""
    centre = np.median(np.concatenate([old, new]), axis=0)
    return np.concatenate([new - old, np.abs(new - centre) - np.abs(old - centre)], axis=1)


def _standardised(differences: Floats, signs: Floats) -> Floats:
    """Sums by the root of their squares, (flips, figures), under each row of signs.

    Student's t of pairs is a rising function of it with one number of seeds, so both order
    figures alike; this one stays finite where all differences are equal.
    """
    size = np.sqrt((differences**2).sum(axis=0))
    varies = size > 0
    units = np.where(varies, differences / np.where(varies, size, 1), 0.0)
    return signs @ units


def _judged(
    observed: Mapping[str, Floats],
    largest: Floats,
    pairs: Mapping[str, tuple[Floats, Floats]],
    figures: tuple[Figure, ...],
    rate: float,
) -> Comparison:
    number = sum(one.size for one in observed.values())
    top = max((float(one.max()) for one in observed.values()), default=0.0)
    p_value = float((1 + (largest >= top - ROUNDING).sum()) / (1 + len(largest)))
    # The same rule for the gate and for its list: the p-value decides, the limit names.
    if p_value > rate:
        return Comparison(p_value, (), number)
    limit = min(float(np.quantile(largest, 1 - rate, method="higher")) + ROUNDING, top)
    alarms = [
        _alarm(name, int(place), one[place], pairs[name], figures)
        for name, one in observed.items()
        for place in np.flatnonzero(one >= limit)
    ]
    alarms.sort(key=lambda alarm: -alarm.statistic)
    return Comparison(p_value, tuple(alarms), number)


def _alarm(
    name: str, place: int, value: float, pair: tuple[Floats, Floats], figures: tuple[Figure, ...]
) -> Alarm:
    in_spread, column = divmod(place, len(figures))
    figure = figures[column]
    tell = np.std if in_spread else np.mean
    with np.errstate(invalid="ignore"):  # Infinite figures have a mean and no spread.
        was, is_now = (float(tell(one[:, column])) for one in pair)
    what = f"{'spread' if in_spread else 'mean'}, {figure}"
    return Alarm(name, figure.measure, what, was, is_now, float(value))
