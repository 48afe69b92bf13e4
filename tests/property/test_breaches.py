"""More of a breach never raises trust, and nobody overtakes another by the same breach.

Held here for a whole hour as it is remembered: with whatever was said about it, under a
promise or not, hidden and found out or not, in any space, under any regime.
"""

from __future__ import annotations

from typing import Any

from by_hand import ByHand
from hypothesis import given
from hypothesis import strategies as st

from trustgarden.model.layout import ADMITS, BREACH, DENIES, ERROR, PAYS, PROMISES, SPACES
from trustgarden.model.presets import REGIMES

FACETS = ("ability", "benevolence", "integrity")
ROUNDING = 1e-6
"""Evidence is stored as float32."""

FORMS = st.sampled_from([0, ADMITS, ADMITS | PAYS, ADMITS | PROMISES, DENIES])
HOURS = st.fixed_dictionaries(
    {
        "act": st.sampled_from([ERROR, BREACH]),
        "answer": st.floats(0, 0.8),
        "stake": st.floats(0, 1),
        "forms": FORMS,
        "space": st.sampled_from(SPACES),
    }
)
HIDDEN = st.sampled_from([{}, {"hidden": 1, "found": 1, "forms": 0}])
TIES = st.fixed_dictionaries(
    {
        "prior_ability": st.floats(0.05, 0.95),
        "prior_goodwill": st.floats(0.05, 0.95),
        "deception": st.floats(0, 10),
        "mistrust": st.floats(0, 1),
        "pledge": st.sampled_from([0, 10]),
        "told_for": st.floats(0, 3),
        "told_against": st.floats(0, 3),
    }
)
EVIDENCE = st.fixed_dictionaries({facet: st.floats(0, 20) for facet in FACETS})
REGIMES_DRAWN = st.sampled_from(sorted(REGIMES))
WEEKS: dict[str, ByHand] = {}


def trust_after(regime: str, tie: dict[str, Any], hour: dict[str, Any]) -> float:
    """Trust of 1 in 2 once this hour has been remembered."""
    week = WEEKS.setdefault(regime, ByHand({"consequence.regime": regime}))
    week.next_week()
    week.forget(1, 2)
    week.relate(1, 2, **tie)
    week.hold(1, 2, **hour)
    week.play("remember")
    return week.trust(1, 2)


def with_evidence(
    tie: dict[str, Any], good: dict[str, float], bad: dict[str, float]
) -> dict[str, Any]:
    for facet in FACETS:
        tie = tie | {f"{facet}_for": good[facet], f"{facet}_against": bad[facet]}
    return tie


@given(REGIMES_DRAWN, TIES, EVIDENCE, EVIDENCE, HOURS, HIDDEN, st.floats(0, 1))
def test_the_less_is_done_of_what_was_due_the_less_trust_is_left(
    regime: str, tie: dict[str, Any], good: dict[str, float], bad: dict[str, float],
    hour: dict[str, Any], hidden: dict[str, int], part: float,
) -> None:  # fmt: skip
    known = with_evidence(tie, good, bad)
    more = hour | hidden
    worse = more | {"answer": part * hour["answer"]}
    assert trust_after(regime, known, worse) <= trust_after(regime, known, more) + ROUNDING


@given(REGIMES_DRAWN, TIES, EVIDENCE, EVIDENCE, HOURS, HIDDEN, st.floats(0, 1))
def test_the_more_is_at_stake_the_less_trust_is_left(
    regime: str, tie: dict[str, Any], good: dict[str, float], bad: dict[str, float],
    hour: dict[str, Any], hidden: dict[str, int], part: float,
) -> None:  # fmt: skip
    known = with_evidence(tie, good, bad)
    full = hour | hidden
    small = full | {"stake": part * hour["stake"]}
    assert trust_after(regime, known, full) <= trust_after(regime, known, small) + ROUNDING


@given(REGIMES_DRAWN, TIES, EVIDENCE, EVIDENCE, HOURS, HIDDEN, st.floats(0, 1))
def test_a_breach_by_the_better_trusted_does_not_put_them_behind_the_less_trusted(
    regime: str, tie: dict[str, Any], good: dict[str, float], bad: dict[str, float],
    hour: dict[str, Any], hidden: dict[str, int], moved: float,
) -> None:  # fmt: skip
    """Two of whom as much is known, and more of it speaks against the one."""
    shifted_good = {facet: good[facet] * (1 - moved) for facet in FACETS}
    shifted_bad = {facet: bad[facet] + good[facet] * moved for facet in FACETS}
    better = trust_after(regime, with_evidence(tie, good, bad), hour | hidden)
    worse = trust_after(regime, with_evidence(tie, shifted_good, shifted_bad), hour | hidden)
    assert worse <= better + ROUNDING


@given(REGIMES_DRAWN, TIES, EVIDENCE, EVIDENCE, HOURS, HIDDEN)
def test_no_failure_in_the_open_raises_trust(
    regime: str, tie: dict[str, Any], good: dict[str, float], bad: dict[str, float],
    hour: dict[str, Any], hidden: dict[str, int],
) -> None:  # fmt: skip
    known = with_evidence(tie, good, bad)
    week = WEEKS.setdefault(regime, ByHand({"consequence.regime": regime}))
    week.next_week()
    week.forget(1, 2)
    week.relate(1, 2, **known)
    before = week.trust(1, 2)
    assert trust_after(regime, known, hour | hidden) <= before + ROUNDING
