"""The engine: the arrays of one organisation and its calendar, without Mesa.

`Organisation` is the face of it for people; the runner of sweeps uses it
directly, since importing Mesa and making its agents costs more than a run.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from . import week as schedule
from .answering import ORDINARY_NORM
from .chance import MAX_WEEKS
from .chart import Chart
from .conditions import (
    Segment,
    conditions_of,
    hours_at_most,
    population_of,
    segments_of,
    untended,
)
from .layout import (
    CHOSEN,
    MEASURE_DTYPE,
    MEETING_DTYPE,
    PERSON_DTYPE,
    TEAM_DTYPE,
    TIE_DTYPE,
    TRACE_DTYPE,
    State,
)
from .measures import MEASURE_NAMES
from .scenario import Scenario
from .structure import Structure, structure_of

__all__ = ["Engine"]


class Engine:
    """One organisation as arrays: found it, run weeks, read the series.

    Args:
        scenario: The organisation and its conditions.
        seed: Seed of all chance, 0 <= seed < 2**63.
        chart: Real people, or None for an organisation laid out by numbers.
    """

    def __init__(self, scenario: Scenario, seed: int, chart: Chart | None = None) -> None:
        self._lay_out(scenario, seed, structure_of(scenario, chart))
        schedule.found(self.state, self.population, self.parameters, seed)
        if chart is not None:
            self._bring_ties(chart)
        if scenario.organisation.begins == "burn-in":
            self._burn_in(scenario.organisation.burn_in_weeks)

    @classmethod
    def bare(cls, scenario: Scenario, seed: int, structure: Structure) -> Engine:
        """An engine whose seats are still empty, for a state that is brought from elsewhere."""
        engine = cls.__new__(cls)
        engine._lay_out(scenario, seed, structure)
        return engine

    def _lay_out(self, scenario: Scenario, seed: int, structure: Structure) -> None:
        self.scenario = scenario
        self.seed = seed
        self.structure = structure
        self.parameters = scenario.parameters.as_record()
        self.population = population_of(scenario)
        self.segments = segments_of(scenario)
        self.weeks_before = 0
        self.week = 0
        self.state = _empty_state(structure, scenario, self.segments)
        self._series = np.empty((0, len(MEASURE_NAMES)))
        self._teams = np.empty((0, structure.num_teams))

    def run(self, weeks: int, *, record: bool = True) -> None:
        """Run `weeks` weeks on; with `record=False` nothing is measured, and nothing differs.

        Raises:
            ValueError: If the calendar of chance would run out (4,095 weeks in all).
        """
        last = self.week + weeks
        if weeks < 0:
            raise ValueError(f"weeks is {weeks}; it must be 0 or more.")
        if self.weeks_before + last >= MAX_WEEKS:
            limit = MAX_WEEKS - 1 - self.weeks_before
            raise ValueError(
                f"an organisation can run for {limit} weeks after its start, and week {last} was "
                "asked for; run fewer weeks."
            )
        while self.week < last:
            conditions, until = self._segment(self.week + 1)
            self._run_segment(conditions, min(until, last) - self.week, record)

    @property
    def series(self) -> npt.NDArray[np.float64]:
        """Weekly measures so far, (weeks, measures)."""
        return self._series

    @property
    def team_series(self) -> npt.NDArray[np.float64]:
        """Trust within each team so far, (weeks, teams)."""
        return self._teams

    def adopt_series(
        self, series: npt.NDArray[np.float64], team_series: npt.NDArray[np.float64]
    ) -> None:
        """Take over the weeks that were measured before this engine was made."""
        self._series, self._teams = series, team_series

    def branch(self, scenario: Scenario) -> None:
        """Go on under another scenario with the same people: only conditions may differ.

        Raises:
            ValueError: If the other scenario has other people, traits or ties at the start.
        """
        for section in ("organisation", "population"):
            if getattr(scenario, section) != getattr(self.scenario, section):
                raise ValueError(
                    f"[{section}] differs from the saved organisation's; a branch keeps its "
                    "people. Change conditions only (leaders, consequence, spaces, work, turnover, "
                    "events)."
                )
        self.scenario = scenario
        self.parameters = scenario.parameters.as_record()
        self.segments = segments_of(scenario)
        hours = max(hours_at_most(segment.conditions) for segment in self.segments)
        self.state = _with_hours(self.state, hours)

    def measure(self) -> npt.NDArray[np.float64]:
        """Measures of the state as it stands, (measures,)."""
        row = np.zeros(1, MEASURE_DTYPE).view(np.recarray)
        teams = np.zeros((1, self.structure.num_teams))
        conditions, _ = self._segment(max(self.week, 1))
        schedule.measure_now(self.state, conditions, self.parameters, self.seed, row, teams)
        return np.asarray(row.view(np.float64))

    def _segment(self, week: int) -> tuple[np.recarray, int]:
        """Conditions that hold in `week`, and the last week in which they do."""
        until = MAX_WEEKS
        current = self.segments[0]
        for segment in self.segments:
            if segment.first <= week:
                current = segment
            else:
                until = min(until, segment.first - 1)
        return current.conditions, until

    def _run_segment(self, conditions: np.recarray, weeks: int, record: bool) -> None:
        recorded = weeks if record else 0
        series = np.zeros(recorded, MEASURE_DTYPE).view(np.recarray)
        teams = np.zeros((recorded, self.structure.num_teams))
        schedule.run_weeks(
            self.state,
            conditions,
            self.population,
            self.parameters,
            self.seed,
            self.weeks_before + self.week + 1,
            weeks,
            series,
            teams,
        )
        self.week += weeks
        if record:
            rows = series.view(np.float64).reshape(weeks, -1)
            self._series = np.concatenate([self._series, rows])
            self._teams = np.concatenate([self._teams, teams])

    def _burn_in(self, weeks: int) -> None:
        """Live through `weeks` weeks under the untended conditions, unmeasured."""
        self._run_segment(untended(self.scenario), weeks, record=False)
        self.weeks_before, self.week = weeks, 0

    def _bring_ties(self, chart: Chart) -> None:
        """Real ties are the start: each brings its stated evidence, as kept acts."""
        schedule.bring_ties(
            self.state,
            np.ascontiguousarray(chart.tie_from),
            np.ascontiguousarray(chart.tie_to),
            np.ascontiguousarray(chart.tie_evidence),
            self.seed,
            self.parameters,
        )


def _records(shape: int | tuple[int, ...], dtype: np.dtype[np.void]) -> np.recarray:
    return np.zeros(shape, dtype).view(np.recarray)


def _with_hours(state: State, hours: int) -> State:
    """The same state with room for `hours` meetings a person and week."""
    people = len(state.keys)
    if hours <= state.meetings.shape[1]:
        return state
    return state._replace(
        meetings=_records((people, hours), MEETING_DTYPE),
        incoming=np.zeros(people * hours, np.int64),
    )


def _empty_state(
    structure: Structure, scenario: Scenario, segments: tuple[Segment, ...]
) -> State:
    n, slots = structure.num_people, scenario.organisation.num_slots
    records = [segment.conditions for segment in segments]
    hours = max(map(hours_at_most, [*records, conditions_of(scenario)]))
    member_start, members = structure.rosters()
    peer_start, peers = structure.peers()
    teams = _records(structure.num_teams, TEAM_DTYPE)
    teams.norm = ORDINARY_NORM
    ties = _records((n, slots), TIE_DTYPE)
    ties.kind = CHOSEN
    return State(
        people=_records(n, PERSON_DTYPE),
        whom=np.full((n, slots), -1, np.int32),
        ties=ties,
        traces=_records((n, slots), TRACE_DTYPE),
        teams=teams,
        meetings=_records((n, hours), MEETING_DTYPE),
        keys=np.arange(n, dtype=np.int64),
        by_key=np.arange(n, dtype=np.int32),
        boss=np.array(structure.boss),
        team=np.array(structure.team),
        place=np.array(structure.place),
        rank=np.array(structure.rank),
        present=np.ones(n, np.int8),
        head=structure.heads(),
        member_start=member_start,
        members=members,
        peer_start=peer_start,
        peers=peers,
        incoming_start=np.zeros(n + 1, np.int32),
        incoming=np.zeros(n * hours, np.int64),
        left=np.zeros(n, np.int8),
        web=np.zeros(n, np.int32),
        sizes=np.zeros(n, np.int32),
    )
