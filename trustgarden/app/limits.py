"""What the live page allows, so that no session, however hostile, can harm the machine or others.

The figures are free choices: well above what a room needs, well below what two cores bear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.model.scenario import Scenario

__all__ = [
    "MOST_PEOPLE",
    "MOST_SESSIONS",
    "MOST_SPEED",
    "MOST_UPLOAD",
    "MOST_WEEKS",
    "check_scenario",
    "num_coming",
]

MOST_PEOPLE = 600
"""The picture is made for 300; more people than this cannot be told apart."""
MOST_WEEKS = 520
MOST_SPEED = 20.0
"""Weeks a second."""
MOST_SESSIONS = 24
MOST_UPLOAD = 1_000_000
"""Bytes of one file of scenarios or people."""
MOST_SCENARIO = 200_000
"""Bytes of a scenario; one with as many changes of every condition as there may be has fewer."""
MOST_DOTS = 200
"""Dots in a line of a scenario. A key in n parts costs the parser n^2 of time and memory: one line
of 200 kB took 40 GB (CPython 3.11, tomllib)."""
MOST_EVENTS = 300
"""To check a calendar of n events takes n^2: 0.1 s for 200 changes, minutes for 2,000."""
MOST_BURN_IN = 260
MOST_SLOTS = 128


def check_scenario(scenario: Scenario, num_people: int) -> None:
    """Refuse an organisation that is larger than the page can show.

    Args:
        scenario: What is to run.
        num_people: How many people it begins with.

    Raises:
        InputError: If it has more people, weeks before the first, relationships a person or
            events than the page allows.
    """
    organisation = scenario.organisation
    for name, number, most in (
        ("organisation.num_people", num_people, MOST_PEOPLE),
        (
            "organisation.num_people, with all whom events bring,",
            num_people + num_coming(scenario),
            MOST_PEOPLE,
        ),
        ("organisation.burn_in_weeks", organisation.burn_in_weeks, MOST_BURN_IN),
        ("organisation.num_slots", organisation.num_slots, MOST_SLOTS),
        ("events (their number)", len(scenario.events), MOST_EVENTS),
    ):
        if number > most:
            raise InputError(
                f"{name} is {number:,}; the live page allows at most {most:,}. Make it smaller, "
                "or use `trustgarden run`, which has no such limit."
            )


def num_coming(scenario: Scenario, after: int = 0) -> int:
    """How many people events bring that stand on a calendar after a week."""
    return sum(event.resolved().number or 0 for event in scenario.events if event.week > after)
