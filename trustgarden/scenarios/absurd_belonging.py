"""What is legal in a welcome or a community but hardly meant."""

from __future__ import annotations

from collections.abc import Iterator

from trustgarden.model.scenario import Community, Scenario

__all__ = ["absurd_communities", "absurd_welcome"]

BRING_PEOPLE = ("arrival", "growth", "merger", "new-leader")
"""Kinds of events that bring people."""


def absurd_welcome(scenario: Scenario) -> Iterator[str]:
    """A sentence for each thing about the welcome that is hardly meant."""
    steps = scenario.resolved().welcome.steps or ()
    for step in steps:
        if step.certainty == 0 and step.announced:
            yield (
                f"The step {step.kind} of week {step.week} is announced and never takes place "
                "(certainty is 0): every joiner is let down."
            )
        elif step.certainty == 0:
            yield f"The step {step.kind} of week {step.week} never takes place (certainty is 0)."
    if scenario.welcome.steps == ():
        yield "The choreography has an empty list of steps; that is the preset cold."
    if scenario.welcome.model_fields_set and not _anybody_joins(scenario):
        yield "Nobody ever joins, so the welcome has no effect."


def _anybody_joins(scenario: Scenario) -> bool:
    turnover = scenario.turnover
    come = any(event.kind in BRING_PEOPLE for event in scenario.events)
    return come or (turnover.replace and turnover.leave_rate > 0)


def absurd_communities(scenario: Scenario) -> Iterator[str]:
    """A sentence for each thing about communities that is hardly meant."""
    for community in scenario.communities:
        yield from _of_community(community.resolved())


def _of_community(community: Community) -> Iterator[str]:
    name = community.name
    if community.share == 0:
        never = ", and it is closed" if community.joining == "closed" else ""
        yield f"Nobody belongs to the community {name} at the start (its share is 0){never}."
    if community.share == 1 and community.visibility == "hidden":
        yield f"Everybody belongs to the community {name}, though it is hidden."
    if community.hours == 0:
        yield f"Members of the community {name} never meet there (its hours are 0)."
