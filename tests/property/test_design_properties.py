"""Designs: what holds of every sample, whatever is asked for."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from trustgarden.errors import InputError
from trustgarden.experiments import Experiment
from trustgarden.experiments.checking import _corners
from trustgarden.experiments.designs import (
    Grid,
    LatinHypercube,
    Morris,
    Range,
    Saltelli,
    SobolSequence,
    Varied,
    problem_of,
)
from trustgarden.experiments.designs.factors import level_at, place_of
from trustgarden.scenarios import load_scenario, with_changes
from trustgarden.scenarios.keys import scenario_keys

SEEDS = st.integers(0, 2**53 - 1)
DIMENSIONS = st.integers(1, 8)


def unit(num_factors: int) -> Varied:
    return Varied({f"x{number}": Range(lower=0.0, upper=1.0) for number in range(num_factors)})


@given(points=st.integers(1, 200), num_factors=DIMENSIONS, seed=SEEDS)
def test_a_latin_hypercube_has_one_point_in_every_slice(
    points: int, num_factors: int, seed: int
) -> None:
    places = LatinHypercube(points=points).lay_out(unit(num_factors), seed).places
    slices = np.sort(np.floor(places * points), axis=0)
    assert (slices == np.arange(points)[:, None]).all()


@given(power=st.integers(0, 9), num_factors=DIMENSIONS, seed=SEEDS)
def test_a_sobol_sequence_is_balanced_in_every_slice(
    power: int, num_factors: int, seed: int
) -> None:
    places = SobolSequence(points=2**power).lay_out(unit(num_factors), seed).places
    slices = np.sort(np.floor(places * 2**power), axis=0)
    assert (slices == np.arange(2**power)[:, None]).all()


@given(power=st.integers(1, 5), num_factors=DIMENSIONS, pairs=st.booleans(), seed=SEEDS)
@settings(max_examples=40)
def test_a_row_of_saltelli_takes_single_factors_from_the_other_sample(
    power: int, num_factors: int, pairs: bool, seed: int
) -> None:
    design = Saltelli(rows=2**power, second_order=pairs)
    varied = unit(num_factors)
    places = design.lay_out(varied, seed).places
    block = (2 if pairs else 1) * num_factors + 2
    assert len(places) == design.num_points(varied) == 2**power * block
    for row in places.reshape(-1, block, num_factors):
        first, last = row[0], row[-1]
        for number in range(num_factors):
            own = np.arange(num_factors) == number
            assert (row[1 + number] == np.where(own, last, first)).all()
            if pairs:
                assert (row[1 + num_factors + number] == np.where(own, first, last)).all()


@given(
    trajectories=st.integers(2, 20), num_factors=DIMENSIONS,
    half=st.integers(1, 5), seed=SEEDS,
)  # fmt: skip
@settings(max_examples=40)
def test_a_trajectory_moves_every_factor_once_by_half_of_its_places(
    trajectories: int, num_factors: int, half: int, seed: int
) -> None:
    design = Morris(trajectories=trajectories, num_levels=2 * half)
    varied = unit(num_factors)
    places = design.lay_out(varied, seed).places
    assert len(places) == design.num_points(varied) == trajectories * (num_factors + 1)
    steps = np.abs(np.diff(places.reshape(trajectories, num_factors + 1, num_factors), axis=1))
    moved = steps > 1e-9
    assert (moved.sum(axis=1) == 1).all()
    assert (moved.sum(axis=2) == 1).all()
    np.testing.assert_allclose(steps[moved], half / (2 * half - 1), rtol=1e-9)


@given(
    lower=st.floats(-1e6, 1e6), width=st.floats(1e-6, 1e6), log=st.booleans(),
    place=st.floats(0, 1),
)  # fmt: skip
def test_a_range_keeps_its_ends_and_its_order(
    lower: float, width: float, log: bool, place: float
) -> None:
    lower = abs(lower) + 1e-6 if log else lower
    if not lower < lower + width:
        return
    range_ = Range(lower=lower, upper=lower + width, scale="log" if log else "linear")
    level = range_.level_at(place)
    assert range_.ends == (range_.lower, range_.upper)
    assert range_.lower <= level <= range_.upper
    assert level <= range_.level_at(min(1.0, place + 0.01))
    if width > 1e-3 * abs(lower):
        assert math.isclose(range_.place_of(level), place, abs_tol=1e-6)


@given(lower=st.integers(-1000, 1000), count=st.integers(2, 50), log=st.booleans())
def test_whole_numbers_of_a_range_share_its_places(lower: int, count: int, log: bool) -> None:
    lower = abs(lower) + 1 if log else lower
    upper = lower + count - 1
    made = Range(lower=lower, upper=upper, whole=True, scale="log" if log else "linear")
    found = [made.level_at(place) for place in np.linspace(0, 1, 20 * count)]
    assert all(type(level) is int for level in found)
    assert found == sorted(found)
    assert (found[0], found[-1]) == (lower, upper)
    assert log or set(found) == set(range(lower, upper + 1))


@given(levels=st.lists(st.text(max_size=3), min_size=1, max_size=9, unique=True))
def test_a_level_is_found_again_at_its_place(levels: list[str]) -> None:
    factor = tuple(levels)
    assert [level_at(factor, place_of(factor, level)) for level in factor] == levels


@given(sizes=st.lists(st.integers(1, 4), max_size=4), data=st.data())
def test_a_grid_has_every_combination_once(sizes: list[int], data: st.DataObject) -> None:
    factors: Any = {f"x{n}": tuple(range(size)) for n, size in enumerate(sizes)}
    points = Grid().lay_out(Varied(factors), 1)
    assert len({tuple(point.items()) for point in points}) == len(points) == math.prod(sizes)
    number = data.draw(st.integers(0, len(points) - 1))
    assert points[number] == list(points)[number]


NUMBERS = [
    key for key in scenario_keys().values()
    if key.kind in ("number", "whole number") and not key.in_list and key.low is not None
    and key.high is not None and not key.name.startswith("organisation.people")
]  # fmt: skip


@given(chosen=st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=6, unique=True), seed=SEEDS)
@settings(max_examples=150, deadline=None)
def test_what_holds_at_the_corners_holds_between_them(chosen: list[Any], seed: int) -> None:
    """The rule on which the check of large designs rests.

    A new rule of scenarios that links keys in another way than by sums breaks
    it, and has to be looked at there.
    """
    rng = np.random.default_rng(seed)
    factors = {key.name: drawn_range(key, rng) for key in chosen}
    scenario = load_scenario("untended")
    try:
        for corner in _corners(factors):
            with_changes(scenario, corner)
    except InputError:
        return
    for places in rng.random((10, len(factors))):
        levels = {
            name: level_at(factor, place)
            for (name, factor), place in zip(factors.items(), places, strict=True)
        }
        with_changes(scenario, levels)


def drawn_range(key: Any, rng: np.random.Generator) -> Range:
    # Shares of the week are drawn small, so that some of their sums hold.
    low = key.low + (1e-6 if key.low_open else 0)
    high = min(key.high - (1e-6 if key.high_open else 0), low + (key.high - low) * rng.random())
    if key.kind == "whole number":
        return Range(lower=key.low, upper=max(key.low + 1, math.floor(high)), whole=True)
    return Range(lower=low, upper=max(high, low + 1e-3))


def test_numbers_were_found() -> None:
    assert len(NUMBERS) > 40


def test_a_sample_is_the_same_for_every_order_of_asking() -> None:
    made = Experiment(
        id="x", scenarios=("garden",), levers={"work.load": Range(lower=0.2, upper=0.6)},
        design=LatinHypercube(points=9),
    )  # fmt: skip
    assert (problem_of(made).places == problem_of(made).places).all()
