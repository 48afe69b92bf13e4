"""What a search came to, measured on seeds that it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from trustgarden.model.presets import PRACTICES
from trustgarden.model.scenario import Scenario

from ..comparing import NUM_RESAMPLES, paired_interval
from .allocations import Allocation, FloatArray, changes_for

if TYPE_CHECKING:
    import pandas as pd

    from .searching import Generation

__all__ = ["Arm", "Optimum"]


@dataclass(frozen=True, eq=False)
class Arm:
    """An allocation and its outcomes on the last seeds.

    Attributes:
        name: What it is.
        allocation: Its shares.
        outcomes: One a seed, in the same order in every arm.
    """

    name: str
    allocation: Allocation
    outcomes: FloatArray

    def difference(self, other: Arm) -> tuple[float, float, float]:
        """Mean of the paired differences to another arm, with its 95 % bootstrap interval."""
        pairs = (self.outcomes - other.outcomes)[None, :]
        low, high = paired_interval(pairs, NUM_RESAMPLES)
        return float(pairs.mean()), float(low[0]), float(high[0])


@dataclass(frozen=True, eq=False)
class Optimum:
    """What a search came to.

    Attributes:
        scenario: The starting scenario.
        outcome: The measure.
        least: Whether the least was looked for.
        best: The allocation that was chosen.
        start: The starting style as it stands.
        same_hours: The starting style with the total of the best, which tells what comes from
            more (or fewer) hours alone; None if the totals are the same.
        gain_when_chosen: Best less starting style on the seeds that chose it among the
            finalists: too good as a rule, and so not what is reported as the gain.
        generations: How the search went.
        provenance: What is needed to make it again.
    """

    scenario: Scenario
    outcome: str
    least: bool
    best: Arm
    start: Arm
    same_hours: Arm | None
    gain_when_chosen: float
    generations: Sequence[Generation]
    provenance: dict[str, Any]

    @cached_property
    def gain(self) -> tuple[float, float, float]:
        """Best less starting style, with its 95 % interval, on seeds that the search never saw."""
        return self.best.difference(self.start)

    @property
    def is_better(self) -> bool:
        """Whether the interval of the gain lies on the side that was looked for."""
        _, low, high = self.gain
        return high < 0 if self.least else low > 0

    @property
    def best_scenario(self) -> Scenario:
        """The starting scenario with the best allocation."""
        return self.scenario.with_changes(changes_for(self.best.allocation))

    @property
    def arms(self) -> list[Arm]:
        """The best, and what it is compared with."""
        return [self.best, self.start, *([self.same_hours] if self.same_hours else [])]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an arm: name, shares, mean, and best less this arm (difference, low, high)."""
        import pandas as pd

        rows = []
        for arm in self.arms:
            shares = dict(zip(PRACTICES, arm.allocation, strict=True))
            gain = self.best.difference(arm) if arm is not self.best else (np.nan,) * 3
            gains = dict(zip(("difference", "low", "high"), gain, strict=True))
            rows.append({"arm": arm.name, **shares, "mean": float(arm.outcomes.mean()), **gains})
        return pd.DataFrame(rows)
