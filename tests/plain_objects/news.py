"""Good and bad news of somebody, and how they shift evidence and frame (7.8)."""

from __future__ import annotations

from types import SimpleNamespace

from .memory import LEADER, Relationship
from .people import PlainPerson, felt_fairness
from .spaces import Space
from .trust import able, certainty, expectation, goodwill_at_first, trust_from_tie
from .uncompiled import f4, logistic

__all__ = [
    "bad_news",
    "good_news",
    "how_well_done",
    "learn_consequence",
    "live_through",
    "price_of",
    "shift_frame",
]

FACETS = ("ability", "benevolence", "integrity")


def good_news(me: PlainPerson, tie: Relationship, space: Space, g: float, given: float) -> None:
    """Evidence for somebody, of which the ill-disposed doubt a part."""
    amounts = g * space.ability_worth, g * given * space.benevolence_worth, g
    v, q, r = ambiguity(me), disposed(me, tie), reading(me, tie)
    of_ability = how_well_done(tie.other) * (1.0 - 0.25 * v * (1.0 - r))
    of_benevolence, of_integrity = v * (1.0 - q), 0.5 * v * (1.0 - r)
    shares = (
        (of_ability, 1.0 - of_ability),
        (1.0 - of_benevolence, of_benevolence),
        (1.0 - of_integrity, of_integrity),
    )
    for facet, x, (counts, doubted) in zip(FACETS, amounts, shares, strict=True):
        good, bad = stocks(tie, facet)
        w = x * early(me, good, bad)
        setattr(tie, f"{facet}_for", f4(good + w * counts))
        setattr(tie, f"{facet}_against", f4(bad + w * doubted))


def how_well_done(who: PlainPerson) -> float:
    """How well somebody does what they do, where they keep faith."""
    return logistic(2.0 + 4.0 * (who.ability - 0.5))


def disposed(me: PlainPerson, tie: Relationship) -> float:
    """By what unseen goodwill is read: of one's leader, mostly by how fairly it is decided."""
    q = me.propensity
    if tie.kind != LEADER:
        return q
    decided = felt_fairness(me.procedural_for, me.procedural_against)
    return q + me.model.c.on_fairness * 0.8 * (decided - q)


def reading(me: PlainPerson, tie: Relationship) -> float:
    """How the ambiguous is read: by disposition, and more by what one thinks of them already."""
    q = disposed(me, tie)
    return q + 0.7 * (trust_from_tie(tie, me.model.p.prior_weight) - q)


def bad_news(
    me: PlainPerson, tie: Relationship, space: Space, w: float, competence: float
) -> tuple[float, float, float]:
    """Evidence against somebody, of which the well-disposed excuse a part; what was added."""
    k, character = me.model.p.prior_weight, 1.0 - competence
    hurt, goodwill = tie.deception, goodwill_at_first(tie, k)
    expected = (
        able(tie, k),
        expectation(tie.benevolence_for, tie.benevolence_against + hurt, goodwill, k),
        expectation(tie.integrity_for, tie.integrity_against + hurt, goodwill, k),
    )
    amounts = (
        w * competence * space.ability_worth,
        w * character * space.benevolence_worth,
        w * character,
    )
    v, q, r = ambiguity(me), disposed(me, tie), reading(me, tie)
    clear = 1.0 - 0.25 * v * r, 1.0 - v * q, 1.0 - 0.5 * v * r
    parts = zip(FACETS, amounts, expected, clear, strict=True)
    a, b, i = [worsened(me, tie, facet, x, e, share) for facet, x, e, share in parts]
    return a, b, i


def worsened(
    me: PlainPerson, tie: Relationship, facet: str, x: float, expected: float, clear: float
) -> float:
    """What is added to the evidence against of one facet; it weighs most at middling trust."""
    good, bad = stocks(tie, facet)
    surprise = me.model.c.on_asymmetry * me.model.p.surprise
    heavy = 1.0 + surprise * 4.0 * expected * (1.0 - expected)
    added = x * early(me, good, bad) * heavy * clear
    setattr(tie, f"{facet}_against", f4(bad + added))
    return added


def stocks(tie: Relationship, facet: str) -> tuple[float, float]:
    return getattr(tie, f"{facet}_for"), getattr(tie, f"{facet}_against")


def ambiguity(me: PlainPerson) -> float:
    return me.model.p.ambiguity * me.model.c.on_ambiguity


def early(me: PlainPerson, good: float, bad: float) -> float:
    """How much more news weighs while little is known."""
    p = me.model.p
    return 1.0 + p.primacy * (1.0 - certainty(good, bad, p.prior_weight))


def price_of(space: Space, team: SimpleNamespace) -> float:
    """How much a price is present in dealings there."""
    return team.pricing * space.reach * space.formality


def shift_frame(me: PlainPerson, tie: Relationship, price: float, personal: float) -> None:
    """A price shifts the frame to a transaction, personal conduct in free spaces back."""
    c, p = me.model.c, me.model.p
    shifted = tie.frame + c.on_attribution * p.frame_rate * price * (1.0 - tie.frame)
    tie.frame = f4(shifted - p.frame_return * personal * shifted)


def live_through(me: PlainPerson, purpose: int, case: float, rate: float) -> None:
    """Learn consequence from a case, most of it of the purpose of its space."""
    for q in range(4):
        learn_consequence(me, q, case, rate if q == purpose else rate * 0.3)


def learn_consequence(me: PlainPerson, q: int, case: float, rate: float) -> None:
    expected = me.expected[q]
    me.doubt[q] = f4(me.doubt[q] + rate * (abs(case - expected) - me.doubt[q]))
    me.expected[q] = f4(expected + rate * (case - expected))
