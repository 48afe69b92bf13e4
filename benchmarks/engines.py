"""What the engines of sweeps cost, and what more workers bring, side by side.

    python benchmarks/engines.py                     # each engine, with one and two workers
    python benchmarks/engines.py --tiny 100000       # so many tiny runs through Dask

Each turn makes the same sweep by every engine, one after the other, so that a machine that slows
down slows all; what is told are ratios to the sweep in this process of the same turn. Tiny runs
(2 people, 1 week) show what a run costs beside the model; others (60 people, 52 weeks) what more
workers bring. Each is timed from the first chunk that is committed to the last, so that the start
of processes, which is told beside it, does not count.

That all made the same bytes is asserted; how long it took is only printed.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import statistics
import tempfile
import time
from pathlib import Path

from distributed import Client, LocalCluster

from trustgarden.experiments import Experiment, Progress, Store, sweep

TURNS = 3
MODEL = Experiment(
    id="model", scenarios=("garden",), replicates=96, weeks=52, recording={"every_weeks": 4},
    factors={"organisation.num_people": (60,)},
)  # fmt: skip
TINY = Experiment(
    id="tiny", scenarios=("garden",), replicates=1000, weeks=1,
    factors={"organisation.num_people": (2,)},
)  # fmt: skip


class Timed:
    """A sweep, and the times at which its runs were there."""

    def __init__(self, experiment: Experiment, folder: Path, **how: object) -> None:
        self.marks: list[tuple[int, float]] = []
        start = time.perf_counter()
        self.store: Store = sweep(experiment, folder, progress=self._mark, **how)  # type: ignore[arg-type]
        self.seconds = time.perf_counter() - start
        self.first = self.marks[1][1] - start

    def _mark(self, progress: Progress) -> None:
        self.marks.append((progress.done, time.perf_counter()))

    @property
    def seconds_a_run(self) -> float:
        (some, early), (all_of_them, late) = self.marks[1], self.marks[-1]
        return (late - early) / (all_of_them - some)


def digest(store: Store) -> str:
    found = hashlib.sha256()
    for part in sorted(store.path.glob("*/part-*.parquet")):
        found.update(part.read_bytes())
    return found.hexdigest()


def engines() -> dict[str, dict[str, object]]:
    """Each engine, and how to ask for it."""
    return {
        "in process": {"workers": 1},
        "2 processes": {"workers": 2},
        "Dask, 1 worker": {"on": "local-cluster", "workers": 1},
        "Dask, 2 workers": {"on": "local-cluster", "workers": 2},
    }


def side_by_side(experiment: Experiment, turns: int, threads: str) -> None:
    asked = engines()
    if threads:
        asked["Dask, 1 worker of 2 threads"] = {"on": threads}
    found: dict[str, list[Timed]] = {name: [] for name in asked}
    for _ in range(turns):
        digests = set()
        for name, how in asked.items():
            with tempfile.TemporaryDirectory() as folder:
                timed = Timed(experiment, Path(folder, "out"), **how)
                digests.add(digest(timed.store))
            found[name].append(timed)
        assert len(digests) == 1, "engines differ"
    told(experiment, found)


def told(experiment: Experiment, found: dict[str, list[Timed]]) -> None:
    base = [timed.seconds_a_run for timed in found["in process"]]
    turns = len(base)
    print(f"{experiment.id}: {experiment.num_runs:,} runs, {turns} turns; median (range)")
    for name, all_timed in found.items():
        each = [timed.seconds_a_run for timed in all_timed]
        speed = [one / other for one, other in zip(base, each, strict=True)]
        more = [1000 * (other - one) for one, other in zip(base, each, strict=True)]
        first = statistics.median(timed.first for timed in all_timed)
        print(
            f"  {name:28} {spread([1000 * one for one in each])} ms a run, "
            f"{spread(speed)} times as fast, {spread(more)} ms more a run; "
            f"first chunk after {first:.1f} s"
        )


def spread(numbers: list[float]) -> str:
    return f"{statistics.median(numbers):.2f} ({min(numbers):.2f} to {max(numbers):.2f})"


def many_tiny(num_runs: int) -> None:
    """One large sweep through Dask; how its rate and the memory of this process go."""
    with tempfile.TemporaryDirectory() as folder:
        many = TINY.model_copy(update={"replicates": num_runs})
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        timed = Timed(many, Path(folder, "out"), on="local-cluster", workers=2)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert timed.store.num_runs_made == num_runs
        assert timed.store.num_failed == 0
        middle = len(timed.marks) // 2
        rates = [rate(timed.marks[1 : middle + 1]), rate(timed.marks[middle:])]
        print(
            f"{num_runs:,} tiny runs in {len(timed.marks) - 1:,} chunks through Dask, 2 workers: "
            f"{timed.seconds:.0f} s; {rates[0]:,.0f} a second in the first half of the chunks, "
            f"{rates[1]:,.0f} in the second; this process grew by {grown:.0f} MB"
        )


def rate(marks: list[tuple[int, float]]) -> float:
    (some, early), (more, late) = marks[0], marks[-1]
    return (more - some) / (late - early)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--tiny", type=int, default=0, help="only so many tiny runs through Dask")
    parser.add_argument("--threads", action="store_true", help="a worker of two threads as well")
    given = parser.parse_args()
    if given.tiny:
        many_tiny(given.tiny)
    elif given.threads:
        with (
            LocalCluster(
                n_workers=1, threads_per_worker=2, dashboard_address="127.0.0.1:0", memory_limit=0
            ) as cluster,
            Client(cluster),
        ):
            side_by_side(MODEL, given.turns, cluster.scheduler_address)
    else:
        side_by_side(TINY, given.turns, "")
        side_by_side(MODEL, given.turns, "")


if __name__ == "__main__":
    main()
