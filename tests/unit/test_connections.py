"""M10: ties begin by introduction, need and likeness; shared friends hold them in place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from by_hand import ByHand
from hypothesis import given
from hypothesis import strategies as st
from plain_model import plain
from scipy import stats
from small_organisations import NOBODY_LEAVES, UNTENDED, founded, lived, measured

from trustgarden.model.layout import CHOSEN, DISCOVERED, FORMAL, INTRODUCED, MEMBER, SPACES, TEAM
from trustgarden.model.memory import MOST_PARTIES

connections = plain("connections")
SHARES = st.floats(0, 1)
SOCIAL = SPACES.index("social")


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


def origin(tie: Any) -> int:
    return plain("memory").origin_of(tie)


# Introductions


@pytest.fixture
def surely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every leader who tends connections at all introduces every member."""
    monkeypatch.setattr(connections, "INTRODUCTIONS", 1e9)


CONNECTING = {
    "leaders.style": "absent",
    "leaders.connections": 0.9,
    "leaders.attention_hours": 12.0,
}


def introducing(changes: dict[str, Any] | None = None, **of: Any) -> ByHand:
    """Row 0 leads 1 to 3 and the head of the other team, 4; it has known 4 for long."""
    week = ByHand(CONNECTING | dict(changes or {}), num_people=8, **of)
    for me in range(8):
        for other in range(8):
            week.forget(me, other)
    week.trusting(0, 6, 10.0)
    week.trusting(1, 0, 10.0)
    week.trusting(6, 0, 5.0)
    return week


@pytest.mark.usefixtures("surely")
def test_an_introduction_begins_a_tie_both_ways_with_the_introducers_word() -> None:
    week = introducing()
    said_of_6, trust_in_0 = week.trust(0, 6), week.trust(1, 0)
    said_of_1, trust_back = week.trust(0, 1), week.trust(6, 0)
    week.play("talk")
    tie, back = week.tie(1, 6), week.tie(6, 1)
    assert origin(tie) == origin(back) == INTRODUCED
    # Ten acts are certain by 10 / (10 + 5); the word of one wholly trusted is worth two acts.
    word = 2.0 * trust_in_0 * (10 / 15)
    assert tie.told_for == near(word * said_of_6)
    assert tie.told_against == near(word * (1 - said_of_6))
    # Of the newcomer the host knows nothing, and vouches for a quarter.
    word = 2.0 * trust_back * 0.25
    assert back.told_for == near(word * said_of_1)
    assert back.told_against == near(word * (1 - said_of_1))
    assert tie.familiarity == back.familiarity == 0


@pytest.mark.usefixtures("surely")
def test_a_good_word_raises_trust_at_once_and_one_s_own_experience_overwrites_it() -> None:
    week = introducing()
    at_sight = week.trust(1, 6)
    week.play("talk")
    introduced = week.trust(1, 6)
    assert introduced > at_sight + 0.02
    tie = week.tie(1, 6)
    for facet in ("ability", "benevolence", "integrity"):
        tie[f"{facet}_against"] = 500.0
    after = week.trust(1, 6)
    tie.told_for = tie.told_against = 0.0
    assert after == pytest.approx(week.trust(1, 6), abs=0.005)


@pytest.mark.usefixtures("surely")
def test_nobody_is_introduced_to_somebody_the_leader_does_not_trust() -> None:
    week = introducing()
    week.forget(0, 6)
    week.distrusting(0, 6, 10.0)
    week.play("talk")
    assert not week.remembers(1, 6)
    assert not week.remembers(6, 1)


@pytest.mark.usefixtures("surely")
def test_nobody_is_introduced_to_somebody_they_know_or_to_themselves() -> None:
    week = introducing({"mechanisms.off": ["talk", "witness"]})
    known = week.relate(1, 6)
    week.trusting(0, 1, 10.0)
    week.play("talk")
    assert known.told_for == 0.0
    assert origin(known) == FORMAL
    assert not week.remembers(1, 1)


@pytest.mark.usefixtures("surely")
def test_nobody_is_introduced_to_who_has_left_or_by_who_has() -> None:
    for gone in (0, 6):
        week = introducing()
        week.state.present[gone] = 0
        week.play("talk")
        assert not week.remembers(1, 6)


@pytest.mark.usefixtures("surely")
def test_knocked_out_or_without_time_for_it_nobody_is_introduced() -> None:
    for changes in ({"mechanisms.off": ["connections"]}, {"leaders.connections": 0.0}):
        week = introducing(changes)
        week.play("talk")
        assert not week.remembers(1, 6)


@pytest.mark.usefixtures("surely")
def test_where_work_has_taken_all_of_memory_an_introduction_leaves_nothing() -> None:
    week = introducing({"organisation.num_slots": 4})
    for slot, other in enumerate((0, 2, 3, 4)):
        week.relate(1, other)
        week.state.ties[1, slot].kind = TEAM
    # So that nobody else is made known to 6.
    week.state.present[[2, 3, 4]] = 0
    week.play("talk")
    assert not week.remembers(1, 6)
    # The other has room, and begins to know 1.
    assert week.remembers(6, 1)


def test_introductions_come_at_their_rate() -> None:
    assert connections.introducing_probability(0.0) == 0.0
    assert connections.introducing_probability(0.8) == near(0.2)
    tended = {"leaders.style": "absent", "leaders.connections": 0.9}
    engine = lived(NOBODY_LEAVES | tended, weeks=6, num_people=40)
    began = engine.state.ties.durability[engine.state.whom >= 0] >> 3
    assert (began == INTRODUCED).sum() > 10
    without = lived(NOBODY_LEAVES | UNTENDED, weeks=6, num_people=40).state
    assert (without.ties.durability[without.whom >= 0] >> 3 != INTRODUCED).all()


def test_ties_of_work_are_formal_and_those_of_chance_discovered() -> None:
    state = lived(UNTENDED | NOBODY_LEAVES, weeks=6, num_people=24).state
    filled = state.whom >= 0
    began, kind = state.ties.durability[filled] >> 3, state.ties.kind[filled]
    assert (began[kind == CHOSEN] == DISCOVERED).all()
    assert (began[kind != CHOSEN] == FORMAL).all()
    assert (kind == CHOSEN).any()


# Likeness and need


def test_a_stranger_who_is_less_alike_becomes_company_less_often() -> None:
    chance = connections.company_probability
    assert chance(1.0, 1.0, 1.0, 1.0) == 1.0
    assert chance(0.0, 1.0, 1.0, 1.0) == near(0.9)
    assert chance(1.0, 0.0, 1.0, 1.0) == near(0.5)
    assert chance(1.0, 1.0, 0.0, 1.0) == near(0.7)
    assert chance(0.0, 0.0, 0.0, 1.0) == near(0.9 * 0.5 * 0.7)
    # Where work assigns whom one meets, likeness decides nothing; half chosen, half of it.
    assert chance(0.0, 0.0, 0.0, 0.0) == 1.0
    assert chance(1.0, 0.0, 1.0, 0.5) == near(0.75)


def strangers_met(changes: dict[str, Any]) -> dict[str, int]:
    """Ties that began by chance, within a place and practice and across, of 240 people."""
    open_to_all = {"spaces.openness": 1.0, "spaces.social_hours": 3.0, "spaces.work_hours": 0.0}
    two = {"organisation.num_places": 2, "organisation.num_practices": 2}
    state = lived(UNTENDED | open_to_all | two | changes, weeks=3, num_people=240).state
    me, slot = np.nonzero((state.whom >= 0) & (state.ties.kind == CHOSEN))
    other = state.whom[me, slot]
    counts = {}
    for name in ("place", "practice"):
        column = getattr(state, name)
        same = column[me] == column[other]
        counts[f"{name} same"], counts[f"{name} other"] = int(same.sum()), int((~same).sum())
    return counts


LIKENESSES = ("place", "rank", "practice")
STAYS = {"place": 0.9, "rank": 0.5, "practice": 0.7}
"""Chance that somebody who differs in that is company, where all is choice."""


def others_expected(state: Any, chosen: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Chance of each to find company among anybody, and that it then differs from them, by cue.

    One is tried, and a second if the first is no company; the third is taken as they come.
    """
    n = len(state.rank)
    differs = {cue: np.not_equal.outer(getattr(state, cue), getattr(state, cue))
               for cue in LIKENESSES}  # fmt: skip
    alike = np.prod([np.where(differs[cue], STAYS[cue], 1.0) for cue in LIKENESSES], axis=0)
    company = 1.0 - chosen * (1.0 - alike)
    np.fill_diagonal(company, 0.0)
    turned = 1.0 - company.sum(axis=1) / n
    anybody = 1.0 - np.eye(n)
    chance = (company * (1.0 + turned)[:, None] + anybody * (turned**2)[:, None]) / n
    found = chance.sum(axis=1)
    return found, {cue: (chance * differs[cue]).sum(axis=1) / found for cue in LIKENESSES}


def excess(hits: np.ndarray, chances: np.ndarray) -> float:
    """By how many standard deviations there are more of them than at these chances."""
    return float((hits - chances).sum() / np.sqrt((chances * (1.0 - chances)).sum()))


LUCK = float(stats.norm.isf(0.0005))
"""Standard deviations that luck exceeds once in a thousand, either way."""


def drawn_partners(week: ByHand, space: str, numbers: range) -> np.ndarray:
    """Everybody of 24 and whom they come upon in one hour of each of these weeks (2, hours)."""
    k, state, chance = SPACES.index(space), week.state, plain("chance")
    met = []
    for number in numbers:
        for me in range(24):
            _, *words = chance.draw(1, chance.PARTNER, number, int(state.keys[me]), 0, 0)
            met.append((me, plain("meeting")._anybody(state, week.c, me, k, number, 0, 1, *words)))
    return np.array(met).T


def test_likeness_decides_of_company_where_one_chooses() -> None:
    week = ByHand({"organisation.num_places": 2, "organisation.num_practices": 2}, num_people=24)
    state = week.state
    assert float(state.spaces[SPACES.index("social")].voluntariness) == 1.0
    me, other = drawn_partners(week, "social", range(200))
    found, differing = others_expected(state, 1.0)
    assert abs(excess(other >= 0, found[me])) < LUCK
    me, other = me[other >= 0], other[other >= 0]
    for cue in LIKENESSES:
        column = getattr(state, cue)
        assert abs(excess(column[me] != column[other], differing[cue][me])) < LUCK, cue


# Counterparts


def counterparts(week: ByHand, space: str, numbers: range) -> list[set[int]]:
    """With whom each of 24 has hours that were assigned, or come upon, in these weeks."""
    me, other = drawn_partners(week, space, numbers)
    return [set(other[(me == one) & (other >= 0)].tolist()) for one in range(24)]


def test_work_beyond_the_team_is_with_three_counterparts_for_a_year() -> None:
    week = ByHand(num_people=24)
    # One of the three changes in weeks 18, 35 and 52; so none from 52 to 69.
    during = counterparts(week, "work", range(52, 69))
    assert all(1 <= len(some) <= 3 for some in during)
    assert sum(len(some) for some in during) > 2.4 * 24
    assert not any(one in some for one, some in enumerate(during))
    # A term later one of the three is another, and two are the same.
    after = counterparts(week, "work", range(70, 86))
    kept = [len(one & other) for one, other in zip(during, after, strict=True)]
    assert 1.2 < np.mean(kept) < 2.4
    assert during != after
    # Four years later nothing is left but chance.
    late = counterparts(week, "work", range(260, 277))
    assert np.mean([len(a & b) for a, b in zip(during, late, strict=True)]) < 0.9


def test_work_is_never_assigned_within_the_team() -> None:
    week = ByHand(num_people=24)
    during = counterparts(week, "work", range(52, 69))
    team = week.state.team
    # Were it by lot, some of 24 would have somebody of their own team.
    assert not any(team[one] == team[other] for one, some in enumerate(during) for other in some)


def test_it_takes_finding_somebody_to_work_with() -> None:
    near = plain("connections").within_reach
    assert near(0.0) == 1.0
    assert near(2.0) == 3.0
    assert near(2.0) < near(20.0) < 5.0
    week = ByHand(num_people=24)
    by_lot = counterparts(week, "work", range(52, 69))
    for one in range(24):
        for other in range(24):
            if week.remembers(one, other):
                week.forget(one, other)
    for one in range(24):
        for other in set(range(24)) - {one} - by_lot[one]:
            if week.state.team[one] != week.state.team[other]:
                week.relate(one, other)
                week.tie(one, other).familiarity = 20.0
    now = counterparts(week, "work", range(52, 69))
    acquainted = sum(len(a - b) for a, b in zip(now, by_lot, strict=True))
    # Whoever was drawn by lot is a stranger by now beside acquaintances, and gives way.
    assert acquainted > 24


def test_counterparts_come_with_the_seat() -> None:
    week = ByHand(num_people=24)
    before = counterparts(week, "work", range(52, 69))
    week.state.keys[5] += 1 << 32
    # Which of the three an hour goes to is drawn by the person; who they are, by the seat.
    assert counterparts(week, "work", range(52, 69))[5] <= before[5]


def test_half_chosen_hours_are_assigned_half_the_time() -> None:
    week = ByHand(num_people=24)
    assigned = counterparts(week, "work", range(52, 69))
    me, other = drawn_partners(week, "rehearsal", range(52, 69))
    theirs = np.array([b in assigned[a] for a, b in zip(me, other, strict=True)])
    by_chance = 0.5 * 3 / 23
    assert abs(theirs.mean() - 0.5 - by_chance) < 0.1


def test_people_alike_find_each_other() -> None:
    open_to_all = {"spaces.openness": 1.0, "spaces.social_hours": 3.0}
    two = {"organisation.num_places": 2, "organisation.num_practices": 2}
    engine = founded(UNTENDED | NOBODY_LEAVES | open_to_all | two, num_people=240)
    state, met = engine.state, []
    for _ in range(20):
        engine.run(1)
        meetings = state.meetings
        held = np.arange(meetings.shape[1]) < state.num_hours[:, None]
        me, hour = np.nonzero(held & (meetings.space == SOCIAL) & (meetings.partner >= 0))
        met.append((me, meetings.partner[me, hour]))
    me, other = np.concatenate(met, axis=1)
    _, expected = others_expected(state, 1.0)
    _, by_chance = others_expected(state, 0.0)
    for cue in LIKENESSES:
        differs = getattr(state, cue)[me] != getattr(state, cue)[other]
        assert abs(excess(differs, expected[cue][me])) < LUCK, cue
        assert excess(differs, by_chance[cue][me]) < -LUCK, cue


def test_knocked_out_strangers_are_company_alike() -> None:
    counts = strangers_met({"organisation.num_slots": 64, "mechanisms.off": ["connections"]})
    for name in ("place", "practice"):
        same, other = counts[f"{name} same"], counts[f"{name} other"]
        # Team mates and leaders of one's own place are no strangers: hence a little less.
        assert 0.85 < same / other < 1.15


def test_need_goes_to_ability_and_upward() -> None:
    need = connections.need_of
    assert need(0.5, 0.0, 0.0) == near(0.125)
    assert need(1.0, 0.0, 0.0) == near(1.0)
    # Four times the hours, counting the first as one, are twice the need.
    assert need(0.5, 3.0, 0.0) == near(0.25)
    assert need(0.5, 0.0, 1.0) == near(0.125 * 1.25)
    assert need(0.5, 0.0, -1.0) == near(0.125 * 0.75)
    assert need(0.5, 0.0, 9.0) == need(0.5, 0.0, 2.0) == near(0.125 * 1.5)
    assert need(0.5, 0.0, -9.0) == near(0.125 * 0.5)


@given(SHARES, st.floats(0, 100), SHARES, SHARES)
def test_free_hours_go_to_whom_one_trusts_the_more_the_more_friends_are_shared(
    trust: float, familiarity: float, embedded: float, more: float
) -> None:
    pull = connections.pull_of
    assert pull(trust, familiarity, embedded, 0.0) >= 0
    low, high = sorted((embedded, more))
    assert pull(trust, familiarity, low, 0.0) <= pull(trust, familiarity, high, 0.0)
    assert pull(1.0, 3.0, 1.0, 0.0) == near(4 * 1.35)
    assert pull(0.5, 0.0, 0.0, 0.0) == near(0.125)
    # A little more upward, by two steps at most.
    assert pull(1.0, 0.0, 0.0, 1.0) == near(1.15)
    assert pull(1.0, 0.0, 0.0, 9.0) == near(1.3)
    assert pull(1.0, 0.0, 0.0, -9.0) == near(0.7)


def test_the_company_one_likes_shows_in_free_hours_and_hardly_in_those_of_work() -> None:
    company = connections.hours_as_company
    assert company(4.0, 0.0, 0.0) == 4.0
    assert company(0.0, 4.0, 0.0) == near(2.0)
    assert company(0.0, 0.0, 4.0) == near(0.4)
    pull = {}
    for purpose in ("perform", "share", "rehearse", "explore"):
        week = ByHand()
        week.trusting(1, 2)
        week.trace(1, 2)[purpose] = 10.0
        weights, need = (np.empty(week.state.whom.shape[1]) for _ in range(2))
        plain("meeting")._weigh_remembered(week.state, 1, week.p, weights, need)
        pull[purpose] = float(weights[week.slot(1, 2)])
    assert pull["perform"] == pull["share"]
    assert pull["rehearse"] == near(3.0 * pull["share"])
    assert pull["explore"] == near(5.5 * pull["share"])


def above(week: ByHand, me: int, other: int) -> float:
    """Steps of rank that somebody stands above."""
    return float(week.state.rank[me] - week.state.rank[other])


def test_hours_are_divided_by_these_weights() -> None:
    week = ByHand(num_people=8)
    for other in range(8):
        week.forget(5, other)
    week.trusting(5, 1)
    week.distrusting(5, 2)
    week.trace(5, 1).explore = 9.0
    pull, need = (np.empty(week.state.whom.shape[1]) for _ in range(2))
    total = plain("meeting")._weigh_remembered(week.state, 5, week.p, pull, need)
    expected = [
        connections.pull_of(week.trust(5, 1), 9.0, 0.0, above(week, 5, 1)),
        connections.pull_of(week.trust(5, 2), 0.0, 0.0, above(week, 5, 2)),
    ]
    assert pull[:2] == near(expected)
    assert total == near(sum(expected))
    # Seven draws, of which the first share goes to the first.
    share = expected[0] / sum(expected)
    remembered = plain("meeting")._remembered
    assert remembered(week.state, 5, 0.99 * share, pull, total) == 1
    assert remembered(week.state, 5, share + 0.01 * (1 - share), pull, total) == 2
    week.state.present[1] = 0
    total = plain("meeting")._weigh_remembered(week.state, 5, week.p, pull, need)
    assert (pull[0], need[0]) == (0.0, 0.0)
    assert remembered(week.state, 5, 0.0, pull, total) == 2


# Third parties


def look_at(week: ByHand, me: int, other: int) -> int:
    """Shared friends that hold a tie, once its slot is looked at."""
    week.week = week.slot(me, other) + week.state.whom.shape[1]
    week.play("embed")
    return int(week.tie(me, other).embedded)


def friends_of_two(number: int) -> ByHand:
    """Person 1 remembers 2, and trusts so many others of whom each trusts 2."""
    week = ByHand(num_people=12)
    for me in range(12):
        for other in range(12):
            week.forget(me, other)
    week.relate(1, 2)
    for third in range(3, 3 + number):
        week.trusting(1, third)
        week.trusting(third, 2)
    return week


@pytest.mark.parametrize("number", range(7))
def test_shared_friends_are_counted_up_to_four(number: int) -> None:
    assert look_at(friends_of_two(number), 1, 2) == min(number, MOST_PARTIES)


def test_only_those_count_whom_one_trusts_and_who_trust_the_other() -> None:
    week = friends_of_two(3)
    for me, other in ((1, 3), (4, 2)):
        week.forget(me, other)
        week.distrusting(me, other)
    week.forget(5, 2)
    assert look_at(week, 1, 2) == 0
    week.trusting(5, 2)
    assert look_at(week, 1, 2) == 1


def test_half_is_trust_enough_for_a_third_party() -> None:
    for trust, counts in ((0.4999, 0), (0.5001, 1)):
        week = friends_of_two(1)
        tie = week.tie(3, 2)
        for facet in ("ability", "benevolence", "integrity"):
            tie[f"{facet}_for"], tie[f"{facet}_against"] = 1e7 * trust, 1e7 * (1 - trust)
        assert look_at(week, 1, 2) == counts


def test_a_friend_counts_for_who_remembers_and_not_the_other_way() -> None:
    week = friends_of_two(2)
    week.relate(2, 1)
    assert look_at(week, 1, 2) == 2
    assert look_at(week, 2, 1) == 0


def test_each_week_one_tie_is_looked_at_and_in_turn_every_one() -> None:
    week = friends_of_two(1)
    slots = week.state.whom.shape[1]
    looked_at = []
    for number in range(slots):
        week.state.ties.embedded[:] = 4
        week.week = number
        week.play("embed")
        changed = np.argwhere(week.state.ties.embedded[1] != 4).ravel().tolist()
        looked_at += changed
    filled = np.flatnonzero(week.state.whom[1] >= 0).tolist()
    assert sorted(looked_at) == filled


def test_knocked_out_no_tie_is_held() -> None:
    week = friends_of_two(3)
    week.tie(1, 2).embedded = 3
    week.c.on_connections = 0.0
    assert look_at(week, 1, 2) == 0


def test_shared_friends_slow_forgetting_and_the_half_life_is_that_of_the_rule() -> None:
    kept = {}
    for embedded in (0, 4):
        week = ByHand({"parameters.durability_spread": 0.0})
        tie = week.relate(1, 2, integrity_for=8.0, embedded=embedded)
        week.play("forget_too")
        kept[embedded] = float(tie.integrity_for) / 8.0
    assert kept[0] == near(0.5 ** (1 / 40))
    assert kept[4] == near(0.5 ** (1 / 120))


def test_a_full_memory_drops_what_no_friend_holds() -> None:
    week = ByHand({"organisation.num_slots": 4}, num_people=12)
    for other in range(12):
        week.forget(9, other)
    for other in (1, 2, 3, 5):
        week.relate(9, other, familiarity=4.0)
    week.tie(9, 1).embedded = 4
    week.tie(9, 2).embedded = 1
    week.tie(9, 3).familiarity = 4.5
    week.relate(9, 6)
    assert {other for other in range(12) if week.remembers(9, other)} == {1, 2, 3, 6}


def test_of_ties_of_one_strength_the_longest_unused_goes_and_then_the_smaller_key() -> None:
    week = ByHand({"organisation.num_slots": 4}, num_people=12)
    for other in range(12):
        week.forget(9, other)
    for other in (5, 3, 2, 1):
        week.relate(9, other, familiarity=4.0, last=7)
    week.tie(9, 3).last = 6
    week.relate(9, 6, familiarity=4.0, last=8)
    assert not week.remembers(9, 3)
    week.relate(9, 0, familiarity=4.0, last=8)
    assert not week.remembers(9, 1)
    assert week.remembers(9, 2)


def test_ties_of_work_are_never_dropped() -> None:
    week = ByHand({"organisation.num_slots": 4}, num_people=8)
    state = week.state
    kinds = state.ties.kind[0][state.whom[0] >= 0]
    assert set(kinds.tolist()) == {MEMBER}
    assert len(kinds) == 4
    slot = plain("relationships").begin_tie(state, week.c, 0, 6, FORMAL, 0, 1, 1, week.p)
    assert slot == -1


def test_closure_and_tribes_are_measured_by_third_parties() -> None:
    engine = founded(UNTENDED | NOBODY_LEAVES, num_people=24)
    engine.run(40)
    held = measured(engine, "closure")[-1]
    assert 0 < held <= 1
    without = lived(
        UNTENDED | NOBODY_LEAVES | {"mechanisms.off": ["connections"]}, weeks=40, num_people=24
    )
    assert not measured(without, "closure").any()
    assert not measured(without, "tribes").any()
