"""Whom a difference between two organisations can have reached, week by week.

Two organisations with the same luck differ in something small: one more person, one more
meeting, one lever of one leader. Nobody may differ whom that has not reached by a path of
meetings, tales, witnessing, introductions, shared friends, or a shared team, leader or
community. The path is worked out here, phase by phase, from what both runs show of it: who
met whom and who told whom of whom, never what anybody remembers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from trustgarden.model.engine import Engine
from trustgarden.model.layout import INTRODUCED_TO, NO_TALE, NOTHING, TOLD

__all__ = ["Reach", "rows_that_differ"]

ROWS = ("people", "ties", "traces", "whom", "expected", "doubt", "belongs")
Hours = dict[int, tuple[int, int]]


def rows_that_differ(one: Engine, other: Engine, num_people: int) -> set[int]:
    """Rows of people in which anything differs."""
    return {
        me
        for me in range(num_people)
        for name in ROWS
        if getattr(one.state, name)[me].tobytes() != getattr(other.state, name)[me].tobytes()
    }


def hours_of(engine: Engine, me: int) -> Hours:
    """Whom somebody met this week and in which community's space (-1), by number of the hour."""
    if me >= len(engine.state.keys):
        return {}
    community = engine.state.spaces.community
    hours = engine.state.meetings[me, : engine.state.num_hours[me]]
    return {
        int(h.hour): (int(h.partner), int(community[h.space])) for h in hours if h.act != NOTHING
    }


class Reach:
    """The people reached so far, at the end of each week.

    Args:
        one: An organisation before its first week.
        other: The same with something more; nobody of theirs stands before ours.
        teams: Teams whose conditions differ from the start.
        newcomer: Row of the one person more, if there is one: who draws them gives up
            somebody else.
        extra: An hour that was arranged in `other` alone: week, who, whom.

    Attributes:
        reached: Rows of people who may differ.
        ties: Relationships that may, as (who remembers, whom).
    """

    def __init__(
        self, one: Engine, other: Engine, *, teams: set[int] | None = None,
        newcomer: int | None = None, extra: tuple[int, int, int] | None = None,
    ) -> None:  # fmt: skip
        self.runs = (one, other)
        self.rows = len(other.state.keys)
        self.teams = teams or set()
        self.newcomer = newcomer
        self.extra = extra
        self.reached: set[int] = set() if newcomer is None else {newcomer}
        self.ties: set[tuple[int, int]] = set()

    @property
    def state(self) -> Any:
        """Of the larger organisation."""
        return self.runs[1].state

    def run_a_week(self) -> None:
        """Run both a week on, and enlarge the sets."""
        for engine in self.runs:
            engine.run(1)
        # What holds in a team reaches its members from the first hour on.
        tended = self._teams_tended_otherwise()
        start = self.reached | self._members(tended)
        met, communities = self._by_meeting(start)
        acted = start | met
        self._thanked(acted)
        held = self._by_shared_friends(acted)
        told = self._by_talk(acted)
        # What a leader hears of a member shows in how they treat them in the same week.
        boss = self.state.boss
        told |= {
            me
            for me in range(self.rows)
            if int(boss[me]) in told and (int(boss[me]), me) in self.ties
        }
        # What is usual, and what befell whom, is seen in a team and judged by those it leads.
        teams = tended | {int(self.state.team[one]) for one in acted}
        self.reached = acted | held | told | self._members(teams) | self._led_by(teams)
        self.reached |= self._belonging(communities)
        boss = self.state.boss
        self.ties |= {(me, int(boss[me])) for me in self.reached if boss[me] >= 0}

    def _teams_tended_otherwise(self) -> set[int]:
        """Teams whose leader was reached before this week."""
        heads = self.state.head
        return self.teams | {t for t, head in enumerate(heads) if int(head) in self.reached}

    def _members(self, teams: set[int]) -> set[int]:
        return set(np.flatnonzero(np.isin(self.state.team, list(teams))).tolist())

    def _led_by(self, teams: set[int]) -> set[int]:
        """Those whose leader sits in one of these teams: they are treated as it is."""
        boss = self.state.boss
        sits = np.where(boss >= 0, self.state.team[np.maximum(boss, 0)], -1)
        return set(np.flatnonzero(np.isin(sits, list(teams))).tolist())

    def _belonging(self, communities: set[int]) -> set[int]:
        bits = sum(1 << community for community in communities)
        return set(np.flatnonzero(self.state.belongs & bits).tolist())

    # -- phases 3 to 8 ---------------------------------------------------------

    def _by_meeting(self, start: set[int]) -> tuple[set[int], set[int]]:
        """Both ends of each hour with one who was reached, or that somebody gave up.

        Communities in whose space such an hour was are the second set.
        """
        touched: set[int] = set()
        communities: set[int] = set()
        nobody = (-1, -1)
        for me in range(self.rows):
            before, after = (hours_of(engine, me) for engine in self.runs)
            for hour in before.keys() | after.keys():
                here, there = before.get(hour, nobody), after.get(hour, nobody)
                partners = {here[0], there[0]} - {-1}
                if here != there and me not in start:
                    self._explain(me, there[0])
                if here != there or ({me} | partners) & start:
                    touched |= {me} | partners
                    communities |= {here[1], there[1]} - {-1}
                    self._may_differ(me, partners)
        return touched, communities

    def _explain(self, me: int, partner: int) -> None:
        """Nobody's company changes a draw but that of who is new."""
        arranged = self.extra == (self.runs[0].week, me, partner)
        assert partner == self.newcomer or arranged, f"{me} met {partner} for no reason"

    def _may_differ(self, me: int, others: set[int]) -> None:
        """What `me` and the others remember of each other may differ."""
        self.ties |= {(me, other) for other in others} | {(other, me) for other in others}

    def _thanked(self, acted: set[int]) -> None:
        """Whether somebody thanks one of them hangs on what all others saw of them."""
        for me in range(self.rows):
            for engine in self.runs:
                for partner, _ in hours_of(engine, me).values():
                    if partner in acted:
                        self.ties.add((partner, me))

    def _by_shared_friends(self, acted: set[int]) -> set[int]:
        """Whose tie was looked at this week while what a friend holds of the other may differ."""
        found: set[int] = set()
        slots = self.state.whom.shape[1]
        slot = (self.runs[0].weeks_before + self.runs[0].week) % slots
        for engine in self.runs:
            for me, row in enumerate(engine.state.whom):
                other = int(row[slot])
                if other < 0:
                    continue
                friends = {int(third) for third in row if third >= 0}
                held = any((third, other) in self.ties for third in friends)
                if held or me in acted:
                    found.add(me)
                    self.ties.add((me, other))
        return found

    # -- phase 9 ---------------------------------------------------------------

    def _tales(self) -> Iterator[tuple[int, int, int, int, bool]]:
        """Kind, listener, teller and third party of each tale in either run, and if known."""
        for engine in self.runs:
            tales, whom = engine.state.tales, engine.state.whom
            for me, i in zip(*np.nonzero(tales.kind != NO_TALE), strict=True):
                tale = tales[me, i]
                third = int(tale.third)
                yield int(tale.kind), int(me), int(tale.teller), third, third in whom[me]

    def _by_talk(self, acted: set[int]) -> set[int]:
        """Who heard of, or was made known by, or got a name from somebody reached."""
        found = set(acted)
        tales = list(self._tales())
        # Everybody hears before anybody takes in: tellers are as the phase found them.
        for _, me, teller, third, _ in tales:
            if {me, teller, third} & acted:
                found.add(me)
                self.ties.add((me, third))
        for kind, me, _, third, known in tales:
            if kind == TOLD and not known and me in found:
                found.add(third)
        found |= self._invited(acted)
        while more := self._introduced(tales, found) - found:
            found |= more
        return found

    def _introduced(self, tales: list[Any], found: set[int]) -> set[int]:
        """Both whom an introduction made known, if one or who introduced them was reached."""
        both: set[int] = set()
        for kind, me, teller, third, _ in tales:
            if kind == INTRODUCED_TO and {me, teller, third} & found:
                both |= {me, third}
                self._may_differ(me, {third})
        return both

    def _invited(self, acted: set[int]) -> set[int]:
        """Those who met a member of a community, who may have invited them."""
        return {
            me
            for engine in self.runs
            for me in range(len(engine.state.keys))
            for partner, _ in hours_of(engine, me).values()
            if partner in acted and engine.state.belongs[partner]
        }
