"""Controlled meetings on the kernels of the week."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

import trustgarden as tg
from trustgarden.errors import InputError


def test_a_script_is_what_happens() -> None:
    lab = tg.Laboratory(num_groups=50, seed=1)
    lab.meet(0, 1, act="entrust", answer="keep", stake=0.5)
    lab.meet(0, 1, act="hold back")
    lab.meet(0, 1, act="entrust", answer="err", says=("admit",))
    lab.meet(0, 1, act="entrust", answer="deceive", found=True)
    acts = lab.table().groupby("round")["act"].unique().map(list).tolist()
    assert acts == [["kept"], ["held back"], ["error"], ["breach"]]
    last = lab.table().query("round == 4")
    assert last["hidden"].all()
    assert last["found"].all()
    assert lab.table().query("round == 3")["repaired"].all()


NOTHING_TO_DOUBT = {"mechanisms.off": ["ambiguity"]}


def test_kept_faith_raises_trust_in_every_pair_and_a_breach_lowers_it() -> None:
    lab = tg.Laboratory(num_groups=100, seed=2, changes=NOTHING_TO_DOUBT)
    # Who is able does well what they do, so that all of a kept act speaks for them.
    lab.set_trait("ability", 0.999)
    before = lab.trust(0, 1)
    lab.meet(0, 1, act="entrust", answer="keep")
    kept = lab.trust(0, 1)
    lab.meet(0, 1, act="entrust", answer="break", says=())
    broken = lab.trust(0, 1)
    assert np.all(kept > before)
    assert np.all(broken < kept)


def test_one_kept_act_moves_trust_towards_what_it_shows_and_no_further() -> None:
    """Without affinity, all facets begin alike: E = (x h + k p) / (x + k), h of x speaking for."""
    lab = tg.Laboratory(num_groups=100, seed=2, changes={"parameters.affinity_spread": 0.0})
    before = lab.trust(0, 1)
    lab.meet(0, 1, act="entrust", answer="keep")
    propensity = lab.trait("propensity")[:, 0]
    read = propensity + 0.7 * (before - propensity)
    done = special.expit(2.0 + 4.0 * (lab.trait("ability")[:, 1] - 0.5))
    shown = (
        0.35 * done * (1 - 0.125 * (1 - read))
        + 0.33 * (1 - 0.5 * (1 - propensity))
        + 0.32 * (1 - 0.25 * (1 - read))
    )
    news = 2.1 * (0.5 + lab.table()["stake"].to_numpy())
    expected = before + news / (news + 5.0) * (shown - before)
    np.testing.assert_allclose(lab.trust(0, 1), expected, atol=1e-6)
    # Whoever trusts almost without reserve, and doubts what is ambiguous, finds less than that.
    assert 0 < (shown < before).sum() <= 10


def test_no_round_no_change_and_waiting_only_forgets() -> None:
    lab = tg.Laboratory(num_groups=20, seed=3, changes=NOTHING_TO_DOUBT)
    lab.set_trait("ability", 0.999)
    at_first = lab.trust(0, 1)
    lab.meet(0, 1, rounds=8, act="entrust", answer="keep")
    learned = lab.trust(0, 1)
    lab.wait(8000)  # more than 25 of the longest half-lives
    np.testing.assert_allclose(lab.trust(0, 1), at_first, atol=1e-6)
    assert np.all(learned > at_first)


def test_the_closed_form_of_memory_under_constant_conduct() -> None:
    """One pair, kept faith only, without ambiguity and primacy: E = (g + k p) / (g + k)."""
    lab = tg.Laboratory(
        seed=4,
        changes={"mechanisms.off": ["ambiguity"], "parameters.primacy": 0.0},
    )
    prior = lab.trust(0, 1)[0]
    lab.meet(0, 1, rounds=10, act="entrust", answer="keep", stake=0.5)
    rows = lab.table()
    # Evidence of an act is 1/2 more than the stake ventured; the three facets share it. Of
    # ability (35 in 100 of trust) only as much speaks for the other as it was done well.
    evidence = (0.5 + rows["stake"]).sum()
    well = special.expit(2.0 + 4.0 * (lab.trait("ability")[0, 1] - 0.5))
    good = evidence * (0.65 + 0.35 * well)
    weight = 5.0
    expected = (good + weight * prior) / (evidence + weight)
    assert rows["trust"].iloc[-1] == pytest.approx(expected, abs=2e-3)


def test_more_of_a_breach_never_raises_trust_and_nobody_overtakes_by_the_same_breach() -> None:
    lab = tg.Laboratory(num_groups=300, seed=5, changes={"mechanisms.off": ["ambiguity"]})
    lab.set_trait("forgiveness", 0.5)
    before = lab.trust(0, 1)
    lab.meet(0, 1, act="entrust", answer="break", stake=0.5, says=())
    order = np.argsort(before)
    after = lab.trust(0, 1)[order]
    # The stake ventured rises with trust, so equality is up to that difference.
    assert stats.spearmanr(before[order], after).statistic > 0.99


def test_two_laboratories_of_one_seed_have_the_same_people_and_luck() -> None:
    one, other = (tg.Laboratory(num_groups=40, seed=6) for _ in range(2))
    for lab in (one, other):
        lab.meet(0, 1, rounds=5)
    assert one.table().equals(other.table())


def test_a_group_is_untouched_by_how_many_others_there_are() -> None:
    few, many = tg.Laboratory(num_groups=5, seed=7), tg.Laboratory(num_groups=500, seed=7)
    for lab in (few, many):
        lab.meet(0, 1, rounds=6)
    rows = many.table().query("group < 5").reset_index(drop=True)
    assert few.table().equals(rows)


def test_strangers_meet_somebody_new_in_every_round() -> None:
    lab = tg.Laboratory(num_groups=30, seed=8)
    for shift in range(1, 6):
        lab.meet(0, 1, shift=shift, act="entrust", answer="keep")
    fresh = tg.Laboratory(num_groups=30, seed=8)
    np.testing.assert_array_equal(lab.trust(0, 1), fresh.trust(0, 1))


@pytest.mark.slow
def test_a_contract_that_goes_leaves_less_trust_than_none() -> None:
    """P25: direction only; seeds fixed, paired, one-sided at 0.1 %."""

    def trust_after(regime: str) -> np.ndarray:
        lab = tg.Laboratory(num_groups=1000, seed=9)
        lab.set_conditions({"consequence.regime": regime})
        lab.meet(0, 1, rounds=10)
        lab.set_conditions({"consequence.regime": "none"})
        lab.meet(0, 1, rounds=5)
        return lab.trust(0, 1)

    test = stats.ttest_rel(trust_after("none"), trust_after("contract"), alternative="greater")
    assert test.pvalue < 0.001


@pytest.mark.slow
def test_an_early_breach_costs_more_than_a_late_one() -> None:
    """P58: direction only; the same people and luck in each arm."""

    def trust_after(breaches: tuple[int, ...]) -> np.ndarray:
        lab = tg.Laboratory(num_groups=500, seed=10)
        for number in range(1, 31):
            broken = number in breaches
            lab.meet(
                0,
                1,
                answer="break" if broken else "keep",
                act="entrust" if broken else "decide",
                stake=0.6,
            )
        return lab.trust(0, 1)

    never, late, early = trust_after(()), trust_after((11, 12)), trust_after((1, 2))
    for more, less in ((never, late), (late, early)):
        assert stats.ttest_rel(more, less, alternative="greater").pvalue < 0.001


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"num_people": 1}, "num_people is 1; it must be a whole number from 2 to 500"),
        ({"num_groups": 0}, "num_groups is 0; it must be a whole number from 1 to 500,000"),
        ({"changes": {"parameters.suprise": 1.0}}, "suprise"),
    ],
)
def test_a_laboratory_that_cannot_be_is_refused(arguments: dict, message: str) -> None:
    with pytest.raises(tg.InputError, match=message):
        tg.Laboratory(**arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rounds": 0}, "rounds is 0; it must be at least 1"),
        ({"rounds": 5000}, "rounds is 5000"),
        ({"space": "kitchen"}, "space is 'kitchen'; it must be one of work, meeting"),
        ({"stake": float("nan")}, "stake is nan"),
        ({"stake": 1.5}, "stake is 1.5; it must be above 0"),
        ({"act": "hope"}, "act is 'hope'; it must be one of decide, entrust, hold back"),
        ({"answer": "maybe"}, "answer is 'maybe'"),
        ({"trustee": 0}, "person 0 cannot meet themselves"),
        ({"trustee": 2}, "trustee is 2; people of a group are numbered 0 to 1"),
        ({"amount": 2.0}, "amount is 2.0; it must lie between 0 and 1"),
        ({"further": -0.1}, "further is -0.1; it must lie between 0 and 1"),
        ({"says": ("sing",)}, "says has 'sing'; it may have admit, pay, promise, deny"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(arguments: dict, message: str) -> None:
    lab = tg.Laboratory(seed=1)
    with pytest.raises(tg.InputError, match=message):
        lab.meet(0, **({"trustee": 1} | arguments))
    assert lab.table().empty


def test_a_trait_reads_back_as_it_was_set() -> None:
    lab = tg.Laboratory(3, 5, seed=1)
    drawn = lab.trait("propensity")
    assert drawn.shape == (5, 3)
    assert ((drawn > 0) & (drawn < 1)).all()
    lab.set_trait("propensity", 0.25, person=1)
    assert (lab.trait("propensity")[:, 1] == 0.25).all()
    assert (lab.trait("propensity")[:, 0] == drawn[:, 0]).all()
    with pytest.raises(InputError, match="propensitty"):
        lab.trait("propensitty")
