"""M4 Answering: keeping faith, erring, breaking faith, hiding what happened.

    logit P(keep) = faith + integrity
                    + (1 - frame) (benevolence + reciprocity)
                    + norm + fairness + deterrence + frame (reward)
                    - temptation - strain

and with the share `binding` there is no choice but to keep. The reasons are
those of Mayer, Davis & Schoorman (1995) and of reciprocity (Berg, Dickhaut &
McCabe 1995, doi:10.1006/game.1995.1027); in a transaction frame the relational
ones are muted and price and penalty decide (Tenbrunsel & Messick 1999,
doi:10.2307/2667052). Felt fairness works through social exchange (Colquitt et
al. 2013, doi:10.1037/a0031757).

Kept intent can fail through lack of ability or strain: an error. The answer is
graded: the share of what was due that is done.

Limits: the worth of further dealings is not yet a reason of its own.
"""

from __future__ import annotations

from .arithmetic import logistic, logit
from .compiling import rule
from .layout import Record

ORDINARY_NORM = 0.7
"""Share of kept faith that is usual where nothing was seen yet (free choice)."""
ERROR_BY_ABILITY = 2.0
ERROR_BY_STRAIN = 1.5
HIDE_AT_EASE = -1.6
"""Logits of hiding at middling integrity and no projected consequence: one in six (free)."""
HIDE_BY_FEAR = 3.5
HIDE_BY_INTEGRITY = 1.5
HIDE_BY_SAFETY = 1.5


@rule
def keeping_probability(
    integrity: float, benevolence: float, trust_back: float, frame: float, norm: float,
    fairness: float, feared: float, reward: float, stake: float, strain: float, binding: float,
    p: Record,
) -> float:
    """Chance to keep faith, by what speaks for it and against it."""
    relational = p.benevolence_reason * (benevolence - 0.5)
    relational += p.reciprocity_reason * (trust_back - 0.5)
    free = logistic(
        p.faith
        + p.integrity_reason * (integrity - 0.5)
        + (1.0 - frame) * relational
        + p.norm_reason * (norm - ORDINARY_NORM)
        + p.fairness_reason * (fairness - 0.5)
        + p.deterrence * feared
        + frame * reward
        - p.temptation * stake
        - p.strain_reason * strain
    )
    return free + binding * (1.0 - free)


@rule
def error_probability(ability: float, strain: float, p: Record) -> float:
    """Chance that kept intent fails."""
    if p.error_rate <= 0.0:
        return 0.0
    return logistic(
        logit(p.error_rate) - ERROR_BY_ABILITY * (ability - 0.5) + ERROR_BY_STRAIN * strain
    )


@rule
def error_answer(grade: float) -> float:
    """Share of the due that is done in spite of an error."""
    return 0.3 + 0.5 * grade


@rule
def breach_answer(grade: float, keeping: float) -> float:
    """Share of the due that is done in a breach: more by those nearer to keeping faith."""
    return 0.7 * grade * keeping


@rule
def hiding_probability(integrity: float, feared: float, safety: float) -> float:
    """Chance to hide what went wrong."""
    return logistic(
        HIDE_AT_EASE
        + HIDE_BY_FEAR * feared
        - HIDE_BY_INTEGRITY * (integrity - 0.5)
        - HIDE_BY_SAFETY * (safety - 0.5)
    )
