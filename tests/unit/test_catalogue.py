"""The catalogue shows everything that a scenario can say; the lists are read from the code."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from trustgarden.model.presets import RECOGNITIONS, REGIMES, STYLES, WELCOMES
from trustgarden.model.scenario import EVENT_KINDS, PRACTICES, STEP_KINDS, Scenario
from trustgarden.scenarios import catalogue, describe, difference, load_scenario, read_chart
from trustgarden.scenarios.absurdities import absurdities

SCENARIOS = {name: load_scenario(name) for name in catalogue()}
SOURCE = re.compile(r"[A-Z][a-z]+.* (19|20)\d\d")
"""Authors and a year."""


def at_any_time() -> list[Scenario]:
    """Every scenario, as it is in each week from which on conditions are others."""
    return [
        scenario.in_week(week).resolved()
        for scenario in SCENARIOS.values()
        for week in scenario.boundaries()
    ]


TIMES = at_any_time()


def test_there_are_two_dozen_scenarios_at_least() -> None:
    assert len(SCENARIOS) >= 24
    assert all(name == scenario.id for name, scenario in SCENARIOS.items())


def test_every_style_is_there() -> None:
    styles = {scenario.leaders.style for scenario in TIMES}
    styles |= {style for scenario in TIMES for style in scenario.leaders.by_team.values()}
    assert styles == set(STYLES)
    assert any(scenario.leaders.by_team for scenario in TIMES)


def test_every_regime_is_there() -> None:
    assert {scenario.consequence.regime for scenario in TIMES} == set(REGIMES)


def test_every_form_of_recognition_is_there() -> None:
    assert {scenario.recognition.form for scenario in TIMES} == set(RECOGNITIONS)


def test_every_choreography_is_there_and_one_of_our_own() -> None:
    choreographies = {scenario.welcome.choreography for scenario in TIMES}
    assert choreographies > set(WELCOMES)
    own = [scenario for scenario in SCENARIOS.values() if scenario.welcome.steps is not None]
    assert own
    steps = {step.kind for scenario in TIMES for step in scenario.welcome.steps or ()}
    assert steps == set(STEP_KINDS)


def test_every_kind_of_event_is_there_with_every_field_it_may_have() -> None:
    events = [event for scenario in SCENARIOS.values() for event in scenario.events]
    assert {event.kind for event in events} == set(EVENT_KINDS)
    stated = Counter(name for event in events for name in event.model_fields_set)
    assert set(stated) == {
        "week", "description", "kind", "set", "weeks", "regime", "load", "share", "number",
        "team", "who", "whom", "severity", "pays", "promises", "hours", "space",
    }  # fmt: skip


def test_every_lever_is_pulled_on_its_own_or_most() -> None:
    for practice in PRACTICES:
        most = max(getattr(scenario.leaders, practice) for scenario in TIMES)
        assert most >= 0.25, practice


def test_communities_are_visible_and_hidden_formal_and_social() -> None:
    found = [community for scenario in TIMES for community in scenario.communities]
    assert {community.visibility for community in found} == {"visible", "hidden"}
    assert {community.kind for community in found} == {"formal", "social"}
    assert {community.joining for community in found} == {"invited", "discovered", "closed"}


def test_spaces_of_ones_own_are_of_several_kinds() -> None:
    found = [space for scenario in TIMES for space in scenario.spaces.custom]
    assert len({space.purpose for space in found}) >= 3
    assert len({space.who for space in found}) >= 3


def test_places_practices_vacancies_and_talk_are_there() -> None:
    assert any(scenario.organisation.num_places > 1 for scenario in TIMES)
    assert any(scenario.organisation.num_practices > 1 for scenario in TIMES)
    assert any(scenario.turnover.vacancy_weeks for scenario in TIMES)
    assert any(not scenario.turnover.replace for scenario in TIMES)
    assert len({scenario.talk.tales for scenario in TIMES}) > 2
    assert min(scenario.leaders.listening or 0 for scenario in TIMES) < 0.1


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_says_what_it_is_and_why(name: str) -> None:
    scenario = SCENARIOS[name]
    assert len(scenario.description) > 20
    assert not scenario.description.endswith(".")
    assert scenario.details.count("\n\n") >= 1 or name == "never-contracted"
    assert scenario.citations
    for citation in scenario.citations:
        assert SOURCE.search(citation.source), citation.source
        assert len(citation.reason) > 30
        assert citation.doi is None or re.fullmatch(r"10\.\d{4,}/\S+", citation.doi)
    assert absurdities(scenario, read_chart(scenario)) == []
    assert scenario.code() == {}


def test_no_two_scenarios_are_the_same_conditions() -> None:
    # What an event sets is compared by its week, so a calendar makes a difference too.
    names = list(SCENARIOS)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            assert difference(SCENARIOS[one], SCENARIOS[other]), (one, other)


def test_descriptions_are_as_wide_as_a_page() -> None:
    for scenario in SCENARIOS.values():
        assert max(map(len, describe(scenario).splitlines())) <= 88
