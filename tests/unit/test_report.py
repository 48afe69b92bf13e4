"""Reports: what stands in the file, in words and numbers, and what must never stand in it."""

import json
import re
from html import unescape
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from synthetic_results import EIGHT, Curve, make_results, write_results

from trustgarden.analysis import (
    Definitions,
    comparison_report,
    run_report,
    summary,
    tables,
    write_report,
)
from trustgarden.analysis.arms import arms_of
from trustgarden.analysis.origins import experiment_toml, scenario_stories
from trustgarden.analysis.words import duration, figure, interval, joined
from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURES

TWO = {name: EIGHT[name] for name in ("garden", "blame")}


def written(results, folder, **settings):
    return write_report(results, folder / "report.html", **settings).read_text(encoding="utf-8")


def visible(html):
    """Words of a page, without what scripts and styles hold."""
    html = html.partition('<script type="application/json"')[0]
    html = re.sub(r"<style\b.*?</style>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))


def figures_in(html):
    return json.loads(re.search(r'id="figures">(.*?)</script>', html, re.S).group(1))


@pytest.fixture(scope="module")
def eight(tmp_path_factory):
    return written(make_results(replicates=8), tmp_path_factory.mktemp("eight"))


class TestSweepReport:
    def test_first_screen_says_what_came_out(self, eight):
        words = visible(eight)
        assert "Eight gardens: what grows under which leadership?" in words
        assert "8 scenarios: 64 organisations of 60 people, 8 replicates of each" in words
        assert re.search(r"Trust emerged in all 8 runs of garden \(week \d+ on average \[", words)
        assert re.search(r"Trust collapsed in all 8 runs of blame", words)
        assert "With the same people and the same luck, blame ended" in words

    def test_it_judges_nobody_and_says_so(self, eight):
        assert "It measures and judges nobody’s staff." in visible(eight)
        assert "no ground to judge, select or rate anybody" in visible(eight)

    def test_nothing_is_asked_of_another_place(self, eight):
        outside = eight.partition('<script type="application/json"')[0]
        assert not re.search(r"""(src|href)=["']?(https?:)?//""", outside)
        assert "default-src 'none'" in outside
        assert "@import" not in outside

    def test_no_button_of_plotly_shares_figures(self, eight):
        script = eight[eight.rindex("<script>") :]
        assert "displayModeBar: false" in script
        assert "displaylogo: false" in script
        assert 'modeBarButtonsToRemove: ["sendChartToCloud"]' in script

    def test_small_enough_to_send(self, eight):
        assert len(eight.encode()) < 8_000_000

    def test_outcomes_are_the_means_with_interval_and_n(self, eight):
        results = make_results(replicates=8)
        arms = arms_of(results.manifest)
        row = tables.outcomes(tables.run_ends(results, arms, ["trust_team"]), ["trust_team"])
        first = row.iloc[0]
        cell = f"{first['mean']:.2f} [{first['low']:.2f}–{first['high']:.2f}]"
        assert f"Trust in the team{cell}"[:17] in visible(eight)
        assert cell in visible(eight).replace("]", "] ").replace("  ", " ")
        assert "n = 8" in visible(eight)

    def test_measures_are_explained(self, eight):
        words = visible(eight)
        for measure in MEASURES:
            if f'id="measure-{measure.name}"' in eight:
                assert measure.definition in words
        assert 'href="#measure-trust_team"' in eight

    def test_it_says_how_to_make_it_again(self, eight):
        words = visible(eight)
        assert "trustgarden sweep eight-gardens --out results/eight-gardens" in words
        assert "1000, 1007, 1014" in words
        assert "leaders.style" in words

    def test_every_picture_has_words_for_those_who_do_not_see_it(self, eight):
        plots = re.findall(r'<div class="plot" id="plot-([\w-]+)"[^>]*role="img"', eight, re.S)
        assert len(plots) == 8
        for name in plots:
            assert f'aria-describedby="alt-{name}"' in eight
            assert re.search(rf'<p id="alt-{name}">[^<]{{30,}}</p>', eight)

    def test_figures_hold_both_layouts_and_no_data_twice(self, eight):
        figures = figures_in(eight)
        assert set(figures["key-picture"]) == {"data", "wide", "narrow"}
        heights = {one["height"] for one in (figures["levels-picture"]["wide"],
                                             figures["levels-picture"]["narrow"])}
        assert len(heights) == 2

    def test_the_same_results_give_the_same_bytes(self, tmp_path):
        pages = [written(make_results(TWO, replicates=3, weeks=30), tmp_path) for _ in range(2)]
        assert pages[0] == pages[1]

    def test_another_reference_and_other_definitions(self, tmp_path):
        results = make_results(TWO, replicates=3, weeks=30)
        chosen = {"reference": "blame", "definitions": Definitions(threshold=0.55)}
        words = visible(written(results, tmp_path, **chosen))
        assert "garden ended" in words
        assert "rose to 0.55 or more" in words
        with pytest.raises(InputError, match=r"reference .untended. is not one of: garden, blame"):
            write_report(results, tmp_path / "x.html", reference="untended")


class TestHonesty:
    def test_failed_runs_are_stated_and_left_out(self, tmp_path):
        failed = [("blame", 1), ("blame", 2)]
        words = visible(written(make_results(TWO, replicates=5, failed=failed), tmp_path))
        assert "2 of 10 runs failed and are left out: blame (2)." in words
        assert "“a test let it fail”" in words
        assert "n = 3" in words

    def test_an_incomplete_sweep_is_stated(self, tmp_path):
        results = make_results(TWO, replicates=4, weeks=30)
        results.runs = results.runs[results.runs["replicate"] < 3]
        results.weekly = results.weekly[results.weekly["replicate"] < 3]
        results.is_complete = False
        words = visible(written(results, tmp_path))
        assert "The sweep is not complete: 6 of 8 planned runs are there" in words

    def test_a_scenario_of_which_every_run_failed_is_named(self, tmp_path):
        failed = [("blame", replicate) for replicate in range(3)]
        results = make_results(TWO, replicates=3, weeks=30, failed=failed)
        words = visible(written(results, tmp_path))
        assert "No run has finished of: blame." in words

    def test_nothing_finished_is_nothing_to_report(self, tmp_path):
        failed = [("garden", 0), ("garden", 1)]
        results = make_results(
            {"garden": Curve(), "blame": Curve()}, replicates=2, weeks=20, failed=failed
        )
        results.runs["status"] = "failed"
        with pytest.raises(InputError, match="No run of these results has finished"):
            write_report(results, tmp_path / "x.html")

    def test_a_place_that_cannot_be_written_to(self, tmp_path):
        results = make_results(TWO, replicates=2, weeks=15)
        with pytest.raises(InputError, match="cannot be written"):
            write_report(results, tmp_path / "missing" / "report.html")


class TestMarkup:
    EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"

    def test_what_users_write_is_shown_and_never_obeyed(self, tmp_path):
        results = make_results(
            {"garden": Curve(description=self.EVIL), "blame": EIGHT["blame"]},
            replicates=3, weeks=30, description=f"Why {self.EVIL}?", failed=[("blame", 1)],
        )
        results.runs["message"] = results.runs["message"].str.replace("a test", self.EVIL)
        results.manifest["scenarios"]["garden"]["details"] = self.EVIL
        html = written(results, tmp_path)
        assert "<img src=x" not in html
        assert "alert(2)</script>" not in html
        assert f"Why {self.EVIL}?" in unescape(html)

    def test_levels_and_ids_with_markup(self, tmp_path):
        factors = {"leaders.style": ["<b>bold</b>", "</script><script>alert(3)</script>"]}
        html = written(
            make_results({"garden": Curve()}, replicates=2, weeks=20, factors=factors), tmp_path
        )
        assert "</script><script>alert(3)" not in html
        figure = figures_in(html)["key-picture"]
        labels = [note["text"] for note in figure["wide"]["annotations"]]
        assert any(text.startswith("&lt;b&gt;bold&lt;/b&gt; <b>0.5") for text in labels)


class TestSmall:
    @pytest.mark.parametrize("weeks", [1, 14])
    def test_a_single_run_of_a_single_scenario(self, tmp_path, weeks):
        results = make_results({"garden": Curve(0.5, 0.7)}, replicates=1, weeks=weeks)
        words = visible(written(results, tmp_path))
        assert "1 scenario: 1 organisation of 60 people, 1 replicate of each" in words
        assert "Differences under the same luck" not in words

    def test_two_points(self, tmp_path):
        factors = {"leaders.respect": [0.1, 0.9]}
        results = make_results({"garden": EIGHT["garden"]}, replicates=4, factors=factors)
        words = visible(written(results, tmp_path))
        assert "What the factors do" in words
        assert re.search(r"leaders.respect moved trust in the team: it ended 0\.0[789] \[", words)
        assert "respect 0.9 ended" in words

    def test_many_points_become_factors(self, tmp_path):
        factors = {"leaders.respect": [0.1, 0.5, 0.9], "spaces.openness": [0.1, 0.5, 0.9]}
        results = make_results({"garden": EIGHT["garden"]}, replicates=3, factors=factors)
        html = written(results, tmp_path)
        assert "at 9 combinations of levels: 27 organisations" in visible(html)
        assert {"factor-picture", "map-picture"} <= set(figures_in(html))

    def test_a_results_folder_is_read_as_it_lies(self, tmp_path):
        from trustgarden.experiments import Store

        results = make_results(TWO, replicates=4, weeks=30)
        results.manifest["chunk_size"] = 8
        store = Store.open(write_results(results, tmp_path / "results"))
        assert written(store, tmp_path) == written(results, tmp_path)


def fake_run(weeks=60, teams=3):
    results = make_results({"garden": Curve(0.5, 0.72, 20, 5)}, replicates=1, weeks=weeks)
    names = [measure.name for measure in MEASURES]
    series = results.weekly.set_index("week")[names]
    trust = series["trust_team"].to_numpy()
    teams = pd.DataFrame(
        {f"Team of P. Nobody {k}": trust + 0.02 * k for k in range(teams)}, index=series.index
    )
    provenance = {"trustgarden": "0.1.0", "scenario": results.manifest["scenarios"]["garden"],
                  "versions": {"numpy": "2.0"}, "digest": "abc"}
    return SimpleNamespace(
        scenario=SimpleNamespace(id="garden"), seed=7, series=series, teams=teams,
        provenance=provenance,
    )


class TestRunReport:
    def test_one_run_without_the_names_of_its_teams(self, tmp_path):
        html = run_report(fake_run(), tmp_path / "run.html").read_text(encoding="utf-8")
        words = visible(html)
        assert "P. Nobody" not in html
        assert "One run of garden" in words
        assert "seed 7" in words
        assert re.search(r"Trust emerged in week \d+\.", words)
        assert "only a sweep over seeds can tell" in words
        assert "crossing-picture" not in figures_in(html)

    def test_a_real_run(self, tmp_path):
        experiments = pytest.importorskip("trustgarden.experiments")
        run = experiments.simulate("garden", weeks=15, seed=1)
        html = run_report(run, tmp_path / "run.html").read_text(encoding="utf-8")
        last = run.series["trust_team"].iloc[-1]
        assert f"garden <b>{last:.2f}</b>" in json.dumps(figures_in(html))


class TestComparisonReport:
    def test_a_real_comparison(self, tmp_path):
        experiments = pytest.importorskip("trustgarden.experiments")
        made = experiments.compare("garden", "blame", weeks=15, seeds=range(3))
        html = comparison_report(made, tmp_path / "c.html").read_text(encoding="utf-8")
        words = visible(html)
        assert "garden and blame, compared" in words
        assert "3 pairs of organisations" in words
        row = made.differences.set_index("measure").loc["trust_team"]
        notes = json.dumps(figures_in(html)["difference-picture"]["wide"], ensure_ascii=False)
        assert f"<b>−{abs(row['difference']):.2f}</b>" in notes

    def test_the_same_scenario_twice_gets_two_names(self, tmp_path):
        experiments = pytest.importorskip("trustgarden.experiments")
        made = experiments.compare(
            "garden", "garden", weeks=5, seeds=range(2), changes_b={"leaders.style": "commander"}
        )
        html = comparison_report(made, tmp_path / "c.html").read_text(encoding="utf-8")
        assert "garden (first) and garden (second), compared" in visible(html)
        assert "leaders.style" in visible(html)


def shares_of(**arms):
    """Crossing shares from (count, n, week) of "emerged"; nothing collapsed."""
    rows = []
    for arm, (count, n, week, at_start) in arms.items():
        rows.append({"arm": arm, "event": "emerged", "count": count, "n": n, "share": count / n,
                     "week": week, "week_low": week - 4, "week_high": week + 4,
                     "at_start": at_start})
    return pd.DataFrame(rows)


class TestSentences:
    def say(self, **arms):
        html = summary.crossing_sentence(shares_of(**arms), "emerged")
        return re.sub(r"<[^>]+>", "", html)

    def test_some_and_none(self):
        assert self.say(garden=(19, 20, 31.2, 0), command=(0, 20, np.nan, 0)) == (
            "Trust emerged in 19 of 20 runs of garden (week 31 on average [27–35]) and in none of "
            "command."
        )

    def test_nowhere(self):
        assert self.say(garden=(0, 20, np.nan, 0), blame=(0, 20, np.nan, 0)) == (
            "Trust emerged in no run of any scenario."
        )

    def test_alone(self):
        assert self.say(garden=(20, 20, 31, 0)) == (
            "Trust emerged in all 20 runs, in week 31 on average [27–35]."
        )
        assert self.say(garden=(0, 20, np.nan, 0)) == "Trust did not emerge in any of 20 runs."
        assert self.say(garden=(1, 1, 31, 0)) == "Trust emerged in week 31."
        assert self.say(garden=(0, 1, np.nan, 0)) == "Trust did not emerge."

    def test_there_at_the_start(self):
        assert self.say(garden=(0, 20, np.nan, 20)) == (
            "Trust did not emerge in any of 20 runs. It was there from the start in all 20 runs."
        )

    def test_many_are_summed_up(self):
        arms = {f"s{k}": (10, 20, 30, 0) for k in range(9)}
        text = self.say(**arms, **{f"n{k}": (0, 20, np.nan, 0) for k in range(9)})
        assert "in 40 of 80 runs of 4 more scenarios and in none of the other 9." in text

    def test_names_are_escaped(self):
        found = summary.crossing_sentence(shares_of(**{"<i>": (1, 2, 3, 0), "b": (0, 2, 1, 0)}),
                                          "emerged")
        assert "<strong>&lt;i&gt;</strong>" in found

    def test_difference_whose_interval_holds_zero(self):
        table = pd.DataFrame([{"arm": "b", "measure": "trust_team", "mean": -0.01, "low": -0.03,
                               "high": 0.01, "n": 5, "above": 2}])
        text = re.sub(r"<[^>]+>", "", summary.difference_sentence(table, "a"))
        assert text == ("With the same people and the same luck, b ended 0.01 [−0.03 to 0.01] "
                        "lower than a, in 3 of 5 pairs.")


class TestWords:
    def test_numbers(self):
        assert figure(-0.004) == "0.00"
        assert figure(-0.126) == "−0.13"
        assert figure(float("nan")) == "–"
        assert interval(0.1, 0.2) == "[0.10–0.20]"
        assert interval(-0.1, 0.2) == "[−0.10 to 0.20]"
        assert interval(float("nan"), 1) == ""

    def test_lists_and_durations(self):
        assert joined(["a"]) == "a"
        assert joined(["a", "b", "<c>"]) == "a, b and &lt;c&gt;"
        assert duration(104) == "two years (104 weeks)"
        assert duration(52) == "one year (52 weeks)"
        assert duration(1) == "1 week"

    def test_the_experiment_file_is_toml(self):
        import tomllib

        experiment = {"id": "x", "description": 'a "quoted" \\ ü', "scenarios": ["garden"],
                      "replicates": 2, "seed": 1, "weeks": 4,
                      "factors": {"leaders.respect": [0.1, 1.0], "mechanisms.off": [[], ["a"]]}}
        assert tomllib.loads(experiment_toml(experiment)) == experiment

    def test_scenarios_are_told_by_what_differs(self):
        garden = {"description": "d", "leaders": {"style": "gardener", "respect": 0.8}}
        blame = {"description": "e", "leaders": {"style": "commander", "respect": 0.8}}
        first, second = scenario_stories({"garden": garden, "blame": blame}, "garden")
        assert first.changes == []
        assert second.changes == [("leaders.style", "commander", "gardener")]
