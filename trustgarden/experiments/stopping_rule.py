"""The stopping rule, as an experiment states it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Section
from trustgarden.scenarios.wording import did_you_mean, listed

from .designs.levels import CannotHoldError

__all__ = ["LEAST_REPLICATES", "StoppingRule", "known_outcome"]

LEAST_REPLICATES = 5
"""Fewer replicates say so little of their own spread that a rule would stop by luck."""


class StoppingRule(Section):
    """Replicates are made batch by batch until every interval is narrow enough.

    After `min_replicates`, and after every further `batch`, the interval of
    `outcome` is computed at every point; if the widest half of it is at most
    `half_width`, no more replicates are made. `replicates` of the experiment
    is the most that are ever made.

    Intervals that are looked at again and again are a little too narrow when
    they first fit (Chow & Robbins 1965, doi:10.1214/aoms/1177700156, prove
    that this vanishes as the width does); more `min_replicates` mend that.
    """

    outcome: str = Field(description="Measure whose interval is looked at, at the end of a run.")
    half_width: float = Field(gt=0, description="Half of the interval, in units of the outcome.")
    of: Literal["mean", "difference"] = Field(
        "mean",
        description="Of what: the mean at each point, or its paired difference from the first.",
    )
    confidence: float = Field(0.95, gt=0.5, lt=1, description="Of the interval.")
    min_replicates: int = Field(10, ge=LEAST_REPLICATES, description="At least so many.")
    batch: int = Field(5, ge=1, description="Replicates between two looks.")

    @field_validator("outcome")
    @classmethod
    def _known(cls, name: str) -> str:
        return known_outcome(name, "outcome")


def known_outcome(name: str, key: str) -> str:
    """A measure by its name.

    Raises:
        CannotHoldError: If there is none of this name.
    """
    if name not in MEASURE_NAMES:
        near = did_you_mean(name, MEASURE_NAMES) or f" There are: {listed(MEASURE_NAMES)}."
        raise CannotHoldError(f"{key} names {name!r}, which is no measure.{near}")
    return name
