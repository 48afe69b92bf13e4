"""What every part of a scenario is: a frozen record that refuses what it does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Citation", "FieldError", "Section", "filled", "first_twice"]


class Section(BaseModel):
    """A frozen part of a scenario; unknown keys and NaN are refused."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True
    )


class Citation(Section):
    """A published source, and why the scenario rests on it."""

    source: str = Field(min_length=1, description="Author, year, journal; DOI if there is one.")
    reason: str = Field(min_length=1, description="What is taken from it.")
    doi: str | None = Field(None, description="Its DOI, without https://doi.org/.")


class FieldError(ValueError):
    """A rule that no type can state is broken; messages need to know by which key.

    Attributes:
        path: The key, below the section that raises it; entries of lists by number from 0.
    """

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


def filled(section: Section, preset: Mapping[str, Any]) -> dict[str, Any]:
    """Each key of a preset: as stated in the section, or else as the preset has it."""
    stated = {name: getattr(section, name) for name in preset}
    return {name: preset[name] if stated[name] is None else stated[name] for name in preset}


def first_twice(names: Sequence[str]) -> int | None:
    """Where a name stands that stands further up already, or None."""
    return next((index for index, name in enumerate(names) if name in names[:index]), None)
