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


@rule
def practice_level(share: float, hours: float, members: float) -> float:
    """Effect of a practice in [0, 1): hours on it, thinned by span, with diminishing return."""
    spent = share * hours * ORDINARY_TEAM / members
    return spent / (spent + HALF_HOURS)


@rule
def hours_on_people(c: Record) -> float:
    """Hours a week that a leader spends on all practices together."""
    shares = (
        c.tend_spaces
        + c.tend_consequence
        + c.tend_connections
        + c.tend_recognition
        + c.tend_fairness
        + c.demanding
        + c.controlling
    )
    hours: float = c.attention_hours * shares
    return hours


@rule
def raised(value: float, level: float) -> float:
    """A dimension raised towards 1 by a level."""
    return value + level * (1.0 - value)
