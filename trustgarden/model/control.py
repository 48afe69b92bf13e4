"""M13 Demand and control: what a leader can order, and what it costs.

Demanding raises entrusting at once, in formal spaces (compliance), and adds no
evidence of a person: acts under orders are credited to the order (M5). It
raises projected consequence and costs interactional fairness (M14).
Controlling raises detection and monitoring and binds (M5, M6, M18). Nothing here
writes trust.

Falk & Kosfeld 2006, doi:10.1257/aer.96.5.1611 (the hidden costs of control);
Frey 1993 (does monitoring increase work effort?).
"""

from __future__ import annotations

from .compiling import rule
from .layout import Record

HALF_HOURS = 3.0
"""Hours a week on a practice, in a team of eight, at which half its effect is reached (free)."""
ORDINARY_TEAM = 8.0
TOLD_BY_DEMAND = 0.5
"""How much of an announced threat full demand amounts to (free choice)."""


@rule
def practice_level(share: float, hours: float, members: float) -> float:
    """Effect of a practice in [0, 1): hours on it, thinned by span, with diminishing return."""
    spent = share * hours * ORDINARY_TEAM / members
    return spent / (spent + HALF_HOURS)


@rule
def shares_on_people(style: Record) -> float:
    """Share of a leader's attention that all practices together take."""
    shares: float = (
        style.spaces
        + style.consequence
        + style.connections
        + style.recognition
        + style.fairness
        + style.demanding
        + style.controlling
    )
    return shares


@rule
def raised(value: float, level: float) -> float:
    """A dimension raised towards 1 by a level."""
    return value + level * (1.0 - value)
