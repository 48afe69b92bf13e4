"""What a questionnaire can be about: constructs, read from people as the model states them.

Each is an outlet or a measure of docs/odd.md (7.13) for one person, a part of one, or a
condition that people live under. Reading changes nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.model import week as schedule
from trustgarden.model.answering import hiding_probability
from trustgarden.model.chance import INCLINATION
from trustgarden.model.consequence import projected_consequence
from trustgarden.model.dealing import safety_of
from trustgarden.model.engine import Engine
from trustgarden.model.entrusting import entrusting_probability
from trustgarden.model.fairness import felt_fairness
from trustgarden.model.keyed_chance import uniforms
from trustgarden.model.layout import NOT_YET
from trustgarden.model.leaving import (
    PATIENCE,
    intending_probability,
    leaving_probability,
    reasons_to_stay,
    staying_over_a_year,
)
from trustgarden.model.memory import certainty, expectation, heard, weighted_trust
from trustgarden.model.work import (
    engaging_probability,
    helping_probability,
    withholding_probability,
)

from .formulas import over_arrays

__all__ = ["CONSTRUCTS", "constructs"]

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

FACETS = ("ability", "benevolence", "integrity")
KINDS_OF_FAIRNESS = ("distributive", "procedural", "interactional")
ORDINARY_STAKE = 0.5
"""Stake at which willingness to rely on the leader is asked for."""

CONSTRUCTS = (
    "trust_leader", "leader_ability", "leader_benevolence", "leader_integrity", "trust_team",
    "trust_organisation", "distributive", "procedural", "interactional", "participation",
    "propensity", "risk_taking", "safety", "voice", "satisfaction", "commitment",
    "quit_intention", "engagement", "helping", "withholding", "performance",
    "relationship_weeks", "tenure_weeks",
)  # fmt: skip
"""Constructs that can be read, in the order of the columns."""


def constructs(engine: Engine, *, trust_path: bool = True) -> pd.DataFrame:
    """What is true of everybody who is present, a row a person in the order of seats.

    For questionnaires to be answered from, and never to be compared with published figures
    itself. What somebody cannot know (of a leader, where there is none) is NaN.

    Args:
        engine: The engine of an organisation, `org.engine`.
        trust_path: False reads engagement, helping, commitment and intention as they would
            be if trust were middling throughout (0.5): what is left then does not go through
            trust.

    Returns:
        A table with the columns `row`, `team` (number of the team) and `CONSTRUCTS`.
    """
    people = _People(engine, trust_path)
    columns = {name: getattr(people, name)() for name in CONSTRUCTS}
    return pd.DataFrame({"row": people.rows, "team": people.team, **columns})


@dataclass
class _Ties:
    """Facets of trust and what else matters, of remembered relationships."""

    facets: dict[str, Floats]
    trust: Floats
    certainty: Floats
    frame: Floats
    mistrust: Floats
    met: Floats


def _read_ties(ties: Any, weight: float) -> _Ties:
    """Facets and trust over an array of ties, as 7.1 has them."""
    told = [_floats(ties[name]) for name in ("told_for", "told_against")]
    first = {
        f: _floats(ties["prior_ability" if f == "ability" else "prior_goodwill"]) for f in FACETS
    }
    good = {f: _floats(ties[f"{f}_for"]) for f in FACETS}
    bad = {f: _floats(ties[f"{f}_against"]) for f in FACETS}
    deceived = {f: 0.0 if f == "ability" else _floats(ties["deception"]) for f in FACETS}
    prior_of, expected = over_arrays(heard), over_arrays(expectation)
    facets = {
        f: expected(good[f], bad[f] + deceived[f], prior_of(first[f], *told, weight), weight)
        for f in FACETS
    }
    known = over_arrays(certainty)
    return _Ties(
        facets,
        over_arrays(weighted_trust)(*facets.values()),
        sum(known(good[f], bad[f], weight) for f in FACETS) / 3.0,
        _floats(ties["frame"]),
        _floats(ties["mistrust"]),
        _floats(ties["met"]),
    )


class _People:
    """The people of an engine as arrays, and each construct as a method."""

    def __init__(self, engine: Engine, trust_path: bool) -> None:
        state = engine.state
        self.engine, self.state = engine, state
        self.p = engine.parameters[0]
        self.c = engine.conditions[0]
        self.week = engine.weeks_before + engine.week
        self.trust_path = trust_path
        self.rows: Indices = state.by_key[state.present[state.by_key] == 1].astype(np.intp)
        self.people = state.people[self.rows]
        self.team = state.team[self.rows].astype(np.intp)
        self.teams = state.teams[self.team]
        boss = state.boss[self.rows].astype(np.intp)
        self.led = (boss >= 0) & (state.present[boss] == 1)
        self.boss = np.where(self.led, boss, -1)
        self.strain = _floats(self.people["strain"]) * self.c.on_strain
        self.integrity = _floats(self.people["integrity"])
        self._read_leader()
        self.fear = self._feared()

    def _read_leader(self) -> None:
        """The tie to the leader, of those who remember one."""
        slot = np.argmax(self.state.whom[self.rows] == self.boss[:, None], axis=1)
        found = self.state.whom[self.rows, slot] == self.boss
        self.knows = self.led & found
        self.tie = _read_ties(self.state.ties[self.rows, slot], self.p.prior_weight)

    def _feared(self) -> Floats:
        """Consequence that each projects at work."""
        expected = _floats(self.state.expected[self.rows, 0])
        doubt = _floats(self.state.doubt[self.rows, 0])
        plain = getattr(projected_consequence, "py_func", projected_consequence)
        projected = [plain(e, d, self.p) for e, d in zip(expected, doubt, strict=True)]
        return float(self.c.on_projection) * np.array(projected, float)

    def _of_leader(self, figure: Floats) -> Floats:
        return np.where(self.knows, figure, np.nan)

    # -- trust -------------------------------------------------------------------

    def trust_leader(self) -> Floats:
        return self._of_leader(self.tie.trust)

    def leader_ability(self) -> Floats:
        return self._of_leader(self.tie.facets["ability"])

    def leader_benevolence(self) -> Floats:
        return self._of_leader(self.tie.facets["benevolence"])

    def leader_integrity(self) -> Floats:
        return self._of_leader(self.tie.facets["integrity"])

    def trust_team(self) -> Floats:
        """Mean trust in those of one's team who are neither oneself nor one's leader."""
        trustor, trustee = self._pairs_of_mates()
        trust = schedule.trust_of_all(
            self.state,
            self.engine.conditions,
            self.rows[trustor],
            self.rows[trustee],
            self.engine.seed,
            self.engine.parameters,
        )
        total = np.bincount(trustor, trust, len(self.rows))
        count = np.bincount(trustor, minlength=len(self.rows))
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    def _pairs_of_mates(self) -> tuple[Indices, Indices]:
        """Places of the two of all ordered pairs within teams, but for pairs with one's leader."""
        teams = [np.flatnonzero(self.team == t) for t in np.unique(self.team)]
        first = np.concatenate([np.repeat(team, len(team)) for team in teams])
        second = np.concatenate([np.tile(team, len(team)) for team in teams])
        kept = (first != second) & (self.boss[first] != self.rows[second])
        return first[kept], second[kept]

    def trust_organisation(self) -> Floats:
        return np.asarray(
            over_arrays(expectation)(
                _floats(self.people["organisation_for"]),
                _floats(self.people["organisation_against"]),
                _floats(self.people["propensity"]),
                self.p.prior_weight,
            )
        )

    def propensity(self) -> Floats:
        return _floats(self.people["propensity"])

    def risk_taking(self) -> Floats:
        """Chance to entrust an ordinary stake to one's leader (7.6)."""
        chance = over_arrays(entrusting_probability)(
            self.tie.trust,
            self.tie.mistrust * self.c.on_mistrust,
            ORDINARY_STAKE,
            self.fear,
            _floats(self.people["at_sight"]),
            self.tie.certainty,
            0.0,
            0.0,
            0.0,
            self.p,
        )
        return self._of_leader(chance)

    # -- treatment ---------------------------------------------------------------

    def _fairness(self, kind: str) -> Floats:
        good, bad = (_floats(self.people[f"{kind}_{side}"]) for side in ("for", "against"))
        return np.asarray(over_arrays(felt_fairness)(good, bad))

    def distributive(self) -> Floats:
        return self._fairness("distributive")

    def procedural(self) -> Floats:
        return self._fairness("procedural")

    def interactional(self) -> Floats:
        return self._fairness("interactional")

    def _overall(self) -> Floats:
        return sum((self._fairness(kind) for kind in KINDS_OF_FAIRNESS), np.zeros(1)) / 3.0

    def participation(self) -> Floats:
        """How far one's leader asks for views, times how far they are heeded."""
        teams = self.state.teams[self.state.team[self.boss]]
        asked = _floats(teams["voice_level"]) * _floats(teams["listening"])
        return np.where(self.led, asked, np.nan)

    # -- outlets -----------------------------------------------------------------

    def safety(self) -> Floats:
        """Chance to tell rather than hide what went wrong."""
        danger = over_arrays(hiding_probability)(
            self.integrity, self.fear, over_arrays(safety_of)(_Teams(self.teams), self.fear)
        )
        return np.asarray(1.0 - danger)

    def voice(self) -> Floats:
        return np.asarray(self.safety() * (0.5 + 0.5 * self._overall()))

    def satisfaction(self) -> Floats:
        return np.asarray(1.0 - self.strain)

    def _reasons(self) -> Any:
        waits = (self.people["accepted"] == NOT_YET) & (
            self.week - self.people["joined"] > PATIENCE
        )
        return over_arrays(reasons_to_stay)(
            self._trust(self.trust_organisation()),
            self._trust(_floats(self.people["leader_trust"])),
            self._overall(),
            self.strain,
            _floats(self.people["shaken"]),
            np.where(waits, self.c.on_welcome, 0.0),
            self._inclination(0),
            self.p,
        )

    def _inclination(self, word: int) -> Floats:
        """Lasting inclination of each, to stay (0) or to engage (1)."""
        keys = self.state.keys[self.rows]
        drawn = uniforms(self.engine.seed, INCLINATION, 0, keys, 0)[:, word]
        return np.asarray(math.sqrt(12.0) * (drawn - 0.5))

    def _trust(self, trust: Floats) -> Floats:
        return trust if self.trust_path else np.full_like(trust, 0.5)

    def commitment(self) -> Floats:
        """Chance to be still there a year from now."""
        leaving = over_arrays(leaving_probability)(
            self.c.leave_rate, self.c.alternatives, self._reasons()
        )
        return np.asarray(over_arrays(staying_over_a_year)(leaving * self.c.on_leaving))

    def quit_intention(self) -> Floats:
        return np.asarray(over_arrays(intending_probability)(self._reasons()))

    def engagement(self) -> Floats:
        """Chance to give effort beyond the required, as last judged."""
        frame = np.where(self.knows, self.tie.frame, 0.0) * self.c.on_attribution
        return np.asarray(
            over_arrays(engaging_probability)(
                self._trust(_floats(self.people["leader_trust"])),
                self._trust(self.trust_organisation()),
                self._overall(),
                frame,
                _floats(self.people["recognised"]),
                self.strain,
                self._inclination(1),
            )
        )

    def helping(self) -> Floats:
        """Mean chance to help those whom one remembers."""
        there = self.state.whom[self.rows] >= 0
        ties = _read_ties(self.state.ties[self.rows], self.p.prior_weight)
        chance = over_arrays(helping_probability)(
            self._trust(ties.trust),
            _floats(self.people["benevolence"])[:, None],
            ties.frame,
            self.strain[:, None],
        )
        count = there.sum(axis=1)
        return np.where(count > 0, (chance * there).sum(axis=1) / np.maximum(count, 1), np.nan)

    def withholding(self) -> Floats:
        return np.asarray(
            over_arrays(withholding_probability)(self.integrity, self._overall(), self.strain)
        )

    def performance(self) -> Floats:
        """Work done in the last week."""
        return np.where(self.led, _floats(self.people["output"]), np.nan)

    # -- records -----------------------------------------------------------------

    def relationship_weeks(self) -> Floats:
        return self._of_leader(self.week - self.tie.met)

    def tenure_weeks(self) -> Floats:
        return self.week - _floats(self.people["joined"])


class _Teams:
    """Conditions of teams over an array, by attribute as rules ask for them."""

    def __init__(self, teams: Any) -> None:
        self._teams = teams

    def __getattr__(self, name: str) -> Floats:
        return _floats(self._teams[name])


def _floats(column: Any) -> Floats:
    return np.asarray(column, np.float64)
