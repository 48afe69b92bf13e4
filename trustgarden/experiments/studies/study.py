"""What a study is: an apparatus, and the criteria that its outcome is held to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .criteria import Criterion, Judged, judge
from .estimates import Estimate

__all__ = ["Setting", "Study"]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How a study is run; what is the same for all studies of one validation.

    Attributes:
        replicates: Independent units in a cell (groups of the laboratory, organisations).
        seed: Seed of all chance.
        changes: Dotted keys of a scenario that hold in every study: parameters that are being
            fitted, mechanisms that are knocked out. Empty for the model as it stands.
        workers: Threads for studies of whole organisations.
    """

    replicates: int = 200
    seed: int = 1
    changes: Mapping[str, Any] = field(default_factory=dict)
    workers: int = 2

    def with_apparatus(self, apparatus: Mapping[str, Any]) -> dict[str, Any]:
        """Changes of a scenario: the study's apparatus, and what holds in every study."""
        return {**apparatus, **self.changes}


class Study(ABC):
    """A virtual experiment.

    An apparatus is who meets whom, payoffs, information and conditions. It never sets
    a parameter of the mechanisms: there is one set for all studies.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    criteria: ClassVar[tuple[Criterion, ...]]

    @abstractmethod
    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """Run the study; the figure of each criterion, by its id."""

    def calibrated(self, setting: Setting) -> dict[str, Estimate]:
        """Figures of at least the criteria of calibration, by less work where they take less."""
        return self.figures(setting)

    def judged(self, setting: Setting) -> list[Judged]:
        """Run the study and judge it, in the order of its criteria."""
        figures = self.figures(setting)
        return [judge(one, figures[one.id]) for one in self.criteria]
