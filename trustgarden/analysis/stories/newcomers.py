"""A newcomer's first weeks, step by step: what was planned, what took place, when accepted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from trustgarden.errors import InputError

from .story import Line, Part, Story
from .wording import Words

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation

__all__ = ["FIRST_WEEKS", "newcomer_story", "newcomers_of"]

FIRST_WEEKS = 26


def newcomers_of(org: Organisation) -> list[str]:
    """Ids of everybody who has joined since the start, in the order of joining."""
    return list(dict.fromkeys(org.journeys()["person"].astype(str)))


def newcomer_story(
    org: Organisation, name: str, words: Words | None = None, weeks: int = FIRST_WEEKS
) -> Story:
    """Return what there is to tell of somebody's first weeks, also if they have left since.

    Args:
        org: The organisation, with a log (`accounts=True`).
        name: Id of the person.
        words: The catalogue; English if not given.
        weeks: How many weeks from joining on.

    Raises:
        InputError: If nobody of that id is here or has joined.
    """
    words = words or Words.of()
    journey = org.journeys()
    journey = journey[journey["person"] == name]
    who = words.called(name)
    title = words.say("newcomer.title", who=who, weeks=weeks)
    if journey.empty:
        if name not in {str(person.unique_id) for person in org.people}:
            raise InputError(
                f"nobody called {name!r} is here or has joined; name somebody who has, such as "
                f"{', '.join(newcomers_of(org)[:5]) or 'nobody yet'}."
            )
        return Story(title, (Part("", (Line(words.say("newcomer.founder", who=who)),)),))
    lines = [_joined(org, name, journey, words), *_steps(name, journey, words)]
    lines += _end(org, name, journey, words, weeks)
    last = int(journey["joined_week"].iloc[0]) + weeks
    told = [line for line in lines if line.week is None or line.week <= last]
    # Stable, so that of one week joining comes first and acceptance last.
    return Story(title, (Part("", tuple(sorted(told, key=lambda line: line.week or 0))),))


def _joined(org: Organisation, name: str, journey: pd.DataFrame, words: Words) -> Line:
    """Seats stay in their teams unless the chart changes, so the team is that of the seat."""
    seat = name.rsplit(".", 1)[0] if name not in org.engine.structure.ids else name
    chart = org.engine.structure
    team = chart.team_names[int(chart.team[chart.ids.index(seat)])]
    text = words.say("newcomer.joined", who=words.called(name), team=team)
    return Line(text, int(journey["joined_week"].iloc[0]), "joined", (name,))


def _steps(name: str, journey: pd.DataFrame, words: Words) -> list[Line]:
    steps = journey.dropna(subset="step")
    if steps.empty:
        text = words.say("newcomer.unplanned", who=words.called(name))
        return [Line(text, int(journey["joined_week"].iloc[0]), "unplanned", (name,))]
    return [_step(name, step, words) for step in steps.to_dict(orient="records")]


def _step(name: str, step: dict[Any, Any], words: Words) -> Line:
    missed = "" if step["happened"] else "missed_"
    kind = step["step"] if words.has(f"newcomer.{missed}{step['step']}") else "step"
    carrier = step["who"] if isinstance(step["who"], str) else None
    other = words.called(carrier) if carrier else words.part("names.nobody")
    text = words.say(
        f"newcomer.{missed}{kind}", who=words.called(name), other=other, step=step["step"]
    )
    people = (name, carrier) if carrier else (name,)
    return Line(text, int(step["week"]), "missed" if missed else "step", people)


def _end(
    org: Organisation, name: str, journey: pd.DataFrame, words: Words, weeks: int
) -> list[Line]:
    """Acceptance and leaving, or that one still waits."""
    row = journey.iloc[0]
    joined, accepted, left = (
        float(row[column]) for column in ("joined_week", "accepted_week", "left_week")
    )
    who = words.called(name)
    lines = []
    if not math.isnan(accepted):
        text = words.say("newcomer.accepted", who=who, weeks=int(accepted - joined))
        lines.append(Line(text, int(accepted), "accepted", (name,)))
    if not math.isnan(left):
        key = "left_unaccepted" if math.isnan(accepted) else "left"
        lines.append(Line(words.say(f"newcomer.{key}", who=who), int(left), "left", (name,)))
    elif math.isnan(accepted):
        waited = int(min(org.week - joined, weeks))
        text = words.say("newcomer.waiting", who=who, weeks=waited)
        lines.append(Line(text, int(joined) + waited, "waiting", (name,)))
    return lines
