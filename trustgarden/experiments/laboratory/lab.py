"""Laboratories: independent groups who meet as an experimenter arranges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model import incidents
from trustgarden.model import rounds as kernels
from trustgarden.model import week as schedule
from trustgarden.model.arrays import records
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

from .changing import changed_conditions, check_restored
from .checking import (
    check_flag,
    check_person,
    check_rounds,
    check_two,
    check_word,
    column_of,
    number_in,
    told,
    whole_in,
)
from .groups import structure_of_groups
from .scripts import ACT_NAMES, Meeting, Trustee, Trustor, forms_named, script_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Laboratory"]

MOST_PEOPLE = 1_000_000
MOST_IN_A_GROUP = 500
MOST_WEEKS = 100_000
"""Weeks that a laboratory can wait at once."""
MOST_SEED = 2**63 - 1
MOST_MEETINGS = 1000
"""Meetings that one trustor can have in one round."""
MOST_ACTS = 1000.0
"""Evidence that one tale can be worth at most (acts)."""

ONE_ROW: Mapping[str, Any] = {
    "round": 1,
    "group": np.zeros(1, np.int64),
    "trustor": np.zeros(1, np.int64),
    "trustee": np.zeros(1, np.int64),
    "trustee_group": np.zeros(1, np.int64),
    "act": ["kept"],
    "entrusted": np.ones(1, bool),
    "stake": np.zeros(1),
    "answer": np.zeros(1),
    "hidden": np.zeros(1, bool),
    "found": np.zeros(1, bool),
    "repaired": np.zeros(1, bool),
    "says": [""],
    "consequence": np.zeros(1),
    "trust": np.zeros(1),
    "trust_back": np.zeros(1),
}
"""A row of the table, for the columns of one in which nothing has happened yet."""

Column = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


class Laboratory:
    """Independent groups of a few people who meet as an experimenter arranges.

    Args:
        num_people: People in each group, 2 to 500.
        num_groups: Groups, independent of each other; people of all groups together at most
            1,000,000.
        seed: Seed of all chance: traits, affinities, decisions; from 0 to 2**63 - 1.
        changes: Dotted keys of a scenario, such as `{"population.integrity": 0.7}`,
            `{"parameters.surprise": 0.0}` or `{"mechanisms.off": ["attribution"]}`: what
            `set_conditions` takes, `population.*` and `organisation.num_slots`.
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
        self.num_people = whole_in(num_people, "num_people", 2, MOST_IN_A_GROUP)
        most = MOST_PEOPLE // self.num_people
        why = f", as all groups together may have {MOST_PEOPLE:,} people"
        self.num_groups = whole_in(num_groups, "num_groups", 1, most, why)
        self.seed = seed = whole_in(seed, "seed", 0, MOST_SEED)
        check_flag(led, "led")
        self.round = 0
        self.is_led = led
        self._scenario = self._plan({} if changes is None else changes)
        structure = structure_of_groups(self.num_people, self.num_groups, led=led)
        self._engine = Engine.bare(self._scenario, seed, structure)
        self._put_in_force(self._scenario)
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
        return changed_conditions(base, changes, led=self.is_led, founding=True)

    def _put_in_force(self, scenario: Scenario) -> None:
        segment: Segment = segment_of(scenario, 1)
        self._engine.install(segment)
        self._engine.parameters = scenario.parameters.as_record()
        self._scenario, self._segment = scenario, segment

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
        check_word(name, "name", TRAITS)
        if self.round:
            raise InputError(f"{name} is fixed once a round has been played; set it before.")
        values = column_of(value, name, LEAST_TRAIT, 1 - LEAST_TRAIT, self.num_groups)
        whose = slice(None) if person is None else [self._person(person, "person")]
        people = self._engine.state.people[name].reshape(self.num_groups, self.num_people)
        people[:, whose] = values[:, np.newaxis]

    def trait(self, name: str) -> npt.NDArray[np.float64]:
        """A trait of everybody, in (0, 1), (groups, people); names as for `set_trait`.

        Raises:
            InputError: If there is no such trait.
        """
        check_word(name, "name", TRAITS)
        values = self._engine.state.people[name].astype(np.float64)
        return values.reshape(self.num_groups, self.num_people)

    def set_conditions(self, changes: Mapping[str, Any]) -> None:
        """Put a regime or other conditions on, or take them off, from the next round.

        Args:
            changes: Dotted keys and values: `consequence.*`; `leaders.*` of a laboratory that is
                led; `spaces.rehearsal_reach` and `spaces.social_reach`; `mechanisms.off`;
                `parameters.*`.

        Raises:
            InputError: If a change cannot be used, or would have no effect here.
        """
        self._put_in_force(self.conditions_with(changes))

    def conditions_with(self, changes: Mapping[str, Any]) -> Scenario:
        """Conditions in force with changes, as a scenario; nothing is put in force.

        Raises:
            InputError: If a change cannot be used, or would have no effect here.
        """
        return changed_conditions(self._scenario, changes, led=self.is_led)

    @property
    def scenario(self) -> Scenario:
        """Conditions in force, as a scenario."""
        return self._scenario

    def restore(self, scenario: Scenario) -> None:
        """Put conditions in force again that were read from `scenario` before.

        Raises:
            InputError: If they are not those of this laboratory.
        """
        check_restored(self._scenario, scenario)
        self._put_in_force(scenario)

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

        All decide on what they remember when the round begins. Whoever is named twice in
        the same meeting has two of them.

        Raises:
            InputError: If a meeting cannot be played, or there would be too many rounds.
        """
        check_rounds(rounds, self.round)
        self._check_meetings(meetings)
        hours = self._make_room(meetings)
        script = self._script(meetings, hours)
        for _ in range(rounds):
            self._play(meetings, hours, script)

    def promise(self, trustee: int, trustor: int) -> None:
        """Let one person of each group promise another to keep faith from now on (M7).

        Raises:
            InputError: If the two are not two people of a group.
        """
        self._two(trustee, "trustee", trustor, "trustor", "promise")
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
            check_flag(form, name)
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
        shift = self._two(listener, "listener", about, "about", "be told of", shift)
        opinions = column_of(opinion, "opinion", 0, 1, self.num_groups)
        number_in(acts, "acts", 0, MOST_ACTS, above=True)
        engine = self._engine
        kernels.let_tell(
            engine.state,
            self._segment.conditions,
            engine.parameters,
            self.seed,
            self.round,
            self._rows_of(self._person(listener, "listener"), 0),
            self._rows_of(self._person(about, "about"), shift),
            opinions,
            np.full(self.num_groups, float(acts)),
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
        weeks = whole_in(weeks, "weeks", 0, MOST_WEEKS)
        engine = self._engine
        kernels.pass_weeks(
            engine.state, self._segment.conditions, engine.parameters, self.seed, weeks
        )

    # -- reading ---------------------------------------------------------------

    def trust(self, trustor: int, trustee: int, shift: int = 0) -> Column:
        """Trust of one person of each group in another, (groups,).

        Args:
            trustor: Number in the group of who trusts.
            trustee: Number in the group of who is trusted.
            shift: The trustee is of the group `shift` places on.

        Raises:
            InputError: If the two are not two people.
        """
        shift = self._two(trustor, "trustor", trustee, "trustee", "trust", shift)
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

        Columns: round, group, trustor, trustee, trustee_group (another than group only with a
        `shift`), act (held back, kept, error, breach), entrusted, stake (ventured, 0 if held
        back), answer (share of the due), hidden, found, repaired, says, consequence, trust (of
        the trustor after the round), trust_back (of the trustee). Before the first round it has
        no rows.
        """
        import pandas as pd

        blocks = [pd.DataFrame(row).drop(columns="_row") for row in self._rows]
        if not blocks:
            return pd.DataFrame(ONE_ROW).iloc[:0]
        return pd.concat(blocks, ignore_index=True)

    def shifts_met(self, trustor: int, trustee: int) -> set[int]:
        """By how many groups the two were shifted in meetings so far, from 1 on, either way."""
        met = set()
        for row in self._rows:
            # How far it is from group 0 to its partner is how far it is for all.
            away = int(row["trustee_group"][0])
            who = (int(row["trustor"][0]), int(row["trustee"][0]))
            met |= {away} if who == (trustor, trustee) else set()
            met |= {(-away) % self.num_groups} if who == (trustee, trustor) else set()
        return met - {0}

    # -- the machinery ---------------------------------------------------------

    def _person(self, number: int, name: str) -> int:
        return check_person(number, name, self.num_people)

    def _two(
        self, one: int, its_name: str, other: int, other_name: str, what: str, shift: int = 0
    ) -> int:
        """Refuse one person under two names; how far the other's group is."""
        self._person(one, its_name)
        self._person(other, other_name)
        return check_two(one, other, shift, self.num_groups, what)

    def _check_meetings(self, meetings: Any) -> None:
        if not isinstance(meetings, Sequence):
            raise InputError(
                f"meetings is {told(meetings)}; it must be a list, such as "
                "[Meeting(trustor=0, trustee=1)]."
            )
        if not meetings:
            raise InputError("no meeting was named; name one at least.")
        for meeting in meetings:
            if not isinstance(meeting, Meeting):
                raise InputError(f"meetings has {told(meeting)}; each must be a Meeting.")
            meeting.check(self.num_people, self.num_groups)
        most = max(Counter(meeting.trustor for meeting in meetings).values())
        if most > MOST_MEETINGS:
            raise InputError(
                f"one person has {most:,} meetings; they can have {MOST_MEETINGS:,} in a round: "
                "play several rounds."
            )

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

    def _play(self, meetings: Sequence[Meeting], hours: list[int], script: np.recarray) -> None:
        engine = self._engine
        self.round += 1
        state = engine.state
        state.meetings["partner"] = -1
        state.meetings["act"] = 0
        state.num_hours[:] = 0
        for meeting, hour in zip(meetings, hours, strict=True):
            rows = self._rows_of(meeting.trustor, 0)
            others = self._rows_of(meeting.trustee, meeting.shift)
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
                "trustee_group": others // self.num_people,
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
