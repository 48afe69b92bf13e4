"""What a plan says of itself before it is run, and that it then comes true."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import trustgarden as tg
from trustgarden.cli import main
from trustgarden.errors import InputError
from trustgarden.experiments import Experiment, sweep
from trustgarden.experiments.designs import LatinHypercube, Range
from trustgarden.experiments.forecasting import forecast
from trustgarden.experiments.piloting import MAX_PILOT_POINTS, make_pilot
from trustgarden.experiments.planning import make_plan
from trustgarden.experiments.precision import half_widths
from trustgarden.experiments.stopping import outcomes
from trustgarden.experiments.stopping_rule import StoppingRule

SMALL = Experiment(
    id="small", scenarios=("garden", "untended"), replicates=12, weeks=8, outcomes=("trust_team",),
    uncertainties={"work.load": Range(lower=0.3, upper=0.7)}, design=LatinHypercube(points=8),
    constants={"organisation.num_people": 8},
)  # fmt: skip

TEXT = """
id = "dry"
scenarios = ["garden"]
replicates = 6
weeks = 3
[levers]
"leaders.style" = ["gardener", "commander"]
[constants]
"organisation.num_people" = 8
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "dry.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


Called = Callable[..., tuple[int, str, str]]


@pytest.fixture
def called(capsys: pytest.CaptureFixture[str]) -> Called:
    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return call


def test_a_forecast_comes_true(tmp_path: Path) -> None:
    found = forecast(make_plan(SMALL), pilot=6, workers=1)
    store = sweep(SMALL, tmp_path / "out", workers=1)
    assert (found.runs, found.points) == (len(store.runs), store.runs["point"].nunique())
    assert found.chunks == len(store.chunks)
    made = sum(p.stat().st_size for p in (tmp_path / "out").rglob("*.parquet"))
    assert found.bytes == pytest.approx(made, rel=0.1)
    by_outcome = {(one.outcome, one.of): one for one in found.precision}
    mean = by_outcome["trust_team", "mean"]
    ends = outcomes(store.runs, "trust_team", 16, 12)
    typical = float((half_widths(ends) ** 2).mean() ** 0.5)
    assert mean.low <= typical <= mean.high
    pair = by_outcome["trust_team", "difference"]
    between = float((half_widths(ends[1:] - ends[0]) ** 2).mean() ** 0.5)
    assert pair.low * 0.7 <= between <= pair.high * 1.4


def test_a_pilot_looks_at_points_all_over_the_plan() -> None:
    many = SMALL.model_copy(update={"design": LatinHypercube(points=500)})
    pilot = make_pilot(make_plan(many), 2)
    assert pilot.num_points == MAX_PILOT_POINTS
    runs = pilot.runs.to_pandas()
    loads = runs.groupby("scenario")["work.load"].unique()
    planned = [level["work.load"] for level in make_plan(many).design]
    expected = [planned[number] for number in (41, 125, 208, 291, 375, 458)]
    assert loads["garden"].tolist() == loads["untended"].tolist() == expected


def test_a_pilot_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("trustgarden.experiments.running._made", failing)
    found = forecast(make_plan(SMALL), pilot=2, workers=1)
    assert found.pilot_failed == 2 * found.pilot_points
    assert found.pilot_failure == "RuntimeError: no such luck"
    assert found.precision == ()


def test_a_stopping_rule_says_where_it_is_likely_to_stop() -> None:
    rule = StoppingRule(outcome="trust_team", half_width=10.0, min_replicates=6, batch=2)
    easy = SMALL.model_copy(update={"stopping": rule})
    found = forecast(make_plan(easy), pilot=3, workers=1)
    assert (found.least_replicates, found.likely_replicates, found.replicates) == (6, 6, 12)
    hard = SMALL.model_copy(update={"stopping": rule.model_copy(update={"half_width": 1e-6})})
    assert forecast(make_plan(hard), pilot=3, workers=1).likely_replicates == 12


def test_a_dry_run_prints_what_then_happens(called: Called, plan: Path) -> None:
    code, out, err = called("sweep", plan, "--dry-run", "--pilot", "2", "--json", "--set",
                            "work.load=0.4")  # fmt: skip
    found = json.loads(out)
    assert (code, found["runs"], found["points"], found["chunks"]) == (0, 12, 2, 12)
    assert "nothing of it is kept" in err
    assert list(plan.parent.iterdir()) == [plan]
    code, _, _ = called("sweep", plan, "--out", "out", "--workers", "1")
    store = tg.Store.open("out")
    assert (code, store.num_runs_made, len(store.chunks)) == (0, found["runs"], found["chunks"])


def test_without_a_pilot_nothing_is_run(
    called: Called, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trustgarden.experiments.piloting.make_pilot", None)
    code, out, err = called("sweep", plan, "--dry-run", "--pilot", "0")
    assert (code, err) == (0, "")
    assert "runs        12 of 3 weeks" in out
    assert "time" not in out


def test_plan_tells_how_many_replicates_a_precision_takes(called: Called, plan: Path) -> None:
    code, out, _ = called(
        "plan", plan, "--outcome", "trust", "--half-width", "0.02", "--pilot", "4"
    )
    assert code == 0
    assert "Replicates for an interval of ± 0.020" in out
    assert "difference of two points, paired" in out
    code, out, _ = called(
        "plan", plan, "--outcome", "trust", "--half-width", "0.02", "--pilot", "4", "--json"
    )
    needed = json.loads(out)["needed"]
    assert [one["of"] for one in needed] == ["mean", "difference"]
    assert all(2 <= one["low"] <= one["replicates"] <= one["high"] for one in needed)


def test_a_plan_is_written_and_swept(called: Called, plan: Path) -> None:
    code, _, err = called("plan", plan, "--pilot", "0", "--write", "mine.toml")
    assert (code, err.splitlines()) == (0, ["Written: mine.toml", "Written: mine.csv"])
    assert Path("mine.csv").read_text() == "leaders.style\ngardener\ncommander\n"
    assert called("sweep", "mine.toml", "--workers", "1")[0] == 0
    code, _, err = called("plan", plan, "--pilot", "0", "--write", "mine.toml")
    assert code == 2
    assert "mine.toml is there already, and is left as it is" in err


BAD = {
    "no measure": (("--outcome", "trst"), r"--outcome names 'trst', which is no measure. Did you"),
    "half width": (("--half-width", "-1"), "--half-width is -1; it must be a number above 0"),
    "infinite": (("--half-width", "inf"), "--half-width is inf; it must be"),
    "no pilot": (("--half-width", "0.1", "--pilot", "0"), "needs a pilot to know the spread"),
    "pilot of one": (("--pilot", "1"), "--pilot is 1; one run says nothing of the spread"),
    "pilot below": (("--pilot", "-1"), "--pilot is -1; it must be a whole number from 0 to 1,000"),
    "no toml": (("--write", "mine.csv", "--pilot", "0"), "mine.csv must end in .toml"),
    "constant": (("--set", "work.lod=1", "--pilot", "0"), r"work.lod.*Did you mean.* load\?"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_planned_is_named(case: str, called: Called, plan: Path) -> None:
    import re

    options, message = BAD[case]
    code, out, err = called("plan", plan, *options)
    assert (code, out) == (2, "")
    assert re.search(message, err), err
    assert list(plan.parent.iterdir()) == [plan]


def test_an_outcome_must_be_a_measure_in_python_too() -> None:
    with pytest.raises(ValueError, match="'trst', which is no measure"):
        forecast(make_plan(SMALL), pilot=0, outcomes=["trst"])
    with pytest.raises(InputError, match=r"constants.work.lod|work.lod"):
        make_plan(SMALL.model_copy(update={"constants": {"work.lod": 1}}))
