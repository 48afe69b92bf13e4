"""What is legal in a scenario but hardly meant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from trustgarden.model.chart import Chart
from trustgarden.model.scenario import OrganisationPlan, Scenario

from .absurd_belonging import absurd_communities, absurd_welcome
from .absurd_events import absurd_events

__all__ = ["absurdities"]

WEEK_HOURS = 60
"""Hours with others above which a week is hardly meant."""

HIGH_LEAVE_RATE = 0.02
"""Weekly chance to leave above which most people are gone within a year."""

IGNORED_WITH_FILE = ("team_size", "span", "num_places", "num_practices")
"""Keys that say what a file of people says too."""


def absurdities(scenario: Scenario, chart: Chart | None) -> list[str]:
    """Return a sentence for each thing that is legal but absurd."""
    sizes = _of_chart(scenario, chart) if chart else _of_sizes(scenario.organisation)
    return [
        *sizes,
        *_of_conditions(scenario),
        *_of_recognition(scenario),
        *_of_spaces(scenario),
        *absurd_welcome(scenario),
        *absurd_communities(scenario),
        *absurd_events(scenario),
    ]


def _of_sizes(organisation: OrganisationPlan) -> Iterator[str]:
    people, team = organisation.num_people, organisation.team_size
    if team > people:
        yield f"A team would have {team} people, but there are only {people}: all are one team."
    if organisation.num_slots < min(team, people) - 1:
        yield (
            f"A team has {team} people, but a person can remember only "
            f"{organisation.num_slots} (organisation.num_slots)."
        )
    num_teams = -(-people // team)
    if organisation.num_places > num_teams:
        yield f"There are {organisation.num_places} places for about {num_teams} teams."
    if organisation.num_practices > num_teams:
        yield f"There are {organisation.num_practices} practices for about {num_teams} teams."


def _of_chart(scenario: Scenario, chart: Chart) -> Iterator[str]:
    organisation = scenario.organisation
    largest = int(np.bincount(chart.team).max())
    if organisation.num_slots < largest - 1:
        yield (
            f"The largest team has {largest} people, but a person can remember only "
            f"{organisation.num_slots} (organisation.num_slots)."
        )
    most = int(np.bincount(chart.tie_from).max()) if chart.num_ties else 0
    if organisation.num_slots < most:
        yield (
            f"Somebody brings {most} ties along, but a person can remember only "
            f"{organisation.num_slots} (organisation.num_slots)."
        )
    for name in IGNORED_WITH_FILE:
        if name in organisation.model_fields_set:
            yield f"organisation.{name} has no effect: the file of people says it."


def _of_conditions(scenario: Scenario) -> Iterator[str]:
    whole = scenario.resolved()
    spaces, leaders, consequence = whole.spaces, whole.leaders, whole.consequence
    hours = spaces.work_hours + spaces.meeting_hours + spaces.rehearsal_hours + spaces.social_hours
    hours += sum(space.hours for space in spaces.custom)
    if hours > WEEK_HOURS:
        yield f"A week has {hours:g} hours with others; few weeks have."
    if hours == 0:
        yield "Nobody ever meets: all hours are 0."
    if leaders.attention_hours == 0 and leaders.style != "absent":
        yield f"Leaders of style {leaders.style} have no hours for it (leaders.attention_hours)."
    if consequence.severity and not consequence.detection and not consequence.arbitrary:
        yield "Consequence is never felt: nothing is detected (consequence.detection is 0)."
    if scenario.population.spread == 0:
        yield "All people have the same traits (population.spread is 0)."
    if scenario.turnover.leave_rate > HIGH_LEAVE_RATE:
        share = 1 - (1 - scenario.turnover.leave_rate) ** 52
        yield f"About {100 * share:.0f} of 100 people leave within a year (turnover.leave_rate)."
    if scenario.turnover.vacancy_weeks and not scenario.turnover.replace:
        yield "turnover.vacancy_weeks has no effect: empty seats are not filled (turnover.replace)."


def _of_recognition(scenario: Scenario) -> Iterator[str]:
    form = scenario.resolved().recognition
    if form.payment == 1:
        yield "Recognition is nothing but money (recognition.payment is 1)."
    if form.credibility == 0:
        yield "Nobody believes what is recognised (recognition.credibility is 0)."
    if form.scarcity == 1:
        yield "Recognition is so scarce that nobody gets it (recognition.scarcity is 1)."


def _of_spaces(scenario: Scenario) -> Iterator[str]:
    for space in scenario.spaces.custom:
        if space.hours == 0:
            yield f"Nobody is ever in the space {space.name} (its hours are 0)."
