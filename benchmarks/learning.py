"""What leaders who learn find, beside those who keep to what the lot gave them.

`python benchmarks/learning.py --seeds 30` prints the tables of docs/styles.md:
differences of paired runs (same seed, same people, same start by lot), with the 95 %
interval of their mean, and where attention goes in the last half year. It takes some
ten minutes, and with 10 seeds, the default, a third of that.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from scipy import stats

import trustgarden as tg
from trustgarden.model.engine import Engine
from trustgarden.model.learner import Learner
from trustgarden.model.presets import PRACTICES

WEEKS = 208
PERIODS = {"weeks 79-104": slice(78, 104), "weeks 183-208": slice(182, 208)}
MEASURES = ("trust_team", "trust_leader", "output", "strain")
ORGANISATIONS: Mapping[str, Mapping[str, Any]] = {
    "ordinary": {},
    "blame": {"consequence.regime": "blame"},
    "surveillance": {"consequence.regime": "surveillance"},
    "overload": {"work.load": 0.8},
    "at ease": {"work.load": 0.05, "spaces.social_hours": 5.0, "spaces.rehearsal_hours": 2.0},
    "faithless": {"population.integrity": 0.3, "population.benevolence": 0.3},
}


class ByEntrusting(Learner, name="by entrusting"):
    """Goes by whether it is entrusted, and by nothing else."""

    weights: ClassVar[Mapping[str, float]] = MappingProxyType({"entrusted": 1.0})


class ByKept(Learner, name="by kept faith"):
    """Goes by what seems kept."""

    weights: ClassVar[Mapping[str, float]] = MappingProxyType({"kept": 1.0})


class ByStrain(Learner, name="by strain"):
    """Goes by how strained people look."""

    weights: ClassVar[Mapping[str, float]] = MappingProxyType({"strain": -1.0})


class ByWork(Learner, name="by work done"):
    """Goes by work done."""

    weights: ClassVar[Mapping[str, float]] = MappingProxyType({"output": 1.0})


class ByAll(Learner, name="by all alike"):
    """Goes by five signs alike."""

    weights: ClassVar[Mapping[str, float]] = MappingProxyType(
        {"entrusted": 1.0, "kept": 1.0, "told": 1.0, "output": 1.0, "strain": -1.0}
    )


VARIANTS = (
    "by entrusting",
    "by kept faith",
    "by strain",
    "by work done",
    "by all alike",
    "gardener",
)
"""Styles that are set beside the lot in the ordinary organisation; the last one knows."""


def scenario_of(style: str, changes: Mapping[str, Any]) -> tg.Scenario:
    """Leaders of one style under the ordinary regime, unless the changes say another."""
    base = {"leaders.style": style, "consequence.regime": "just-culture"}
    return tg.load_scenario("untended").with_changes(base | dict(changes))


def lived(scenario: tg.Scenario, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Measures in each period (periods, measures), and attention at the end (practices,)."""
    engine = Engine(scenario, seed)
    engine.run(WEEKS - 26)
    attention = np.zeros(len(PRACTICES))
    for _ in range(26):
        engine.run(1)
        attention += [engine.state.styles[name].mean() / 26 for name in PRACTICES]
    columns = [list(tg.MEASURE_NAMES).index(name) for name in MEASURES]
    return np.array(
        [engine.series[p][:, columns].mean(axis=0) for p in PERIODS.values()]
    ), attention


def pairs(style: str, changes: Mapping[str, Any], seeds: int) -> tuple[np.ndarray, np.ndarray]:
    """Differences from the lot (seeds, periods, measures), and attention (seeds, practices)."""
    learned = [lived(scenario_of(style, changes), seed) for seed in range(seeds)]
    by_lot = [lived(scenario_of("random", changes), seed) for seed in range(seeds)]
    gains = [one[0] - other[0] for one, other in zip(learned, by_lot, strict=True)]
    return np.array(gains), np.array([one[1] for one in learned])


def rows(name: str, style: str, changes: Mapping[str, Any], seeds: int) -> Iterator[str]:
    """The lines of one organisation or style."""
    gains, attention = pairs(style, changes, seeds)
    for k, period in enumerate(PERIODS):
        cells = []
        for m in range(len(MEASURES)):
            gain = gains[:, k, m]
            half = stats.t.ppf(0.975, seeds - 1) * gain.std(ddof=1) / np.sqrt(seeds)
            cells.append(f"{gain.mean():+.3f} ± {half:.3f}")
        yield f"| {name} | {period} | {' | '.join(cells)} |"
    yield f"| {name} | attention | {' '.join(f'{share:.2f}' for share in attention.mean(axis=0))} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="What leaders who learn find.")
    parser.add_argument("--seeds", type=int, default=10, help="pairs of runs for each line")
    seeds = parser.parse_args().seeds
    print(f"attention: {' '.join(PRACTICES)}")
    print(f"| | | {' | '.join(MEASURES)} |\n|---|---|---|---|---|---|")
    for name, changes in ORGANISATIONS.items():
        print("\n".join(rows(name, "learner", changes, seeds)), flush=True)
    for style in VARIANTS:
        print("\n".join(rows(style, style, {}, seeds)), flush=True)


if __name__ == "__main__":
    main()
