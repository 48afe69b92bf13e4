"""M7: what is said and done about what went wrong: admitting, paying, promising, denying."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from by_hand import ByHand
from hypothesis import given
from hypothesis import strategies as st
from plain_model import plain
from small_organisations import NOBODY_LEAVES, lived, measured

from trustgarden.model.chance import FOLLOWING, REPAIRING
from trustgarden.model.layout import (
    ADMITS,
    BREACH,
    DENIES,
    EPISODE_NAMES,
    ERROR,
    PAYS,
    PROMISES,
)
from trustgarden.model.parameters import Parameters

repair = plain("repair")
P = Parameters().as_record()[0]
SHARES = st.floats(0, 1)
FLAGS = st.sampled_from([0.0, 1.0])
PLAINLY = {
    "parameters.ambiguity": 0.0, "parameters.primacy": 0.0, "parameters.surprise": 0.0,
    "mechanisms.off": ["attribution"],
}  # fmt: skip
"""An act of an ordinary stake is worth one act, however little is known."""


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


# Shares taken back


def test_admitting_takes_back_half_of_an_error_and_a_quarter_of_a_breach() -> None:
    taken = repair.evidence_taken_back
    assert taken(1.0, 0.0, 0.0, 1.0, 0.5, P) == near(0.5)
    assert taken(1.0, 0.0, 0.0, 0.0, 0.5, P) == near(0.25)


def test_paying_adds_six_tenths_and_nothing_without_admitting() -> None:
    taken = repair.evidence_taken_back
    assert taken(1.0, 1.0, 0.0, 1.0, 0.5, P) == near(0.8)
    assert taken(0.0, 1.0, 0.0, 1.0, 0.5, P) == 0.0


def test_the_forgiving_take_more_back_and_nobody_more_than_there_is() -> None:
    taken = repair.evidence_taken_back
    assert taken(1.0, 0.0, 0.0, 1.0, 1.0, P) == near(0.75)
    all_of_it = Parameters(repair_share=1.0).as_record()[0]
    assert taken(1.0, 1.0, 0.0, 1.0, 1.0, all_of_it) == 1.0
    assert taken(1.0, 1.0, 0.0, 0.0, 1.0, all_of_it) == 0.5


def test_denying_puts_a_breach_in_doubt_and_makes_an_error_worse() -> None:
    taken = repair.evidence_taken_back
    assert taken(0.0, 0.0, 1.0, 0.0, 0.5, P) == near(0.15)
    assert taken(0.0, 0.0, 1.0, 1.0, 0.5, P) == near(-0.15)


@given(FLAGS, FLAGS, FLAGS, FLAGS, SHARES, SHARES)
def test_what_is_taken_back_is_a_share(
    admits: float, pays: float, denies: float, error: float, forgiveness: float, share: float
) -> None:
    p = Parameters(repair_share=share).as_record()[0]
    denies *= 1.0 - admits  # Nobody does both.
    assert -0.15 <= repair.evidence_taken_back(admits, pays, denies, error, forgiveness, p) <= 1


def test_the_rules_of_who_says_what_by_hand() -> None:
    assert repair.repair_probability(0.5, 0.5, 0.0, 0.0) == near(1 / (1 + np.exp(0.8)))
    assert repair.paying_probability(0.5, 0.0) == near(1 / (1 + np.exp(1.5)))
    assert repair.paying_probability(0.5, 0.5) == near(0.5)
    assert repair.promising_probability(0.5, 0.5) == near(0.5)
    assert repair.denying_probability(0.5, 0.5) == near(0.5)
    assert repair.denying_probability(0.9, 0.1) < repair.denying_probability(0.1, 0.9)
    rest = {"integrity": 0.5, "benevolence": 0.5, "feared": 0.3, "hosted": 0.2}
    for name, more in (("integrity", 1), ("benevolence", 1), ("hosted", 1), ("feared", -1)):
        low, high = (repair.repair_probability(**rest | {name: at}) for at in (0.2, 0.8))
        assert (high - low) * more > 0, name


# A failure and its repair, remembered


def after(act: int, forms: int, **prior: float) -> Any:
    """What 1 remembers of 2 after one failure without anything else, and what was said of it."""
    week = ByHand(PLAINLY | {"population.spread": 0.0, "consequence.social": 0.0})
    week.relate(1, 2, **prior)
    week.hold(1, 2, act=act, answer=0.0, stake=0.5, forms=forms)
    week.play("remember")
    return week.tie(1, 2)


FACETS = ("ability", "benevolence", "integrity")


def against(tie: Any) -> np.ndarray:
    return np.array([float(tie[f"{facet}_against"]) for facet in FACETS])


@pytest.mark.parametrize(
    ("act", "forms", "left"),
    [
        (BREACH, ADMITS, 0.75),
        (BREACH, ADMITS | PAYS, 0.6),
        (BREACH, PAYS, 1.0),
        (BREACH, DENIES, 0.85),
        (ERROR, ADMITS, 0.5),
        (ERROR, ADMITS | PAYS, 0.2),
        (ERROR, DENIES, 1.15),
        (BREACH, ADMITS | PROMISES, 0.75),
        (BREACH, PROMISES, 1.0),
    ],
)
def test_what_is_left_of_the_evidence_against(act: int, forms: int, left: float) -> None:
    silent, said = after(act, 0), after(act, forms)
    assert against(said) == near(left * against(silent))
    assert (against(silent) > 0).any()


def test_a_repair_takes_back_only_what_this_failure_brought() -> None:
    before = dict.fromkeys((f"{facet}_against" for facet in FACETS), 3.0)
    silent, said = after(ERROR, 0), after(ERROR, ADMITS | PAYS, **before)
    assert against(said) == near(3.0 + 0.2 * against(silent))


def test_who_admits_leaves_less_mistrust_and_who_denies_an_error_no_less() -> None:
    silent, said = after(BREACH, 0), after(BREACH, ADMITS | PAYS)
    assert silent.mistrust == near(0.3 * 0.5)
    assert said.mistrust == near(0.3 * 0.5 * (1 - 0.4))
    assert after(ERROR, DENIES).mistrust == after(ERROR, 0).mistrust == 0.0


def test_episodes_tell_them_apart() -> None:
    words = {}
    for name, act, forms in (
        ("silent", BREACH, 0), ("denied", BREACH, DENIES), ("error", ERROR, 0),
        ("good", ERROR, ADMITS),
    ):  # fmt: skip
        week = ByHand()
        week.hold(1, 2, act=act, answer=0.0, forms=forms, stake=0.6)
        week.play("remember")
        code = int(week.trace(1, 2).episode_0)
        words[name] = EPISODE_NAMES[(code >> 4) & 15]
        assert (code >> 8, code & 15) == (1, 9)
    assert words == {
        "silent": "broke faith", "denied": "broke faith", "error": "made an error",
        "good": "made good",
    }  # fmt: skip


# Promises


def promised(week: ByHand, **fields: float) -> Any:
    return week.relate(1, 2, pledge=10, **fields)


def test_a_promise_covers_ten_acts_and_each_counts_it_down() -> None:
    week = ByHand()
    week.hold(1, 2, act=BREACH, answer=0.0, forms=ADMITS | PROMISES)
    week.play("remember")
    assert week.tie(1, 2).pledge == 10
    for left in range(9, -1, -1):
        week.next_week()
        week.hold(1, 2)
        week.play("remember")
        assert week.tie(1, 2).pledge == left
    week.next_week()
    week.hold(1, 2)
    week.play("remember")
    assert week.tie(1, 2).pledge == 0


def kept_act(week: ByHand) -> float:
    before = float(week.tie(1, 2).integrity_for)
    week.hold(1, 2)
    week.play("remember")
    return float(week.tie(1, 2).integrity_for) - before


def test_a_kept_act_under_a_promise_counts_double_and_less_from_who_has_deceived() -> None:
    week = ByHand(PLAINLY)
    week.relate(1, 2)
    assert kept_act(week) == near(1.0)
    for deception, worth in ((0.0, 2.0), (1.0, 1.5), (3.0, 1.25)):
        week = ByHand(PLAINLY)
        promised(week, deception=deception)
        assert kept_act(week) == near(worth)
    assert repair.pledge_boost(0.0) == 2.0


def test_a_broken_promise_counts_for_more_and_in_part_as_deception() -> None:
    unbound = ByHand(PLAINLY)
    unbound.relate(1, 2)
    bound = ByHand(PLAINLY)
    promised(bound)
    for week in (unbound, bound):
        week.hold(1, 2, act=BREACH, answer=0.0, stake=0.5)
        week.play("remember")
    # A full breach, of which a quarter counts for what went without saying; half of it again.
    amount = 1.0 * 1.25
    more = against(bound.tie(1, 2)) - against(unbound.tie(1, 2))
    assert more == pytest.approx([0.0, 0.0, 0.5 * amount], abs=1e-6)
    assert bound.tie(1, 2).deception == near(0.5 * amount)
    assert unbound.tie(1, 2).deception == 0.0
    assert bound.tie(1, 2).pledge == 0
    assert EPISODE_NAMES[(int(bound.trace(1, 2).episode_0) >> 4) & 15] == "broke a promise"


def test_an_error_breaks_no_promise() -> None:
    week = ByHand()
    tie = promised(week)
    week.hold(1, 2, act=ERROR, answer=0.5)
    week.play("remember")
    assert (tie.pledge, tie.deception) == (10, 0.0)


def test_a_new_promise_after_a_broken_one_covers_ten_acts_again() -> None:
    week = ByHand()
    tie = promised(week)
    tie.pledge = 3
    week.hold(1, 2, act=BREACH, answer=0.0, forms=ADMITS | PROMISES)
    week.play("remember")
    assert tie.pledge == 10
    assert tie.deception > 0


def test_a_breach_that_seems_kept_breaks_no_promise() -> None:
    week = ByHand()
    tie = promised(week)
    week.hold(1, 2, act=BREACH, answer=0.0, hidden=1, found=0)
    week.play("remember")
    assert (tie.pledge, tie.deception) == (9, 0.0)


def test_promises_kept_speed_recovery_and_prior_deception_blunts_them() -> None:
    """A breach, then eight kept acts: with a promise, without, and from one who had deceived."""

    def recovered(promise: bool, deception: float) -> float:
        week = ByHand()
        week.relate(1, 2, deception=deception)
        week.hold(1, 2, act=BREACH, answer=0.0, forms=PROMISES if promise else 0)
        week.play("remember")
        low = week.trust(1, 2)
        for _ in range(8):
            week.next_week()
            week.hold(1, 2)
            week.play("remember")
        return week.trust(1, 2) - low

    assert recovered(True, 0.0) > recovered(False, 0.0) + 0.01
    assert recovered(True, 4.0) - recovered(False, 4.0) < recovered(True, 0.0) - recovered(
        False, 0.0
    )


# Who says what


def test_forms_follow_their_chances_by_the_same_draws() -> None:
    """What is said of each failure is what the rules and the draws of the pair say."""
    chance, dealing, found = plain("chance"), plain("dealing"), set()
    for seed in range(60):
        regime = {"consequence.regime": "just-culture", "leaders.attention_hours": 12.0}
        week = ByHand(regime, seed=seed)
        hour = week.hold(1, 2, act=BREACH, answer=0.2, scripted=0)
        week.play("consequence")
        words = chance.draw(seed, FOLLOWING, 1, 1, 2, int(hour.hour))
        more = chance.draw(seed, REPAIRING, 1, 1, 2, int(hour.hour))
        w3, (w0, w1, w2, _) = words[3], more
        person, team = week.person(2), week.state.teams[0]
        feared = dealing.feared_in(week.state, week.c, 2, 0, week.p)
        hosted = float(team.care_level) * float(team.repair)
        integrity, benevolence = float(person.integrity), float(person.benevolence)
        forms = 0
        if chance.uniform(w3) < repair.repair_probability(integrity, benevolence, feared, hosted):
            forms = ADMITS
            made_good = float(team.repair)
            if chance.uniform(w0) < repair.paying_probability(benevolence, made_good):
                forms |= PAYS
            if chance.uniform(w1) < repair.promising_probability(integrity, made_good):
                forms |= PROMISES
        elif chance.uniform(w2) < repair.denying_probability(integrity, feared):
            forms = DENIES
        assert hour.forms == forms
        found.add(forms)
    assert {0, ADMITS, DENIES, ADMITS | PAYS | PROMISES} <= found


def test_what_is_hidden_is_neither_admitted_nor_denied() -> None:
    for seed in range(20):
        week = ByHand(seed=seed)
        hour = week.hold(1, 2, act=BREACH, answer=0.2, scripted=0, hidden=1)
        week.play("consequence")
        assert hour.forms == 0


def test_leaders_who_host_repair_and_regimes_that_consist_in_it_bring_more_of_it() -> None:
    untended = {"leaders.style": "absent", "consequence.regime": "punitive"}
    hosted = {"leaders.consequence": 0.4, "consequence.regime": "just-culture"}
    plainly, tended = (
        lived(NOBODY_LEAVES | changes, weeks=20, num_people=40)
        for changes in (untended, {"leaders.style": "absent"} | hosted)
    )
    for name in ("repaired", "promised"):
        assert measured(tended, name).mean() > 1.3 * measured(plainly, name).mean(), name
    assert measured(tended, "denied").mean() < measured(plainly, "denied").mean()


@pytest.mark.parametrize("mechanism", ["repair", "promises"])
def test_knocked_out_nobody_says_or_promises_anything(mechanism: str) -> None:
    engine = lived({"mechanisms.off": [mechanism]}, weeks=20)
    whole = lived(weeks=20)
    names = {"repair": ("repaired", "promised", "denied"), "promises": ("promised",)}[mechanism]
    for name in names:
        assert not measured(engine, name).any()
        assert measured(whole, name).any()
    assert (engine.state.ties.pledge == 0).all()
    assert (whole.state.ties.pledge > 0).any()
    if mechanism == "promises":
        assert measured(engine, "repaired").any()
