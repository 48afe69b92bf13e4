"""Measures of people: what they expect, feel, do and would do (7.13)."""

from __future__ import annotations

from types import SimpleNamespace

from .answering import hiding, safety_of
from .memory import Relationship
from .people import PlainPerson, felt_fairness
from .spaces import EXPLORE, PERFORM, REHEARSE
from .sums import mean
from .trust import trust_from_tie
from .uncompiled import logistic

__all__ = ["MEASURES_OF_A_PERSON", "of_person"]

MEASURES_OF_A_PERSON = (
    "trust_organisation", "imposed", "projected", "safety", "fairness_distributive",
    "fairness_procedural", "fairness_interactional", "recognised", "strain", "output", "engage",
    "help", "share", "intention", "withholding",
)  # fmt: skip


def of_person(me: PlainPerson) -> dict[str, float]:
    telling, team = chance_to_tell(me), me.seat.team.conditions
    return {
        "trust_organisation": me.organisation_trust(),
        "imposed": imposed(team, 1.0),
        "projected": me.feared(PERFORM),
        "gap_free": gaps_in_free_spaces(me),
        "safety": telling,
        "fairness_distributive": felt_fairness(me.distributive_for, me.distributive_against),
        "fairness_procedural": felt_fairness(me.procedural_for, me.procedural_against),
        "fairness_interactional": felt_fairness(me.interactional_for, me.interactional_against),
        "recognised": me.recognised,
        "strain": me.felt_strain(),
        "output": me.output,
        "engage": me.effort,
        "help": mean([helps(me, tie) for tie in me.memory.ties()]),
        "share": telling * (0.5 + 0.5 * me.overall_fairness()),
        "intention": me.intention,
        "withholding": withholding(me),
    }


def gaps_in_free_spaces(me: PlainPerson) -> list[float]:
    """What one projects of rehearsing and exploring, less what is imposed there, by halves."""
    team, spaces = me.seat.team.conditions, me.model.spaces
    return [0.5 * (me.feared(q) - imposed(team, spaces[q].reach)) for q in (REHEARSE, EXPLORE)]


def imposed(team: SimpleNamespace, reach: float) -> float:
    """Consequence that an act gone wrong meets on average."""
    acted = team.detection * (team.certainty * (1.0 - (1.0 - team.evenness) * 0.5))
    breach = team.severity * (1.0 - 0.7 * team.repair) * (1.0 - 0.95 * team.distinction * 0.0)
    error = team.severity * (1.0 - 0.7 * team.repair) * (1.0 - 0.95 * team.distinction * 1.0)
    failing = acted * ((1.0 - 0.5) * breach + 0.5 * error)
    formal = failing + (1.0 - failing) * team.arbitrary * team.severity
    formal = formal * reach
    return formal + (1.0 - formal) * (0.3 * team.social * 0.5)


def chance_to_tell(me: PlainPerson) -> float:
    """Chance that somebody whose act went wrong at work tells it."""
    fear = me.feared(PERFORM)
    return 1.0 - hiding(me.integrity, fear, safety_of(me.seat.team.conditions, fear))


def helps(me: PlainPerson, tie: Relationship) -> float:
    """Chance to help one of those who are remembered."""
    trust = trust_from_tie(tie, me.model.p.prior_weight)
    relational = 3.0 * (trust - 0.5) + 2.0 * (me.benevolence - 0.5)
    return logistic(0.2 + (1.0 - tie.frame) * relational - tie.frame - 1.2 * me.felt_strain())


def withholding(me: PlainPerson) -> float:
    """Chance of counterproductive conduct."""
    return logistic(
        -3.0
        - 2.0 * (me.integrity - 0.5)
        - 3.0 * (me.overall_fairness() - 0.5)
        + 1.0 * me.felt_strain()
    )
