"""Keyed chance for code: the numbers of the kernels, each a pure function of its address."""

from __future__ import annotations

import numpy as np
import pytest

from trustgarden.model import chance
from trustgarden.model.keyed_chance import COUNTS_AT_MOST, Chance, uniforms

KEYS = np.array([0, 3, (5 << 32) | 7, (1023 << 32) | (2**31 + 5)], np.int64)
SEEDS = (0, 1, 2**32 - 1, 2**32, 2**63 - 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_are_those_of_the_kernels(seed: int) -> None:
    found = uniforms(seed, chance.STYLE, 4095, KEYS, 3, 2)
    expected = [
        [
            chance.uniform(word)
            for count in (3, 4)
            for word in chance.draw(seed, chance.STYLE, 4095, int(key), chance.NOBODY, count)
        ]
        for key in KEYS
    ]
    assert np.array_equal(found, expected)


def test_chance_draws_for_styles_at_its_week_and_count() -> None:
    luck = Chance(7, 12, KEYS)
    assert np.array_equal(luck.uniforms(5), uniforms(7, chance.STYLE, 12, KEYS, 5))
    assert np.array_equal(luck.lasting(5), uniforms(7, chance.STYLE, 0, KEYS, 5))
    assert luck.uniforms().shape == (4, 4)


def test_many_counts_are_the_counts_one_by_one() -> None:
    luck = Chance(7, 12, KEYS)
    one_by_one = [luck.uniforms(count) for count in (2, 3, 4)]
    assert np.array_equal(luck.uniforms(2, 3), np.concatenate(one_by_one, axis=1))


def test_one_more_leader_changes_nobody_elses_numbers() -> None:
    few, many = Chance(7, 12, KEYS[1:3]), Chance(7, 12, KEYS)
    assert np.array_equal(few.uniforms(), many.uniforms()[1:3])
    assert np.array_equal(few.lasting(), many.lasting()[1:3])


def test_teams_and_leaders_of_the_same_number_have_different_numbers() -> None:
    leaders, teams = Chance(7, 12, KEYS), Chance(7, 12, KEYS, COUNTS_AT_MOST)
    assert not np.isin(leaders.uniforms(0, 8), teams.uniforms(0, 8)).any()


def test_numbers_are_uniform() -> None:
    numbers = Chance(1, 1, np.arange(25_000, dtype=np.int64)).uniforms()
    assert (numbers > 0.0).all()
    assert (numbers < 1.0).all()
    # 100,000 numbers: 4 standard errors, a false alarm in 16,000.
    assert abs(numbers.mean() - 0.5) < 4 / np.sqrt(12 * 100_000)
    assert abs(np.corrcoef(numbers.T)[0, 1:]).max() < 4 / np.sqrt(25_000)


@pytest.mark.parametrize(("count", "counts"), [(-1, 1), (0, 0), (COUNTS_AT_MOST, 1), (65_530, 7)])
def test_counts_that_are_not_there_are_refused(count: int, counts: int) -> None:
    with pytest.raises(ValueError, match=rf"count is {count} and counts is {counts}; all counts"):
        Chance(1, 1, KEYS).uniforms(count, counts)
