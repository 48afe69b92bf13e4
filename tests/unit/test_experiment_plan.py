"""The plan: which runs there are, in which order, with which luck."""

from __future__ import annotations

import pickle

import pytest

from trustgarden.experiments import Experiment
from trustgarden.experiments.designs import GridPoints
from trustgarden.experiments.planning import Plan, chunk_size, make_plan, seed_of

SEEDS = [3816290731397631, 5745537854682541, 1487370246251691]


@pytest.fixture
def plan() -> Plan:
    experiment = Experiment(
        id="levers",
        scenarios=("garden", "untended"),
        replicates=3,
        weeks=6,
        factors={"leaders.style": ("gardener", "commander"), "work.load": (0.4, 0.5, 0.6)},
    )
    return make_plan(experiment)


def test_the_last_factor_of_a_grid_varies_fastest() -> None:
    grid = GridPoints({"a": (1, 2), "b": ("x", "y", "z")})
    assert [tuple(combination.values()) for combination in grid] == [
        (1, "x"), (1, "y"), (1, "z"), (2, "x"), (2, "y"), (2, "z"),
    ]  # fmt: skip
    assert list(grid[1:3]) == [{"a": 1, "b": "y"}, {"a": 1, "b": "z"}]


def test_a_grid_without_factors_has_one_combination() -> None:
    assert list(GridPoints({})) == [{}]


def test_points_of_one_scenario_stand_together(plan: Plan) -> None:
    points = list(plan.points())
    assert [point.point for point in points] == list(range(12))
    assert [point.scenario for point in points] == ["garden"] * 6 + ["untended"] * 6
    assert points[7].factors == {"leaders.style": "gardener", "work.load": 0.5}


def test_a_point_is_its_scenario_with_its_levels(plan: Plan) -> None:
    scenario = plan.scenario(plan.point(5))
    assert (scenario.id, scenario.leaders.style, scenario.work.load) == ("garden", "commander", 0.6)


def test_runs_are_in_replicate_major_order(plan: Plan) -> None:
    runs = [plan.run(number) for number in range(plan.num_runs)]
    keys = [(run.replicate, run.point.point) for run in runs]
    assert keys == [(replicate, point) for replicate in range(3) for point in range(12)]


def test_a_replicate_has_one_seed_whatever_the_point(plan: Plan) -> None:
    for number in range(plan.num_runs):
        run = plan.run(number)
        assert run.seed == seed_of(1, run.replicate)


def test_seeds_do_not_change() -> None:
    # A change here makes every store of an earlier version impossible to make again.
    assert [seed_of(1, replicate) for replicate in range(3)] == SEEDS
    assert seed_of(2, 0) not in SEEDS


def test_seeds_do_not_meet() -> None:
    seeds = {seed_of(seed, replicate) for seed in range(20) for replicate in range(500)}
    assert len(seeds) == 10_000
    assert 0 <= min(seeds) <= max(seeds) < 2**53


def test_chunks_hold_every_run_once(plan: Plan) -> None:
    runs = [number for chunk in range(plan.num_chunks) for number in plan.chunk(chunk)]
    assert runs == list(range(plan.num_runs))


@pytest.mark.parametrize(
    ("num_runs", "person_weeks", "size"),
    [
        (1, 6_240, 1),
        (160, 60 * 104, 5),
        (1_000, 200 * 104, 31),
        (1_000_000, 60 * 104, 641),
        (1_000_000, 10, 1024),
        (4, 1_000_000 * 104, 1),
    ],
)
def test_chunks_balance_files_against_what_a_break_costs(
    num_runs: int, person_weeks: int, size: int
) -> None:
    assert chunk_size(num_runs, person_weeks) == size


def test_a_plan_travels(plan: Plan) -> None:
    copy = pickle.loads(pickle.dumps(plan))
    assert copy.run(17) == plan.run(17)
    assert copy.scenario(copy.point(5)) == plan.scenario(plan.point(5))
