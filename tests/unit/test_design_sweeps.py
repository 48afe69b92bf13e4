"""Every kind of design in a small real sweep: what the plan says is what is made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from trustgarden.experiments import Experiment, Store, experiments, load_experiment, sweep
from trustgarden.experiments.designs import (
    Crossed,
    Design,
    Grid,
    LatinHypercube,
    Listed,
    Morris,
    OneAtATime,
    Range,
    Saltelli,
    SobolSequence,
    problem_of,
)
from trustgarden.experiments.plan_files import write_plan
from trustgarden.experiments.planning import make_plan

LEVERS = {
    "leaders.style": ("gardener", "commander"),
    "leaders.respect": Range(lower=0.2, upper=0.8, steps=2),
}
WORLDS = {
    "turnover.leave_rate": Range(lower=0.001, upper=0.01, scale="log", steps=2),
    "organisation.num_people": Range(lower=6, upper=9, whole=True, steps=2),
}
LISTED = ("leaders.style", "mechanisms.off", "turnover.replace")
DESIGNS: dict[str, tuple[Design, int]] = {
    "grid": (Grid(), 16),
    "one-at-a-time": (OneAtATime(), 8),
    "latin-hypercube": (LatinHypercube(points=5), 5),
    "sobol": (SobolSequence(points=4), 4),
    "saltelli": (Saltelli(rows=2), 20),
    "morris": (Morris(trajectories=2), 10),
    "crossed": (Crossed(uncertainties=LatinHypercube(points=3)), 12),
    "list": (
        Listed.of(
            [
                dict(zip(LISTED, ("gardener", (), True), strict=True)),
                dict(zip(LISTED, ("absent", ("strain",), False), strict=True)),
            ]
        ),
        2,
    ),
}


def experiment(name: str) -> Experiment:
    design, _ = DESIGNS[name]
    levers = {} if name == "list" else LEVERS
    worlds = {} if name == "list" else WORLDS
    return Experiment(
        id=name, scenarios=("untended",), replicates=2, weeks=3, outcomes=("trust",),
        levers=levers, uncertainties=worlds, design=design,
        constants={"organisation.team_size": 4},
    )  # fmt: skip


@pytest.mark.parametrize("name", DESIGNS)
def test_a_sweep_makes_the_points_of_its_design(name: str, tmp_path: Path) -> None:
    made = experiment(name)
    plan = make_plan(made)
    store = sweep(made, tmp_path / "out", workers=1)
    runs = store.runs
    expected = DESIGNS[name][1]
    assert len(runs) == plan.num_runs == made.num_runs == 2 * expected
    assert (runs["status"] == "ok").all()
    assert store.factors == plan.factors
    for number, run in enumerate(runs.to_dict("records")):
        planned = plan.run(number)
        assert (run["point"], run["seed"]) == (planned.point.point, planned.seed)
        for key, level in planned.point.factors.items():
            words = {(): "[]", ("strain",): '["strain"]'}
            assert run[key] == words.get(level, level)
    problem = problem_of(store.manifest)
    assert problem.places.shape == (expected, len(plan.factors))
    assert problem.method == name


def test_whole_ranges_are_whole_numbers_in_the_store(tmp_path: Path) -> None:
    runs = sweep(experiment("sobol"), tmp_path / "out", workers=1).runs
    assert pd.api.types.is_integer_dtype(runs["organisation.num_people"])
    assert (runs["people"] == runs["organisation.num_people"]).all()


def files_of(folder: Path, *tables: str) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for table in tables
        for path in sorted((folder / table).rglob("*.parquet"))
    }


@pytest.mark.parametrize("name", ["saltelli", "crossed"])
def test_a_sample_is_the_same_to_the_byte_for_any_number_of_workers(
    name: str, tmp_path: Path
) -> None:
    for workers in (1, 2):
        sweep(experiment(name), tmp_path / str(workers), workers=workers)
    one, two = (files_of(tmp_path / n, "runs", "series", "teams") for n in ("1", "2"))
    assert one == two
    assert len(one) >= 3
    manifests = [(tmp_path / n / "manifest.json").read_bytes() for n in ("1", "2")]
    assert manifests[0] == manifests[1]


@pytest.mark.parametrize("name", [name for name in DESIGNS if name != "one-at-a-time"])
def test_a_written_plan_makes_the_same_runs(name: str, tmp_path: Path) -> None:
    made = experiment(name)
    place, points = write_plan(make_plan(made), tmp_path / "plans" / "mine.toml")
    assert points == tmp_path / "plans" / "mine.csv"
    again = load_experiment(place)
    assert again.design.method == "list"
    assert again.varied.uncertainties.keys() == made.varied.uncertainties.keys()
    sweep(made, tmp_path / "made", workers=1)
    sweep(again, tmp_path / "again", workers=1)
    tables = ("runs", "series", "teams")
    assert files_of(tmp_path / "made", *tables) == files_of(tmp_path / "again", *tables)
    # What made the points is known from the files as well, for the analysis.
    first, second = problem_of(made), problem_of(Store.open(tmp_path / "again").manifest)
    assert (first.design, first.method, first.seed) == (second.design, second.method, second.seed)
    np.testing.assert_array_equal(first.places, second.places)


def test_a_written_plan_that_was_changed_is_a_list_like_any_other(tmp_path: Path) -> None:
    place, points = write_plan(make_plan(experiment("saltelli")), tmp_path / "mine.toml")
    lines = points.read_text(encoding="utf-8").splitlines(keepends=True)
    points.write_text("".join([*lines[:-1], lines[1]]), encoding="utf-8")
    found = problem_of(load_experiment(place))
    assert (found.design, found.method, len(found.places)) == ("other", "list", 20)


def test_paths_of_scenarios_hold_where_a_plan_is_written(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('id = "mine"\nextends = "garden"\n', encoding="utf-8")
    source = str(tmp_path / "mine.toml")
    made = Experiment(id="x", scenarios=(source,), levers={"work.load": (0.4,)})
    place, _ = write_plan(make_plan(made), tmp_path / "plans" / "x.toml")
    assert '"../mine.toml"' in place.read_text(encoding="utf-8")
    assert make_plan(load_experiment(place)).scenarios[0].id == "mine"


@pytest.mark.parametrize("method", ["grid", "one-at-a-time", "list", "latin-hypercube", "sobol",
                                    "saltelli", "morris", "crossed"])  # fmt: skip
def test_the_catalogue_has_an_experiment_of_every_design(method: str) -> None:
    assert method in {load_experiment(name).design.method for name in experiments()}


def test_the_catalogue_has_a_stopping_rule() -> None:
    assert load_experiment("demand-measured").stopping is not None


def test_of_very_many_points_the_manifest_lists_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trustgarden.experiments.manifest.MAX_LISTED_POINTS", 3)
    made = experiment("sobol")
    store = sweep(made, tmp_path / "out", workers=1)
    assert store.manifest["points"] == []
    assert store.runs["leaders.respect"].nunique() == 4
    assert (problem_of(store.manifest).places == problem_of(made).places).all()
