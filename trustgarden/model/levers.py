"""What leaders and an organisation can turn: attention, consequence, recognition."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from .presets import (
    PRACTICES,
    RECOGNITIONS,
    REGIMES,
    STYLES,
    regime_preset,
    style_preset,
)
from .section import FieldError, Section, filled

__all__ = [
    "PRACTICES",
    "RECOGNITION_DIMENSIONS",
    "REGIME_DIMENSIONS",
    "STYLE_DIMENSIONS",
    "Consequence",
    "Leaders",
    "Recognition",
    "Talk",
]


class Leaders(Section):
    """How leaders spend their week, by style; keys beside `style` override its preset.

    The seven practices are shares of `attention_hours`; what is left over is
    not spent on people.
    """

    style: str = Field("gardener", description="How leaders divide their week: a preset.")
    attention_hours: float = Field(12.0, ge=0, le=60, description="Hours a leader has (h/week).")
    spaces: float | None = Field(None, ge=0, le=1, description="Share for making spaces.")
    consequence: float | None = Field(None, ge=0, le=1, description="Share for consequence.")
    connections: float | None = Field(None, ge=0, le=1, description="Share for connecting people.")
    recognition: float | None = Field(None, ge=0, le=1, description="Share for recognition.")
    fairness: float | None = Field(None, ge=0, le=1, description="Share for fairness and voice.")
    demanding: float | None = Field(None, ge=0, le=1, description="Share for demanding trust.")
    controlling: float | None = Field(None, ge=0, le=1, description="Share for controlling.")
    evenness: float | None = Field(None, ge=0, le=1, description="1: all members alike.")
    respect: float | None = Field(None, ge=0, le=1, description="Respect and explanation shown.")
    listening: float | None = Field(
        None, ge=0, le=1, description="How far voice that is asked for is heeded."
    )
    by_team: dict[str, str] = Field(
        {}, description="Style of the leaders of single teams, by the team's name."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        preset = style_preset(self.style)
        if preset is None:
            raise _no_style(self.style, "style")
        for team, style in self.by_team.items():
            if style_preset(style) is None:
                raise _no_style(style, "by_team", team)
        shares = filled(self, preset.values)
        total = sum(shares[name] for name in PRACTICES)
        if total > 1 + 1e-9:
            raise FieldError(
                f"the shares of {', '.join(PRACTICES)} add up to {total:.2f}; a leader has one "
                "week, so they may add up to at most 1: lower one of them."
            )
        return self


def _no_style(name: str, *path: str) -> FieldError:
    return FieldError(f"style {name!r} is not one of: {', '.join(STYLES)}.", *path)


class Consequence(Section):
    """What follows from how people answer trust; keys beside `regime` override its preset.

    All dimensions are in [0, 1]. Formal consequence is the leader's; social
    consequence is that of those around.
    """

    regime: str = Field("none", description="What follows from conduct: a preset.")
    detection: float | None = Field(
        None, ge=0, le=1, description="Chance that what went wrong comes to the leader's eyes."
    )
    certainty: float | None = Field(
        None, ge=0, le=1, description="Chance that what was seen has a consequence."
    )
    severity: float | None = Field(None, ge=0, le=1, description="How hard it is.")
    distinction: float | None = Field(
        None, ge=0, le=1, description="How well an error is told from a breach."
    )
    evenness: float | None = Field(
        None, ge=0, le=1, description="How alike it is for everybody; below 1 some are spared."
    )
    arbitrary: float | None = Field(
        None, ge=0, le=1, description="Weekly chance that it falls on somebody, whatever they did."
    )
    publicness: float | None = Field(
        None, ge=0, le=1, description="How much of what follows is seen in the team."
    )
    repair: float | None = Field(
        None, ge=0, le=1, description="How far it consists in making good, not in a penalty."
    )
    reward: float | None = Field(None, ge=0, le=1, description="What is given for keeping faith.")
    binding: float | None = Field(
        None, ge=0, le=1, description="How much the regime leaves no choice but to keep faith."
    )
    pricing: float | None = Field(
        None, ge=0, le=1, description="How much a price, clause or count is present in dealings."
    )
    monitoring: float | None = Field(None, ge=0, le=1, description="How closely work is watched.")
    collective: float | None = Field(
        None, ge=0, le=1, description="Share of it that falls on each of the team as well."
    )
    social: float | None = Field(
        None, ge=0, le=1, description="How hard those around are on one who failed, and how upset."
    )
    coordinating: float | None = Field(
        None, ge=0, le=1, description="How far clauses say who does what, not what follows."
    )
    chosen: float | None = Field(
        None, ge=0, le=1, description="How far those concerned chose the regime themselves."
    )

    @model_validator(mode="after")
    def _known(self) -> Self:
        if regime_preset(self.regime) is None:
            raise FieldError(
                f"regime {self.regime!r} is not one of: {', '.join(REGIMES)}.", "regime"
            )
        return self


class Recognition(Section):
    """Whose idea of good work is recognised, by whom, and what it is worth.

    Who says what is worth recognising (`defines`) and who picks the people
    (`decides`) are told apart; keys beside `form` override its preset.
    """

    form: str = Field("acknowledgement", description="What recognition looks like: a preset.")
    defines: Literal["formal", "social"] | None = Field(
        None, description="Who says what is worth it: the organisation, or those around."
    )
    decides: Literal["formal", "social"] | None = Field(
        None, description="Who picks the people: their leader, or those around."
    )
    credibility: float | None = Field(
        None, ge=0, le=1, description="How far it is believed to be meant."
    )
    visibility: float | None = Field(
        None, ge=0, le=1, description="How much of it is seen in the team."
    )
    scarcity: float | None = Field(
        None, ge=0, le=1, description="How few can have it; 0: as many as deserve it."
    )
    payment: float | None = Field(None, ge=0, le=1, description="How far it is money.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.form not in RECOGNITIONS:
            raise FieldError(
                f"form {self.form!r} is not one of: {', '.join(RECOGNITIONS)}.", "form"
            )
        return self


class Talk(Section):
    """What people tell each other of people who are not there."""

    tales: float = Field(
        1.0, ge=0, le=10, description="Tales of third parties that a person hears (1/week)."
    )


def _dimensions(section: type[Section], *others: str) -> tuple[str, ...]:
    return tuple(name for name in section.model_fields if name not in others)


STYLE_DIMENSIONS = _dimensions(Leaders, "style", "attention_hours", "by_team")
"""Keys that a style fills."""
REGIME_DIMENSIONS = _dimensions(Consequence, "regime")
"""Keys that a regime fills."""
RECOGNITION_DIMENSIONS = _dimensions(Recognition, "form")
"""Keys that a form of recognition fills."""
