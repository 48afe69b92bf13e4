"""M2 Prior: what is expected of somebody with no history.

    logit p = a logit(propensity) + b logit(at sight) + affinity + likeness l
              + w (trust in the organisation - 1/2) + r c (reputation - 1/2)

with l the likeness of the two (team, community, place, practice, rank; 0 to 1) and
c how certain the other's reputation is.

The affinity of a pair is fixed and the same both ways (trust before
acquaintance is already alike within a pair: Jones & Shah 2016,
doi:10.1037/apl0000041). How much is granted to a stranger depends on propensity, and more on
whether one grants trust at sight or step by step (Stodd 2017): two traits, since general
propensity tells little of trust in a given person (Dirks & Ferrin 2002, r = .16). Both
are a prior only and experience overwrites them (van der Werff & Buckley 2017,
doi:10.1177/0149206314543475). Trust in the
organisation stands in for institution-based trust (McKnight, Cummings &
Chervany 1998, doi:10.5465/amr.1998.926622).

Ability is expected half as much by affinity, and of a higher rank a little more.
Knocked out (`cues`), only the two traits and affinity are left.
"""

from __future__ import annotations

from .arithmetic import logistic, logit
from .compiling import rule
from .layout import Record

RANK_CUE = 0.2
"""Logits by which one step of rank lifts expected ability (free choice)."""
REPUTATION_CUE = 2.0
"""Logits between the worst and the best certain reputation, halved (free choice)."""

BY_PROPENSITY = 0.25
"""Weight of general propensity, in logits, in what is expected of a stranger (free choice)."""
BY_SIGHT = 0.9
"""Weight of how readily trust is granted at sight (free choice)."""


@rule
def affinity(deviate: float, p: Record) -> float:
    """Fixed affinity of a pair in logits, from its standard normal deviate."""
    liking: float = p.affinity_spread * deviate
    return liking


@rule
def likeness(
    same_team: float,
    same_community: float,
    same_place: float,
    same_practice: float,
    same_rank: float,
) -> float:
    """How alike two people are in what anybody can see, in [0, 1]; each cue is 0 or 1."""
    return (
        0.3 * same_team
        + 0.2 * same_community
        + 0.25 * same_place
        + 0.15 * same_practice
        + 0.1 * same_rank
    )


@rule
def prior_logit(
    propensity: float,
    at_sight: float,
    alike: float,
    organisation: float,
    reputation: float,
    known: float,
    on: float,
    p: Record,
) -> float:
    """The part of the prior that all facets share, before affinity."""
    cues: float = (
        2.0 * p.likeness * alike
        + p.organisation_weight * (organisation - 0.5)
        + REPUTATION_CUE * known * (reputation - 0.5)
    )
    granted = BY_PROPENSITY * logit(propensity) + BY_SIGHT * logit(at_sight)
    common: float = granted + on * cues
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
