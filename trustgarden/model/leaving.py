"""M16 Leaving and joining: some mean to leave, some of them do, their seat is filled or not.

    x = s ((O - 1/2) + (L - 1/2) + (F - 1/2)) + own - (strain - 0.3) - contagion - unaccepted
    logit P(leave)   = logit(rate) + 3 (alternatives - 1/2) - x
    logit P(intends) = -1 - x

with O trust in the organisation, L trust in the leader, F felt fairness, and `own` what
keeps this person and not another (job embeddedness: Mitchell et al. 2001,
doi:10.5465/3069391), which lasts. The
intention is not the act: it does not look at what there is elsewhere (Griffeth,
Hom & Gaertner 2000, doi:10.1177/014920630002600305). Leaving is contagious among
those who knew each other (Felps et al. 2009, doi:10.5465/amj.2009.41331075). A
newcomer whom the team does not accept leaves sooner (Bauer et al. 2007,
doi:10.1037/0021-9010.92.3.707). The ties of a leaver go with them; who takes the
seat is a new person with a new key. A seat may stay vacant for some weeks, or be
done away with (M19).
"""

from __future__ import annotations

from .arithmetic import logistic, logit
from .compiling import rule
from .layout import Record

CONTAGION = 1.0
"""Logits that the leaving of everybody one knew well would add (free choice)."""
SHAKEN_KEPT = 0.8
"""Weekly retention of being shaken by others' leaving (free choice)."""
INCLINED = 1.2
"""Spread of what keeps one person and not another, for reasons of their own, in logits (free)."""
UNACCEPTED = 0.5
"""Logits that not being accepted after eight weeks adds (free choice)."""
PATIENCE = 8
ELSEWHERE = 3.0
"""Logits between the worst and the best chances elsewhere (free choice)."""


@rule
def reasons_to_stay(
    organisation: float,
    leader: float,
    fairness: float,
    strain: float,
    shaken: float,
    unaccepted: float,
    inclined: float,
    p: Record,
) -> float:
    """What speaks for staying, in logits, 0 at middling everything.

    `inclined` stands for what is outside of work and model, of mean 0 and deviation 1 (job
    embeddedness: Mitchell et al. 2001, doi:10.5465/3069391).
    """
    held: float = p.leaving_slope * (organisation + leader + fairness - 1.5) + INCLINED * inclined
    return held - (strain - 0.3) - CONTAGION * shaken - UNACCEPTED * unaccepted


@rule
def leaving_probability(rate: float, alternatives: float, reasons: float) -> float:
    """Chance to leave this week."""
    if rate <= 0.0:
        return 0.0
    return logistic(logit(rate) + ELSEWHERE * (alternatives - 0.5) - reasons)


@rule
def intending_probability(reasons: float) -> float:
    """Chance to say that one means to leave."""
    return logistic(-1.0 - reasons)


@rule
def staying_over_a_year(weekly: float) -> float:
    """Chance to be still there after 52 weeks at this weekly chance to leave."""
    kept = 1.0 - weekly
    result = 1.0
    for _ in range(52):
        result *= kept
    return result
