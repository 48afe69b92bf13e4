"""Running the variations, and saying of each conclusion how far it can be trusted.

A conclusion *holds* in a variation if its effect lies above its limit with the whole 95 %
interval; it is *unsure* if the effect lies above it and the interval does not; it is *absent* if
the effect lies below and the interval does not, and *reversed* if it lies below with the whole
interval. Over all variations it is then

- **robust**: it holds in each, and its size is everywhere between half and double the reference
  (sizes of another measure are not compared);
- **shifted**: nowhere absent or reversed, but unsure or of another size somewhere;
- **fragile**: absent or reversed somewhere.

The posterior counts as one variation: the interval is that of 95 % of draws, not of a mean.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.experiments.provenance import model_digest, versions
from trustgarden.experiments.running import finished
from trustgarden.experiments.studies import Estimate
from trustgarden.scenarios import load_scenario, with_changes

from .conclusions import CONCLUSIONS, WEEKS, Conclusion
from .posterior import read_draws
from .variations import SIZES, Variation, relabelled, variations

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Robustness", "robustness"]

HOLDS, UNSURE, ABSENT, REVERSED = "holds", "unsure", "absent", "reversed"
LEAST_SHARE, MOST_SHARE = 0.5, 2.0
"""Sizes that count as the same, as shares of the reference (free choice)."""
COLUMNS = (
    "conclusion", "says", "unit", "limit", "kind", "variation", "value", "low", "high", "n",
    "outcome", "same_size", "verdict",
)  # fmt: skip
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Robustness:
    """What became of the conclusions.

    Attributes:
        table: One row a conclusion and variation that touches it: conclusion, says, unit, limit;
            kind, variation; value, low, high, n; outcome (`holds`, `unsure`, `absent`,
            `reversed`), same_size; verdict of the conclusion (`robust`, `shifted`, `fragile`).
        provenance: What is needed to make it again.
    """

    table: pd.DataFrame
    provenance: Mapping[str, Any]


def robustness(
    conclusions: Sequence[Conclusion] = CONCLUSIONS,
    *,
    sizes: Sequence[int] = SIZES,
    replicates: int = 20,
    seed: int = 1,
    changes: Mapping[str, Any] = MappingProxyType({}),
    posterior: Path | None = None,
    draws: int = 20,
    workers: int = 2,
    progress: Callable[[str, int, int, float | None], None] | None = None,
) -> Robustness:
    """Hold conclusions to variations.

    Args:
        conclusions: Which; the main ones if not given.
        sizes: Sizes of organisations (people), each at least 2.
        replicates: Organisations in each arm, at least 4; of a draw from a posterior a fifth of
            them, at least 4.
        seed: Of the first; the others follow.
        changes: Dotted keys that hold in all variations.
        posterior: CSV file of particles, or None.
        draws: Draws from it, at least 4.
        workers: Threads, at least 1.
        progress: Called with the variation, how many are done, how many there are, and the
            seconds left if they can be told.

    Raises:
        InputError: If something given cannot be used.
    """
    import pandas as pd

    _check(replicates=(replicates, 4), seed=(seed, 0), draws=(draws, 4), workers=(workers, 1))
    plain = list(variations(seed, sizes))
    drawn = read_draws(posterior, draws, seed) if posterior is not None else []
    start = time.monotonic()
    found: dict[str, list[tuple[Variation, Estimate]]] = {one.id: [] for one in conclusions}
    with ThreadPoolExecutor(workers) as pool:
        for done, one in enumerate([*plain, *drawn]):
            if progress is not None:
                pace = (time.monotonic() - start) / done if done else None
                total = len(plain) + len(drawn)
                progress(one.name, done, total, None if pace is None else pace * (total - done))
            number = max(4, replicates // 5) if one.kind == "posterior" else replicates
            varied = replace(one, changes={**changes, **one.changes})
            runs = _Runs(varied, number, pool)
            for conclusion in conclusions:
                effect = conclusion.effect(varied, number, runs)
                if effect is not None:
                    found[conclusion.id].append((one, effect))
    rows = [row for one in conclusions for row in _rows(one, _pooled(found[one.id]))]
    made_from = {
        "model": model_digest(), "replicates": replicates, "seed": seed, "changes": dict(changes),
        "draws": len(drawn), "versions": versions(),
    }  # fmt: skip
    return Robustness(pd.DataFrame(rows, columns=list(COLUMNS)), made_from)


class _Runs:
    """Runs under one variation; a scenario that several conclusions read is run once."""

    def __init__(self, one: Variation, number: int, pool: ThreadPoolExecutor) -> None:
        self._one, self._number, self._pool = one, number, pool
        self._made: dict[str, Floats] = {}

    def __call__(self, scenario: str) -> Floats:
        """Weekly measures: (replicates, weeks, measures)."""
        if scenario not in self._made:
            self._made[scenario] = self._run(scenario)
        return self._made[scenario]

    def _run(self, scenario: str) -> Floats:
        one = self._one
        plan = with_changes(load_scenario(scenario), one.changes)
        chart = None if one.labels is None else relabelled(plan, one.labels)
        seeds = range(one.first_seed, one.first_seed + self._number)
        runs = self._pool.map(lambda seed: finished(plan, chart, seed, WEEKS).series, seeds)
        return np.stack(list(runs))


def _pooled(found: Sequence[tuple[Variation, Estimate]]) -> Iterator[tuple[Variation, Estimate]]:
    """The variations, with all draws from the posterior as one."""
    draws = [effect.value for one, effect in found if one.kind == "posterior"]
    yield from ((one, effect) for one, effect in found if one.kind != "posterior")
    if draws:
        low, high = np.percentile(draws, [2.5, 97.5])
        name = f"{len(draws)} draws from the posterior"
        value = float(np.median(draws))
        yield (
            Variation(kind="posterior", name=name),
            Estimate(value, float(low), float(high), len(draws)),
        )


def _rows(
    one: Conclusion, found: Iterator[tuple[Variation, Estimate]]
) -> Iterator[tuple[Any, ...]]:
    effects = list(found)
    reference = effects[0][1].value
    judged = [
        (outcome_of(e, one.limit), _same_size(one, v, e.value, reference)) for v, e in effects
    ]
    verdict = verdict_of(judged)
    for (variation, e), (outcome, same) in zip(effects, judged, strict=True):
        yield (
            one.id, one.says, one.unit, one.limit, variation.kind, variation.name, e.value, e.low,
            e.high, e.n, outcome, same, verdict,
        )  # fmt: skip


def outcome_of(effect: Estimate, limit: float) -> str:
    """How an effect stands to its limit; one that could not be had is absent."""
    if effect.low > limit:
        return HOLDS
    if effect.high < limit:
        return REVERSED
    return UNSURE if effect.value > limit else ABSENT


def _same_size(one: Conclusion, under: Variation, value: float, reference: float) -> bool:
    if not one.sized or under.measure is not None:
        return True
    return bool(LEAST_SHARE * reference <= value <= MOST_SHARE * reference)


def verdict_of(judged: Sequence[tuple[str, bool]]) -> str:
    """The verdict on a conclusion from its outcomes and whether their sizes are the same."""
    if any(outcome in (ABSENT, REVERSED) for outcome, _ in judged):
        return "fragile"
    same = all(outcome == HOLDS and same_size for outcome, same_size in judged)
    return "robust" if same else "shifted"


def _check(**numbers: tuple[int, int]) -> None:
    for name, (given, least) in numbers.items():
        if isinstance(given, bool) or not isinstance(given, int) or given < least:
            raise InputError(f"{name} is {given!r}; it must be a whole number from {least}.")
