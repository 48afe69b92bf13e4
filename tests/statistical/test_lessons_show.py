"""What a lesson shows is what is usual: it comes out so with people and luck nobody chose.

The answer is nowhere written down. That of a lesson's own seed is what a room will see; with
eight seeds that `benchmarks/lessons.py` does not use, at least six must come out the same.
Were the lesson's answer right in half of all gardens only, one lesson in seven would still pass
(P(X >= 6) = 0.145 for X ~ B(8, 1/2)), and all ten with a chance of 4e-9. Were it right in 19 of
20, the lesson would fail by chance in 0.6 % of all choices of seeds; these ones stay as they are.
"""

from __future__ import annotations

import functools
from typing import Literal

import numpy as np
import pandas as pd
import pytest

import trustgarden as tg
from trustgarden.app.bets import Answer
from trustgarden.app.lesson_records import SidePlan
from trustgarden.app.lessons import Lesson, answer_in, lessons, series_of, whole
from trustgarden.app.lessons import lesson as lesson_of

FRESH_SEEDS = range(2_000, 2_008)
MOST = 6

pytestmark = pytest.mark.slow
each_lesson = pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.id)


REFRESH = "Choose a usual seed again: python benchmarks/lessons.py --write"


@functools.cache
def answers(name: str) -> tuple[Answer, tuple[Answer, ...]]:
    """What a lesson shows, and what comes out with fresh seeds."""
    found = lesson_of(name)
    return answer_in(found, found.seed), tuple(answer_in(found, seed) for seed in FRESH_SEEDS)


@each_lesson
def test_most_gardens_come_out_as_the_one_that_is_shown(lesson: Lesson) -> None:
    shown, fresh = answers(lesson.id)
    options = [answer.option for answer in fresh]
    assert options.count(shown.option) >= MOST, options


@each_lesson
def test_the_garden_that_is_shown_is_a_middling_one(lesson: Lesson) -> None:
    shown, fresh = answers(lesson.id)
    differences = [answer.difference for answer in fresh]
    near = lesson.bet.margin
    assert min(differences) - near < shown.difference < max(differences) + near, REFRESH


def without_difference(lesson: Lesson) -> Lesson:
    """The lesson whose twin is the left garden again: what is done there is done in both."""
    steps = tuple(
        step.model_copy(update={"side": "both"}) if step.side == "left" else step
        for step in lesson.steps
        if step.side != "right"
    )
    return lesson.model_copy(update={"twin": SidePlan(), "steps": steps})


@each_lesson
def test_gardens_between_which_nothing_differs_are_equal_to_the_bit(lesson: Lesson) -> None:
    bare = without_difference(lesson)
    left, right = (
        tg.Organisation(whole(bare, side), seed=lesson.seed).run(lesson.weeks)
        for side in ("left", "right")
    )
    np.testing.assert_array_equal(left.series_array, right.series_array)
    assert left.ties().equals(right.ties())


def same_at_first() -> list[Lesson]:
    """Lessons whose gardens part only when a step does something on the right."""
    two = [lesson for lesson in lessons() if lesson.twin is not None]
    return [lesson for lesson in two if not (lesson.twin.changes or lesson.twin.events)]


def test_some_gardens_are_the_same_at_first() -> None:
    assert same_at_first()


@pytest.mark.parametrize("lesson", same_at_first(), ids=lambda lesson: lesson.id)
def test_before_anything_differs_both_gardens_are_equal_to_the_bit(lesson: Lesson) -> None:
    parted = min(week for week, step in lesson.weeks_at() if step.side == "right")
    left, right = (
        tg.Organisation(whole(lesson, side), seed=lesson.seed).run(lesson.weeks).series_array
        for side in ("left", "right")
    )
    np.testing.assert_array_equal(left[:parted], right[:parted])
    assert not np.array_equal(left, right)


# What is said on the way, in the garden that is shown


@functools.cache
def shown(name: str, side: Literal["left", "right"]) -> pd.DataFrame:
    lesson = lesson_of(name)
    return tg.Organisation(whole(lesson, side), seed=lesson.seed).run(lesson.weeks).series


def gap(name: str, measure: str, first: int, last: int) -> float:
    """Right less left, mean over some weeks."""
    means = [shown(name, side)[measure].loc[first:last].mean() for side in ("left", "right")]
    return float(means[1] - means[0])


def test_entrusting_rises_at_once_when_it_is_demanded() -> None:
    assert gap("demand", "entrusting", 1, 6) > 0.02


def test_faith_is_kept_more_often_while_the_contract_holds() -> None:
    assert gap("contract-goes", "kept", 19, 26) > 0.02


def test_mistakes_are_as_frequent_in_both_spaces() -> None:
    assert abs(gap("two-spaces", "errors", 1, 26)) < 0.01
    assert gap("two-spaces", "share", 19, 26) < 0.0


def test_ten_arrive_and_most_are_accepted_after_half_a_year() -> None:
    for side in ("left", "right"):
        weekly = shown("welcome", side)
        assert weekly["joined"].sum() == 10
        assert weekly["newcomers"].iloc[-1] < 5


def test_less_is_punished_where_some_are_spared_and_it_is_felt_to_be_less_fair() -> None:
    assert gap("uneven", "imposed", 27, 39) < -0.01
    assert gap("uneven", "fairness_procedural", 27, 39) < -0.02


def test_trust_falls_with_the_betrayal() -> None:
    found = lesson_of("fracture")
    weekly = series_of(whole(found), found.question, 13, found.seed)
    assert weekly[8] < weekly[7] - found.bet.margin


def test_strain_comes_back_after_the_busy_time() -> None:
    before, after = gap("busy", "strain", 16, 16), gap("busy", "strain", 26, 26)
    assert before > 0.2
    assert after < before / 2


def test_who_waits_sees_something_else_move_first_and_then_trust() -> None:
    weekly = shown("patience", "left")
    assert weekly["engage"].loc[17] - weekly["engage"].loc[13] > 0.015
    assert weekly["trust_team"].loc[52] - weekly["trust_team"].loc[13] > 0.015


def test_thanks_and_money_are_given_as_often() -> None:
    assert abs(gap("price-of-thanks", "recognised", 1, 26)) < 0.01
    assert gap("price-of-thanks", "frame", 23, 26) < 0.0
