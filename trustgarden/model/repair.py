"""M7 Repair: what was broken is admitted and made good, or not.

A first form: whoever did not hide what went wrong may admit it and make good;
where leaders host repair it happens more. A repair takes back a share of the
evidence against, of an error more than of a breach, of a deception none
(Yuan, Dong & Li 2017: apology d = .44, larger for competence than integrity;
Schweitzer, Hershey & Bradlow 2006, doi:10.1016/j.obhdp.2006.05.005: trust harmed
by deception never fully recovers).

Limits: promises, and whether they are kept, are still to come.
"""

from __future__ import annotations

from .arithmetic import logistic
from .compiling import rule
from .layout import Record

INTEGRITY_SHARE = 0.5
"""A repair takes back this much of a breach, to one of an error (Yuan et al. 2017)."""


@rule
def repair_probability(integrity: float, benevolence: float, feared: float, hosted: float) -> float:
    """Chance to admit and make good, for one who did not hide it."""
    return logistic(
        -0.8 + 2.0 * (integrity - 0.5) + 2.0 * (benevolence - 0.5) - 1.5 * feared + 2.5 * hosted
    )


@rule
def evidence_taken_back(is_error: float, forgiveness: float, p: Record) -> float:
    """Share of the evidence against that a repair takes back from a forgiving trustor."""
    share: float = p.repair_share * (0.5 + forgiveness)
    if share > 1.0:
        share = 1.0
    return share * (is_error + (1.0 - is_error) * INTEGRITY_SHARE)
