"""M6 Consequence: what is imposed, and what is projected.

Imposed consequence of an act gone wrong is formal (detected, then acted on, then
as severe as the regime says; errors spared as far as they are told from
breaches; some people spared where it is uneven) and social (the trustor
withdraws). Projected consequence is what a person expects, and is learned:

    c' = c + r (x - c),   d' = d + r (|x - c| - d)
    projected = min(1, c + w d (1 - c))

with x the consequence met in a case and r a rate that is largest for what was
lived through, less for what was seen, least for what was told (experience over
description: Hertwig et al. 2004, doi:10.1111/j.0956-7976.2004.00715.x). The doubt
d is the mean surprise: unevenness makes consequence uncertain, and uncertain
consequence is projected larger (Stodd 2017, the sphere of consequence). The
insulation gap is projected less imposed.

A person projects for each purpose of a space apart (perform, share, rehearse,
explore): what a case teaches of one it teaches the others by a share. So a
space into which no consequence reaches becomes one of rehearsal only as people
find that it does not.

Knocked out (`consequence`), nothing follows from anything; knocked out
(`projection`), people act as if nothing would.

Limits: what is projected does not depend on whom one deals with.
"""

from __future__ import annotations

from .compiling import rule
from .layout import Record

GENERALISED = 0.3
"""Share of what a case teaches of one kind of space that it teaches of the others (free)."""
ERROR_SPARED = 0.95
"""Share of consequence that an error told perfectly from a breach is spared."""
TOLD = 0.04
"""Rate of learning by a week of announcement, to that by a case lived through (free)."""
MADE_GOOD = 0.7
"""Share of severity that making good replaces where the regime consists in repair."""


@rule
def severity_met(severity: float, repair: float, distinction: float, is_error: float) -> float:
    """How hard the consequence of a case is, once there is one."""
    met = severity * (1.0 - MADE_GOOD * repair)
    return met * (1.0 - ERROR_SPARED * distinction * is_error)


@rule
def acting_probability(certainty: float, evenness: float, favour: float) -> float:
    """Chance that a detected case has a consequence, for a person of this favour (0..1)."""
    return certainty * (1.0 - (1.0 - evenness) * favour)


@rule
def imposed_consequence(
    detection: float, certainty: float, evenness: float, severity: float, repair: float,
    distinction: float, arbitrary: float, error_share: float,
) -> float:
    """Consequence that an act gone wrong meets on average."""
    acted = detection * acting_probability(certainty, evenness, 0.5)
    breach = severity_met(severity, repair, distinction, 0.0)
    error = severity_met(severity, repair, distinction, 1.0)
    failing = acted * ((1.0 - error_share) * breach + error_share * error)
    # What falls on anybody falls on those who failed as well.
    return failing + (1.0 - failing) * arbitrary * severity


@rule
def projected_consequence(expected: float, doubt: float, p: Record) -> float:
    """What a person projects: what is expected, enlarged by doubt."""
    projected = expected + p.doubt_weight * doubt * (1.0 - expected)
    return projected if projected < 1.0 else 1.0


@rule
def learned(expected: float, case: float, rate: float) -> float:
    """Expected consequence after a case."""
    return expected + rate * (case - expected)


@rule
def doubt_after(doubt: float, expected: float, case: float, rate: float) -> float:
    """Doubt after a case: the running mean of surprise."""
    surprise = case - expected
    if surprise < 0.0:
        surprise = -surprise
    return doubt + rate * (surprise - doubt)
