"""Each command, called as a user calls it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import trustgarden as tg
from trustgarden.cli import main, stating
from trustgarden.cli.takeaway import file_names, without_names

COMMANDS = ("scenarios", "new", "run", "compare", "experiments", "sweep", "report", "cite")
SMALL = 'id = "small"\nscenarios = ["garden", "untended"]\nreplicates = 2\nweeks = 3\n'
PEOPLE = """name,boss,team
Ann Ant,,Secret Lab
Bob Bee,Ann Ant,Secret Lab
Cid Cat,Ann Ant,Secret Lab
Dee Dog,Ann Ant,Secret Lab
"""
OURS = """id = "ours"
extends = "garden"
[organisation.people]
file = "people.csv"
id = "name"
reports_to = "boss"
team = "team"
"""

Called = Callable[..., tuple[str, str]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def called(capsys: pytest.CaptureFixture[str]) -> Called:
    """Call a command that must go well, and return what it said on stdout and on stderr."""

    def call(*arguments: str | Path, code: int = 0) -> tuple[str, str]:
        ended = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert ended == code, printed.err
        return printed.out, printed.err

    return call


def columns(line: str) -> list[str]:
    """Cells of a line of a printed table."""
    return [cell for cell in line.split("  ") if cell.strip()]


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    @pytest.mark.parametrize("option", ["-h", "--help"])
    def test_every_command_explains_itself(self, called: Called, command: str, option: str) -> None:
        out, err = called(command, option)
        assert f"Usage: trustgarden {command}" in out
        assert f"trustgarden {command}" in out.partition("Examples:")[2]
        assert err == ""

    def test_the_first_page_names_every_command(self, called: Called) -> None:
        out, _ = called("--help")
        for command in COMMANDS:
            assert f"│ {command} " in out

    def test_nothing_asked_shows_the_first_page(self, called: Called) -> None:
        out, err = called(code=2)
        assert "Usage: trustgarden" in out
        assert err == ""

    def test_the_version(self, called: Called) -> None:
        assert called("--version") == (f"trustgarden {tg.__version__}\n", "")


class TestScenarios:
    def test_the_list_holds_the_whole_catalogue(self, called: Called) -> None:
        from trustgarden.scenarios import catalogue

        out, _ = called("scenarios")
        listed = {columns(line)[0] for line in out.splitlines()[2:]}
        assert listed == set(catalogue())
        assert len(listed) >= 8

    def test_the_list_as_json(self, called: Called) -> None:
        from trustgarden.scenarios import catalogue

        entries = json.loads(called("scenarios", "--json")[0])
        assert {entry["id"]: entry["description"] for entry in entries} == catalogue()

    def test_one_in_words(self, called: Called) -> None:
        from trustgarden.scenarios import describe

        assert called("scenarios", "blame")[0] == describe(tg.load_scenario("blame"))

    def test_one_as_json_leaves_nothing_open(self, called: Called) -> None:
        data = json.loads(called("scenarios", "blame", "--json")[0])
        assert data == tg.load_scenario("blame").resolved().model_dump(mode="json", by_alias=True)

    def test_what_differs(self, called: Called) -> None:
        out, _ = called("scenarios", "--diff", "garden", "command")
        assert out.splitlines()[0].split() == ["Key", "garden", "command"]
        line = next(line for line in out.splitlines() if line.startswith("leaders.style"))
        assert line.split() == ["leaders.style", "gardener", "commander"]

    def test_what_differs_as_json(self, called: Called) -> None:
        found = json.loads(called("scenarios", "--diff", "garden", "command", "--json")[0])
        assert found["leaders.style"] == {"a": "gardener", "b": "commander"}

    def test_nothing_differs(self, called: Called) -> None:
        out, _ = called("scenarios", "--diff", "garden", "garden")
        assert out == "garden and garden are the same conditions.\n"

    def test_the_schema_is_json(self, called: Called) -> None:
        assert "leaders" in json.loads(called("scenarios", "--schema")[0])["properties"]


class TestNew:
    def test_it_can_be_used_as_it_is(self, called: Called) -> None:
        out, err = called("new", "My Team.toml", "--extends", "blame")
        assert out == ""
        assert "My Team.toml" in err
        assert tomllib.loads(Path("My Team.toml").read_text(encoding="utf-8"))["id"] == "my-team"
        made = tg.load_scenario("My Team.toml")
        assert made.consequence == tg.load_scenario("blame").consequence

    def test_folders_on_the_way_are_made(self, called: Called) -> None:
        called("new", "deep/er/mine.toml")
        assert Path("deep/er/mine.toml").is_file()


class TestExperiments:
    def test_the_list(self, called: Called) -> None:
        out, _ = called("experiments")
        assert "eight-gardens" in out
        entries = json.loads(called("experiments", "--json")[0])
        assert "eight-gardens" in {entry["id"] for entry in entries}

    def test_one_says_how_many_runs_it_takes(self, called: Called) -> None:
        out, _ = called("experiments", "eight-gardens")
        assert "runs        160" in out
        assert json.loads(called("experiments", "eight-gardens", "--json")[0])["num_runs"] == 160


class TestRun:
    def test_the_table_has_every_measure(self, called: Called) -> None:
        out, _ = called("run", "garden", "--weeks", "3", "--seed", "7")
        assert out.startswith("garden: 60 people, 3 weeks, seed 7\n")
        for measure in tg.MEASURES:
            assert sum(line.startswith(f"{measure.label} ") for line in out.splitlines()) >= 1

    def test_its_figures_are_those_of_the_python_face(self, called: Called) -> None:
        facts = json.loads(called("run", "garden", "--weeks", "3", "--seed", "7", "--json")[0])
        series = tg.simulate("garden", weeks=3, seed=7).series
        assert facts["measures"] == {
            name: {"first": series[name].iloc[0], "last": series[name].iloc[-1]} for name in series
        }
        assert (facts["scenario"], facts["seed"], facts["weeks"]) == ("garden", 7, 3)

    def test_a_seed_that_was_drawn_is_told_and_runs_the_same_again(self, called: Called) -> None:
        first = json.loads(called("run", "garden", "--weeks", "2", "--json")[0])
        again = json.loads(
            called("run", "garden", "--weeks", "2", "--json", "--seed", str(first["seed"]))[0]
        )
        assert again == first

    def test_settings_arrive(self, called: Called) -> None:
        size = "organisation.num_people=24"
        facts = json.loads(called("run", "garden", "--weeks", "2", "--set", size, "--json")[0])
        assert facts["people"] == 24
        assert facts["measures"]["people"]["first"] == 24

    def test_a_week_is_enough(self, called: Called) -> None:
        facts = json.loads(called("run", "garden", "--weeks", "1", "--json")[0])
        assert facts["measures"]["trust"]["first"] == facts["measures"]["trust"]["last"]


class TestRunFiles:
    @pytest.fixture
    def folder(self, called: Called) -> Path:
        called("run", "garden", "--weeks", "3", "--seed", "7", "--out", "made/run")
        return Path("made/run")

    def test_all_files_are_there_and_named(self, called: Called) -> None:
        out, err = called(
            "run", "garden", "--weeks", "2", "--seed", "7", "--out", "there", "--json"
        )
        assert {path.name for path in Path("there").iterdir()} == set(file_names())
        assert [Path(name).name for name in json.loads(out)["files"]] == file_names()
        assert "there" in err

    def test_tables_hold_the_run(self, folder: Path) -> None:
        run = tg.simulate("garden", weeks=3, seed=7)
        series = pd.read_parquet(folder / "series.parquet")
        pd.testing.assert_frame_equal(series, run.series, check_freq=False, check_index_type=False)
        written = pd.read_csv(folder / "series.csv", index_col="week")
        pd.testing.assert_frame_equal(written, run.series, check_index_type=False, rtol=1e-12)
        assert len(pd.read_csv(folder / "people.csv")) == 60
        assert len(pd.read_csv(folder / "ties.csv")) == len(run.ties)

    def test_provenance_says_how_to_make_it_again(self, folder: Path) -> None:
        provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
        assert provenance["seed"] == 7
        assert provenance["weeks"] == 3
        assert provenance["scenario"]["id"] == "garden"

    def test_the_report_is_a_page(self, folder: Path) -> None:
        page = (folder / "report.html").read_text(encoding="utf-8")
        assert page.lower().startswith("<!doctype html>")


class TestPrivacy:
    """Who reads what a run leaves behind does not learn whose it is."""

    @pytest.fixture(params=["teams named", "teams from the chart"])
    def ours(self, request: pytest.FixtureRequest) -> Path:
        Path("people.csv").write_text(PEOPLE, encoding="utf-8")
        file = Path("ours.toml")
        named = request.param == "teams named"
        text = OURS if named else OURS.replace('team = "team"\n', "")
        file.write_text(text, encoding="utf-8")
        return file

    def test_names_do_not_get_out(self, called: Called, ours: Path) -> None:
        called("run", ours, "--weeks", "2", "--seed", "1", "--out", "made")
        for file in Path("made").iterdir():
            data = file.read_bytes()
            for name in (b"Ann Ant", b"Bob Bee", b"Cid Cat", b"Dee Dog", b"Secret"):
                assert name not in data, file.name
        assert set(pd.read_csv("made/people.csv")["id"]) >= {"person-1", "person-4"}

    def test_names_stay_if_asked_for(self, called: Called, ours: Path) -> None:
        called("run", ours, "--weeks", "2", "--seed", "1", "--out", "made", "--keep-names")
        ids = pd.read_csv("made/people.csv")["id"]
        assert set(ids.str.partition(".")[0]) >= {"Ann Ant", "Bob Bee", "Cid Cat", "Dee Dog"}

    def test_replaced_names_join_the_tables_as_before(self, ours: Path) -> None:
        run = tg.simulate(ours, weeks=2, seed=1)
        shown = without_names(run)
        alias = dict(zip(run.people["id"], shown.people["id"], strict=True))
        assert len(set(alias.values())) == len(alias)
        assert [alias[name] for name in run.ties["from"]] == list(shown.ties["from"])
        assert list(run.ties["trust"]) == list(shown.ties["trust"])

    def test_drawn_people_need_no_replacing(self) -> None:
        run = tg.simulate("garden", weeks=1, seed=1)
        assert without_names(run) is run


class TestCompare:
    def test_the_table_says_what_was_compared(self, called: Called) -> None:
        out, _ = called("compare", "garden", "blame", "--weeks", "3", "--seeds", "4")
        assert out.startswith("blame less garden: 4 pairs")
        assert "95 % interval" in out

    def test_its_figures_are_those_of_the_python_face(self, called: Called) -> None:
        seeds = ("--seeds", "4", "--seed", "5")
        facts = json.loads(
            called("compare", "garden", "blame", "--weeks", "3", *seeds, "--json")[0]
        )
        made = tg.compare("garden", "blame", weeks=3, seeds=range(5, 9))
        assert facts["seeds"] == [5, 6, 7, 8]
        found = pd.DataFrame(facts["differences"])
        pd.testing.assert_frame_equal(found, made.differences, check_dtype=False)

    def test_one_pair_has_no_interval(self, called: Called) -> None:
        out, _ = called("compare", "garden", "blame", "--weeks", "2", "--seeds", "1")
        assert "- to -" in out

    def test_each_side_may_have_settings_of_its_own(self, called: Called) -> None:
        def people(*settings: str) -> list[float]:
            arguments = ("compare", "garden", "garden", "--weeks", "2", "--seeds", "1", "--json")
            facts = json.loads(called(*arguments, *settings)[0])
            row = next(row for row in facts["differences"] if row["measure"] == "people")
            return [row["mean_a"], row["mean_b"]]

        size = "organisation.num_people"
        assert people("--set", f"{size}=20") == [20, 20]
        assert people("--set-a", f"{size}=20", "--set-b", f"{size}=30") == [20, 30]

    def test_the_report_is_a_page(self, called: Called) -> None:
        called("compare", "garden", "blame", "--weeks", "3", "--seeds", "3", "--out", "a/b.html")
        page = Path("a/b.html").read_text(encoding="utf-8")
        assert page.lower().startswith("<!doctype html>")


class TestSweep:
    @pytest.fixture
    def plan(self) -> Path:
        file = Path("small.toml")
        file.write_text(SMALL, encoding="utf-8")
        return file

    def test_results_and_report(self, called: Called, plan: Path) -> None:
        out, err = called("sweep", plan, "--out", "results", "--workers", "1", "--json")
        assert json.loads(out) == {
            "experiment": "small",
            "results": "results",
            "runs": 4,
            "failed": 0,
            "complete": True,
        }
        assert err.startswith("small: 4 runs of 3 weeks into results\n")
        assert "4 of 4 runs, finished\n" in err
        assert err.endswith("Next: trustgarden report results\n")
        out, _ = called("report", "results")
        assert out == "results/report.html\n"
        page = Path("results/report.html").read_text(encoding="utf-8")
        assert page.lower().startswith("<!doctype html>")

    def test_options_replace_what_the_experiment_states(self, called: Called, plan: Path) -> None:
        called(
            "sweep", plan, "--out", "results", "--workers", "1", "--weeks", "2", "--seed", "9",
            "--replicates", "1", "--set", "organisation.num_people=20",
        )  # fmt: skip
        experiment = tg.Store.open("results").manifest["experiment"]
        assert (experiment["weeks"], experiment["seed"], experiment["replicates"]) == (2, 9, 1)
        assert experiment["constants"] == {"organisation.num_people": 20}
        assert set(tg.Store.open("results").runs["people"]) == {20.0}

    def test_the_same_again_makes_nothing_new(self, called: Called, plan: Path) -> None:
        called("sweep", plan, "--out", "results", "--workers", "1")
        before = {path: path.stat().st_mtime_ns for path in Path("results").rglob("*.parquet")}
        assert before
        called("sweep", plan, "--out", "results", "--workers", "1")
        after = {path: path.stat().st_mtime_ns for path in Path("results").rglob("*.parquet")}
        assert after == before

    def test_without_a_place_results_go_into_results(self, called: Called, plan: Path) -> None:
        called("sweep", plan, "--workers", "1")
        assert tg.Store.open("results/small").is_complete

    def test_failed_runs_end_in_exit_code_one(
        self, called: Called, plan: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tg.Store, "num_failed", property(lambda _: 3))
        _, err = called("sweep", plan, "--out", "results", "--workers", "1", code=1)
        assert "3 of them failed" in err

    def test_ctrl_c_says_how_to_go_on(
        self, called: Called, plan: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        import trustgarden.experiments

        monkeypatch.setattr(trustgarden.experiments, "sweep", interrupted)
        _, err = called("sweep", plan, "--out", "results", code=130)
        assert "the same command makes those that are missing" in err

    def test_a_part_of_the_runs_can_be_asked_for(self, called: Called, plan: Path) -> None:
        _, err = called(
            "sweep", plan, "--out", "results", "--workers", "1", "--only", "replicate=1",
            "--only", "scenario=garden",
        )  # fmt: skip
        assert "1 runs of the 4 of the whole sweep are in results" in err
        assert called("status", "results")[0].startswith(
            "small: stopped (only scenario=garden, replicate=1), 1 of 4 runs, 0 failed"
        )
        called("sweep", plan, "--out", "results", "--workers", "1", "--resume")
        assert tg.Store.open("results").is_complete
        _, err = called("sweep", plan, "--out", "results", "--no-resume", code=2)
        assert "results holds results already" in err

    def test_shards_are_merged(self, called: Called, plan: Path) -> None:
        for part in "12":
            called("sweep", plan, "--out", part, "--workers", "1", "--shard", f"{part}/2")
        out, err = called("merge", "whole", "1", "2", "--json")
        assert json.loads(out) == {"results": "whole", "runs": 4, "complete": True}
        assert err == "4 of 4 runs are in whole.\n"

    def test_a_run_that_fails_can_stop_it(
        self, called: Called, plan: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from trustgarden.model.engine import Engine

        def fail(*_: Any, **__: Any) -> None:
            raise ZeroDivisionError("unlucky")

        monkeypatch.setattr(Engine, "run", fail)
        place = ("--out", "results", "--workers", "1")
        _, err = called("sweep", plan, *place, "--on-error", "stop", code=1)
        assert "Run 0 failed (ZeroDivisionError: unlucky), and the sweep was to stop at that" in err
        assert "The same command makes those that are missing." in err
        assert tg.Store.open("results").num_runs_made == 1
        _, err = called("sweep", plan, *place, "--on-error", "ignore", code=2)
        assert "--on-error is 'ignore'; it must be one of: continue, stop, retry." in err

    def test_a_part_of_the_results_is_reported_as_a_part(self, called: Called, plan: Path) -> None:
        called("sweep", plan, "--out", "results", "--workers", "1")
        parts = sorted(Path("results/runs").glob("part-*"))
        assert len(parts) > 1
        parts[-1].unlink()
        _, err = called("report", "results", "--out", "part.html")
        assert "3 of 4 runs so far" in err
        assert Path("part.html").is_file()


class TestCite:
    def test_it_names_the_version(self, called: Called) -> None:
        out, _ = called("cite")
        assert f"version {tg.__version__}" in out
        assert "@software{trustgarden" in out

    def test_as_json(self, called: Called) -> None:
        assert json.loads(called("cite", "--json")[0])["version"] == tg.__version__


def test_a_factor_that_is_set_is_held_constant() -> None:
    factors: dict[str, tuple[Any, ...]] = {"work.load": (0.1, 0.2), "leaders.style": ("absent",)}
    plan = tg.Experiment(id="x", scenarios=("garden",), factors=factors)
    changed = stating.overridden(plan, {"weeks": 5}, {"work.load": 0.3})
    assert changed.weeks == 5
    assert dict(changed.varied.all) == {"leaders.style": ("absent",)}
    assert dict(changed.constants) == {"work.load": 0.3}


def test_run_says_which_events_did_not_take_place(called: Called) -> None:
    Path("lost.toml").write_text(
        'id = "lost"\nextends = "untended"\n[organisation]\nnum_people = 12\n'
        "[turnover]\nleave_rate = 0.0\n"
        '[[events]]\nweek = 2\nkind = "departure"\nwho = "4"\n'
        '[[events]]\nweek = 3\nkind = "betrayal"\nwho = "4"\nwhom = "5"\n'
    )
    out, err = called("run", "lost.toml", "--weeks", "3", "--seed", "1", "--json")
    assert "1 event of the calendar did not take place:" in err
    assert "  week 3, betrayal by 4 towards 5: 4 has left.\n" in err
    lost = json.loads(out)["not_held"]
    assert [(one["week"], one["kind"], one["team"]) for one in lost] == [(3, "betrayal", None)]
    assert "did not take place" not in called("run", "lost.toml", "--weeks", "2", "--seed", "1")[1]


def test_nothing_that_is_printed_steers_a_terminal(called: Called) -> None:
    text = 'id = "x"\nextends = "garden"\ndescription = "a\\u001b[2Jb\\u009bc\\u202e"\n'
    Path("steering.toml").write_text(text)
    for option in ((), ("--json",)):
        out, err = called("scenarios", "steering.toml", *option)
        assert not set("\x1b\x9b\u202e") & set(out + err)
        assert "\\u001b[2J" in out
    assert json.loads(out)["description"] == "a\x1b[2Jb\x9bc\u202e"
