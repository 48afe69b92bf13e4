"""How much the gate catches, how often it cries wolf, and what it costs.

    python benchmarks/gate_quality.py [--write docs/checks.md] [--changes N]

Changes of behaviour are planted through the scenario keys that every arm and watched scenario
gets: mechanisms off one by one, parameters by 25 and 10 %, an edited scenario. Re-draws without a
change are resampled from a pool of stored runs of fresh seeds, each a random split of the pool, so
they are not independent of each other; a rate near its bound should be measured anew.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from trustgarden.experiments.checks import OWN_CLAIMS, read_claims
from trustgarden.experiments.checks.baseline import BASELINE_SEEDS, Baseline
from trustgarden.experiments.checks.checking import QUICK_SEEDS, judge_claims
from trustgarden.experiments.checks.exact import difference, digests
from trustgarden.experiments.checks.reading import Checked
from trustgarden.experiments.checks.runs import Runs
from trustgarden.experiments.checks.sequential import QUICK_LOOKS
from trustgarden.experiments.checks.statistical import compare_distributions, summaries
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.parameters import Parameters
from trustgarden.model.scenario import MECHANISM_SWITCHES, Scenario
from trustgarden.scenarios import load_scenario, with_changes

INFLUENTIAL = 10
POOL, REDRAWS = 100, 200
SMALL = {"organisation.num_people": 24}


@dataclass(frozen=True)
class Caught:
    """Which of the three gates saw a change, and what it took."""

    kind: str
    what: str
    claims: int
    statistical: bool
    exact: bool
    seconds: float


def influential() -> list[str]:
    """Parameters by how far 25 % more moves any measure of a small garden, the most first."""
    runs = Runs(26, 1)
    garden = with_changes(load_scenario("garden"), SMALL)
    before = summaries(runs.series([garden], 8)[0])
    spread = np.maximum(before.std(axis=0), 1e-3)
    moved = {}
    for name in Parameters.model_fields:
        changed = with_changes(garden, {f"parameters.{name}": by(name, 1.25)})
        after = summaries(runs.series([changed], 8)[0])
        moved[name] = float(np.abs((after - before).mean(axis=0) / spread).max())
    return sorted(moved, key=lambda name: -moved[name])


def by(name: str, factor: float) -> float:
    """A parameter's default times a factor, held inside its range."""
    field = Parameters.model_fields[name]
    limits = {type(m).__name__: getattr(m, "ge", getattr(m, "le", None)) for m in field.metadata}
    return float(min(max(field.default * factor, limits["Ge"]), limits["Le"]))


def planted(names: list[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for one in MECHANISM_SWITCHES:
        yield "mechanism off", one, {"mechanisms.off": [one]}
    top = names[:INFLUENTIAL]
    for factor, kind in ((1.25, "25 % more"), (0.75, "25 % less"), (1.1, "10 % more")):
        for name in top:
            key = f"parameters.{name}"
            yield f"influential parameter, {kind}", name, {key: by(name, factor)}
    for key, value in (("consequence.severity", 0.6), ("spaces.social_hours", 2.5)):
        yield "edited scenario", f"{key} = {value}", {key: value}


def with_change(scenario: Scenario, change: Mapping[str, Any]) -> Scenario:
    """The scenario changed; mechanisms that an arm has switched off itself stay off."""
    if "mechanisms.off" in change:
        off = sorted({*scenario.mechanisms.off, *change["mechanisms.off"]})
        change = {"mechanisms.off": off}
    return with_changes(scenario, change)


def changed(checked: Checked, change: Mapping[str, Any]) -> Checked:
    return Checked(
        checked.path,
        checked.file,
        {k: tuple(with_change(s, change) for s in arms) for k, arms in checked.arms.items()},
        {name: with_change(one, change) for name, one in checked.watched.items()},
    )


def caught(kind: str, what: str, checked: Checked, baseline: Baseline) -> Caught:
    started = time.perf_counter()
    runs = Runs(checked.file.weeks, checked.file.seed)
    claims = judge_claims(checked, runs, QUICK_LOOKS, lambda _: None)
    series = runs.series(checked.watched.values(), QUICK_SEEDS)
    now = {name: summaries(one) for name, one in zip(checked.watched, series, strict=True)}
    moved = compare_distributions(baseline.distributions, now, MEASURE_NAMES)
    exact = any(
        difference(baseline.digests[name][0], digests(one, checked.file.seed, checked.file.weeks))
        for name, one in checked.watched.items()
    )
    broken = sum(not one.passed for one in claims)
    return Caught(
        kind, what, broken, bool(moved.alarms), exact, time.perf_counter() - started
    )  # fmt: skip


def false_alarms(checked: Checked) -> tuple[int, int]:
    """Of the re-draws without a change: alarms of claims, and of the statistical baseline."""
    pool = Runs(checked.file.weeks, 1_000_000)
    scenarios = list(chain.from_iterable(checked.arms.values())) + list(checked.watched.values())
    pool.series(scenarios, POOL)
    figures = {n: summaries(pool.series([s], POOL)[0]) for n, s in checked.watched.items()}
    rng = np.random.default_rng(1)
    by_claims = by_baseline = 0
    for _ in range(REDRAWS):
        order = rng.permutation(POOL)
        drawn = Runs(checked.file.weeks, 0)
        drawn.made = {
            (key, new): pool.made[key, pool.seed + int(order[new])]
            for key in {key for key, _ in pool.made}
            for new in range(max(QUICK_LOOKS))
        }
        judged = judge_claims(checked, drawn, QUICK_LOOKS, lambda _: None)
        by_claims += not all(one.passed for one in judged)
        split = [rng.permutation(POOL) for _ in figures]
        before = {
            n: f[o[:BASELINE_SEEDS]] for (n, f), o in zip(figures.items(), split, strict=True)
        }
        now = {
            n: f[o[BASELINE_SEEDS : BASELINE_SEEDS + QUICK_SEEDS]]
            for (n, f), o in zip(figures.items(), split, strict=True)
        }
        by_baseline += bool(compare_distributions(before, now, MEASURE_NAMES).alarms)
    return by_claims, by_baseline


def lines(results: list[Caught]) -> Iterator[str]:
    yield "| planted change | number | by claims | by distributions | by digests | by any |"
    yield "|---|---|---|---|---|---|"
    for kind in dict.fromkeys(one.kind for one in results):
        of = [one for one in results if one.kind == kind]
        claims, moved = sum(o.claims > 0 for o in of), sum(o.statistical for o in of)
        exact = sum(o.exact for o in of)
        either = sum(o.claims > 0 or o.statistical or o.exact for o in of)
        yield f"| {kind} | {len(of)} | {claims} | {moved} | {exact} | {either} |"
    missed = [f"{o.what} ({o.kind})" for o in results if not (o.claims or o.statistical)]
    yield ""
    yield f"Not seen by claims or distributions: {', '.join(missed) or 'none'}."
    yield f"A check took {np.median([o.seconds for o in results]):.0f} s in the median."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", type=Path, help="page whose table is replaced")
    parser.add_argument("--changes", type=int, default=10_000, help="only the first so many")
    parser.add_argument("--seconds", type=float, default=1e9, help="plant no more after these")
    parser.add_argument("--no-redraws", action="store_true", help="leave false alarms out")
    given = parser.parse_args()
    started = time.perf_counter()
    checked = read_claims(OWN_CLAIMS)
    baseline = Baseline.read(checked.baseline_path)
    told = "False alarms were not measured in this run."
    if not given.no_redraws:
        claims, moved = false_alarms(checked)
        told = f"False alarms in {REDRAWS} re-draws: claims {claims}, distributions {moved}."
    print(told, flush=True)
    names = influential()
    print("Most influential:", ", ".join(names[:INFLUENTIAL]), flush=True)
    results = []
    for kind, what, change in list(planted(names))[: given.changes]:
        if time.perf_counter() - started > given.seconds:
            break
        results.append(caught(kind, what, changed(checked, change), baseline))
        print(results[-1], flush=True)
        text = "\n".join([*lines(results), told, "Most influential first: "
                          + ", ".join(names[:INFLUENTIAL]) + "."])  # fmt: skip
        if given.write:
            _replace_table(given.write, text)
    print(text)


def _replace_table(page: Path, table: str) -> None:
    begin, end = "<!-- begin table -->", "<!-- end table -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n\n{table}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
