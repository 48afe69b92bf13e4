"""How much faster the compiled kernels are than the same rules as plain Mesa objects.

    python benchmarks/kernels_beside_plain_objects.py

Both run the same thousand people through the same weeks, in turns, in one thread
of one process, so that a machine that slows down slows both. Times are those of
the process, without what others take of the machine. The plain objects are those
of `tests/plain_objects`: Python as one writes it, not tuned and not slowed down.
They have to draw the same numbers by the same Philox and the same exponential,
which Python does slowly; so they are timed twice more, with the compiled Philox,
and with the compiled exponential and logarithm as well.

That all did the same work is asserted; how long it took is only printed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from plain_objects import PlainOrganisation
from plain_objects.uncompiled import plain_arithmetic

from trustgarden.model import arithmetic, chance
from trustgarden.model.engine import Engine
from trustgarden.model.layout import BYTES_PER_RELATIONSHIP
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario

SEED = 7
WARM_UP_WEEKS = 4
TURNS = 7
WEEKS_IN_A_TURN = 2
SCENARIO = Scenario(id="thousand").with_changes(
    {"organisation.num_people": 1000, "organisation.start": "strangers"}
)


class Kernels:
    """The engine, as it stands."""

    name = "compiled kernels"

    def __init__(self) -> None:
        self.engine = Engine(SCENARIO, SEED)

    def run(self, weeks: int) -> None:
        self.engine.run(weeks)

    def num_meetings(self) -> int:
        """Meetings of the last week; rows of those who have just left still hold theirs."""
        return int(np.count_nonzero(self.engine.state.meetings.act))

    def last_measures(self) -> list[float]:
        return list(self.engine.series[-1])


class PlainObjects:
    """The plain objects, all in Python."""

    name = "plain objects"

    def __init__(self) -> None:
        self.organisation = PlainOrganisation(SCENARIO, seed=SEED)
        self.meetings = 0

    def run(self, weeks: int) -> None:
        for _ in range(weeks):
            self.organisation.step()
            self.meetings += self.num_meetings()

    def num_meetings(self) -> int:
        return len(self.organisation.lived.meetings)

    def last_measures(self) -> list[float]:
        return [self.organisation.series[-1][name] for name in MEASURE_NAMES]


class WithCompiledPhilox(PlainObjects):
    """The plain objects with the one costly thing that Python is not made for compiled."""

    name = "... with compiled Philox"

    def __init__(self) -> None:
        super().__init__()
        self.organisation.chance.philox = chance.philox


class WithCompiledNumbers(WithCompiledPhilox):
    """The plain objects with all that is compiled that both share."""

    name = "... and compiled exponential, logarithm"

    def run(self, weeks: int) -> None:
        with compiled_arithmetic():
            super().run(weeks)


@contextmanager
def compiled_arithmetic() -> Iterator[None]:
    """Let the plain logistic, logit and normal quantile call compiled functions."""
    plain = {name: plain_arithmetic[name] for name in ("exponential", "logarithm")}
    plain_arithmetic.update({name: getattr(arithmetic, name) for name in plain})
    try:
        yield
    finally:
        plain_arithmetic.update(plain)


Run = Kernels | PlainObjects


def in_turns(runs: list[Run]) -> dict[str, list[float]]:
    """Nanoseconds a meeting of each, turn by turn."""
    plain = next(run for run in runs if isinstance(run, PlainObjects))
    found: dict[str, list[float]] = {run.name: [] for run in runs}
    for _ in range(TURNS):
        before = plain.meetings
        seconds = {run.name: timed(run) for run in runs}
        assert_same_work(runs)
        for name, taken in seconds.items():
            found[name].append(1e9 * taken / (plain.meetings - before))
    return found


def timed(run: Run) -> float:
    start = time.process_time()
    run.run(WEEKS_IN_A_TURN)
    return time.process_time() - start


def assert_same_work(runs: list[Run]) -> None:
    first = runs[0]
    for other in runs[1:]:
        assert other.num_meetings() == first.num_meetings()
        assert other.last_measures() == first.last_measures()


def draws_a_meeting(plain: PlainObjects) -> float:
    """Counted over one more week, so that counting costs the others nothing."""
    chance_of_run, draws = plain.organisation.chance, 0
    philox = chance_of_run.philox

    def counted(*words: int) -> tuple[int, int, int, int]:
        nonlocal draws
        draws += 1
        return philox(*words)

    chance_of_run.philox = counted
    plain.run(1)
    return draws / plain.num_meetings()


def nanoseconds_a_draw(num_draws: int = 50_000) -> float:
    """What one draw of four words takes in plain Python."""
    plain = PlainOrganisation(SCENARIO.with_changes({"organisation.num_people": 2}), seed=SEED)
    start = time.process_time()
    for count in range(num_draws):
        plain.chance.draw(chance.MEETING, 1, 2, 3, count)
    return 1e9 * (time.process_time() - start) / num_draws


def spread(numbers: list[float], digits: int = 0) -> str:
    return (
        f"{statistics.median(numbers):,.{digits}f} "
        f"({min(numbers):,.{digits}f} to {max(numbers):,.{digits}f})"
    )


def main() -> None:
    runs: list[Run] = [Kernels(), PlainObjects(), WithCompiledPhilox(), WithCompiledNumbers()]
    for run in runs:
        run.run(WARM_UP_WEEKS)
    assert_same_work(runs)
    plain = runs[1]
    assert isinstance(plain, PlainObjects)
    plain.meetings = 0
    times = in_turns(runs)
    print_times(times, plain.meetings)
    print_share_of_chance(draws_a_meeting(plain), times[plain.name])
    print(f"A remembered relationship takes {BYTES_PER_RELATIONSHIP} bytes in the engine.")


def print_times(times: dict[str, list[float]], num_meetings: int) -> None:
    people = SCENARIO.organisation.num_people
    print(
        f"{people:,} people, {num_meetings:,} meetings, {TURNS} turns of {WEEKS_IN_A_TURN} weeks."
    )
    print("Median over the turns, and range:\n")
    kernels = times[Kernels.name]
    for name, taken in times.items():
        ratios = [one / other for one, other in zip(taken, kernels, strict=True)]
        told = "" if taken is kernels else f"{spread(ratios)} times as long"
        print(f"  {name:40} {spread(taken)} ns a meeting   {told}".rstrip())
    print()


def print_share_of_chance(draws: float, times: list[float]) -> None:
    each = nanoseconds_a_draw()
    share = draws * each / statistics.median(times)
    print(
        f"The plain objects draw {draws:.1f} times a meeting, at {each:,.0f} ns in Python: "
        f"{share:.0%} of their time is chance."
    )


if __name__ == "__main__":
    main()
