"""What every design is: a record that says which points of its factors are taken."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from pydantic import Field

from trustgarden.model.scenario import Section

from .factors import Varied
from .levels import CannotHoldError
from .points import FloatArray, Points, Sampled

__all__ = ["MAX_POINTS", "MAX_SEED", "Design", "SampledDesign"]

MAX_POINTS = 1_000_000
"""More points than this are refused: a slip is likelier than the wish."""

MAX_SEED = 2**53 - 1
"""Seeds up to here survive JSON, spreadsheets and JavaScript unchanged."""


class Design(Section, ABC):
    """Which points are taken.

    Attributes:
        needs: What SALib analyses it as, or "other".
    """

    method: str
    needs: ClassVar[str] = "other"

    def check(self, varied: Varied) -> None:
        """Refuse factors that it can do nothing with; anything goes unless it says otherwise.

        Raises:
            CannotHoldError: Names the key and the remedy.
        """

    def seeded(self, seed: int) -> Design:
        """The same design, what it draws from stated.

        Args:
            seed: Of the experiment.
        """
        return self

    @abstractmethod
    def num_points(self, varied: Varied) -> int:
        """How many points there are, counted without making them."""

    @abstractmethod
    def lay_out(self, varied: Varied, seed: int) -> Points:
        """The points, always the same ones.

        Args:
            varied: What is varied.
            seed: Of the experiment; a design that draws takes it unless it has its own.
        """


class SampledDesign(Design):
    """A design that draws places in the unit cube; every kind of factor can be read off them."""

    seed: int | None = Field(
        None,
        ge=0,
        le=MAX_SEED,
        description="Start of what the design draws; that of the experiment if not stated.",
    )

    def check(self, varied: Varied) -> None:
        """Refuse to sample nothing."""
        if not varied.all:
            raise CannotHoldError(
                f"design.method is {self.method!r}, and nothing is varied; state ranges or levels "
                "below [levers] or [uncertainties].",
                "design",
                "method",
            )

    def own_seed(self, seed: int) -> int:
        """What is drawn from: its own seed, or that of the experiment."""
        # `is None`, since 0 is a seed like any other.
        return seed if self.seed is None else self.seed

    def seeded(self, seed: int) -> Design:
        """The same design with its seed stated."""
        return self.model_copy(update={"seed": self.own_seed(seed)})

    def lay_out(self, varied: Varied, seed: int) -> Sampled:
        """Draw the places, and read the levels off them."""
        return Sampled(varied.all, self.sample(len(varied.all), self.own_seed(seed)))

    @abstractmethod
    def sample(self, num_factors: int, seed: int) -> FloatArray:
        """Places in the unit cube; shape `(points, factors)`."""
