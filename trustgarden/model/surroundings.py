"""Where people meet and where they belong: spaces of the week, and communities."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from .section import FieldError, Section, first_twice

__all__ = [
    "SPACES",
    "Attendance",
    "Community",
    "CustomSpace",
    "Joining",
    "Purpose",
    "Spaces",
]

SPACES = ("work", "meeting", "rehearsal", "social")
"""Spaces that every organisation has."""

Purpose = Literal["perform", "share", "rehearse", "explore"]
"""What people are there for."""
Attendance = Literal["leader", "team", "place", "organisation", "remembered"]
"""Whom one may meet there."""
Joining = Literal["invited", "discovered", "closed"]
"""How one comes to belong."""


class CustomSpace(Section):
    """A space of one's own, beside the four that every organisation has."""

    name: str = Field(min_length=1, max_length=40, description="Its name; unique.")
    purpose: Purpose = Field(description="What people are there for.")
    who: Attendance = Field("team", description="Whom one may meet there.")
    hours: float = Field(1.0, ge=0, le=40, description="Hours of a person there (h/week).")
    formality: float = Field(0.5, ge=0, le=1, description="How formal it is; 0: among friends.")
    voluntariness: float = Field(0.5, ge=0, le=1, description="How free one is to come or not.")
    visibility: float = Field(
        0.5, ge=0, le=1, description="How much of what happens there is seen by others there."
    )
    stakes: float = Field(
        0.6, ge=0, le=1, description="What is usually at stake there, 1 being ordinary work."
    )
    reach: float = Field(0.5, ge=0, le=1, description="Reach of consequence there.")


class Spaces(Section):
    """Hours a person has with others each week, by space, before load and leaders change them.

    `work` and `meeting` are formal and stay; `rehearsal` and `social` are the
    first to go when load is high. `reach` is how far the consequence of the
    regime reaches into a space.
    """

    work_hours: float = Field(6.0, ge=0, le=40, description="Performing together (h/week).")
    meeting_hours: float = Field(1.0, ge=0, le=40, description="Sharing, formally (h/week).")
    rehearsal_hours: float = Field(0.5, ge=0, le=40, description="Rehearsing (h/week).")
    social_hours: float = Field(1.0, ge=0, le=40, description="Among people, freely (h/week).")
    rehearsal_reach: float = Field(0.3, ge=0, le=1, description="Reach of consequence there.")
    social_reach: float = Field(0.1, ge=0, le=1, description="Reach of consequence there.")
    openness: float = Field(
        0.4, ge=0, le=1, description="Share of social hours open to the whole organisation."
    )
    custom: tuple[CustomSpace, ...] = Field(
        (), strict=False, max_length=6, description="Spaces of one's own, at most 6."
    )

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        index = first_twice(self.names)
        if index is not None:
            raise FieldError(
                f"there are two spaces called {self.names[index]!r}; give each a name of its own, "
                f"other than {', '.join(SPACES)}.",
                "custom",
                index - len(SPACES),
                "name",
            )
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """All spaces, those of every organisation first."""
        return (*SPACES, *(space.name for space in self.custom))


class Community(Section):
    """People who belong together across teams: formal or social, visible or hidden."""

    name: str = Field(min_length=1, max_length=40, description="Its name; unique.")
    kind: Literal["formal", "social"] = Field(
        "social", description="Whether the organisation made it, or its people."
    )
    visibility: Literal["visible", "hidden"] = Field(
        "hidden", description="Whether others can see that it is there."
    )
    share: float = Field(
        0.2, ge=0, le=1, description="Chance of each person to belong to it at the start."
    )
    hours: float = Field(1.0, ge=0, le=20, description="Hours of a member in it (h/week).")
    joining: Joining | None = Field(
        None, description="How one comes to belong; invited if it is hidden, discovered if not."
    )
    purpose: Purpose = Field("explore", description="What its members are there for.")
    formality: float | None = Field(
        None, ge=0, le=1, description="How formal it is; 0.6 if its kind is formal, else 0."
    )
    openness: float = Field(
        0.5, ge=0, le=1, description="How much of what happens there is seen by its members."
    )
    reach: float = Field(0.1, ge=0, le=1, description="Reach of consequence into it.")

    def resolved(self) -> Community:
        """Return a copy in which every default is written out."""
        joining = self.joining or ("invited" if self.visibility == "hidden" else "discovered")
        formality = {"formal": 0.6, "social": 0.0}[self.kind]
        if self.formality is not None:
            formality = self.formality
        return Community.model_validate(
            self.model_dump() | {"joining": joining, "formality": formality}
        )
