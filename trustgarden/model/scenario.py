"""The scenario record: everything that makes one organisation, before it runs.

A scenario says *what is stated* and fills the rest from named presets and
defaults; `Scenario.resolved` gives the copy in which nothing is left open, and
that copy goes into the provenance of every result. Reading files, extending
one scenario by another and explaining errors by file and line is the work of
the room `trustgarden.scenarios`; this record knows no files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .parameters import Parameters
from .presets import REGIMES, STYLES, Preset

__all__ = [
    "MECHANISM_SWITCHES",
    "Citation",
    "Consequence",
    "Event",
    "Leaders",
    "Mechanisms",
    "OrganisationPlan",
    "PeopleFile",
    "Population",
    "Scenario",
    "Spaces",
    "TiesFile",
    "Turnover",
    "Work",
]

MECHANISM_SWITCHES = (
    "ambiguity",
    "asymmetry",
    "attribution",
    "control",
    "deception",
    "fairness",
    "forgetting",
    "leaving",
    "mistrust",
    "projection",
    "reciprocity",
    "recognition",
    "repair",
    "strain",
)
"""Mechanisms that `mechanisms.off` may name, for knock-outs."""


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

    propensity: float = Field(0.50, gt=0, lt=1, description="Median propensity to trust.")
    ability: float = Field(0.60, gt=0, lt=1, description="Median ability.")
    integrity: float = Field(0.60, gt=0, lt=1, description="Median integrity.")
    benevolence: float = Field(0.55, gt=0, lt=1, description="Median benevolence.")
    spread: float = Field(
        0.8, ge=0, le=3, description="Standard deviation of each trait on the logit scale."
    )


def preset_values(
    section: Section, preset: Preset, names: tuple[str, ...] | None = None
) -> dict[str, float]:
    """Each dimension of a preset: as stated in the section, or else as the preset has it."""
    values = {}
    for name in names or tuple(preset.values):
        stated = getattr(section, name)
        values[name] = preset.values[name] if stated is None else stated
    return values


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

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.style not in STYLES:
            raise ValueError(f"style {self.style!r} is not one of: {', '.join(STYLES)}.")
        practices = preset_values(self, STYLES[self.style], PRACTICES)
        total = sum(practices.values())
        if total > 1 + 1e-9:
            raise ValueError(
                f"the shares of {', '.join(PRACTICES)} add up to {total:.2f}; a leader has one "
                "week, so they may add up to at most 1: lower one of them."
            )
        return self


PRACTICES = (
    "spaces",
    "consequence",
    "connections",
    "recognition",
    "fairness",
    "demanding",
    "controlling",
)
"""What a leader can spend attention on, in the order of the kernels."""


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

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.regime not in REGIMES:
            raise ValueError(f"regime {self.regime!r} is not one of: {', '.join(REGIMES)}.")
        return self


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


class Work(Section):
    """The work people have, and how much of it hangs on others."""

    load: float = Field(0.5, ge=0, le=1, description="Work to be done; 0.5 is an ordinary week.")
    interdependence: float = Field(
        0.5, ge=0, le=1, description="Share of output that hangs on faith kept by others."
    )


class Turnover(Section):
    """Who leaves, and whether their place is filled."""

    leave_rate: float = Field(
        0.003, ge=0, le=0.5, description="Weekly chance to leave at middling conditions (1/week)."
    )
    replace: bool = Field(True, description="Whether a seat that falls empty is filled at once.")


class Mechanisms(Section):
    """Which mechanisms are switched off, for knock-outs."""

    off: tuple[str, ...] = Field((), strict=False, description="Names of mechanisms.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        for name in self.off:
            if name not in MECHANISM_SWITCHES:
                raise ValueError(
                    f"mechanism {name!r} is not one of: {', '.join(MECHANISM_SWITCHES)}."
                )
        return self


EVENT_SECTIONS = ("leaders", "consequence", "spaces", "work", "turnover")
"""Sections that an event may change while an organisation runs."""


class Event(Section):
    """A change of conditions on the calendar: from `week` on, `set` holds.

    Events change conditions, never trust: only levers and surroundings can be
    set, written as dotted keys (`"consequence.regime" = "none"`).
    """

    week: int = Field(ge=1, le=4000, description="First week of the new conditions (weeks).")
    description: str = Field("", description="Why, in a line.")
    set: dict[str, str | float | int | bool] = Field(
        min_length=1, description="Dotted keys, in quotes, and what holds from then on."
    )

    @model_validator(mode="after")
    def _levers_only(self) -> Self:
        for key in self.set:
            section, _, field = key.partition(".")
            if section not in EVENT_SECTIONS or not field:
                raise ValueError(
                    f"{key!r} cannot change while an organisation runs; an event may set keys of "
                    f"{', '.join(EVENT_SECTIONS)}."
                )
        return self


class EventCannotHoldError(ValueError):
    """An event sets what no organisation may have; `__cause__` says what."""

    def __init__(self, index: int, week: int, reason: Exception) -> None:
        super().__init__(f"the event of week {week} cannot hold: {reason}")
        self.index = index
        self.week = week


class Scenario(Section):
    """One organisation and its conditions, as data.

    Examples:
        >>> from trustgarden import load_scenario
        >>> scenario = load_scenario("garden").with_changes({"leaders.style": "commander"})
        >>> scenario.leaders.style
        'commander'
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=80, description="Short name.")
    description: str = Field("", max_length=120, description="One line.")
    details: str = Field("", description="What happens, for whom, and why.")
    citations: tuple[Citation, ...] = Field(
        (), strict=False, description="Published sources, and why."
    )
    organisation: OrganisationPlan = OrganisationPlan()
    population: Population = Population()
    leaders: Leaders = Leaders()
    consequence: Consequence = Consequence()
    spaces: Spaces = Spaces()
    work: Work = Work()
    turnover: Turnover = Turnover()
    mechanisms: Mechanisms = Mechanisms()
    parameters: Parameters = Parameters()
    events: tuple[Event, ...] = Field(
        (), strict=False, description="Changes of conditions on the calendar."
    )

    @model_validator(mode="after")
    def _events_hold(self) -> Self:
        """Replay the calendar, so that an event that cannot hold is refused at once."""
        current = self.stated()
        current["events"] = []
        for index in sorted(range(len(self.events)), key=lambda index: self.events[index].week):
            event = self.events[index]
            try:
                current = changed(current, event.set)
                Scenario.model_validate(current)
            except ValueError as error:
                raise EventCannotHoldError(index, event.week, error) from error
        return self

    def stated(self) -> dict[str, Any]:
        """What was stated, without defaults and presets, as plain nested data."""
        return self.model_dump(exclude_unset=True, by_alias=True, mode="json")

    def with_changes(self, changes: Mapping[str, Any]) -> Scenario:
        """Return a copy with dotted keys set.

        A change of `leaders.style` or `consequence.regime` drops what had been
        stated beside the old preset, unless the same call states it again.

        Args:
            changes: Dotted keys and values, such as `{"leaders.style": "commander"}`.

        Raises:
            ValueError: If a key is unknown or a value is out of its range.
        """
        return Scenario.model_validate(changed(self.stated(), changes))

    def resolved(self) -> Scenario:
        """Return a copy in which every default and every preset is written out."""
        data = self.model_dump(by_alias=True, mode="json")
        if self.organisation.people and "num_people" not in self.organisation.model_fields_set:
            # The file of people says how many there are, not our default.
            del data["organisation"]["num_people"]
        leaders = preset_values(self.leaders, STYLES[self.leaders.style])
        consequence = preset_values(self.consequence, REGIMES[self.consequence.regime])
        data["organisation"]["start"] = self.organisation.begins
        data["leaders"] |= leaders
        data["consequence"] |= consequence
        return Scenario.model_validate(data)

    def in_week(self, week: int) -> Scenario:
        """Return the scenario with all events up to and in `week` applied (weeks from 1)."""
        current = self.stated()
        for event in sorted(self.events, key=lambda event: event.week):
            if event.week <= week:
                current = changed(current, event.set)
        return Scenario.model_validate(current)


PRESET_KEYS = {"leaders": "style", "consequence": "regime"}
"""Sections that have presets, and the key that names the preset."""
PRESET_DEFAULTS = {"leaders": Leaders().style, "consequence": Consequence().regime}


def changed(stated: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Nested data with dotted keys set, and overrides dropped where a preset changes."""
    result = {
        key: dict(value) if isinstance(value, Mapping) else value for key, value in stated.items()
    }
    for section, preset_key in PRESET_KEYS.items():
        new = changes.get(f"{section}.{preset_key}")
        kept = result.get(section)
        default = PRESET_DEFAULTS[section]
        if new is not None and kept and kept.get(preset_key, default) != new:
            drop = STYLE_DIMENSIONS if section == "leaders" else REGIME_DIMENSIONS
            result[section] = {key: value for key, value in kept.items() if key not in drop}
    for dotted, value in changes.items():
        *path, last = dotted.split(".")
        place = result
        for part in path:
            inner = place.get(part)
            if not isinstance(inner, Mapping | None):
                raise ValueError(f"{dotted} cannot be set, since {part} is not a section.")
            place[part] = dict(inner or {})
            place = place[part]
        place[last] = value
    return result


STYLE_DIMENSIONS = (*PRACTICES, "evenness", "respect")
REGIME_DIMENSIONS = tuple(name for name in Consequence.model_fields if name != "regime")
