"""M16: meaning to leave and leaving; contagion; vacancies; who comes."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from by_hand import ByHand
from hypothesis import given
from hypothesis import strategies as st
from plain_model import plain
from scipy import special, stats
from small_organisations import founded, lived, measured, out_of_range

from trustgarden.model import judging
from trustgarden.model.layout import NOT_YET
from trustgarden.model.parameters import Parameters

leaving = plain("leaving")
FALSE_ALARM_RATE = 1e-4
P = Parameters().as_record()[0]
SHARES = st.floats(0, 1)
MIDDLING = {
    "organisation": 0.5, "leader": 0.5, "fairness": 0.5, "strain": 0.3, "shaken": 0.0,
    "unaccepted": 0.0, "inclined": 0.0, "p": P,
}  # fmt: skip


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


def reasons(**changes: float) -> float:
    return leaving.reasons_to_stay(**MIDDLING | changes)


# Rules


def test_at_middling_everything_nothing_speaks_for_or_against_staying() -> None:
    assert reasons() == near(0.0)
    assert leaving.leaving_probability(0.003, 0.5, 0.0) == near(0.003)
    assert leaving.intending_probability(0.0) == near(special.expit(-1.0))


def test_reasons_by_hand() -> None:
    # 2 (0.2 + 0.1 + 0.2) - (0.5 - 0.3) - 0.4 = 0.4
    assert reasons(organisation=0.7, leader=0.6, fairness=0.7, strain=0.5, shaken=0.4) == near(0.4)
    assert reasons(unaccepted=1.0) == near(-0.5)
    assert reasons(shaken=1.0) == near(-1.0)
    # What keeps one and not another, of deviation 1, spreads by 1.2 logits.
    assert reasons(inclined=1.0) == near(1.2)


@given(SHARES, SHARES, SHARES, SHARES, SHARES)
def test_trust_and_fairness_hold_and_strain_and_shaking_drive(
    organisation: float, leader: float, fairness: float, strain: float, shaken: float
) -> None:
    here = {
        "organisation": organisation, "leader": leader, "fairness": fairness, "strain": strain,
        "shaken": shaken,
    }  # fmt: skip
    stays = reasons(**here)
    for name, sign in (
        ("organisation", 1), ("leader", 1), ("fairness", 1), ("strain", -1), ("shaken", -1),
    ):  # fmt: skip
        more = reasons(**here | {name: here[name] + 0.1})
        assert (more - stays) * sign > 0, name


def test_alternatives_lie_between_a_quarter_and_four_times_the_odds() -> None:
    chance = leaving.leaving_probability
    assert chance(0.003, 1.0, 0.0) == near(special.expit(special.logit(0.003) + 1.5))
    assert chance(0.003, 0.0, 0.0) == near(special.expit(special.logit(0.003) - 1.5))
    assert chance(0.0, 1.0, -5.0) == 0.0


def test_the_intention_is_not_the_act_it_does_not_look_elsewhere() -> None:
    few, many = (
        lived({"turnover.alternatives": alternatives, "turnover.leave_rate": 0.01}, weeks=1)
        for alternatives in (0.0, 1.0)
    )
    stayed = (few.state.keys >> 32 == 0) & (many.state.keys >> 32 == 0)
    assert stayed.sum() > 6
    intentions = [engine.state.people.intention[stayed].tolist() for engine in (few, many)]
    assert intentions[0] == intentions[1]
    assert measured(few, "stay")[0] > measured(many, "stay")[0] + 0.2


def test_staying_is_a_year_of_not_leaving() -> None:
    stay = leaving.staying_over_a_year
    assert stay(0.0) == 1.0
    assert stay(0.01) == pytest.approx(0.99**52, rel=1e-12)
    assert stay(1.0) == 0.0


# Contagion


def parting(**familiarity: float) -> ByHand:
    """1 leaves; 2 and 3 had known them for so many hours."""
    week = ByHand()
    for me in (2, 3):
        week.relate(me, 1, familiarity=familiarity[f"of_{me}"])
    week.forget(0, 1)
    week.state.left[1] = plain("turnover").GOES
    plain("turnover").part(week.state, 1)
    return week


def test_those_who_knew_a_leaver_are_shaken_by_how_well_they_did() -> None:
    week = parting(of_2=20.0, of_3=60.0)
    assert week.state.people.shaken.tolist() == near([0.0, 0.0, 0.5, 0.75])
    assert week.state.present.tolist() == [1, 0, 1, 1]


def test_several_leavers_shake_more_and_never_wholly_more() -> None:
    week = ByHand()
    week.relate(2, 1, familiarity=1e6)
    week.relate(2, 3, familiarity=1e6)
    week.state.left[[1, 3]] = plain("turnover").GOES
    plain("turnover").part(week.state, 1)
    assert week.person(2).shaken == 1.0


def test_being_shaken_wears_off_by_a_fifth_a_week_and_makes_one_mean_to_leave() -> None:
    week = parting(of_2=60.0, of_3=0.0)
    week.play("judge")
    assert week.person(2).shaken == near(0.75 * 0.8)
    calm = parting(of_2=0.0, of_3=0.0)
    calm.play("judge")
    # In logits, for how many it moves depends on what else keeps them.
    lost = special.logit(week.person(2).intention) - special.logit(calm.person(2).intention)
    assert lost == pytest.approx(0.75 * 0.8, rel=1e-4)


def test_ties_of_a_leaver_go_with_them_both_ways_and_leave_the_books() -> None:
    week = ByHand()
    week.trusting(2, 1)
    week.relate(1, 2)
    before = {other for other in range(4) if week.remembers(2, other)}
    week.state.left[1] = plain("turnover").GOES
    plain("turnover").part(week.state, 1)
    assert {other for other in range(4) if week.remembers(2, other)} == before - {1}
    assert (week.state.whom[1] == -1).all()
    # They trusted more than the mean, so their going lowers it.
    assert week.close_books()["left"] < 0


# Newcomers


def test_a_newcomer_who_is_not_accepted_after_eight_weeks_means_to_leave_sooner() -> None:
    means = {}
    for accepted, tenure in ((NOT_YET, 8), (NOT_YET, 9), (3, 9)):
        week = ByHand()
        week.state.people[1].accepted = accepted
        week.week = tenure
        week.play("judge")
        means[accepted, tenure] = float(week.person(1).intention)
    assert means[NOT_YET, 8] == near(means[3, 9])
    assert special.logit(means[NOT_YET, 9]) - special.logit(means[3, 9]) == pytest.approx(
        0.5, rel=1e-5
    )


def test_who_comes_has_a_new_key_new_traits_and_knows_their_leader_only() -> None:
    week = ByHand({"turnover.leave_rate": 0.0})
    before = week.state.people.copy()
    week.trusting(2, 1)
    week.state.left[:] = 0
    plain("incidents").go(week.state, np.array([1], np.int32), 0, 0)
    week.week = 3
    week.play("leave")
    assert week.state.turned.tolist() == [0, 1]
    state = week.state
    assert state.keys.tolist() == [0, (1 << 32) | 1, 2, 3]
    assert state.people.propensity[1] != before.propensity[1]
    assert (state.people[1].accepted, state.people[1].joined) == (NOT_YET, 3)
    assert [other for other in range(4) if week.remembers(1, other)] == [0]
    assert [me for me in range(4) if week.remembers(me, 1)] == [0]


# Vacancies


def test_a_seat_stays_empty_for_so_many_weeks_on_average() -> None:
    engine = founded({"turnover.vacancy_weeks": 4.0}, num_people=4000)
    rows = np.arange(1, 4000, 2, dtype=np.int32)
    plain("incidents").go(engine.state, rows, 0, 0)
    engine.run(1)
    filled = int(engine.state.present[rows].sum())
    assert stats.binomtest(filled, len(rows), 0.25).pvalue > FALSE_ALARM_RATE


@pytest.mark.parametrize(("vacancy", "filled"), [(0.0, 1), (1.0, 1)])
def test_up_to_a_week_it_is_filled_at_once(vacancy: float, filled: int) -> None:
    week = ByHand({"turnover.vacancy_weeks": vacancy})
    plain("incidents").go(week.state, np.array([1], np.int32), 0, 0)
    week.play("leave")
    assert week.state.present[1] == filled


def test_a_seat_that_was_done_away_with_is_never_filled_nor_vacant() -> None:
    week = ByHand()
    plain("incidents").go(week.state, np.array([1], np.int32), 1, 0)
    for _ in range(5):
        week.play("leave")
        week.next_week()
    assert week.state.present[1] == 0
    engine = lived({"events": [{"week": 2, "kind": "layoff", "share": 0.5}]}, weeks=6)
    assert measured(engine, "people")[-1] == 8
    assert not measured(engine, "vacant").any()


def test_vacant_seats_are_counted_and_people_become_fewer() -> None:
    engine = lived({"turnover.leave_rate": 0.1, "turnover.replace": False}, weeks=20)
    people, vacant = measured(engine, "people"), measured(engine, "vacant")
    assert (people + vacant == 12).all()
    assert vacant[-1] > 3


def test_where_the_leader_s_seat_is_empty_nobody_is_treated_and_work_goes_on() -> None:
    week = ByHand({"leaders.attention_hours": 12.0})
    plain("incidents").go(week.state, np.array([0], np.int32), 0, 0)
    before = week.person(1).procedural_for
    week.play("tend", "welcome", "judge")
    assert week.person(1).procedural_for == before
    assert week.person(1).leader_trust == 0.5
    assert week.state.teams.people_hours[0] == 0.0


def test_a_new_leader_is_known_to_the_team_from_the_first_day() -> None:
    week = ByHand()
    plain("incidents").go(week.state, np.array([0], np.int32), 0, 0)
    assert not any(week.remembers(me, 0) for me in (1, 2, 3))
    week.play("leave")
    assert all(week.remembers(me, 0) and week.remembers(0, me) for me in (1, 2, 3))


def test_the_last_occupant_that_keys_allow_stays() -> None:
    week = ByHand({"turnover.leave_rate": 0.5})
    last = plain("chance").MAX_OCCUPANTS - 1
    week.state.keys[:] = np.arange(4) | (last << 32)
    for _ in range(10):
        week.play("leave")
    assert (week.state.keys >> 32 == last).all()
    assert (week.state.present == 1).all()


@pytest.mark.parametrize("changes", [{"turnover.leave_rate": 0.0}, {"mechanisms.off": ["leaving"]}])
def test_where_nobody_leaves_intentions_remain(changes: dict[str, Any]) -> None:
    engine = lived({"turnover.leave_rate": 0.3} | changes, weeks=10)
    assert not measured(engine, "left").any()
    assert (measured(engine, "intention") > 0).all()
    assert (measured(engine, "stay") == 1).all()


def test_an_organisation_that_everybody_has_left_is_measured_as_empty() -> None:
    changes = {"turnover.leave_rate": 0.5, "turnover.alternatives": 1.0, "turnover.replace": False}
    engine = lived(changes, weeks=60, accounts=True)
    assert measured(engine, "people")[-1] == 0
    assert measured(engine, "vacant")[-1] == 12
    assert np.isfinite(engine.series).all()
    assert not out_of_range(engine.series)


def test_leaving_is_contagious_among_those_who_knew_each_other() -> None:
    """Of those who knew a leaver well, more mean to leave than where nobody left."""
    gone = {"events": [{"week": 20, "kind": "departure", "who": "2"}], "turnover.replace": False}
    left = lived(gone | {"turnover.leave_rate": 0.0}, weeks=20, num_people=8)
    stayed = lived({"turnover.leave_rate": 0.0}, weeks=20, num_people=8)
    assert left.state.people.shaken[0] > 0.3
    team = [0, 2, 3]
    # In logits: how many more it makes leave depends on what else keeps them.
    meant = [special.logit(engine.state.people.intention[team]) for engine in (left, stayed)]
    assert (meant[0] - meant[1] > 0.2).all()


# What keeps one and not another


@functools.cache
def inclinations() -> np.ndarray:
    """Of 4000 people, to stay and to engage, (2, people)."""
    state = founded(num_people=4000, seed=24).state
    inclination = getattr(judging.inclination, "py_func", judging.inclination)
    return np.array([[inclination(state, me, word, 24) for me in range(4000)] for word in (0, 1)])


def test_inclinations_have_mean_0_and_variance_1_and_are_independent() -> None:
    stay, engage = inclinations()
    for drawn in (stay, engage):
        half = np.sqrt(3.0)
        assert stats.kstest(drawn, stats.uniform(-half, 2 * half).cdf).pvalue > FALSE_ALARM_RATE
        assert drawn.mean() == pytest.approx(0.0, abs=0.07)
        assert drawn.var() == pytest.approx(1.0, abs=0.06)
    assert stats.pearsonr(stay, engage).pvalue > FALSE_ALARM_RATE


def test_inclinations_last_and_go_with_whoever_leaves() -> None:
    week = ByHand()
    inclination = plain("judging").inclination
    first = [inclination(week.state, me, 0, week.seed) for me in range(4)]
    week.next_week()
    week.play("judge")
    assert [inclination(week.state, me, 0, week.seed) for me in range(4)] == first
    # Who comes to a seat is somebody else.
    week.state.keys[2] += 1 << 32
    after = [inclination(week.state, me, 0, week.seed) for me in range(4)]
    assert np.flatnonzero(np.not_equal(first, after)).tolist() == [2]


def test_who_is_inclined_to_stay_means_to_leave_less(monkeypatch: pytest.MonkeyPatch) -> None:
    intention, effort = {}, {}
    for inclined in (-1.0, 0.0, 1.0):
        week = ByHand()
        monkeypatch.setattr(plain("judging"), "inclination", lambda *_, one=inclined: one)
        week.play("judge")
        intention[inclined] = special.logit(float(week.person(1).intention))
        effort[inclined] = special.logit(float(week.person(1).effort))
    for inclined in (-1.0, 1.0):
        assert intention[inclined] - intention[0.0] == pytest.approx(-1.2 * inclined, rel=1e-4)
        assert effort[inclined] - effort[0.0] == pytest.approx(0.7 * inclined, rel=1e-4)
