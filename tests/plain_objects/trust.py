"""Expectation, certainty and trust, as they follow from evidence (7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .memory import Relationship

__all__ = [
    "able",
    "certainty",
    "expectation",
    "goodwill_at_first",
    "tie_certainty",
    "trust_from_tie",
    "weighted_trust",
]


def expectation(good: float, bad: float, prior: float, k: float) -> float:
    return (good + k * prior) / (good + bad + k)


def certainty(good: float, bad: float, k: float) -> float:
    return (good + bad) / (good + bad + k)


def weighted_trust(ability: float, benevolence: float, integrity: float) -> float:
    return 0.35 * ability + 0.33 * benevolence + 0.32 * integrity


def heard(tie: Relationship, prior: float, k: float) -> float:
    """A prior as it is moved by what was told."""
    return (k * prior + tie.told_for) / (k + tie.told_for + tie.told_against)


def goodwill_at_first(tie: Relationship, k: float) -> float:
    return heard(tie, tie.prior_goodwill, k)


def able(tie: Relationship, k: float) -> float:
    """How able the other is expected to be."""
    at_first = heard(tie, tie.prior_ability, k)
    return expectation(tie.ability_for, tie.ability_against, at_first, k)


def trust_from_tie(tie: Relationship, k: float) -> float:
    hurt, at_first = tie.deception, goodwill_at_first(tie, k)
    return weighted_trust(
        able(tie, k),
        expectation(tie.benevolence_for, tie.benevolence_against + hurt, at_first, k),
        expectation(tie.integrity_for, tie.integrity_against + hurt, at_first, k),
    )


def tie_certainty(tie: Relationship, k: float) -> float:
    return (
        certainty(tie.ability_for, tie.ability_against, k)
        + certainty(tie.benevolence_for, tie.benevolence_against, k)
        + certainty(tie.integrity_for, tie.integrity_against, k)
    ) / 3.0
