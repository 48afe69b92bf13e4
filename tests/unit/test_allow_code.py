"""Code that a scenario names is run only if whoever runs it has allowed it."""

from __future__ import annotations

import dataclasses
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from trustgarden.cli import main
from trustgarden.errors import InputError
from trustgarden.experiments.chunking import ChunkTask
from trustgarden.experiments.own_code import own_code
from trustgarden.experiments.planning import make_plan
from trustgarden.experiments.provenance import portable
from trustgarden.experiments.record import Experiment
from trustgarden.experiments.running import make_run
from trustgarden.model import custom
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import describe, load_scenario, new_scenario_text, refuse_code

CODE = 'id = "mine"\nextends = "garden"\n[leaders]\nstyle = "own_styles:Listener"\n'
REFUSED = (
    "leaders.style names code (own_styles:Listener); code is run only if you allow it: pass "
    "--allow-code, or in Python allow_code=True."
)
EXPERIMENT = Experiment(id="mine", scenarios=("mine.toml",), replicates=1, weeks=1)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(CODE, "utf-8")
    return tmp_path


def test_a_file_that_names_code_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        load_scenario("mine.toml")
    assert str(caught.value) == f"mine.toml, line 4: {REFUSED}"


def test_a_file_that_names_code_is_read_if_it_is_allowed() -> None:
    scenario = load_scenario("mine.toml", allow_code=True)
    assert scenario.leaders.style == "own_styles:Listener"
    assert "Style own_styles:Listener. A style of your own." in describe(scenario)


def test_code_of_a_parent_is_refused_in_the_parent(here: Path) -> None:
    (here / "heir.toml").write_text('id = "heir"\nextends = "mine.toml"\n', "utf-8")
    with pytest.raises(InputError, match=r"^mine\.toml, line 4: leaders\.style names code"):
        load_scenario("heir.toml")
    assert load_scenario("heir.toml", allow_code=True).code()


NAMED = {
    '[leaders.by_team]\n"team 2" = "a:B"': "line 3: leaders.by_team.team 2 names code (a:B); ",
    '[consequence]\nregime = "a.b:C"': "line 3: consequence.regime names code (a.b:C); ",
    '[[events]]\nweek = 4\nkind = "regime"\nregime = "a:B"': (
        "line 5: the event of week 4 names code (a:B); "
    ),
    '[[events]]\nweek = 4\nset = { "leaders.style" = "a:B" }': (
        "line 4: the event of week 4 names code (a:B); "
    ),
}


@pytest.mark.parametrize(("body", "expected"), NAMED.items())
def test_code_is_found_wherever_it_can_be_named(here: Path, body: str, expected: str) -> None:
    (here / "other.toml").write_text(f'id = "x"\n{body}\n', "utf-8")
    with pytest.raises(InputError, match=r"--allow-code") as caught:
        load_scenario("other.toml")
    assert str(caught.value).startswith(f"other.toml, {expected}")
    assert load_scenario("other.toml", allow_code=True).code()


def test_nothing_that_a_file_names_is_imported(here: Path) -> None:
    (here / "own_styles.py").write_text("raise SystemExit('imported')", "utf-8")
    scenario = load_scenario("mine.toml", allow_code=True)
    scenario.resolved().in_week(3)
    assert describe(scenario)
    assert "own_styles" in new_scenario_text("heir", "mine.toml")
    assert "own_styles" not in sys.modules


def test_a_record_that_names_code_is_refused_too() -> None:
    record = Scenario.model_validate({"id": "x", "leaders": {"style": "own_styles:Listener"}})
    assert load_scenario(record) is record
    with pytest.raises(InputError) as caught:
        refuse_code(record, allow_code=False)
    assert str(caught.value) == REFUSED
    refuse_code(record, allow_code=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "mine.toml"],
        ["run", "garden", "--set", "leaders.style=own_styles:Listener"],
        ["compare", "garden", "mine.toml"],
        ["compare", "garden", "garden", "--set-b", "consequence.regime=own_styles:Regime"],
        ["scenarios", "mine.toml"],
        ["scenarios", "--diff", "garden", "mine.toml"],
        ["sweep", "experiment.toml"],
    ],
)
def test_each_command_refuses_code(
    here: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'id = "e"\nscenarios = ["mine.toml"]\nreplicates = 1\nweeks = 1\n'
    (here / "experiment.toml").write_text(text, "utf-8")
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert "code is run only if you allow it: pass --allow-code" in printed.err
    assert printed.out == ""
    assert not (here / "results").exists()


def test_scenarios_describes_what_is_allowed(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert main(["scenarios", "mine.toml", "--allow-code"]) == 0
    assert "Style own_styles:Listener" in capsys.readouterr().out
    # So that the code of a scenario is found beside it, as with `python -m`.
    assert sys.path[0] == str(here)


def test_a_plan_is_made_of_what_is_allowed_and_says_so_to_workers(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Experiment 'mine' cannot be run: mine\.toml, line 4"):
        make_plan(EXPERIMENT)
    plan = make_plan(EXPERIMENT, allow_code=True)
    task = pickle.loads(pickle.dumps(ChunkTask(plan, tmp_path)))
    assert task.plan.allow_code is True
    assert make_plan(Experiment(id="x", scenarios=("garden",))).allow_code is False


class Registered:
    """Stands for a style that somebody registered."""


def test_registered_names_travel_to_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(custom.STYLES_BY_NAME, "ours", Registered)
    monkeypatch.setitem(custom.STYLES_BY_NAME, "not used", Registered)
    levels: dict[str, Any] = {"leaders.style": ("hero", "ours")}
    plan = make_plan(Experiment(id="x", scenarios=("garden",), factors=levels))
    sent = pickle.dumps(ChunkTask(plan, tmp_path, own_code(plan)))
    monkeypatch.setattr(custom, "STYLES_BY_NAME", {})
    task = pickle.loads(sent)
    with pytest.raises(ValueError, match="style 'ours' is not one of"):
        task.plan.scenario(task.plan.run(1).point)
    task.own_code.register()
    assert list(custom.STYLES_BY_NAME.items()) == [("ours", Registered)]
    assert task.plan.scenario(task.plan.run(1).point).leaders.style == "ours"


def test_what_stands_in_the_script_cannot_travel(monkeypatch: pytest.MonkeyPatch) -> None:
    in_script = type("Listener", (), {"__module__": "__main__"})
    monkeypatch.setitem(custom.REGIMES_BY_NAME, "ours", in_script)
    event = {"week": 3, "kind": "regime", "regime": "ours"}
    scenario = Scenario.model_validate({"id": "x", "events": [event]})
    base = make_plan(Experiment(id="x", scenarios=("garden",)))
    plan = dataclasses.replace(base, scenarios=(scenario,))
    with pytest.raises(InputError, match=r"'ours' is defined in the script that runs, .*workers=1"):
        own_code(plan).refuse_script()
    own_code(base).refuse_script()


def test_levels_that_name_code_are_refused_too() -> None:
    levels: dict[str, Any] = {"leaders.style": ("hero", "own_styles:Listener")}
    experiment = Experiment(id="x", scenarios=("garden",), factors=levels)
    with pytest.raises(InputError, match=r"with leaders.style = 'own_styles:Listener': leaders\."):
        make_plan(experiment)
    assert make_plan(experiment, allow_code=True).num_points == 2


def test_a_worker_runs_no_code_that_was_not_allowed() -> None:
    plan = make_plan(EXPERIMENT, allow_code=True)
    planned = plan.run(0)
    result = make_run(planned, plan.scenario(planned.point), None, 1, allow_code=False)
    assert result.failed
    assert "pass --allow-code" in result.message


def test_provenance_knows_the_code_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(here))
    (here / "own_module.py").write_text("class Listener: pass\n", "utf-8")
    scenario = Scenario.model_validate({"id": "x", "leaders": {"style": "own_module:Listener"}})
    _, digests = portable(scenario)
    assert len(digests["leaders.style"]) == 64
    (here / "own_module.py").write_text("class Listener: patience = 2\n", "utf-8")
    assert portable(scenario)[1]["leaders.style"] != digests["leaders.style"]
    sys.modules.pop("own_module")
    missing = Scenario.model_validate({"id": "x", "leaders": {"style": "no_such_module:X"}})
    with pytest.raises(InputError, match=r"The code no_such_module:X cannot be loaded \(ModuleN"):
        portable(missing)
