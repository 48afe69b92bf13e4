"""The experiment record and its files: what may be stated, and what is said when it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from trustgarden.errors import InputError
from trustgarden.experiments import Experiment, experiments, load_experiment, sweep
from trustgarden.experiments.planning import make_plan

GOOD = 'id = "x"\nscenarios = ["garden"]\nreplicates = 2\nweeks = 3\n'
FLAGSHIP = (
    "garden",
    "untended",
    "command",
    "contract",
    "blame",
    "surveillance",
    "favourites",
    "recovery",
)


def written(folder: Path, text: str) -> Path:
    path = folder / "x.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_experiment_is_read_as_written(tmp_path: Path) -> None:
    text = GOOD + '[factors]\n"leaders.respect" = [0, 0.5]\n"mechanisms.off" = [[], ["strain"]]\n'
    found = load_experiment(written(tmp_path, text))
    assert found == Experiment(
        id="x",
        scenarios=("garden",),
        replicates=2,
        weeks=3,
        factors={"leaders.respect": (0, 0.5), "mechanisms.off": ((), ("strain",))},
    )
    assert (found.seed, found.num_combinations, found.num_runs) == (1, 4, 8)


def test_true_and_1_are_different_levels() -> None:
    found = Experiment(id="x", scenarios=("garden",), factors={"turnover.replace": (True, 1)})
    assert found.num_combinations == 2


def test_paths_of_scenarios_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('id = "mine"\n', encoding="utf-8")
    path = written(tmp_path, GOOD.replace('"garden"', '"mine.toml", "garden"'))
    assert load_experiment(path).scenarios == (str(tmp_path / "mine.toml"), "garden")


@pytest.mark.parametrize("name", experiments())
def test_every_experiment_of_the_catalogue_can_be_planned(name: str) -> None:
    experiment = load_experiment(name)
    assert experiment.id == name
    assert experiment.details
    plan = make_plan(experiment)
    assert plan.num_runs == experiment.num_runs <= 5_000


def test_the_flagship_is_what_the_documentation_says() -> None:
    flagship = load_experiment("eight-gardens")
    assert flagship.scenarios == FLAGSHIP
    assert (flagship.replicates, flagship.weeks, flagship.num_runs) == (20, 104, 160)


def factor(text: str) -> str:
    return f"{GOOD}[factors]\n{text}\n"


BAD = {
    "unknown key": (
        GOOD + "replicate = 3\n",
        r"line 5: replicate is not a key.*Did you mean replicates\?",
    ),
    "section of a scenario": (GOOD + '[leaders]\nstyle = "x"\n', r"write them below \[levers\]"),
    "text for a number": (
        GOOD.replace("weeks = 3", 'weeks = "3"'),
        r'line 4: weeks is "3"; it must be a whole number from 1 to 4,000\.',
    ),
    "negative": (GOOD.replace("weeks = 3", "weeks = -3"), r"weeks is -3; it must be"),
    "no replicates": (GOOD.replace("replicates = 2", "replicates = 0"), "replicates is 0; it must"),
    "fraction": (GOOD.replace("replicates = 2", "replicates = 2.5"), "replicates is 2.5; it must"),
    "negative seed": (GOOD + "seed = -1\n", r"seed is -1; it must be a whole number from 0 to"),
    "id": (GOOD.replace('"x"', '"X y"'), r'id is "X y"; it must be a short name'),
    "nan": (factor('"leaders.respect" = [nan]'), r"leaders.respect \(entry 1\) is nan; it must"),
    "infinite": (factor('"leaders.respect" = [0.1, inf]'), r"\(entry 2\) is inf; it must be"),
    "no levels": (factor('"leaders.respect" = []'), "line 6: factors.leaders.respect has no lev"),
    "level twice": (factor('"leaders.respect" = [1, 1.0]'), r"states 1\.0 twice.*raise replicates"),
    "no list": (
        factor('"leaders.respect" = 0.5'),
        "respect is 0.5; it must be a list of levels.*or a range",
    ),
    "list of numbers": (factor('"leaders.respect" = [[1, 2]]'), r"\(entry 1\) is a list; it must"),
    "no quotes": (factor('leaders.style = ["x"]'), "dotted keys stand in quotes"),
    "id as factor": (factor('"id" = ["a"]'), "factors.id cannot be varied, because it only names"),
    "file as factor": (factor('"organisation.people.file" = ["a"]'), "cannot be varied, because"),
    "part of a factor": (
        factor('"leaders" = ["a"]\n"leaders.style" = ["b"]'),
        "factors.leaders.style is a part of factors.leaders",
    ),
    "no scenarios": (GOOD.replace('scenarios = ["garden"]\n', ""), "scenarios is missing"),
    "empty scenarios": (GOOD.replace('["garden"]', "[]"), "scenarios is an empty list"),
    "scenario twice": (GOOD.replace('["garden"]', '["garden", "garden"]'), "scenarios states"),
    "too many": (
        GOOD.replace("replicates = 2", "replicates = 1000000")
        + '[factors]\n"leaders.respect" = [0.1, 0.5]\n',
        r"2,000,000 runs \(1 scenarios x 2 combinations.*at most 1,000,000",
    ),
    "syntax": (GOOD + "a =\n", "line 5: this is not valid TOML"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_may_not_be_stated_is_named_with_its_remedy(case: str, tmp_path: Path) -> None:
    text, message = BAD[case]
    with pytest.raises(InputError, match=message):
        load_experiment(written(tmp_path, text))


DOES_NOT_HOLD = {
    "unknown scenario": (GOOD.replace('"garden"', '"gardn"'), r"'x' cannot be run: There is no"),
    "unknown key": (factor('"leaders.stile" = ["a"]'), "leaders.stile"),
    "unknown section": (factor('"leader.style" = ["a"]'), r"Did you mean leaders.style"),
    "unknown word": (factor('"leaders.style" = ["gardner"]'), r"Did you mean gardener\?"),
    "range": (factor('"leaders.respect" = [0.5, 3.0]'), r"leaders.respect is 3.0; it must be"),
    "combination": (
        factor('"leaders.spaces" = [0.0, 0.2]\n"leaders.demanding" = [0.0, 0.2]'),
        r"with leaders.spaces = 0.2, leaders.demanding = 0.2: .*add up to",
    ),
}


@pytest.mark.parametrize("case", DOES_NOT_HOLD)
def test_what_no_scenario_can_hold_is_found_before_anything_is_written(
    case: str, tmp_path: Path
) -> None:
    text, message = DOES_NOT_HOLD[case]
    out = tmp_path / "out"
    with pytest.raises(InputError, match=message):
        sweep(written(tmp_path, text), out)
    assert not out.exists()


def test_two_scenarios_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text('id = "same"\n', encoding="utf-8")
    path = written(tmp_path, GOOD.replace('"garden"', '"one.toml", "two.toml"'))
    with pytest.raises(InputError, match="two scenarios with the id 'same'"):
        make_plan(load_experiment(path))


def test_what_is_no_file_of_an_experiment_is_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\xff\x00\xfe")
    (tmp_path / "large.toml").write_bytes(b"#" * 1_000_001)
    cases: dict[str | Path, str] = {
        tmp_path / "none.toml": "is not there",
        tmp_path: "is a folder, not an experiment",
        tmp_path / "binary.toml": "is not a text file",
        tmp_path / "large.toml": "larger than 1,000,000 bytes",
        "eight-gardns": r"Did you mean eight-gardens\?",
    }
    for source, message in cases.items():
        with pytest.raises(InputError, match=message):
            load_experiment(source)
