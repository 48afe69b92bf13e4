"""Laboratories: independent groups who meet as an experimenter arranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model import incidents
from trustgarden.model import rounds as kernels
from trustgarden.model import week as schedule
from trustgarden.model.arrays import records
from trustgarden.model.chance import MAX_WEEKS
from trustgarden.model.conditions import Segment, segment_of
from trustgarden.model.engine import Engine
from trustgarden.model.founding import LEAST_TRAIT
from trustgarden.model.layout import (
    ADMITS,
    BREACH,
    ERROR,
    HELD_BACK,
    MEETING_DTYPE,
    SPACES,
)
from trustgarden.model.people import TRAITS
from trustgarden.model.scenario import Scenario

from .groups import structure_of_groups
from .scripts import ACT_NAMES, Meeting, Trustee, Trustor, forms_named, script_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Laboratory"]

MOST_WEEKS = 100_000
"""Weeks that a laboratory can wait at once."""
MOST_ACTS = 1000.0
"""Evidence that one tale can be worth at most (acts)."""

Column = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


class Laboratory:
    """Independent groups of a few people who meet as an experimenter arranges.

    Args:
        num_people: People in each group, 2 to 500.
        num_groups: Groups, independent of each other; people of all groups together at most
            1,000,000.
        seed: Seed of all chance: traits, affinities, decisions.
        changes: Dotted keys of a scenario, such as `{"population.integrity": 0.7}`,
            `{"parameters.surprise": 0.0}` or `{"mechanisms.off": ["attribution"]}`.
        led: Whether person 0 of each group leads the others.

    Raises:
        InputError: If a number is out of range or a change cannot be used.
    """

    def __init__(
        self,
        num_people: int = 2,
        num_groups: int = 1,
        *,
        seed: int = 1,
        changes: Mapping[str, Any] | None = None,
        led: bool = False,
    ) -> None:
        if not 2 <= num_people <= 500:
            raise InputError(f"num_people is {num_people}; a group has 2 to 500 people.")
        if not 1 <= num_groups <= 1_000_000 // num_people:
            raise InputError(
                f"num_groups is {num_groups}; it must be at least 1, and all groups together may "
                "have 1,000,000 people."
            )
        self.num_people = num_people
        self.num_groups = num_groups
        self.seed = seed
        self.round = 0
        self.is_led = led
        self._scenario = self._plan(changes or {})
        structure = structure_of_groups(num_people, num_groups, led=led)
        self._engine = Engine.bare(self._scenario, seed, structure)
        self._segment = self._put_in_force()
        schedule.found(
            self._engine.state,
            self._segment.conditions,
            self._engine.population,
            self._engine.parameters,
            seed,
            0,
        )
        self._rows: list[dict[str, Any]] = []

    def _plan(self, changes: Mapping[str, Any]) -> Scenario:
        from trustgarden.scenarios import with_changes

        base = Scenario(id="laboratory").with_changes(
            {
                "leaders.style": "absent",
                "consequence.regime": "none",
                "organisation.num_people": self.num_people * self.num_groups,
                "organisation.team_size": self.num_people,
                "organisation.start": "strangers",
                "organisation.num_slots": min(512, max(4, self.num_people - 1)),
            }
        )
        return with_changes(base, changes)

    def _put_in_force(self) -> Segment:
        segment = segment_of(self._scenario, 1)
        self._engine.install(segment)
        self._engine.parameters = self._scenario.parameters.as_record()
        return segment

    # -- arranging -------------------------------------------------------------

    def set_trait(self, name: str, value: float | Column, person: int | None = None) -> None:
        """Fix a trait, of one person of each group or of everybody.

        Args:
            name: One of propensity, ability, integrity, benevolence, sociability,
                forgiveness, at_sight, skill, warmth.
            value: A number in [0.001, 0.999], or one a group (groups,).
            person: Number of the person in the group, from 0; everybody if not given.

        Raises:
            InputError: If the name or the value cannot be used, or rounds have been played.
        """
        if name not in TRAITS:
            raise InputError(f"{name!r} is no trait; the traits are {', '.join(TRAITS)}.")
        if self.round:
            raise InputError(f"{name} is fixed once a round has been played; set it before.")
        values = np.asarray(value, np.float64)
        if not np.all((values >= LEAST_TRAIT) & (values <= 1 - LEAST_TRAIT)):
            raise InputError(
                f"{name} is {value}; it must lie between {LEAST_TRAIT} and {1 - LEAST_TRAIT}."
            )
        people = self._engine.state.people[name].reshape(self.num_groups, self.num_people)
        if person is None:
            people[...] = values.reshape(-1, 1) if values.ndim else values
        else:
            people[:, self._person(person, "person")] = values

    def set_conditions(self, changes: Mapping[str, Any]) -> None:
        """Put a regime or other conditions on, from the next round: `consequence.*`, `leaders.*`.

        Raises:
            InputError: If a change cannot be used.
        """
        from trustgarden.scenarios import with_changes

        self._scenario = with_changes(self._scenario, changes)
        self._segment = self._put_in_force()

    @property
    def scenario(self) -> Scenario:
        """Conditions in force, as a scenario."""
        return self._scenario

    def restore(self, scenario: Scenario) -> None:
        """Put conditions in force again that were read from `scenario` before."""
        self._scenario = scenario
        self._segment = self._put_in_force()

    def meet(
        self,
        trustor: int,
        trustee: int,
        *,
        rounds: int = 1,
        space: str = "work",
        stake: float | None = None,
        act: Trustor = "decide",
        answer: Trustee = "decide",
        amount: float | None = None,
        found: bool | None = None,
        says: tuple[str, ...] | None = None,
        further: float | None = None,
        shift: int = 0,
    ) -> None:
        """Let one person of each group meet another, for some rounds.

        Args:
            trustor: Number in the group of who may entrust.
            trustee: Number in the group of who may be entrusted.
            rounds: How many rounds.
            space: As in `Meeting`, like all that follow.
            stake: What can be ventured.
            act: What the trustor does.
            answer: What the trustee does.
            amount: Share of the due that is done in a scripted answer.
            found: Whether what was hidden comes out.
            says: What is said and done about what went wrong.
            further: Worth of further dealings as both know it.
            shift: By how many groups the trustee is another one's.

        Raises:
            InputError: If an argument cannot be used.
        """
        meeting = Meeting(
            trustor=trustor,
            trustee=trustee,
            space=space,
            stake=stake,
            act=act,
            answer=answer,
            amount=amount,
            found=found,
            says=says,
            further=further,
            shift=shift,
        )
        self.play([meeting], rounds=rounds)

    def play(self, meetings: Sequence[Meeting], *, rounds: int = 1) -> None:
        """Let these meetings take place at once, in every group, for some rounds.

        All decide on what they remember when the round begins.

        Raises:
            InputError: If a meeting cannot be played, or there would be too many rounds.
        """
        if not 1 <= rounds <= MAX_WEEKS - 1 - self.round:
            raise InputError(
                f"rounds is {rounds}; it must be at least 1, and a laboratory holds "
                f"{MAX_WEEKS - 1} rounds in all ({self.round} are played)."
            )
        if not meetings:
            raise InputError("no meeting was named; name one at least.")
        for meeting in meetings:
            meeting.check(self.num_people)
        hours = self._make_room(meetings)
        script = self._script(meetings, hours)
        for _ in range(rounds):
            self._play(meetings, hours, script)

    def promise(self, trustee: int, trustor: int) -> None:
        """Let one person of each group promise another to keep faith from now on (M7)."""
        engine = self._engine
        kernels.let_promise(
            engine.state,
            self._segment.conditions,
            engine.parameters,
            self.seed,
            self.round,
            self._rows_of(self._person(trustor, "trustor"), 0),
            self._rows_of(self._person(trustee, "trustee"), 0),
        )

    def apologise(
        self, who: int, *, admits: bool = True, pays: bool = False, promises: bool = False
    ) -> None:
        """Let one person of each group say something about all they did to the others (M7).

        Raises:
            InputError: If a form is neither True nor False.
        """
        for name, form in (("admits", admits), ("pays", pays), ("promises", promises)):
            if not isinstance(form, bool):
                raise InputError(f"{name} is {form!r}; it must be True or False.")
        engine = self._engine
        for row in self._rows_of(self._person(who, "who"), 0):
            incidents.apologise(
                engine.state,
                self._segment.conditions,
                engine.parameters,
                int(row),
                -1,
                float(admits),
                float(pays),
                int(promises),
                self.round,
            )

    def tell(
        self,
        listener: int,
        about: int,
        opinion: float | Column,
        *,
        acts: float = 1.0,
        shift: int = 0,
    ) -> None:
        """Let a third party tell one person of each group of another (M15).

        Args:
            listener: Number in the group of who is told.
            about: Number in the group of whom it is about.
            opinion: What is said: the chance that they keep faith, in [0, 1]; or one a group.
            acts: Evidence that the tale is worth (acts), as the listener trusts its teller.
            shift: The one it is about is of the group `shift` places on.

        Raises:
            InputError: If a number is out of its range.
        """
        opinions = np.broadcast_to(np.asarray(opinion, np.float64), (self.num_groups,))
        if not np.all((opinions >= 0) & (opinions <= 1)):
            raise InputError(f"opinion is {opinion}; it must lie between 0 and 1.")
        if not 0 < acts <= MOST_ACTS:
            raise InputError(f"acts is {acts}; it must be above 0 and at most {MOST_ACTS:g}.")
        engine = self._engine
        kernels.let_tell(
            engine.state,
            self._segment.conditions,
            engine.parameters,
            self.seed,
            self.round,
            self._rows_of(self._person(listener, "listener"), 0),
            self._rows_of(self._person(about, "about"), shift),
            np.ascontiguousarray(opinions),
            np.full(self.num_groups, acts),
        )

    def show_records(self) -> None:
        """Let everybody's record be known: what they did so far becomes their reputation.

        A stranger who meets somebody with a record takes a cue from it (M2, M15).
        """
        people = self._engine.state.people
        kept, broken = self._records()
        people["reputation_for"], people["reputation_against"] = kept, broken

    def wait(self, weeks: int) -> None:
        """Let weeks pass in which nobody meets: memory fades.

        Raises:
            InputError: If weeks is no whole number, negative or too many.
        """
        if not isinstance(weeks, int) or not 0 <= weeks <= MOST_WEEKS:
            raise InputError(
                f"weeks is {weeks}; it must be a whole number from 0 to {MOST_WEEKS:,}."
            )
        engine = self._engine
        kernels.pass_weeks(
            engine.state, self._segment.conditions, engine.parameters, self.seed, weeks
        )

    # -- reading ---------------------------------------------------------------

    def trust(self, trustor: int, trustee: int, shift: int = 0) -> Column:
        """Trust of one person of each group in another, (groups,)."""
        rows = self._rows_of(self._person(trustor, "trustor"), 0)
        others = self._rows_of(self._person(trustee, "trustee"), shift)
        return self._trust(rows, others)

    def trust_matrix(self) -> Column:
        """Trust of everybody in everybody of their group, (groups, trustors, trustees).

        The diagonal is NaN. What `analysis.social_relations` takes apart.
        """
        n = self.num_people
        matrix = np.full((self.num_groups, n, n), np.nan)
        for i in range(n):
            for j in range(n):
                if i != j:
                    matrix[:, i, j] = self._trust(self._rows_of(i, 0), self._rows_of(j, 0))
        return matrix

    def memory(self) -> pd.DataFrame:
        """Every remembered relationship as a row; see `Organisation.ties`."""
        from trustgarden.model.tables import ties_table

        return ties_table(self._engine)

    def table(self) -> pd.DataFrame:
        """What happened: one row a round, meeting and group.

        Columns: round, group, trustor, trustee, act (held back, kept, error, breach), entrusted,
        stake (ventured, 0 if held back), answer (share of the due),
        hidden, found, repaired, says, consequence, trust (of the trustor after the round),
        trust_back (of the trustee).
        """
        import pandas as pd

        blocks = [pd.DataFrame(row).drop(columns="_row") for row in self._rows]
        return pd.concat(blocks, ignore_index=True) if blocks else pd.DataFrame()

    # -- the machinery ---------------------------------------------------------

    def _person(self, number: int, name: str) -> int:
        if not 0 <= number < self.num_people:
            raise InputError(
                f"{name} is {number}; people of a group are numbered 0 to {self.num_people - 1}."
            )
        return number

    def _rows_of(self, person: int, shift: int) -> Rows:
        groups = (np.arange(self.num_groups) + shift) % self.num_groups
        return groups * self.num_people + person

    def _trust(self, rows: Rows, others: Rows) -> Column:
        engine = self._engine
        return np.asarray(
            schedule.trust_of_all(
                engine.state, self._segment.conditions, rows, others, self.seed, engine.parameters
            )
        )

    def _make_room(self, meetings: Sequence[Meeting]) -> list[int]:
        """The hour of each meeting in its trustor's row; rows are made long enough."""
        count = [0] * self.num_people
        hours = []
        for meeting in meetings:
            hours.append(count[meeting.trustor])
            count[meeting.trustor] += 1
        state = self._engine.state
        if max(count) > state.meetings.shape[1]:
            people = len(state.keys)
            self._engine.state = state._replace(
                meetings=records((people, max(count)), MEETING_DTYPE),
                incoming=np.zeros(people * max(count), np.int64),
            )
        return hours

    def _script(self, meetings: Sequence[Meeting], hours: list[int]) -> np.recarray:
        people = len(self._engine.state.keys)
        script = records((people, max(hours) + 1), kernels.SCRIPT_DTYPE)
        for meeting, hour in zip(meetings, hours, strict=True):
            script[self._rows_of(meeting.trustor, 0), hour] = script_of(meeting)
        return script

    def _play(
        self, meetings: Sequence[Meeting], hours: list[int], script: np.recarray
    ) -> None:
        engine = self._engine
        self.round += 1
        state = engine.state
        state.meetings["partner"] = -1
        state.meetings["act"] = 0
        state.num_hours[:] = 0
        for meeting, hour in zip(meetings, hours, strict=True):
            rows = self._rows_of(meeting.trustor, 0)
            others = self._rows_of(meeting.trustee, meeting.shift)
            if np.any(rows == others):
                raise InputError(f"person {meeting.trustor} cannot meet themselves; shift less.")
            row = state.meetings
            row["partner"][rows, hour] = others
            row["hour"][rows, hour] = hour
            row["scripted"][rows, hour] = 0
            row["space"][rows, hour] = SPACES.index(meeting.space)
            row["offered"][rows, hour] = meeting.stake or 0.0
            row["further"][rows, hour] = -1.0 if meeting.further is None else meeting.further
            state.num_hours[rows] = np.maximum(state.num_hours[rows], hour + 1)
        kernels.play_round(
            state, self._segment.conditions, engine.parameters, self.seed, self.round, script
        )
        for meeting, hour in zip(meetings, hours, strict=True):
            self._note(meeting, hour)

    def _note(self, meeting: Meeting, hour: int) -> None:
        rows = self._rows_of(meeting.trustor, 0)
        others = self._rows_of(meeting.trustee, meeting.shift)
        played = self._engine.state.meetings[rows, hour]
        entrusted = played["act"] != HELD_BACK
        wrong = np.isin(played["act"], (ERROR, BREACH))
        says = np.where(wrong, played["forms"], 0)
        self._rows.append(
            {
                "round": self.round,
                "group": np.arange(self.num_groups),
                "trustor": rows % self.num_people,
                "trustee": others % self.num_people,
                "act": [ACT_NAMES[act] for act in played["act"].tolist()],
                "entrusted": entrusted,
                "stake": np.where(entrusted, played["stake"], 0.0).astype(np.float64),
                "answer": np.where(entrusted, played["answer"], np.nan).astype(np.float64),
                "hidden": wrong & (played["hidden"] == 1),
                "found": wrong & (played["found"] == 1),
                "repaired": (says & ADMITS) > 0,
                "says": [" ".join(forms_named(bits)) for bits in says.tolist()],
                "consequence": np.where(wrong, played["consequence"], 0.0).astype(np.float64),
                "trust": self._trust(rows, others),
                "trust_back": self._trust(others, rows),
                # For records: rows are numbered over all groups.
                "_row": others,
            }
        )

    def _records(self) -> tuple[Column, Column]:
        """Kept and other acts of everybody so far, as far as they came out, (people,)."""
        people = len(self._engine.state.keys)
        kept, broken = np.zeros(people), np.zeros(people)
        for row in self._rows:
            done = np.array(row["entrusted"])
            failed = np.isin(row["act"], ("error", "breach")) & ~(row["hidden"] & ~row["found"])
            np.add.at(kept, row["_row"][done & ~failed], 1.0)
            np.add.at(broken, row["_row"][done & failed], 1.0)
        return kept, broken
