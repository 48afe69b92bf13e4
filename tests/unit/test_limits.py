"""What the live page allows is checked wherever a garden begins, and told with its remedy."""

from __future__ import annotations

import pytest
from small_organisations import small

from trustgarden.app.limits import MOST_PEOPLE, MOST_SPEED, check_scenario, num_coming
from trustgarden.app.page.player import SPEEDS
from trustgarden.errors import InputError
from trustgarden.scenarios import catalogue, load_scenario


@pytest.mark.parametrize("name", catalogue())
def test_every_scenario_of_the_catalogue_may_be_shown(name: str) -> None:
    scenario = load_scenario(name)
    check_scenario(scenario, scenario.resolved().organisation.num_people)


def test_people_who_come_count_from_the_week_in_which_they_come() -> None:
    events = [
        {"week": 2, "kind": "arrival"},  # One, if no number is stated.
        {"week": 3, "kind": "growth", "number": 10},
        {"week": 5, "kind": "layoff"},
    ]
    scenario = small({"events": events})
    assert [num_coming(scenario, after) for after in (0, 2, 3)] == [11, 10, 0]


def test_what_is_too_large_is_told_with_the_remedy() -> None:
    said = r"num_people is 601; the live page allows at most 600\. .*`trustgarden run`"
    with pytest.raises(InputError, match=said):
        check_scenario(small(), MOST_PEOPLE + 1)
    check_scenario(small(), MOST_PEOPLE)


def test_weeks_go_by_no_faster_than_may_be() -> None:
    assert max(SPEEDS) == MOST_SPEED
    assert min(SPEEDS) > 0
