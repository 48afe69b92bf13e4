"""The experiment record: which organisations are run, how often, and for how long.

An experiment is data, like a scenario: it names scenarios, gives factors their
levels, and says how many replicates each combination gets. What runs follow
from it is the work of `trustgarden.experiments.planning`; this record reads
no files and runs nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from trustgarden.model.scenario import Citation, Section

__all__ = ["MAX_RUNS", "MAX_SEED", "MAX_WEEKS", "CannotHoldError", "Experiment", "Level"]

MAX_RUNS = 1_000_000
"""More runs than this are refused: a slip in a list of levels is likelier than the wish."""

MAX_SEED = 2**53 - 1
"""Seeds up to here survive JSON, spreadsheets and JavaScript unchanged."""

MAX_WEEKS = 4000
"""The calendar of the model ends here."""

Level = str | bool | int | float | tuple[str, ...]
"""What a factor may be set to; a list of words is for keys such as `mechanisms.off`."""


def _frozen_list(level: Any) -> Any:
    """TOML gives lists; the record is frozen, so it keeps tuples."""
    return tuple(level) if isinstance(level, list) else level


Levels = Annotated[tuple[Annotated[Level, BeforeValidator(_frozen_list)], ...], Field(strict=False)]

# Parts of a scenario that name or explain it, or that stand for files and calendars: to vary
# them is to write another scenario, which says what it is.
NO_FACTORS = {
    "id": "it only names the scenario",
    "description": "it only describes the scenario",
    "details": "it only describes the scenario",
    "citations": "they only explain the scenario",
    "events": "a calendar is written in a scenario of its own",
    "leaders.by_team": "styles of single teams are stated in a scenario of its own",
    "communities": "who belongs where is written in a scenario of its own",
    "spaces.custom": "spaces of one's own are written in a scenario of its own",
    "welcome.steps": "a choreography is written in a scenario of its own",
    "organisation.people": "each file of people belongs in a scenario of its own",
    "organisation.ties": "each file of ties belongs in a scenario of its own",
}


class CannotHoldError(ValueError):
    """Something that each key allows by itself, but the experiment as a whole does not.

    Attributes:
        path: The key that it stands in, for messages with file and line.
    """

    def __init__(self, message: str, *path: str) -> None:
        super().__init__(message)
        self.path = path


class Experiment(Section):
    """Scenarios x factors x replicates, over a number of weeks.

    Replicate r has the same seed in every scenario and at every combination of
    levels: the same people and the same luck, so that differences are those of
    the conditions (common random numbers).

    Examples:
        >>> from trustgarden.experiments import Experiment
        >>> Experiment(id="levers", scenarios=("garden",), replicates=2,
        ...            factors={"leaders.style": ("gardener", "commander")}).num_combinations
        2
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=80, description="Short name.")
    description: str = Field("", max_length=120, description="One line: the question asked.")
    details: str = Field("", description="What is varied, what is looked at, and why.")
    citations: tuple[Citation, ...] = Field((), strict=False)
    scenarios: tuple[str, ...] = Field(
        strict=False, min_length=1, description="Ids of scenarios, or paths of their files."
    )
    replicates: int = Field(20, ge=1, le=MAX_RUNS, description="Runs of each point.")
    seed: int = Field(1, ge=0, le=MAX_SEED, description="Start of all chance of the experiment.")
    weeks: int = Field(104, ge=1, le=MAX_WEEKS, description="Length of a run (weeks).")
    factors: dict[str, Levels] = Field(
        default_factory=dict, description="Dotted keys of the scenario, each with its levels."
    )

    @property
    def num_combinations(self) -> int:
        """Number of combinations of levels; 1 without factors."""
        count = 1
        for levels in self.factors.values():
            count *= len(levels)
        return count

    @property
    def num_runs(self) -> int:
        """Number of runs: scenarios x combinations x replicates."""
        return len(self.scenarios) * self.num_combinations * self.replicates

    @model_validator(mode="after")
    def _holds(self) -> Self:
        _no_twice(self.scenarios, "scenarios")
        for key, levels in self.factors.items():
            _can_vary(key, levels)
            _no_twice(levels, "factors", key)
        _no_overlap(tuple(self.factors))
        if self.num_runs > MAX_RUNS:
            raise CannotHoldError(_too_many(self), "replicates")
        return self


def _can_vary(key: str, levels: tuple[Level, ...]) -> None:
    for fixed, reason in NO_FACTORS.items():
        if key == fixed or key.startswith(fixed + "."):
            raise CannotHoldError(
                f"factors.{key} cannot be varied, because {reason}.", "factors", key
            )
    if not levels:
        raise CannotHoldError(
            f"factors.{key} has no levels; give it at least one, or take it out.", "factors", key
        )


def _no_twice(values: tuple[Level, ...], *path: str) -> None:
    seen: set[Hashable] = set()
    for value in values:
        # 1 and 1.0 set the same conditions; True and 1 do not.
        same = (isinstance(value, bool), value)
        if same in seen:
            raise CannotHoldError(
                f"{'.'.join(path)} states {_plain(value)!r} twice, which would run the same thing "
                "twice; take one of them out, or raise replicates.",
                *path,
            )
        seen.add(same)


def _no_overlap(keys: tuple[str, ...]) -> None:
    for outer, inner in itertools.permutations(keys, 2):
        if inner.startswith(outer + "."):
            raise CannotHoldError(
                f"factors.{inner} is a part of factors.{outer}; vary one of them.",
                "factors",
                inner,
            )


def _plain(level: Level) -> Any:
    return list(level) if isinstance(level, tuple) else level


def _too_many(experiment: Experiment) -> str:
    return (
        f"the plan has {experiment.num_runs:,} runs ({len(experiment.scenarios)} scenarios x "
        f"{experiment.num_combinations:,} combinations of levels x {experiment.replicates:,} "
        f"replicates); at most {MAX_RUNS:,} are made in one experiment: take levels or "
        "replicates out, or split it into several experiments."
    )
