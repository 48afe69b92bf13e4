"""M16 Leaving and joining, in a first form: some leave, their seat is filled or not.

    logit P(leave) = logit(rate) - s ((O - 1/2) + (L - 1/2) + (F - 1/2)) + (strain - 0.3)

with O trust in the organisation, L trust in the leader, F felt fairness. The
ties of a leaver go with them; who takes the seat is a new person with a new key.
Contagion, alternatives and growth are still to come.

Griffeth, Hom & Gaertner 2000, doi:10.1177/014920630002600305 (antecedents).
"""

from __future__ import annotations

from .arithmetic import logistic, logit
from .compiling import rule
from .layout import Record


@rule
def leaving_probability(
    rate: float, organisation: float, leader: float, fairness: float, strain: float, p: Record
) -> float:
    """Chance to leave this week."""
    if rate <= 0.0:
        return 0.0
    return logistic(
        logit(rate)
        - p.leaving_slope * (organisation + leader + fairness - 1.5)
        + (strain - 0.3)
    )


@rule
def staying_over_a_year(weekly: float) -> float:
    """Chance to be still there after 52 weeks at this weekly chance to leave."""
    kept = 1.0 - weekly
    result = 1.0
    for _ in range(52):
        result *= kept
    return result
