"""The choreography of welcome: what happens to a joiner, in which of their weeks."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from .presets import WELCOMES
from .section import FieldError, Section

__all__ = ["STEP_KINDS", "Welcome", "WelcomeStep"]

StepKind = Literal["invite", "greet", "buddy", "introduce", "first-task", "recognise", "check-in"]

STEP_KINDS: tuple[StepKind, ...] = (
    "invite",
    "greet",
    "buddy",
    "introduce",
    "first-task",
    "recognise",
    "check-in",
)
"""What can happen to a joiner."""


class WelcomeStep(Section):
    """One thing that somebody does for a joiner in one of the joiner's weeks."""

    week: int = Field(ge=1, le=52, description="Week of the joiner's time here (weeks).")
    kind: StepKind = Field(description="What happens.")
    who: Literal["leader", "buddy", "team"] = Field("leader", description="Who does it.")
    certainty: float = Field(1.0, ge=0, le=1, description="Chance that it takes place.")
    announced: bool = Field(False, description="Whether the joiner was told to expect it.")
    count: int = Field(
        1,
        ge=1,
        le=20,
        description=(
            "How many people are introduced or, if the team greets, greet; for other steps the "
            "hours of meeting in that week."
        ),
    )
    space: Literal["work", "meeting", "rehearsal", "social"] = Field(
        "social", description="The space in which it happens."
    )


class Welcome(Section):
    """How people are received who join; `steps` replace those of the named choreography."""

    choreography: str = Field(
        "by-the-book",
        pattern=r"^[a-z0-9-]+$",
        max_length=40,
        description="How joiners are received: a preset, or a name of your own for your steps.",
    )
    steps: tuple[WelcomeStep, ...] | None = Field(
        None, strict=False, max_length=24, description="Steps of the welcome, at most 24."
    )

    @model_validator(mode="after")
    def _has_steps(self) -> Self:
        if self.steps is None and self.choreography not in WELCOMES:
            raise FieldError(
                f"choreography {self.choreography!r} is not one of: {', '.join(WELCOMES)}; one "
                "of your own needs steps.",
                "choreography",
            )
        return self

    def resolved(self) -> Welcome:
        """Return a copy in which the steps are written out."""
        steps = self.steps
        if steps is None:
            preset = WELCOMES[self.choreography].steps
            steps = tuple(WelcomeStep.model_validate(dict(step)) for step in preset)
        # Steps are dumped whole, so that their defaults are written out too.
        return Welcome.model_validate(
            {"choreography": self.choreography, "steps": [step.model_dump() for step in steps]}
        )
