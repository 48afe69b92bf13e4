"""How much faster a sweep is than the same rules as plain Mesa objects under `mesa.batch_run`.

    python benchmarks/sweep_beside_mesa.py                       # scaled down
    python benchmarks/sweep_beside_mesa.py --runs 1000 --plain-runs 1000 --plain-weeks 104

The sweep makes runs of 200 people, measured and stored every week. Beside it, `mesa.batch_run`
makes runs of `tests/plain_objects` (the same rules, written from the ODD alone, as ordinary Mesa
agents) with as many processes, collecting the same measures every week. What is compared is time
a run, start of processes included, in turns, so that a machine that slows down slows both.

Plain Mesa takes hours for the whole; so by default it makes few runs of few weeks, and what they
take beyond a batch of no week at all is scaled up by the number of weeks. It gains by that, since
weeks become longer as people come to remember each other.

That both make the same organisations is asserted.
"""

from __future__ import annotations

import argparse
import functools
import inspect
import statistics
import sys
import tempfile
import time
from pathlib import Path

import mesa

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from plain_objects import PlainOrganisation

from trustgarden.experiments import Experiment, Store, sweep
from trustgarden.experiments.planning import make_plan
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario

PROCESSES = 2


def experiment(runs: int, weeks: int, people: int) -> Experiment:
    return Experiment(
        id="beside-mesa", scenarios=("garden",), replicates=runs, weeks=weeks,
        factors={"organisation.num_people": (people,)},
    )  # fmt: skip


class UnderBatchRun(mesa.Model):
    """A plain organisation as `batch_run` wants it: what it collects is found on the model.

    It stands in a module and not in `main`, since processes of `batch_run` import it.
    """

    def __init__(self, conditions: Scenario, seed_of_run: int, rng: int | None = None) -> None:
        super().__init__(rng=rng)
        self.organisation = PlainOrganisation(conditions, seed=seed_of_run)
        reporters = {name: functools.partial(last, name=name) for name in MEASURE_NAMES}
        self.datacollector = mesa.DataCollector(model_reporters=reporters)
        self.datacollector.collect(self)

    def step(self) -> None:
        self.organisation.step()
        self.datacollector.collect(self)


def last(model: UnderBatchRun, name: str) -> float:
    """A measure of the week that has just passed; none before the first."""
    series = model.organisation.series
    return float(series[-1][name]) if series else float("nan")


def plain_seconds(made: Experiment, runs: int, weeks: int) -> tuple[float, list[dict[str, float]]]:
    """Seconds a run under `batch_run`, and the collected rows."""
    plan = make_plan(made)
    seeds = [plan.run(number).seed for number in range(runs)]
    start = time.perf_counter()
    rows = mesa.batch_run(
        UnderBatchRun,
        {"conditions": [plan.scenario(plan.run(0).point)], "seed_of_run": seeds},
        number_processes=PROCESSES,
        max_steps=weeks,
        data_collection_period=1,
        display_progress=False,
        **rng_once(),
    )
    return (time.perf_counter() - start) / runs, rows


def rng_once() -> dict[str, object]:
    """One replicate of each, said in the words of this version of Mesa."""
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        return {"rng": [0]}
    return {"iterations": 1}


def sweep_seconds(made: Experiment, folder: Path) -> tuple[float, Store]:
    start = time.perf_counter()
    store = sweep(made, folder, PROCESSES)
    return (time.perf_counter() - start) / made.num_runs, store


def assert_same(
    store: Store, rows: list[dict[str, float]], seeds: dict[int, int], week: int
) -> None:
    """Both made the same organisations: all measures of a week that both have, to the bit."""
    series, checked = store.series(), 0
    for row in rows:
        if row["Step"] != week:
            continue
        run = seeds[int(row["seed_of_run"])]
        ours = series[(series["run"] == run) & (series["week"] == week)].iloc[0]
        for name in MEASURE_NAMES:
            same = ours[name] == row[name] or (ours[name] != ours[name] and row[name] != row[name])
            assert same, (run, week, name, ours[name], row[name])
        checked += 1
    assert checked == len(seeds)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=50, help="runs of the sweep")
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--plain-runs", type=int, default=2)
    parser.add_argument("--plain-weeks", type=int, default=4)
    parser.add_argument("--turns", type=int, default=3)
    given = parser.parse_args()
    made = experiment(given.runs, given.weeks, given.people)
    plan = make_plan(made)
    numbers = {plan.run(number).seed: number for number in range(given.plain_runs)}
    ours, plain = [], []
    for _ in range(given.turns):
        with tempfile.TemporaryDirectory() as folder:
            seconds, store = sweep_seconds(made, Path(folder, "out"))
            taken, rows = plain_seconds(made, given.plain_runs, given.plain_weeks)
            assert_same(store, rows, numbers, given.plain_weeks)
        ours.append(seconds)
        start, _ = plain_seconds(made, given.plain_runs, 0)
        plain.append(start + (taken - start) * given.weeks / given.plain_weeks)
    told(given, ours, plain)


def told(given: argparse.Namespace, ours: list[float], plain: list[float]) -> None:
    ratios = [one / other for one, other in zip(plain, ours, strict=True)]
    print(
        f"{given.people} people, {given.weeks} weeks, {PROCESSES} processes, {given.turns} turns:"
    )
    print(f"  sweep of {given.runs} runs: {spread([1 / one for one in ours], 2)} runs a second")
    print(
        f"  mesa.batch_run, {given.plain_runs} runs of {given.plain_weeks} weeks, scaled: "
        f"{spread(plain, 0)} s a run"
    )
    print(f"  ratio: {spread(ratios, 0)}")


def spread(numbers: list[float], digits: int) -> str:
    return (
        f"{statistics.median(numbers):,.{digits}f} "
        f"({min(numbers):,.{digits}f} to {max(numbers):,.{digits}f})"
    )


if __name__ == "__main__":
    main()
