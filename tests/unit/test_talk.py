"""M15: tales of third parties, what was witnessed, and reputation."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from by_hand import ByHand
from hypothesis import given
from hypothesis import strategies as st
from plain_model import plain
from scipy import stats
from small_organisations import NOBODY_LEAVES, lived, measured

from trustgarden.model.layout import BREACH, ERROR, HELD_BACK, NO_TALE, WITNESSED

FALSE_ALARM_RATE = 1e-4
telling = plain("telling")
SHARES = st.floats(0, 1)
BREACHES = ("ability_against", "benevolence_against", "integrity_against")


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


# Rules


def test_a_tale_leans_to_what_the_listener_leaned_to() -> None:
    assert telling.leaning(0.5, 0.5) == 0.5
    assert telling.leaning(0.5, 0.9) == near(0.62)
    assert telling.leaning(0.5, 0.1) == near(0.38)
    assert telling.leaning(0.95, 1.0) == 1.0
    assert telling.leaning(0.05, 0.0) == 0.0


def test_all_that_is_told_of_one_person_amounts_to_five_acts_at_most() -> None:
    weight = telling.told_weight
    assert weight(0.4, 0.0) == near(0.4)
    assert weight(0.4, 2.5) == near(0.2)
    assert weight(0.4, 5.0) == weight(0.4, 9.0) == 0.0
    told = 0.0
    for _ in range(1000):
        told += weight(0.4, told)
    assert 4.9 < told <= 5.0


@given(SHARES, SHARES, st.floats(0, 5), st.floats(0, 5), st.floats(0.5, 50))
def test_a_tale_moves_what_is_expected_towards_itself(
    start: float, opinion: float, before: float, weight: float, k: float
) -> None:
    heard = plain("memory").heard
    said = heard(start, before * opinion, before * (1 - opinion), k)
    more = heard(start, (before + weight) * opinion, (before + weight) * (1 - opinion), k)
    low, high = sorted((start, opinion))
    assert low - 1e-12 <= said <= high + 1e-12
    assert abs(more - opinion) <= abs(said - opinion) + 1e-12


# Tales


def telling_of(changes: dict[str, Any] | None = None, *, seed: int = 1) -> ByHand:
    """1 met 2, who remembers nobody but 3; nothing is witnessed."""
    off = {"mechanisms.off": ["witness"], "talk.tales": 1.0}
    week = ByHand(off | dict(changes or {}), seed=seed)
    for me in range(4):
        for other in range(4):
            week.forget(me, other)
    week.hold(1, 2)
    return week


def test_a_tale_is_worth_trust_in_the_teller_times_what_they_know() -> None:
    week = telling_of()
    week.trusting(2, 3, 10.0)
    week.trusting(1, 2, 5.0)
    tie = week.relate(1, 3)
    opinion = telling.leaning(week.trust(2, 3), week.trust(1, 3))
    weight = 0.5 * week.trust(1, 2) * (10 / 15)
    week.play("talk")
    assert tie.told_for == near(weight * opinion)
    assert tie.told_against == near(weight * (1 - opinion))
    assert week.close_books()["told"] > 0


def test_who_does_not_trust_the_teller_takes_little_from_the_tale() -> None:
    told = {}
    for trust in (week_with_trust := {"much": ByHand.trusting, "little": ByHand.distrusting}):
        week = telling_of()
        week.distrusting(2, 3, 10.0)
        week_with_trust[trust](week, 1, 2, 30.0)
        tie = week.relate(1, 3)
        week.play("talk")
        told[trust] = float(tie.told_against)
    assert told["much"] > 4 * told["little"] > 0


def test_good_tales_raise_and_bad_ones_lower_trust() -> None:
    change = {}
    for known in ("trusting", "distrusting"):
        week = telling_of()
        getattr(week, known)(2, 3, 20.0)
        week.trusting(1, 2, 20.0)
        week.relate(1, 3)
        before = week.trust(1, 3)
        week.play("talk")
        change[known] = week.trust(1, 3) - before
    assert change["trusting"] > 0.005
    assert change["distrusting"] < -0.005


def test_one_s_own_experience_overwrites_what_was_told() -> None:
    """The same tale moves one who has seen much themselves hardly at all."""
    moved = {}
    for seen in (0.0, 200.0):
        week = telling_of()
        week.distrusting(2, 3, 20.0)
        week.trusting(1, 2, 20.0)
        week.trusting(1, 3, seen)
        before = week.trust(1, 3)
        week.play("talk")
        moved[seen] = before - week.trust(1, 3)
    assert moved[0.0] > 20 * moved[200.0] > 0


def test_what_is_told_is_no_evidence_of_one_s_own() -> None:
    week = telling_of()
    week.trusting(2, 3)
    week.trusting(1, 2)
    tie = week.relate(1, 3)
    certainty = plain("memory").tie_certainty
    before = certainty(tie, week.p.prior_weight)
    week.play("talk")
    assert tie.told_for > 0
    assert certainty(tie, week.p.prior_weight) == before
    assert tie.familiarity == 0


def test_of_one_who_is_not_known_a_tale_leaves_a_name_that_whoever_meets_them_reads() -> None:
    week = telling_of()
    week.distrusting(2, 3, 10.0)
    week.trusting(1, 2, 5.0)
    opinion, believed = week.trust(2, 3), week.trust(1, 2)
    before = week.trust(0, 3)
    week.play("talk")
    assert not week.remembers(1, 3)
    weight = 0.3 * 0.5 * believed * (10 / 15)
    person = week.person(3)
    assert person.reputation_for == near(weight * opinion)
    assert person.reputation_against == near(weight * (1 - opinion))
    # A stranger reads it too, and so does who was told.
    assert week.trust(0, 3) < before
    week.play("judge")
    assert person.reputation_against == near(weight * (1 - opinion) * 0.98)


def test_nobody_is_told_of_themselves_or_of_who_has_left() -> None:
    week = telling_of()
    week.trusting(2, 1)
    week.play("talk")
    assert week.state.tales[1, 0].kind == NO_TALE
    week = telling_of()
    week.trusting(2, 3)
    week.relate(1, 3)
    week.state.present[3] = 0
    week.play("talk")
    assert week.tie(1, 3).told_for == 0


def test_who_met_nobody_hears_nothing() -> None:
    week = telling_of()
    week.trusting(2, 3)
    week.relate(0, 3)
    week.play("talk")
    assert week.tie(0, 3).told_for == 0


def test_a_tale_heard_this_week_is_not_told_on_in_the_same_week() -> None:
    """2 hears of 3 while 1 hears 2: what 1 hears is what 2 held before."""
    told = {}
    for gossip in (False, True):
        week = telling_of()
        week.trusting(2, 3, 10.0)
        week.trusting(1, 2, 5.0)
        week.relate(1, 3)
        if gossip:
            week.distrusting(0, 3, 30.0)
            week.trusting(2, 0, 30.0)
            week.hold(2, 0)
        week.play("talk")
        told[gossip] = float(week.tie(1, 3).told_for), float(week.tie(1, 3).told_against)
        assert (week.tie(2, 3).told_against > 0) == gossip
    assert told[False] == told[True]


@pytest.mark.parametrize("tales", [0.0, 0.4, 1.0, 2.5])
def test_people_hear_so_many_tales_a_week(tales: float) -> None:
    heard = []
    for seed in range(120):
        week = telling_of({"talk.tales": tales}, seed=seed)
        week.trusting(2, 3)
        week.play("talk")
        heard.append(int((week.state.tales.kind[1] != NO_TALE).sum()))
    whole, part = int(tales), tales - int(tales)
    assert set(heard) <= {whole, whole + (part > 0)}
    more = sum(count > whole for count in heard)
    assert stats.binomtest(more, 120, part).pvalue > FALSE_ALARM_RATE


def test_tales_fade_like_other_evidence() -> None:
    week = ByHand({"parameters.durability_spread": 0.0})
    tie = week.relate(1, 3, told_for=2.0, told_against=1.0)
    week.play("forget_too")
    kept = 0.5 ** (1 / 40)
    assert (tie.told_for, tie.told_against) == (near(2 * kept), near(kept))


def test_knocked_out_nobody_tells_anything() -> None:
    week = telling_of({"mechanisms.off": ["talk", "witness"]})
    week.trusting(2, 3)
    week.relate(1, 3)
    week.play("talk")
    assert week.tie(1, 3).told_for == 0
    silent = lived(NOBODY_LEAVES | {"mechanisms.off": ["talk", "witness", "connections"]}, weeks=20)
    assert not measured(silent, "told").any()
    assert measured(lived(NOBODY_LEAVES, weeks=20), "told").all()


# Witnesses


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ByHand]:
    """1 looks at the hour in which 2 dealt with 3."""
    monkeypatch.setattr(plain("talking"), "choose_index", lambda word, n: 2)

    def of(act: int, *, space: int | str = "work", unseen: bool = False, **fields: Any) -> ByHand:
        # What is seen of an hour is the draw's business: here all of it is, or nothing.
        monkeypatch.setattr(plain("talking"), "uniform", lambda word: 0.999 if unseen else 0.0)
        # One of the ten hours that one may see in a week.
        monkeypatch.setattr(plain("talking"), "SEEN_HOURS", 1)
        week = ByHand({"mechanisms.off": ["talk", "connections"]})
        week.relate(1, 3)
        week.person(3).ability = 0.7
        week.hold(2, 3, act=act, space=space, **fields)
        week.play("talk")
        return week

    return of


FACETS = ("ability", "benevolence", "integrity")
WELL = 1 / (1 + math.exp(-(2.0 + 4.0 * (0.7 - 0.5))))
"""Share of a kept act that speaks for the ability of somebody of ability 0.7."""


def evidence(week: ByHand) -> tuple[list[float], list[float]]:
    """What 1 has seen of 3, for and against the three facets; nothing of it was told."""
    tie = week.tie(1, 3)
    assert tie.told_for == tie.told_against == 0
    return tuple([float(tie[f"{one}_{side}"]) for one in FACETS] for side in ("for", "against"))


def test_a_kept_act_one_saw_speaks_of_ability_and_integrity_and_not_of_goodwill(
    watching: Callable[..., ByHand],
) -> None:
    week = watching(2, stake=0.5)
    good, bad = evidence(week)
    assert good == near([0.4 * WELL, 0.0, 0.4])
    assert bad == near([0.4 * (1 - WELL), 0.0, 0.0])
    accounts = week.close_books()
    assert accounts["seen"] > 0
    assert accounts["told"] == 0


def test_an_error_one_saw_speaks_against_ability_and_a_breach_against_integrity(
    watching: Callable[..., ByHand],
) -> None:
    good, bad = evidence(watching(BREACH, answer=0.0, stake=0.5))
    assert (good, bad) == ([0.0] * 3, near([0.0, 0.0, 0.4]))
    # A failure that gave six tenths back looks three tenths good.
    good, bad = evidence(watching(ERROR, answer=0.6, stake=0.9))
    assert (good, bad) == ([0.0] * 3, near([0.4 * 1.4 * 0.7, 0.0, 0.0]))


def test_what_was_hidden_looks_kept_to_who_watches(watching: Callable[..., ByHand]) -> None:
    hidden = evidence(watching(BREACH, answer=0.0, hidden=1, found=0))
    assert hidden == evidence(watching(2))


def test_ten_hours_of_team_mates_may_be_seen_in_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain("talking"), "choose_index", lambda word, n: 2)
    monkeypatch.setattr(plain("talking"), "uniform", lambda word: 0.0)
    week = ByHand({"mechanisms.off": ["talk", "connections"]})
    tie = week.relate(1, 3)
    week.hold(2, 3)
    week.play("talk")
    assert (week.state.tales.kind[1] == WITNESSED).sum() == 10
    assert tie.integrity_for == near(10 * 0.4)


def test_there_is_nothing_to_see_where_nobody_entrusts_or_nobody_looks(
    watching: Callable[..., ByHand],
) -> None:
    assert evidence(watching(HELD_BACK)) == ([0.0] * 3, [0.0] * 3)
    # A meeting is seen nine times in ten, not always.
    assert evidence(watching(2, space="meeting", unseen=True)) == ([0.0] * 3, [0.0] * 3)


def test_of_a_stranger_nothing_is_kept_by_who_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain("talking"), "choose_index", lambda word, n: 2)
    monkeypatch.setattr(plain("talking"), "uniform", lambda word: 0.0)
    week = ByHand({"mechanisms.off": ["talk", "connections"]})
    week.forget(1, 3)
    week.hold(2, 3)
    week.play("talk")
    assert not week.remembers(1, 3)
    assert week.person(3).reputation_for == 0.0


def test_one_does_not_witness_what_one_took_part_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain("talking"), "choose_index", lambda word, n: 2)
    monkeypatch.setattr(plain("talking"), "uniform", lambda word: 0.0)
    week = ByHand({"mechanisms.off": ["talk", "connections"]})
    tie = week.relate(1, 2)
    week.hold(2, 1)
    week.play("talk")
    assert tie.told_for == tie.integrity_for == 0.0


def test_knocked_out_nobody_witnesses_and_nobody_learns_from_what_others_met() -> None:
    public = {"consequence.regime": "blame", "consequence.publicness": 1.0}
    off = {"mechanisms.off": ["witness", "talk", "connections"]}
    engine = lived(NOBODY_LEAVES | public | off, weeks=10)
    assert not measured(engine, "told").any()
    week = ByHand(public | off)
    before = week.state.expected[3].copy()
    week.hold(1, 2, act=BREACH, answer=0.0)
    week.play("consequence", "remember")
    assert (week.state.expected[3] == before).all()


# Reputation


def test_a_name_is_read_as_far_as_it_is_certain() -> None:
    prior_logit = plain("prior").prior_logit
    p = ByHand().p
    assert prior_logit(0.5, 0.5, 0.0, 0.5, 0.9, 0.0, 1.0, p) == 0.0
    # Two logits between the worst and the best certain name, halved.
    assert prior_logit(0.5, 0.5, 0.0, 0.5, 1.0, 1.0, 1.0, p) == near(1.0)
    assert prior_logit(0.5, 0.5, 0.0, 0.5, 0.0, 0.5, 1.0, p) == near(-0.5)
    assert prior_logit(0.5, 0.5, 1.0, 1.0, 1.0, 1.0, 0.0, p) == 0.0


def test_one_betrayal_is_known_to_many_who_were_not_there() -> None:
    """A scandal makes a bad name by talk, and none where nobody talks or recognises."""
    event = {"week": 3, "kind": "scandal", "who": "5", "severity": 1.0}
    lost = {}
    for off in (("recognition",), ("recognition", "talk")):
        changes = NOBODY_LEAVES | {"mechanisms.off": list(off)}
        quiet = lived(changes, weeks=10, num_people=24)
        loud = lived(changes | {"events": [event]}, weeks=10, num_people=24)
        lost[off] = name_of_fifth(quiet) - name_of_fifth(loud)
    # Work crosses teams, so that few do not know the fifth, and few tales stay as a mere name.
    assert lost["recognition",] > 0.005
    assert lost["recognition", "talk"] == 0.0


def name_of_fifth(engine: Any) -> float:
    person = engine.state.people[4]
    return float(person.reputation_for) - float(person.reputation_against)
