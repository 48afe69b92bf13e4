"""Designs: which points they take, and that they are those of the libraries they come from."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from SALib.analyze import morris as analyse_morris
from SALib.analyze import sobol as analyse_sobol
from SALib.sample import morris as salib_morris
from SALib.sample import sobol as salib_sobol
from scipy.stats import qmc

from trustgarden.errors import InputError
from trustgarden.experiments import Experiment
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
    Sampled,
    SobolSequence,
    Varied,
    problem_of,
)
from trustgarden.experiments.planning import make_plan

UNIT = Varied({name: Range(lower=0.0, upper=1.0) for name in ("a", "b", "c")})
SALIB = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
STYLES = ("gardener", "commander", "absent")


def laid_out(design: Design, seed: int = 5) -> np.ndarray:
    points = design.lay_out(UNIT, seed)
    assert isinstance(points, Sampled)
    assert len(points) == design.num_points(UNIT)
    found = np.array([list(point.values()) for point in points])
    assert (found == points.places).all()
    return found


def test_a_latin_hypercube_is_that_of_scipy() -> None:
    expected = qmc.LatinHypercube(d=3, rng=np.random.default_rng(5)).random(17)
    assert (laid_out(LatinHypercube(points=17)) == expected).all()


def test_a_sobol_sequence_is_that_of_scipy_and_goes_on() -> None:
    expected = qmc.Sobol(d=3, rng=np.random.default_rng(5)).random(32)
    assert (laid_out(SobolSequence(points=32)) == expected).all()
    assert (laid_out(SobolSequence(points=16)) == expected[:16]).all()


@pytest.mark.parametrize("second_order", [True, False])
def test_saltellis_points_are_those_of_salib(second_order: bool) -> None:
    design = Saltelli(rows=8, second_order=second_order)
    expected = salib_sobol.sample(
        SALIB, 8, calc_second_order=second_order, seed=np.random.default_rng(5)
    )
    assert (laid_out(design) == expected).all()
    assert len(expected) == 8 * (8 if second_order else 5)


def test_trajectories_are_those_of_salib() -> None:
    expected = salib_morris.sample(SALIB, 7, num_levels=6, seed=np.random.default_rng(5))
    found = laid_out(Morris(trajectories=7, num_levels=6))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-15)
    assert len(expected) == 7 * 4


@pytest.mark.parametrize(
    "design",
    [LatinHypercube(points=8), SobolSequence(points=8), Saltelli(rows=4), Morris(trajectories=3)],
    ids=lambda design: design.method,
)
def test_a_sample_follows_from_its_seed_and_0_is_one(design: Design) -> None:
    by_experiment = [laid_out(design, seed) for seed in (0, 0, 1)]
    assert (by_experiment[0] == by_experiment[1]).all()
    assert (by_experiment[0] != by_experiment[2]).any()
    own = design.model_copy(update={"seed": 0})
    assert (laid_out(own, 1) == by_experiment[0]).all()
    assert (laid_out(design.seeded(0), 1) == by_experiment[0]).all()


def test_salib_finds_the_indices_of_a_known_function_from_our_points() -> None:
    # Linear: S1 of a factor is its share of the sum of squares, mu* its slope.
    slopes = np.array([3.0, 2.0, 1.0])
    saltelli = problem_of(experiment(Saltelli(rows=256)))
    found = analyse_sobol.analyze(saltelli.salib, saltelli.places @ slopes, seed=1)
    np.testing.assert_allclose(found["S1"], slopes**2 / (slopes**2).sum(), rtol=0, atol=0.02)
    morris = problem_of(experiment(Morris(trajectories=5)))
    effects = analyse_morris.analyze(morris.salib, morris.places, morris.places @ slopes, seed=1)
    np.testing.assert_allclose(effects["mu_star"], slopes, rtol=1e-9)


def experiment(design: Any, **others: Any) -> Experiment:
    keys = ("leaders.respect", "work.load", "work.interdependence")
    levers = {key: Range(lower=0.2, upper=0.6) for key in keys}
    return Experiment(
        **{"id": "x", "scenarios": ("garden",), "levers": levers, "design": design, **others}
    )


def test_one_at_a_time_moves_one_factor_from_the_base() -> None:
    varied = Varied(
        {"style": STYLES}, {"load": Range(lower=0.0, upper=1.0, steps=3), "size": (10, 20)}
    )
    design = OneAtATime(base={"size": 20})
    base = ("gardener", 0.5, 20)
    assert [tuple(point.values()) for point in design.lay_out(varied, 1)] == [
        base,
        ("commander", 0.5, 20), ("absent", 0.5, 20),
        ("gardener", 0.0, 20), ("gardener", 1.0, 20),
        ("gardener", 0.5, 10),
    ]  # fmt: skip
    assert design.num_points(varied) == 6


def test_a_grid_makes_levels_of_a_range() -> None:
    varied = Varied({"load": Range(lower=0.01, upper=1.0, scale="log", steps=3), "style": ("a",)})
    found = [point["load"] for point in Grid().lay_out(varied, 1)]
    np.testing.assert_allclose(found, [0.01, 0.1, 1.0], rtol=1e-12)
    assert (found[0], found[-1]) == (0.01, 1.0)


def test_crossing_lets_every_lever_meet_the_same_worlds() -> None:
    varied = Varied({"style": STYLES}, {"load": Range(lower=0.0, upper=1.0)})
    design = Crossed(uncertainties=LatinHypercube(points=4))
    points = list(design.lay_out(varied, 3))
    assert design.num_points(varied) == len(points) == 12
    worlds = [[point["load"] for point in points if point["style"] == style] for style in STYLES]
    assert worlds[0] == worlds[1] == worlds[2]
    assert len(set(worlds[0])) == 4
    assert [point["style"] for point in points[:5]] == ["gardener"] * 4 + ["commander"]


def test_factors_of_every_kind_are_read_off_places() -> None:
    varied = Varied(
        {
            "style": STYLES,
            "people": Range(lower=2, upper=4, whole=True),
            "rate": Range(lower=0.001, upper=0.1, scale="log"),
            "open": (True, False),
        }
    )
    points = list(SobolSequence(points=256).lay_out(varied, 1))
    for key, levels in (("style", STYLES), ("people", (2, 3, 4)), ("open", (True, False))):
        counts = [sum(point[key] == level for point in points) for level in levels]
        assert max(counts) - min(counts) <= 2, key
    rates = np.array([float(str(point["rate"])) for point in points])
    assert (rates < 0.01).mean() == pytest.approx(0.5, abs=0.01)


def test_a_problem_says_what_the_points_are() -> None:
    found = problem_of(experiment(Saltelli(rows=4, second_order=False, seed=9)))
    assert (found.design, found.method, found.second_order) == ("saltelli", "saltelli", False)
    assert (found.num_blocks, found.seed, found.common_luck) == (4, 9, True)
    assert found.places.shape == (20, 3)
    assert found.salib["names"] == ["leaders.respect", "work.load", "work.interdependence"]


def test_places_of_what_is_not_sampled_are_those_of_its_levels() -> None:
    made = Experiment(
        id="x", scenarios=("garden",),
        levers={"leaders.style": STYLES},
        uncertainties={"work.load": Range(lower=0.2, upper=0.6, steps=3)},
        design=Crossed(uncertainties=Grid()),
    )  # fmt: skip
    found = problem_of(made)
    assert (found.design, found.levers, found.seed) == ("other", ("leaders.style",), None)
    np.testing.assert_allclose(found.places[:, 0], np.repeat([1 / 6, 1 / 2, 5 / 6], 3))
    np.testing.assert_allclose(found.places[:, 1], [0.0, 0.5, 1.0] * 3, atol=1e-15)


@pytest.mark.parametrize(
    "design",
    [
        Grid(), OneAtATime(), LatinHypercube(points=6), SobolSequence(points=4),
        Saltelli(rows=2), Morris(trajectories=2),
        Listed.of([{"work.load": 0.3}, {"work.load": 0.5}]),
    ],
    ids=lambda design: design.method,
)  # fmt: skip
def test_an_experiment_is_what_its_manifest_says(design: Design) -> None:
    varied = (
        {} if isinstance(design, Listed) else {"work.load": Range(lower=0.2, upper=0.6, steps=2)}
    )
    made = Experiment(id="x", scenarios=("garden",), levers=varied, design=design, seed=3)
    again = Experiment.model_validate(made.model_dump(mode="json"))
    assert again == made == Experiment.model_validate(made.stated())
    points = list(again.design.lay_out(again.varied, again.seed))
    assert points == list(made.design.lay_out(made.varied, made.seed))
    from_manifest = problem_of({"experiment": made.model_dump(mode="json")})
    assert (from_manifest.places == problem_of(made).places).all()


def test_a_plan_of_a_sample_travels() -> None:
    plan = make_plan(experiment(SobolSequence(points=8), weeks=4))
    copy = pickle.loads(pickle.dumps(plan))
    assert copy.run(9) == plan.run(9)
    with pytest.raises(IndexError, match="8 combinations, and no number 8"):
        plan.design[8]


def test_luck_of_ones_own_is_different_at_every_point() -> None:
    plan = make_plan(experiment(SobolSequence(points=8), common_luck=False, replicates=3))
    seeds = [plan.run(number).seed for number in range(plan.num_runs)]
    assert len(set(seeds)) == 24
    common = make_plan(experiment(SobolSequence(points=8), replicates=3))
    assert len({common.run(number).seed for number in range(24)}) == 3
    assert common.run(0).seed not in seeds


def test_without_salib_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    with pytest.raises(InputError, match=r"not installed; install it with `pip install"):
        Saltelli(rows=2).lay_out(UNIT, 1)


def test_points_that_do_not_fit_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="point 2 states b, and the first one a; every point"):
        Listed.of([{"a": 1}, {"b": 1}])


def test_constants_hold_whatever_a_level_brings() -> None:
    # A new style drops what stands beside the old one; a constant is stated again.
    made = make_plan(
        Experiment(
            id="x", scenarios=("garden",), constants={"leaders.respect": 0.33},
            levers={"leaders.style": ("gardener", "commander")},
        )
    )  # fmt: skip
    assert [made.scenario(point).leaders.respect for point in made.points()] == [0.33, 0.33]
    assert made.scenarios[0].leaders.respect == 0.33
    assert "leaders.respect" not in made.point(0).factors
