"""What a claim is: a sentence that a person can read, and what must be measured for it to hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.section import FieldError, Section
from trustgarden.scenarios.wording import did_you_mean, listed

__all__ = ["Arm", "Citation", "Claim", "ClaimsFile", "Kind", "Watched"]

Kind = Literal[
    "difference", "order", "bound", "correlation", "emergence", "collapse", "equivalence"
]
MOST_WEEKS = 4000
CONFIDENCE = 0.99
"""Of the verdict on a claim, where neither it nor its file states one."""
NUM_ARMS: Mapping[str, tuple[int, int]] = {
    "difference": (2, 2), "equivalence": (2, 2), "order": (2, 12), "bound": (1, 1),
    "correlation": (1, 1), "emergence": (1, 1), "collapse": (1, 1),
}  # fmt: skip
"""Fewest and most arms of each kind."""


class Citation(Section):
    """Where a claim comes from."""

    source: str = Field(min_length=1, description="Author, year, journal; or the theory's part.")
    doi: str | None = Field(None, description="Its DOI, without https://doi.org/.")


class Arm(Section):
    """One scenario of a claim."""

    scenario: str = Field(description="Id of the catalogue, or path from the claims file.")
    changes: dict[str, Any] = Field(default_factory=dict, description="Dotted keys and values.")


class Watched(Arm):
    """One scenario whose distribution and digests the baseline keeps."""


class Claim(Section):
    """A statement on behaviour.

    A run's figure is the mean of `measure` over `weeks`, first to last. What
    must hold is of the mean over runs: of the second arm less the first
    (difference, equivalence), of each arm less the one before (order), of the one
    arm (bound); or the correlation over runs, or the share of runs.
    """

    id: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$", description="Lower case and dashes.")
    says: str = Field(min_length=1, description="The sentence.")
    kind: Kind = Field(description="What sort of statement it is.")
    measure: str = Field("trust", description="What is measured.")
    with_measure: str | None = Field(None, description="Correlation: the other measure.")
    weeks: tuple[int, int] | None = Field(None, description="First and last week of the mean.")
    arms: list[Arm] = Field(min_length=1, description="The scenarios.")
    at_least: float | None = Field(None, description="Least that is tolerated.")
    at_most: float | None = Field(None, description="Most that is tolerated.")
    within: float | None = Field(None, gt=0, description="Equivalence: the margin.")
    of: int | None = Field(None, ge=1, description="at_least and at_most are so many of these.")
    threshold: float = Field(0.65, gt=0, lt=1, description="Emergence: trust to reach.")
    drop: float = Field(0.10, gt=0, lt=1, description="Collapse: loss below the height.")
    confidence: float | None = Field(None, ge=0.8, lt=1, description="Of the verdict.")
    sources: list[Citation] = Field(default_factory=list, description="Theory or literature.")

    @field_validator("weeks", mode="before")
    @classmethod
    def _pair(cls, given: Any) -> Any:
        """One week stands for itself; TOML has lists where Python has pairs."""
        if isinstance(given, int) and not isinstance(given, bool):
            return (given, given)
        return tuple(given) if isinstance(given, list) else given

    @model_validator(mode="after")
    def _whole(self) -> Claim:
        for key in ("measure", "with_measure"):
            _check_measure(key, getattr(self, key))
        _check_weeks(self.weeks)
        fewest, most = NUM_ARMS[self.kind]
        if not fewest <= len(self.arms) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            raise FieldError(f"holds {len(self.arms)}; {self.kind} takes {wanted}.", "arms")
        self._check_limits()
        return self

    def _check_limits(self) -> None:
        if (self.kind == "equivalence") != (self.within is not None):
            raise FieldError("belongs to kind equivalence, which needs it.", "within")
        if (self.kind == "correlation") != (self.with_measure is not None):
            raise FieldError("belongs to kind correlation, which needs it.", "with_measure")
        if self.kind not in ("equivalence", "order") and self.at_least is self.at_most is None:
            raise FieldError("or at_most must be given; without it nothing could fail.", "at_least")
        if None not in (self.at_least, self.at_most) and self.at_least > self.at_most:  # type: ignore[operator]
            raise FieldError("is above at_most, so nothing could hold.", "at_least")

    def limit(self, key: Literal["at_least", "at_most"]) -> float | None:
        """A limit; where it is so many of a number, as a share."""
        given: float | None = getattr(self, key)
        return given / self.of if given is not None and self.of is not None else given


class ClaimsFile(Section):
    """A file of claims, and of scenarios that are watched."""

    seed: int = Field(1, ge=0, le=2**52, description="First of the seeds.")
    weeks: int = Field(26, ge=1, le=MOST_WEEKS, description="Length of every run.")
    changes: dict[str, Any] = Field(default_factory=dict, description="Laid over every scenario.")
    confidence: float | None = Field(
        None, ge=0.8, lt=1, description="Of all verdicts together, split evenly over the claims."
    )
    claims: list[Claim] = Field(default_factory=list)
    watched: list[Watched] = Field(default_factory=list)

    @model_validator(mode="after")
    def _consistent(self) -> ClaimsFile:
        if not self.claims and not self.watched:
            raise FieldError(
                "or watched must be given; a file of neither checks nothing.", "claims"
            )
        seen: set[str] = set()
        for place, claim in enumerate(self.claims):
            if claim.id in seen:
                raise FieldError(f"{claim.id!r} stands twice.", "claims", place, "id")
            seen.add(claim.id)
            if claim.weeks is not None and claim.weeks[1] > self.weeks:
                message = f"ends at {claim.weeks[1]}, and runs last {self.weeks} weeks."
                raise FieldError(message, "claims", place, "weeks")
        return self

    def error_of(self, claim: Claim) -> float:
        """How often the verdict on a claim may be wrong: its own, or its share of the file's."""
        if claim.confidence is not None:
            return 1 - claim.confidence
        if self.confidence is None:
            return 1 - CONFIDENCE
        # By Bonferroni's inequality, whatever the claims have in common.
        return (1 - self.confidence) / len(self.claims)


def _check_measure(key: str, name: str | None) -> None:
    if name is not None and name not in MEASURE_NAMES:
        near = did_you_mean(name, MEASURE_NAMES) or f" There are: {listed(MEASURE_NAMES)}."
        raise FieldError(f"names {name!r}, which is no measure.{near}", key)


def _check_weeks(weeks: tuple[int, int] | None) -> None:
    if weeks is not None and not 1 <= weeks[0] <= weeks[1]:
        raise FieldError(f"is {list(weeks)}; first and last week, from 1, in order.", "weeks")
