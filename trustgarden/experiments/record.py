"""The experiment record: which organisations are run, how often, and for how long.

An experiment is data, like a scenario: it names scenarios, says what is varied
and by which design, and how many replicates each point gets. What runs follow
from it is the work of `trustgarden.experiments.planning`; this record reads
no files and runs nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from trustgarden.model.scenario import Citation, Section

from .designs.crossed import AnyDesign, Crossed, design_of
from .designs.design import MAX_SEED, Design
from .designs.factors import Factor, Varied
from .designs.grid import Grid
from .designs.levels import CannotHoldError, Level, OneLevel, plain, same_as
from .designs.listed import Listed
from .designs.ranges import Range
from .recording import Recording
from .stopping_rule import StoppingRule, known_outcome

__all__ = ["MAX_RUNS", "MAX_SEED", "MAX_WEEKS", "CannotHoldError", "Experiment", "Level"]

MAX_RUNS = 1_000_000
"""More runs than this are refused: a slip in a list of levels is likelier than the wish."""

MAX_WEEKS = 4000
"""The calendar of the model ends here."""

VARIED = ("levers", "factors", "uncertainties")
"""Tables of keys that vary."""

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


class Experiment(Section):
    """Scenarios x points of a design x replicates, over a number of weeks.

    What is varied is told apart by what it stands for: *levers* somebody could
    decide, *uncertainties* are as they are and not known, *constants* are held.
    `factors` are levers by another name.

    Replicate r has the same seed in every scenario and at every point, unless
    `common_luck` is false: the same people and the same luck, so that
    differences are those of the conditions (common random numbers).

    Examples:
        >>> from trustgarden.experiments import Experiment
        >>> Experiment(id="levers", scenarios=("garden",), replicates=2,
        ...            levers={"leaders.style": ("gardener", "commander")}).num_combinations
        2
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=80, description="Short name.")
    description: str = Field("", max_length=120, description="One line: the question asked.")
    details: str = Field("", description="What is varied, what is looked at, and why.")
    citations: tuple[Citation, ...] = Field((), strict=False)
    scenarios: tuple[str, ...] = Field(
        strict=False, min_length=1, description="Ids of scenarios, or paths of their files."
    )
    replicates: int = Field(
        20, ge=1, le=MAX_RUNS, description="Runs of each point; with a stopping rule, at most."
    )
    seed: int = Field(1, ge=0, le=MAX_SEED, description="Start of all chance of the experiment.")
    common_luck: bool = Field(
        True, description="Whether a replicate has the same people and luck at every point."
    )
    weeks: int = Field(104, ge=1, le=MAX_WEEKS, description="Length of a run (weeks).")
    levers: dict[str, Factor] = Field(
        default_factory=dict, description="What somebody could decide: levels or ranges."
    )
    factors: dict[str, Factor] = Field(
        default_factory=dict, description="The same as levers, by another name."
    )
    uncertainties: dict[str, Factor] = Field(
        default_factory=dict, description="What is as it is, and not known: levels or ranges."
    )
    constants: dict[str, OneLevel] = Field(
        default_factory=dict, description="What is held at one level in every scenario."
    )
    outcomes: tuple[str, ...] = Field(
        (), strict=False, description="Measures that the question is about."
    )
    design: AnyDesign = Grid()
    stopping: StoppingRule | None = Field(
        None, description="When fewer replicates than `replicates` are enough."
    )
    recording: Recording = Field(Recording(), description="What of each run is kept, and when.")

    @property
    def varied(self) -> Varied:
        """What varies, by what it stands for."""
        return Varied({**self.levers, **self.factors}, self.uncertainties)

    @property
    def num_combinations(self) -> int:
        """Number of points of the design; 1 if nothing is varied."""
        return self.design.num_points(self.varied)

    @property
    def num_runs(self) -> int:
        """Number of runs: scenarios x combinations x replicates."""
        return len(self.scenarios) * self.num_combinations * self.replicates

    def levels_of(self, key: str) -> tuple[Level, ...]:
        """Everything that a key is set to one by one; nothing if it has a range."""
        factor = self.varied.all.get(key, ())
        held = (self.constants[key],) if key in self.constants else ()
        return held if isinstance(factor, Range) else (*held, *factor)

    def stated(self) -> dict[str, Any]:
        """What was stated, without defaults, as plain nested data; it validates to an equal one."""
        data = self.model_dump(exclude_unset=True, mode="json")
        # Whole: made in Python, its very name is a default.
        return data | ({"design": self.design.model_dump(mode="json")} if "design" in data else {})

    @field_validator("outcomes")
    @classmethod
    def _known_outcomes(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            known_outcome(name, "outcomes")
        return names

    @model_validator(mode="after")
    def _holds(self) -> Self:
        _no_twice(self.scenarios, "scenarios")
        _no_twice(self.outcomes, "outcomes")
        self._take_columns()
        for section in (*VARIED, "constants"):
            for key, factor in getattr(self, section).items():
                _can_vary(section, key)
                if section != "constants" and not isinstance(factor, Range):
                    _has_levels(factor, section, key)
        self._state_once()
        self._check_design()
        if self.stopping is not None:
            self._check_stopping(self.stopping)
        self.recording.check_weeks(self.weeks)
        if self.num_runs > MAX_RUNS:
            raise CannotHoldError(_too_many(self), "replicates")
        return self

    def _take_columns(self) -> None:
        """Columns of a list of points that nothing is stated of vary, too."""
        parts: dict[str, Design] = {"levers": self.design}
        if isinstance(self.design, Crossed):
            parts = {"levers": self.design.levers, "uncertainties": self.design.uncertainties}
        for section, design in parts.items():
            if isinstance(design, Listed):
                columns = design.unstated([*self.varied.all, *self.constants])
                # Frozen against users; here it is still being made.
                self.__dict__[section] = getattr(self, section) | columns

    def _state_once(self) -> None:
        tables = (*VARIED, "constants")
        keys = [(section, key) for section in tables for key in getattr(self, section)]
        for (outer_section, outer), (section, inner) in itertools.permutations(keys, 2):
            if inner == outer:
                raise CannotHoldError(
                    f"{inner} is stated below [{section}] and below [{outer_section}]; state it "
                    "once.",
                    section, inner,
                )  # fmt: skip
            if inner.startswith(outer + "."):
                raise CannotHoldError(
                    f"{section}.{inner} is a part of {outer_section}.{outer}; vary one of them.",
                    section, inner,
                )  # fmt: skip

    def _check_design(self) -> None:
        try:
            self.design.check(self.varied)
        except CannotHoldError as error:
            # A design knows keys, and not in which table they stand.
            section = next((s for s in VARIED if error.path[0] in getattr(self, s)), None)
            raise CannotHoldError(
                str(error), *((section,) if section else ()), *error.path
            ) from None
        if isinstance(self.design, Listed):
            _no_columns(self.design, self.constants)
            _check_origin(self.design)

    def _check_stopping(self, rule: StoppingRule) -> None:
        if rule.min_replicates > self.replicates:
            raise CannotHoldError(
                f"stopping.min_replicates is {rule.min_replicates}, and replicates, the most that "
                f"are made, is {self.replicates}; raise replicates or lower min_replicates.",
                "stopping", "min_replicates",
            )  # fmt: skip
        if rule.of == "difference" and not self.common_luck:
            raise CannotHoldError(
                'stopping.of is "difference" and common_luck is false; differences are paired by '
                "common luck: take one of the two out.",
                "stopping", "of",
            )  # fmt: skip
        if rule.of == "difference" and len(self.scenarios) * self.num_combinations == 1:
            raise CannotHoldError(
                'stopping.of is "difference", and the experiment has one point only; take '
                'of = "mean".',
                "stopping", "of",
            )  # fmt: skip


def _can_vary(section: str, key: str) -> None:
    for fixed, reason in NO_FACTORS.items():
        if key == fixed or key.startswith(fixed + "."):
            cannot = "set" if section == "constants" else "varied"
            raise CannotHoldError(
                f"{section}.{key} cannot be {cannot}, because {reason}.", section, key
            )


def _has_levels(levels: tuple[Level, ...], section: str, key: str) -> None:
    if not levels:
        raise CannotHoldError(
            f"{section}.{key} has no levels; give it at least one, or take it out.", section, key
        )
    _no_twice(levels, section, key)


def _no_twice(values: Iterable[Level], *path: str) -> None:
    seen = set()
    for value in values:
        if same_as(value) in seen:
            raise CannotHoldError(
                f"{'.'.join(path)} states {plain(value)!r} twice, which would run the same thing "
                "twice; take one of them out, or raise replicates.",
                *path,
            )
        seen.add(same_as(value))


def _no_columns(design: Listed, constants: Mapping[str, Level]) -> None:
    for key in constants:
        if key in design.columns:
            raise CannotHoldError(
                f"constants.{key} is a column of the list of points as well; take one of them out.",
                "constants", key,
            )  # fmt: skip


def _check_origin(design: Listed) -> None:
    try:
        if design.made_by is not None:
            design_of(design.made_by)
    except ValidationError:
        raise CannotHoldError(
            "design.made_by is not a design as `trustgarden plan --write` notes it; leave it out, "
            "and the points are a list like any other.",
            "design", "made_by",
        ) from None  # fmt: skip


def _too_many(experiment: Experiment) -> str:
    return (
        f"the plan has {experiment.num_runs:,} runs ({len(experiment.scenarios)} scenarios x "
        f"{experiment.num_combinations:,} combinations of levels x {experiment.replicates:,} "
        f"replicates); at most {MAX_RUNS:,} are made in one experiment: take levels or "
        "replicates out, or split it into several experiments."
    )
