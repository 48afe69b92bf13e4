"""M14 Fairness: three stocks of evidence about how one is treated.

Distributive: how attention, recognition and consequence are shared out, judged on
impact against one's fellows, through what one can see of them. Procedural: how
consistently it is decided, and with what voice; voice that is asked for and
ignored is worse than none. Interactional: with what respect and explanation. Each is an
expectation with M1's update (prior 1/2); they feed trust in the leader and in
the organisation, and M4.

What is unclear of the week is read by what one thinks of who decides (fairness as a
heuristic: van den Bos, Wilke & Lind 1998, doi:10.1037/0022-3514.75.6.1449), leaders treat
those better whom they trust (Graen & Uhl-Bien 1995, doi:10.1016/1048-9843(95)90036-5), and
consequence without a cause is a breach by the leader (Podsakoff et al. 2006,
doi:10.1016/j.obhdp.2005.09.002), while what one earned is hardly held against them. So trust in
the leader and felt fairness feed each other.

Colquitt 2001, doi:10.1037/0021-9010.86.3.386 (the dimensions); Dirks & Ferrin 2002,
doi:10.1037/0021-9010.87.4.611 (their ties with trust in leaders); Folger 1977,
doi:10.1037/0022-3514.35.2.108 (voice without improvement frustrates). That losses
weigh more than gains: Kahneman & Tversky 1979, doi:10.2307/1914185.
"""

from __future__ import annotations

from .compiling import rule

FAIRNESS_PRIOR_WEIGHT = 4.0
FAIRNESS_RETENTION = 0.96
"""Weekly retention of felt fairness: half-life of 17 weeks (free choice)."""
PLAIN = 0.5
"""How unclear it is what one gets, to how it was decided (free)."""
COLOURING = 0.5
"""Share of trust in the leader, from the middle, by which treatment is read as fair (free)."""
REGARD = 0.3
"""Share of the leader's trust in a member, from the middle, that shows in respect (free)."""
STRUCK = 10.0
"""Breaches by the leader that consequence without a cause, of full severity, is worth (free)."""
BY_PROCEDURE = 0.9
"""How far a leader's integrity is read from how it is decided; the rest, from who gets what (free).

How it is decided tells more of who decides, and what one gets more of the getting (McFarlin &
Sweeney 1992, Academy of Management Journal 35:626).
"""
DESERVED = 0.5
"""How unfair consequence of one's own failure is felt to be, to that of nothing (free)."""
IGNORED = 0.5
"""What voice that nobody listens to costs, to what voice that is fully heeded brings (free)."""


@rule
def felt_fairness(good: float, bad: float) -> float:
    """Expectation of being treated fairly in one of the three ways."""
    return (good + 0.5 * FAIRNESS_PRIOR_WEIGHT) / (good + bad + FAIRNESS_PRIOR_WEIGHT)


@rule
def attention_share(evenness: float, favour: float) -> float:
    """A member's share of the leader's attention, the mean member's being 1.

    `favour` in (0, 1) is fixed for leader and member; 3 favour^2 has mean 1.
    """
    return evenness + (1.0 - evenness) * 3.0 * favour * favour


@rule
def distributive_signal(
    attention: float,
    recognised: float,
    passed_over: float,
    suffered: float,
    spared: float,
    tended: float,
) -> float:
    """How fair the week's shares look to a member, in [0, 1].

    Of attention, recognition and consequence; having less than one's fellows
    counts, having more counts for half. `passed_over` is the share of fellows seen
    to be recognised where one was not, `spared` what one suffered beyond them.
    """
    short = attention - 1.0
    if short > 0.0:
        short *= 0.5
    if short > 1.0:
        short = 1.0
    signal = 0.5 + 0.35 * short + 0.25 * recognised - 0.25 * passed_over + 0.25 * tended
    return _within(signal - 0.4 * suffered - 0.3 * spared)


@rule
def felt_harm(suffered: float, undeserved: float) -> float:
    """Consequence suffered, as it is felt to be unfair, in [0, 1].

    `undeserved` is the part that followed from nothing one did. Contingent punishment is
    hardly held against a leader, arbitrary punishment is (Podsakoff et al. 2006).
    """
    blameless = undeserved if undeserved < suffered else suffered
    harm = blameless + DESERVED * (suffered - blameless)
    return harm if harm < 1.0 else 1.0


@rule
def heeded(voice: float, listening: float) -> float:
    """What voice amounts to: it is worth what is done about it, and less than none if nothing."""
    return voice * ((1.0 + IGNORED) * listening - IGNORED)


@rule
def procedural_signal(
    evenness: float, arbitrary: float, voice: float, demand: float, collective: float
) -> float:
    """How fairly it is decided: consistently, without whim, and with voice, in [0, 1]."""
    signal = 0.45 + 0.7 * voice - 0.45 * (1.0 - evenness) - 4.0 * arbitrary
    return _within(signal - 0.2 * demand - 0.25 * collective)


@rule
def interactional_signal(
    respect: float, care: float, heard: float, demand: float, control: float, regard: float
) -> float:
    """With what respect and explanation one is met, in [0, 1]; `heard` is 1 in a check-in.

    `regard` is the leader's trust in the member less 1/2: leaders treat those better whom they
    trust (leader-member exchange: Graen & Uhl-Bien 1995, doi:10.1016/1048-9843(95)90036-5).
    """
    signal = 0.25 + 0.45 * respect + 0.35 * care + 0.2 * heard + REGARD * regard
    return _within(signal - 0.35 * demand - 0.25 * control)


@rule
def as_read(signal: float, leader_trust: float, unclear: float) -> float:
    """A signal of fairness as it is read by somebody who trusts the leader this much.

    What one got is plainer than how it was decided where others can be compared with
    (van den Bos, Lind, Vermunt & Wilke 1997, doi:10.1037/0022-3514.72.5.1034).

    What is unclear is judged by what one thinks of who decides, as a heuristic (Lind 2001,
    Fairness heuristic theory; van den Bos, Wilke & Lind 1998, doi:10.1037/0022-3514.75.6.1449).
    """
    return _within(signal + COLOURING * unclear * (leader_trust - 0.5))


@rule
def _within(signal: float) -> float:
    if signal < 0.0:
        return 0.0
    if signal > 1.0:
        return 1.0
    return signal
