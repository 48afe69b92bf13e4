"""Equivalence: is a difference small enough not to matter? A large p does not say so.

Two one-sided tests (TOST): the difference is shown to be above -margin and below +margin. It is
the same as asking whether the 90 % interval lies between the two. The margin is the smallest
difference that would matter, in the unit of the measure, and is stated before the results are
seen; there is no default for it.

References:
    Schuirmann 1987, doi:10.1007/BF01068419
    Lakens 2017, doi:10.1177/1948550617697177
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from .statistics import paired_effect, pairs

__all__ = ["Equivalence", "Verdict", "equivalence"]

Verdict = Literal["equivalent", "different", "equivalent but different", "undecided"]
ALPHA = 0.05


@dataclass(frozen=True)
class Equivalence:
    """What the two one-sided tests say of pairs.

    Attributes:
        difference: Mean difference, in the unit of the measure.
        low: Lower end of its 90 % interval, by Student's t.
        high: Upper end.
        margin: The smallest difference that would matter.
        p: The larger of both one-sided p-values.
        effect: The difference as d_av.
        n: Pairs.
        verdict: "equivalent" (the 90 % interval lies within the margin), "different" (the 95 %
            interval leaves out 0), both at once (a difference too small to matter, well known),
            or "undecided" (too few pairs to say either).
    """

    difference: float
    low: float
    high: float
    margin: float
    p: float
    effect: float
    n: int
    verdict: Verdict


def equivalence(sample: npt.ArrayLike, reference: npt.ArrayLike, *, margin: float) -> Equivalence:
    """Ask of pairs whether their mean difference lies within a margin around 0.

    Args:
        sample: One figure a pair, shape `(pairs,)`, three or more; pairs with NaN are left out.
        reference: The same pairs under the reference.
        margin: The smallest difference that would matter (above 0).

    Raises:
        ValueError: If the margin is not above 0, lengths differ, or pairs are fewer than three.
    """
    if not margin > 0 or math.isinf(margin):
        raise ValueError(
            f"margin ({margin}) must be above 0: the smallest difference that matters."
        )
    a, b = pairs(sample, reference)
    if len(a) < 3:
        raise ValueError(f"there are {len(a)} whole pairs; give three or more.")
    gap = a - b
    mean, error = float(gap.mean()), float(gap.std(ddof=1) / math.sqrt(len(gap)))
    p, reach, wider = _of_t(mean, error, margin, len(gap) - 1)
    low, high = mean - reach, mean + reach
    verdict = _verdict(within=p <= ALPHA, apart=abs(mean) > wider)
    return Equivalence(mean, low, high, margin, p, paired_effect(a, b), len(a), verdict)


def _of_t(mean: float, error: float, margin: float, free: int) -> tuple[float, float, float]:
    """Return p of both tests together, and half the 90 % and the 95 % interval."""
    if error <= 1e-12 * max(1.0, abs(mean)):
        return float(abs(mean) >= margin), 0.0, 1e-12
    from scipy import stats

    p = float(stats.t.sf((margin - abs(mean)) / error, free))
    reach, wider = np.asarray(stats.t.isf([ALPHA, ALPHA / 2], free)) * error
    return p, float(reach), float(wider)


def _verdict(*, within: bool, apart: bool) -> Verdict:
    if within:
        return "equivalent but different" if apart else "equivalent"
    return "different" if apart else "undecided"
