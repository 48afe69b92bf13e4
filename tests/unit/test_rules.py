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
from by_hand import ByHand
from hypothesis import example, given
from hypothesis import strategies as st
from plain_model import plain as plain_module

from trustgarden.model import (
    answering,
    asymmetry,
    attribution,
    consequence,
    control,
    entrusting,
    fairness,
    leading,
    memory,
    prior,
    remembering,
    spaces,
    work,
)
from trustgarden.model.conditions import conditions_of, spaces_of
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


def test_m1_the_table_of_retention_has_a_row_a_class_and_a_column_a_shared_friend() -> None:
    table = np.empty((memory.NUM_DURABILITIES, memory.MOST_PARTIES + 1))
    plain(memory.retention_table)(table, P)
    assert np.all(np.diff(table, axis=1) > 0)
    assert np.all(np.diff(table, axis=0) > 0)
    assert table[2, 4] == plain(memory.retention)(2.0, 1.0, P)
    assert table[2, 1] == plain(memory.retention)(2.0, 0.25, P)


def test_m1_what_was_told_moves_the_prior_by_its_weight() -> None:
    heard = plain(memory.heard)
    assert heard(0.4, 0.0, 0.0, 5.0) == near(0.4)
    # (5 x 0.4 + 2) / (5 + 2 + 1)
    assert heard(0.4, 2.0, 1.0, 5.0) == near(0.5)


def test_m1_who_is_held_by_friends_is_kept_in_mind() -> None:
    strength = plain(memory.slot_strength)
    assert strength(3.0, 1.0, 0.0) == 4.0
    assert strength(3.0, 1.0, 1.0) == 8.0


def test_m1_class_and_origin_share_a_byte() -> None:
    tie = tie_of(0.5)
    for origin in range(3):
        for durability in range(8):
            tie.durability = durability | (origin << 3)
            assert plain(memory.durability_class)(tie) == durability
            assert plain(memory.origin_of)(tie) == origin


# M2 prior

STRANGER = {
    "propensity": 0.5, "at_sight": 0.5, "alike": 0.0, "organisation": 0.5, "reputation": 0.5,
    "known": 0.0, "on": 1.0, "p": P,
}  # fmt: skip


def common_of(**changes: float) -> float:
    return plain(prior.prior_logit)(**STRANGER | changes)


def test_m2_an_ordinary_person_expects_half_of_a_stranger_elsewhere() -> None:
    assert common_of() == 0.0
    assert plain(prior.prior_goodwill)(common_of(), 0.0) == 0.5


def test_m2_likeness_adds_up_over_what_anybody_can_see() -> None:
    alike = plain(prior.likeness)
    assert alike(0.0, 0.0, 0.0, 0.0, 0.0) == 0.0
    assert alike(1.0, 1.0, 1.0, 1.0, 1.0) == near(1.0)
    alone = [alike(*[float(k == cue) for k in range(5)]) for cue in range(5)]
    assert alone == near([0.3, 0.2, 0.25, 0.15, 0.1])


def test_m2_cues_lift_the_prior_and_only_the_two_traits_are_left_without_them() -> None:
    assert common_of(alike=1.0) == near(0.5)
    assert common_of(organisation=0.8) == near(0.3)
    assert common_of(reputation=0.75, known=0.5) == near(0.25)
    # Granting at sight weighs more than general propensity.
    assert common_of(propensity=0.7) == near(0.25 * math.log(7 / 3))
    assert common_of(at_sight=0.7) == near(0.9 * math.log(7 / 3))
    everything = {"alike": 1.0, "organisation": 0.9, "reputation": 1.0, "known": 1.0}
    assert common_of(propensity=0.7, on=0.0, **everything) == near(0.25 * math.log(7 / 3))


def test_m2_rank_lifts_expected_ability_by_two_steps_at_most() -> None:
    ability = plain(prior.prior_ability)
    assert ability(0.0, 0.0, 1.0) == near(logistic(0.2))
    assert ability(0.0, 0.0, 9.0) == ability(0.0, 0.0, 2.0) == near(logistic(0.4))
    assert ability(0.0, 0.0, -9.0) == near(logistic(-0.4))
    assert ability(0.0, 1.0, 0.0) == near(logistic(0.5))


@given(INSIDE, INSIDE, SHARES, SHARES, SHARES, SHARES, st.floats(-6, 6), st.floats(-20, 20))
def test_m2_priors_are_chances(
    propensity: float, at_sight: float, alike: float, organisation: float, reputation: float,
    known: float, deviate: float, steps: float,
) -> None:  # fmt: skip
    common = plain(prior.prior_logit)(
        propensity, at_sight, alike, organisation, reputation, known, 1.0, P
    )
    liking = plain(prior.affinity)(deviate, P)
    assert 0 < plain(prior.prior_goodwill)(common, liking) < 1
    assert 0 < plain(prior.prior_ability)(common, liking, steps) < 1


# M3 entrusting

MEETING = {
    "trust": 0.5, "mistrust": 0.2, "stake": 0.5, "feared": 0.3, "readiness": 0.5, "known": 0.4,
    "demand": 0.2, "near": 0.0, "promised": 0.0, "p": P,
}  # fmt: skip


def meeting_but(*names: str) -> dict[str, Any]:
    return {name: value for name, value in MEETING.items() if name not in names}


def test_m3_half_would_entrust_nothing_much_at_the_threshold() -> None:
    chance = plain(entrusting.entrusting_probability)
    nothing = dict.fromkeys(("mistrust", "stake", "feared", "known", "demand"), 0.0)
    at_ease = MEETING | nothing
    assert chance(**at_ease | {"trust": DEFAULTS.entrusting_threshold}) == 0.5
    # Six logits a unit of trust: a sixth above the threshold is one logit.
    assert chance(**at_ease | {"trust": DEFAULTS.entrusting_threshold + 1 / 6}) == near(
        logistic(1.0)
    )
    # A promise that is wholly believed calls for a logit, a newcomer costs half of one.
    assert chance(**at_ease | {"trust": DEFAULTS.entrusting_threshold, "promised": 1.0}) == near(
        logistic(1.0)
    )
    assert chance(**at_ease | {"trust": DEFAULTS.entrusting_threshold, "near": 1.0}) == near(
        logistic(-0.5)
    )
    assert (
        chance(**at_ease | {"trust": DEFAULTS.entrusting_threshold, "near": 1.0, "known": 1.0})
        == 0.5
    )


@pytest.mark.parametrize("name", ["trust", "readiness", "demand", "promised"])
def test_m3_entrusting_rises_with(name: str) -> None:
    assert_rises(entrusting.entrusting_probability, name, **meeting_but(name))


@pytest.mark.parametrize("name", ["mistrust", "stake", "feared", "near"])
def test_m3_entrusting_falls_with(name: str) -> None:
    assert_falls(entrusting.entrusting_probability, name, **meeting_but(name))


def test_m3_granting_at_sight_matters_only_while_something_is_unknown() -> None:
    chance = plain(entrusting.entrusting_probability)
    at_ease = MEETING | {"known": 1.0, "readiness": 0.1}
    assert chance(**at_ease) == chance(**(at_ease | {"readiness": 0.9}))


def test_m3_assurance_stands_in_where_trust_does_not_reach() -> None:
    relied = plain(entrusting.relied_on)
    assert relied(0.4, 0.0) == 0.4
    assert relied(0.4, 0.5) == near(0.7)
    assert relied(0.4, 1.0) == 1.0
    assert_rises(entrusting.relied_on, "trust", assured=0.5)


def test_m3_the_stake_ventured_grows_with_trust_and_shrinks_with_mistrust() -> None:
    ventured = plain(entrusting.stake_ventured)
    assert ventured(0.8, 1.0, 0.0) == near(0.8)
    assert ventured(0.8, 0.5, 0.5) == near(0.8 * 0.5 * 0.75)
    assert_rises(entrusting.stake_ventured, "trust", stake=0.8, mistrust=0.3)
    assert_falls(entrusting.stake_ventured, "mistrust", stake=0.8, trust=0.3)


@given(SHARES, SHARES, SHARES)
def test_m3_nobody_ventures_more_than_is_at_stake(stake: float, trust: float, mist: float) -> None:
    assert 0 <= plain(entrusting.stake_ventured)(stake, trust, mist) <= stake


# M4 answering

ASKED = {
    "integrity": 0.5, "promised": 0.0, "relational": 0.0, "frame": 0.0, "norm": 0.7,
    "fairness": 0.5, "outward": 0.0, "stake": 0.0, "strain": 0.0, "binding": 0.0, "p": P,
}  # fmt: skip


def asked_but(**changes: float) -> float:
    return plain(answering.keeping_probability)(**(ASKED | changes))


def test_m4_at_middling_everything_faith_is_kept_as_readily_as_its_parameter_says() -> None:
    assert asked_but() == near(logistic(DEFAULTS.faith))


def test_m4_reasons_add_up_in_logits() -> None:
    # 1.0 + 2.5 x 0.2 + 0.2 - 1.0 x 0.5 - 1.5 x 0.2 = 0.9.
    reasons = {"integrity": 0.7, "relational": 0.2, "stake": 0.5, "strain": 0.2}
    assert asked_but(**reasons) == near(logistic(DEFAULTS.faith - 0.1))


def test_m4_relational_reasons_are_benevolence_and_trust_in_who_trusts() -> None:
    reasons = plain(answering.relational_reasons)
    assert reasons(0.5, 0.5, P) == 0.0
    assert reasons(0.7, 0.5, P) == near(0.4)
    assert reasons(0.5, 0.75, P) == near(1.0)


OUTSIDE = {
    "feared": 0.0, "reward": 0.0, "frame": 0.0, "further": 0.7, "seen_by": 0.0, "on_further": 1.0,
    "p": P,
}  # fmt: skip


def outside_but(**changes: float) -> float:
    return plain(answering.outward_reasons)(**(OUTSIDE | changes))


def test_m4_outward_reasons_are_consequence_price_further_dealings_and_onlookers() -> None:
    assert outside_but() == 0.0
    assert outside_but(feared=0.5) == near(0.4)
    assert outside_but(further=1.0) == near(0.69)
    assert outside_but(further=0.0) == near(-1.61)
    assert outside_but(further=0.0, on_further=0.0) == 0.0
    assert outside_but(seen_by=0.6) == near(0.3)


def test_m4_the_last_dealing_is_worth_less_than_one_of_many() -> None:
    worth = plain(answering.further_worth)
    assert worth(1.0, 0.0, 1.0) == near(0.8)
    assert worth(1.0, 0.0, 0.0) == near(0.4)
    assert worth(0.0, 0.0, 1.0) == 0.0
    assert worth(0.0, 8.0, 1.0) == near(0.5)
    assert worth(1.0, 0.0, 0.75) == near(0.7)


@pytest.mark.parametrize(
    "name", ["integrity", "promised", "relational", "norm", "fairness", "outward", "binding"]
)
def test_m4_keeping_rises_with(name: str) -> None:
    rest = {key: value for key, value in ASKED.items() if key != name}
    assert_rises(answering.keeping_probability, name, **rest)


@pytest.mark.parametrize("name", ["stake", "strain"])
def test_m4_keeping_falls_with(name: str) -> None:
    rest = {key: value for key, value in ASKED.items() if key != name}
    assert_falls(answering.keeping_probability, name, **rest)


def test_m4_in_a_transaction_frame_relations_are_mute_and_the_price_decides() -> None:
    assert asked_but(frame=1.0, relational=3.0) == asked_but(frame=1.0)
    assert outside_but(frame=1.0, reward=1.0) == near(1.0)
    assert outside_but(frame=0.0, reward=1.0) == 0.0


def test_m4_a_promise_binds_the_honest_to_their_word() -> None:
    bound = [
        asked_but(promised=1.0, integrity=integrity, p=parameters(integrity_reason=0.0))
        for integrity in GRID
    ]
    assert bound == near([logistic(DEFAULTS.faith + 3 * integrity) for integrity in GRID])


def test_m4_where_everything_is_bound_there_is_no_choice() -> None:
    assert asked_but(binding=1.0, integrity=0.0, stake=1.0) == 1.0


def test_m4_errors_come_at_their_rate_and_rise_with_strain_and_fall_with_ability() -> None:
    assert plain(answering.error_probability)(0.5, 0.0, 0.0, P) == near(0.06)
    assert_rises(answering.error_probability, "strain", ability=0.5, coordinating=0.2, p=P)
    assert_falls(answering.error_probability, "ability", strain=0.3, coordinating=0.2, p=P)


def test_m4_clauses_that_say_who_does_what_prevent_half_of_the_errors() -> None:
    assert plain(answering.error_probability)(0.5, 0.0, 1.0, P) == near(0.03)


def test_m4_nobody_errs_at_a_rate_of_zero() -> None:
    assert plain(answering.error_probability)(0.1, 1.0, 0.0, parameters(error_rate=0.0)) == 0.0


def test_m4_faith_is_kept_by_more_or_less_than_the_due() -> None:
    answer = plain(answering.kept_answer)
    assert answer(0.0, 0.0, 0.0) == near(0.85)
    # The warmest give up to 15 in 100 more; in a transaction frame nobody gives beyond it.
    assert answer(1.0, 30.0, 0.0) == near(1.15)
    assert answer(1.0, 30.0, 1.0) == near(0.85)
    assert answer(0.5, -1.0, 0.0) == near(0.85 + 0.3 * 0.5 * 0.5)


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
    assert bound(0.5, 0.0, 0.5, 0.0, 0.0, 0.0) == near(1 - 0.5 * 0.6)
    assert bound(0.0, 1.0, 0.0, 0.0, 0.0, 1.0) == near(1 - 0.4 * 0.4)


def test_m5_a_reward_binds_only_where_it_is_counted() -> None:
    bound = plain(attribution.total_binding)
    assert bound(0.0, 0.0, 0.0, 1.0, 0.0, 0.0) == 0.0
    assert bound(0.0, 0.0, 0.0, 1.0, 1.0, 0.0) == near(0.6)


def test_m5_credit_is_what_the_regime_and_the_frame_leave_to_the_person() -> None:
    credit = plain(attribution.personal_credit)
    assert credit(0.0, 0.0, 1.0, P) == 1.0
    assert credit(1.0, 0.0, 1.0, P) == 0.0
    assert credit(0.0, 1.0, 1.0, P) == near(0.5)
    assert credit(0.5, 0.5, 1.0, P) == near((1 - 0.5) * 0.75)


def test_m5_credit_falls_with_binding_and_with_the_frame() -> None:
    assert_falls(attribution.personal_credit, "bound", frame=0.2, on=1.0, p=P)
    assert_falls(attribution.personal_credit, "frame", bound=0.2, on=1.0, p=P)


def test_m5_switched_off_everything_is_credited_and_no_price_shifts_a_frame() -> None:
    assert plain(attribution.personal_credit)(1.0, 1.0, 0.0, P) == 1.0
    assert plain(attribution.frame_after)(0.3, 1.0, 0.0, 0.0, P) == 0.3


def test_m5_kindness_from_below_is_put_down_to_wanting_favour() -> None:
    sincere = plain(attribution.sincerity)
    assert sincere(0.0, 1.0) == sincere(-2.0, 1.0) == 1.0
    assert sincere(1.0, 1.0) == near(0.5)
    assert sincere(2.0, 1.0) == sincere(9.0, 1.0) == near(1 / 3)
    assert sincere(2.0, 0.0) == 1.0


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


def test_m5_what_those_concerned_chose_binds_half_and_a_trusted_leader_less_than_a_stranger() -> (
    None
):
    read = plain(attribution.read_as_choice)
    assert read(0.8, 0.0, 0.5) == near(0.8)
    assert read(0.8, 1.0, 0.0) == near(0.4)
    assert read(0.8, 0.0, 1.0) == near(0.6)
    assert read(0.8, 0.0, 0.0) == 1.0
    assert read(0.8, 0.5, 0.5) == near(0.6)


def test_m5_errors_and_breaches_can_be_mistaken_for_one_another() -> None:
    taken = plain(attribution.taken_for_competence)
    assert taken(1.0, 0.0) == near(0.75)
    assert taken(0.0, 0.0) == near(0.25)
    # Clauses that say who does what prevent seven in ten of the mistakes.
    assert taken(1.0, 1.0) == near(0.925)
    assert taken(0.0, 1.0) == near(0.075)


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
    assert (
        DEFAULTS.learning_lived
        > DEFAULTS.learning_seen
        > consequence.TOLD * DEFAULTS.learning_lived
        > 0
    )


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
    assert plain(asymmetry.early_weight)(0.0, P) == near(2.1)
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
    tie.prior_ability = tie.prior_goodwill = prior_trust
    for facet in ("ability", "benevolence", "integrity"):
        tie[f"{facet}_for"] = good
        tie[f"{facet}_against"] = bad
    return tie[0]


def person_of(propensity: float) -> Any:
    person = np.zeros(1, PERSON_DTYPE).view(np.recarray)
    person.propensity = propensity
    person.forgiveness = 0.5
    return person[0]


CONDITIONS = conditions_of(Scenario(id="any"))[0]
SPACES = spaces_of(Scenario(id="any"))
ANY_SPACE = st.integers(0, len(SPACES) - 1)


def trust_after_bad_news(
    tie: Any, weight: float, propensity: float, competence: float, space: int
) -> float:
    """Trust once a failure has been taken in that is laid to competence by this share."""
    person = person_of(propensity)
    bad_news = plain(remembering.bad_news)
    added = bad_news(tie, weight, competence, SPACES[space], person, CONDITIONS, P)
    assert min(added) >= 0
    return plain(memory.trust_from_tie)(tie, DEFAULTS.prior_weight)


ANY_TIE = (INSIDE, st.floats(0, 30), st.floats(0, 30))
A_FAILURE = (st.floats(0, 1.5), INSIDE, st.sampled_from([0.0, 0.25, 0.75, 1.0]), ANY_SPACE)


@given(*ANY_TIE, *A_FAILURE)
@example(0.0625, 0.0, 0.0, 1.0, 0.5, 0.0, spaces.WORK)
def test_m8_bad_news_never_raises_trust(
    start: float,
    good: float,
    bad: float,
    weight: float,
    propensity: float,
    competence: float,
    space: int,
) -> None:
    tie = tie_of(start, good, bad)
    before = plain(memory.trust_from_tie)(tie, DEFAULTS.prior_weight)
    assert trust_after_bad_news(tie, weight, propensity, competence, space) <= before + 1e-6


@given(*ANY_TIE, st.floats(0, 1), *A_FAILURE)
def test_m8_with_as_much_evidence_a_failure_reorders_nobody(
    start: float, good: float, bad: float, shift: float, weight: float, propensity: float,
    competence: float, space: int,
) -> None:  # fmt: skip
    # The other has as much evidence in all, more of it against.
    moved = shift * good
    better, worse = tie_of(start, good, bad), tie_of(start, good - moved, bad + moved)
    high = trust_after_bad_news(better, weight, propensity, competence, space)
    low = trust_after_bad_news(worse, weight, propensity, competence, space)
    assert low <= high + 1e-6


@given(*ANY_TIE, st.floats(0, 1), *A_FAILURE)
def test_m8_more_of_a_failure_never_leaves_more_trust(
    start: float, good: float, bad: float, less: float, weight: float, propensity: float,
    competence: float, space: int,
) -> None:  # fmt: skip
    small = trust_after_bad_news(
        tie_of(start, good, bad), less * weight, propensity, competence, space
    )
    large = trust_after_bad_news(tie_of(start, good, bad), weight, propensity, competence, space)
    assert large <= small + 1e-6


def take_in_kept(
    tie: Any, weight: float, given_back: float, propensity: float, space: int, done: float = 0.9
) -> None:
    person = person_of(propensity)
    good_news = plain(remembering.good_news)
    good_news(tie, weight, given_back, done, SPACES[space], person, CONDITIONS, P)


@given(*ANY_TIE, st.floats(0, 1.5), st.floats(0.85, 1.15), INSIDE, ANY_SPACE)
def test_m8_good_news_never_lowers_the_evidence(
    start: float, good: float, bad: float, weight: float, given_back: float, propensity: float,
    space: int,
) -> None:  # fmt: skip
    tie = tie_of(start, good, bad)
    before = tie.copy()
    take_in_kept(tie, weight, given_back, propensity, space)
    for facet in ("ability", "benevolence", "integrity"):
        assert tie[f"{facet}_for"] >= before[f"{facet}_for"]
        assert tie[f"{facet}_against"] >= before[f"{facet}_against"]


def test_m1_ambiguity_is_read_by_disposition_most_for_benevolence() -> None:
    trusting, wary = tie_of(0.5), tie_of(0.5)
    take_in_kept(trusting, 1.0, 1.0, 0.9, spaces.WORK, done=1.0)
    take_in_kept(wary, 1.0, 1.0, 0.1, spaces.WORK, done=1.0)
    gaps = {
        facet: float(trusting[f"{facet}_for"]) - float(wary[f"{facet}_for"])
        for facet in ("ability", "benevolence", "integrity")
    }
    # Early weight 1.8 times the ambiguous share 0.5 (whole, half, a quarter) times 0.8; of
    # ability and integrity three tenths are read by disposition, the rest by trust held already.
    assert gaps["benevolence"] == pytest.approx(2.1 * 0.5 * 0.8, rel=1e-6)
    assert gaps["integrity"] == pytest.approx(2.1 * 0.25 * 0.8 * 0.3, rel=1e-5)
    assert gaps["ability"] == pytest.approx(2.1 * 0.125 * 0.8 * 0.3, rel=1e-5)


def test_m1_what_is_ambiguous_of_character_is_read_by_trust_held_already() -> None:
    assert plain(remembering.reading)(0.5, 0.5) == 0.5
    assert plain(remembering.reading)(0.5, 0.9) == near(0.78)
    liked, disliked = tie_of(0.8), tie_of(0.2)
    for tie in (liked, disliked):
        take_in_kept(tie, 1.0, 1.0, 0.5, spaces.WORK, done=1.0)
    assert liked.integrity_for > disliked.integrity_for
    assert liked.ability_for > disliked.ability_for
    assert liked.benevolence_for == disliked.benevolence_for


def test_m1_ability_shows_in_how_well_a_kept_act_is_done() -> None:
    assert plain(remembering.done_well)(0.5) == near(logistic(2.0))
    assert_rises(remembering.done_well, "ability")
    poor, good = tie_of(0.5), tie_of(0.5)
    take_in_kept(poor, 1.0, 1.0, 0.5, spaces.WORK, done=0.5)
    take_in_kept(good, 1.0, 1.0, 0.5, spaces.WORK, done=1.0)
    assert good.ability_for > poor.ability_for
    assert good.ability_against < poor.ability_against
    assert (good.integrity_for, good.benevolence_for) == (poor.integrity_for, poor.benevolence_for)


def test_m4_what_is_given_beyond_the_due_speaks_of_benevolence_alone() -> None:
    due, more = tie_of(0.5), tie_of(0.5)
    take_in_kept(due, 1.0, 1.0, 0.5, spaces.WORK)
    take_in_kept(more, 1.0, 1.15, 0.5, spaces.WORK)
    assert more.benevolence_for == pytest.approx(1.15 * float(due.benevolence_for), rel=1e-6)
    assert (more.integrity_for, more.ability_for) == (due.integrity_for, due.ability_for)


def test_m5_an_error_speaks_against_ability_and_a_breach_against_character() -> None:
    error, breach = tie_of(0.5), tie_of(0.5)
    trust_after_bad_news(error, 1.0, 0.5, 0.75, spaces.WORK)
    trust_after_bad_news(breach, 1.0, 0.5, 0.25, spaces.WORK)
    assert error.ability_against > error.integrity_against > 0
    assert breach.integrity_against > breach.ability_against > 0


# What a whole hour, or week, makes of it


def dealt(changes: dict[str, Any] | None = None, **meeting: Any) -> ByHand:
    """1 has entrusted something to 2 in a formal hour; each has taken it in."""
    week = ByHand(changes)
    week.relate(1, 2)
    week.relate(2, 1)
    week.hold(1, 2, **({"space": "meeting", "stake": 0.5} | meeting))
    week.play("remember")
    return week


def test_m5_being_trusted_says_little_where_nothing_could_go_wrong() -> None:
    contract = {"consequence.regime": "contract", "consequence.binding": 1.0}
    assert dealt().tie(2, 1).benevolence_for == pytest.approx(0.15, rel=1e-6)
    assert dealt(contract).tie(2, 1).benevolence_for == 0.0
    half = dealt({"consequence.binding": 0.5}).tie(2, 1).benevolence_for
    assert half == pytest.approx(0.15 * 0.5, rel=1e-6)
    # Ordered and half bound: what is left is half of a half.
    both = dealt({"consequence.binding": 0.5}, ordered=0.5).tie(2, 1).benevolence_for
    assert both == pytest.approx(0.15 * 0.25, rel=1e-6)
    off = contract | {"mechanisms.off": ["attribution"]}
    assert dealt(off).tie(2, 1).benevolence_for == pytest.approx(0.15, rel=1e-6)


def test_m5_of_kindness_from_below_goodwill_alone_is_taken_for_less() -> None:
    shown = {}
    for below in (-1, 0, 1, 2):
        week = ByHand()
        week.state.rank[:] = 2
        week.state.rank[2] = 2 + below
        week.relate(1, 2)
        week.hold(1, 2)
        week.play("remember")
        tie = week.tie(1, 2)
        # Who stands above is watched more closely (M17), whatever they do.
        watched = 1.15 if below == -1 else 1.0
        shown[below] = {
            facet: (float(tie[f"{facet}_for"]) + float(tie[f"{facet}_against"])) / watched
            for facet in ("ability", "benevolence", "integrity")
        }
    for below, share in ((-1, 1.0), (1, 0.5), (2, 1 / 3)):
        level = shown[0] | {"benevolence": share * shown[0]["benevolence"]}
        assert shown[below] == pytest.approx(level, rel=1e-6)


def test_m8_kept_faith_eases_mistrust_and_more_slowly_after_deception() -> None:
    eased = {}
    for deception in (0.0, 2.0):
        week = ByHand()
        week.relate(1, 2, mistrust=0.4, deception=deception)
        week.hold(1, 2)
        week.play("remember")
        eased[deception] = float(week.tie(1, 2).mistrust)
    assert eased[0.0] == pytest.approx(0.4 * 0.85, rel=1e-6)
    assert eased[2.0] == pytest.approx(0.4 * 0.95, rel=1e-6)


def ventured(changes: dict[str, Any], feared: float = 0.0) -> tuple[float, float]:
    """The chance to entrust that 1 reckons with, and what is ventured, of a whole stake."""
    week = ByHand(changes)
    week.relate(1, 2)
    week.state.expected[1] = feared
    week.state.doubt[1] = 0.0
    meeting = week.hold(1, 2, space="work", act=0, scripted=0, offered=1.0)
    asked: dict[str, float] = {}

    def chance(trust: float, mistrust: float, stake: float, feared: float, *rest: float) -> float:
        asked["relied"], asked["feared"] = trust, feared
        return 1.0

    dealing = plain_module("dealing")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dealing, "entrusting_probability", chance)
        week.play("entrust")
    assert float(meeting.stake) == pytest.approx(asked["relied"], rel=1e-6)
    return asked["relied"], asked["feared"]


def test_m3_who_ventures_relies_on_what_binds_the_other() -> None:
    free, half, bound = (ventured({"consequence.binding": share})[0] for share in (0.0, 0.5, 1.0))
    assert half == pytest.approx(free + 0.5 * (1 - free), rel=1e-6)
    assert bound == pytest.approx(1.0, rel=1e-6)


def test_m3_an_honest_venture_is_feared_less_where_errors_are_told_from_breaches() -> None:
    feared = [ventured({"consequence.distinction": share}, 0.8)[1] for share in (0.0, 0.5, 1.0)]
    assert feared == pytest.approx([0.8, 0.8 * 0.525, 0.8 * 0.05], rel=1e-6)


def judged(arbitrary: float, *, severity: float = 0.5) -> ByHand:
    """A week in which 1, whom 0 leads, was struck without a cause, or nobody was."""
    whim = {"consequence.regime": "punitive", "consequence.arbitrary": arbitrary,
            "consequence.severity": severity}  # fmt: skip
    week = ByHand(whim)
    week.relate(1, 0)
    # That it is possible is unfair by itself; only what befalls one is looked at here.
    week.state.teams.arbitrary[:] = arbitrary
    week.play("judge")
    return week


def test_m14_consequence_without_a_cause_is_a_breach_by_the_leader() -> None:
    spared, struck = (judged(1.0, severity=share).tie(1, 0) for share in (0.0, 0.5))
    lost = float(struck.integrity_against) - float(spared.integrity_against)
    # Five breaches of half severity, heavier at middling trust: more than any week's treatment.
    assert lost > 1.5
    assert struck.benevolence_against > spared.benevolence_against + 1.0
    assert struck.ability_against == spared.ability_against == 0.0


def watched_judging(monkeypatch: pytest.MonkeyPatch, name: str) -> list[tuple[Any, ...]]:
    """What a rule of the week's judging is asked, from now on."""
    judging = plain_module("judging")
    asked: list[tuple[Any, ...]] = []
    rule = getattr(judging, name)

    def watched(*arguments: Any) -> Any:
        asked.append(arguments)
        return rule(*arguments)

    monkeypatch.setattr(judging, name, watched)
    return asked


def test_m14_a_blow_without_a_cause_counts_ten_breaches_of_character(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = watched_judging(monkeypatch, "bad_news")
    judged(0.0)
    assert not asked
    judged(1.0, severity=0.6)
    weights, competence = zip(*((each[1], each[2]) for each in asked), strict=True)
    # All three whom 0 leads.
    assert weights == pytest.approx([10.0 * 0.6] * 3, rel=1e-6)
    assert competence == (0.0,) * 3


def test_m14_integrity_is_read_from_how_it_is_decided_more_than_from_who_gets_what(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fair = watched_judging(monkeypatch, "_take_in_fairness")
    leader = watched_judging(monkeypatch, "_take_in_leader")
    judged(1.0)
    assert len(leader) == len(fair) == 3
    for (_, distributive, procedural, *_), (_, _, _, integrity, _) in zip(
        fair, leader, strict=True
    ):
        assert abs(procedural - distributive) > 0.01
        assert integrity == pytest.approx(0.9 * procedural + 0.1 * distributive, rel=1e-6)


def test_m14_whom_the_leader_trusts_is_treated_better() -> None:
    felt = {}
    for regarded in ("trusting", "distrusting"):
        week = ByHand()
        getattr(week, regarded)(0, 1)
        regard = week.trust(0, 1) - 0.5
        before = float(week.person(1).interactional_for)
        week.play("judge")
        felt[regard] = float(week.person(1).interactional_for) - before * 0.96
    (high, better), (low, worse) = felt.items()
    assert better - worse == pytest.approx(
        0.3 * (high - low) * float(week.p.fairness_weight), rel=1e-4
    )


# M9 spaces


def test_m9_load_and_strain_press_and_never_by_more_than_nine_tenths() -> None:
    pressure = plain(spaces.pressure_of)
    assert pressure(0.3, 0.5) == near(0.15)
    assert pressure(1.0, 1.0) == 0.9
    assert pressure(0.0, 0.5) == pressure(0.0, 0.0) == 0.0


def test_m9_leaders_open_hours_and_pressure_squeezes_them() -> None:
    hours = plain(spaces.hours_there)
    assert hours(1.0, 1.0, 0.0, 1.0, 0.15) == near(0.85)
    assert hours(1.0, 1.0, 0.5, 1.0, 0.0) == near(2.0)
    assert hours(1.0, 1.0, 0.0, 1.0, 0.9) == near(0.1)
    # What is no free space is neither opened nor squeezed.
    assert hours(6.0, 0.0, 1.0, 0.0, 0.9) == 6.0


def test_m9_a_fraction_of_an_hour_is_the_chance_of_one_more() -> None:
    whole = plain(spaces.whole_hours)
    assert (whole(2.25, 0.2), whole(2.25, 0.3)) == (3, 2)
    assert (whole(2.0, 0.0001), whole(0.0, 0.0001)) == (2, 0)


def test_m9_an_hour_among_people_is_worth_twice_one_at_work_for_benevolence() -> None:
    worth = [plain(spaces.benevolence_worth)(space, P) for space in SPACES]
    assert worth == near([1.0, 1.0, 1.5, 2.0])
    assert [plain(spaces.ability_worth)(space) for space in SPACES] == [1.0, 1.0, 1.0, 0.3]


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


EVEN = {
    "attention": 1.0, "recognised": 0.0, "passed_over": 0.0, "suffered": 0.0, "spared": 0.0,
    "tended": 0.0,
}  # fmt: skip


def shares_but(**changes: float) -> float:
    return plain(fairness.distributive_signal)(**(EVEN | changes))


def test_m14_having_less_than_ones_fellows_counts_double() -> None:
    assert shares_but() == 0.5
    assert shares_but(attention=0.5) == near(0.325)
    assert shares_but(attention=1.5) == near(0.5875)
    assert shares_but(attention=9.0) == near(0.85)


def test_m14_shares_are_judged_by_what_one_got_and_others_did_not() -> None:
    assert shares_but(recognised=1.0) == near(0.75)
    assert shares_but(passed_over=1.0) == near(0.25)
    assert shares_but(tended=0.4) == near(0.6)
    assert shares_but(suffered=0.5) == near(0.3)
    assert shares_but(suffered=0.5, spared=0.5) == near(0.15)
    assert shares_but(suffered=1.0, spared=1.0) == 0.0


def test_m14_what_was_deserved_is_felt_as_half_as_unfair() -> None:
    felt = plain(fairness.felt_harm)
    assert felt(0.6, 0.0) == near(0.3)
    assert felt(0.6, 0.6) == felt(0.6, 2.0) == near(0.6)
    assert felt(0.6, 0.2) == near(0.4)
    assert felt(4.0, 1.0) == 1.0
    assert felt(0.0, 0.0) == 0.0


def test_m14_voice_that_nobody_heeds_is_worse_than_none() -> None:
    heeded = plain(fairness.heeded)
    assert heeded(0.8, 1.0) == near(0.8)
    assert heeded(0.8, 1 / 3) == pytest.approx(0.0, abs=1e-12)
    assert heeded(0.8, 0.0) == near(-0.4)
    assert heeded(0.0, 0.0) == 0.0


def test_m14_voice_and_evenness_are_fair_and_whim_and_demand_are_not() -> None:
    signal = plain(fairness.procedural_signal)
    assert signal(1.0, 0.0, 0.0, 0.0, 0.0) == near(0.45)
    assert signal(1.0, 0.0, 0.5, 0.0, 0.0) == near(0.8)
    assert signal(1.0, 0.0, -0.4, 0.0, 0.0) == near(0.17)
    assert signal(0.0, 0.0, 0.2, 0.0, 0.0) == near(0.14)
    assert signal(1.0, 0.05, 0.0, 0.5, 0.2) == near(0.1)


def test_m14_respect_and_care_are_felt_and_so_are_demand_and_control() -> None:
    signal = plain(fairness.interactional_signal)
    assert signal(0.6, 0.0, 0.0, 0.0, 0.0, 0.0) == near(0.52)
    assert signal(0.6, 0.0, 1.0, 0.0, 0.0, 0.0) == near(0.72)
    assert signal(0.6, 0.4, 0.0, 0.2, 0.2, 0.0) == near(0.54)
    assert signal(0.0, 0.0, 0.0, 1.0, 1.0, 0.0) == 0.0
    # Whom the leader trusts is treated better.
    assert signal(0.6, 0.0, 0.0, 0.0, 0.0, 0.4) == near(0.64)


def test_m14_treatment_is_read_by_what_one_thinks_of_the_leader() -> None:
    read = plain(fairness.as_read)
    assert read(0.5, 0.5, 1.0) == 0.5
    assert read(0.5, 0.9, 1.0) == near(0.7)
    assert read(0.9, 1.0, 1.0) == 1.0
    assert read(0.1, 0.0, 1.0) == 0.0
    # What is plain is read by it less.
    assert read(0.5, 0.9, 0.5) == near(0.6)


@given(st.floats(0, 3), *[SHARES] * 5, st.floats(-1, 1))
def test_m14_signals_are_shares(
    attention: float, one: float, two: float, three: float, four: float, five: float, voice: float
) -> None:
    assert 0 <= plain(fairness.distributive_signal)(attention, one, two, three, four, five) <= 1
    assert 0 <= plain(fairness.procedural_signal)(one, two, voice, three, four) <= 1
    assert 0 <= plain(fairness.interactional_signal)(one, two, three, four, five, voice / 2) <= 1


# M17 leading


def test_m17_the_skilled_get_more_out_of_an_hour_and_the_strained_have_fewer() -> None:
    hours = plain(leading.hours_for_people)
    assert hours(12.0, 0.5, 0.0) == 12.0
    assert hours(12.0, 0.9, 0.0) == near(16.8)
    assert hours(12.0, 0.5, 1.0) == 6.0


def test_m17_warmth_makes_respect_come_across() -> None:
    felt = plain(leading.respect_felt)
    assert felt(0.6, 0.5) == near(0.6)
    assert felt(0.6, 0.9) == near(0.72)
    assert felt(0.95, 0.9) == 1.0
    assert felt(0.1, 0.1) == pytest.approx(0.0, abs=1e-12)


def test_m17_who_stands_above_is_watched_more_closely_up_to_two_ranks() -> None:
    weight = plain(leading.watching_weight)
    assert [weight(steps) for steps in (-3.0, 0.0, 1.0, 2.0, 5.0)] == near(
        [1.0, 1.0, 1.15, 1.3, 1.3]
    )


# M18 work and strain

WEEK = {
    "strain": 0.3, "load": 0.5, "let_down": 0.2, "monitoring": 0.2, "demand": 0.2, "led": 0.0,
    "helped": 0.2, "free": 1.0, "rate": 0.15,
}  # fmt: skip


def test_m18_strain_follows_its_reasons_at_its_rate() -> None:
    # The target is 0.325 + 0.2 + 0.07 + 0.03 - 0.06 x 5 - 0.1 x 0.25 = 0.3.
    week = WEEK | {"strain": 0.1, "let_down": 0.4, "helped": 0.25, "free": 5.0, "rate": 0.5}
    assert plain(work.strain_after)(**week) == near(0.2)


@pytest.mark.parametrize("name", ["load", "let_down", "monitoring", "demand"])
def test_m18_strain_rises_with(name: str) -> None:
    rest = {key: value for key, value in WEEK.items() if key != name}
    assert_rises(work.strain_after, name, **rest)


@pytest.mark.parametrize("name", ["free", "helped"])
def test_m18_strain_falls_with(name: str) -> None:
    rest = {key: value for key, value in WEEK.items() if key != name}
    assert_falls(work.strain_after, name, **rest)


def test_m18_leading_strains_beyond_nine_people() -> None:
    strain = [plain(work.strain_after)(**WEEK | {"led": led}) for led in (0.0, 9.0, 10.0, 12.0)]
    assert strain[0] == strain[1]
    assert np.diff(strain)[1:] == near([0.15 * 0.03, 0.15 * 0.06])


@given(*[SHARES] * 5, st.floats(0, 500), SHARES, st.floats(0, 60), st.floats(0.01, 1))
def test_m18_strain_is_a_share(
    strain: float, load: float, let_down: float, seen: float, demand: float, led: float,
    helped: float, free: float, rate: float,
) -> None:  # fmt: skip
    after = plain(work.strain_after)(strain, load, let_down, seen, demand, led, helped, free, rate)
    assert 0 <= after <= 1


def test_m18_effort_follows_trust_fairness_and_recognition_and_falls_with_strain() -> None:
    chance = plain(work.engaging_probability)
    assert chance(0.5, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0) == near(logistic(-0.4))
    reasons = -0.4 + 0.4 + 0.1 + 0.15 + 0.6 - 0.3
    assert chance(0.7, 0.6, 0.6, 0.0, 1.0, 0.3, 0.0) == near(logistic(reasons))
    # In a transaction half of what trust gives is mute, and half a logit is lost.
    assert chance(0.7, 0.6, 0.6, 1.0, 1.0, 0.3, 0.0) == near(logistic(reasons - 0.25 - 0.5))
    # People differ for reasons of their own.
    assert chance(0.5, 0.5, 0.5, 0.0, 0.0, 0.0, 1.0) == near(logistic(-0.4 + 0.7))


def test_m18_help_is_relational_and_a_frame_mutes_it() -> None:
    chance = plain(work.helping_probability)
    assert chance(0.5, 0.5, 0.0, 0.0) == near(logistic(0.2))
    assert chance(0.7, 0.6, 0.0, 0.5) == near(logistic(0.2 + 0.6 + 0.2 - 0.6))
    assert chance(0.9, 0.9, 1.0, 0.0) == chance(0.1, 0.1, 1.0, 0.0) == near(logistic(-0.8))


def test_m18_withholding_follows_unfairness_and_strain_and_not_trust() -> None:
    chance = plain(work.withholding_probability)
    assert chance(0.5, 0.5, 0.0) == near(logistic(-3.0))
    assert chance(0.7, 0.2, 0.4) == near(logistic(-3.0 - 0.4 + 0.9 + 0.4))


def test_m18_work_done_by_hand() -> None:
    done = plain(work.work_done)
    assert done(1.0, 1.0, 0.0, 0.0, 0.0) == 1.0
    assert done(0.8, 0.5, 0.0, 0.5, 1.0) == near(0.64)
    assert done(0.8, 0.5, 0.5, 0.5, 0.4) == near(0.8 * 0.8 * 0.8 * 0.7)
    assert done(1.0, 1.0, 0.0, 1.0, 0.0) == 0.0
    assert done(1.0, 1.0, 0.0, 1.0, 1.15) == 1.0
