"""The engine: the arrays of one organisation and its calendar, without Mesa.

`Organisation` is the face of it for people; the runner of sweeps uses it
directly, since importing Mesa and making its agents costs more than a run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import week as schedule
from .arrays import empty_state, records, with_log, with_segments
from .branching import refuse_another
from .chance import MAX_WEEKS
from .chart import Chart
from .conditions import Segment, population_of, segments_of, untended
from .happenings import NotHeld, happen
from .layout import ACCOUNTS, MEASURE_DTYPE, State
from .measures import MEASURE_NAMES
from .naming import check_calendar
from .scenario import Scenario
from .steering import Steering
from .structure import Structure, structure_of

__all__ = ["Engine"]


class Engine:
    """One organisation as arrays: found it, run weeks, read the series.

    Args:
        scenario: The organisation and its conditions.
        seed: Seed of all chance, 0 <= seed < 2**63.
        chart: Real people, or None for an organisation laid out by numbers.
        accounts: Whether the weekly accounts of trust are kept.
        log: Whether joining, welcome, acceptance and leaving are logged.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        chart: Chart | None = None,
        *,
        accounts: bool = False,
        log: bool = False,
    ) -> None:
        structure = structure_of(scenario, chart)
        check_calendar(scenario, structure)
        self._lay_out(scenario, seed, structure, accounts=accounts)
        schedule.found(
            self.state, self._first.conditions, self.population, self.parameters, seed, 0
        )
        if chart is not None:
            self._bring_ties(chart)
        if scenario.organisation.begins == "burn-in":
            self._burn_in(scenario.organisation.burn_in_weeks)
        self.begin_records(accounts=accounts, log=log)

    @classmethod
    def bare(
        cls,
        scenario: Scenario,
        seed: int,
        structure: Structure,
        *,
        seats: Any = None,
        accounts: bool = False,
    ) -> Engine:
        """An engine whose seats are still empty, for a state that is brought from elsewhere."""
        engine = cls.__new__(cls)
        engine._lay_out(scenario, seed, structure, seats=seats, accounts=accounts)
        return engine

    def _lay_out(
        self,
        scenario: Scenario,
        seed: int,
        structure: Structure,
        *,
        seats: Any = None,
        accounts: bool = False,
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.structure = structure
        self.parameters = scenario.parameters.as_record()
        self.population = population_of(scenario)
        self.segments = segments_of(scenario)
        self.steering = Steering()
        self.steering.check(scenario, structure)
        self.not_held: list[NotHeld] = []
        self.seat_makers = 0
        self.weeks_before = 0
        self.week = 0
        self.happened = 0
        self.state = empty_state(
            structure,
            np.arange(structure.num_people) if seats is None else seats,
            scenario.organisation.num_slots,
            len(scenario.communities),
            [*self.segments, untended(scenario)],
            accounts=accounts,
        )
        self._series = np.empty((0, len(MEASURE_NAMES)))
        self._teams = np.empty((0, structure.num_teams))
        self._books = np.empty((0, len(ACCOUNTS)))
        self._log: list[Any] = []

    @property
    def _first(self) -> Segment:
        return self.segments[0]

    # -- running ---------------------------------------------------------------

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
            self._let_happen()
            segment, until = self._segment(self.week + 1)
            self._run_segment(segment, min(until, last) - self.week, record)

    def _let_happen(self) -> None:
        """What the calendar has for the week that begins, beside changes of conditions."""
        week = self.week + 1
        if self.happened == week:
            return
        self.happened = week
        if "events" in self.scenario.mechanisms.off:
            return
        for event in self.scenario.events:
            if event.week == week:
                happen(self, event)

    def _segment(self, week: int) -> tuple[Segment, int]:
        """What holds in `week`, and the last week in which it does and nothing happens."""
        until = MAX_WEEKS
        current = self.segments[0]
        for segment in self.segments:
            if segment.first <= week:
                current = segment
            else:
                until = min(until, segment.first - 1)
        return current, until

    def _run_segment(self, segment: Segment, weeks: int, record: bool) -> None:
        """Run weeks under one segment; leaders who learn or are code are asked week by week."""
        self.install(segment)
        alive = self.steering.is_asked_weekly(segment.scenario)
        done = 0
        while done < weeks:
            if alive:
                self.steering.ask(self, segment)
            done += self._run_kernel(segment, 1 if alive else weeks - done, record)
            self.empty_log()

    def install(self, segment: Segment) -> None:
        """Put spaces, choreography, styles and regimes of a segment in force."""
        self.state = self.state._replace(spaces=segment.spaces, steps=segment.steps)
        self.steering.install(self.state, self.structure, segment)

    def _run_kernel(self, segment: Segment, weeks: int, record: bool) -> int:
        recorded = weeks if record else 0
        series = records(recorded, MEASURE_DTYPE)
        teams = np.zeros((recorded, self.structure.num_teams))
        kept = weeks if len(self.state.standing) else 0
        books = np.zeros((kept, len(ACCOUNTS)))
        ran = int(
            schedule.run_weeks(
                self.state,
                segment.conditions,
                self.population,
                self.parameters,
                self.seed,
                self.weeks_before + self.week + 1,
                weeks,
                series,
                teams,
                books,
            )
        )
        self.week += ran
        if record:
            rows = series.view(np.float64).reshape(weeks, -1)[:ran]
            self._series = np.concatenate([self._series, rows])
            self._teams = np.concatenate([_wide(self._teams, teams.shape[1]), teams[:ran]])
            self._books = np.concatenate([self._books, books[:ran]])
        return ran

    def empty_log(self) -> None:
        """Keep what the log holds, and give it room for the weeks to come."""
        if len(self.state.log) == 0:
            return
        filled = int(self.state.logged[0])
        if filled:
            self._log.append(self.state.log[:filled].copy())
            self.state.logged[0] = 0
        steps = len(self.state.steps) + 1
        needed = len(self.state.keys) * (4 + steps)
        if len(self.state.log) < needed:
            self.state = with_log(self.state, needed)

    def begin_records(self, *, accounts: bool, log: bool) -> None:
        """Begin to keep accounts, and to log, from the next week on."""
        if accounts:
            schedule.begin_accounts(self.state, self.parameters)
        if log:
            self.state = with_log(self.state, 1)
            self.empty_log()

    # -- what was recorded -----------------------------------------------------

    @property
    def series(self) -> npt.NDArray[np.float64]:
        """Weekly measures so far, (weeks, measures)."""
        return self._series

    @property
    def team_series(self) -> npt.NDArray[np.float64]:
        """Trust within each team so far, (weeks, teams); NaN before a team was there."""
        return self._teams

    @property
    def accounts(self) -> npt.NDArray[np.float64]:
        """Weekly accounts of trust so far, (weeks, accounts); no rows where none are kept."""
        return self._books

    @property
    def log(self) -> np.recarray:
        """What was logged so far, records of `LOG_DTYPE`."""
        empty = self.state.log[:0]
        return np.concatenate([empty, *self._log]).view(np.recarray)

    def adopt_records(
        self,
        series: npt.NDArray[np.float64],
        team_series: npt.NDArray[np.float64],
        accounts: npt.NDArray[np.float64],
        log: Any,
    ) -> None:
        """Take over what was recorded before this engine was made."""
        self._series, self._teams, self._books = series, team_series, accounts
        self._log = [log] if len(log) else []

    def branch(self, scenario: Scenario) -> None:
        """Go on under another scenario with the same people: only conditions may differ.

        Raises:
            InputError: If the other scenario has other people, rules, or events of weeks that
                have gone by, or one of its names is unknown.
        """
        # Weeks in which nothing happens are not looked up one by one.
        past = max(self.happened, self.week)
        refuse_another(self.scenario, scenario, past)
        self.steering.check(scenario, self.structure)
        check_calendar(scenario, self.structure, after=past)
        self.scenario = scenario
        self.parameters = scenario.parameters.as_record()
        self.segments = segments_of(scenario)
        self.state = with_segments(self.state, self.segments)

    def measure(self) -> npt.NDArray[np.float64]:
        """Measures of the state as it stands, (measures,)."""
        row = records(1, MEASURE_DTYPE)
        teams = np.zeros((1, self.structure.num_teams))
        segment, _ = self._segment(max(self.week, 1))
        self.install(segment)
        week = self.weeks_before + self.week
        # Looking is for free: the conditions of teams are put back as they were.
        before = self.state.teams.copy()
        schedule.measure_now(
            self.state, segment.conditions, self.parameters, self.seed, week, row, teams
        )
        self.state.teams[...] = before
        return np.asarray(row.view(np.float64))

    @property
    def conditions(self) -> np.recarray:
        """Conditions that hold now, one record."""
        return self._segment(max(self.week, 1))[0].conditions

    @property
    def next_conditions(self) -> np.recarray:
        """Conditions of the week that begins, one record."""
        return self._segment(self.week + 1)[0].conditions

    # -- people who come by events -----------------------------------------------

    def empty_like(self, structure: Structure, seats: Any) -> State:
        """Arrays for more people of this organisation, who have not arrived yet."""
        return empty_state(
            structure,
            seats,
            self.scenario.organisation.num_slots,
            len(self.scenario.communities),
            [*self.segments, untended(self.scenario)],
            accounts=len(self.state.standing) > 0,
        )

    def elsewhere(self, number: int, seats: Any, changes: Mapping[str, Any]) -> Engine:
        """Another organisation of so many people that has lived as long as this one.

        Args:
            number: People, laid out as this scenario would lay them out.
            seats: Their keys.
            changes: Dotted keys that hold there and not here.
        """
        own: dict[str, Any] = {
            "organisation.num_people": number,
            "organisation.people": None,
            "organisation.ties": (),
            "organisation.start": self.scenario.organisation.begins,
            "leaders.by_team": {},
            "events": (),
        }
        scenario = self.scenario.with_changes({**own, **changes})
        other = Engine.bare(
            scenario,
            self.seed,
            structure_of(scenario, None),
            seats=seats,
            accounts=len(self.state.standing) > 0,
        )
        schedule.found(
            other.state, other._first.conditions, other.population, other.parameters, self.seed, 0
        )
        if self.weeks_before:
            other._burn_in(self.weeks_before)
        other.run(self.week, record=False)
        return other

    # -- beginnings ------------------------------------------------------------

    def _burn_in(self, weeks: int) -> None:
        """Live through `weeks` weeks under the untended conditions, unmeasured."""
        self._run_segment(untended(self.scenario), weeks, record=False)
        self.weeks_before, self.week = weeks, 0

    def _bring_ties(self, chart: Chart) -> None:
        """Real ties are the start: each brings its stated evidence, as kept acts."""
        schedule.bring_ties(
            self.state,
            self._first.conditions,
            np.ascontiguousarray(chart.tie_from),
            np.ascontiguousarray(chart.tie_to),
            np.ascontiguousarray(chart.tie_evidence),
            self.seed,
            self.parameters,
        )


def _wide(teams: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.float64]:
    """The same weeks with as many teams as there are now; NaN where a team was not there yet."""
    missing = width - teams.shape[1]
    if missing == 0:
        return teams
    return np.pad(teams, ((0, 0), (0, missing)), constant_values=np.nan)


def teams_named(structure: Structure, names: Sequence[str]) -> list[int]:
    """Numbers of teams by name."""
    return [structure.team_names.index(name) for name in names]
