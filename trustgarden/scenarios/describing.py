"""A scenario in plain words: who, how led, what follows, when it changes, and why."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from trustgarden.model.chart import Chart
from trustgarden.model.presets import RECOGNITIONS, Preset, regime_preset, style_preset
from trustgarden.model.scenario import PRACTICES, Scenario, Section
from trustgarden.printing import printable

from .absurdities import absurdities
from .belonging import communities_in_words, custom_spaces, recognised, welcomed
from .charts import read_chart
from .happenings import calendar_in_words
from .reading import check_names
from .wording import listed, number, shown

__all__ = ["describe"]

WIDTH = 88


def describe(scenario: Scenario) -> str:
    """Return a description in plain words, some twenty lines long.

    Raises:
        InputError: If a file of people or ties cannot be read, or an event names somebody who
            is not there by then.
    """
    check_names(scenario)
    chart = read_chart(scenario)
    parts = {
        "Who": _who(scenario, chart),
        "How they are led": _led(scenario),
        "What follows": _follows(scenario),
        "What is recognised": _recognised(scenario),
        "Where they meet": _spaces(scenario),
        "Where they belong": communities_in_words(scenario),
        "How joiners are received": welcomed(scenario),
        "Work, and who leaves": _work(scenario),
        "Set apart": _set_apart(scenario),
        "Calendar": calendar_in_words(scenario),
        "Sources": _sources(scenario),
        "Legal, but hardly meant": absurdities(scenario, chart),
    }
    blocks = [_wrapped(f"{scenario.id}: {scenario.description}".rstrip(": "))]
    blocks += [_wrapped(part) for part in scenario.details.split("\n\n") if part.strip()]
    for title, sentences in parts.items():
        lines = [_wrapped(sentence, "  ") for sentence in sentences]
        if lines:
            blocks.append("\n".join([title, *lines]))
    return "\n\n".join(blocks) + "\n"


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        # Split at spaces and line breaks alone: other signs that Python takes for space control
        # a terminal.
        printable(" ".join(part for part in re.split(r"[ \t\r\n]+", text) if part)),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent * 2,
        break_on_hyphens=False,
    )


def _count(count: int, noun: str) -> str:
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def _who(scenario: Scenario, chart: Chart | None) -> Iterator[str]:
    yield _real(scenario, chart) if chart else _drawn(scenario)
    if chart and chart.num_ties:
        kinds = Counter(kind for kinds in chart.tie_kind for kind in kinds.split("+"))
        named = listed(f"{kind} ({number(count)})" for kind, count in kinds.items())
        yield f"They bring {_count(chart.num_ties, 'tie')} along: {named}."
    organisation = scenario.organisation
    if organisation.begins == "strangers":
        yield "Apart from that they begin as strangers." if chart else "They begin as strangers."
    else:
        yield (
            f"Before week 1 they live through {_count(organisation.burn_in_weeks, 'week')} "
            "under untended conditions."
        )


def _drawn(scenario: Scenario) -> str:
    organisation = scenario.organisation
    many = organisation.num_practices > 1
    practices = f" and {_count(organisation.num_practices, 'practice')}" if many else ""
    return (
        f"{number(organisation.num_people)} people, leaders included, in teams of "
        f"{organisation.team_size}, in {_count(organisation.num_places, 'place')}{practices}; up "
        f"to {_count(organisation.span, 'leader')} report to one leader."
    )


def _real(scenario: Scenario, chart: Chart) -> str:
    assert scenario.organisation.people is not None
    sizes = np.bincount(chart.team)
    leaders = len(set(chart.boss[chart.boss >= 0].tolist()))
    size = str(sizes.min()) if sizes.min() == sizes.max() else f"{sizes.min()} to {sizes.max()}"
    return (
        f"{number(chart.num_people)} people of {Path(scenario.organisation.people.file).name}, "
        f"in {_count(chart.num_teams, 'team')} of {size}, in "
        f"{_count(len(chart.place_names), 'place')}; {leaders} of them lead somebody."
    )


def _led(scenario: Scenario) -> Iterator[str]:
    leaders = scenario.resolved().leaders
    style = style_preset(leaders.style)
    assert style is not None
    yield f"Style {leaders.style}. {style.sentence}"
    shares = {name: getattr(leaders, name) for name in PRACTICES}
    spent = listed(f"{name} {share:.0%}" for name, share in shares.items() if share)
    rest = 1 - sum(shares.values())
    yield (
        f"Of {leaders.attention_hours:g} hours a week: {spent or 'nothing'}"
        f"{f', and {rest:.0%} not on people' if rest > 0.005 else ''}. Evenness between members "
        f"{leaders.evenness:g}, respect {leaders.respect:g}, listening {leaders.listening:g}."
    )
    yield from _overridden(scenario.leaders, style)
    if leaders.by_team:
        others = listed(f"{team} {name}" for team, name in leaders.by_team.items())
        yield f"Teams with leaders of another style: {others}."


def _follows(scenario: Scenario) -> Iterator[str]:
    regime = regime_preset(scenario.consequence.regime)
    assert regime is not None
    yield f"Regime {scenario.consequence.regime}. {regime.sentence}"
    yield from _overridden(scenario.consequence, regime)


def _recognised(scenario: Scenario) -> Iterator[str]:
    yield from recognised(scenario)
    yield from _overridden(scenario.recognition, RECOGNITIONS[scenario.recognition.form])


def _overridden(section: Section, preset: Preset) -> Iterator[str]:
    """What is stated beside a preset and differs from it."""
    stated = {
        name: getattr(section, name) for name in preset.values if getattr(section, name) is not None
    }
    changes = [
        f"{name} {value:g} (not {preset.values[name]:g})"
        for name, value in stated.items()
        if value != preset.values[name]
    ]
    if changes:
        yield f"But: {listed(changes)}."


def _spaces(scenario: Scenario) -> Iterator[str]:
    spaces = scenario.spaces
    yield (
        f"Each week {spaces.work_hours:g} hours of work together, {spaces.meeting_hours:g} of "
        f"meetings, {spaces.rehearsal_hours:g} of rehearsal and {spaces.social_hours:g} of free "
        f"time together, {spaces.openness:.0%} of it open to the whole organisation."
    )
    yield from custom_spaces(scenario)


def _work(scenario: Scenario) -> Iterator[str]:
    work, turnover = scenario.work, scenario.turnover
    share = 100 * (1 - (1 - turnover.leave_rate) ** 52)
    after = f"after {turnover.vacancy_weeks:g} weeks" if turnover.vacancy_weeks else "at once"
    seats = f"is filled {after}" if turnover.replace else "stays empty"
    yield (
        f"Load {work.load:g}; {work.interdependence:.0%} of output hangs on others, and "
        f"{work.across:.0%} of work hours go to counterparts anywhere."
    )
    yield f"A person hears {_tales(scenario.talk.tales)} of others in a week."
    yield (
        f"At middling conditions about {share:.0f} of 100 people leave in a year, and their seat "
        f"{seats}."
    )


def _tales(count: float) -> str:
    return "no tales" if count == 0 else f"{count:g} tale{'' if count == 1 else 's'}"


def _set_apart(scenario: Scenario) -> Iterator[str]:
    if scenario.mechanisms.off:
        yield f"Switched off: {listed(scenario.mechanisms.off)}."
    for title in ("population", "parameters"):
        section = getattr(scenario, title)
        stated = _values(section.model_dump(exclude_unset=True))
        if stated:
            yield f"Stated {title}: {listed(stated)}."


def _values(stated: Mapping[str, Any]) -> Iterable[str]:
    return [f"{name} {shown(value)}" for name, value in stated.items()]


def _sources(scenario: Scenario) -> Iterator[str]:
    for citation in scenario.citations:
        doi = f", doi:{citation.doi}" if citation.doi else ""
        yield f"{citation.source}{doi}. {citation.reason}"
