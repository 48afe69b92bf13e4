"""A lesson run without a page: what its bet is about, week by week, and how it comes out."""

from __future__ import annotations

from trustgarden.model.organisation import Organisation
from trustgarden.model.scenario import Scenario

from .bets import Answer, Question, answer_of
from .lesson_records import Lesson
from .lesson_scenarios import whole

__all__ = ["answer_in", "series_of", "value_now"]


def value_now(org: Organisation, question: Question) -> float:
    """What a bet is about, as it stands in an organisation; NaN if one of a tie is gone."""
    if question.tie is None:
        return org.latest(question.measure)
    people = {str(person.unique_id): person for person in org.people}
    who, whom = (people.get(name) for name in question.tie)
    return who.trust_in(whom) if who is not None and whom is not None else float("nan")


def series_of(scenario: Scenario, question: Question, weeks: int, seed: int) -> list[float]:
    """What a bet is about, week by week, in a run of a scenario."""
    org = Organisation(scenario, seed=seed, accounts=False)
    if question.tie is None:
        return list(org.run(weeks).series[question.measure])
    return [value_now(_stepped(org), question) for _ in range(weeks)]


def _stepped(org: Organisation) -> Organisation:
    org.step()
    return org


def answer_in(lesson: Lesson, seed: int) -> Answer:
    """How the bet of a lesson comes out with the people and the luck of a seed.

    Raises:
        InputError: If it cannot be answered, because somebody it is about has left.
    """
    question, weeks = lesson.question, lesson.reveal_week
    left = series_of(whole(lesson), question, weeks, seed)
    right = None
    if lesson.twin is not None:
        right = series_of(whole(lesson, "right"), question, weeks, seed)
    return answer_of(question, left, right, lesson.bet_week)
