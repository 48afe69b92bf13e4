"""The laboratory: controlled meetings of a few people, on the kernels of the week.

For trust games and the studies of the literature: fix traits or draw them from
the population, say who meets whom in which round, at which stake and in which
space, script either side or let them decide, put regimes on and take them off,
and read trust after every round. Thousands of independent groups run in one
call; what differs between two laboratories of one seed is only what you changed.

    >>> import trustgarden as tg
    >>> lab = tg.Laboratory(num_people=2, num_groups=200, seed=1)
    >>> lab.meet(0, 1, rounds=10)                                    # strangers get acquainted
    >>> lab.meet(0, 1, act="entrust", answer="break", stake=1.0)
    >>> lab.meet(0, 1, rounds=5, answer="keep")
    >>> len(lab.table())
    3200
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model import rounds as kernels
from trustgarden.model import week as schedule
from trustgarden.model.chance import MAX_WEEKS
from trustgarden.model.conditions import conditions_of
from trustgarden.model.engine import Engine
from trustgarden.model.founding import LEAST_TRAIT
from trustgarden.model.layout import BREACH, ERROR, HELD_BACK, KEPT, SPACES
from trustgarden.model.scenario import Scenario
from trustgarden.model.structure import Structure

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Laboratory"]

Trustor = Literal["decide", "entrust", "hold back"]
Trustee = Literal["decide", "keep", "err", "break", "deceive"]
Column = npt.NDArray[np.float64]

TRUSTOR_SCRIPTS = {"decide": kernels.DECIDE, "entrust": 1, "hold back": 0}
TRUSTEE_SCRIPTS = {
    "decide": (kernels.DECIDE, kernels.DECIDE),
    "keep": (KEPT, 0),
    "err": (ERROR, 0),
    "break": (BREACH, 0),
    "deceive": (BREACH, 1),
}
"""Act and whether it is hidden."""
SCRIPTED_AMOUNTS = {KEPT: 1.0, ERROR: 0.55, BREACH: 0.0}
"""Share of the due that is done: the mean of errors, and a breach to the full."""
ACT_NAMES = {HELD_BACK: "held back", KEPT: "kept", ERROR: "error", BREACH: "breach"}
TRAITS = (
    "propensity", "ability", "integrity", "benevolence", "sociability", "forgiveness", "at_sight",
)  # fmt: skip


class Laboratory:
    """Independent groups of a few people who meet as an experimenter arranges.

    Args:
        num_people: People in each group, 2 to 500.
        num_groups: Groups, independent of each other; people of all groups together at most
            1,000,000.
        seed: Seed of all chance: traits, affinities, decisions.
        changes: Dotted keys of a scenario, such as `{"population.integrity": 0.7}`,
            `{"parameters.surprise": 0.0}` or `{"mechanisms.off": ["attribution"]}`.

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
        self._scenario = self._plan(changes or {})
        self._conditions = conditions_of(self._scenario)
        structure = _groups(num_people, num_groups)
        self._engine = Engine.bare(self._scenario, seed, structure)
        schedule.found(
            self._engine.state, self._engine.population, self._engine.parameters, seed
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

    # -- arranging -------------------------------------------------------------

    def set_trait(self, name: str, value: float | Column, person: int | None = None) -> None:
        """Fix a trait, of one person of each group or of everybody.

        Args:
            name: One of propensity, ability, integrity, benevolence, sociability,
                forgiveness, at_sight.
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
        self._conditions = conditions_of(self._scenario)
        self._engine.parameters = self._scenario.parameters.as_record()

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
        found: bool | None = None,
        repair: bool | None = None,
        shift: int = 0,
    ) -> None:
        """Let one person of each group meet another, for some rounds.

        Args:
            trustor: Number in the group of who may entrust.
            trustee: Number in the group of who may be entrusted.
            rounds: How many rounds.
            space: One of work, meeting, rehearsal, social.
            stake: What can be ventured, in (0, 1]; drawn as in the week if not given.
            act: What the trustor does: decide, entrust, hold back.
            answer: What the trustee does: decide, keep, err, break, deceive (break and hide).
            found: Whether what was hidden comes out; by chance if not given.
            repair: Whether what went wrong is admitted and made good; decided if not given.
            shift: The trustee is of the group `shift` places on: with another shift in every
                round, partners are strangers.

        Raises:
            InputError: If an argument cannot be used.
        """
        self._check(rounds, space, stake, act, answer)
        script = self._script(act, answer, found, repair)
        rows = self._rows_of(self._person(trustor, "trustor"), 0)
        others = self._rows_of(self._person(trustee, "trustee"), shift)
        if np.any(rows == others):
            raise InputError(f"person {trustor} cannot meet themselves; name two people.")
        for _ in range(rounds):
            self._play(rows, others, SPACES.index(space), stake, script)

    def wait(self, weeks: int) -> None:
        """Let weeks pass in which nobody meets: memory fades.

        Raises:
            InputError: If weeks is negative.
        """
        if weeks < 0:
            raise InputError(f"weeks is {weeks}; it must be 0 or more.")
        engine = self._engine
        kernels.pass_weeks(engine.state, self._conditions, engine.parameters, self.seed, weeks)

    # -- reading ---------------------------------------------------------------

    def trust(self, trustor: int, trustee: int, shift: int = 0) -> Column:
        """Trust of one person of each group in another, (groups,)."""
        rows = self._rows_of(self._person(trustor, "trustor"), 0)
        others = self._rows_of(self._person(trustee, "trustee"), shift)
        engine = self._engine
        return np.asarray(
            schedule.trust_of_all(engine.state, rows, others, self.seed, engine.parameters)
        )

    def table(self) -> pd.DataFrame:
        """What happened: one row a round and group.

        Columns: round, group, trustor, trustee, act (held back, kept, error, breach), entrusted,
        stake (ventured, 0 if held back), answer (share of the due), hidden, found, repaired,
        consequence, trust (of the trustor after the round), trust_back (of the trustee).
        """
        import pandas as pd

        blocks = [pd.DataFrame(row) for row in self._rows]
        return pd.concat(blocks, ignore_index=True) if blocks else pd.DataFrame()

    # -- the machinery ---------------------------------------------------------

    def _check(
        self, rounds: int, space: str, stake: float | None, act: str, answer: str
    ) -> None:
        if not 1 <= rounds <= MAX_WEEKS - 1 - self.round:
            raise InputError(
                f"rounds is {rounds}; it must be at least 1, and a laboratory holds "
                f"{MAX_WEEKS - 1} rounds in all ({self.round} are played)."
            )
        if stake is not None and not 0 < stake <= 1:
            raise InputError(f"stake is {stake}; it must be above 0 and at most 1.")
        legal = (("space", space, SPACES), ("act", act, TRUSTOR_SCRIPTS),
                 ("answer", answer, TRUSTEE_SCRIPTS))  # fmt: skip
        for name, value, choices in legal:
            if value not in choices:
                raise InputError(f"{name} is {value!r}; it must be one of {', '.join(choices)}.")

    def _person(self, number: int, name: str) -> int:
        if not 0 <= number < self.num_people:
            raise InputError(
                f"{name} is {number}; people of a group are numbered 0 to {self.num_people - 1}."
            )
        return number

    def _rows_of(self, person: int, shift: int) -> npt.NDArray[np.int64]:
        groups = (np.arange(self.num_groups) + shift) % self.num_groups
        return groups * self.num_people + person

    def _script(
        self, act: str, answer: str, found: bool | None, repair: bool | None
    ) -> np.recarray:
        script = np.zeros((len(self._engine.state.keys), 1), kernels.SCRIPT_DTYPE)
        done, hidden = TRUSTEE_SCRIPTS[answer]
        script["entrust"] = TRUSTOR_SCRIPTS[act]
        script["act"], script["hidden"] = done, hidden
        script["amount"] = SCRIPTED_AMOUNTS.get(done, 0.0)
        script["found"] = kernels.DECIDE if found is None else int(found)
        script["repair"] = kernels.DECIDE if repair is None else int(repair)
        return script.view(np.recarray)

    def _play(
        self,
        rows: npt.NDArray[np.int64],
        others: npt.NDArray[np.int64],
        space: int,
        stake: float | None,
        script: np.recarray,
    ) -> None:
        engine = self._engine
        self.round += 1
        meetings = engine.state.meetings
        meetings["partner"] = -1
        meetings["act"] = 0
        meetings["partner"][rows, 0] = others
        meetings["space"][rows, 0] = space
        meetings["offered"][rows, 0] = stake or 0.0
        kernels.play_round(
            engine.state, self._conditions, engine.parameters, self.seed, self.round, script
        )
        self._note(rows, others)

    def _note(self, rows: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> None:
        engine = self._engine
        meeting = engine.state.meetings[rows, 0]
        entrusted = meeting["act"] != HELD_BACK
        wrong = np.isin(meeting["act"], (ERROR, BREACH))
        arguments = (self.seed, engine.parameters)
        self._rows.append(
            {
                "round": self.round,
                "group": np.arange(self.num_groups),
                "trustor": rows % self.num_people,
                "trustee": others % self.num_people,
                "act": [ACT_NAMES[act] for act in meeting["act"].tolist()],
                "entrusted": entrusted,
                "stake": np.where(entrusted, meeting["stake"], 0.0).astype(np.float64),
                "answer": np.where(entrusted, meeting["answer"], np.nan).astype(np.float64),
                "hidden": wrong & (meeting["hidden"] == 1),
                "found": wrong & (meeting["found"] == 1),
                "repaired": wrong & (meeting["repair"] > 0),
                "consequence": np.where(wrong, meeting["consequence"], 0.0).astype(np.float64),
                "trust": schedule.trust_of_all(engine.state, rows, others, *arguments),
                "trust_back": schedule.trust_of_all(engine.state, others, rows, *arguments),
            }
        )


def _groups(num_people: int, num_groups: int) -> Structure:
    """Groups without leaders; people are numbered group by group."""
    total = num_people * num_groups
    return Structure(
        ids=tuple(map(str, range(1, total + 1))),
        boss=np.full(total, -1, np.int32),
        team=np.repeat(np.arange(num_groups, dtype=np.int32), num_people),
        team_names=tuple(f"group {k + 1}" for k in range(num_groups)),
        place=np.zeros(total, np.int32),
        place_names=("laboratory",),
        rank=np.zeros(total, np.int32),
    )
