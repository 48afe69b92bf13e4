"""Charts of sensitivity: what is drawn, in both widths, for light and dark pages."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from known_functions import sobol_g
from SALib.sample import morris as morris_design
from SALib.sample import sobol as sobol_design

from trustgarden.analysis import charts
from trustgarden.analysis.charts.palette import dark_colours
from trustgarden.analysis.sensitivity import Sample, analyse

FACTORS = tuple(f"leaders.lever{number}" for number in range(6))
PROBLEM = {"num_vars": 6, "names": list(FACTORS), "bounds": [[0, 1]] * 6}


def made(points, **more):
    rng = np.random.default_rng(1)
    outcomes = sobol_g(points)[:, None] + rng.normal(0, 0.2, (len(points), 3))
    return analyse(Sample(factors=FACTORS, points=points, outcomes=outcomes, **more), "trust")


@pytest.fixture(scope="module")
def both():
    rows = sobol_design.sample(PROBLEM, 32, seed=1)
    steps = morris_design.sample(PROBLEM, 12, seed=1)
    return made(rows, design="saltelli", second_order=True), made(steps, design="morris")


def drawn(both, wide):
    saltelli, morris = both
    of = {name: saltelli.table[saltelli.table["method"] == name] for name in ("sobol", "pawn")}
    screened = morris.table[morris.table["method"] == "morris"]
    return {
        "sobol": charts.sobol_bars(of["sobol"], saltelli.luck.total, wide=wide),
        "pairs": charts.sobol_pairs(of["sobol"], wide=wide),
        "pawn": charts.pawn_bars(of["pawn"], wide=wide),
        "morris": charts.morris_plane(screened, wide=wide),
        "lines": charts.convergence_lines(saltelli.convergence, wide=wide),
    }


def test_both_widths_draw_the_same_marks(both):
    wide, narrow = drawn(both, True), drawn(both, False)
    assert len(wide) == 5
    for name, figure in wide.items():
        assert json.loads(figure.to_json())["data"] == json.loads(narrow[name].to_json())["data"]


@pytest.mark.parametrize("name", ["sobol", "pairs", "pawn", "morris", "lines"])
def test_the_words_beside_it_name_every_factor(both, name):
    figure = drawn(both, True)[name]
    assert all(f"lever{number}" in figure.layout.meta["alt"] for number in range(6))
    assert "95 %" in figure.layout.meta["note"] or name == "sobol"


def test_every_colour_has_its_partner_on_a_dark_page(both):
    known = dark_colours()
    for figure in drawn(both, True).values():
        text = figure.to_json()
        used = set(re.findall(r"#[0-9a-f]{6}|rgba\([\d.,]+\)", text)) - {"rgba(0,0,0,0)"}
        assert used
        assert used <= set(known)


def test_bars_and_intervals_are_the_figures(both):
    table = both[0].table
    total = table[table["index"] == "ST"].sort_values("value", ascending=False)
    bars = drawn(both, True)["sobol"].data[0]
    assert np.array(bars.x) == pytest.approx(total["value"].to_numpy(), abs=1e-4)
    reach = np.array(bars.x) + np.array(bars.error_x.array)
    assert reach == pytest.approx(total["high"].to_numpy(), abs=2e-4)


def test_luck_is_a_bar_of_its_own_unless_it_is_not_known(both):
    table = both[0].table[both[0].table["method"] == "sobol"]
    assert [bar.meta for bar in charts.sobol_bars(table, both[0].luck.total).data] == [
        "total", "first order", "luck",
    ]  # fmt: skip
    unknown = (np.nan, np.nan, np.nan)
    assert [bar.meta for bar in charts.sobol_bars(table, unknown).data] == ["total", "first order"]


def test_one_factor_that_dwarfs_the_others_is_shown_by_ratios():
    steps = morris_design.sample(PROBLEM, 12, seed=1)
    size = np.array([100.0, 2.0, 1.0, 1.0, 1.0, 0.5])
    outcomes = ((steps @ size) ** 1.5)[:, None]
    found = analyse(
        Sample(factors=FACTORS, points=steps, outcomes=outcomes, design="morris"), "y", "morris"
    )
    figure = charts.morris_plane(found.table)
    assert "equal ratios" in figure.layout.meta["note"]
    least, most = figure.layout.xaxis.range
    values = found.of("morris", "mu*")["value"].to_numpy()
    assert least < np.log10(values.min()) < np.log10(values.max()) < most
