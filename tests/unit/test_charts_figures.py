"""Charts: what they draw, that labels do not lie on each other, that colours can be told apart."""

import itertools
import json
import re

import numpy as np
import pandas as pd
import pytest
from synthetic_results import EIGHT, Curve, make_results

from trustgarden.analysis import charts, tables
from trustgarden.analysis.arms import arms_of, level_words, plain_level
from trustgarden.analysis.charts.crossing import swarm
from trustgarden.analysis.charts.frame import zoom
from trustgarden.analysis.charts.labels import safe, shortened, spread_apart
from trustgarden.analysis.charts.palette import (
    PAPER,
    TRUST_SCALE,
    arm_style,
    dark_colours,
)
from trustgarden.analysis.emergence import Definitions

MEASURES = (*charts.LEVELS, *charts.BANDS, "projected", "imposed", "insulation_gap")
COMPARED = ("trust_team", "strain")
DARK_PAGE = "#14191b"


class Tables:
    """All tables that charts are drawn from."""

    def __init__(self, results, factors=()):
        arms = arms_of(results.manifest)
        runs = tables.weekly_runs(results, arms, MEASURES)
        self.weekly = tables.weekly_means(runs, MEASURES)
        self.found = tables.crossings(runs, Definitions())
        self.shares = tables.crossing_shares(self.found)
        self.ends = tables.run_ends(results, arms, COMPARED)
        self.arms = [arm.name for arm in arms]
        self.differences = tables.paired_differences(self.ends, self.arms[0], COMPARED)
        self.teams = tables.landscape(results, arms, tables.typical_replicate(self.ends))


@pytest.fixture(scope="module")
def eight():
    return Tables(make_results(replicates=6))


@pytest.fixture(scope="module")
def swept():
    factors = {"leaders.respect": [0.1, 0.5, 0.9], "mechanisms.off": [[], ["repair"]]}
    return make_results({"garden": EIGHT["garden"]}, replicates=4, factors=factors)


def draw_all(t, wide):
    pair = t.differences[t.differences["arm"] == t.arms[-1]]
    change = t.weekly[t.weekly["arm"] == t.arms[-1]]
    return {
        "over_time": charts.trust_over_time(t.weekly, thresholds={"0.65": 0.65}, wide=wide),
        "levels": charts.trust_levels(t.weekly, wide=wide),
        "crossings": charts.crossing_weeks(t.found, t.shares, weeks=104, wide=wide),
        "forest": charts.difference_forest(t.differences, t.arms, t.arms[0], wide=wide),
        "measures": charts.measure_forest(pair, arm="b", reference="a", wide=wide),
        "landscape": charts.trust_landscape(t.teams, wide=wide),
        "bands": charts.trust_bands(t.weekly, wide=wide),
        "insulation": charts.insulation_gap(t.weekly, wide=wide),
        "change": charts.weekly_differences(change, arm="b", reference="a", wide=wide),
    }


@pytest.fixture(scope="module", params=[True, False], ids=["wide", "narrow"])
def figures(request, eight):
    return draw_all(eight, request.param)


class TestEveryChart:
    def test_all_were_drawn(self, figures):
        assert len(figures) == 9
        assert all(len(figure.data) for figure in figures.values())

    def test_each_says_its_n_and_has_a_text_alternative(self, figures):
        for name, figure in figures.items():
            assert re.search(r"n = \d", figure.layout.meta["note"]), name
            assert len(figure.layout.meta["alt"]) > 30, name

    def test_no_legend_can_cover_data(self, figures):
        assert not any(figure.layout.showlegend for figure in figures.values())

    def test_both_widths_draw_the_same_marks(self, eight):
        wide, narrow = draw_all(eight, True), draw_all(eight, False)
        for name in wide:
            assert data_of(wide[name]) == data_of(narrow[name]), name

    def test_labels_at_line_ends_do_not_lie_on_each_other(self, figures):
        checked = 0
        for figure in figures.values():
            for _, notes in itertools.groupby(
                sorted((n for n in figure.layout.annotations if n.showarrow), key=axis_of), axis_of
            ):
                places = np.sort([height_of(figure, note) for note in notes])
                checked += len(places)
                assert (np.diff(places) >= 12).all()
        assert checked > 30

    def test_every_colour_has_a_partner_for_dark_pages(self, figures):
        known = dark_colours()
        for name, figure in figures.items():
            used = set(re.findall(r"#[0-9a-f]{6}|rgba\([^)]*\)", figure.to_json()))
            assert used - set(known) <= {"rgba(0,0,0,0)"}, name


def data_of(figure):
    return json.loads(figure.to_json())["data"]


def axis_of(note):
    return note.yref


def height_of(figure, note):
    """Where a label stands, in pixels from the foot of its panel."""
    axis = figure.layout[note.yref.replace("y", "yaxis")]
    domain = axis.domain or (0, 1)
    inside = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    panel = (domain[1] - domain[0]) * inside
    return (note.y - axis.range[0]) / (axis.range[1] - axis.range[0]) * panel - note.ay


class TestValues:
    def test_lines_are_the_means(self, eight):
        figure = charts.trust_over_time(eight.weekly)
        lines = {trace.name: trace.y for trace in figure.data if trace.mode == "lines+markers"}
        assert list(lines) == list(EIGHT)
        blame = eight.weekly.query("arm == 'blame' and measure == 'trust_team'")["mean"]
        np.testing.assert_allclose(lines["blame"], blame, atol=5e-5)

    def test_levels_share_one_axis_and_state_the_zoom(self, eight):
        figure = charts.trust_levels(eight.weekly)
        ranges = {axis.range for axis in figure.select_yaxes()}
        assert len(ranges) == 1
        low, high = ranges.pop()
        assert f"The axis shows {low:.1f} to {high:.1f}" in figure.layout.meta["note"]

    def test_crossings_show_a_dot_a_replicate_that_crossed(self, eight):
        figure = charts.crossing_weeks(eight.found, eight.shares, weeks=104)
        dots = [t for t in figure.data if t.mode == "markers" and t.meta == "garden"]
        assert len(dots[0].x) == 6
        words = [note.text for note in figure.layout.annotations]
        assert any(text.startswith("<b>6</b> of 6") for text in words)

    def test_landscape_has_a_row_a_team_and_its_last_figure(self, eight):
        figure = charts.trust_landscape(eight.teams)
        assert len(figure.data) == 8
        assert figure.data[0].z.shape == (8, 26)
        numbers = [n.text for n in figure.layout.annotations if re.fullmatch(r"\d\.\d\d", n.text)]
        assert len(numbers) == 64
        assert numbers[0] == f"{figure.data[0].z[0, -1]:.2f}"

    def test_bands_stack_to_one(self, eight):
        figure = charts.trust_bands(eight.weekly)
        total = sum(trace.y for trace in figure.data[:4])
        np.testing.assert_allclose(total, 1, atol=3e-4)

    def test_one_run_has_no_bands_and_says_so(self):
        single = Tables(make_results({"garden": Curve(0.5, 0.7)}, replicates=1))
        figure = charts.trust_over_time(single.weekly)
        assert [trace.fill for trace in figure.data] == [None]
        assert figure.layout.meta["note"].startswith("One run of each")


class TestFactors:
    def test_a_panel_a_factor_with_the_means(self, swept):
        means = tables.factor_means(swept)
        figure = charts.factor_effects(means)
        assert [trace.meta for trace in figure.data] == ["garden", "garden"]
        assert list(figure.layout.xaxis2.ticktext) == ["none", "repair"]
        np.testing.assert_allclose(
            figure.data[0].y, means[means["factor"] == "leaders.respect"]["mean"], atol=5e-5
        )

    def test_two_factors_as_a_map(self, swept):
        pairs = tables.factor_pairs(swept, "leaders.respect", "mechanisms.off")
        figure = charts.factor_map(pairs, wide=False)
        assert figure.data[0].z.shape == (2, 3)
        assert figure.data[0].text[0, 0].startswith(f"{pairs['mean'].iloc[0]:.2f}")

    def test_the_span_of_a_factor_is_within_replicates(self, swept):
        spans = tables.factor_spans(swept).set_index("factor")
        assert spans.loc["leaders.respect", "highest"] == "0.9"
        assert spans.loc["leaders.respect", "mean"] == pytest.approx(0.08, abs=0.01)
        assert abs(spans.loc["mechanisms.off", "mean"]) < 0.02


class TestTables:
    def test_many_points_are_averaged_within_replicates(self):
        factors = {"leaders.respect": [0.1, 0.3, 0.5, 0.7, 0.9]}
        results = make_results(
            {"garden": EIGHT["garden"], "blame": EIGHT["blame"]}, replicates=3, factors=factors
        )
        arms = arms_of(results.manifest)
        assert [(arm.name, len(arm.points)) for arm in arms] == [("garden", 5), ("blame", 5)]
        ends = tables.run_ends(results, arms, ["trust_team"])
        assert ends.groupby("arm")["replicate"].nunique().tolist() == [3, 3]

    def test_a_replicate_that_lacks_a_point_is_left_out(self):
        factors = {"leaders.respect": [0.1, 0.3, 0.5, 0.7, 0.9], "spaces.openness": [0.1, 0.2]}
        results = make_results({"garden": EIGHT["garden"]}, replicates=3, factors=factors)
        results.runs.loc[4, "status"] = "failed"
        ends = tables.run_ends(results, arms_of(results.manifest), ["trust_team"])
        assert ends["replicate"].tolist() == [1, 2]

    def test_few_points_are_arms_named_by_what_differs(self):
        factors = {"leaders.style": ["gardener", "commander"], "organisation.num_people": [40]}
        results = make_results({"garden": Curve()}, replicates=1, weeks=5, factors=factors)
        names = [arm.name for arm in arms_of(results.manifest)]
        assert names == ["gardener, num people 40", "commander, num people 40"]
        assert level_words({"turnover.replace": True, "mechanisms.off": []}) == (
            "replace on, off none"
        )

    def test_numbers_that_a_sample_drew_are_told_to_four_figures(self):
        drawn = {"work.load": 0.3747189781254109, "x.y": 0.125}
        assert level_words(drawn) == "load 0.3747, y 0.125"
        assert plain_level(40) == "40"
        assert plain_level(1234567) == "1234567"

    def test_points_that_four_figures_cannot_tell_apart_have_their_number(self):
        points = [
            {"point": k, "scenario": "garden", "factors": {"work.load": load}}
            for k, load in enumerate((0.37471897, 0.37471898, 0.5))
        ]
        names = [arm.name for arm in arms_of({"points": points})]
        assert names == ["load 0.3747 (point 0)", "load 0.3747 (point 1)", "load 0.5"]

    def test_levels_that_are_numbers_ascend_and_names_stay_as_planned(self):
        means = pd.DataFrame({"level": ["0.7323", "0.3747", "12"], "mean": [1.0, 2.0, 3.0]})
        assert list(tables._numbers_ascending(means)["level"]) == ["0.3747", "0.7323", "12"]
        styles = pd.DataFrame({"level": ["gardener", "commander"]})
        assert tables._numbers_ascending(styles) is styles

    def test_one_scenario_is_read_at_a_time(self):
        results = make_results(replicates=2, weeks=20)
        tables.weekly_runs(results, arms_of(results.manifest), ["trust"])
        assert results.asked == list(EIGHT)

    def test_differences_are_taken_within_replicates(self, eight):
        row = eight.differences.query("arm == 'blame' and measure == 'trust_team'").iloc[0]
        ends = eight.ends.pivot(index="replicate", columns="arm", values="trust_team")
        assert row["mean"] == pytest.approx((ends["blame"] - ends["garden"]).mean())
        assert row["n"] == 6
        assert row["above"] == 0


class TestParts:
    def test_labels_stay_where_they_are_if_there_is_room(self):
        assert spread_apart([10, 50, 90], gap=15, top=100).tolist() == [10, 50, 90]

    def test_labels_that_meet_move_apart_evenly(self):
        np.testing.assert_allclose(
            spread_apart([50, 50, 52], gap=15, top=100), [35.67, 50.67, 65.67], atol=0.01
        )

    def test_labels_keep_their_order_and_stay_inside(self):
        rng = np.random.default_rng(1)
        for _ in range(200):
            wanted = rng.uniform(0, 200, rng.integers(1, 9))
            placed = spread_apart(wanted, gap=15, top=200)
            assert (np.diff(np.sort(placed)) >= 15 - 1e-9).all()
            assert (np.argsort(placed, kind="stable") == np.argsort(wanted, kind="stable")).all()
            assert placed.min() >= 0
            assert placed.max() <= 200 + 1e-9

    def test_dots_of_a_swarm_do_not_touch(self):
        weeks = np.random.default_rng(2).integers(1, 30, 60)
        lanes = swarm(weeks, nearest=2)
        for lane in np.unique(lanes):
            assert (np.diff(np.sort(weeks[lanes == lane])) >= 2).all()

    @pytest.mark.parametrize(
        ("low", "high", "ends"),
        [(0.45, 0.55, (0.3, 0.6)), (0.0, 1.0, (0.0, 1.0)), (0.31, 0.77, (0.2, 0.8)),
         (0.97, 0.99, (0.7, 1.0)), (0.0, 0.01, (0.0, 0.3))],
    )
    def test_an_axis_shows_all_and_does_not_blow_up_noise(self, low, high, ends):
        found = zoom(low, high)
        assert found[0] <= low
        assert found[1] >= high
        assert found[1] - found[0] >= 0.3 - 1e-9
        assert found == pytest.approx(ends, abs=0.101)

    def test_long_names_keep_both_ends(self):
        assert shortened("a-rather-long-name-12", 11) == "a-rat…me-12"
        assert shortened("garden", 11) == "garden"

    def test_markup_in_names_is_shown_and_not_obeyed(self):
        assert safe("<a href='x'>&") == "&lt;a href='x'&gt;&amp;"


# Colour blindness as simulated by Machado, Oliveira & Fernandes 2009, severity 1,
# doi:10.1109/TVCG.2009.113.
EYES = {
    "ordinary": np.eye(3),
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                        [-0.003882, -0.048116, 1.051998]]),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                        [-0.011820, 0.042940, 0.968881]]),
}


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]]) @ rgb / [0.95047, 1, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(np.clip(xyz, 0, None)), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


class TestColours:
    LIGHT = tuple(arm_style(place).colour for place in range(8))
    DARK = tuple(dark_colours()[arm_style(place).colour] for place in range(8))

    def test_names_in_the_colour_of_their_line_can_be_read(self):
        assert min(contrast(colour, PAPER) for colour in self.LIGHT) >= 4.5
        assert min(contrast(colour, DARK_PAGE) for colour in self.DARK) >= 4.5

    @pytest.mark.parametrize("eye", EYES)
    @pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
    def test_no_two_arms_look_alike(self, eye, colours):
        seen = [lab(np.clip(EYES[eye] @ linear(colour), 0, 1)) for colour in colours]
        nearest = min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2))
        assert nearest >= 10

    def test_arms_differ_without_colour(self):
        looks = [(arm_style(place).dash, arm_style(place).symbol) for place in range(16)]
        assert len(set(looks)) == 16

    def test_the_scale_of_trust_is_in_order_in_grey(self):
        light = [luminance(colour) for colour in TRUST_SCALE]
        assert light == sorted(light, reverse=True)
        dark = [luminance(dark_colours()[colour]) for colour in TRUST_SCALE]
        assert dark == sorted(dark)
