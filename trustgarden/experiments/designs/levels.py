"""Levels: what a key of a scenario may be set to by an experiment."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

__all__ = ["CannotHoldError", "Level", "Levels", "OneLevel", "plain", "same_as"]

Level = str | bool | int | float | tuple[str, ...]
"""What a factor may be set to; a list of words is for keys such as `mechanisms.off`."""


class CannotHoldError(ValueError):
    """Something that each key allows by itself, but the experiment as a whole does not.

    Attributes:
        path: The key that it stands in, for messages with file and line.
    """

    def __init__(self, message: str, *path: str) -> None:
        super().__init__(message)
        self.path = path


def _frozen_list(level: Any) -> Any:
    """TOML gives lists; the record is frozen, so it keeps tuples."""
    return tuple(level) if isinstance(level, list) else level


OneLevel = Annotated[Level, BeforeValidator(_frozen_list)]
Levels = Annotated[tuple[OneLevel, ...], Field(strict=False)]


def same_as(level: Level) -> Hashable:
    """What is equal for two levels that set the same conditions.

    1 and 1.0 do; True and 1 do not.
    """
    return (isinstance(level, bool), level)


def plain(level: Any) -> Any:
    """A level as JSON and TOML have it."""
    return list(level) if isinstance(level, Sequence) and not isinstance(level, str) else level
