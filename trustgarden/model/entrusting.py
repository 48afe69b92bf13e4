"""M3 Entrusting: making oneself vulnerable, with a probability and at a stake.

    R = T + assured (1 - T)
    logit P = slope (R - threshold) - stake - projected consequence - mistrust
              + at sight (while little is known) + demand - near group + promise
    stake ventured = stake R (1 - mistrust / 2)

Trust is what is expected, entrusting is what is done (Mayer, Davis & Schoorman
1995, doi:10.5465/amr.1995.9508080335). What is reckoned with is trust, and assurance where
that does not reach: a breach that is made impossible or is surely answered need not be
trusted away (Yamagishi & Yamagishi 1994, doi:10.1007/BF02249397). The stake ventured is
in proportion, as amounts sent in trust games are read (Berg et al. 1995,
doi:10.1006/game.1995.1027), and shrinks with mistrust. People hold back where they
project consequence for a failure (Stodd 2017, the sphere of consequence), less so where
errors are told from breaches, since an honest venture is then safe; and before
somebody whom the group has not accepted yet (his near group). From granting step by
step to granting at sight is one trait.

Knocked out (`entrusting`), everybody entrusts every second time, whatever they
think of the other.

Limits: the decision looks at one meeting only; what further dealings are worth
enters on the side of the answer (M4).
"""

from __future__ import annotations

from .arithmetic import logistic
from .compiling import rule
from .layout import Record

PROMISE_CALLS = 1.0
"""Logits by which a promise that still holds calls for trust (free choice)."""
NEAR_CAUTION = 0.5
"""Logits by which people hold back before a newcomer who is not accepted yet (free choice)."""


@rule
def entrusting_probability(
    trust: float,
    mistrust: float,
    stake: float,
    feared: float,
    readiness: float,
    known: float,
    demand: float,
    near: float,
    promised: float,
    p: Record,
) -> float:
    """Chance to entrust a stake (0..1) to somebody trusted this much.

    `feared` is the consequence projected in this space, `readiness` the trait of
    granting at sight, `known` the certainty, `near` 1 for one not accepted yet,
    `promised` how far a promise of theirs is believed, 0 if there is none.
    """
    return logistic(
        p.entrusting_slope * (trust - p.entrusting_threshold)
        - p.stake_caution * stake
        - p.projection_caution * feared
        - p.mistrust_caution * mistrust
        + p.at_sight * 2.0 * (readiness - 0.5) * (1.0 - known)
        + p.demand_push * demand
        - NEAR_CAUTION * near * (1.0 - known)
        + PROMISE_CALLS * promised
    )


@rule
def relied_on(trust: float, assured: float) -> float:
    """What a trustor reckons with: trust, and assurance where that does not reach.

    `assured` is how far what is in force makes good conduct a matter of course, in [0, 1]
    (M5): what is put down to it afterwards is reckoned with before.
    """
    return trust + assured * (1.0 - trust)


@rule
def stake_ventured(stake: float, trust: float, mistrust: float) -> float:
    """What is really put at stake of what could be."""
    return stake * trust * (1.0 - 0.5 * mistrust)
