"""VE9: shares of a matrix whose parts are known, near and distant others, and the apparatus."""

import numpy as np
import pandas as pd
import pytest

from trustgarden.experiments.studies import ve09_teams as teams
from trustgarden.experiments.studies import ve09_variance as locus
from trustgarden.experiments.studies.ratings import rated
from trustgarden.experiments.studies.study import Setting
from trustgarden.model.engine import Engine
from trustgarden.scenarios import load_scenario

FEW = Setting(replicates=2, seed=3, workers=1)


@pytest.fixture
def cohort() -> Engine:
    plan = load_scenario("untended").with_changes(teams.COHORT)
    return Engine(plan, 3, teams.team_chart())


def test_answers_are_as_reliable_as_stated():
    true = np.random.default_rng(2).uniform(size=20_000)
    one, two = rated(true, 1, "a"), rated(true, 1, "b")
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(0.8, abs=0.02)
    np.testing.assert_array_equal(rated(true, 1, "a"), one)
    np.testing.assert_array_equal(rated(true, 1, "a", 1.0), true)


def test_who_does_not_answer_changes_nothing_for_the_others():
    true = np.random.default_rng(2).uniform(size=50)
    silent = np.append(true, np.nan)
    assert np.isnan(rated(silent, 1, "a")[-1])
    assert np.isnan(rated([np.nan, np.nan], 1, "a")).all()
    with pytest.raises(ValueError, match="reliability is 0"):
        rated(true, 1, "a", 0.0)


def test_shares_are_those_the_answers_are_made_of():
    rng = np.random.default_rng(4)
    parts = [0.6, 0.3, 0.1]
    trustor = rng.standard_normal((3, 400, 8, 1)) * np.sqrt(parts[0])
    trustee = rng.standard_normal((3, 400, 1, 8)) * np.sqrt(parts[1])
    dyad = rng.standard_normal((3, 400, 8, 8)) * np.sqrt(parts[2])
    held = trustor + trustee + dyad
    held[..., np.arange(8), np.arange(8)] = np.nan
    found = locus.shares_of(held, 1, "first")
    np.testing.assert_allclose(found, np.tile(0.8 * np.array(parts), (3, 1)), atol=0.03)


def test_a_locus_leads_the_larger_of_the_others():
    shares = np.array([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]])
    np.testing.assert_allclose(locus.lead(shares, "trustor"), [0.2, -0.3])
    np.testing.assert_allclose(locus.lead(shares, "trustee"), [-0.2, -0.2])


def test_near_are_those_one_knows_best():
    ties = pd.DataFrame({
        "from": ["a"] * 6, "familiarity": [1, 2, 3, 4, 5, 6.0],
        "trust": [0.1, 0.3, 0.5, 0.5, 0.6, 0.8],
    })  # fmt: skip
    near, distant = locus.near_and_distant(ties)
    assert near["a"] == pytest.approx(0.7)
    assert distant["a"] == pytest.approx(0.2)


def test_a_cohort_is_40_teams_of_strangers_whom_nobody_leads(cohort):
    state = cohort.state
    assert (state.boss == -1).all()
    assert np.bincount(state.team).tolist() == [8] * 40
    held = teams.answers(cohort)
    assert held.shape == (3, 40, 8, 8)
    # Trust at first sight: integrity and benevolence have one prior, and no evidence yet.
    off = ~np.eye(8, dtype=bool)
    np.testing.assert_allclose(held[1][:, off], held[2][:, off], atol=1e-8)
    assert np.ptp(held[0][:, off]) > 0.1


def test_nobody_leaves_a_cohort_and_no_parameter_is_set(cohort):
    cohort.run(4)
    assert cohort.state.present.all()
    assert not any(key.startswith(("parameters", "mechanisms")) for key in teams.COHORT)


def test_everybody_plays_with_their_own_traits_and_the_trusting_send_more():
    rng = np.random.default_rng(1)
    firms = [{name: rng.uniform(0.1, 0.9, 300) for name in locus.TRAITS} for _ in range(2)]
    sent = locus._games(FEW, firms)
    assert [len(each) for each in sent] == [300, 300]
    r = [np.corrcoef(f["propensity"], s)[0, 1] for f, s in zip(firms, sent, strict=True)]
    assert min(r) > 0.1


def test_figures_are_those_of_its_criteria_and_come_out_the_same_again(monkeypatch):
    # A shorter past costs less, and the statistics do not know how long it was.
    monkeypatch.setattr(locus, "MATURE_WEEKS", 30)
    study = locus.Locus()
    first = study.figures(FEW)
    assert sorted(first) == sorted(criterion.id for criterion in study.criteria)
    assert repr(study.figures(FEW)) == repr(first)
    assert all(np.isfinite(figure.value) for figure in first.values())
