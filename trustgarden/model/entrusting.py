"""M3 Entrusting: making oneself vulnerable, with a probability and at a stake.

    logit P = slope (T - threshold) - stake - projected consequence - mistrust
              + at sight (while little is known) + demand

Trust is what is expected, entrusting is what is done (Mayer, Davis & Schoorman
1995). The stake ventured grows with trust and shrinks with mistrust. People
hold back where they project consequence for a failure (Stodd, the sphere of
consequence). From granting step by step to granting at sight is one trait.

Limits: the decision looks at one meeting only; what further dealings are worth
enters on the side of the answer (M4).
"""

from __future__ import annotations

from .arithmetic import logistic
from .compiling import rule
from .layout import Record


@rule
def entrusting_probability(
    trust: float, mistrust: float, stake: float, feared: float, readiness: float, known: float,
    demand: float, p: Record,
) -> float:
    """Chance to entrust a stake (0..1) to somebody trusted this much.

    `feared` is the projected consequence that reaches into this space,
    `readiness` the trait of granting at sight, `known` the certainty.
    """
    return logistic(
        p.entrusting_slope * (trust - p.entrusting_threshold)
        - p.stake_caution * stake
        - p.projection_caution * feared
        - p.mistrust_caution * mistrust
        + p.at_sight * 2.0 * (readiness - 0.5) * (1.0 - known)
        + p.demand_push * demand
    )


@rule
def stake_ventured(stake: float, trust: float, mistrust: float) -> float:
    """What is really put at stake of what could be."""
    return stake * (0.5 + 0.5 * trust) * (1.0 - 0.5 * mistrust)
