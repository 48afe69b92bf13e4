"""Chance by key: the published vectors, the packing of keys, and two laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trustgarden.model import chance

# Known answers of philox4x32-10 in Random123 (Salmon et al. 2011), counter, key, result.
KNOWN_ANSWERS = [
    (
        (0, 0, 0, 0), (0, 0),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    (
        (0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2,
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]  # fmt: skip

WORDS = st.integers(0, 2**32 - 1)
FALSE_ALARM_RATE = 1e-4


def plain(rule):
    """The rule as Python without numba, also where compiling is switched off."""
    return getattr(rule, "py_func", rule)


@pytest.mark.parametrize("philox", [chance.philox, plain(chance.philox)], ids=["compiled", "plain"])
@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_philox_gives_the_published_answers(philox, counter, key, answer) -> None:
    assert philox(*counter, *key) == answer


@given(st.tuples(*[WORDS] * 6))
def test_compiled_and_plain_philox_agree(words: tuple[int, ...]) -> None:
    assert chance.philox(*words) == plain(chance.philox)(*words)


def test_a_draw_packs_who_whom_week_purpose_and_count_into_the_counter() -> None:
    who, whom = (3 << 32) | 17, (5 << 32) | 99
    counter = (17, 99, (7 << 20) | (3 << 10) | 5, (6 << 24) | 42)
    seed = (0xABCDEF << 32) | 0x12345678
    expected = plain(chance.philox)(*counter, 0x12345678, 0xABCDEF)
    assert chance.draw(seed, 6, 7, who, whom, 42) == expected


def test_the_largest_address_stays_within_its_words() -> None:
    occupant, seat = chance.MAX_OCCUPANTS - 1, 2**32 - 1
    who = (occupant << 32) | seat
    counter = (seat, seat, 2**32 - 1, 2**32 - 1)
    expected = plain(chance.philox)(*counter, 0xFFFFFFFF, 0x7FFFFFFF)
    last_week = chance.MAX_WEEKS - 1
    assert chance.draw(2**63 - 1, 255, last_week, who, who, 2**24 - 1) == expected


@pytest.mark.parametrize("part", range(6), ids=["seed", "purpose", "week", "who", "whom", "count"])
def test_every_part_of_an_address_matters(part: int) -> None:
    address = [11, 6, 3, 20, 21, 1]
    elsewhere = list(address)
    elsewhere[part] += 1
    assert chance.draw(*address) != chance.draw(*elsewhere)


def test_who_and_whom_are_not_interchangeable() -> None:
    assert chance.draw(1, 6, 1, 4, 5, 0) != chance.draw(1, 6, 1, 5, 4, 0)


def test_purposes_are_distinct_and_fit_a_byte() -> None:
    others = {"MASK", "MULTIPLIER_0", "MULTIPLIER_1", "WEYL_0", "WEYL_1", "NOBODY"}
    others |= {"MAX_WEEKS", "MAX_OCCUPANTS"}
    names = [name for name in vars(chance) if name.isupper() and name not in others]
    numbers = [getattr(chance, name) for name in names]
    assert len(names) > 10
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 256 for number in numbers)


@pytest.mark.parametrize("uniform", [chance.uniform, plain(chance.uniform)])
def test_uniform_is_the_middle_of_a_cell_of_the_open_interval(uniform) -> None:
    assert uniform(0) == 0.5 / 2**32
    assert uniform(2**32 - 1) == 1 - 0.5 / 2**32
    assert uniform(2**31) == (2**31 + 0.5) / 2**32


def test_draws_follow_the_uniform_law_at_one_alarm_in_ten_thousand() -> None:
    words = [chance.draw(5, 6, week, who, 0, 0) for week in range(50) for who in range(50)]
    numbers = np.array(words).ravel() / 2**32
    assert stats.kstest(numbers, "uniform").pvalue > FALSE_ALARM_RATE


def test_draws_of_neighbouring_people_are_not_correlated() -> None:
    numbers = np.array([chance.draw(5, 6, 1, who, 0, 0)[0] for who in range(4000)]) / 2**32
    correlation = stats.pearsonr(numbers[:-1], numbers[1:])
    assert correlation.pvalue > FALSE_ALARM_RATE


# A fixed set of words, so that a false alarm would have shown when the test was written.
SAMPLE = np.random.default_rng(20).integers(0, 2**32, 60_000).tolist()


@pytest.mark.parametrize("length", [2, 3, 7, 8, 44, 500])
def test_choose_index_is_uniform_at_one_alarm_in_ten_thousand(length: int) -> None:
    chosen = np.array([chance.choose_index(word, length) for word in SAMPLE])
    counts = np.bincount(chosen, minlength=length)
    assert len(counts) == length
    assert stats.chisquare(counts).pvalue > FALSE_ALARM_RATE


@given(WORDS, st.integers(1, 2000))
@settings(max_examples=300)
def test_a_longer_list_moves_a_choice_only_to_its_new_entry(word: int, length: int) -> None:
    before, after = chance.choose_index(word, length), chance.choose_index(word, length + 1)
    assert after in (before, length)


def test_one_choice_in_n_moves_to_the_new_entry_at_one_alarm_in_ten_thousand() -> None:
    moved = sum(chance.choose_index(w, 20) != chance.choose_index(w, 21) for w in SAMPLE)
    assert stats.binomtest(moved, len(SAMPLE), 1 / 21).pvalue > FALSE_ALARM_RATE


@given(WORDS)
def test_a_list_of_one_leaves_no_choice(word: int) -> None:
    assert chance.choose_index(word, 1) == 0


@given(WORDS, st.integers(1, 10**6))
def test_compiled_and_plain_choose_index_agree(word: int, length: int) -> None:
    assert chance.choose_index(word, length) == plain(chance.choose_index)(word, length)
