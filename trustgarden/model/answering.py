"""M4 Answering: keeping faith, erring, breaking faith, hiding what happened.

    logit P(keep) = faith + integrity + word given (integrity)
                    + (1 - frame) (benevolence + reciprocity)
                    + norm + fairness + deterrence + frame (reward)
                    + further dealings + onlookers - temptation - strain

and with the share `binding` there is no choice but to keep. The reasons are
those of Mayer, Davis & Schoorman (1995) and of reciprocity (Berg, Dickhaut &
McCabe 1995, doi:10.1006/game.1995.1027); in a transaction frame the relational
ones are muted and price and penalty decide (Tenbrunsel & Messick 1999,
doi:10.2307/2667052). Felt fairness works through social exchange (Colquitt et
al. 2013, doi:10.1037/a0031757). What further dealings are worth holds people to
their word where there will be some (the shadow of the future: Axelrod & Hamilton
1981, doi:10.1126/science.7466396; Dal Bó 2005, doi:10.1257/000282805775014434), so
ends of relationships count; and so does who looks on.

Kept intent can fail through lack of ability or strain: an error. The answer is
graded: the share of what was due that is done, beyond 1 where benevolence and
regard for the other give more than the due.

Limits: nobody looks further ahead than to whether there will be more dealings.
"""

from __future__ import annotations

from .arithmetic import logistic, logit
from .compiling import rule
from .layout import Record

ORDINARY_NORM = 0.7
"""Share of kept faith that is usual where nothing was seen yet (free choice)."""
ERROR_BY_ABILITY = 2.0
ERROR_BY_STRAIN = 1.5
CLARITY = 0.5
"""Share of errors that clauses which say who does what prevent (M5; free choice)."""
HIDE_AT_EASE = -1.6
"""Logits of hiding at middling integrity and no projected consequence: one in six (free)."""
HIDE_BY_FEAR = 3.5
HIDE_BY_INTEGRITY = 1.5
HIDE_BY_SAFETY = 1.5
ORDINARY_FURTHER = 0.7
"""Worth of further dealings among people who work together, at which it is no reason more."""
ONLOOKERS = 0.5
"""Logits that full visibility among people who withdraw from the faithless adds (free)."""
WORD_GIVEN = 3.0
"""Logits by which a promise that still holds binds one of full integrity (free choice)."""
GENEROSITY = 0.3
"""What the most generous give beyond the least, of the due (free choice)."""


@rule
def relational_reasons(benevolence: float, trust_back: float, p: Record) -> float:
    """Benevolence, and regard for one who trusts and is trusted (logits)."""
    reasons: float = p.benevolence_reason * (benevolence - 0.5)
    reasons += p.reciprocity_reason * (trust_back - 0.5)
    return reasons


@rule
def outward_reasons(
    feared: float, reward: float, frame: float, further: float, seen_by: float, on_further: float,
    p: Record,
) -> float:
    """Consequence, price, further dealings and onlookers (logits)."""
    ahead: float = on_further * p.further_reason * (further - ORDINARY_FURTHER)
    reasons: float = p.deterrence * feared + frame * reward + ahead + ONLOOKERS * seen_by
    return reasons


@rule
def keeping_probability(
    integrity: float, promised: float, relational: float, frame: float, norm: float,
    fairness: float, outward: float, stake: float, strain: float, binding: float, p: Record,
) -> float:
    """Chance to keep faith, by what speaks for it and against it; `promised` is 1 or 0."""
    free = logistic(
        p.faith
        + p.integrity_reason * (integrity - 0.5)
        + WORD_GIVEN * promised * integrity
        + (1.0 - frame) * relational
        + p.norm_reason * (norm - ORDINARY_NORM)
        + p.fairness_reason * (fairness - 0.5)
        + outward
        - p.temptation * stake
        - p.strain_reason * strain
    )
    return free + binding * (1.0 - free)


@rule
def further_worth(assigned: float, familiarity: float, staying: float) -> float:
    """Worth of further dealings with the other, in [0, 1], as one judges it oneself.

    `assigned` is 1 where work brings the two together anyhow, `staying` the chance
    that one means to stay.
    """
    expected = assigned * 0.8 + (1.0 - assigned) * familiarity / (familiarity + 8.0)
    return expected * (0.5 + 0.5 * staying)


@rule
def error_probability(ability: float, strain: float, coordinating: float, p: Record) -> float:
    """Chance that kept intent fails."""
    if p.error_rate <= 0.0:
        return 0.0
    failing = logistic(
        logit(p.error_rate) - ERROR_BY_ABILITY * (ability - 0.5) + ERROR_BY_STRAIN * strain
    )
    return failing * (1.0 - CLARITY * coordinating)


@rule
def kept_answer(grade: float, relational: float, frame: float) -> float:
    """Share of the due that is done by one who keeps faith: 0.85 to 1.15."""
    return 1.0 - 0.5 * GENEROSITY + GENEROSITY * grade * (1.0 - frame) * logistic(relational + 1.0)


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
