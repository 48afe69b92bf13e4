"""What a study must show, and the verdict on what it showed.

A criterion has a *tolerance*, the range in which the model's figure must lie, and, where
the finding is about a direction, a figure of *no effect*. Then

- **pass**: inside the tolerance, and on the right side of no effect with the whole 95 %
  interval;
- **partial**: on the right side of no effect, but of another size or not surely;
- **fail**: on the wrong side.

Where a finding is a level and has no direction (strangers send about half), a figure
outside the tolerance is partial as long as it is no further from it than half the
tolerance is wide, and a fail beyond that. A figure that could not be had (NaN) fails.

Every criterion has one role. What is used for calibration never counts as validated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from .estimates import Estimate

__all__ = ["Criterion", "Judged", "Role", "Verdict", "judge"]


class Role(StrEnum):
    """What a criterion is for; each is for one thing only."""

    CALIBRATION = "calibration"
    VALIDATION = "validation"


class Verdict(StrEnum):
    """How a figure of the model stands to a criterion."""

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One figure of a study and where it must lie.

    Attributes:
        id: Study and short name, such as `VE3.binding`.
        finding: Findings it comes from, as numbered in docs/validation.md, such as `P25`.
        says: What must hold, in a sentence.
        unit: Of the figure: `share`, `d`, `r`, `ratio`, `weeks`, ...
        low: Least that is tolerated; -inf for no limit.
        high: Most that is tolerated; inf for no limit.
        no_effect: The figure of no effect (0 for a difference, 1 for a ratio), or None for a
            finding without a direction.
        source: Where the finding is published, with its DOI.
        confirmed: Whether the published number was read at its source; what is only recalled
            is not.
        role: What it is used for.
    """

    id: str
    finding: str
    says: str
    unit: str
    low: float
    high: float
    no_effect: float | None = None
    source: str
    confirmed: bool = False
    role: Role = Role.VALIDATION

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"{self.id}: low is {self.low}, and must be below high ({self.high}).")
        if self.no_effect is not None and self.low < self.no_effect < self.high:
            raise ValueError(f"{self.id}: no effect ({self.no_effect}) lies inside the tolerance.")

    @property
    def study(self) -> str:
        """Id of the study it belongs to."""
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Judged:
    """A criterion, the model's figure, and the verdict."""

    criterion: Criterion
    estimate: Estimate
    verdict: Verdict

    @property
    def wrong_sign(self) -> bool:
        """Whether the figure lies on the wrong side of no effect."""
        return self.verdict is Verdict.FAIL and self.criterion.no_effect is not None


def judge(criterion: Criterion, estimate: Estimate) -> Judged:
    """The verdict on one figure."""
    return Judged(criterion, estimate, _verdict(criterion, estimate))


def _verdict(criterion: Criterion, estimate: Estimate) -> Verdict:
    value = estimate.value
    if math.isnan(value):
        return Verdict.FAIL
    inside = criterion.low <= value <= criterion.high
    if criterion.no_effect is None:
        return Verdict.PASS if inside else _near_miss(criterion, value)
    up = criterion.low >= criterion.no_effect
    right = value > criterion.no_effect if up else value < criterion.no_effect
    surely = estimate.low > criterion.no_effect if up else estimate.high < criterion.no_effect
    if inside and surely:
        return Verdict.PASS
    return Verdict.PARTIAL if right else Verdict.FAIL


def _near_miss(criterion: Criterion, value: float) -> Verdict:
    """Whether a level outside the tolerance is near it."""
    away = max(criterion.low - value, value - criterion.high)
    near = away <= 0.5 * (criterion.high - criterion.low)
    return Verdict.PARTIAL if near else Verdict.FAIL
