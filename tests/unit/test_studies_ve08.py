"""VE8: the statistics on newcomers whose answer is known, and the apparatus."""

import numpy as np
import pytest

from trustgarden.experiments.studies import ve08_newcomers as apparatus
from trustgarden.experiments.studies.study import Setting
from trustgarden.experiments.studies.ve08_newcomers import ARMS, NUM_NEWCOMERS, YEAR, Followed
from trustgarden.experiments.studies.ve08_welcome import (
    WAVES,
    Welcomed,
    lapse_cost,
    lines,
    more_by_first,
    transfer,
    turn,
)

FEW = Setting(replicates=2, seed=5, workers=1)


def flat(level: float, firms: int = 3) -> Followed:
    """Newcomers who hold one trust in everybody in all weeks."""
    weekly = np.full((firms, NUM_NEWCOMERS, YEAR), level)
    people = np.full((firms, NUM_NEWCOMERS), level)
    return Followed(
        colleagues=weekly, others=weekly.copy(), buddy=weekly.copy(), organisation=weekly,
        support=weekly, propensity=people, host=people,
    )  # fmt: skip


@pytest.fixture(scope="module")
def arms() -> dict[str, Followed]:
    return apparatus.followed(FEW)


def test_a_line_is_found_with_its_beginning_at_the_first_wave():
    waves = 0.4 + 0.01 * (np.array(WAVES) - 1.0)
    start, slope = lines(np.array([waves, np.full(4, 0.7)]))
    np.testing.assert_allclose(start, [0.4, 0.7], atol=1e-12)
    np.testing.assert_allclose(slope, [0.01, 0.0], atol=1e-12)


def test_what_tells_more_counts_whatever_the_sign_of_the_other():
    rng = np.random.default_rng(1)
    first, second = rng.standard_normal((2, 4000))
    outcome = 3.0 * first - 4.0 * second
    assert more_by_first(first, second, outcome) == pytest.approx(0.6 - 0.8, abs=0.03)
    first[0] = np.nan
    assert np.isfinite(more_by_first(first, second, outcome))


def test_a_lapse_costs_what_is_missing_a_quarter_later():
    control, lapsed = flat(0.6), flat(0.6)
    lapsed.buddy[:, :, 4 + 12] = 0.5
    np.testing.assert_allclose(lapse_cost(control, lapsed, 4), 0.1)
    np.testing.assert_allclose(lapse_cost(control, lapsed, 5), 0.0)


def test_transfer_is_more_than_half_only_if_introductions_add_more_than_the_buddy():
    arms = {"none": flat(0.5), "three": flat(0.52), "introduced": flat(0.55)}
    np.testing.assert_allclose(transfer(arms), 0.05 - 2 * 0.02)


def test_a_turn_is_measured_in_other_firms_than_it_is_found_in():
    weeks = np.arange(YEAR)
    up_and_down = np.tile(np.minimum(weeks, YEAR - 1 - weeks) * 0.01, (8, 1))
    assert turn(up_and_down).value == pytest.approx(0.25)
    assert turn(-up_and_down).value == pytest.approx(0.25)
    only_some = up_and_down.copy()
    only_some[1::2] = 0.0
    assert turn(only_some).value == 0.0
    assert turn(np.tile(weeks * 0.01, (8, 1))).value == 0.0


def test_meetings_lie_within_90_days_and_begin_in_week_1():
    for number in (1, 3, 6, 10):
        weeks = [step["week"] for step in apparatus.meetings(number)]
        assert len(set(weeks)) == number
        assert weeks[0] == 1
        assert weeks[-1] <= 13


def test_arms_differ_in_the_welcome_alone_and_set_no_parameter():
    plans = [apparatus.apparatus(arm) for arm in ARMS]
    for plan in plans:
        assert not any(key.startswith(("parameters", "mechanisms")) for key in plan)
        assert {key for key in plan if plan[key] != plans[0][key]} <= {
            "welcome.choreography", "welcome.steps",
        }  # fmt: skip


def test_the_same_people_come_in_all_arms(arms):
    for followed in arms.values():
        np.testing.assert_array_equal(followed.propensity, arms["none"].propensity)
        np.testing.assert_array_equal(followed.host, arms["three"].host)


def test_buddies_are_colleagues_who_are_there_before(arms):
    hosts = arms["three"].host
    assert ((hosts >= 0) & (hosts < apparatus.NUM_PEOPLE)).all()
    # Teams of eight stand in the order of seats; the first newcomer comes to team 2.
    assert (hosts // 8 == np.arange(1, NUM_NEWCOMERS + 1)).all()


def test_a_meeting_that_is_missed_costs_trust_in_who_missed_it(arms):
    cost = arms["three"].buddy[:, :, 0] - arms["failed"].buddy[:, :, 0]
    # Who comes later lives with what those before them have been through: of them, on average.
    assert (cost[:, 0] > 0).all()
    assert np.nanmean(cost) > 0.05
    before = slice(0, apparatus.LAPSE_WEEK - 1)
    np.testing.assert_array_equal(
        arms["lapse"].buddy[:, 0, before], arms["three"].buddy[:, 0, before]
    )
    missed = apparatus.LAPSE_WEEK - 1
    assert np.nanmean(arms["lapse"].buddy[..., missed] - arms["three"].buddy[..., missed]) < 0


def test_who_has_left_is_followed_no_longer(arms):
    gone = np.isnan(arms["none"].colleagues)
    assert (np.diff(gone.astype(int), axis=-1) >= 0).all()


def test_figures_are_those_of_its_criteria_and_come_out_the_same_again(arms, monkeypatch):
    study = Welcomed()
    module = "trustgarden.experiments.studies.ve08_welcome.followed"
    monkeypatch.setattr(module, lambda setting: arms)
    first = study.figures(FEW)
    assert list(first) == [criterion.id for criterion in study.criteria]
    assert repr(study.figures(FEW)) == repr(first)


def test_following_is_deterministic(arms):
    again = apparatus.followed(Setting(replicates=1, seed=5, workers=2))
    np.testing.assert_array_equal(again["ten"].colleagues[0], arms["ten"].colleagues[0])
