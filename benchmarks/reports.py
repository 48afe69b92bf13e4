"""How long the report of a sweep takes, and how much memory, for few runs and for many.

    python benchmarks/reports.py               # 100 and 1,000 runs; making them takes a minute
    python benchmarks/reports.py --runs 4000

Each report is made by the command line in a process of its own, imports included, as users wait for
it; the two sizes in turns, so that a machine that slows down slows both. What it holds is asserted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trustgarden.experiments import Experiment, sweep

SCENARIOS = ("garden", "untended", "command", "blame")
TURNS = 3
MEGABYTE = 1024**2
LARGEST = 8 * MEGABYTE


def made(num_runs: int, folder: Path) -> Path:
    """A store of so many runs of a small organisation over two years."""
    experiment = Experiment(
        id=f"report-{num_runs}", scenarios=SCENARIOS, replicates=num_runs // len(SCENARIOS),
        seed=1, weeks=104, constants={"organisation.num_people": 24},
    )  # fmt: skip
    sweep(experiment, folder / experiment.id)
    return folder / experiment.id


def reported(folder: Path) -> tuple[float, float, float]:
    """Seconds by the wall, of processor time, and the peak of memory (MB) of one report."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "trustgarden", "report", str(folder)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    # It has been waited for; Popen must not wait for it again.
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def check(folder: Path, num_runs: int) -> float:
    """Size of the report (MB), which must be about all the runs."""
    page = folder / "report.html"
    words = page.read_text(encoding="utf-8")
    assert f"{num_runs:,} organisations" in words
    assert f"n = {num_runs // len(SCENARIOS)}" in words
    assert page.stat().st_size < LARGEST
    return page.stat().st_size / MEGABYTE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000, help="the larger number of runs")
    most = parser.parse_args().runs
    sizes = (100, most)
    with tempfile.TemporaryDirectory() as name:
        folders = {size: made(size, Path(name)) for size in sizes}
        found: dict[int, list[tuple[float, float, float]]] = {size: [] for size in sizes}
        for _ in range(TURNS):
            for size, folder in folders.items():
                found[size].append(reported(folder))
        for size, several in found.items():
            wall, processor, memory = (
                statistics.median(column) for column in zip(*several, strict=True)
            )
            print(
                f"{size:6,} runs: {wall:5.1f} s by the wall, {processor:5.1f} s of processor time, "
                f"{memory:4.0f} MB at the most, report of {check(folders[size], size):.1f} MB"
            )
        ratio = statistics.median(
            many[1] / few[1] for few, many in zip(found[100], found[most], strict=True)
        )
        print(f"{most:,} runs take {ratio:.1f} times the processor time of 100")


if __name__ == "__main__":
    main()
