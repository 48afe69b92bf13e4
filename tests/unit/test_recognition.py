"""M12: who says what counts and who decides whose it was; what recognition is worth."""

from __future__ import annotations

from typing import Any

import pytest
from by_hand import ByHand
from hypothesis import given
from hypothesis import strategies as st
from plain_model import plain
from small_organisations import NOBODY_LEAVES, lived, measured

from trustgarden.model.conditions import conditions_of
from trustgarden.model.layout import BREACH, HELD_BACK
from trustgarden.model.presets import RECOGNITIONS
from trustgarden.model.scenario import Scenario

recognition = plain("recognition")
SHARES = st.floats(0, 1)


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


# Rules


def test_a_leader_recognises_by_attention_and_merit_and_less_where_it_is_scarce() -> None:
    chance = recognition.recognition_probability
    assert chance(0.5, 1.0, 0.8, 0.0) == near(0.4)
    assert chance(0.5, 1.0, 0.8, 1.0) == near(0.12)
    assert chance(1.0, 3.0, 1.0, 0.0) == 1.0
    assert chance(0.0, 3.0, 1.0, 0.0) == 0.0


def test_colleagues_recognise_each_other_a_little_anyhow_and_more_where_it_is_encouraged() -> None:
    chance = recognition.thanking_probability
    assert chance(0.0, 1.0, 1.0, 0.0) == near(0.3)
    assert chance(1.0, 1.0, 1.0, 0.0) == 1.0
    assert chance(0.5, 0.6, 0.5, 0.5) == near((0.3 + 0.35) * 0.6 * 0.5 * 0.65)


def test_recognition_is_worth_its_credibility_more_if_scarce_and_nothing_if_paid() -> None:
    worth = recognition.praise_worth
    assert worth(1.0, 0.0, 0.0) == near(1.0)
    assert worth(0.6, 1.0, 0.0) == near(1.2)
    assert worth(0.6, 1.0, 1.0) == 0.0
    assert worth(0.0, 1.0, 0.0) == 0.0


@given(SHARES, st.floats(0, 3), SHARES, SHARES)
def test_scarcer_recognition_reaches_fewer_and_is_worth_more(
    level: float, attention: float, merit: float, scarcity: float
) -> None:
    chance, worth = recognition.recognition_probability, recognition.praise_worth
    assert (
        0 <= chance(level, attention, merit, scarcity) <= chance(level, attention, merit, 0.0) <= 1
    )
    assert worth(0.5, scarcity, 0.0) >= worth(0.5, 0.0, 0.0)


# Two by two

FOUR = [("formal", "formal"), ("formal", "social"), ("social", "formal"), ("social", "social")]


def test_the_presets_cover_the_four_kinds_and_one_is_paid() -> None:
    kinds = {(form.defines, form.decides) for form in RECOGNITIONS.values()}
    assert kinds == set(FOUR)
    paid = [name for name, form in RECOGNITIONS.items() if form.values["payment"] > 0.5]
    assert paid == ["bonus"]
    for name, form in RECOGNITIONS.items():
        c = conditions_of(Scenario(id="any").with_changes({"recognition.form": name}))[0]
        assert c.defines == (form.defines == "formal"), name
        assert c.decides == (form.decides == "formal"), name
        assert c.payment == form.values["payment"]


def a_week(defines: str, decides: str, **changes: Any) -> ByHand:
    """1 keeps faith with 2 and works little; 3 works well and breaks faith with 2."""
    stated = {
        "recognition.form": "thanks", "recognition.defines": defines,
        "recognition.decides": decides, "recognition.scarcity": 0.0,
    }  # fmt: skip
    week = ByHand(stated | changes)
    week.state.teams.recognition_level = 1.0
    week.state.people.benevolence = 0.999
    week.state.people.output = [0.0, 0.0, 0.0, 1.0]
    week.hold(2, 1)
    week.hold(3, 2, act=HELD_BACK, answer=0.0)
    week.hold(2, 3, act=BREACH, answer=0.0)
    week.hold(1, 3)
    return week


def recognised(week: ByHand) -> dict[int, int]:
    """Who was recognised, and by whom."""
    week.play("remember", "recognise")
    return {me: int(by) for me, by in enumerate(week.state.praised_by) if by >= 0}


@pytest.fixture
def surely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever has a chance happens, and each looks at the first of their hours."""
    for name in ("recognition_probability", "thanking_probability"):
        given_chance = getattr(recognition, name)
        monkeypatch.setattr(
            plain("recognising"), name, lambda *of, chance=given_chance: float(chance(*of) > 0)
        )
    monkeypatch.setattr(plain("recognising"), "uniform", lambda word: 0.0)


@pytest.mark.usefixtures("surely")
@pytest.mark.parametrize(
    ("defines", "decides", "found"),
    [
        # The leader goes by work done: only 3 has done any.
        ("formal", "formal", {3: 0}),
        # The leader goes by faith seen to be kept: all of 1's, half of 3's, and nobody
        # trusted 2 this week, of whom middling is thought.
        ("social", "formal", {1: 0, 2: 0, 3: 0}),
        # 2 met 1 and 1 met 3, who both kept faith with them: but 1 has done no work.
        ("formal", "social", {3: 1}),
        ("social", "social", {1: 2, 3: 1}),
    ],
)
def test_who_is_recognised_by_whom(defines: str, decides: str, found: dict[int, int]) -> None:
    assert recognised(a_week(defines, decides)) == found


@pytest.mark.usefixtures("surely")
def test_whoever_has_no_leader_is_recognised_by_colleagues_only() -> None:
    week = a_week("social", "formal")
    week.hold(2, 0)
    assert 0 not in recognised(week)
    week = a_week("social", "social")
    week.hold(3, 0)
    week.state.meetings[3, 0] = week.state.meetings[3, 1]
    assert recognised(week)[0] == 3


@pytest.mark.usefixtures("surely")
def test_colleagues_thank_for_faith_kept_with_them_and_not_for_a_breach() -> None:
    week = a_week("social", "social")
    # 2's first hour is now the one in which 3 broke faith.
    week.state.meetings[2, 0] = week.state.meetings[2, 1]
    assert recognised(week) == {3: 1}


def test_merit_is_the_share_of_faith_that_was_seen_to_be_kept() -> None:
    week = a_week("social", "formal")
    week.hold(1, 3, act=BREACH, answer=0.0, hidden=1, found=0)
    week.play("remember")
    merit = [plain("recognising")._kept_share(week.state, me) for me in range(4)]
    # 3: two seemed kept, one was broken; nobody trusted 0 or 2: a half.
    assert merit == near([0.5, 1.0, 0.5, 2 / 3])


# What it does


def praised(**values: float) -> ByHand:
    """0 recognises 1, under such a form."""
    stated = {f"recognition.{name}": value for name, value in values.items()}
    week = ByHand(stated)
    week.play("welcome")
    week.relate(1, 0)
    week.state.praised_by[1] = 0
    week.play("recognise")
    return week


def test_recognition_is_evidence_of_goodwill_of_who_gives_it_and_a_name() -> None:
    week = praised(credibility=0.8, scarcity=0.5, visibility=0.5, payment=0.0)
    tie = week.tie(1, 0)
    assert tie.benevolence_for == near(0.8 * 1.5)
    assert tie.integrity_for == tie.ability_for == 0.0
    assert week.person(1).recognised == 1.0
    assert week.person(1).reputation_for == near(0.5 * 0.5 * 0.8)
    assert week.close_books()["recognition"] > 0
    assert week.state.people.recognised.tolist() == [0, 1, 0, 0]


def test_payment_shifts_the_frame_and_says_nothing_of_goodwill() -> None:
    tie = praised(payment=1.0, credibility=0.8).tie(1, 0)
    assert tie.frame == near(0.06)
    assert tie.benevolence_for == 0.0
    half = praised(payment=0.5, credibility=0.8, scarcity=0.0).tie(1, 0)
    assert half.frame == near(0.03)
    assert half.benevolence_for == near(0.4)
    assert praised(payment=0.0).tie(1, 0).frame == 0.0


def test_the_team_sees_who_was_recognised_and_who_is_passed_over_judges() -> None:
    felt = {}
    for visibility in (0.0, 1.0):
        week = ByHand({"recognition.visibility": visibility})
        week.play("welcome")
        week.state.praised_by[1] = 0
        week.play("remember", "recognise", "judge")
        assert week.state.teams.recognised_share[0] == near(0.25)
        felt[visibility] = [float(person.distributive_for) for person in week.state.people]
    # A quarter of the team was seen to be recognised where 2 was not: 0.25 of that is lost.
    assert felt[1.0][2] == near(felt[0.0][2] - 0.25 * 0.25 * 0.25)
    assert felt[1.0][1] == near(felt[0.0][1])
    assert felt[0.0][1] - felt[0.0][2] == pytest.approx(0.25 * 0.25, abs=0.25 * 0.7)


def test_a_name_for_good_conduct_is_a_cue_for_who_meets_one_first() -> None:
    week = praised(credibility=1.0, visibility=1.0)
    week.forget(3, 1)
    known = week.trust(3, 1)
    week.person(1).reputation_for = 0.0
    assert known > week.trust(3, 1)


def test_recognition_makes_for_effort_in_that_week() -> None:
    effort = {}
    for named in (0, 1):
        week = ByHand()
        week.person(1).recognised = float(named)
        week.play("judge")
        effort[named] = float(week.person(1).effort)
    assert effort[1] > effort[0] + 0.05


# In a whole organisation


@pytest.mark.parametrize("form", list(RECOGNITIONS))
def test_every_form_recognises_some_and_scarce_ones_fewer(form: str) -> None:
    tended = {"leaders.recognition": 0.4, "leaders.style": "absent", "recognition.form": form}
    shares = [
        measured(lived(NOBODY_LEAVES | tended | more, weeks=12, num_people=40), "recognised").mean()
        for more in ({"recognition.scarcity": 0.0}, {"recognition.scarcity": 1.0})
    ]
    assert 0 < shares[1] < 0.6 * shares[0]


@pytest.mark.parametrize("form", list(RECOGNITIONS))
def test_knocked_out_nobody_is_recognised(form: str) -> None:
    engine = lived({"recognition.form": form, "mechanisms.off": ["recognition"]}, weeks=12)
    assert not measured(engine, "recognised").any()


def test_a_bonus_makes_ties_to_leaders_transactions_and_thanks_do_not() -> None:
    tended = NOBODY_LEAVES | {"leaders.style": "absent", "leaders.recognition": 0.6}
    frames = {
        form: measured(lived(tended | {"recognition.form": form}, weeks=60), "frame")[-1]
        for form in ("bonus", "thanks", "award")
    }
    assert frames["bonus"] > 0.02
    assert frames["thanks"] == frames["award"] == 0.0
