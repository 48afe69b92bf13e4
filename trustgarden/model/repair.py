"""M7 Repair: what is said and done about what went wrong.

Whoever did not hide it may *admit* it, and then *pay* for it and *promise* that
it will not happen again; or may *deny* it. Where leaders host repair, and where
the regime consists in making good, it happens more. What is said takes back a
share of the evidence against:

    share = s (1/2 + forgiveness) (admits + pay w)        of an error
    share / 2                                             of a breach

of a deception none (Yuan, Dong & Li 2017: apology d = .44, larger for competence
than integrity; Schweitzer, Hershey & Bradlow 2006,
doi:10.1016/j.obhdp.2006.05.005: trust harmed by deception never fully recovers).
A denial takes back a little of a breach, which it puts in doubt, and makes an
error worse (Kim, Ferrin, Cooper & Dirks 2004, doi:10.1037/0021-9010.89.1.104).

A promise takes nothing back by itself. It covers the next acts: it calls for
trust (M3) and binds the honest to their word (M4); while it is kept each act
counts for more, so that trust recovers sooner; once it is broken the breach
counts for more, and in part as deception (Schweitzer et al. 2006: promises speed
recovery, and prior deception blunts them).

Limits: nobody demands an apology, and third parties do not judge it.
"""

from __future__ import annotations

from .arithmetic import logistic
from .compiling import rule
from .layout import Record

PAYMENT = 0.6
"""What paying for it adds to an admission that is worth 1 (free choice)."""
DENIED_BREACH = 0.15
DENIED_ERROR = -0.15
"""Share of the evidence against that a denial takes back: puts in doubt, or makes worse."""
PLEDGED_ACTS = 10
"""Acts that a promise covers (free choice)."""
PLEDGE_BOOST = 1.0
"""What a kept act under a promise counts for beyond its own (free choice)."""
BROKEN_PROMISE = 0.5
"""What a breach under a promise counts for beyond its own, and as deception (free choice)."""
INTEGRITY_SHARE = 0.5
"""A repair takes back this much of a breach, to one of an error (Yuan et al. 2017)."""


@rule
def repair_probability(integrity: float, benevolence: float, feared: float, hosted: float) -> float:
    """Chance to admit and make good, for one who did not hide it."""
    return logistic(
        -0.8 + 2.0 * (integrity - 0.5) + 2.0 * (benevolence - 0.5) - 1.5 * feared + 2.5 * hosted
    )


@rule
def paying_probability(benevolence: float, repair: float) -> float:
    """Chance that one who admits it pays for it as well."""
    return logistic(-1.5 + 2.0 * (benevolence - 0.5) + 3.0 * repair)


@rule
def promising_probability(integrity: float, repair: float) -> float:
    """Chance that one who admits it promises that it will not happen again."""
    return logistic(-0.5 + 1.0 * (integrity - 0.5) + 1.0 * repair)


@rule
def denying_probability(integrity: float, feared: float) -> float:
    """Chance that one who does not admit it denies it."""
    return logistic(-1.0 - 2.0 * (integrity - 0.5) + 2.0 * feared)


@rule
def evidence_taken_back(
    admits: float, pays: float, denies: float, is_error: float, forgiveness: float, p: Record
) -> float:
    """Share of the evidence against that what is said and done takes back."""
    share: float = p.repair_share * (0.5 + forgiveness) * admits * (1.0 + PAYMENT * pays)
    if share > 1.0:
        share = 1.0
    share *= is_error + (1.0 - is_error) * INTEGRITY_SHARE
    return share + denies * (is_error * DENIED_ERROR + (1.0 - is_error) * DENIED_BREACH)


@rule
def promise_believed(pledge: int, deception: float, on: float) -> float:
    """How far a promise that still holds is believed, in [0, 1]."""
    return on / (1.0 + deception) if pledge > 0 else 0.0


@rule
def pledge_boost(deception: float) -> float:
    """Weight of a kept act under a promise; who has deceived is believed less."""
    return 1.0 + PLEDGE_BOOST / (1.0 + deception)
