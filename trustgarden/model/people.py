"""People as Mesa agents: light views on rows, with memory one can read.

An agent is made when somebody looks at the people, not when the organisation is
founded: making one costs as much as half a compiled week of a person. It holds
no state of its own, and once its person has left it says so instead of
answering for whoever has the seat now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from . import week as schedule
from .fairness import felt_fairness
from .founding import LEAST_TRAIT
from .layout import (
    EPISODE_NAMES,
    KIND_NAMES,
    NOT_YET,
    NUM_EPISODES,
    ORIGIN_NAMES,
    PURPOSES,
)
from .memory import expectation, heard, origin_of, weighted_trust

if TYPE_CHECKING:
    from .organisation import Organisation

__all__ = ["Episode", "Leader", "Memory", "Person"]

TRAITS = (
    "propensity",
    "ability",
    "integrity",
    "benevolence",
    "sociability",
    "forgiveness",
    "at_sight",
    "skill",
    "warmth",
)


def _plain(rule: Any) -> Any:
    """The rule as plain Python: for one value, compiling it takes longer than running it."""
    return getattr(rule, "py_func", rule)


@dataclass(frozen=True)
class Episode:
    """Something remembered of another: the week, what happened, and the stake (0 to 1)."""

    week: int
    what: str
    stake: float


@dataclass(frozen=True)
class Memory:
    """What one person remembers of another.

    Attributes:
        trust: Expected chance that the other keeps faith at an ordinary stake, in [0, 1].
        ability, benevolence, integrity: The same by facet, in [0, 1].
        evidence: Remembered acts (for, against) by facet.
        certainty: Share of trust that rests on evidence and not on the prior, in [0, 1].
        mistrust: Stock of mistrust, in [0, 1].
        deception: Stock of deceptions found out (acts).
        frame: 0 personal, 1 transaction.
        familiarity: Hours together that are remembered.
        hours: The same by purpose of the space: perform, share, rehearse, explore.
        told: Evidence (for, against) from what was told or seen of them (acts).
        met: Week of the first meeting; 0 or less is before the start.
        last: Week of the last hour together.
        kind: What work makes of the two: team, leader, member, or chosen.
        origin: How it began: formal, introduced, or discovered.
        third_parties: Trusted third parties whom both know, 0 to 4.
        promised: Acts that a promise still covers.
        episodes: The last episodes, the newest first.
    """

    trust: float
    ability: float
    benevolence: float
    integrity: float
    evidence: dict[str, tuple[float, float]]
    certainty: float
    mistrust: float
    deception: float
    frame: float
    familiarity: float
    hours: dict[str, float]
    told: tuple[float, float]
    met: int
    last: int
    kind: str
    origin: str
    third_parties: int
    promised: int
    episodes: tuple[Episode, ...]


class Person(mesa.Agent):  # type: ignore[misc]
    """A member of an organisation, as a view on the model's arrays."""

    model: Organisation

    def __init__(self, model: Organisation, row: int) -> None:
        super().__init__(model)
        self._row = row
        self._key = int(model.engine.state.keys[row])
        self.unique_id = model.name_of(row)

    def __repr__(self) -> str:
        state = "" if self.is_here else ", has left"
        return f"{type(self).__name__}({self.unique_id!r}{state})"

    @property
    def is_here(self) -> bool:
        """Whether the person still holds their seat."""
        state = self.model.engine.state
        return bool(state.present[self._row]) and int(state.keys[self._row]) == self._key

    @property
    def row(self) -> int:
        """Row of the person in the model's arrays.

        Raises:
            RuntimeError: If the person has left.
        """
        if not self.is_here:
            raise RuntimeError(
                f"person {self.unique_id!r} has left the organisation and can no longer be asked; "
                "look at org.people for who is here."
            )
        return self._row

    @property
    def _record(self) -> Any:
        return self.model.engine.state.people[self.row]

    @property
    def team(self) -> str:
        """Name of the person's team."""
        engine = self.model.engine
        return engine.structure.team_names[int(engine.state.team[self.row])]

    @property
    def place(self) -> str:
        """Name of the place the person works at."""
        engine = self.model.engine
        return engine.structure.place_names[int(engine.state.place[self.row])]

    @property
    def leader(self) -> Person | None:
        """The person's leader, or None."""
        boss = int(self.model.engine.state.boss[self.row])
        return self.model.person_at(boss) if boss >= 0 else None

    @property
    def strain(self) -> float:
        """Strain, in [0, 1]."""
        return float(self._record.strain)

    @property
    def felt_fairness(self) -> dict[str, float]:
        """Felt fairness by kind, each in [0, 1]."""
        person = self._record
        return {
            kind: _plain(felt_fairness)(
                float(person[f"{kind}_for"]), float(person[f"{kind}_against"])
            )
            for kind in ("distributive", "procedural", "interactional")
        }

    @property
    def trust_in_organisation(self) -> float:
        """The person's own assessment of the organisation, in [0, 1]."""
        person = self._record
        return float(
            _plain(expectation)(
                float(person.organisation_for),
                float(person.organisation_against),
                float(person.propensity),
                self.model.plan.parameters.prior_weight,
            )
        )

    @property
    def projected(self) -> dict[str, float]:
        """Consequence the person expects of a failure, by purpose of the space, in [0, 1]."""
        row = self.model.engine.state.expected[self.row]
        return {purpose: float(row[k]) for k, purpose in enumerate(PURPOSES)}

    @property
    def is_accepted(self) -> bool:
        """Whether the person's team has accepted them; founders always are."""
        return int(self._record.accepted) != NOT_YET

    @property
    def communities(self) -> list[str]:
        """Names of the communities the person belongs to."""
        belongs = int(self.model.engine.state.belongs[self.row])
        names = (community.name for community in self.model.plan.communities)
        return [name for k, name in enumerate(names) if belongs & (1 << k)]

    @property
    def practice(self) -> str:
        """Name of the person's practice."""
        engine = self.model.engine
        return engine.structure.practice_names[int(engine.state.practice[self.row])]

    def trust_in(self, other: Person) -> float:
        """Trust in another person, in [0, 1]; from first sight if they are not remembered.

        Raises:
            RuntimeError: If either has left.
        """
        engine = self.model.engine
        return float(
            schedule.trust_of(
                engine.state,
                engine.conditions,
                self.row,
                other.row,
                engine.seed,
                engine.parameters,
            )
        )

    def memory_of(self, other: Person) -> Memory | None:
        """What the person remembers of another, or None if nothing.

        Raises:
            RuntimeError: If either has left.
        """
        state = self.model.engine.state
        slots = np.flatnonzero(state.whom[self.row] == other.row)
        if not len(slots):
            return None
        tie, trace = state.ties[self.row, slots[0]], state.traces[self.row, slots[0]]
        return _memory(tie, trace, self.model)

    @property
    def remembered(self) -> list[Person]:
        """Everybody the person remembers, in the order of the chart."""
        rows = self.model.engine.state.whom[self.row]
        return [self.model.person_at(int(row)) for row in np.sort(rows[rows >= 0])]


def _trait_property(name: str) -> property:
    def read(self: Person) -> float:
        return float(self._record[name])

    def write(self: Person, value: float) -> None:
        if self.model.week > 0:
            raise RuntimeError(f"{name} is fixed once the first week has run; set it before.")
        if not LEAST_TRAIT <= value <= 1 - LEAST_TRAIT:
            raise ValueError(
                f"{name} is {value}; it must lie between {LEAST_TRAIT} and {1 - LEAST_TRAIT}."
            )
        self._record[name] = value

    return property(read, write, doc=f"Trait {name.replace('_', ' ')}, in [0.001, 0.999].")


for _name in TRAITS:
    setattr(Person, _name, _trait_property(_name))


class Leader(Person):
    """A person to whom others report."""

    @property
    def members(self) -> list[Person]:
        """Those who report to this leader and are here."""
        state = self.model.engine.state
        rows = np.flatnonzero((state.boss == self.row) & (state.present == 1))
        return [self.model.person_at(int(row)) for row in rows]


def _memory(tie: Any, trace: Any, model: Organisation) -> Memory:
    weight = model.plan.parameters.prior_weight
    deception = float(tie.deception)
    evidence = {
        facet: (float(tie[f"{facet}_for"]), float(tie[f"{facet}_against"]))
        for facet in ("ability", "benevolence", "integrity")
    }
    told = (float(tie.told_for), float(tie.told_against))
    first = {"ability": float(tie.prior_ability)}
    first |= dict.fromkeys(("benevolence", "integrity"), float(tie.prior_goodwill))
    expected = {
        facet: float(
            _plain(expectation)(
                good,
                bad + (0.0 if facet == "ability" else deception),
                _plain(heard)(first[facet], *told, weight),
                weight,
            )
        )
        for facet, (good, bad) in evidence.items()
    }
    known = sum((g + b) / (g + b + weight) for g, b in evidence.values()) / 3
    return Memory(
        trust=float(_plain(weighted_trust)(*expected.values())),
        **expected,
        evidence=evidence,
        certainty=known,
        mistrust=float(tie.mistrust),
        deception=deception,
        frame=float(tie.frame),
        familiarity=float(tie.familiarity),
        hours={purpose: float(trace[purpose]) for purpose in PURPOSES},
        told=told,
        met=int(tie.met) - model.engine.weeks_before,
        last=int(tie.last) - model.engine.weeks_before,
        kind=KIND_NAMES[tie.kind],
        origin=ORIGIN_NAMES[_plain(origin_of)(tie)],
        third_parties=int(tie.embedded),
        promised=int(tie.pledge),
        episodes=_episodes(trace, model.engine.weeks_before),
    )


def _episodes(trace: Any, weeks_before: int) -> tuple[Episode, ...]:
    packed = [int(trace[f"episode_{k}"]) for k in range(NUM_EPISODES)]
    return tuple(
        Episode((code >> 8) - weeks_before, EPISODE_NAMES[(code >> 4) & 15], (code & 15) / 15)
        for code in packed
        if code
    )
