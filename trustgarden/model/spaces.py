"""M9 Spaces: where people meet, for how long, and what an hour there is worth.

Four spaces in this first form: work (perform), meeting (share), rehearsal
(rehearse) and social (explore). Busy weeks squeeze rehearsal and social hours
first. A leader who tends spaces opens hours in these two. An hour in a free
space is worth more for benevolence than one at work (Hall 2019,
doi:10.1177/0265407518761225); merely being there builds nothing (Bernstein &
Turban 2018, doi:10.1098/rstb.2017.0239): only what is ventured and answered does.
"""

from __future__ import annotations

from .compiling import rule
from .layout import Record

WORK, MEETING, REHEARSAL, SOCIAL = 0, 1, 2, 3

HOURS_GAINED = 4.0
"""Hours of free spaces that a leader's whole attention could open (h/week)."""


@rule
def free_hours(base: float, level: float, strain: float, load: float) -> float:
    """Hours of a free space, after what the leader opens and what load and strain squeeze."""
    pressure = 0.5 * strain + (load - 0.5)
    if pressure < 0.0:
        pressure = 0.0
    if pressure > 0.9:
        pressure = 0.9
    return (base + 0.5 * HOURS_GAINED * level) * (1.0 - pressure)


@rule
def whole_hours(hours: float, chance: float) -> int:
    """Hours as a whole number: the fraction is the chance of one more."""
    whole = int(hours)
    return whole + (1 if chance < hours - whole else 0)


@rule
def reach_of(space: int, rehearsal_reach: float, social_reach: float) -> float:
    """How far the consequence of the regime reaches into a space."""
    if space == REHEARSAL:
        return rehearsal_reach
    if space == SOCIAL:
        return social_reach
    return 1.0


@rule
def stake_scale(space: int) -> float:
    """What is usually at stake in a space, an ordinary stake at work being 1."""
    if space == WORK:
        return 1.0
    if space == SOCIAL:
        return 0.5
    return 0.6


@rule
def benevolence_worth(space: int, p: Record) -> float:
    """Worth of an act there as evidence of benevolence, to one at work."""
    bonus: float = p.social_bonus
    if space == SOCIAL:
        return bonus
    if space == REHEARSAL:
        return 0.5 * (1.0 + bonus)
    return 1.0


@rule
def ability_worth(space: int) -> float:
    """Worth of an act there as evidence of ability, to one at work."""
    return 0.3 if space == SOCIAL else 1.0


@rule
def formality(space: int) -> float:
    """How formal a space is: demand, orders and prices hold there."""
    if space == SOCIAL:
        return 0.0
    if space == REHEARSAL:
        return 0.4
    return 1.0
