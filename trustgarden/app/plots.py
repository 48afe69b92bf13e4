"""A plot of the garden: one organisation that is lived week by week, and that one can go back in.

A plot paces the same `Organisation` as everything else. Whatever a room changes goes onto its
calendar of events, at most one change of conditions a week, so that scenario and seed run
everything again, to the same figures, wherever the room began and however often it went back.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from trustgarden.analysis.stories import Words, feed_of, given_name
from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.naming import check_calendar
from trustgarden.model.organisation import Organisation
from trustgarden.model.scenario import Scenario

from .frames import frame_of
from .layout import Layout, following, layout_of
from .limits import MOST_EVENTS, MOST_PEOPLE, MOST_WEEKS, num_coming
from .tending import held

__all__ = ["Plot"]

SAVED_EVERY = 13
"""Weeks between two saves; to go back runs at most so many again."""
FEED_LINES = 6
PRESETS = (
    "leaders.style", "consequence.regime", "recognition.form", "welcome.choreography",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """An event that the room put on the calendar, and the week that had ended by then."""

    at: int
    event: Mapping[str, Any]


@dataclass
class Plot:
    """One organisation, everything that a room has seen of it, and the way back.

    Args:
        scenario: What runs, with its changes.
        seed: Its luck.
        folder: A folder of its own for saves; it must be there.
        language: Of the feed.
        tie: Two people, if what the first thinks of the second is followed week by week.

    Attributes:
        org: The organisation as it stands, always at the week that is looked at.
        pending: Conditions changed since the last week, by dotted key; they hold from the next.
        left_behind: Weekly measures (weeks, measures) of a future that was given up by going
            back and changing something; empty if there is none.
    """

    scenario: Scenario
    seed: int
    folder: Path
    language: str = "en"
    tie: tuple[str, str] | None = None
    pending: dict[str, Any] = field(default_factory=dict)
    journal: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Found the organisation and look at it."""
        self.org = Organisation(self.scenario, seed=self.seed)
        self.layouts: list[tuple[int, Layout]] = [(0, layout_of(self.org))]
        self.start = np.array([self.org.latest(name) for name in MEASURE_NAMES])
        self.ahead = self.left_behind = np.zeros((0, len(MEASURE_NAMES)))
        self._frames: list[bytes] = []
        self.feeds: list[list[str]] = []
        self._of_tie: list[float] = []
        self._saves: dict[int, Path] = {}
        self._week = 0
        self._only_trying = False
        self._look(None)

    # -- living ----------------------------------------------------------------

    @property
    def week(self) -> int:
        """The week that is looked at.

        A week that another thread is living just now has not ended before all that is seen of it
        is kept; whoever draws meanwhile sees the one before.
        """
        return self._week

    def step(self) -> None:
        """Live one week, under what was changed; where nothing was, a week that was lived again.

        Raises:
            InputError: If the page's last week is reached.
        """
        if self.week >= MOST_WEEKS:
            raise InputError(f"the live page runs {MOST_WEEKS} weeks; begin a new garden.")
        if self.week < self.last_week and not self.pending:
            self._live_again()
            return
        if self.pending:
            # Emptied first: what cannot be must not be tried again each week.
            changes, self.pending = self.pending, {}
            self.happen("change", set=changes)
        before = self.org.ties()
        self.org.step()
        self._look(before)

    def _live_again(self) -> None:
        """One week of those that lie ahead, with what the room put on the calendar then."""
        for entry in self._put_on_at(self.week):
            self.org.schedule(**entry.event)
        self.org.step()
        self._week = self.org.week
        if self.week == self.last_week:
            for entry in self._put_on_at(self.week):
                self.org.schedule(**entry.event)

    def _look(self, before: Any) -> None:
        """Keep what is to be seen of the week that has ended, and a save now and then."""
        week = self.org.week
        layout = following(self.layouts[-1][1], self.org)
        frame = frame_of(self.org, self.layouts[-1][1])
        if layout is not self.layouts[-1][1]:
            self.layouts.append((week, layout))
        self._frames.append(zlib.compress(json.dumps(frame).encode(), 1))
        self.feeds.append(self._feed(before))
        if self.tie is not None:
            self._of_tie.append(self._trust_in_tie(*self.tie))
        if week % SAVED_EVERY == 0:
            self._saves[week] = self.folder / f"week-{week}.npz"
            self.org.save(self._saves[week])
        self._week = week

    def _feed(self, before: Any) -> list[str]:
        words = Words.of(self.language, given=True)
        return [line.text for line in feed_of(self.org, words, before=before, most=FEED_LINES)]

    def people(self) -> dict[str, str]:
        """Who is here, by id: what they are called, and their team."""
        table = self.org.people_table().itertuples(index=False)
        return {str(row.id): f"{given_name(str(row.id))} · {row.team}" for row in table}

    def _trust_in_tie(self, who: str, whom: str) -> float:
        """What one thinks of the other; as long as one of them is away, what they thought last."""
        people = {str(person.unique_id): person for person in self.org.people}
        if who in people and whom in people:
            return float(people[who].trust_in(people[whom]))
        return self._of_tie[-1] if self._of_tie else 0.5

    # -- changing --------------------------------------------------------------

    @property
    def conditions(self) -> dict[str, Any]:
        """What holds from the next week on, by dotted key (`tending.held`)."""
        return self._held() | self.pending

    def _held(self) -> dict[str, Any]:
        """What would hold in the coming week if nothing were changed."""
        begun = [one for one in self.org.engine.segments if one.first <= self.week + 1]
        return held(begun[-1].scenario)

    def change(self, changes: Mapping[str, Any]) -> None:
        """Let other conditions hold from the next week on.

        Raises:
            InputError: If they cannot hold; nothing is changed then.
        """
        wanted = _news(self.pending | dict(changes), self._held())
        if wanted:
            self._try(kind="change", week=self.week + 1, set=wanted)
        if not self._only_trying:
            self.pending = wanted

    def happen(self, kind: str, week: int | None = None, **fields: Any) -> None:
        """Put an event on the calendar, for the next week if none is named.

        Raises:
            InputError: If it cannot take place, or the week has passed.
        """
        event = {"week": self.week + 1 if week is None else week, "kind": kind, **fields}
        self._try(**event)
        if self._only_trying:
            return
        # First what may be refused: a future is not given up for nothing.
        self.org.schedule(**event)
        self._give_up_what_lay_ahead()
        self.journal.append(Entry(self.week, event))

    @contextmanager
    def only_trying(self) -> Iterator[None]:
        """Within it, whatever is changed or put on the calendar is refused or else not done."""
        self._only_trying = True
        try:
            yield
        finally:
            self._only_trying = False

    def _try(self, **event: Any) -> None:
        """Refuse what the calendar would refuse, and more people or events than the page bears."""
        from trustgarden.scenarios import refuse_code
        from trustgarden.scenarios.changing import with_event

        scenario = with_event(self.org.plan, event)
        coming = scenario.events[-1].resolved().number or 0
        expected = num_coming(scenario, after=self.week)
        here = int(self.org.latest("people")) if self.week else len(self.org.names)
        if coming and here + expected > MOST_PEOPLE:
            raise InputError(
                f"number is {coming:,}; {here:,} people are here and {expected - coming:,} more "
                f"are to come, and the live page can show {MOST_PEOPLE:,}. Let fewer come."
            )
        if len(self.org.plan.events) >= MOST_EVENTS:
            raise InputError(f"there are {MOST_EVENTS:,} events already; begin a new garden.")
        if event["week"] <= self.week or event["week"] > MOST_WEEKS:
            raise InputError(
                f"week is {event['week']}; name one from {self.week + 1} to {MOST_WEEKS}."
            )
        # To name code would import it, and nothing that a page says is to be run.
        refuse_code(scenario, allow_code=False)
        check_calendar(scenario, self.org.engine.structure, after=self.week)

    # -- going back ------------------------------------------------------------

    @property
    def last_week(self) -> int:
        """The last week that was lived, looked at or not."""
        return len(self._frames) - 1

    def go_to(self, week: int) -> None:
        """Stand at the end of a week that was lived; what came after it is kept until changed.

        Raises:
            InputError: If that week was not lived.
        """
        if not 0 <= week <= self.last_week:
            raise InputError(f"week is {week}; lived are the weeks 0 to {self.last_week}.")
        if week == self.week:
            return
        self.pending = {}
        if self.week == self.last_week:
            self.ahead = self.org.series_array.copy()
        self.org = self.as_it_was(week)
        self._week = week

    def _put_on_at(self, week: int) -> list[Entry]:
        """What the room put on the calendar when a week had ended, and no later one."""
        return [entry for entry in self.journal if entry.at == week]

    def as_it_was(self, week: int) -> Organisation:
        """The organisation at the end of an earlier week, apart from the one that lives on."""
        saved = max(at for at in self._saves if at <= week)
        org = Organisation.load(self._saves[saved])
        for entry in self._before(week):
            if saved <= entry.at:
                org.schedule(**entry.event)
        return org.run(week - saved)

    def _before(self, week: int) -> list[Entry]:
        """What was on the calendar of that week by the time that it was left.

        What was put there in the last week that was lived waits for the next one. In an earlier
        week the same belongs to the future from there on, which may yet be given up.
        """
        until = week + 1 if week == self.last_week else week
        return [entry for entry in self.journal if entry.at < until]

    def _give_up_what_lay_ahead(self) -> None:
        """Forget the weeks after this one, but for their figures: from here it goes otherwise."""
        now = self.week
        if now == self.last_week:
            return
        self.left_behind = self.ahead
        self.ahead = self.ahead[:0]
        del self._frames[now + 1 :], self.feeds[now + 1 :], self._of_tie[now + 1 :]
        self.journal = [entry for entry in self.journal if entry.at < now]
        self.layouts = [kept for kept in self.layouts if kept[0] <= now]
        for week in [week for week in self._saves if week > now]:
            self._saves.pop(week).unlink(missing_ok=True)

    # -- what is seen ----------------------------------------------------------

    def frame(self, week: int | None = None) -> dict[str, Any]:
        """What the picture shows of a week that was lived; of this one if none is named."""
        packed = self._frames[self.week if week is None else week]
        frame: dict[str, Any] = json.loads(zlib.decompress(packed))
        return frame

    def layout(self, week: int | None = None) -> dict[str, Any]:
        """The layout that holds in a week; in this one if none is named."""
        at = self.week if week is None else week
        return next(layout for since, layout in reversed(self.layouts) if since <= at).as_data()

    def line(self, measure: str) -> list[float]:
        """A measure from the start on, weeks ahead included, one value a week (last_week + 1)."""
        column = MEASURE_NAMES.index(measure)
        weeks = self.ahead if self.week < self.last_week else self.org.series_array
        return [float(self.start[column]), *weeks[:, column].tolist()]

    def of_tie(self) -> list[float]:
        """Trust of the first in the second of the two who are followed, from the start on."""
        return list(self._of_tie)

    def given_up(self, measure: str) -> list[float]:
        """The same of the future that was given up; empty if there is none."""
        if not len(self.left_behind):
            return []
        column = MEASURE_NAMES.index(measure)
        return [float(self.start[column]), *self.left_behind[:, column].tolist()]

    def recorded(self) -> dict[str, Any]:
        """Layout, frames, feeds and trust as the page of a replay takes them, to this week."""
        until = self.week + 1
        return {
            "layout": self.layout(0),
            "frames": [self.frame(week) for week in range(until)],
            "feed": self.feeds[:until],
            "trust": [round(value, 4) for value in self.line("trust")[:until]],
        }

    # -- twins -----------------------------------------------------------------

    def twin(self, folder: Path) -> Plot:
        """Another plot that has lived all this too, and goes on by itself from here."""
        other = Plot.__new__(Plot)
        other.__dict__.update(self.__dict__)
        other.folder = folder
        other.pending = dict(self.pending)
        other.journal = self._before(self.week)
        other.layouts = [kept for kept in self.layouts if kept[0] <= self.week]
        other._frames, other.feeds = self._frames[: self.week + 1], self.feeds[: self.week + 1]
        other._of_tie = self._of_tie[: self.week + 1]
        other.ahead = other.left_behind = self.left_behind[:0]
        other._saves = {}
        for week, path in self._saves.items():
            if week <= self.week:
                other._saves[week] = folder / path.name
                other._saves[week].write_bytes(path.read_bytes())
        other.org = other.as_it_was(self.week)
        return other


def _news(wanted: Mapping[str, Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from what stands; beside a new preset all that is stated, since it resets."""
    news = {key for key, value in wanted.items() if stands.get(key) != value}
    reset = {key.partition(".")[0] for key in news if key in PRESETS}
    return {key: value for key, value in wanted.items()
            if key in news or key.partition(".")[0] in reset}  # fmt: skip
