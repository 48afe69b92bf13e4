"""The laboratory's games, and what people say to each other between rounds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import trustgarden as tg
from trustgarden.experiments.laboratory import Meeting, minimum_effort, public_goods, trust_game


def less(lower: np.ndarray, higher: np.ndarray) -> bool:
    """Whether paired values are lower, one-sided at 0.1 %."""
    return bool(stats.ttest_rel(higher, lower, alternative="greater").pvalue < 0.001)


# Several meetings at once


def test_meetings_of_a_round_are_decided_on_what_was_remembered_before_it() -> None:
    """A breach by 1 towards 0 in the same round changes nothing in what 2 ventures with 1."""

    def venture(first: str) -> np.ndarray:
        lab = tg.Laboratory(3, 60, seed=1)
        lab.play(
            [
                Meeting(trustor=0, trustee=1, act="entrust", answer=first),
                Meeting(trustor=2, trustee=1),
            ]
        )
        return lab.table().query("trustor == 2")["stake"].to_numpy()

    np.testing.assert_array_equal(venture("keep"), venture("break"))


def test_everybody_may_meet_everybody_in_one_round() -> None:
    lab = tg.Laboratory(6, 10, seed=2)
    pairs = [Meeting(trustor=i, trustee=j) for i in range(6) for j in range(6) if i != j]
    lab.play(pairs, rounds=2)
    table = lab.table()
    assert len(table) == 2 * 30 * 10
    assert not table.duplicated(["round", "group", "trustor", "trustee"]).any()
    matrix = lab.trust_matrix()
    assert matrix.shape == (10, 6, 6)
    assert np.isnan(matrix[:, range(6), range(6)]).all()
    last = table[table["round"] == 2].set_index(["group", "trustor", "trustee"])["trust"]
    assert matrix[3, 1, 4] == last[3, 1, 4]


def test_a_round_without_a_meeting_is_refused() -> None:
    with pytest.raises(tg.InputError, match="no meeting was named"):
        tg.Laboratory(seed=1).play([])


# What is said


def test_what_is_said_takes_evidence_back_and_an_error_more_than_a_breach() -> None:
    def gained(answer: str, *says: str) -> np.ndarray:
        trusts = []
        for words in ((), says):
            lab = tg.Laboratory(2, 300, seed=3)
            lab.meet(0, 1, act="entrust", answer=answer, amount=0.2, says=words)
            trusts.append(lab.trust(0, 1))
        return trusts[1] - trusts[0]

    assert (gained("err", "admit") > 0).all()
    assert less(gained("break", "admit"), gained("err", "admit"))
    assert less(gained("err", "admit"), gained("err", "admit", "pay"))
    assert (gained("break", "deny") > 0).all()
    assert (gained("err", "deny") < 0).all()


def test_a_promise_speeds_recovery_and_a_broken_one_costs_more() -> None:
    def after(answer: str, *, promised: bool) -> np.ndarray:
        lab = tg.Laboratory(2, 300, seed=4)
        lab.meet(0, 1, act="entrust", answer="break", says=())
        if promised:
            lab.promise(1, 0)
        lab.meet(0, 1, rounds=3, act="entrust", answer=answer, says=())
        return lab.trust(0, 1)

    assert less(after("keep", promised=False), after("keep", promised=True))
    assert less(after("break", promised=True), after("break", promised=False))


def test_an_apology_gives_back_some_trust_and_only_where_there_is_something_to_forgive() -> None:
    lab = tg.Laboratory(2, 100, seed=5)
    lab.meet(0, 1, rounds=2, act="entrust", answer="break", says=())
    hurt = lab.trust(0, 1)
    lab.apologise(1, pays=True)
    assert (lab.trust(0, 1) > hurt).all()
    fresh = tg.Laboratory(2, 100, seed=5)
    before = fresh.trust(0, 1)
    fresh.apologise(1)
    np.testing.assert_array_equal(fresh.trust(0, 1), before)


def test_a_third_party_is_believed_less_once_one_knows_oneself() -> None:
    def moved(rounds: int) -> np.ndarray:
        lab = tg.Laboratory(2, 200, seed=6)
        if rounds:
            lab.meet(0, 1, rounds=rounds, act="entrust", answer="keep")
        before = lab.trust(0, 1)
        lab.tell(0, 1, 0.0, acts=2.0)
        return before - lab.trust(0, 1)

    assert (moved(0) > 0).all()
    assert less(moved(20), moved(0))


@pytest.mark.parametrize(("answer", "sign"), [("keep", 1), ("break", -1)])
def test_a_record_is_a_cue_for_strangers(answer: str, sign: int) -> None:
    lab = tg.Laboratory(2, 200, seed=7)
    lab.meet(0, 1, rounds=3, act="entrust", answer=answer)
    before = lab.trust(0, 1, shift=5)
    lab.show_records()
    assert (np.sign(lab.trust(0, 1, shift=5) - before) == sign).all()


# Trust games


def test_a_trust_game_sends_what_is_ventured_and_returns_half_of_what_was_answered() -> None:
    table = trust_game(tg.Laboratory(2, 400, seed=8), rounds=3)
    assert set(table["round"]) == {1, 2, 3}
    assert table["sent"].between(0, 1).all()
    assert table["returned"].dropna().between(0, 1).all()
    assert (table["returned"].isna() == ~table["entrusted"]).all()
    np.testing.assert_allclose(
        table["earned_by_trustor"] + table["earned_by_trustee"], 1 + 2 * table["sent"]
    )


def test_trust_in_a_partner_comes_to_follow_what_they_did() -> None:
    lab = tg.Laboratory(2, 400, seed=9)
    first = lab.trust(0, 1)
    table = trust_game(lab, rounds=15)
    done = table[table["entrusted"]].groupby("group")["answer"].agg(["mean", "size"])
    often = done[done["size"] >= 8]
    last = table.query("round == 15").set_index("group")["trust"]
    gained = last[often.index] - first[often.index]
    assert len(often) > 100
    assert stats.pearsonr(often["mean"], gained).statistic > 0.6


def test_strangers_trust_those_with_a_record_by_it() -> None:
    lab = tg.Laboratory(2, 400, seed=9)
    table = trust_game(lab, rounds=12, strangers=True, records=True)
    kept = table[table["entrusted"]].assign(kept=lambda rows: rows["act"] == "kept")
    later = kept.query("round > 6").groupby("trustee")
    assert later.size().sum() > 0
    unknown = trust_game(tg.Laboratory(2, 400, seed=9), rounds=12, strangers=True)
    assert not table["sent"].equals(unknown["sent"])


def test_a_game_with_records_moves_trust_in_strangers_by_what_they_did_and_no_other_does() -> None:
    fresh = tg.Laboratory(2, 600, seed=9).trust(0, 1, shift=7)

    def moved(*, records: bool) -> tuple[np.ndarray, np.ndarray]:
        """What each coming partner had kept of what is on record, and by how much trust moved."""
        lab = tg.Laboratory(2, 600, seed=9)
        table = trust_game(lab, rounds=6, strangers=True, records=records).query("entrusted")
        if records:
            lab.show_records()
        # What was hidden and did not come out is not held against them.
        seemed = (table["act"] == "kept") | (table["hidden"] & ~table["found"])
        kept = seemed.groupby(table["trustee_group"]).mean()
        partners = (np.arange(600) + 7) % 600
        return kept.reindex(partners).to_numpy(), lab.trust(0, 1, shift=7) - fresh

    assert not moved(records=False)[1].any()
    kept, change = moved(records=True)
    known = ~np.isnan(kept)
    assert known.sum() > 500
    assert not change[~known].any()
    assert (change[kept == 1] > 0).all()
    assert (change[kept == 0] < 0).all()


def test_partners_stay_and_strangers_never_meet_twice_even_in_a_second_game() -> None:
    partners = trust_game(tg.Laboratory(2, 12, seed=1), rounds=4)
    assert (partners["group"] == partners["trustee_group"]).all()
    lab = tg.Laboratory(2, 12, seed=1)
    lab.meet(1, 0, shift=-3)
    trust_game(lab, rounds=4, strangers=True)
    trust_game(lab, rounds=5, strangers=True)
    met = lab.table()
    assert (met["group"] != met["trustee_group"]).all()
    ones = met["group"].where(met["trustor"] == 0, met["trustee_group"])
    others = met["trustee_group"].where(met["trustor"] == 0, met["group"])
    assert len(set(zip(ones, others, strict=True))) == len(met) == 10 * 12
    with pytest.raises(tg.InputError, match="strangers in 2 rounds need more than 12 groups"):
        trust_game(lab, rounds=2, strangers=True)


def test_a_known_end_lowers_faith_at_the_end() -> None:
    def kept(ends: bool) -> float:
        table = trust_game(tg.Laboratory(2, 1500, seed=10), rounds=6, ends=ends)
        last = table.query("round == 6 and entrusted")
        return float((last["act"] == "kept").mean())

    assert kept(True) < kept(False) - 0.05


def test_later_games_do_not_report_earlier_rounds() -> None:
    lab = tg.Laboratory(2, 5, seed=11)
    trust_game(lab, rounds=2)
    assert set(trust_game(lab, rounds=1)["round"]) == {3}


# Games of groups


def test_talk_before_the_game_raises_contributions() -> None:
    def contributed(talk: bool) -> np.ndarray:
        table = public_goods(tg.Laboratory(4, 200, seed=12), rounds=5, talk=talk)
        return table.groupby("group")["contributed"].mean().to_numpy()

    assert less(contributed(False), contributed(True))


def test_public_goods_share_the_pot_and_the_regime_is_taken_off_again() -> None:
    lab = tg.Laboratory(4, 20, seed=13)
    table = public_goods(lab, rounds=2, regime={"consequence.regime": "punitive"}, multiplier=2.0)
    assert len(table) == 2 * 20 * 4
    assert table["contributed"].between(0, 1).all()
    sums = table.groupby(["round", "group"])[["contributed", "earned"]].sum()
    np.testing.assert_allclose(sums["earned"], 4 + sums["contributed"])
    assert lab.scenario.consequence.regime == "none"


def test_a_minimum_that_the_leader_sets_lifts_the_least_effort() -> None:
    def least(minimum: float | None) -> np.ndarray:
        lab = tg.Laboratory(5, 100, seed=14, led=True)
        table = minimum_effort(lab, rounds=4, least=minimum)
        assert (table["least_effort"] <= table["effort"]).all()
        return table.groupby("group")["least_effort"].mean().to_numpy()

    assert less(least(None), least(0.4))


@pytest.mark.parametrize(
    ("game", "message"),
    [
        (lambda: trust_game(tg.Laboratory(seed=1), multiplier=0), "multiplier is 0"),
        (lambda: trust_game(tg.Laboratory(seed=1), strangers=True), "strangers in 1 rounds"),
        (lambda: public_goods(tg.Laboratory(seed=1)), "a group of 2 has no public good"),
        (lambda: minimum_effort(tg.Laboratory(3, seed=1)), "nobody leads in this laboratory"),
        (
            lambda: minimum_effort(tg.Laboratory(3, seed=1, led=True), least=2.0),
            "least is 2.0; it must lie between 0 and 1",
        ),
        (lambda: tg.Laboratory(seed=1).tell(0, 1, 1.5), "opinion is 1.5"),
        (lambda: tg.Laboratory(seed=1).tell(0, 1, 0.5, acts=0), "acts is 0"),
    ],
)
def test_a_game_that_cannot_be_played_is_refused(game, message: str) -> None:
    with pytest.raises(tg.InputError, match=message):
        game()


def test_trust_comes_to_depend_on_the_trustee() -> None:
    """The partition of the trust matrix reads a laboratory: the trustee's share rises."""
    from trustgarden.analysis.social_relations import partition

    def share(lab: tg.Laboratory) -> float:
        return float(partition(list(lab.trust_matrix())).loc["trustee", "share"])

    lab = tg.Laboratory(6, 40, seed=15)
    first = share(lab)
    pairs = [Meeting(trustor=i, trustee=j) for i in range(6) for j in range(6) if i != j]
    lab.play(pairs, rounds=12)
    assert share(lab) > first + 0.05
