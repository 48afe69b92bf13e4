"""Communities: who belongs at the start, how one comes to belong, and what happens among them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from by_hand import ByHand
from plain_model import plain
from scipy import special, stats
from small_organisations import NOBODY_LEAVES, UNTENDED, founded, lived

from trustgarden import Organisation
from trustgarden.model.layout import BREACH, ERROR, SPACES

FALSE_ALARM_RATE = 1e-4
ITS_SPACE = len(SPACES)


def community(name: str = "choir", **values: Any) -> dict[str, Any]:
    return {"name": name, "share": 0.0, "hours": 2.0} | values


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


def belongs(week: ByHand, row: int, number: int = 0) -> bool:
    return bool(int(week.state.belongs[row]) & (1 << number))


def let_belong(week: ByHand, *rows: int, number: int = 0) -> None:
    for row in rows:
        week.state.belongs[row] |= 1 << number


# Belonging


def test_at_the_start_each_belongs_by_their_own_chance() -> None:
    changes = {"communities": [community(share=0.3), community("guild", share=1.0)]}
    state = founded(changes, num_people=4000).state
    choir = int((state.belongs & 1).sum())
    assert stats.binomtest(choir, 4000, 0.3).pvalue > FALSE_ALARM_RATE
    assert (state.belongs & 2 == 2).all()
    assert (founded({"communities": [community()]}).state.belongs == 0).all()


def test_the_first_40_of_120_belong_where_the_40_belong() -> None:
    changes = {"communities": [community(share=0.5), community("guild", share=0.2)]}
    few, many = founded(changes, num_people=40), founded(changes, num_people=120)
    assert np.array_equal(few.state.belongs, many.state.belongs[:40])
    assert len(set(few.state.belongs.tolist())) > 2


def test_belonging_to_one_community_says_nothing_of_another() -> None:
    changes = {"communities": [community(share=0.5), community("guild", share=0.5)]}
    belonging = founded(changes, num_people=4000).state.belongs
    both = int((belonging == 3).sum())
    assert stats.binomtest(both, 4000, 0.25).pvalue > FALSE_ALARM_RATE


def test_who_takes_a_seat_later_belongs_to_formal_communities_only() -> None:
    closed = {"joining": "closed", "share": 1.0}
    changes = {
        "communities": [community(**closed), community("board", kind="formal", **closed)],
        "turnover.leave_rate": 0.2,
    }
    state = lived(changes, weeks=8).state
    later = state.keys >> 32 > 0
    assert later.any()
    assert (state.belongs[later] == 2).all()
    assert (state.belongs[~later] == 3).all()


def test_names_of_communities_can_be_read_from_people() -> None:
    org = Organisation(
        "garden",
        seed=1,
        changes={
            "organisation.num_people": 8,
            "organisation.start": "strangers",
            "communities": [community(share=1.0), community("guild"), community("x", share=1.0)],
        },
    )
    assert org.person_at(0).communities == ["choir", "x"]
    assert org.people_table()["communities"].tolist() == ["choir, x"] * 8


# Coming to belong


@pytest.mark.parametrize("joining", ["closed", "invited"])
def test_nobody_finds_a_community_that_is_not_for_finding(joining: str) -> None:
    changes = {"communities": [community(joining=joining)]} | NOBODY_LEAVES
    assert (lived(changes, weeks=200, num_people=24).state.belongs == 0).all()


def test_visible_communities_are_discovered_and_hidden_ones_are_not() -> None:
    visible = {"communities": [community(visibility="visible")]} | NOBODY_LEAVES
    hidden = {"communities": [community(visibility="hidden")]} | NOBODY_LEAVES
    assert lived(visible, weeks=60, num_people=24).state.belongs.sum() > 10
    assert lived(hidden, weeks=60, num_people=24).state.belongs.sum() == 0


def test_a_week_of_discovering_happens_at_the_stated_chance_to_the_sociable_sooner() -> None:
    changes = {"communities": [community(visibility="visible")]} | NOBODY_LEAVES
    engine = founded(changes, num_people=4000)
    engine.state.people.sociability = 0.9
    engine.run(1)
    found = int((engine.state.belongs == 1).sum())
    assert stats.binomtest(found, 4000, 0.02 * 1.4).pvalue > FALSE_ALARM_RATE


@pytest.fixture
def surely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may be invited is."""
    monkeypatch.setattr(plain("talking"), "INVITED", 1.0)
    monkeypatch.setattr(plain("talking"), "DISCOVERING", 1e9)


def invited(trust: float, *, member: bool = True, met: bool = True, **values: Any) -> bool:
    """Whether 1 comes to belong, whom 2 trusts so much."""
    week = ByHand({"communities": [community(**values)]})
    if member:
        let_belong(week, 2)
    kept = 1000.0 * trust
    facets = ("ability", "benevolence", "integrity")
    week.relate(2, 1, **{f"{facet}_for": kept for facet in facets})
    week.relate(2, 1, **{f"{facet}_against": 1000.0 - kept for facet in facets})
    if met:
        week.hold(1, 2)
    week.play("talk")
    return belongs(week, 1)


@pytest.mark.usefixtures("surely")
def test_a_member_who_trusts_one_and_is_met_invites_one() -> None:
    assert invited(0.7)
    assert not invited(0.5)
    assert not invited(0.7, member=False)
    assert not invited(0.7, met=False)
    assert not invited(0.7, joining="closed")


@pytest.mark.usefixtures("surely")
def test_a_community_that_is_found_needs_nobody_who_invites() -> None:
    assert invited(0.1, member=False, met=False, visibility="visible")
    assert not invited(0.1, member=False, met=False, visibility="visible", joining="invited")


def test_one_invitation_in_four_is_made() -> None:
    made = 0
    for seed in range(400):
        week = ByHand({"communities": [community()]}, seed=seed, num_people=2)
        let_belong(week, 0)
        week.trusting(0, 1, 50.0)
        week.hold(1, 0)
        week.play("talk")
        made += belongs(week, 1)
    assert stats.binomtest(made, 400, 0.25).pvalue > FALSE_ALARM_RATE


@pytest.mark.usefixtures("surely")
def test_who_is_invited_this_week_invites_nobody_yet() -> None:
    week = ByHand({"communities": [community()]})
    let_belong(week, 3)
    for me, other in ((3, 2), (2, 1)):
        week.trusting(me, other)
    week.hold(2, 3)
    week.hold(1, 2)
    week.play("talk")
    assert [belongs(week, row) for row in range(4)] == [False, False, True, True]
    week.play("talk")
    assert belongs(week, 1)


# What happens among them


def test_only_members_meet_in_a_community_and_they_meet_each_other_across_teams() -> None:
    week = ByHand({"communities": [community(kind="formal", hours=4.0)]}, num_people=12)
    let_belong(week, 1, 5, 10)
    week.play("meet")
    state = week.state
    for me in range(12):
        there = state.meetings.space[me, : state.num_hours[me]] == ITS_SPACE
        partners = set(state.meetings.partner[me, : state.num_hours[me]][there].tolist())
        if me in (1, 5, 10):
            assert there.sum() == 4
            assert partners <= {1, 5, 10, -1} - {me}
        else:
            assert not there.any()
    assert state.circles[: state.circle_start[1]].tolist() == [1, 5, 10]


def test_a_community_of_one_meets_nobody() -> None:
    week = ByHand({"communities": [community(hours=4.0)]})
    let_belong(week, 1)
    week.play("meet")
    assert (week.state.meetings.partner == -1).all()


def test_members_who_have_left_are_not_met() -> None:
    week = ByHand({"communities": [community(hours=4.0)]})
    let_belong(week, 1, 2, 3)
    week.state.present[2] = 0
    week.play("meet")
    assert 2 not in week.state.meetings.partner


def test_belonging_together_is_likeness() -> None:
    week = ByHand({"communities": [community(), community("guild")]}, num_people=12)
    alike = plain("relationships").alike
    apart = alike(week.state, 1, 5)
    let_belong(week, 1, number=0)
    let_belong(week, 5, number=1)
    assert alike(week.state, 1, 5) == apart
    let_belong(week, 5, number=0)
    assert alike(week.state, 1, 5) == near(apart + 0.2)


def test_who_belongs_together_is_trusted_more_at_sight() -> None:
    week = ByHand({"communities": [community()]}, num_people=12)
    before = week.trust(1, 5)
    let_belong(week, 1, 5)
    # A fifth of likeness is 2 x 0.25 x 0.2 logits for each facet.
    state, c, seed, p = week.state, week.c, week.seed, week.p
    goodwill = plain("relationships").priors(state, c, 1, 5, seed, p)[1]
    week.state.belongs[1] = 0
    without = plain("relationships").priors(state, c, 1, 5, seed, p)[1]
    assert special.logit(goodwill) - special.logit(without) == near(0.1)
    assert week.trust(1, 5) == before


def test_what_is_usual_in_a_community_is_learned_there_and_not_in_the_teams() -> None:
    week = ByHand({"communities": [community()]}, num_people=8)
    norms = week.state.groups.norm.copy()
    assert norms == near(np.full(3, 0.7))
    let_belong(week, 1, 5)
    week.hold(1, 5, space=ITS_SPACE)
    week.hold(5, 1, space=ITS_SPACE, act=BREACH, answer=0.0)
    week.hold(1, 5, space=ITS_SPACE)
    week.hold(1, 5, space=ITS_SPACE)
    week.play("remember")
    # Three of four acts were kept: the norm goes a twentieth of the way from 0.7.
    assert week.state.groups.norm == near([0.7, 0.7, 0.7 + 0.05 * (0.75 - 0.7)])
    assert week.state.groups.acts.tolist() == [0, 0, 4]


def test_members_see_what_follows_in_their_community_wherever_they_sit() -> None:
    own = community(reach=1.0, purpose="share")
    regime = {
        "consequence.regime": "punitive", "consequence.detection": 1.0, "consequence.social": 0.0,
        "consequence.certainty": 1.0, "consequence.severity": 0.8, "consequence.distinction": 0.0,
        "consequence.publicness": 0.0, "leaders.attention_hours": 0.0,
    }  # fmt: skip
    week = ByHand({"communities": [own]} | regime, num_people=8)
    let_belong(week, 1, 5, 6)
    before = week.state.expected.astype(float)
    week.hold(1, 5, space=ITS_SPACE, act=ERROR, answer=0.5)
    week.play("consequence", "remember")
    changed = (week.state.expected != before.astype(np.float32)).any(axis=1)
    # 5 lived through it, 1 and 6 saw it among them; 7 of the same team as 5 did not.
    assert np.flatnonzero(changed).tolist() == [1, 5, 6]
    assert week.state.expected[6, 1] == near(before[6, 1] + 0.08 * (0.8 - before[6, 1]))


def test_what_happens_in_a_community_is_witnessed_by_members_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plain("talking"), "choose_index", lambda word, n: 2)
    seen = {}
    for belonging in (False, True):
        week = ByHand({"communities": [community(openness=1.0)]}, num_people=8)
        let_belong(week, 2, 5)
        if belonging:
            let_belong(week, 3)
        week.relate(3, 5)
        week.hold(2, 5, space=ITS_SPACE)
        week.play("talk")
        seen[belonging] = float(week.tie(3, 5).integrity_for)
    assert seen[False] == 0.0
    assert seen[True] > 0.0


def test_belonging_together_holds_a_tie_like_one_shared_friend() -> None:
    week = ByHand({"communities": [community()]}, num_people=8)
    tie = week.relate(1, 5)
    # Each week one slot is looked at in turn.
    week.week = week.slot(1, 5)
    week.play("embed")
    assert tie.embedded == 0
    let_belong(week, 1, 5)
    week.play("embed")
    assert tie.embedded == 1


def test_ties_across_teams_are_more_where_people_belong_together() -> None:
    changes = NOBODY_LEAVES | UNTENDED | {"spaces.openness": 0.0, "work.across": 0.0}
    together = {"communities": [community(share=1.0, joining="closed")]}
    apart = lived(changes, weeks=8, num_people=24).state
    joined = lived(changes | together, weeks=8, num_people=24).state

    def across(state: Any) -> int:
        return int(((state.whom >= 0) & (state.team[:, None] != state.team[state.whom])).sum())

    assert across(joined) > 2 * across(apart)
