"""VE11: figures of made-up networks and hours that can be counted by hand, and the apparatus."""

import numpy as np
import pandas as pd
import pytest

from trustgarden.analysis.networks import Network, odds_ratio, rank_stability, reciprocity
from trustgarden.analysis.networks import top_choices as top_choices_of
from trustgarden.experiments.studies import ve11_firm as apparatus
from trustgarden.experiments.studies import ve11_levers as levers
from trustgarden.experiments.studies import ve11_networks as networks
from trustgarden.experiments.studies import ve11_strangers as strangers
from trustgarden.experiments.studies import ve11_structure as structure
from trustgarden.experiments.studies.study import Setting
from trustgarden.model.engine import Engine
from trustgarden.scenarios import load_scenario

FEW = Setting(replicates=3, seed=4, workers=1)


@pytest.fixture
def firm():
    plan = load_scenario("untended").with_changes(apparatus.FIRM)
    return apparatus.Lived(Engine(plan, 4, apparatus.firm_chart()))


@pytest.fixture
def no_graphs_to_draw(monkeypatch):
    monkeypatch.setattr(structure, "NUM_GRAPHS", 1)
    monkeypatch.setattr(structure, "ROUNDS", 5)


def network(arcs, people="abcd"):
    return Network.from_table(pd.DataFrame(arcs, columns=["from", "to"]), list(people))


def test_the_firm_is_that_of_the_publication():
    chart = apparatus.firm_chart()
    assert chart.num_people == 71
    assert np.bincount(chart.place).tolist() == [48, 19, 4]
    assert np.bincount(chart.practice).tolist() == [40, 31]
    assert np.bincount(chart.rank).tolist() == [36, 35]
    heads = np.unique(chart.boss[chart.boss >= 0])
    assert (chart.rank[heads] == 0).all()
    assert (chart.boss == -1).sum() == 1


def test_no_apparatus_sets_a_parameter_or_a_mechanism():
    keys = [*apparatus.FIRM, *strangers.HOUSE]
    assert not [key for key in keys if key.startswith(("parameters", "mechanisms"))]


def test_only_the_chart_holds_the_firm_together_at_first(firm):
    state = firm.engine.state
    trustors, slots = np.nonzero(state.whom >= 0)
    known = state.whom[trustors, slots]
    assert ((state.boss[trustors] == known) | (state.boss[known] == trustors)).all()


def test_hours_are_those_of_the_meetings_and_both_have_them(firm):
    lived = firm.run(1)
    trustors, partners, _ = apparatus.met(firm.engine.state)
    assert lived.sum() == 2 * len(trustors)
    assert lived[:, trustors, partners].sum(axis=0).min() >= 1.0
    np.testing.assert_array_equal(lived, lived.swapaxes(1, 2))
    more = firm.run(2)
    stayed = firm.engine.state.people["joined"] == 0
    both = np.ix_(range(4), stayed, stayed)
    np.testing.assert_array_equal((lived + more)[both], firm.hours[both])


def test_work_crosses_offices_and_practices(firm):
    state, hours = firm.engine.state, firm.run(10)[apparatus.WORK]
    office = state.place[:, None] == state.place
    practice = state.practice[:, None] == state.practice
    shares = [float((hours * same).sum() / hours.sum()) for same in (office, office & practice)]
    assert 0.8 < shares[0] < 0.97
    assert 0.55 < shares[1] < 0.8


def test_who_leaves_takes_their_hours_along(firm):
    firm.run(4)
    who = int(np.argmax(firm.hours.sum(axis=(0, 1))))
    gone = firm.branch([{"week": 5, "kind": "departure", "who": str(who + 1)}])
    gone.run(1)
    assert firm.hours[:, who].sum() > 10 * gone.hours[:, who].sum()


def test_a_branch_is_the_same_firm_and_leaves_it_as_it_was(firm):
    firm.run(6)
    before = firm.hours.copy()
    one, other = firm.branch().run(3), firm.branch().run(3)
    np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(firm.hours, before)
    assert firm.engine.week == 6
    np.testing.assert_array_equal(firm.run(3), one)


def test_densities_within_and_between():
    arcs = [("a", "b"), ("b", "a"), ("a", "c")]
    groups = pd.Series([0, 0, 1, None], list("abcd"))
    assert structure.in_and_out(network(arcs), groups) == (1.0, 0.25)
    alone = pd.Series([0, 0, 0, 0], list("abcd"))
    assert structure.in_and_out(network(arcs), alone) == (0.25, pytest.approx(np.nan, nan_ok=True))


def test_odds_of_work_are_those_of_multiplexity_where_cells_are_full():
    rng = np.random.default_rng(3)
    pairs = [(i, j) for i in range(60) for j in range(60) if i != j]
    work, named = (
        network([p for p in pairs if rng.random() < share], range(60)) for share in (0.3, 0.4)
    )
    assert structure.work_odds(work, named) == pytest.approx(odds_ratio(work, named), rel=0.01)
    assert np.isfinite(structure.work_odds(work, work))


def test_shares_of_time():
    hours = np.array([[0, 6, 3, 1], [5, 0, 5, 0], [0, 0, 0, 0], [1, 0, 0, 0]], float)
    assert structure.time_share(hours, 1) == pytest.approx((0.6 + 0.5 + 1.0) / 3)
    assert structure.time_share(hours, 2) == pytest.approx((0.9 + 1.0 + 1.0) / 3)


def test_the_cut_that_tells_friends_from_others():
    hours = np.array([1.0, 5, 9, 20, 30, 40])
    assert structure.cut_point(hours, np.array([0, 0, 0, 1, 1, 1], bool)) == 14.5
    assert structure.cut_point(hours, np.array([0, 1, 0, 0, 1, 1], bool)) == 25.0
    assert np.isnan(structure.cut_point(np.ones(4), np.array([0, 1, 0, 1], bool)))


def test_what_hours_are_worth():
    rng = np.random.default_rng(1)
    free, formal = rng.uniform(0, 50, (2, 300))
    slopes = structure.worth_of_hours(0.3 + 0.02 * free + 0.005 * formal, free, formal)
    assert slopes == pytest.approx((0.02, 0.005))


def test_bridges_are_pairs_without_a_shared_third():
    # A triangle 0, 1, 2 with a bridge to 3, who knows 4, who has left.
    before = np.zeros((5, 5), bool)
    for i, j in ((0, 1), (1, 2), (0, 2), (2, 3), (3, 4)):
        before[i, j] = before[j, i] = True
    after = before.copy()
    after[2, 3] = after[3, 2] = after[0, 1] = after[1, 0] = False
    found = structure.survival_of_bridges(before, after, np.array([1, 1, 1, 1, 0], bool))
    assert found == {"bridges": 1, "bridges_kept": 0, "embedded": 3, "embedded_kept": 2}
    assert networks.better_kept(np.array([[9.0, 10.0, 1.0, 10.0]])) == pytest.approx(9.5 / 1.5)


def test_the_core_is_lost_where_it_is_not_met_any_more():
    rng = np.random.default_rng(2)
    before = rng.uniform(1, 2, (40, 40))
    np.fill_diagonal(before, 0.0)
    everybody = np.ones(40, bool)
    assert structure.lost_core(before, before, everybody) == 0.0
    assert structure.lost_core(before, -before, everybody) == 1.0


def test_closest_pairs_are_as_many_as_partners_are_wanted():
    hours = np.random.default_rng(2).uniform(size=(20, 20))
    hours += hours.T
    pairs = structure.closest_pairs(hours, 6.0)
    assert pairs.sum() == 120
    assert (pairs == pairs.T).all()
    off = ~np.eye(20, dtype=bool)
    assert hours[pairs].min() > hours[~pairs & off].max()
    assert not structure.closest_pairs(np.zeros((5, 5)), 2.0).any()


def test_a_ratio_to_nothing_is_missing():
    assert structure.ratio([2.0, 4.0, 6.0], [1.0, 2.0, 3.0]).value == 2.0
    assert np.isnan(structure.ratio([1.0, 2.0, 3.0], [0.0, 0.0, 0.0]).value)


def test_the_office_leads_by_the_larger_of_the_others():
    densities = np.array([[0.4, 0.1, 0.2, 0.1, 0.3, 0.1]])
    assert networks.office_lead(densities) == pytest.approx(np.log(4 / 3))


def test_settling_is_measured_as_in_the_published_rankings():
    rng = np.random.default_rng(5)
    liking = rng.normal(size=(1, 3, 17, 17)) + 2 * rng.normal(size=(1, 1, 17, 17))
    liking[..., np.eye(17, dtype=bool)] = np.nan
    ranks = np.array([[strangers._ranks(week) for week in house] for house in liking])
    rows = [
        (week, i, j, ranks[0, week, i, j])
        for week in range(3)
        for i in range(17)
        for j in range(17)
        if i != j
    ]
    table = pd.DataFrame(rows, columns=["week", "from", "to", "rank"])
    expected = rank_stability(table)["correlation"].tolist()
    assert strangers.agreement(ranks)[0].tolist() == pytest.approx(expected)
    back = [reciprocity(one) for one in top_choices_of(table, 5).values()]
    assert strangers.returned(ranks)[0].tolist() == pytest.approx(back)
    assert strangers.flatness(np.array([[0.1, 0.3, 0.5, 0.5, 0.6, 0.8]])).tolist() == [
        pytest.approx(0.5)
    ]


def test_strangers_of_a_house_know_nobody_and_nobody_leads_them():
    plan = load_scenario("untended").with_changes(strangers.HOUSE)
    state = Engine(plan, 1, strangers.house_chart()).state
    assert (state.boss == -1).all()
    assert state.ties["benevolence_for"].max() < 1e-6


def test_everybody_is_seated_with_two_others(firm):
    firm.run(2)
    week = firm.engine.week + 1
    twin = firm.branch([{"week": week, "kind": "gathering", "hours": 2, "space": "meeting"}])
    twin.run(1)
    seated = levers._arranged(twin.engine)
    assert (seated == seated.T).all()
    assert 3.0 < seated.sum(axis=1).mean() < 4.01
    firm.run(1)
    # Only who is welcomed has arranged hours otherwise, and they have just come.
    one, other = np.nonzero(levers._arranged(firm.engine))
    assert (firm.engine.state.people["joined"][[one, other]] > 0).any(axis=0).all()


def test_common_breaks_are_spent_with_ones_group(monkeypatch):
    seen = levers.breaks(FEW)
    added = (seen["strength_common"] - seen["strength_staggered"]).mean()
    # An hour and a quarter a head, both ways, of which a quarter was with the group before.
    assert added == pytest.approx(2 * 1.25 * 0.75, abs=0.5)


def test_figures_are_those_of_its_criteria_and_come_out_the_same_again(
    monkeypatch, no_graphs_to_draw
):
    monkeypatch.setattr(networks, "YEAR", 14)
    monkeypatch.setattr(networks, "HALF_YEAR", 6)
    study = networks.Networks()
    first = study.figures(FEW)
    assert sorted(first) == sorted(criterion.id for criterion in study.criteria)
    assert repr(study.figures(FEW)) == repr(first)
