"""Recognition, welcome, spaces of one's own and communities in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from trustgarden.model.presets import RECOGNITIONS, WELCOMES
from trustgarden.model.scenario import Community, CustomSpace, Scenario, WelcomeStep

from .wording import listed, number

__all__ = ["communities_in_words", "custom_spaces", "recognised", "welcomed"]

DEEDS = {
    "invite": "invites",
    "greet": "greets",
    "buddy": "meets them",
    "introduce": "introduces",
    "first-task": "shares a first task",
    "recognise": "recognises",
    "check-in": "checks in",
}
"""What somebody does in a step of a welcome."""

JOINING = {
    "invited": "by invitation",
    "discovered": "for who finds it",
    "closed": "closed to others",
}
"""How one comes to belong, as part of a sentence."""

WHERE = {
    "leader": "with one's leader",
    "team": "with one's team",
    "place": "with people of one's place",
    "organisation": "with anybody",
    "remembered": "with people one knows",
}
"""Whom one may meet in a space, as part of a sentence."""


def recognised(scenario: Scenario) -> Iterator[str]:
    """What recognition looks like."""
    whole = scenario.resolved().recognition
    says = {"formal": "the organisation says", "social": "those around say"}[str(whole.defines)]
    picks = {"formal": "leaders pick", "social": "those around pick"}[str(whole.decides)]
    yield (
        f"Form {whole.form}. {RECOGNITIONS[whole.form].sentence} "
        f"{says[:1].upper()}{says[1:]} what is worth it, {picks} who gets it."
    )


def welcomed(scenario: Scenario) -> Iterator[str]:
    """How joiners are received, a line for each of their weeks in which something happens."""
    welcome = scenario.resolved().welcome
    preset = WELCOMES.get(welcome.choreography)
    own = scenario.welcome.steps is not None
    if own and preset:
        yield f"Steps of the scenario's own, in place of those of {welcome.choreography}."
    else:
        sentence = preset.sentence if preset else "Its steps are its own."
        yield f"Choreography {welcome.choreography}. {sentence}"
    steps = welcome.steps or ()
    for week in sorted({step.week for step in steps}):
        done = listed(_step(step) for step in steps if step.week == week)
        yield f"In their week {week}: {done}."


def _step(step: WelcomeStep) -> str:
    many = f" {step.count}" if step.kind in ("introduce", "greet") and step.count > 1 else ""
    notes = [f"{step.certainty:.0%}"] if step.certainty < 1 else []
    notes += ["announced"] if step.announced else []
    who = f"{many.strip()} of the team" if step.who == "team" and many else f"the {step.who}"
    whom = f"{many} people" if step.kind == "introduce" and many else ""
    whom = " one person" if step.kind == "introduce" and not many else whom
    deed = DEEDS[step.kind].removesuffix("s") if who[0].isdigit() else DEEDS[step.kind]
    return f"{who} {deed}{whom}{f' ({listed(notes)})' if notes else ''}"


def custom_spaces(scenario: Scenario) -> Iterator[str]:
    """A sentence for each space of one's own."""
    yield from (_space(space) for space in scenario.spaces.custom)


def _space(space: CustomSpace) -> str:
    return (
        f"In {space.name} {number(space.hours)} h a week {WHERE[space.who]}, to {space.purpose}; "
        f"formality {space.formality:g}, stakes {space.stakes:g}, reach of consequence "
        f"{space.reach:g}."
    )


def communities_in_words(scenario: Scenario) -> Iterator[str]:
    """A sentence for each community."""
    yield from (_community(community.resolved()) for community in scenario.communities)


def _community(community: Community) -> str:
    return (
        f"{community.name}: {community.kind} and {community.visibility}, "
        f"{JOINING[str(community.joining)]}; {community.share:.0%} belong at the start, and spend "
        f"{number(community.hours)} h a week there, to {community.purpose}."
    )
