"""The organisation as a Mesa model, and the order of the week (3, 5, 6)."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import mesa

from trustgarden.model.chart import Chart
from trustgarden.model.scenario import Scenario
from trustgarden.model.structure import structure_of

from .accounts import close_accounts, open_accounts
from .answering import answer
from .communities import belong, consider_joining, make_circles
from .conditions import Conditions, calendar_of, untended
from .dealing import Meeting
from .entrusting import entrust
from .events import happen
from .following import follow
from .groups import note_what_was_seen
from .judging import judge
from .leaving import accept_newcomers, acquaint, leave
from .measures import Week, measure
from .meeting import meet
from .memory import FORMAL, keeping_table
from .people import PlainPerson
from .recognition import recognise
from .remembering import look_at_one_tie, remember
from .seats import Community, Group, Seat, Team, make_rosters, seated
from .spaces import Space
from .talk import take_in_tale, tales_for
from .tending import divide_attention_by_lot, standing_style, tend
from .uncompiled import Chance
from .welcome import welcome

__all__ = ["PlainOrganisation"]


class PlainOrganisation(mesa.Model):
    """One organisation of ordinary objects; each step is a week.

    Args:
        scenario: The organisation and its conditions.
        seed: Seed of all chance.
        chart: Real people, or None for an organisation laid out by numbers.
        seat_numbers: Numbers of the seats, if not their rows.
        accounts: Whether the weekly accounts of trust are kept.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int,
        chart: Chart | None = None,
        seat_numbers: Sequence[int] | None = None,
        accounts: bool = False,
    ) -> None:
        # Mesa's own chance is not used; it is given a seed so that it draws none.
        super().__init__(rng=0)
        self.plan = scenario
        self.chance = Chance(seed)
        self.p = SimpleNamespace(**scenario.parameters.model_dump())
        self.keeping = keeping_table(self.p)
        self.calendar = calendar_of(scenario)
        self.now = self.week = self.left = self.joined = self.openings = 0
        self.lived = Week([], 0, 0, [])
        self.series: list[dict[str, float]] = []
        self.team_series: list[list[float]] = []
        self.accounts: list[dict[str, float]] = []
        self.log: list[tuple[int, int, int, int, int, int]] = []
        self.keeps_accounts = False
        structure = structure_of(scenario, chart)
        numbers = range(structure.num_people) if seat_numbers is None else seat_numbers
        self.seats, self.teams = seated(structure, numbers)
        self.num_places = len(structure.place_names)
        self.num_practices = len(structure.practice_names)
        self.communities = [Community() for _ in scenario.communities]
        self.make_rosters()
        self.set_conditions(self.calendar[0][1])
        self.found(chart)
        if accounts:
            self.keeps_accounts = True
            open_accounts(self)

    @property
    def next_week(self) -> int:
        """The week that begins, while its events take place."""
        return self.now + 1

    @property
    def c(self) -> SimpleNamespace:
        """The record of conditions in force."""
        return self.conditions.c

    @property
    def spaces(self) -> list[Space]:
        return self.conditions.spaces

    def people(self) -> list[PlainPerson]:
        """Everybody who is present, in the order of seats."""
        return [seat.person for seat in self.seats if seat.present]

    def groups(self) -> list[Group]:
        return [group.group for group in (*self.teams, *self.communities)]

    def make_rosters(self) -> None:
        """Make all rosters anew, as the chart is now."""
        self.roster: list[Seat] = make_rosters(self.seats, self.teams)

    def top(self) -> Seat | None:
        """The first seat that leads somebody and has no boss, held or not."""
        return next((seat for seat in self.seats if seat.leads and seat.boss is None), None)

    def team_of_top(self) -> Team | None:
        top = self.top()
        return None if top is None else top.team

    def found(self, chart: Chart | None) -> None:
        """Everybody arrives, knows their leader, and what files and burn-in say (5.2 to 5.4)."""
        for seat in self.seats:
            seat.person = PlainPerson(self, seat, founder=True)
        for me in self.people():
            acquaint(me, "joined")
        if chart is not None:
            self.bring_ties(chart)
        if self.plan.organisation.begins == "burn-in":
            self.burn_in(self.plan.organisation.burn_in_weeks)

    def bring_ties(self, chart: Chart) -> None:
        columns = chart.tie_from, chart.tie_to, chart.tie_evidence
        for row, to, evidence in zip(*columns, strict=True):
            tie = self.seats[row].person.assign(self.seats[to].person, FORMAL, "joined")
            if tie is not None:
                for name in ("ability_for", "benevolence_for", "integrity_for", "familiarity"):
                    tie.add(name, float(evidence))

    def burn_in(self, weeks: int) -> None:
        self.set_conditions(untended(self.plan))
        for _ in range(weeks):
            self.live_week()
        self.set_conditions(self.calendar[0][1])

    def set_conditions(self, conditions: Conditions) -> None:
        self.conditions = conditions
        for team in self.teams:
            team.style = conditions.style_of(team.name)

    def pass_week(self) -> None:
        """Let happen what is on the calendar, and live through one week."""
        self.week += 1
        self.set_conditions(self.conditions_in(self.week))
        happen(self)
        for team in self.teams:
            divide_attention_by_lot(self, team)
        self.live_week()

    def step(self) -> None:
        """Let one week pass, and measure it."""
        self.pass_week()
        row, teams = measure(self, self.lived)
        self.series.append(row)
        self.team_series.append(teams)
        if self.keeps_accounts:
            self.accounts.append(close_accounts(self))

    def measure(self) -> dict[str, float]:
        """Measures of the state as it stands, before the first week or after any (7.13)."""
        for team in self.teams:
            team.style = standing_style(self, team)
            tend(self, team)
        return measure(self, Week(self.lived.meetings, 0, 0, []))[0]

    def run(self, weeks: int) -> PlainOrganisation:
        for _ in range(weeks):
            self.step()
        return self

    def conditions_in(self, week: int) -> Conditions:
        return [conditions for first, conditions in self.calendar if first <= week][-1]

    def live_week(self) -> None:
        """The phases of a week, in their order, but for measuring."""
        self.now += 1
        everybody = self.people()
        for team in self.teams:
            tend(self, team)
        welcome(self)
        self.meet(everybody)
        meetings = [meeting for me in everybody for meeting in me.meetings]
        deal(meetings)
        self.remember(everybody, meetings)
        recognise(self, everybody)
        self.talk(everybody)
        for me in everybody:
            judge(me)
        accepted = accept_newcomers(self)
        leave(self)
        self.end_week(meetings, accepted)

    def meet(self, everybody: list[PlainPerson]) -> None:
        for seat in self.seats:
            seat.person.begin_week()
        make_circles(self)
        for me in everybody:
            meet(me)

    def remember(self, everybody: list[PlainPerson], meetings: list[Meeting]) -> None:
        for meeting in meetings:
            meeting.partner.incoming.append(meeting)
        note_what_was_seen(self, meetings)
        for me in everybody:
            remember(me)
        for me in everybody:
            look_at_one_tie(me)

    def talk(self, everybody: list[PlainPerson]) -> None:
        """Everybody hears before anybody takes in."""
        heard = []
        for me in everybody:
            heard.append((me, tales_for(me)))
            consider_joining(me)
        for me, tales in heard:
            for tale in tales:
                take_in_tale(me, tale)
        for me in everybody:
            belong(me)

    def end_week(self, meetings: list[Meeting], accepted: list[int]) -> None:
        """Take what was arranged off the calendar, and count who came and went."""
        self.lived = Week(meetings, self.left, self.joined, accepted)
        self.left = self.joined = 0
        for seat in self.seats:
            seat.person.arranged = []


def deal(meetings: list[Meeting]) -> None:
    """Phases 4 to 6."""
    for meeting in meetings:
        if not meeting.scripted:
            entrust(meeting)
    for meeting in meetings:
        if meeting.was_entrusted() and not meeting.scripted:
            answer(meeting)
    for meeting in meetings:
        follow(meeting)
