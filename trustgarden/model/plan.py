"""Who is there and what they bring: people, teams, traits, work, and who leaves."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from .section import FieldError, Section

__all__ = [
    "MECHANISM_SWITCHES",
    "Mechanisms",
    "OrganisationPlan",
    "PeopleFile",
    "Population",
    "TiesFile",
    "Turnover",
    "Work",
]

MECHANISM_SWITCHES = (
    "ambiguity",
    "asymmetry",
    "attribution",
    "connections",
    "consequence",
    "control",
    "cues",
    "deception",
    "entrusting",
    "events",
    "fairness",
    "forgetting",
    "further",
    "leadership",
    "leaving",
    "mistrust",
    "projection",
    "promises",
    "reciprocity",
    "recognition",
    "repair",
    "spaces",
    "strain",
    "talk",
    "welcome",
    "witness",
)
"""Mechanisms that `mechanisms.off` may name, for knock-outs."""


class PeopleFile(Section):
    """A CSV file of real people; each further field names the column that holds it.

    `chart` may name a second file of two columns (who reports to whom), for
    charts that do not stand in the file of people.
    """

    file: str = Field(description="CSV file, relative to the scenario file.")
    id: str = Field("id", description="Column of the person's own name or number; unique.")
    reports_to: str | None = Field(None, description="Column of the id of the person's leader.")
    team: str | None = Field(None, description="Column of the team; from the chart if not given.")
    place: str | None = Field(None, description="Column of the place (office, site).")
    practice: str | None = Field(None, description="Column of the practice (profession).")
    rank: str | None = Field(None, description="Column of the rank; a number.")
    highest_rank: Literal["small", "large"] = Field(
        "small", description="Whether a small or a large number is the high rank."
    )
    chart: str | None = Field(None, description="CSV file of the chart, if it stands apart.")
    chart_from: str = Field("from", description="Column of the chart file: who reports.")
    chart_to: str = Field("to", description="Column of the chart file: to whom.")


class TiesFile(Section):
    """A CSV file of real ties: what people remember of each other at the start."""

    file: str = Field(description="CSV file, relative to the scenario file.")
    from_: str = Field("from", alias="from", description="Column of who remembers.")
    to: str = Field("to", description="Column of whom they remember.")
    kind: str | None = Field(None, description="Column of the kind of tie, kept for reports.")
    weight: str | None = Field(None, description="Column of the strength; 1 if not given.")
    evidence: float = Field(
        4.0, gt=0, le=100, description="Kept acts that a tie of weight 1 stands for (acts)."
    )

    model_config = ConfigDict(populate_by_name=True)


class OrganisationPlan(Section):
    """How many people there are, how they are arranged, and what they share of a past."""

    num_people: int = Field(60, ge=2, le=1_000_000, description="People, leaders included.")
    team_size: int = Field(8, ge=2, le=500, description="People in a team, its leader included.")
    span: int = Field(6, ge=1, le=100, description="Leaders who report to one leader.")
    num_places: int = Field(1, ge=1, le=1000, description="Places (offices) the teams sit in.")
    num_practices: int = Field(
        1, ge=1, le=1000, description="Practices (professions) that cut across places."
    )
    num_slots: int = Field(32, ge=4, le=512, description="Relationships a person can remember.")
    start: Literal["strangers", "burn-in"] | None = Field(
        None,
        description=(
            "What people remember at the start: nothing but what files of ties say, or what "
            "they lived through in `burn_in_weeks` weeks under the untended conditions; "
            "`strangers` is the default where there are ties."
        ),
    )
    burn_in_weeks: int = Field(52, ge=1, le=520, description="Weeks before week 1 (weeks).")
    people: PeopleFile | None = Field(None, description="A real organisation, from CSV.")
    ties: tuple[TiesFile, ...] = Field((), strict=False, description="Real ties, from CSV.")

    @property
    def begins(self) -> Literal["strangers", "burn-in"]:
        """How it starts: as stated, or else without a burn-in if there are real ties.

        A burn-in would wear away what the files say.
        """
        if self.start is not None:
            return self.start
        return "strangers" if self.ties else "burn-in"


class Population(Section):
    """How traits are spread: each is logit-normal, with this median and spread."""

    propensity: float = Field(0.46, gt=0, lt=1, description="Median propensity to trust.")
    ability: float = Field(0.60, gt=0, lt=1, description="Median ability.")
    integrity: float = Field(0.60, gt=0, lt=1, description="Median integrity.")
    benevolence: float = Field(0.55, gt=0, lt=1, description="Median benevolence.")
    spread: float = Field(
        0.8, ge=0, le=3, description="Standard deviation of each trait on the logit scale."
    )


class Work(Section):
    """The work people have, and how much of it hangs on others."""

    load: float = Field(0.5, ge=0, le=1, description="Work to be done; 0.5 is an ordinary week.")
    interdependence: float = Field(
        0.5, ge=0, le=1, description="Share of output that hangs on faith kept by others."
    )
    across: float = Field(
        0.2, ge=0, le=1, description="Share of work hours that go to counterparts anywhere."
    )


class Turnover(Section):
    """Who leaves, and whether and when their place is filled."""

    leave_rate: float = Field(
        0.003, ge=0, le=0.5, description="Weekly chance to leave at middling conditions (1/week)."
    )
    replace: bool = Field(True, description="Whether a seat that falls empty is filled.")
    vacancy_weeks: float = Field(
        0.0, ge=0, le=104, description="Mean time until it is filled; 0: at once (weeks)."
    )
    alternatives: float = Field(
        0.5, ge=0, le=1, description="How good the chances elsewhere are; 0.5 is ordinary."
    )


class Mechanisms(Section):
    """Which mechanisms are switched off, for knock-outs."""

    off: tuple[str, ...] = Field((), strict=False, description="Names of mechanisms.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        for index, name in enumerate(self.off):
            if name not in MECHANISM_SWITCHES:
                raise FieldError(
                    f"mechanism {name!r} is not one of: {', '.join(MECHANISM_SWITCHES)}.",
                    "off",
                    index,
                )
        return self
