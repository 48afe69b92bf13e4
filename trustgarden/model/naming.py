"""Who is called what: people and teams of the start, later occupants, and what events bring.

Names follow from the scenario alone, so that an event about somebody who never is there is
refused before anything runs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from ..errors import InputError
from .calendar import Event
from .scenario import Scenario
from .structure import Structure

__all__ = [
    "MOST_PEOPLE",
    "WrongNameError",
    "check_calendar",
    "check_names",
    "check_teams",
    "ids_that_come",
    "places_of_merger",
    "seat_named",
    "teams_of_growth",
    "teams_that_come",
]

MOST_PEOPLE = 1_000_000
"""People of one organisation, at the start and by events together."""
LATER_OCCUPANT = re.compile(r"[1-9]\d{0,3}")
OF_A_TEAM = ("new-leader", "gathering", "arrival")
"""Kinds of events whose team must be there; that of a growth is a new one."""
SHOWN = 8


class WrongNameError(InputError):
    """A name in a scenario that nobody has, or more people than an organisation can have.

    Attributes:
        path: The key that it stands in, for messages with file and line.
    """

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


# What events bring


def ids_that_come(taken: Collection[str], event: Event) -> tuple[str, ...]:
    """Names of people who come by an event: by its week, and counted on over its week."""
    number = event.resolved().number or 0
    before = sum(name.startswith(f"w{event.week}-") for name in taken)
    return tuple(f"w{event.week}-{before + k + 1}" for k in range(number))


def teams_of_growth(event: Event, size: int) -> list[str]:
    """What the teams of a growth are to be called."""
    label = event.team or f"new in week {event.week}"
    count = -(-(event.number or 0) // size)
    return [label] if count == 1 else [f"{label} {k + 1}" for k in range(count)]


def places_of_merger(event: Event, names: Sequence[str]) -> list[str]:
    """What teams or places of an organisation that joins are to be called."""
    return [f"{name} of week {event.week}" for name in names]


def teams_that_come(taken: Collection[str], names: Sequence[str]) -> tuple[str, ...]:
    """Names of teams that an event brings; one that is there already gets a number."""
    known = set(taken)
    fresh = []
    for name in names:
        count = 1
        unique = name
        while unique in known:
            count += 1
            unique = f"{name} ({count})"
        known.add(unique)
        fresh.append(unique)
    return tuple(fresh)


# Looking names up


def seat_named(ids: Collection[str], name: str) -> tuple[str, int] | None:
    """Id of a seat and number of its occupant by a printed name, or None if there is no such.

    `7` is who sat in seat 7 at the start, `7.2` the second to come after them.
    """
    if name in ids:
        return name, 0
    seat, _, number = name.rpartition(".")
    if seat not in ids or not LATER_OCCUPANT.fullmatch(number):
        return None
    return seat, int(number)


@dataclass
class Known:
    """Everybody and every team there may be by a moment; dictionaries, which keep their order."""

    ids: dict[str, None]
    teams: dict[str, None]
    people: int

    def take_in(self, event: Event, team_size: int) -> None:
        """Add what an event brings."""
        if event.kind not in ("arrival", "growth", "merger"):
            return
        come = ids_that_come(self.ids, event)
        self.people += len(come)
        self.ids.update(dict.fromkeys(come))
        if event.kind == "growth":
            names = teams_of_growth(event, team_size)
        elif event.kind == "merger":
            # Whoever joins is laid out by numbers, as an organisation without a file.
            count = -(-len(come) // team_size)
            names = places_of_merger(event, [f"team {t + 1}" for t in range(count)])
        else:
            return
        self.teams.update(dict.fromkeys(teams_that_come(self.teams, names)))


def check_names(scenario: Scenario, structure: Structure) -> None:
    """Refuse styles of teams that are not there, and a calendar that names nobody.

    Args:
        scenario: Whose names are looked up.
        structure: Who is there at the start.

    Raises:
        WrongNameError: If a name is unknown, or more people come than there can be.
    """
    check_teams(scenario, structure)
    check_calendar(scenario, structure)


def check_teams(scenario: Scenario, structure: Structure) -> None:
    """Refuse styles of teams that are not there.

    Raises:
        WrongNameError: If `leaders.by_team` names one.
    """
    for name in scenario.leaders.by_team:
        if name not in structure.team_names:
            raise WrongNameError(
                f"leaders.by_team names {name!r}, and there is no such team; there are: "
                f"{_some(structure.team_names)}.{_near(name, structure.team_names)}",
                *("leaders", "by_team", name),
            )


def check_calendar(scenario: Scenario, structure: Structure, after: int = 0) -> None:
    """Refuse events about people and teams who are not there by then, whatever happens.

    Args:
        scenario: Whose events are looked at, in the order in which they take place.
        structure: Who is there after the events of week `after`.
        after: The last week whose events have taken place.

    Raises:
        WrongNameError: If a name is unknown, or more people come than there can be.
    """
    known = Known(
        dict.fromkeys(structure.ids), dict.fromkeys(structure.team_names), structure.num_people
    )
    for index, event in sorted(enumerate(scenario.events), key=lambda pair: pair[1].week):
        if event.week > after:
            _check_size(index, event, known)
            _check_event(index, event, known)
            known.take_in(event, scenario.organisation.team_size)


def _check_size(index: int, event: Event, known: Known) -> None:
    number = event.resolved().number or 0
    if known.people + number > MOST_PEOPLE:
        raise WrongNameError(
            f"{event.name} ({event.kind}): number is {number:,}, and with the {known.people:,} "
            f"people of before an organisation would have more than {MOST_PEOPLE:,}. Let fewer "
            "come.",
            *("events", index, "number"),
        )


def _check_event(index: int, event: Event, known: Known) -> None:
    if event.kind in OF_A_TEAM and event.team is not None and event.team not in known.teams:
        raise WrongNameError(
            f"{event.name} ({event.kind}): team is {event.team!r}, and there is no such team by "
            f"then; there are: {_some(known.teams)}.{_near(event.team, known.teams)}",
            *("events", index, "team"),
        )
    for field in ("who", "whom"):
        name = getattr(event, field)
        if name is not None and seat_named(known.ids, name) is None:
            raise WrongNameError(
                f"{event.name} ({event.kind}): {field} is {name!r}, and nobody is called that by "
                f"then; people are called {_some(known.ids)}, and who takes a seat after them, "
                f"for example, {next(iter(known.ids)) + '.1'!r}.{_near(name, known.ids)}",
                *("events", index, field),
            )


def _some(names: Collection[str]) -> str:
    """The first and the last names; those that events bring stand last."""
    if len(names) <= SHOWN:
        return ", ".join(map(repr, names))
    *_, last = names
    return f"{', '.join(map(repr, islice(names, SHOWN - 1)))}, ..., {last!r}"


def _near(name: str, known: Collection[str]) -> str:
    # Among many names the search would take long, and numbers are all alike.
    near = difflib.get_close_matches(name, list(islice(known, 2000)), n=1, cutoff=0.8)
    return f" Did you mean {near[0]!r}?" if near else ""
