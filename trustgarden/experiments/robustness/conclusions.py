"""The main conclusions, each as an effect that must lie above a limit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trustgarden.experiments.studies import Estimate, Setting, study
from trustgarden.experiments.studies.estimates import mean
from trustgarden.model.measures import MEASURE_NAMES

from .variations import Variation

__all__ = ["CONCLUSIONS", "WEEKS", "Conclusion", "OfSeries", "OfStudy"]

WEEKS = 104
Floats = npt.NDArray[np.float64]
Series = Callable[[str], Floats]
"""Weekly measures of a scenario under the variation: (replicates, weeks, measures)."""


@dataclass(frozen=True, kw_only=True)
class Conclusion(ABC):
    """A claim of the model.

    Attributes:
        id: Short name.
        says: The claim in a sentence.
        unit: Of the effect.
        limit: What the effect must lie above; not 0 where the claim is that there is no more.
        sized: Whether the size of the effect is part of the claim.
    """

    id: str
    says: str
    unit: str = "trust"
    limit: float = 0.0
    sized: bool = True

    @abstractmethod
    def effect(self, one: Variation, replicates: int, series: Series) -> Estimate | None:
        """The effect under a variation, or None where the variation does not touch it."""


@dataclass(frozen=True, kw_only=True)
class OfSeries(Conclusion):
    """A difference between whole organisations, pair by pair with the same people and luck.

    Attributes:
        above: The scenario that is to end higher, with the first and last week that are read.
        below: The scenario that is to end lower, likewise.
        any_trust: Whether the claim is of trust of every kind, and not of that in the team only.
    """

    above: tuple[str, int, int]
    below: tuple[str, int, int]
    any_trust: bool = True

    def effect(self, one: Variation, replicates: int, series: Series) -> Estimate | None:
        """Mean difference with its interval over replicates."""
        if one.measure is not None and not self.any_trust:
            return None
        column = MEASURE_NAMES.index(one.measure or "trust_team")
        above, below = (
            series(name)[:, first - 1 : last, column].mean(axis=1)
            for name, first, last in (self.above, self.below)
        )
        return mean(above - below)


@dataclass(frozen=True, kw_only=True)
class OfStudy(Conclusion):
    """A figure of a virtual experiment in the laboratory, which has no size and no teams."""

    criterion: str

    def effect(self, one: Variation, replicates: int, series: Series) -> Estimate | None:
        """The figure of the criterion, with its interval."""
        if one.kind not in ("reference", "seeds", "rival", "posterior"):
            return None
        setting = Setting(replicates=replicates, seed=one.first_seed, changes=dict(one.changes))
        return study(self.criterion.partition(".")[0]).figures(setting)[self.criterion]


CONCLUSIONS: tuple[Conclusion, ...] = (
    OfSeries(
        id="garden", says="Where leaders tend, trust ends above where nobody tends",
        above=("garden", 92, 104), below=("untended", 92, 104),
    ),
    OfSeries(
        id="blame", says="Where leaders blame, trust ends below where nobody tends",
        above=("untended", 92, 104), below=("blame", 92, 104),
    ),
    OfSeries(
        id="collapse", says="Under blame trust falls from where it began",
        above=("blame", 1, 4), below=("blame", 92, 104),
    ),
    OfSeries(
        id="contract", says="When a contract goes, it leaves less trust than there is without one",
        above=("never-contracted", 53, 65), below=("contract-ends", 53, 65),
    ),
    OfSeries(
        id="demand", says="Demanding trust leaves no more of it (by less than 0.01)",
        above=("untended", 92, 104), below=("demand", 92, 104), limit=-0.01, sized=False,
    ),
    OfSeries(
        id="welcome", says="A designed welcome leaves more trust in the team than a cold one",
        above=("designed-welcome", 92, 104), below=("cold-welcome", 92, 104), any_trust=False,
    ),
    OfStudy(
        id="early_breach", says="An early breach costs more in the end than a late one",
        criterion="VE7.late_early", unit="d",
    ),
)  # fmt: skip
"""What the model is quoted for; the first month, the last quarter, the quarter after a change."""
