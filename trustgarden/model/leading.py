"""M17 Leading: how well a leader's week comes across.

A style divides a limited attention (`presets.py`, `styles.py`); the same hours do
more in the hands of the skilled, and the same words sound better from the warm.
Skill and warmth are traits, drawn for everybody. A leader who is strained has
fewer hours for people, and one with many people to lead is strained by them (M18).
Who depends on whom more watches more closely: what somebody of a higher rank does
weighs more (Fiske 1993, doi:10.1037/0003-066X.48.6.621).

Knocked out (`leadership`): nobody spends attention on anything, and everybody is
met with middling respect.
"""

from __future__ import annotations

from .compiling import rule

OVERLOADED = 0.5
"""Share of the hours for people that full strain takes (free choice)."""
WATCHED = 0.15
"""How much more what one does weighs, for each rank above who watches, up to two (free)."""
ORDINARY_RESPECT = 0.6


@rule
def hours_for_people(hours: float, skill: float, strain: float) -> float:
    """Hours that reach people, by how skilled the leader is and how overloaded."""
    return hours * (0.5 + skill) * (1.0 - OVERLOADED * strain)


@rule
def respect_felt(respect: float, warmth: float) -> float:
    """Respect as it comes across, in [0, 1]."""
    felt = respect + 0.3 * (warmth - 0.5)
    if felt < 0.0:
        return 0.0
    if felt > 1.0:
        return 1.0
    return felt


@rule
def watching_weight(steps_above: float) -> float:
    """Weight of what somebody does who stands so many ranks above who watches."""
    steps = steps_above
    if steps > 2.0:
        steps = 2.0
    if steps < 0.0:
        steps = 0.0
    return 1.0 + WATCHED * steps
