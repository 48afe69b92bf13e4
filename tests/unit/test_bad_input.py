"""Bad input, through the command line as a user gives it.

Whatever is wrong: exit code 2, one clear message on stderr that names what was given, nothing on
stdout, no traceback, and nothing that was there before is changed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from trustgarden.cli import main

Refused = Callable[..., str]

SCENARIO = 'id = "mine"\nextends = "garden"\n'
EVENT = '[[events]]\nweek = 2\nkind = "departure"\nwho = "{}"\n'
SMALL = 'id = "small"\nscenarios = ["garden"]\nreplicates = 2\nweeks = 2\n'
PEOPLE = "id,reports_to,team\nann,,1\nbob,ann,1\ncid,ann,1\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own to stand in, so that nothing is written elsewhere."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def content(folder: Path) -> dict[str, bytes | None]:
    """Every file of a folder with its content, and every folder in it."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def refused(here: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Run a command that must be refused, and return its message."""

    def run(*arguments: str | Path, names: tuple[str, ...] = ()) -> str:
        before = content(here)
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert code == 2, printed.err
        assert printed.out == ""
        assert "Traceback" not in printed.err
        assert printed.err.startswith("Error: ")
        assert printed.err.count("Error: ") == 1
        assert printed.err.endswith((".\n", "?\n"))
        for name in names:
            assert name in printed.err
        assert content(here) == before
        return printed.err

    return run


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


SCENARIO_COMMANDS = (
    ("run", "{}"),
    ("scenarios", "{}"),
    ("compare", "{}", "garden"),
    ("compare", "garden", "{}"),
    ("scenarios", "--diff", "garden", "{}"),
    ("new", "heir.toml", "--extends", "{}"),
)


@pytest.fixture(params=SCENARIO_COMMANDS, ids=" ".join)
def with_scenario(request: pytest.FixtureRequest) -> Callable[[str | Path], list[str]]:
    """Each command that takes a scenario, to be called with one."""
    return lambda source: [part.format(source) for part in request.param]


WithScenario = Callable[[str | Path], list[str]]


class TestScenarioFiles:
    """Every command that takes a scenario refuses the same files in the same way."""

    def test_a_missing_file(self, refused: Refused, with_scenario: WithScenario) -> None:
        refused(*with_scenario("not-there.toml"), names=("not-there.toml",))

    def test_a_directory(self, refused: Refused, with_scenario: WithScenario) -> None:
        Path("folder.toml").mkdir()
        refused(*with_scenario("folder.toml"), names=("folder.toml", "folder"))

    def test_a_binary_file(self, refused: Refused, with_scenario: WithScenario) -> None:
        Path("picture.toml").write_bytes(bytes(range(256)))
        refused(*with_scenario("picture.toml"), names=("picture.toml", "text"))

    def test_an_empty_name(self, refused: Refused, with_scenario: WithScenario) -> None:
        refused(*with_scenario(""))

    def test_a_syntax_error(self, refused: Refused, with_scenario: WithScenario) -> None:
        write("broken.toml", f"{SCENARIO}[leaders\nstyle = 3\n")
        refused(*with_scenario("broken.toml"), names=("broken.toml", "line 3"))

    def test_itself_extended(self, refused: Refused, with_scenario: WithScenario) -> None:
        write("self.toml", 'id = "self"\nextends = "self.toml"\n')
        refused(*with_scenario("self.toml"), names=("self.toml", "extend"))

    def test_a_circle_of_extends(self, refused: Refused, with_scenario: WithScenario) -> None:
        write("one.toml", 'id = "one"\nextends = "two.toml"\n')
        write("two.toml", 'id = "two"\nextends = "one.toml"\n')
        refused(*with_scenario("one.toml"), names=("one.toml", "two.toml"))

    def test_an_unknown_id(self, refused: Refused, with_scenario: WithScenario) -> None:
        refused(*with_scenario("gardn"), names=("gardn", "Did you mean garden"))

    @pytest.mark.parametrize(
        "events",
        [
            EVENT.format("61"),
            EVENT.format("  "),
            '[[events]]\nweek = 2\nkind = "growth"\nnumber = 1000000\n',
            '[[events]]\nweek = 2\nkind = "growth"\nnumber = 9\nteam = " "\n',
        ],
    )
    def test_events_about_nobody(
        self, refused: Refused, with_scenario: WithScenario, events: str
    ) -> None:
        write("named.toml", f"{SCENARIO}{events}")
        refused(*with_scenario("named.toml"), names=("named.toml", "line ", "event of week 2"))

    def test_a_module_that_fails(self, refused: Refused) -> None:
        write("failing_module_of_mine.py", "1 / 0\n")
        style = "leaders.style=failing_module_of_mine:Style"
        message = refused("run", "garden", "--allow-code", "--set", style, names=("ZeroDivision",))
        assert "failing_module_of_mine" in message

    def test_an_unknown_key(self, refused: Refused, with_scenario: WithScenario) -> None:
        write("typo.toml", f'{SCENARIO}[leaders]\nstile = "gardener"\n')
        refused(*with_scenario("typo.toml"), names=("typo.toml", "line 4", "stile", "style"))


VALUES = {
    "out of range": ("population.ability", "1.5", "1.5"),
    "negative": ("spaces.work_hours", "-1", "-1"),
    "NaN": ("population.ability", "nan", "nan"),
    "infinite": ("population.spread", "inf", "inf"),
    "minus infinite": ("population.spread", "-inf", "inf"),
    "text for a number": ("organisation.num_people", '"60"', "60"),
    "a number for text": ("leaders.style", "3", "3"),
    "a fraction of a person": ("organisation.num_people", "59.5", "59.5"),
    "true for a number": ("organisation.num_people", "true", "true"),
    "nobody": ("organisation.num_people", "0", "0"),
    "one person": ("organisation.num_people", "1", "1"),
    "more people than there are": ("organisation.num_people", "10000000000", "10"),
    "an unknown style": ("leaders.style", '"gardner"', "gardner"),
    "an unknown regime": ("consequence.regime", '"blam"', "blam"),
    "more than a week": ("leaders.spaces", "0.99", "add up"),
    "a list": ("work.load", "[0.5]", "0.5"),
}


@pytest.mark.parametrize("case", VALUES)
class TestValues:
    """The same value is refused in a file, with `--set`, and as a level of an experiment."""

    def test_in_a_file(self, refused: Refused, case: str) -> None:
        key, value, shown = VALUES[case]
        section, _, name = key.partition(".")
        file = write("mine.toml", f"{SCENARIO}[{section}]\n{name} = {value}\n")
        refused("run", file, names=(name, shown, "mine.toml", "line"))

    def test_set_on_the_command_line(self, refused: Refused, case: str) -> None:
        key, value, shown = VALUES[case]
        refused("run", "garden", "--set", f"{key}={value}", names=(key.split(".")[1], shown))

    def test_as_a_level(self, refused: Refused, case: str) -> None:
        key, value, _ = VALUES[case]
        file = write(
            "levels.toml",
            f'id = "levels"\nscenarios = ["garden"]\n[factors]\n"{key}" = [{value}]\n',
        )
        refused("sweep", file, "--out", "results", names=(key.split(".")[1],))


class TestPeople:
    """An organisation read from CSV files."""

    @pytest.fixture
    def organisation(self) -> Callable[[str], Path]:
        def organisation(people: str) -> Path:
            write("people.csv", people)
            return write(
                "ours.toml",
                f"{SCENARIO}[organisation.people]\n"
                'file = "people.csv"\nreports_to = "reports_to"\nteam = "team"\n',
            )

        return organisation

    def test_the_good_one_is_taken(self, organisation: Callable[[str], Path]) -> None:
        assert main(["scenarios", str(organisation(PEOPLE))]) == 0

    @pytest.mark.parametrize(
        ("people", "named"),
        [
            ("id,reports_to,team\nann,bob,1\nbob,cid,1\ncid,ann,1\n", ("ann", "bob", "cid")),
            ("id,reports_to,team\nann,ann,1\nbob,ann,1\n", ("ann",)),
            (f"{PEOPLE}bob,ann,1\n", ("bob",)),
            (f"{PEOPLE}dan,eve,1\n", ("eve",)),
            ("id,reports_to,team\nann,,1\n", ("1",)),
            ("id,reports_to,team\n", ("people.csv",)),
            ("", ("people.csv",)),
            ("name,reports_to,team\nann,,1\nbob,ann,1\n", ("id",)),
            (f"{PEOPLE}dan\n", ("people.csv",)),
        ],
        ids=[
            "a circle in the chart",
            "one's own leader",
            "a person twice",
            "an unknown leader",
            "one person",
            "nobody",
            "an empty file",
            "no column of ids",
            "a row that is too short",
        ],
    )
    def test_files_that_cannot_be(
        self,
        refused: Refused,
        organisation: Callable[[str], Path],
        people: str,
        named: tuple[str, ...],
    ) -> None:
        refused("run", organisation(people), "--out", "results", names=named)

    def test_a_missing_file_of_people(
        self, refused: Refused, organisation: Callable[[str], Path]
    ) -> None:
        file = organisation(PEOPLE)
        Path("people.csv").unlink()
        refused("run", file, names=("people.csv",))

    def test_a_binary_file_of_people(
        self, refused: Refused, organisation: Callable[[str], Path]
    ) -> None:
        file = organisation(PEOPLE)
        Path("people.csv").write_bytes(b"PK\x03\x04\x00\x00\xff\xfe")
        refused("run", file, names=("people.csv",))


class TestOptions:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("run", "garden", "--weeks", "0"),
            ("run", "garden", "--weeks", "-3"),
            ("run", "garden", "--weeks", "4001"),
            ("run", "garden", "--seed", "-1"),
            ("run", "garden", "--seed", str(2**53)),
            ("compare", "garden", "blame", "--weeks", "0"),
            ("compare", "garden", "blame", "--seeds", "0"),
            ("compare", "garden", "blame", "--seed", "-1"),
            ("sweep", "eight-gardens", "--weeks", "0"),
            ("sweep", "eight-gardens", "--seed", "-1"),
            ("sweep", "eight-gardens", "--workers", "0"),
            ("sweep", "eight-gardens", "--workers", "-2"),
            ("sweep", "eight-gardens", "--replicates", "0"),
        ],
        ids=" ".join,
    )
    def test_numbers_out_of_range_are_named_with_the_range(
        self, refused: Refused, arguments: tuple[str, ...]
    ) -> None:
        option, given = arguments[-2:]
        message = refused(*arguments, names=(f"{option} is {int(given):,};", "from "))
        assert " to " in message

    @pytest.mark.parametrize("given", ["ten", "1.5", "nan", ""])
    def test_what_is_no_whole_number(self, refused: Refused, given: str) -> None:
        refused("run", "garden", "--weeks", given, names=("--weeks", "trustgarden run --help"))

    @pytest.mark.parametrize(
        ("setting", "named"),
        [
            ("leaders.style", "KEY=VALUE"),
            ("=gardener", "KEY=VALUE"),
            ("leaders.stile=gardener", "style"),
            ("leader.style=gardener", "leaders"),
            ("leaders=gardener", "leaders"),
            ("leaders.style.more=gardener", "leaders.style"),
        ],
    )
    def test_settings_that_set_nothing(self, refused: Refused, setting: str, named: str) -> None:
        refused("run", "garden", "--set", setting, names=(named,))

    def test_contradictory_settings(self, refused: Refused) -> None:
        style = "leaders.style=gardener"
        refused("run", "garden", "--set", style, "--set", style, names=("twice",))
        refused("compare", "garden", "blame", "--set", style, "--set-b", style, names=("--set-b",))

    def test_contradictory_questions(self, refused: Refused) -> None:
        refused("scenarios", "garden", "--schema", names=("--schema",))

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            (("scenaros",), "Did you mean 'scenarios'"),
            (("run",), "SCENARIO"),
            (("compare", "garden"), "B"),
            (("run", "garden", "untended"), "untended"),
            (("run", "garden", "--weaks", "3"), "--weeks"),
            (("--verbos",), "--verbos"),
        ],
    )
    def test_usage_errors_are_one_line_with_the_nearest_name(
        self, refused: Refused, arguments: tuple[str, ...], named: str
    ) -> None:
        message = refused(*arguments, names=(named, "--help` says more."))
        assert message.count("\n") == 1


class TestExperiments:
    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("", "missing"),
            ('id = "x"\n', "scenarios"),
            ('id = "x"\nscenarios = []\n', "scenarios"),
            ('id = "x"\nscenarios = ["gardn"]\n', "gardn"),
            ('id = "x"\nscenarios = ["garden", "garden"]\n', "twice"),
            ('id = "x"\nscenarios = ["garden"]\nreplicates = 0\n', "replicates"),
            ('id = "x"\nscenarios = ["garden"]\nweeks = inf\n', "weeks"),
            ('id = "x"\nscenarios = ["garden"]\nseed = -1\n', "seed"),
            ('id = "x"\nscenarios = ["garden"]\nseeds = 3\n', "seed"),
            ('id = "x"\nscenarios = ["garden"]\n[factors]\n"leaders.stile" = ["a"]\n', "style"),
            ('id = "x"\nscenarios = ["garden"]\n[factors]\n"leaders.style" = []\n', "level"),
            ('id = "x"\nscenarios = ["garden"\n', "TOML"),
        ],
    )
    def test_files_that_cannot_be(self, refused: Refused, text: str, named: str) -> None:
        file = write("mine.toml", text)
        refused("sweep", file, "--out", "results", names=(named,))

    def test_an_unknown_id(self, refused: Refused) -> None:
        refused("sweep", "eight-gardns", names=("eight-gardns", "eight-gardens"))
        refused("experiments", "eight-gardns", names=("eight-gardns", "eight-gardens"))

    def test_files_that_are_none(self, refused: Refused) -> None:
        Path("folder").mkdir()
        Path("picture.toml").write_bytes(bytes(range(256)))
        refused("sweep", "folder", names=("folder",))
        refused("sweep", "picture.toml", names=("picture.toml",))
        refused("sweep", "not-there.toml", names=("not-there.toml",))

    @pytest.mark.parametrize(
        ("scenario", "factor", "named"),
        [
            (EVENT.format("61"), "", "who is '61'"),
            (EVENT.format("50"), '[factors]\n"organisation.num_people" = [60, 40]\n', "num_people"),
            ('[leaders.by_team]\n"team 99" = "hero"\n', "", "team 99"),
            (
                '[leaders.by_team]\n"team 8" = "hero"\n',
                '[factors]\n"organisation.num_people" = [60, 40]\n',
                "team 8",
            ),
            ('[leaders.by_team]\n"team 1" = "os:path"\n', "", "os:path is no trustgarden.Style"),
            ("", '[factors]\n"leaders.style" = ["hero", "json:nothing"]\n', "has no nothing"),
        ],
    )
    def test_what_no_point_can_be_run_with(
        self, refused: Refused, scenario: str, factor: str, named: str
    ) -> None:
        """Found before anything is written, and not run by run."""
        write("named.toml", f"{SCENARIO}{scenario}")
        experiment = 'id = "x"\nscenarios = ["named.toml"]\nreplicates = 1\nweeks = 3\n'
        file = write("mine.toml", experiment + factor)
        refused("sweep", file, "--out", "results", "--allow-code", names=(named,))

    def test_settings_that_do_not_fit(self, refused: Refused) -> None:
        refused("sweep", "eight-gardens", "--set", "leaders.stile=gardener", names=("style",))
        nobody = "organisation.num_people=0"
        refused("sweep", "eight-gardens", "--set", nobody, names=("num_people",))


@pytest.fixture
def unwritable(here: Path) -> list[Path]:
    """Where nothing can be made, even by root: below a file, and in the kernel's own tree."""
    write("a-file", "kept")
    places = [Path("a-file/below")]
    if Path("/proc/self").exists():
        places.append(Path("/proc/nowhere"))
    return places


class TestPlaces:
    """Where results go."""

    def test_unwritable_folders(self, refused: Refused, unwritable: list[Path]) -> None:
        for place in unwritable:
            refused("run", "garden", "--weeks", "2", "--out", place, names=(str(place),))
            refused("sweep", "eight-gardens", "--weeks", "2", "--out", place, names=(str(place),))
            refused("new", place / "mine.toml", names=(str(place),))
            refused(
                "compare", "garden", "blame", "--weeks", "2", "--out", place / "report.html",
                names=(str(place),),
            )  # fmt: skip

    def test_a_file_for_a_folder(self, refused: Refused) -> None:
        write("a-file", "kept")
        refused("run", "garden", "--weeks", "2", "--out", "a-file", names=("a-file",))
        refused("sweep", "eight-gardens", "--weeks", "2", "--out", "a-file", names=("a-file",))

    def test_a_folder_for_a_file(self, refused: Refused) -> None:
        Path("folder").mkdir()
        refused("compare", "garden", "blame", "--out", "folder", names=("folder",))

    def test_a_report_of_another_kind(self, refused: Refused) -> None:
        refused("compare", "garden", "blame", "--out", "report.pdf", names=(".html",))

    def test_a_scenario_that_is_there(self, refused: Refused) -> None:
        write("mine.toml", "my own words")
        refused("new", "mine.toml", names=("mine.toml", "not written over"))

    @pytest.mark.parametrize("name", ["mine.txt", "mine", "§.toml", "...toml"])
    def test_a_scenario_of_another_kind(self, refused: Refused, name: str) -> None:
        refused("new", name, names=(name,))

    def test_a_run_that_is_there(self, refused: Refused) -> None:
        Path("runs").mkdir()
        write("runs/series.csv", "precious")
        refused("run", "garden", "--weeks", "2", "--out", "runs", names=("series.csv",))

    def test_a_folder_of_other_things(self, refused: Refused) -> None:
        Path("thesis").mkdir()
        write("thesis/chapter.txt", "precious")
        refused("sweep", "eight-gardens", "--out", "thesis", names=("thesis", "not empty"))


class TestResults:
    """Folders that are given as results."""

    @pytest.mark.parametrize(
        "manifest", [None, "", "{", "[]", "{}", '{"schema": 999}', "\x00"], ids=repr
    )
    def test_folders_that_are_none(self, refused: Refused, manifest: str | None) -> None:
        Path("results").mkdir()
        if manifest is not None:
            write("results/manifest.json", manifest)
        refused("report", "results", names=("results",))

    def test_what_is_no_folder(self, refused: Refused) -> None:
        write("a-file", "kept")
        refused("report", "a-file", names=("a-file",))
        refused("report", "not-there", names=("not-there",))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small results folder, made once."""
    folder = tmp_path_factory.mktemp("made")
    plan = folder / "small.toml"
    plan.write_text(SMALL, encoding="utf-8")
    assert main(["sweep", str(plan), "--out", str(folder / "results"), "--workers", "1"]) == 0
    return folder / "results"


class TestResultsThatAreThere:
    @pytest.fixture
    def copy(self, results: Path, here: Path) -> Path:
        import shutil

        return Path(shutil.copytree(results, here / "results"))

    @pytest.mark.parametrize(
        "option",
        [("--weeks", "3"), ("--seed", "2"), ("--replicates", "3"), ("--set", "work.load=0.6")],
    )
    def test_they_belong_to_another_experiment(
        self, refused: Refused, copy: Path, option: tuple[str, str]
    ) -> None:
        plan = write("small.toml", SMALL)
        refused("sweep", plan, *option, "--out", copy, names=("another experiment",))

    def test_one_part_is_damaged(self, refused: Refused, copy: Path) -> None:
        part = next((copy / "runs").glob("part-*.parquet"))
        part.write_bytes(part.read_bytes()[:40])
        refused("report", copy, "--out", "report.html", names=(part.name,))

    def test_the_manifest_is_cut_off(self, refused: Refused, copy: Path) -> None:
        manifest = copy / "manifest.json"
        manifest.write_text(manifest.read_text(encoding="utf-8")[:100], encoding="utf-8")
        refused("report", copy, names=("manifest.json",))
        refused("sweep", "eight-gardens", "--out", copy, names=("manifest.json",))

    def test_the_manifest_is_of_a_later_version(self, refused: Refused, copy: Path) -> None:
        manifest = copy / "manifest.json"
        data = json.loads(manifest.read_text(encoding="utf-8")) | {"schema": 3}
        manifest.write_text(json.dumps(data), encoding="utf-8")
        refused("report", copy, names=("upgrade",))


@pytest.mark.skipif(os.name == "nt", reason="the kernel's own tree is of Unix")
def test_the_real_process_says_the_same() -> None:
    """Once through a process of its own: exit code and streams are the system's here."""
    done = subprocess.run(
        [sys.executable, "-m", "trustgarden", "run", "gardn"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Error: There is no scenario")
    assert done.stderr.count("\n") == 1
