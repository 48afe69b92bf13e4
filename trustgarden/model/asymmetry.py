"""M8 Asymmetry: bad news weighs more than good, by surprise; early news weighs more.

    weight of bad news  = (1 + s 4 E (1 - E)) (1 + q (1 - c))
    weight of good news =                      1 + q (1 - c)

with E the expectation, c its certainty, s `surprise`, q `primacy`. At middling
trust a breach weighs 1 + s times a kept act (2 to 6 times: Miner, Glomb & Hulin
2005, doi:10.1348/096317905X40105); at the extremes news is read in line with
what is believed. Early news weighs more (Lount et al. 2008,
doi:10.1177/0146167208324512).

The update is monotone: for the same evidence, E' rises with E, since
1 + s 4E(1-E) - E d/dE(...) = 1 + 4 s E^2 > 0; nobody overtakes another by the
same breach.

Limits: the ratio holds for one event. Good events are several times as
frequent, so that in ordinary life the two nearly cancel.
"""

from __future__ import annotations

from .compiling import rule
from .layout import Record


@rule
def early_weight(known: float, p: Record) -> float:
    """Weight of any news while little is known (known is the certainty, 0 to 1)."""
    weight: float = 1.0 + p.primacy * (1.0 - known)
    return weight


@rule
def bad_news_weight(expected: float, on: float, p: Record) -> float:
    """Weight of bad news beside good, at this expectation."""
    weight: float = 1.0 + on * p.surprise * 4.0 * expected * (1.0 - expected)
    return weight
