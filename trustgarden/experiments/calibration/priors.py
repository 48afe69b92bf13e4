"""What is fitted, and what is believed of it before: at most fifteen parameters.

Priors are uniform between limits that the literature, or what the figure means, allows;
nothing that a study of validation gave has gone into them.
"""

from __future__ import annotations

from dataclasses import dataclass

from trustgarden.model.parameters import Parameters

__all__ = ["PRIORS", "Prior"]


@dataclass(frozen=True)
class Prior:
    """A uniform prior of one parameter.

    Attributes:
        name: Name under `[parameters]`.
        low: Lower limit, in the unit of the parameter.
        high: Upper limit.
        why: Where the limits come from.
    """

    name: str
    low: float
    high: float
    why: str

    def __post_init__(self) -> None:
        limits = Parameters.model_fields[self.name].metadata
        least = next(one.ge for one in limits if hasattr(one, "ge"))
        most = next(one.le for one in limits if hasattr(one, "le"))
        if not least <= self.low < self.high <= most:
            raise ValueError(f"{self.name}: prior {self.low} to {self.high} is not in its range.")

    @property
    def key(self) -> str:
        """Dotted key of a scenario."""
        return f"parameters.{self.name}"


PRIORS = (
    Prior("entrusting_slope", 2.0, 10.0, "from hardly at all to nearly by a threshold"),
    Prior("entrusting_threshold", 0.0, 0.5, "below the middle: most strangers entrust something"),
    Prior("at_sight", 0.0, 2.0, "from no difference between people to four times the odds"),
    Prior("faith", 0.0, 2.5, "half to nine tenths keep faith at middling everything"),
    Prior("temptation", 0.0, 2.0, "from none to a quarter of the odds"),
    Prior("surprise", 0.5, 5.0, "Miner, Glomb & Hulin 2005: bad weighs two to six times good"),
    Prior("social_bonus", 1.0, 5.0, "Hall 2019: an hour at leisure is worth more than at work"),
    Prior("half_life_weeks", 15.0, 100.0, "months to two years (Burt 2002)"),
)
