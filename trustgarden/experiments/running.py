"""One planned run: made with the model, returned as arrays, and never an exception.

A sweep must not be lost to one run that fails, so a failure is a result like
any other: a status, a message, and a traceback for the log.
"""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import refuse_code

from .planning import PlannedRun
from .recording import Recording

if TYPE_CHECKING:
    import pyarrow as pa

    from trustgarden.model.chart import Chart
    from trustgarden.model.engine import Engine

__all__ = [
    "END_WEEKS",
    "TEAM_WEEKS",
    "RunResult",
    "end_of_run",
    "failed_run",
    "finished",
    "make_run",
]

END_WEEKS = 13
"""The end of a run is the mean of this many last weeks: one quarter, so that no figure of a
single week decides."""

TEAM_WEEKS = 4
"""Teams are recorded every so many weeks, to keep the store small."""

LONGEST_MESSAGE = 300


@dataclass(frozen=True, eq=False)
class RunResult:
    """What came of one run.

    Attributes:
        planned: The run as planned.
        weeks: Weeks that it ran; 0 if it failed.
        ends: End-of-run measures (measures,); NaN if it failed.
        series: Measures that are recorded, in the weeks that are (weeks, measures).
        teams: Trust in each team, every `TEAM_WEEKS` weeks (recorded weeks, teams).
        people: Tables of people, one a week that is recorded, in order.
        ties: Tables of ties, likewise.
        message: Empty, or what went wrong; the same wherever the run is made.
        trace: Empty, or the traceback, for the log.
    """

    planned: PlannedRun
    weeks: int
    ends: NDArray[np.float64]
    series: NDArray[np.float64]
    teams: NDArray[np.float64]
    people: list[pa.Table] = field(default_factory=list)
    ties: list[pa.Table] = field(default_factory=list)
    message: str = ""
    trace: str = ""

    @property
    def failed(self) -> bool:
        """Whether the run ended in an error."""
        return bool(self.message)

    @property
    def num_rows(self) -> int:
        """Rows that it has in the tables with many."""
        return len(self.series) + self.teams.size + sum(map(len, self.people + self.ties))


def finished(scenario: Scenario, chart: Chart | None, seed: int, weeks: int) -> Engine:
    """An organisation after so many weeks, as arrays.

    The engine is what `Organisation` is the face of; the face would cost more
    than the run, and nobody looks at it in a sweep.
    """
    engine = _founded(scenario, chart, seed)
    engine.run(weeks)
    return engine


def _founded(scenario: Scenario, chart: Chart | None, seed: int) -> Engine:
    # Imported here: it brings numba, which whoever only plans or reads has no use for.
    from trustgarden.model.engine import Engine

    return Engine(scenario, seed, chart)


def make_run(
    planned: PlannedRun,
    scenario: Scenario,
    chart: Chart | None,
    weeks: int,
    allow_code: bool = False,
    recording: Recording | None = None,
) -> RunResult:
    """Make a run; an error becomes its message, and so does code that is not allowed."""
    recording = recording or Recording()
    try:
        refuse_code(scenario, allow_code=allow_code)
        return _made(planned, _founded(scenario, chart, planned.seed), weeks, recording)
    except Exception as error:
        message = message_of(error, private=scenario.organisation.people is not None)
        return failed_run(planned, recording, message, traceback.format_exc())


def _made(planned: PlannedRun, engine: Engine, weeks: int, recording: Recording) -> RunResult:
    people, ties = [], []
    for week in recording.stops:
        # Imported here: it brings pandas, which most sweeps have no use for.
        from .closely import people_of, ties_of

        engine.run(week - engine.week)
        if week in recording.people_at_weeks:
            people.append(people_of(engine))
        if week in recording.ties_at_weeks:
            ties.append(ties_of(engine))
    engine.run(weeks - engine.week)
    every = recording.every_weeks
    places = [MEASURE_NAMES.index(name) for name in recording.series_measures]
    series = engine.series[every - 1 :: every, places]
    teams = engine.team_series[TEAM_WEEKS - 1 :: TEAM_WEEKS]
    return RunResult(planned, weeks, end_of_run(engine.series), series, teams, people, ties)


def failed_run(
    planned: PlannedRun, recording: Recording, message: str, trace: str = ""
) -> RunResult:
    """What came of a run that failed."""
    ends = np.full(len(MEASURE_NAMES), np.nan)
    series = np.empty((0, len(recording.series_measures)))
    return RunResult(planned, 0, ends, series, np.empty((0, 0)), message=message, trace=trace)


def end_of_run(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of each measure over the last `END_WEEKS` weeks, or all if there are fewer."""
    mean: NDArray[np.float64] = series[-END_WEEKS:].mean(axis=0)
    return mean


def message_of(error: Exception, *, private: bool) -> str:
    """One line about an error that may stand in the store.

    Paths and addresses in memory differ between machines, and would break the
    equality of stores; folders may also tell who somebody is. Where people are
    a user's own, any text might name one, so the type alone is kept. The log
    has it all.
    """
    kind = type(error).__name__
    if private:
        return f"{kind}; the log of the sweep says more."
    text = " ".join(str(error).split())
    text = re.sub(r"(?:[A-Za-z]:)?(?:[/\\][^/\\\s'\":,]+)+[/\\]", "", text)
    text = re.sub(r"\b0x[0-9A-Fa-f]+\b", "0x…", text)
    return f"{kind}: {text}"[:LONGEST_MESSAGE]
