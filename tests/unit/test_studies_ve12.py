"""VE12: what is drawn, what is kept of a firm, and figures of firms with known answers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from trustgarden.experiments.studies import Setting
from trustgarden.experiments.studies.ve12_firms import (
    INTERDEPENDENCE,
    MOST,
    STYLES,
    Firm,
    apparatus,
    firms,
    products,
    style_of,
)
from trustgarden.experiments.studies.ve12_pooling import Pool, correlation_matrix, slope
from trustgarden.experiments.studies.ve12_survey import (
    CLEAN,
    PUBLISHED,
    SCALES,
    SyntheticSurvey,
    _ranks,
    _worst,
)
from trustgarden.scenarios import load_scenario

FEW = Setting(replicates=6, seed=1)


def test_leaders_are_drawn_within_their_ranges_and_no_parameter_is_set() -> None:
    drawn = [apparatus(seed) for seed in range(200)]
    for key, most in MOST.items():
        values = np.array([lever[key] for lever in drawn])
        assert values.min() >= 0.0
        assert values.max() <= most
        # Mean of 200 uniform numbers, within four standard errors.
        assert values.mean() == pytest.approx(most / 2, abs=4 * most / math.sqrt(12 * 200))
    assert not any(key.startswith(("parameters", "mechanisms")) for key in drawn[0])
    assert {lever["work.interdependence"] for lever in drawn} == set(INTERDEPENDENCE)
    assert {style_of(lever) for lever in drawn} == set(STYLES)


def test_levers_are_drawn_apart() -> None:
    drawn = pd.DataFrame([{key: apparatus(seed)[key] for key in MOST} for seed in range(400)])
    r = drawn.corr().to_numpy()[~np.eye(len(MOST), dtype=bool)]
    assert np.abs(r).max() < 0.2


def test_every_draw_is_a_scenario_that_can_be() -> None:
    for seed in range(20):
        load_scenario("untended").with_changes(apparatus(seed))


def test_products_give_the_correlations_and_slopes_of_a_table() -> None:
    rng = np.random.default_rng(2)
    table = pd.DataFrame(rng.standard_normal((50, 3)), columns=list("abc"))
    table["b"] += table["a"]
    summed = products(table.iloc[:20]) + products(table.iloc[20:])
    assert correlation_matrix(summed) == pytest.approx(table.corr().to_numpy())
    expected = np.polyfit(table["a"], table["b"], 1)[0]
    assert slope(summed, 1, 0) == pytest.approx(expected)


def invented(style: int, arm: int, trust: float, seed: int) -> Firm:
    """A firm in which everything is trust and noise, and fairness works through trust alone."""
    rng = np.random.default_rng(seed)
    level = trust + rng.standard_normal(200)
    table = pd.DataFrame({name: level + rng.standard_normal(200) for name in SCALES})
    table["trust_leader"] = level
    table["performance"] += 100.0 * arm
    fair = rng.standard_normal(200)
    clean = pd.DataFrame(dict.fromkeys(CLEAN, fair))
    gone = clean.assign(ocb=0.25 * fair + rng.standard_normal(200) * 1e-9)
    teams = pd.DataFrame({"trust": level, "output": (0.2 + arm) * level + rng.standard_normal(200)})
    cut = np.stack([products(clean), products(gone)])
    return Firm(products(table), cut, products(teams), style, arm)


@pytest.fixture(scope="module")
def pool() -> Pool:
    made = [invented(k % 4, k // 4 % 2, -1.0 * (k % 4 == 3), k) for k in range(16)]
    return Pool(made, SCALES, CLEAN)


EVERYBODY = np.arange(16)


def test_figures_of_invented_firms(pool: Pool) -> None:
    r = pool.correlations(EVERYBODY)
    # Trust varies with 1 in firms and with .19 between them; its noise is 1.
    assert r["procedural"] == pytest.approx(math.sqrt(1.19 / 2.19), abs=0.03)
    # What the study sets moves output by 100 and must not count.
    assert r["performance"] == pytest.approx(r["procedural"], abs=0.04)
    low, high = pool.team_output(EVERYBODY)
    assert high - low > 0.3
    by_style = pool.trust_by_style(EVERYBODY)
    assert _worst(by_style) == pytest.approx(1.0, abs=0.15)
    assert pool.share_cut(EVERYBODY, "ocb", CLEAN[:3]) == pytest.approx(0.75)
    assert pool.share_cut(EVERYBODY, "counterproductive", CLEAN[:3]) == pytest.approx(0.0)


def test_intervals_come_from_resampled_firms(pool: Pool) -> None:
    estimate = pool.of_trust("procedural")
    assert estimate.n == 16
    assert estimate.low < estimate.value < estimate.high
    assert estimate == pool.of_trust("procedural")


def test_ranks_are_those_published() -> None:
    published = dict(PUBLISHED) | {"quit_intention": -PUBLISHED["quit_intention"]}
    assert _ranks(published) == pytest.approx(1.0)
    turned = {name: -r for name, r in published.items()}
    assert _ranks(turned) == pytest.approx(-1.0)


def test_the_study_gives_a_figure_for_each_criterion_and_the_same_again() -> None:
    study = SyntheticSurvey()
    figures = study.figures(FEW)
    assert set(figures) == {one.id for one in study.criteria}
    assert all(figure.n == FEW.replicates for figure in figures.values())
    assert [str(f) for f in study.figures(replace(FEW, workers=1)).values()] == [
        str(f) for f in figures.values()
    ]


def test_what_holds_in_every_study_reaches_the_firms() -> None:
    off = replace(FEW, replicates=2, changes={"mechanisms.off": ["fairness"]})
    place = 1 + SCALES.index("procedural")
    with_it, without = firms(replace(FEW, replicates=2), SCALES, CLEAN), firms(off, SCALES, CLEAN)
    assert with_it[0].products[0, place] != without[0].products[0, place]
