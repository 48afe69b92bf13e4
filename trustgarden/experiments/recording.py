"""The recording plan: what of each run is kept, and when.

It decides only what is written down. The runs are the same whatever is
recorded, and so are their end-of-run measures.
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Section
from trustgarden.scenarios.wording import did_you_mean

from .designs.levels import CannotHoldError

__all__ = ["Recording"]

MOST_WEEKS = 4000


class Recording(Section):
    """Which measures, every how many weeks; and in which weeks people and ties."""

    measures: tuple[str, ...] | None = Field(
        None,
        strict=False,
        min_length=1,
        description="Measures that `series` keeps; all if not stated.",
    )
    every_weeks: int = Field(
        1, ge=1, le=MOST_WEEKS, description="Weeks between two rows of `series`."
    )
    people_at_weeks: tuple[int, ...] = Field(
        (), strict=False, description="Weeks after which everybody is written down."
    )
    ties_at_weeks: tuple[int, ...] = Field(
        (), strict=False, description="Weeks after which every relationship is written down."
    )

    @property
    def series_measures(self) -> tuple[str, ...]:
        """Names of the measures in `series`, in the order of all measures."""
        wanted = MEASURE_NAMES if self.measures is None else self.measures
        return tuple(name for name in MEASURE_NAMES if name in wanted)

    @property
    def stops(self) -> tuple[int, ...]:
        """Weeks after which a run is looked at closely, in order."""
        return tuple(sorted({*self.people_at_weeks, *self.ties_at_weeks}))

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables that a chunk has parts of; `runs`, whose part is the commit, is the last."""
        people = ("people",) if self.people_at_weeks else ()
        ties = ("ties",) if self.ties_at_weeks else ()
        return ("series", "teams", *people, *ties, "runs")

    @model_validator(mode="after")
    def _holds(self) -> Self:
        for name in self.measures or ():
            if name not in MEASURE_NAMES:
                raise _wrong(
                    f"recording.measures names {name!r}, which is no measure."
                    f"{did_you_mean(name, MEASURE_NAMES)} `trustgarden.MEASURE_NAMES` lists them.",
                    "measures",
                )
        for key in ("measures", "people_at_weeks", "ties_at_weeks"):
            stated = getattr(self, key) or ()
            if len(set(stated)) < len(stated):
                raise _wrong(f"recording.{key} states something twice; state each once.", key)
        return self

    def check_weeks(self, weeks: int) -> None:
        """Refuse weeks that a run of so many weeks does not reach.

        Raises:
            CannotHoldError: If it names such a week.
        """
        for key in ("people_at_weeks", "ties_at_weeks"):
            for week in getattr(self, key):
                if not 1 <= week <= weeks:
                    raise _wrong(
                        f"recording.{key} names week {week}, and a run has weeks 1 to {weeks}; "
                        "name one of these, or change weeks.",
                        key,
                    )
        if self.every_weeks > weeks:
            raise _wrong(
                f"recording.every_weeks is {self.every_weeks}, and a run has {weeks} weeks, so "
                "that nothing would be recorded; state fewer.",
                "every_weeks",
            )


def _wrong(message: str, key: str) -> CannotHoldError:
    return CannotHoldError(message, "recording", key)
