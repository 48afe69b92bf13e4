"""The organisation as a Mesa model, and the order of the week (3, 5, 6)."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

import mesa
import numpy as np

from trustgarden.model.chart import Chart
from trustgarden.model.conditions import segments_of, untended
from trustgarden.model.scenario import Scenario
from trustgarden.model.structure import structure_of

from .dealing import HELD_BACK, Meeting, answer, entrust, follow
from .judging import judge, recognise
from .leaving import acquaint, let_go
from .measures import Week, measure
from .meeting import meet
from .memory import keeping_table
from .people import PlainPerson
from .remembering import note_what_was_seen, remember
from .seats import seated, spaces
from .tending import tend
from .uncompiled import Chance, f4

__all__ = ["PlainOrganisation"]


class PlainOrganisation(mesa.Model):
    """One organisation of ordinary objects; each step is a week.

    Args:
        scenario: The organisation and its conditions.
        seed: Seed of all chance.
        chart: Real people, or None for an organisation laid out by numbers.
    """

    def __init__(self, scenario: Scenario, *, seed: int, chart: Chart | None = None) -> None:
        # Mesa's own chance is not used; it is given a seed so that it draws none.
        super().__init__(rng=0)
        self.plan = scenario
        self.chance = Chance(seed)
        self.p = SimpleNamespace(**scenario.parameters.model_dump())
        self.keeping = keeping_table(self.p)
        self.calendar = [(s.first, named(s.conditions)) for s in segments_of(scenario)]
        self.weeks_before = self.week = 0
        self.lived = Week([], 0, 0)
        self.series: list[dict[str, float]] = []
        self.team_series: list[list[float]] = []
        self.seats, self.teams = seated(structure_of(scenario, chart))
        self.set_conditions(self.calendar[0][1])
        self.found(chart)

    @property
    def calendar_week(self) -> int:
        """Weeks since the founding, those of the burn-in included (3)."""
        return self.weeks_before + self.week

    def people(self) -> list[PlainPerson]:
        """Everybody who is present, in the order of seats."""
        return [seat.person for seat in self.seats if seat.present]

    def found(self, chart: Chart | None) -> None:
        """Everybody arrives, knows their leader, and what files and burn-in say (5.2 to 5.4)."""
        for seat in self.seats:
            seat.person = PlainPerson(self, seat)
        for me in self.people():
            acquaint(me)
        if chart is not None:
            self.bring_ties(chart)
        if self.plan.organisation.start == "burn-in":
            self.burn_in(self.plan.organisation.burn_in_weeks)

    def bring_ties(self, chart: Chart) -> None:
        columns = chart.tie_from, chart.tie_to, chart.tie_evidence
        for row, to, evidence in zip(*columns, strict=True):
            tie = self.seats[row].person.assign(self.seats[to].person)
            if tie is not None:
                for name in ("ability_for", "benevolence_for", "integrity_for", "familiarity"):
                    setattr(tie, name, f4(getattr(tie, name) + float(evidence)))

    def burn_in(self, weeks: int) -> None:
        self.set_conditions(named(untended(self.plan)))
        for _ in range(weeks):
            self.live_week()
        self.weeks_before, self.week = weeks, 0

    def set_conditions(self, conditions: SimpleNamespace) -> None:
        self.c = conditions
        self.spaces = spaces(conditions, self.p)

    def step(self) -> None:
        """Live through one week and measure it."""
        self.set_conditions(self.conditions_in(self.week + 1))
        self.live_week()
        row, teams = measure(self, self.lived)
        self.series.append(row)
        self.team_series.append(teams)

    def measure(self) -> dict[str, float]:
        """Measures of the state as it stands, before the first week or after any (7.14)."""
        if self.week == 0:
            self.set_conditions(self.calendar[0][1])
            for team in self.teams:
                tend(team, self.c)
        return measure(self, Week(self.lived.meetings, 0, 0))[0]

    def run(self, weeks: int) -> PlainOrganisation:
        for _ in range(weeks):
            self.step()
        return self

    def conditions_in(self, week: int) -> SimpleNamespace:
        return [conditions for first, conditions in self.calendar if first <= week][-1]

    def live_week(self) -> None:
        """The phases of a week, in their order; 2 and 9 are empty."""
        self.week += 1
        everybody = self.people()
        for seat in self.seats:
            seat.person.meetings, seat.person.incoming = [], []
        for team in self.teams:
            tend(team, self.c)
        for me in everybody:
            meet(me)
        meetings = [meeting for me in everybody for meeting in me.meetings]
        self.deal(meetings)
        for meeting in meetings:
            meeting.partner.incoming.append(meeting)
        for team in self.teams:
            note_what_was_seen(team)
        for rule in (remember, recognise, judge):
            for me in everybody:
                rule(me)
        left, filled = let_go(self)
        self.lived = Week(meetings, len(left), len(filled))

    def deal(self, meetings: Iterable[Meeting]) -> None:
        """Phases 4 to 6."""
        for meeting in meetings:
            entrust(meeting)
        entrusted = [meeting for meeting in meetings if meeting.act != HELD_BACK]
        for meeting in entrusted:
            answer(meeting)
        for meeting in entrusted:
            if meeting.went_wrong():
                follow(meeting)


def named(record: np.recarray) -> SimpleNamespace:
    """A record of conditions as ordinary numbers by name."""
    return SimpleNamespace(**{name: float(record[name][0]) for name in record.dtype.names})
