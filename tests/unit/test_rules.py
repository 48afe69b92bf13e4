"""Each mechanism's rules against figures worked by hand, monotonicities and limits.

Rules are called as plain Python; that compiled code gives the same bits is the
business of `test_uncompiled.py`.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustgarden.model import (
    answering,
    asymmetry,
    attribution,
    consequence,
    control,
    entrusting,
    fairness,
    leaving,
    memory,
    prior,
    recognition,
    remembering,
    repair,
    spaces,
    work,
)
from trustgarden.model.conditions import conditions_of
from trustgarden.model.layout import PERSON_DTYPE, TIE_DTYPE
from trustgarden.model.parameters import Parameters
from trustgarden.model.scenario import Scenario

DEFAULTS = Parameters()
P = DEFAULTS.as_record()[0]
SHARES = st.floats(0, 1)
INSIDE = st.floats(0.01, 0.99)
GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


def plain(rule: Any) -> Any:
    return getattr(rule, "py_func", rule)


def parameters(**changes: float) -> Any:
    return Parameters(**changes).as_record()[0]


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-12, abs=1e-15)


def assert_rises(rule: Any, name: str, values: Any = GRID, **rest: Any) -> None:
    results = [plain(rule)(**{name: value}, **rest) for value in values]
    assert all(low < high for low, high in itertools.pairwise(results)), (name, results)


def assert_falls(rule: Any, name: str, values: Any = GRID, **rest: Any) -> None:
    assert_rises(rule, name, tuple(reversed(values)), **rest)


# M1 relationship memory


def test_m1_expectation_is_evidence_and_prior_by_weight() -> None:
    # Three acts for, one against, a prior of 1/2 worth four: (3 + 4 x 1/2) / (3 + 1 + 4).
    assert plain(memory.expectation)(3.0, 1.0, 0.5, 4.0) == 0.625


def test_m1_without_evidence_the_prior_stands() -> None:
    assert plain(memory.expectation)(0.0, 0.0, 0.3, 5.0) == near(0.3)
    assert plain(memory.certainty)(0.0, 0.0, 5.0) == 0.0


def test_m1_half_of_an_expectation_rests_on_as_much_evidence_as_the_prior_is_worth() -> None:
    assert plain(memory.certainty)(3.0, 1.0, 4.0) == 0.5


def test_m1_trust_weighs_the_three_facets_and_the_weights_add_up_to_one() -> None:
    trust = plain(memory.weighted_trust)
    assert trust(1.0, 0.0, 0.0) == near(0.35)
    assert trust(0.0, 1.0, 0.0) == near(0.33)
    assert trust(0.0, 0.0, 1.0) == near(0.32)
    assert trust(1.0, 1.0, 1.0) == near(1.0)


@given(st.floats(0, 1e4), st.floats(0, 1e4), SHARES, st.floats(0.5, 50))
def test_m1_an_expectation_is_a_chance(good: float, bad: float, start: float, k: float) -> None:
    assert 0 <= plain(memory.expectation)(good, bad, start, k) <= 1 + 1e-15
    assert 0 <= plain(memory.certainty)(good, bad, k) < 1


def test_m1_constant_conduct_converges_to_the_closed_form() -> None:
    kept, good, bad = 0.97, 0.8, 0.2
    stock_for = stock_against = 0.0
    for _ in range(2000):
        stock_for, stock_against = stock_for * kept + good, stock_against * kept + bad
    limit_for, limit_against = good / (1 - kept), bad / (1 - kept)
    assert stock_for == pytest.approx(limit_for, rel=1e-12)
    expected = (limit_for + 5 * 0.5) / (limit_for + limit_against + 5)
    reached = plain(memory.expectation)(stock_for, stock_against, 0.5, 5.0)
    assert reached == pytest.approx(expected, rel=1e-12)


def test_m1_evidence_halves_in_its_half_life_and_lasts_longer_within_a_team() -> None:
    alike = parameters(half_life_weeks=40.0, durability_spread=0.0, embedding=2.0)
    retention = plain(memory.retention)
    assert retention(0.0, 0.0, alike) ** 40 == pytest.approx(0.5, rel=1e-12)
    assert retention(0.0, 1.0, alike) ** 120 == pytest.approx(0.5, rel=1e-12)


def test_m1_classes_of_durability_have_mean_zero_and_variance_one_on_the_log_scale() -> None:
    retention = plain(memory.retention)
    half_lives = [-math.log(2) / math.log(retention(float(d), 0.0, P)) for d in range(8)]
    logs = np.log(half_lives)
    assert np.all(np.diff(logs) > 0)
    assert logs.mean() == pytest.approx(math.log(DEFAULTS.half_life_weeks), rel=1e-12)
    assert logs.std() == pytest.approx(DEFAULTS.durability_spread, rel=1e-12)


def test_m1_a_mixture_of_durabilities_loses_much_early_and_then_holds() -> None:
    kept = np.array([plain(memory.retention)(float(d), 0.0, P) for d in range(8)])
    early, late = (kept**10).mean(), (kept**110).mean() / (kept**100).mean()
    assert late > early


def test_m1_deception_is_forgotten_five_times_more_slowly() -> None:
    assert plain(memory.deception_retention)(0.9) == near(0.98)


def test_m1_the_table_of_retention_holds_both_kinds_of_tie() -> None:
    table = np.empty((memory.NUM_DURABILITIES, 2))
    plain(memory.retention_table)(table, P)
    assert np.all(table[:, 1] > table[:, 0])
    assert table[2, 1] == plain(memory.retention)(2.0, 1.0, P)


# M2 prior


def test_m2_an_ordinary_person_expects_half_of_a_stranger_elsewhere() -> None:
    common = plain(prior.prior_logit)(0.5, 0.0, 0.0, 0.5, P)
    assert common == 0.0
    assert plain(prior.prior_goodwill)(common, 0.0) == 0.5


def test_m2_a_shared_team_and_place_lift_the_prior_by_likeness() -> None:
    assert plain(prior.prior_logit)(0.5, 1.0, 1.0, 0.5, P) == near(0.25)
    assert plain(prior.prior_logit)(0.5, 1.0, 0.0, 0.5, P) == near(0.125)
    assert plain(prior.prior_logit)(0.5, 0.0, 0.0, 0.8, P) == near(0.3)


def test_m2_rank_lifts_expected_ability_by_two_steps_at_most() -> None:
    ability = plain(prior.prior_ability)
    assert ability(0.0, 0.0, 1.0) == near(logistic(0.2))
    assert ability(0.0, 0.0, 9.0) == ability(0.0, 0.0, 2.0) == near(logistic(0.4))
    assert ability(0.0, 0.0, -9.0) == near(logistic(-0.4))
    assert ability(0.0, 1.0, 0.0) == near(logistic(0.5))


@given(INSIDE, st.sampled_from([0.0, 1.0]), SHARES, st.floats(-6, 6), st.floats(-20, 20))
def test_m2_priors_are_chances(
    propensity: float, same: float, organisation: float, deviate: float, steps: float
) -> None:
    common = plain(prior.prior_logit)(propensity, same, same, organisation, P)
    liking = plain(prior.affinity)(deviate, P)
    assert 0 < plain(prior.prior_goodwill)(common, liking) < 1
    assert 0 < plain(prior.prior_ability)(common, liking, steps) < 1


# M3 entrusting

MEETING = {
    "trust": 0.5, "mistrust": 0.2, "stake": 0.5, "feared": 0.3, "readiness": 0.5, "known": 0.4,
    "demand": 0.2, "p": P,
}  # fmt: skip


def meeting_but(*names: str) -> dict[str, Any]:
    return {name: value for name, value in MEETING.items() if name not in names}


def test_m3_half_would_entrust_nothing_much_at_the_threshold() -> None:
    chance = plain(entrusting.entrusting_probability)
    assert chance(0.4, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, P) == 0.5
    # Six logits a unit of trust: a sixth above the threshold is one logit.
    assert chance(0.4 + 1 / 6, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, P) == near(logistic(1.0))


@pytest.mark.parametrize("name", ["trust", "readiness", "demand"])
def test_m3_entrusting_rises_with(name: str) -> None:
    assert_rises(entrusting.entrusting_probability, name, **meeting_but(name))


@pytest.mark.parametrize("name", ["mistrust", "stake", "feared"])
def test_m3_entrusting_falls_with(name: str) -> None:
    assert_falls(entrusting.entrusting_probability, name, **meeting_but(name))


def test_m3_granting_at_sight_matters_only_while_something_is_unknown() -> None:
    chance = plain(entrusting.entrusting_probability)
    at_ease = MEETING | {"known": 1.0, "readiness": 0.1}
    assert chance(**at_ease) == chance(**(at_ease | {"readiness": 0.9}))


def test_m3_the_stake_ventured_grows_with_trust_and_shrinks_with_mistrust() -> None:
    ventured = plain(entrusting.stake_ventured)
    assert ventured(0.8, 1.0, 0.0) == near(0.8)
    assert ventured(0.8, 0.5, 0.5) == near(0.8 * 0.75 * 0.75)
    assert_rises(entrusting.stake_ventured, "trust", stake=0.8, mistrust=0.3)
    assert_falls(entrusting.stake_ventured, "mistrust", stake=0.8, trust=0.3)


@given(SHARES, SHARES, SHARES)
def test_m3_nobody_ventures_more_than_is_at_stake(stake: float, trust: float, mist: float) -> None:
    assert 0 <= plain(entrusting.stake_ventured)(stake, trust, mist) <= stake


# M4 answering

ASKED = {
    "integrity": 0.5, "benevolence": 0.5, "trust_back": 0.5, "frame": 0.0, "norm": 0.7,
    "fairness": 0.5, "feared": 0.0, "reward": 0.0, "stake": 0.0, "strain": 0.0, "binding": 0.0,
    "p": P,
}  # fmt: skip


def asked_but(**changes: float) -> float:
    return plain(answering.keeping_probability)(**(ASKED | changes))


def test_m4_at_middling_everything_faith_is_kept_as_readily_as_its_parameter_says() -> None:
    assert asked_but() == near(logistic(1.2))


def test_m4_reasons_add_up_in_logits() -> None:
    # 1.2 + 2.5 x 0.2 + 2.0 x 0.1 - 1.0 x 0.5 - 1.5 x 0.2 = 1.1.
    assert asked_but(integrity=0.7, benevolence=0.6, stake=0.5, strain=0.2) == near(logistic(1.1))


@pytest.mark.parametrize(
    "name", ["integrity", "benevolence", "trust_back", "norm", "fairness", "feared", "binding"]
)
def test_m4_keeping_rises_with(name: str) -> None:
    rest = {key: value for key, value in ASKED.items() if key != name}
    assert_rises(answering.keeping_probability, name, **rest)


@pytest.mark.parametrize("name", ["stake", "strain"])
def test_m4_keeping_falls_with(name: str) -> None:
    rest = {key: value for key, value in ASKED.items() if key != name}
    assert_falls(answering.keeping_probability, name, **rest)


def test_m4_in_a_transaction_frame_relations_are_mute_and_the_price_decides() -> None:
    assert asked_but(frame=1.0, trust_back=0.9, benevolence=0.9) == asked_but(frame=1.0)
    assert asked_but(frame=1.0, reward=1.0) > asked_but(frame=1.0)
    assert asked_but(frame=0.0, reward=1.0) == asked_but(frame=0.0)


def test_m4_where_everything_is_bound_there_is_no_choice() -> None:
    assert asked_but(binding=1.0, integrity=0.0, stake=1.0) == 1.0


def test_m4_errors_come_at_their_rate_and_rise_with_strain_and_fall_with_ability() -> None:
    assert plain(answering.error_probability)(0.5, 0.0, P) == near(0.06)
    assert_rises(answering.error_probability, "strain", ability=0.5, p=P)
    assert_falls(answering.error_probability, "ability", strain=0.3, p=P)


def test_m4_nobody_errs_at_a_rate_of_zero() -> None:
    assert plain(answering.error_probability)(0.1, 1.0, parameters(error_rate=0.0)) == 0.0


@given(SHARES, SHARES)
def test_m4_answers_are_graded_and_a_failure_falls_short(grade: float, keeping: float) -> None:
    assert 0.3 <= plain(answering.error_answer)(grade) <= 0.8
    assert 0.0 <= plain(answering.breach_answer)(grade, keeping) <= 0.7
    assert plain(answering.breach_answer)(grade, 0.0) == 0.0


def test_m4_one_in_six_hides_at_ease() -> None:
    assert plain(answering.hiding_probability)(0.5, 0.0, 0.5) == near(logistic(-1.6))


def test_m4_hiding_rises_with_fear_and_falls_with_integrity_and_safety() -> None:
    assert_rises(answering.hiding_probability, "feared", integrity=0.5, safety=0.5)
    assert_falls(answering.hiding_probability, "integrity", feared=0.5, safety=0.5)
    assert_falls(answering.hiding_probability, "safety", feared=0.5, integrity=0.5)


# M5 attribution


def test_m5_constraints_bind_as_what_each_leaves_free() -> None:
    bound = plain(attribution.total_binding)
    assert bound(0.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 0.0
    assert bound(1.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 1.0
    assert bound(0.5, 0.0, 0.5, 0.0, 0.0, 0.0) == near(1 - 0.5 * 0.7)
    assert bound(0.0, 1.0, 0.0, 0.0, 0.0, 1.0) == near(1 - 0.4 * 0.4)


def test_m5_a_reward_binds_only_where_it_is_counted() -> None:
    bound = plain(attribution.total_binding)
    assert bound(0.0, 0.0, 0.0, 1.0, 0.0, 0.0) == 0.0
    assert bound(0.0, 0.0, 0.0, 1.0, 1.0, 0.0) == near(0.6)


def test_m5_credit_is_what_the_regime_and_the_frame_leave_to_the_person() -> None:
    credit = plain(attribution.personal_credit)
    assert credit(0.0, 0.0, 1.0, P) == 1.0
    assert credit(1.0, 0.0, 1.0, P) == near(0.15)
    assert credit(0.0, 1.0, 1.0, P) == near(0.5)
    assert credit(0.5, 0.5, 1.0, P) == near((1 - 0.425) * 0.75)


def test_m5_credit_falls_with_binding_and_with_the_frame() -> None:
    assert_falls(attribution.personal_credit, "bound", frame=0.2, on=1.0, p=P)
    assert_falls(attribution.personal_credit, "frame", bound=0.2, on=1.0, p=P)


def test_m5_switched_off_everything_is_credited_and_no_price_shifts_a_frame() -> None:
    assert plain(attribution.personal_credit)(1.0, 1.0, 0.0, P) == 1.0
    assert plain(attribution.frame_after)(0.3, 1.0, 0.0, 0.0, P) == 0.3


def test_m5_a_price_shifts_the_frame_and_does_not_shift_it_back_by_going() -> None:
    frame = plain(attribution.frame_after)
    assert frame(0.0, 1.0, 0.0, 1.0, P) == near(0.06)
    assert frame(0.5, 1.0, 0.0, 1.0, P) == near(0.53)
    assert frame(0.53, 0.0, 0.0, 1.0, P) == 0.53


def test_m5_personal_conduct_in_a_free_space_brings_the_frame_back() -> None:
    assert plain(attribution.frame_after)(0.5, 0.0, 1.0, 1.0, P) == near(0.48)


@given(SHARES, SHARES, SHARES, st.floats(0, 1), st.floats(0, 1))
def test_m5_a_frame_stays_between_personal_and_transaction(
    frame: float, price: float, personal: float, rate: float, back: float
) -> None:
    p = parameters(frame_rate=rate, frame_return=back)
    assert 0 <= plain(attribution.frame_after)(frame, price, personal, 1.0, p) <= 1


# M6 consequence


def test_m6_a_case_teaches_by_its_rate() -> None:
    assert plain(consequence.learned)(0.2, 1.0, 0.25) == near(0.4)
    assert plain(consequence.doubt_after)(0.1, 0.2, 1.0, 0.25) == near(0.275)
    # Surprise has no sign: a case milder than expected makes doubt as well.
    assert plain(consequence.doubt_after)(0.1, 0.9, 0.1, 0.25) == near(0.275)


def test_m6_doubt_enlarges_what_is_projected() -> None:
    projected = plain(consequence.projected_consequence)
    assert projected(0.4, 0.0, P) == 0.4
    assert projected(0.4, 0.275, P) == near(0.565)
    assert projected(0.4, 1.0, parameters(doubt_weight=5.0)) == 1.0


@given(SHARES, SHARES)
def test_m6_what_is_projected_is_at_least_what_is_expected(expected: float, doubt: float) -> None:
    assert expected <= plain(consequence.projected_consequence)(expected, doubt, P) <= 1


@given(SHARES, SHARES, SHARES, SHARES)
def test_m6_learning_stays_in_range(
    expected: float, case: float, rate: float, doubt: float
) -> None:
    assert 0 <= plain(consequence.learned)(expected, case, rate) <= 1 + 1e-15
    assert 0 <= plain(consequence.doubt_after)(doubt, expected, case, rate) <= 1 + 1e-15


def test_m6_more_is_learned_from_what_was_lived_than_seen_than_told() -> None:
    assert DEFAULTS.learning_lived > DEFAULTS.learning_seen > DEFAULTS.learning_told > 0


def test_m6_a_steady_consequence_leaves_neither_doubt_nor_a_gap() -> None:
    expected, doubt = 0.9, 0.5
    for _ in range(400):
        doubt = plain(consequence.doubt_after)(doubt, expected, 0.3, 0.1)
        expected = plain(consequence.learned)(expected, 0.3, 0.1)
    assert plain(consequence.projected_consequence)(expected, doubt, P) == pytest.approx(0.3)


def test_m6_an_error_told_from_a_breach_is_spared() -> None:
    met = plain(consequence.severity_met)
    assert met(0.8, 0.0, 1.0, 0.0) == 0.8
    assert met(0.8, 0.0, 1.0, 1.0) == near(0.04)
    assert met(0.8, 0.0, 0.0, 1.0) == 0.8
    assert met(0.8, 1.0, 0.0, 0.0) == near(0.24)


def test_m6_where_it_is_uneven_the_favoured_are_spared() -> None:
    acting = plain(consequence.acting_probability)
    assert acting(0.8, 1.0, 0.9) == 0.8
    assert acting(0.8, 0.0, 1.0) == 0.0
    assert acting(0.8, 0.5, 0.5) == near(0.6)


def test_m6_imposed_consequence_on_average_by_hand() -> None:
    # Detected and acted on in 0.5 x 0.8; a breach meets 0.7, an error 0.7 (1 - 0.95 x 0.6).
    imposed = plain(consequence.imposed_consequence)
    expected = 0.4 * 0.5 * (0.7 + 0.301)
    assert imposed(0.5, 0.8, 1.0, 0.7, 0.0, 0.6, 0.0, 0.5) == near(expected)


def test_m6_nothing_is_imposed_where_nothing_follows() -> None:
    assert plain(consequence.imposed_consequence)(0.5, 0.0, 1.0, 0.7, 0.0, 0.6, 0.0, 0.5) == 0.0


@given(st.tuples(*[SHARES] * 8))
@example((1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.5))
def test_m6_imposed_consequence_is_at_most_full(dimensions: tuple[float, ...]) -> None:
    assert 0 <= plain(consequence.imposed_consequence)(*dimensions) <= 1 + 1e-12


# M7 repair


def test_m7_a_repair_takes_back_more_of_an_error_than_of_a_breach() -> None:
    taken = plain(repair.evidence_taken_back)
    assert taken(1.0, 0.5, P) == near(0.5)
    assert taken(0.0, 0.5, P) == near(0.25)
    assert taken(1.0, 1.0, parameters(repair_share=1.0)) == 1.0


def test_m7_repair_rises_with_goodwill_and_a_host_and_falls_with_fear() -> None:
    rest = {"integrity": 0.5, "benevolence": 0.5, "feared": 0.3, "hosted": 0.2}
    assert plain(repair.repair_probability)(0.5, 0.5, 0.0, 0.0) == near(logistic(-0.8))
    for name in ("integrity", "benevolence", "hosted"):
        assert_rises(repair.repair_probability, name, **{k: rest[k] for k in rest if k != name})
    assert_falls(repair.repair_probability, "feared", **{k: rest[k] for k in rest if k != "feared"})


# M8 asymmetry


def test_m8_a_breach_weighs_two_to_six_kept_acts_at_middling_trust() -> None:
    for expected in (0.4, 0.5, 0.6):
        assert 2 <= plain(asymmetry.bad_news_weight)(expected, 1.0, P) <= 6
    assert plain(asymmetry.bad_news_weight)(0.5, 1.0, P) == near(3.2)


def test_m8_at_the_extremes_bad_news_weighs_no_more_than_good() -> None:
    assert plain(asymmetry.bad_news_weight)(0.0, 1.0, P) == 1.0
    assert plain(asymmetry.bad_news_weight)(1.0, 1.0, P) == 1.0
    assert plain(asymmetry.bad_news_weight)(0.5, 0.0, P) == 1.0


def test_m8_early_news_weighs_more() -> None:
    assert plain(asymmetry.early_weight)(0.0, P) == 1.5
    assert plain(asymmetry.early_weight)(1.0, P) == 1.0
    assert_falls(asymmetry.early_weight, "known", p=P)


@given(INSIDE, INSIDE, st.floats(0.5, 200), st.floats(0, 20), st.floats(0, 6))
def test_m8_nobody_overtakes_another_by_the_same_breach(
    one: float, other: float, evidence: float, breach: float, surprise: float
) -> None:
    p = parameters(surprise=surprise)

    def after(expected: float) -> float:
        heavy = plain(asymmetry.bad_news_weight)(expected, 1.0, p)
        return expected * evidence / (evidence + breach * heavy)

    low, high = sorted((one, other))
    assert after(low) <= after(high) * (1 + 1e-12)


# M8 with M1: a whole tie


def tie_of(prior_trust: float, good: float = 0.0, bad: float = 0.0) -> Any:
    tie = np.zeros(1, TIE_DTYPE).view(np.recarray)
    for facet in ("ability", "benevolence", "integrity"):
        tie[f"prior_{facet}"] = prior_trust
        tie[f"{facet}_for"] = good
        tie[f"{facet}_against"] = bad
    return tie[0]


def person_of(propensity: float) -> Any:
    person = np.zeros(1, PERSON_DTYPE).view(np.recarray)
    person.propensity = propensity
    person.forgiveness = 0.5
    return person[0]


CONDITIONS = conditions_of(Scenario(id="any"))[0]


def trust_after_bad_news(
    tie: Any, weight: float, propensity: float, is_error: float, space: int
) -> float:
    person = person_of(propensity)
    plain(remembering._bad_news)(tie, weight, is_error, 0.0, space, person, CONDITIONS, P)
    return plain(memory.trust_from_tie)(tie, DEFAULTS.prior_weight)


ANY_TIE = (INSIDE, st.floats(0, 30), st.floats(0, 30))
A_FAILURE = (st.floats(0, 1.5), INSIDE, st.sampled_from([0.0, 1.0]), st.integers(0, 3))


@given(*ANY_TIE, *A_FAILURE)
@example(0.0625, 0.0, 0.0, 1.0, 0.5, 0.0, spaces.WORK)
def test_m8_bad_news_never_raises_trust(
    start: float,
    good: float,
    bad: float,
    weight: float,
    propensity: float,
    error: float,
    space: int,
) -> None:
    tie = tie_of(start, good, bad)
    before = plain(memory.trust_from_tie)(tie, DEFAULTS.prior_weight)
    assert trust_after_bad_news(tie, weight, propensity, error, space) <= before + 1e-6


@given(*ANY_TIE, st.floats(0, 1), *A_FAILURE)
def test_m8_with_as_much_evidence_a_failure_reorders_nobody(
    start: float, good: float, bad: float, shift: float, weight: float, propensity: float,
    error: float, space: int,
) -> None:  # fmt: skip
    # The other has as much evidence in all, more of it against.
    moved = shift * good
    better, worse = tie_of(start, good, bad), tie_of(start, good - moved, bad + moved)
    high = trust_after_bad_news(better, weight, propensity, error, space)
    low = trust_after_bad_news(worse, weight, propensity, error, space)
    assert low <= high + 1e-6


@given(*ANY_TIE, st.floats(0, 1.5), INSIDE, st.integers(0, 3))
def test_m8_good_news_never_lowers_the_evidence(
    start: float, good: float, bad: float, weight: float, propensity: float, space: int
) -> None:
    tie = tie_of(start, good, bad)
    before = tie.copy()
    plain(remembering._good_news)(tie, weight, space, propensity, CONDITIONS, P)
    for facet in ("ability", "benevolence", "integrity"):
        assert tie[f"{facet}_for"] >= before[f"{facet}_for"]
        assert tie[f"{facet}_against"] >= before[f"{facet}_against"]


def test_m1_ambiguity_is_read_by_disposition_most_for_benevolence() -> None:
    trusting, wary = tie_of(0.5), tie_of(0.5)
    plain(remembering._good_news)(trusting, 1.0, spaces.WORK, 0.9, CONDITIONS, P)
    plain(remembering._good_news)(wary, 1.0, spaces.WORK, 0.1, CONDITIONS, P)
    gaps = {
        facet: float(trusting[f"{facet}_for"]) - float(wary[f"{facet}_for"])
        for facet in ("ability", "benevolence", "integrity")
    }
    # Early weight 1.5 times the ambiguous share 0.4 (whole, half, a quarter) times 0.8.
    assert gaps["benevolence"] == pytest.approx(1.5 * 0.4 * 0.8, rel=1e-6)
    assert gaps["integrity"] == pytest.approx(1.5 * 0.2 * 0.8, rel=1e-6)
    assert gaps["ability"] == pytest.approx(1.5 * 0.1 * 0.8, rel=1e-6)


def test_m5_an_error_speaks_against_ability_and_a_breach_against_character() -> None:
    error, breach = tie_of(0.5), tie_of(0.5)
    trust_after_bad_news(error, 1.0, 0.5, 1.0, spaces.WORK)
    trust_after_bad_news(breach, 1.0, 0.5, 0.0, spaces.WORK)
    assert error.ability_against > error.integrity_against > 0
    assert breach.integrity_against > breach.ability_against > 0


# M9 spaces


def test_m9_load_and_strain_squeeze_free_hours_and_never_below_a_tenth() -> None:
    hours = plain(spaces.free_hours)
    assert hours(1.0, 0.0, 0.3, 0.5) == near(0.85)
    assert hours(1.0, 0.5, 0.0, 0.5) == near(2.0)
    assert hours(1.0, 0.0, 1.0, 1.0) == near(0.1)
    assert hours(1.0, 0.0, 0.0, 0.0) == 1.0


def test_m9_a_fraction_of_an_hour_is_the_chance_of_one_more() -> None:
    whole = plain(spaces.whole_hours)
    assert (whole(2.25, 0.2), whole(2.25, 0.3)) == (3, 2)
    assert (whole(2.0, 0.0001), whole(0.0, 0.0001)) == (2, 0)


def test_m9_an_hour_among_people_is_worth_twice_one_at_work_for_benevolence() -> None:
    worth = plain(spaces.benevolence_worth)
    assert worth(spaces.SOCIAL, P) == 2.0
    assert worth(spaces.REHEARSAL, P) == 1.5
    assert worth(spaces.WORK, P) == worth(spaces.MEETING, P) == 1.0


def test_m9_consequence_reaches_wholly_into_formal_spaces_only() -> None:
    reach = plain(spaces.reach_of)
    assert [reach(space, 0.3, 0.1) for space in range(4)] == [1.0, 1.0, 0.3, 0.1]
    assert [plain(spaces.formality)(space) for space in range(4)] == [1.0, 1.0, 0.4, 0.0]


# M12 recognition


def test_m12_recognition_is_a_chance_that_attention_and_conduct_raise() -> None:
    chance = plain(recognition.recognition_probability)
    assert chance(0.5, 1.0, 0.8) == near(0.4)
    assert chance(1.0, 3.0, 1.0) == 1.0
    assert chance(0.0, 3.0, 1.0) == 0.0


# M13 demand and control


def test_m13_three_hours_in_a_team_of_eight_have_half_the_effect() -> None:
    assert plain(control.practice_level)(0.25, 12.0, 8.0) == 0.5


def test_m13_a_practice_is_thinned_by_span_and_returns_less_and_less() -> None:
    assert plain(control.practice_level)(0.25, 12.0, 16.0) == near(1 / 3)
    levels = [plain(control.practice_level)(share, 12.0, 8.0) for share in GRID]
    gains = np.diff(levels)
    assert levels[0] == 0.0
    assert np.all(gains > 0)
    assert np.all(np.diff(gains) < 0)


@given(SHARES, st.floats(0, 60), st.integers(1, 500))
def test_m13_no_practice_has_its_whole_effect(share: float, hours: float, members: int) -> None:
    assert 0 <= plain(control.practice_level)(share, hours, float(members)) < 1


@given(SHARES, SHARES)
def test_m13_a_dimension_is_raised_towards_one(value: float, level: float) -> None:
    assert value <= plain(control.raised)(value, level) <= 1
    assert plain(control.raised)(value, 0.0) == value


# M14 fairness


def test_m14_nobody_treated_yet_feels_neither_fair_nor_unfair() -> None:
    assert plain(fairness.felt_fairness)(0.0, 0.0) == 0.5
    assert plain(fairness.felt_fairness)(4.0, 0.0) == 0.75
    assert plain(fairness.felt_fairness)(0.0, 4.0) == 0.25


def test_m14_shares_of_attention_average_to_one_however_uneven() -> None:
    favours = (np.arange(100_000) + 0.5) / 100_000
    for evenness in GRID:
        shares = plain(fairness.attention_share)(evenness, favours)
        assert shares.mean() == pytest.approx(1.0, abs=1e-6)
    assert plain(fairness.attention_share)(1.0, 0.1) == 1.0


def test_m14_having_less_than_ones_fellows_counts_double() -> None:
    signal = plain(fairness.distributive_signal)
    assert signal(1.0, 0.0, 0.0, 0.0) == 0.5
    assert signal(0.5, 0.0, 0.0, 0.0) == near(0.325)
    assert signal(1.5, 0.0, 0.0, 0.0) == near(0.5875)
    assert signal(1.0, 1.0, 0.0, 0.5) == near(0.875)
    assert signal(1.0, 0.0, 1.0, 0.0) == 0.0


def test_m14_voice_and_evenness_are_fair_and_whim_and_demand_are_not() -> None:
    signal = plain(fairness.procedural_signal)
    assert signal(1.0, 0.0, 0.0, 0.0, 0.0) == near(0.45)
    assert signal(1.0, 0.0, 1.0, 0.0, 0.0) == near(0.95)
    assert signal(0.0, 0.0, 0.2, 0.0, 0.0) == near(0.1)
    assert signal(1.0, 0.05, 0.0, 0.5, 0.2) == near(0.1)


def test_m14_respect_and_care_are_felt_and_so_are_demand_and_control() -> None:
    signal = plain(fairness.interactional_signal)
    assert signal(0.6, 0.0, 0.0, 0.0) == near(0.52)
    assert signal(0.6, 0.4, 0.2, 0.2) == near(0.54)
    assert signal(0.0, 0.0, 1.0, 1.0) == 0.0


@given(st.floats(0, 3), SHARES, SHARES, SHARES, SHARES)
def test_m14_signals_are_shares(
    attention: float, one: float, two: float, three: float, four: float
) -> None:
    assert 0 <= plain(fairness.distributive_signal)(attention, one, two, three) <= 1
    assert 0 <= plain(fairness.procedural_signal)(one, two, three, four, one) <= 1
    assert 0 <= plain(fairness.interactional_signal)(one, two, three, four) <= 1


# M16 leaving


def test_m16_at_middling_everything_people_leave_at_the_stated_rate() -> None:
    assert plain(leaving.leaving_probability)(0.003, 0.5, 0.5, 0.5, 0.3, P) == near(0.003)


def test_m16_nobody_leaves_at_a_rate_of_zero() -> None:
    assert plain(leaving.leaving_probability)(0.0, 0.0, 0.0, 0.0, 1.0, P) == 0.0


def test_m16_leaving_falls_with_trust_and_fairness_and_rises_with_strain() -> None:
    rest = {
        "rate": 0.01, "organisation": 0.5, "leader": 0.5, "fairness": 0.5, "strain": 0.3, "p": P,
    }  # fmt: skip
    for name in ("organisation", "leader", "fairness"):
        others = {key: value for key, value in rest.items() if key != name}
        assert_falls(leaving.leaving_probability, name, **others)
    others = {key: value for key, value in rest.items() if key != "strain"}
    assert_rises(leaving.leaving_probability, "strain", **others)


def test_m16_staying_is_a_year_of_not_leaving() -> None:
    assert plain(leaving.staying_over_a_year)(0.0) == 1.0
    assert plain(leaving.staying_over_a_year)(0.01) == pytest.approx(0.99**52, rel=1e-12)
    assert plain(leaving.staying_over_a_year)(1.0) == 0.0


# M18 work and strain


def test_m18_an_ordinary_week_keeps_strain_where_it_began() -> None:
    assert plain(work.strain_after)(0.3, 0.5, 0.0, 0.0, 0.0, 0.0, 0.15) == near(0.3)


def test_m18_strain_follows_its_reasons_at_its_rate() -> None:
    # The target is 0.6 x 0.5 + 0.5 x 0.4 + 0.35 x 0.2 + 0.15 x 0.2 - 0.06 x 5 = 0.3.
    assert plain(work.strain_after)(0.1, 0.5, 0.4, 0.2, 0.2, 5.0, 0.5) == near(0.2)
    rest = {
        "strain": 0.3, "load": 0.5, "let_down": 0.2, "monitoring": 0.2, "demand": 0.2, "free": 1.0,
        "rate": 0.15,
    }  # fmt: skip
    for name in ("load", "let_down", "monitoring", "demand"):
        others = {key: value for key, value in rest.items() if key != name}
        assert_rises(work.strain_after, name, **others)
    others = {key: value for key, value in rest.items() if key != "free"}
    assert_falls(work.strain_after, "free", **others)


@given(SHARES, SHARES, SHARES, SHARES, SHARES, st.floats(0, 60), st.floats(0.01, 1))
def test_m18_strain_is_a_share(
    strain: float, load: float, let_down: float, seen: float, demand: float, free: float,
    rate: float,
) -> None:  # fmt: skip
    after = plain(work.strain_after)(strain, load, let_down, seen, demand, free, rate)
    assert 0 <= after <= 1


def test_m18_effort_follows_trust_fairness_and_recognition_and_falls_with_strain() -> None:
    chance = plain(work.engaging_probability)
    assert chance(0.5, 0.5, 0.5, 0.0, 0.0) == near(logistic(-0.4))
    assert chance(0.7, 0.6, 0.6, 1.0, 0.3) == near(logistic(-0.4 + 0.4 + 0.1 + 0.15 + 0.6 - 0.3))


def test_m18_help_is_relational_and_a_frame_mutes_it() -> None:
    chance = plain(work.helping_probability)
    assert chance(0.5, 0.5, 0.0, 0.0) == near(logistic(0.2))
    assert chance(0.7, 0.6, 0.0, 0.5) == near(logistic(0.2 + 0.6 + 0.2 - 0.6))
    assert chance(0.9, 0.9, 1.0, 0.0) == chance(0.1, 0.1, 1.0, 0.0) == near(logistic(-0.8))


def test_m18_work_done_by_hand() -> None:
    done = plain(work.work_done)
    assert done(1.0, 1.0, 0.0, 0.0, 0.0) == 1.0
    assert done(0.8, 0.5, 0.0, 0.5, 1.0) == near(0.64)
    assert done(0.8, 0.5, 0.5, 0.5, 0.4) == near(0.8 * 0.8 * 0.8 * 0.7)
    assert done(1.0, 1.0, 0.0, 1.0, 0.0) == 0.0
