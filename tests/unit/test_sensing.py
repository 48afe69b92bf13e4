"""From a results folder to what an outcome hangs on: reading, the commands, and the page."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from known_functions import G_COEFFICIENTS, g_indices, sobol_g
from SALib.sample import morris as morris_design
from SALib.sample import sobol as sobol_design

from trustgarden.analysis.discovery import discover, read_cases
from trustgarden.analysis.outcomes import outcome_of_runs
from trustgarden.analysis.sensitivity import analyse, read_sample
from trustgarden.analysis.sensitivity.detecting import detected, levels_of_morris
from trustgarden.cli import main
from trustgarden.errors import InputError

KEYS = ("leaders.demanding", "leaders.respect", "parameters.surprise")


class Made:
    """Answers what a store answers, of a function instead of a model."""

    is_complete = True

    def __init__(self, places, outcome, *, replicates=2, keys=KEYS, scenarios=("garden",)):
        count = len(places) * len(scenarios)
        self.manifest = {
            "experiment": {
                "scenarios": list(scenarios),
                "factors": {key: [] for key in keys},
                "replicates": replicates,
            },
            "num_runs": count * replicates,
            "measures": ["trust", "trust_team"],
        }
        parts = []
        for replicate in range(replicates):
            for place, scenario in enumerate(scenarios):
                part = pd.DataFrame(places, columns=list(keys))
                part.insert(0, "point", np.arange(len(places)) + place * len(places))
                parts.append(part.assign(scenario=scenario, replicate=replicate, seed=replicate))
        self.runs = pd.concat(parts, ignore_index=True).assign(status="ok", message="")
        self.runs.insert(0, "run", np.arange(len(self.runs)))
        self.runs["trust"] = outcome(self.runs[list(keys)].to_numpy(np.float64))
        self.runs["trust_team"] = 1 - self.runs["trust"]

    def series(self, columns=None, scenario=None):
        """Half a year at 0.7, and half a year at what the run ended with."""
        weeks = np.arange(1, 53)
        parts = [
            pd.DataFrame({"run": row.run, "week": weeks,
                          "trust_team": np.where(weeks < 27, 0.7, row.trust_team)})
            for row in self.runs.itertuples()
        ]  # fmt: skip
        return pd.concat(parts, ignore_index=True)


def problem(count):
    return {"num_vars": count, "names": list("abcdefgh"[:count]), "bounds": [[0, 1]] * count}


class TestDetecting:
    @pytest.mark.parametrize("pairs", [True, False])
    @pytest.mark.parametrize("count", [2, 3, 6])
    def test_saltelli(self, pairs, count):
        points = sobol_design.sample(problem(count), 8, calc_second_order=pairs, seed=1)
        assert detected(points) == ("saltelli", pairs)

    @pytest.mark.parametrize("levels", [4, 6, 8])
    @pytest.mark.parametrize("count", [2, 5])
    def test_morris(self, levels, count):
        points = morris_design.sample(problem(count), 12, num_levels=levels, seed=1)
        assert detected(points) == ("morris", False)
        assert levels_of_morris(points) == levels

    def test_points_in_another_order_are_no_such_design(self):
        points = sobol_design.sample(problem(3), 8, seed=1)
        shuffled = np.random.default_rng(1).permutation(points)
        assert detected(shuffled) == ("other", False)

    @pytest.mark.parametrize("levels", [2, 3, 4])
    def test_a_grid_is_none(self, levels):
        axes = np.meshgrid(*[np.linspace(0, 1, levels)] * 3, indexing="ij")
        assert detected(np.column_stack([axis.ravel() for axis in axes])) == ("other", False)

    def test_points_that_are_not_run_yet_do_not_hide_the_design(self):
        points = sobol_design.sample(problem(3), 8, seed=1)
        points[37:] = np.nan
        assert detected(points) == ("saltelli", True)


class TestReading:
    def test_a_saltelli_design_in_levels_gives_the_known_indices(self):
        keys = tuple(f"parameters.x{number}" for number in range(6))
        places = sobol_design.sample(problem(6), 512, seed=2)
        results = Made(places * 4 + 1, lambda x: sobol_g((x - 1) / 4), keys=keys, replicates=1)
        found = analyse(read_sample(results, "trust"), "trust", "sobol")
        total = found.of("sobol", "ST")
        assert list(total["factor"]) == list(keys)
        assert total["value"].to_numpy() == pytest.approx(g_indices()[1], abs=0.05)
        assert len(G_COEFFICIENTS) == 6

    def test_failed_runs_take_their_row_out(self):
        places = sobol_design.sample(problem(3), 16, seed=2)
        results = Made(places, lambda x: x[:, 0])
        results.runs.loc[11, "status"] = "failed"
        whole = read_sample(results, "trust").whole()
        assert (whole.num_blocks, whole.left_out, whole.num_replicates) == (15, 8, 2)

    def test_a_sweep_that_is_under_way(self):
        places = sobol_design.sample(problem(3), 16, seed=2)
        results = Made(places, lambda x: x[:, 0])
        results.runs = results.runs.iloc[:100]
        whole = read_sample(results, "trust").whole()
        assert (whole.design, whole.num_blocks, whole.num_replicates) == ("saltelli", 12, 1)

    def test_levels_that_are_words(self):
        rng = np.random.default_rng(1)
        results = Made(rng.random((200, 3)), lambda x: x[:, 0], replicates=1)
        styles = np.array(["gardener", "commander", "absent"])[rng.integers(0, 3, 200)]
        results.runs["leaders.respect"] = styles
        results.runs["trust"] = (styles == "absent") * 1.0
        found = analyse(read_sample(results, "trust"))
        assert found.ranked("pawn")[0] == "leaders.respect"

    def test_luck_that_is_not_common_is_seen_by_the_seeds(self):
        places = np.random.default_rng(1).random((40, 3))
        results = Made(places, lambda x: x[:, 0])
        assert read_sample(results, "trust").common_luck
        results.runs["seed"] = np.arange(80)
        assert not read_sample(results, "trust").common_luck

    def test_several_scenarios(self):
        places = np.random.default_rng(1).random((40, 3))
        results = Made(places, lambda x: x[:, 0], scenarios=("garden", "blame"))
        with pytest.raises(InputError, match="have: garden, blame"):
            read_sample(results, "trust")
        sample = read_sample(results, "trust", "blame")
        assert len(sample.points) == 40
        assert np.isfinite(sample.outcomes).all()

    def test_nothing_varies(self):
        with pytest.raises(InputError, match="nothing varies"):
            read_sample(Made(np.ones((40, 3)), lambda x: x[:, 0]), "trust")


class TestOutcomes:
    def results(self):
        return Made(np.random.default_rng(1).random((40, 3)), lambda x: x[:, 0], replicates=1)

    def test_thresholds(self):
        results = self.results()
        below = outcome_of_runs(results, "trust<0.4")["outcome"]
        assert (below == (results.runs["trust"] < 0.4)).all()
        above = outcome_of_runs(results, "trust > 4e-1")["outcome"]
        assert (above == (results.runs["trust"] > 0.4)).all()

    def test_collapse_is_that_of_the_weekly_series(self):
        results = self.results()
        found = outcome_of_runs(results, "collapsed")["outcome"]
        # From a height of 0.7, by a tenth or more.
        assert (found == (results.runs["trust_team"] <= 0.6)).all()
        assert 0 < found.sum() < 40

    def test_a_weekly_outcome_of_a_series_kept_now_and_then(self):
        results = self.results()
        weekly = results.series
        results.series = lambda columns: weekly()[lambda table: table["week"] % 4 == 0]
        with pytest.raises(InputError, match="only now and then"):
            outcome_of_runs(results, "collapsed")

    @pytest.mark.parametrize(
        ("outcome", "told"),
        [
            ("trusst", "'trusst', which is no measure of these results. Did you mean 'trust'"),
            ("trust<e", "after < or > a number must stand"),
            ("colapsed", "Did you mean 'collapsed'"),
        ],
    )
    def test_what_there_is_not(self, outcome, told):
        with pytest.raises(InputError, match=told):
            outcome_of_runs(self.results(), outcome)


class TestCases:
    def test_a_region_of_collapse_is_read_and_found(self):
        places = np.random.default_rng(1).random((400, 3))
        results = Made(places, lambda x: np.where((x[:, 0] > 0.7) & (x[:, 2] > 0.5), 0.9, 0.1))
        cases = read_cases(results, "collapsed")
        assert (cases.runs == 2).all()
        (one,) = discover(cases).boxes
        assert set(one.box.conditions) == {"leaders.demanding", "parameters.surprise"}
        assert one.density > 0.9
        assert one.coverage > 0.9

    def test_a_figure_is_no_event(self):
        results = Made(np.random.default_rng(1).random((40, 3)), lambda x: x[:, 0])
        with pytest.raises(InputError, match=r"'trust_team<0.4'"):
            read_cases(results, "trust_team")


EXPERIMENT = """
id = "small"
scenarios = ["garden"]
outcomes = ["trust_team", "trust_leader"]
replicates = 2
weeks = 8
[constants]
"organisation.num_people" = 8
[levers]
"leaders.respect" = {{ lower = 0.1, upper = 0.9 }}
"leaders.style" = ["gardener", "absent"]
[uncertainties]
"parameters.surprise" = {{ lower = 0.5, upper = 5.0 }}
[design]
{design}
"""
DESIGNS = {
    "morris": 'method = "morris"\ntrajectories = 6',
    "sobol": 'method = "saltelli"\nrows = 8',
    "pawn": 'method = "latin-hypercube"\npoints = 60',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sensing")


@pytest.fixture(params=DESIGNS)
def results(request, folder, monkeypatch):
    """A real sweep of each design, made once by the command itself."""
    monkeypatch.chdir(folder)
    write(folder, request.param)
    return request.param


def write(folder, name):
    text = EXPERIMENT.format(design=DESIGNS[name]).replace("small", name)
    (folder / f"{name}.toml").write_text(text)


class TestCommands:
    def test_end_to_end_and_again_from_the_folder(self, results, capsys):
        assert main(["sensitivity", f"{results}.toml", "--workers", "1", "--json"]) == 0
        first = json.loads(capsys.readouterr().out)
        assert main(["sensitivity", f"results/{results}", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == first
        assert [one["outcome"] for one in first] == ["trust_team", "trust_leader"]
        rows = pd.DataFrame(first[0]["indices"])
        assert results in set(rows["method"])
        main_index = {"morris": "mu*", "sobol": "ST", "pawn": "PAWN"}[results]
        value = rows[rows["index"] == main_index].set_index("factor")["value"]
        # How much bad news weighs does far more in eight weeks than anything a leader does.
        assert value.idxmax() == "parameters.surprise"
        assert 0 <= first[0]["luck"]["total"][0] <= 1

    def test_table_and_files(self, results, capsys):
        source = f"{results}.toml"
        command = ["sensitivity", source, "--workers", "1", "--outcome", "trust"]
        assert main([*command, "--out", f"{results}.csv"]) == 0
        told = capsys.readouterr()
        assert "trust, by" in told.out
        assert "Luck is" in told.out
        written = pd.read_csv(f"{results}.csv")
        assert set(written["outcome"]) == {"trust"}
        assert {"method", "index", "factor", "value", "low", "high"} < set(written)

    def test_the_page(self, folder, monkeypatch):
        monkeypatch.chdir(folder)
        write(folder, "sobol")
        command = ["sensitivity", "sobol.toml", "--workers", "1", "--outcome", "trust"]
        assert main([*command, "--out", "sobol.html"]) == 0
        text = (folder / "sobol.html").read_text(encoding="utf-8")
        assert "What trust hangs on" in text
        assert all(f"{name}-trust" in text for name in ("sobol", "pairs-sobol", "pawn"))
        assert "trustgarden sensitivity sobol.toml" in text

    def test_discover(self, folder, monkeypatch, capsys):
        monkeypatch.chdir(folder)
        write(folder, "pawn")
        command = ["discover", "pawn.toml", "--workers", "1", "--outcome", "trust_team<0.6"]
        assert main([*command, "--json"]) == 0
        facts = json.loads(capsys.readouterr().out)
        assert 0 <= facts["base"] <= 1
        assert facts["points_measured"] == 30
        assert main([*command, "--out", "boxes.csv"]) == 0
        assert "Of all runs," in capsys.readouterr().out
        assert "conditions" in pd.read_csv("boxes.csv")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["sensitivity", "nowhere"], "nowhere"),
            (["sensitivity", "pawn.toml", "--out", "x.txt"], "should end in .csv for a table"),
            (["sensitivity", "pawn.toml", "--method", "sobol"], "needs a saltelli design"),
            (["sensitivity", "pawn.toml", "--outcome", "truts"], "Did you mean 'trust'"),
            (["discover", "pawn.toml", "--outcome", "trust"], "not something that happens"),
        ],
    )
    def test_bad_input(self, arguments, told, folder, monkeypatch, capsys):
        monkeypatch.chdir(folder)
        write(folder, "pawn")
        assert main(arguments) == 2
        assert told in capsys.readouterr().err
