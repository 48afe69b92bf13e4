"""One planned run: made with the model, returned as arrays, and never an exception.

A sweep must not be lost to one run that fails, so a failure is a result like
any other: a status, a message, and a traceback for the log.
"""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import refuse_code

from .planning import PlannedRun

if TYPE_CHECKING:
    from trustgarden.model.chart import Chart
    from trustgarden.model.engine import Engine

__all__ = ["END_WEEKS", "TEAM_WEEKS", "RunResult", "end_of_run", "finished", "make_run"]

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
        series: Weekly measures (weeks, measures); no rows if the run failed.
        teams: Trust in each team, every `TEAM_WEEKS` weeks (recorded weeks, teams).
        message: Empty, or what went wrong; the same wherever the run is made.
        trace: Empty, or the traceback, for the log.
    """

    planned: PlannedRun
    series: NDArray[np.float64]
    teams: NDArray[np.float64]
    message: str = ""
    trace: str = ""

    @property
    def failed(self) -> bool:
        """Whether the run ended in an error."""
        return bool(self.message)


def finished(scenario: Scenario, chart: Chart | None, seed: int, weeks: int) -> Engine:
    """An organisation after so many weeks, as arrays.

    The engine is what `Organisation` is the face of; the face would cost more
    than the run, and nobody looks at it in a sweep.
    """
    # Imported here: it brings numba, which whoever only plans or reads has no use for.
    from trustgarden.model.engine import Engine

    engine = Engine(scenario, seed, chart)
    engine.run(weeks)
    return engine


def make_run(
    planned: PlannedRun,
    scenario: Scenario,
    chart: Chart | None,
    weeks: int,
    allow_code: bool = False,
) -> RunResult:
    """Make a run; an error becomes its message, and so does code that is not allowed."""
    try:
        refuse_code(scenario, allow_code=allow_code)
        engine = finished(scenario, chart, planned.seed, weeks)
        teams = engine.team_series[TEAM_WEEKS - 1 :: TEAM_WEEKS]
        return RunResult(planned, engine.series, teams)
    except Exception as error:
        nothing = np.empty((0, len(MEASURE_NAMES)))
        message = message_of(error, private=scenario.organisation.people is not None)
        return RunResult(planned, nothing, np.empty((0, 0)), message, traceback.format_exc())


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
