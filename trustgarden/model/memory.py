"""M1 Relationship memory: what one person remembers of another, and what follows from it.

Expectation of facet f (ability, benevolence, integrity):

    E_f = (g_f + k p_f) / (g_f + b_f + k)

with g and b the remembered evidence for and against (acts), p the prior and k
the evidence that the prior is worth. Trust is the weighted mean of the three.
What one was told moves the prior (M15), so that one's own experience overwrites
hearsay as it overwrites first sight: p' = (k p + t) / (k + t + u), with t and u
what was told for and against.
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
from .compiling import routine, rule
from .layout import Numbers, Record

# Near the corrected correlations with trust of Colquitt, Scott & LePine 2007,
# doi:10.1037/0021-9010.92.4.909: .67, .63, .62, scaled to one.
ABILITY_WEIGHT = 0.35
BENEVOLENCE_WEIGHT = 0.33
INTEGRITY_WEIGHT = 0.32

NUM_DURABILITIES = 8
MOST_PARTIES = 4
"""Shared trusted third parties beyond which more make no difference (free choice)."""
DECEPTION_SLOWNESS = 5.0
"""Deception is remembered this many times longer than other evidence (P59: free choice)."""
LN2 = 0.6931471805599453


@rule
def expectation(good: float, bad: float, prior: float, weight: float) -> float:
    """Chance, as the trustor sees it, of good conduct in one facet."""
    return (good + weight * prior) / (good + bad + weight)


@rule
def heard(prior: float, told_for: float, told_against: float, weight: float) -> float:
    """Prior after what one was told, for and against (acts)."""
    return (weight * prior + told_for) / (weight + told_for + told_against)


@rule
def ability_at_first(tie: Record, weight: float) -> float:
    """Ability expected before any experience of one's own."""
    return heard(
        float64(tie.prior_ability), float64(tie.told_for), float64(tie.told_against), weight
    )


@rule
def goodwill_at_first(tie: Record, weight: float) -> float:
    """Benevolence and integrity expected before any experience of one's own."""
    return heard(
        float64(tie.prior_goodwill), float64(tie.told_for), float64(tie.told_against), weight
    )


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
    goodwill = goodwill_at_first(tie, weight)
    ability = expectation(
        float64(tie.ability_for),
        float64(tie.ability_against),
        ability_at_first(tie, weight),
        weight,
    )
    benevolence = expectation(
        float64(tie.benevolence_for),
        float64(tie.benevolence_against) + deception,
        goodwill,
        weight,
    )
    integrity = expectation(
        float64(tie.integrity_for), float64(tie.integrity_against) + deception, goodwill, weight
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
    longer the more trusted third parties both know (`embedded`, 0 to 1): a
    mixture of exponentials, which loses much early and then holds, as real ties
    do (Burt 2002, doi:10.1016/S0378-8733(02)00015-3).
    """
    z = (durability - 3.5) / 2.291287847477920  # classes 0..7 to mean 0, variance 1
    half_life = p.half_life_weeks * exponential(p.durability_spread * z)
    half_life *= 1.0 + p.embedding * embedded
    return exponential(-LN2 / half_life)


@routine
def retention_table(table: Numbers, p: Record) -> None:
    """Retention for each class of durability and each number of third parties, 0 to 4.

    Filled once: an exponential for each tie and week would cost as much as all
    meetings together.
    """
    for durability in range(NUM_DURABILITIES):
        for parties in range(MOST_PARTIES + 1):
            table[durability, parties] = retention(
                float64(durability), float64(parties) / MOST_PARTIES, p
            )


@rule
def deception_retention(kept: float) -> float:
    """Weekly retention of the stock of deception, from that of other evidence."""
    return 1.0 - (1.0 - kept) / DECEPTION_SLOWNESS


@rule
def durability_class(tie: Record) -> int:
    """Class of durability of the pair, 0 to 7."""
    return int(tie.durability) & 7


@rule
def origin_of(tie: Record) -> int:
    """How the relationship began: formal, introduced or discovered."""
    return int(tie.durability) >> 3


@rule
def slot_strength(familiarity: float, evidence: float, embedded: float) -> float:
    """How much there is to remember; the least is forgotten when memory is full.

    Shared third parties (`embedded`, 0 to 1) keep a tie in mind.
    """
    return (familiarity + evidence) * (1.0 + embedded)
