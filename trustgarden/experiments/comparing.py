"""Two scenarios, run with the same people and the same luck, and the differences between them.

Common random numbers: with one seed, both organisations have the same people
and every chance addressed in the same way, so what differs between the two runs
of a pair comes from the conditions. Intervals are therefore made from the
differences of pairs, not from the two groups apart.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import read_chart

from .provenance import provenance
from .running import end_of_run, finished
from .simulating import checked_seed, checked_weeks, the_scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Comparison", "compare", "paired_interval"]

CONFIDENCE = 0.95

# Enough that the ends of an interval move by less than a hundredth of its width from one seed of
# the resampling to another; weekly bands are looked at, not read off.
NUM_RESAMPLES = 9_999
NUM_RESAMPLES_WEEKLY = 1_999

# Resampling is not the luck of an organisation: one fixed seed makes the intervals reproducible.
RESAMPLING_SEED = 20_260

# Resamples held in memory at once, times measures and weeks.
BATCH_VALUES = 20_000_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Pairs of runs of two scenarios, and what differs.

    Every difference is `b` less `a`: what changes when one goes from the first
    scenario to the second.

    Attributes:
        scenario_a: The first scenario, with its changes.
        scenario_b: The second.
        seeds: Seed of each pair.
        weeks: Length of each run.
        provenance: For each arm, what is needed to make it again.
        arrays: Weekly measures of each arm (seeds, weeks, measures).
    """

    scenario_a: Scenario
    scenario_b: Scenario
    seeds: tuple[int, ...]
    weeks: int
    provenance: Mapping[str, Any]
    arrays: tuple[Floats, Floats]

    def __repr__(self) -> str:
        names = f"{self.scenario_a.id!r} with {self.scenario_b.id!r}"
        return f"<Comparison of {names}, {len(self.seeds)} pairs, {self.weeks} weeks>"

    @property
    def a(self) -> pd.DataFrame:
        """Weekly measures of the first scenario: seed, week, and a column a measure."""
        return _long(self.arrays[0], self.seeds)

    @property
    def b(self) -> pd.DataFrame:
        """Weekly measures of the second scenario, like `a`."""
        return _long(self.arrays[1], self.seeds)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """End-of-run differences, one row a measure.

        Columns: measure; mean_a, mean_b (means over seeds of the last 13
        weeks); difference (b less a); low, high (its 95 % bootstrap interval
        over pairs); n (pairs).
        """
        import pandas as pd

        ends = [np.array([end_of_run(series) for series in arm]) for arm in self.arrays]
        pairs = (ends[1] - ends[0]).T
        low, high = paired_interval(pairs, NUM_RESAMPLES)
        return pd.DataFrame(
            {
                "measure": MEASURE_NAMES,
                "mean_a": ends[0].mean(axis=0),
                "mean_b": ends[1].mean(axis=0),
                "difference": pairs.mean(axis=1),
                "low": low,
                "high": high,
                "n": len(self.seeds),
            }
        )

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """Differences week by week: week, measure, difference, low, high, n.

        Each interval is for its own week; they do not hold all at once.
        """
        import pandas as pd

        pairs = self.arrays[1] - self.arrays[0]
        columns = pairs.reshape(len(self.seeds), -1).T
        low, high = paired_interval(columns, NUM_RESAMPLES_WEEKLY)
        return pd.DataFrame(
            {
                "week": np.repeat(np.arange(1, self.weeks + 1), len(MEASURE_NAMES)),
                "measure": np.tile(np.array(MEASURE_NAMES, dtype=object), self.weeks),
                "difference": columns.mean(axis=1),
                "low": low,
                "high": high,
                "n": len(self.seeds),
            }
        )


def compare(
    a: str | Path | Scenario,
    b: str | Path | Scenario,
    weeks: int = 104,
    seeds: Iterable[int] = range(30),
    changes_a: Mapping[str, Any] | None = None,
    changes_b: Mapping[str, Any] | None = None,
    allow_code: bool = False,
) -> Comparison:
    """Run two scenarios with the same seeds, and compare them pair by pair.

    Args:
        a: The first scenario: an id, the path of a TOML file, or a scenario.
        b: The second; differences are this one less the first.
        weeks: Length of each run.
        seeds: One pair of runs for each, all different.
        changes_a: Dotted keys of the first scenario and their values.
        changes_b: Dotted keys of the second scenario and their values.
        allow_code: Whether code that a scenario names (`package.module:Class`) may be run.

    Raises:
        InputError: If something given cannot be used, or code is named that is not allowed.
    """
    weeks = checked_weeks(weeks)
    pairs = _checked_seeds(seeds)
    scenarios = the_scenario(a, changes_a, allow_code), the_scenario(b, changes_b, allow_code)
    arms = [_runs(scenario, pairs, weeks) for scenario in scenarios]
    return Comparison(
        scenario_a=scenarios[0],
        scenario_b=scenarios[1],
        seeds=pairs,
        weeks=weeks,
        provenance={
            "a": provenance(scenarios[0], pairs[0], weeks),
            "b": provenance(scenarios[1], pairs[0], weeks),
            "seeds": list(pairs),
        },
        arrays=(arms[0], arms[1]),
    )


def _checked_seeds(seeds: Iterable[int]) -> tuple[int, ...]:
    found = tuple(checked_seed(seed) for seed in seeds)
    whole = tuple(seed for seed in found if seed is not None)
    if not found or len(set(whole)) < len(found):
        raise InputError(
            f"seeds holds {len(found)} entries, {len(set(whole))} of them different; give at "
            "least one seed, and each of them once: the same seed is the same run."
        )
    return whole


def _runs(scenario: Scenario, seeds: tuple[int, ...], weeks: int) -> Floats:
    chart = read_chart(scenario)
    return np.stack([finished(scenario, chart, seed, weeks).series for seed in seeds])


def paired_interval(pairs: Floats, num_resamples: int) -> tuple[Floats, Floats]:
    """Ends of the 95 % bootstrap interval of the mean of each row of differences.

    BCa (bias-corrected and accelerated; Efron 1987,
    doi:10.1080/01621459.1987.10478410), since differences of measures in
    [0, 1] are skewed near the ends. Where it is not defined, as when all
    differences are equal, the percentile interval of the same resamples. One
    pair says nothing of the spread, so its interval is not a number.

    Args:
        pairs: Differences (rows, pairs).
        num_resamples: Resamples of the pairs.
    """
    # Imported here: it takes a second, and whoever only runs has no use for it.
    from scipy.stats import bootstrap

    num_rows, num_pairs = pairs.shape
    if num_pairs < 2:
        return np.full(num_rows, np.nan), np.full(num_rows, np.nan)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # Degenerate rows are expected, and given an interval below.
        warnings.simplefilter("ignore")
        found = bootstrap(
            (pairs,),
            np.mean,
            axis=-1,
            method="BCa",
            confidence_level=CONFIDENCE,
            n_resamples=num_resamples,
            batch=max(1, BATCH_VALUES // pairs.size),
            rng=np.random.default_rng(RESAMPLING_SEED),
        )
    tail = (1 - CONFIDENCE) / 2
    ends = np.quantile(found.bootstrap_distribution, [tail, 1 - tail], axis=-1)
    bca = found.confidence_interval
    is_defined = np.isfinite(bca.low) & np.isfinite(bca.high)
    return np.where(is_defined, bca.low, ends[0]), np.where(is_defined, bca.high, ends[1])


def _long(runs: Floats, seeds: tuple[int, ...]) -> pd.DataFrame:
    import pandas as pd

    num_seeds, num_weeks, _ = runs.shape
    keys = {
        "seed": np.repeat(seeds, num_weeks),
        "week": np.tile(np.arange(1, num_weeks + 1), num_seeds),
    }
    measures = pd.DataFrame(runs.reshape(num_seeds * num_weeks, -1), columns=MEASURE_NAMES)
    return pd.concat([pd.DataFrame(keys), measures], axis=1)
