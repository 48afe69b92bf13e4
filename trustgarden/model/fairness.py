"""M14 Fairness, in a first form: three stocks of evidence about how one is treated.

Distributive: how attention, recognition and consequence are shared out, judged
on impact against one's fellows. Procedural: how consistently it is decided, and
with what voice. Interactional: with what respect and explanation. Each is an
expectation with M1's update (prior 1/2); they feed trust in the leader and in
the organisation, and M4.

Colquitt 2001, doi:10.1037/0021-9010.86.3.386 (the dimensions); Dirks & Ferrin 2002,
doi:10.1037/0021-9010.87.4.611 (their ties with trust in leaders). That losses
weigh more than gains: Kahneman & Tversky 1979, doi:10.2307/1914185.
"""

from __future__ import annotations

from .compiling import rule

FAIRNESS_PRIOR_WEIGHT = 4.0
FAIRNESS_RETENTION = 0.96
"""Weekly retention of felt fairness: half-life of 17 weeks (free choice)."""


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
    attention: float, recognised: float, suffered: float, tended: float
) -> float:
    """How fair the week's shares look to a member, in [0, 1].

    Of attention, recognition and consequence; having less than one's fellows
    counts, having more counts for half.
    """
    short = attention - 1.0
    if short > 0.0:
        short *= 0.5
    if short > 1.0:
        short = 1.0
    signal = 0.5 + 0.35 * short + 0.25 * recognised + 0.25 * tended - 0.6 * suffered
    return _within(signal)


@rule
def procedural_signal(
    evenness: float, arbitrary: float, voice: float, demand: float, collective: float
) -> float:
    """How fairly it is decided: consistently, without whim, and with voice, in [0, 1]."""
    signal = 0.45 + 0.5 * voice - 0.45 * (1.0 - evenness) - 4.0 * arbitrary
    return _within(signal - 0.2 * demand - 0.25 * collective)


@rule
def interactional_signal(respect: float, care: float, demand: float, control: float) -> float:
    """With what respect and explanation one is met, in [0, 1]."""
    return _within(0.25 + 0.45 * respect + 0.35 * care - 0.35 * demand - 0.25 * control)


@rule
def _within(signal: float) -> float:
    if signal < 0.0:
        return 0.0
    if signal > 1.0:
        return 1.0
    return signal
