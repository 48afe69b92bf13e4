"""M9 Spaces: where people meet, for how long, and what an hour there is worth.

A space is a record: hours, purpose (perform, share, rehearse, explore), who meets
whom in it (`route`), formality, voluntariness, visibility, what is usually at
stake, and how far the consequence of the regime reaches into it. Every
organisation has work, meeting, rehearsal and social; a scenario may add spaces
of its own, and each community has one. Voluntary hours are squeezed first when
load and strain are high, and those of the standard free spaces are what a
leader who tends spaces opens.

    worth of an act as evidence of benevolence = 1 + (bonus - 1) voluntariness

Hall 2019, doi:10.1177/0265407518761225: free hours count at least twice as much.
Merely being there builds nothing (Bernstein & Turban 2018,
doi:10.1098/rstb.2017.0239): only what is ventured and answered does. What makes a
place one of rehearsal is the consequence that reaches into it (Stodd 2017, Hold
open spaces).

Limits: hours are whole; nobody is crowded out of a space.
"""

from __future__ import annotations

from .compiling import rule
from .layout import Record

# Purposes, in the order of `PURPOSES`.
PERFORM, SHARE, REHEARSE, EXPLORE = 0, 1, 2, 3
# The standard spaces, in the order of `SPACES`.
WORK, MEETING, REHEARSAL, SOCIAL = 0, 1, 2, 3
# Who meets whom in a space.
BY_WORK, BY_MEETING, BY_REHEARSING, BY_LIKING = 0, 1, 2, 3
WITH_THE_LEADER, WITH_THE_TEAM, WITHIN_THE_PLACE, ANYWHERE, WITH_REMEMBERED = 4, 5, 6, 7, 8
WITHIN_COMMUNITY = 9

HOURS_GAINED = 2.0
"""Hours of a free space that a leader's whole effort opens (h/week; free choice)."""
EXPLORING_SHOWS = 0.3
"""What an act among people, freely, shows of ability, to one at work (free choice)."""


@rule
def hours_there(
    base: float, opened: float, level: float, squeezed: float, pressure: float
) -> float:
    """Hours of a space, after what the leader opens and what load and strain squeeze."""
    return (base + HOURS_GAINED * opened * level) * (1.0 - squeezed * pressure)


@rule
def pressure_of(strain: float, load: float) -> float:
    """How much load and strain squeeze the voluntary hours, in [0, 0.9]."""
    pressure = 0.5 * strain + (load - 0.5)
    if pressure < 0.0:
        return 0.0
    if pressure > 0.9:
        return 0.9
    return pressure


@rule
def whole_hours(hours: float, chance: float) -> int:
    """Hours as a whole number: the fraction is the chance of one more."""
    whole = int(hours)
    return whole + (1 if chance < hours - whole else 0)


@rule
def benevolence_worth(space: Record, p: Record) -> float:
    """Worth of an act there as evidence of benevolence, to one at work."""
    worth: float = 1.0 + (p.social_bonus - 1.0) * space.voluntariness
    return worth


@rule
def ability_worth(space: Record) -> float:
    """Worth of an act there as evidence of ability, to one at work."""
    return EXPLORING_SHOWS if space.purpose == EXPLORE else 1.0
