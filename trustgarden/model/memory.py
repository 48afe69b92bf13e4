"""M1 Relationship memory: what one person remembers of another, and what follows from it.

Expectation of facet f (ability, benevolence, integrity):

    E_f = (g_f + k p_f) / (g_f + b_f + k)

with g and b the remembered evidence for and against (acts), p the prior and k
the evidence that the prior is worth. Trust is the weighted mean of the three.
This is a Beta-Bernoulli estimate with fading memory (Jøsang & Ismail 2002, the
beta reputation system), kept per facet as in Mayer, Davis & Schoorman (1995),
doi:10.5465/amr.1995.9508080335.

Deception stands in a slower stock of its own, and counts against benevolence
and integrity (Schweitzer, Hershey & Bradlow 2006,
doi:10.1016/j.obhdp.2006.05.005). Mistrust is a stock of its own too, not the
complement of trust (Lewicki, McAllister & Bies 1998, doi:10.5465/amr.1998.926620).

Limits: facets do not inform each other (no halo) and evidence is summed, so the
order of events matters only through M8.
"""

from __future__ import annotations

from numpy import float64

from .arithmetic import exponential
from .compiling import rule
from .layout import Numbers, Record

# Near the corrected correlations with trust of Colquitt, Scott & LePine 2007,
# doi:10.1037/0021-9010.92.4.909: .67, .63, .62, scaled to one.
ABILITY_WEIGHT = 0.35
BENEVOLENCE_WEIGHT = 0.33
INTEGRITY_WEIGHT = 0.32

NUM_DURABILITIES = 8
DECEPTION_SLOWNESS = 5.0
"""Deception is remembered this many times longer than other evidence (P59: free choice)."""
LN2 = 0.6931471805599453


@rule
def expectation(good: float, bad: float, prior: float, weight: float) -> float:
    """Chance, as the trustor sees it, of good conduct in one facet."""
    return (good + weight * prior) / (good + bad + weight)


@rule
def certainty(good: float, bad: float, weight: float) -> float:
    """Share of an expectation that rests on evidence and not on the prior."""
    return (good + bad) / (good + bad + weight)


@rule
def weighted_trust(ability: float, benevolence: float, integrity: float) -> float:
    """Trust from the three expectations."""
    return (
        ABILITY_WEIGHT * ability + BENEVOLENCE_WEIGHT * benevolence + INTEGRITY_WEIGHT * integrity
    )


@rule
def trust_from_tie(tie: Record, weight: float) -> float:
    """Trust that one remembered relationship amounts to."""
    deception = float64(tie.deception)
    ability = expectation(
        float64(tie.ability_for), float64(tie.ability_against), float64(tie.prior_ability), weight
    )
    benevolence = expectation(
        float64(tie.benevolence_for),
        float64(tie.benevolence_against) + deception,
        float64(tie.prior_benevolence),
        weight,
    )
    integrity = expectation(
        float64(tie.integrity_for),
        float64(tie.integrity_against) + deception,
        float64(tie.prior_integrity),
        weight,
    )
    return weighted_trust(ability, benevolence, integrity)


@rule
def tie_certainty(tie: Record, weight: float) -> float:
    """Certainty of a relationship: the mean of its facets."""
    return (
        certainty(float64(tie.ability_for), float64(tie.ability_against), weight)
        + certainty(float64(tie.benevolence_for), float64(tie.benevolence_against), weight)
        + certainty(float64(tie.integrity_for), float64(tie.integrity_against), weight)
    ) / 3.0


@rule
def retention(durability: float, embedded: float, p: Record) -> float:
    """Share of evidence kept over one week, for a class of durability.

    Half-lives are log-spread over eight classes, drawn once for a pair, and
    longer within a team: a mixture of exponentials, which loses much early and
    then holds, as real ties do (Burt 2002).
    """
    z = (durability - 3.5) / 2.291287847477920  # classes 0..7 to mean 0, variance 1
    half_life = p.half_life_weeks * exponential(p.durability_spread * z)
    half_life *= 1.0 + p.embedding * embedded
    return exponential(-LN2 / half_life)


@rule
def retention_table(table: Numbers, p: Record) -> None:
    """Retention for each class of durability, alone (0) and within a team (1).

    Filled once: an exponential for each tie and week would cost as much as all
    meetings together.
    """
    for durability in range(NUM_DURABILITIES):
        table[durability, 0] = retention(float64(durability), 0.0, p)
        table[durability, 1] = retention(float64(durability), 1.0, p)


@rule
def deception_retention(kept: float) -> float:
    """Weekly retention of the stock of deception, from that of other evidence."""
    return 1.0 - (1.0 - kept) / DECEPTION_SLOWNESS


@rule
def slot_strength(familiarity: float, evidence: float) -> float:
    """How much there is to remember; the least is forgotten when memory is full."""
    return familiarity + evidence
