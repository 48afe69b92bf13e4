"""Factors: the keys that an experiment varies, each with levels or a range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from .levels import Level, Levels, same_as
from .ranges import Range

__all__ = ["Factor", "Factors", "Varied", "factors_of", "level_at", "place_of", "type_levels"]


def _kind(stated: Any) -> str:
    # A table without any key of a range is a dotted key without its quotes, and no range.
    is_range = isinstance(stated, Range) or (
        isinstance(stated, Mapping) and not Range.model_fields.keys().isdisjoint(stated)
    )
    return "range" if is_range else "levels"


Factor = Annotated[
    Annotated[Range, Tag("range")] | Annotated[Levels, Tag("levels")], Discriminator(_kind)
]
"""What a key is varied over: a range, or levels one by one."""

Factors = Mapping[str, Range | tuple[Level, ...]]
"""Dotted keys, and what each is varied over."""


@dataclass(frozen=True)
class Varied:
    """Everything that an experiment varies, by what it stands for.

    Attributes:
        levers: What somebody could decide.
        uncertainties: What is as it is, and not known.
    """

    levers: Factors = field(default_factory=dict)
    uncertainties: Factors = field(default_factory=dict)

    @property
    def all(self) -> Factors:
        """Levers, then uncertainties."""
        return {**self.levers, **self.uncertainties}


def level_at(factor: Range | tuple[Level, ...], place: float) -> Level:
    """The level at a place in [0, 1]; levels one by one share it in equal parts."""
    if isinstance(factor, Range):
        return factor.level_at(place)
    return factor[min(int(place * len(factor)), len(factor) - 1)]


def place_of(factor: Range | tuple[Level, ...], level: Level) -> float:
    """Where a level stands in [0, 1]; levels one by one stand in the middle of their parts.

    Raises:
        ValueError: If it is none of them.
    """
    if isinstance(factor, Range):
        if isinstance(level, str | tuple):
            raise ValueError(f"{level!r} is no number.")
        return factor.place_of(level)
    found = [same_as(one) for one in factor].index(same_as(level))
    return (found + 0.5) / len(factor)


def factors_of(experiment: Mapping[str, Any]) -> dict[str, Any]:
    """What varies in an experiment as a manifest has it: levers, then uncertainties."""
    tables = ("levers", "factors", "uncertainties")
    return {key: factor for name in tables for key, factor in experiment.get(name, {}).items()}


def type_levels(factor: Any) -> tuple[Any, ...]:
    """Levels that tell the type of a factor's column; of a range its ends.

    Args:
        factor: As in a record, or as in a manifest.
    """
    if isinstance(factor, Range):
        return factor.ends
    if isinstance(factor, Mapping):
        kind = int if factor.get("whole") else float
        return kind(factor["lower"]), kind(factor["upper"])
    return tuple(factor)
