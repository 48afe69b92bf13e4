"""M2 Prior: what is expected of somebody with no history.

    logit p = logit(propensity) + affinity + likeness (same team + same place) / 2
              + w (trust in the organisation - 1/2)

The affinity of a pair is fixed and the same both ways (trust before
acquaintance is already alike within a pair: Jones & Shah 2016,
doi:10.1037/apl0000041). Propensity is a prior only and experience overwrites it
(van der Werff & Buckley 2017, doi:10.1177/0149206314543475). Trust in the
organisation stands in for institution-based trust (McKnight, Cummings &
Chervany 1998, doi:10.5465/amr.1998.926622).

Ability is expected half as much by affinity, and of a higher rank a little more.
"""

from __future__ import annotations

from .arithmetic import logistic, logit
from .compiling import rule
from .layout import Record

RANK_CUE = 0.2
"""Logits by which one step of rank lifts expected ability (free choice)."""


@rule
def affinity(deviate: float, p: Record) -> float:
    """Fixed affinity of a pair in logits, from its standard normal deviate."""
    liking: float = p.affinity_spread * deviate
    return liking


@rule
def prior_logit(
    propensity: float, same_team: float, same_place: float, organisation: float, p: Record
) -> float:
    """The part of the prior that all facets share, before affinity."""
    common: float = (
        logit(propensity)
        + p.likeness * 0.5 * (same_team + same_place)
        + p.organisation_weight * (organisation - 0.5)
    )
    return common


@rule
def prior_goodwill(common: float, liking: float) -> float:
    """Prior of benevolence and integrity."""
    return logistic(common + liking)


@rule
def prior_ability(common: float, liking: float, steps_above: float) -> float:
    """Prior of ability; `steps_above` is how many ranks the other stands above, at most 2."""
    steps = steps_above
    if steps > 2.0:
        steps = 2.0
    if steps < -2.0:
        steps = -2.0
    return logistic(common + 0.5 * liking + RANK_CUE * steps)
