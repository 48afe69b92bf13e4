"""REAL: what is tolerated, charts of real organisations, and that their data may be missing."""

import math

import numpy as np
import pandas as pd
import pytest

from trustgarden.errors import InputError
from trustgarden.experiments.studies import real_charts as charts
from trustgarden.experiments.studies import real_networks as real
from trustgarden.experiments.studies import ve11_strangers as strangers
from trustgarden.experiments.studies.criteria import Role
from trustgarden.experiments.studies.study import Setting
from trustgarden.model.engine import Engine
from trustgarden.scenarios import load_scenario

FEW = Setting(replicates=3, seed=4, workers=1)


@pytest.fixture
def data(monkeypatch, real_data):
    monkeypatch.setenv("TRUSTGARDEN_DATA", str(real_data))
    return real_data


def test_no_effect_is_tolerated_or_stands_outside():
    assert real.within(4.0, 2.0) == {"low": 2.0, "high": 8.0, "no_effect": 1.0}
    assert real.within(1.2, 1.5)["no_effect"] is None


def test_only_the_spread_is_for_calibration():
    study = real.RealNetworks()
    calibrating = {c.id for c in study.criteria if c.role is Role.CALIBRATION}
    assert calibrating == {f"REAL.{one.id}_spread" for one in real.RELATIONS}
    up = {c.id: c for c in study.criteria}["REAL.lawyers_advice_up"]
    assert (up.low, up.high, up.no_effect) == (1.8, math.inf, 1.0)


def test_no_apparatus_sets_a_parameter_or_a_mechanism():
    keys = [key for _, apparatus in real.ORGANISATIONS.values() for key in apparatus]
    assert not [key for key in keys if key.startswith(("parameters", "mechanisms"))]


def test_it_is_told_where_data_should_be(monkeypatch, tmp_path):
    monkeypatch.setenv("TRUSTGARDEN_DATA", str(tmp_path))
    for chart in (charts.managers, charts.law_firm, charts.consultants, charts.researchers):
        with pytest.raises(InputError, match="Set TRUSTGARDEN_DATA to the folder"):
            chart()


def test_it_is_told_which_column_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("TRUSTGARDEN_DATA", str(tmp_path))
    (tmp_path / "lazega_lawfirm").mkdir()
    (tmp_path / "lazega_lawfirm" / "nodes.csv").write_text("id,status,practice\n1,1,1\n")
    with pytest.raises(InputError, match="no column 'office'"):
        charts.law_firm()


@pytest.mark.real_data
def test_charts_are_those_of_the_organisations(data):
    managers = charts.managers()
    assert np.bincount(managers.rank).tolist() == [1, 4, 16]
    assert sorted(np.bincount(managers.team).tolist()) == [1, 3, 4, 5, 8]
    lawyers = charts.law_firm()
    assert np.bincount(lawyers.place).tolist() == [48, 19, 4]
    assert sorted(np.bincount(lawyers.team).tolist()) == [4, 8, 11, 19, 29]
    assert charts.consultants().num_people == 46
    assert np.bincount(charts.researchers().place).tolist() == [17, 27, 16, 17]
    for chart in (managers, lawyers, charts.consultants(), charts.researchers()):
        heads = np.unique(chart.boss[chart.boss >= 0])
        assert chart.rank[heads].min() == 0
        assert chart.num_ties == 0


@pytest.mark.real_data
def test_strangers_settle_as_the_published_ones_did(data):
    table = pd.read_csv(data / "newcomb_fraternity" / "rankings.csv")
    ranks = np.full((1, 6, 17, 17), np.nan)
    ranks[0, table["week"], table["from"] - 1, table["to"] - 1] = table["rank"]
    assert strangers.agreement(ranks)[0] == pytest.approx(strangers.PUBLISHED, abs=0.0053)
    assert strangers.returned(ranks).mean() == pytest.approx(real.RETURNED, abs=0.01)


@pytest.mark.real_data
def test_figures_are_those_of_its_criteria_and_come_out_the_same_again(monkeypatch, data):
    monkeypatch.setattr(real, "LEAST_WEEKS", 30)
    monkeypatch.setattr(real, "MOST_WEEKS", 30)
    study = real.RealNetworks()
    first = study.figures(FEW)
    assert sorted(first) == sorted(criterion.id for criterion in study.criteria)
    assert repr(study.figures(FEW)) == repr(first)


def test_an_organisation_lives_until_trust_stands_still(monkeypatch):
    plan = load_scenario("untended").with_changes({"organisation.num_people": 16})
    engine = Engine(plan, 1)
    monkeypatch.setattr(real, "STEADY", 1.0)
    real.live_until_steady(engine)
    assert engine.week == real.LEAST_WEEKS
    monkeypatch.setattr(real, "STEADY", 0.0)
    restless = Engine(plan, 1)
    real.live_until_steady(restless)
    assert restless.week == real.MOST_WEEKS
