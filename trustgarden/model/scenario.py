"""The scenario record: everything that makes one organisation, before it runs.

A scenario says *what is stated* and fills the rest from named presets and
defaults; `Scenario.resolved` gives the copy in which nothing is left open, and
that copy goes into the provenance of every result. Reading files, extending
one scenario by another and explaining errors by file and line is the work of
the room `trustgarden.scenarios`; this record knows no files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

from pydantic import Field, model_validator

from .calendar import Event
from .choreography import STEP_KINDS, Welcome, WelcomeStep
from .event_kinds import EVENT_KINDS, EVENT_SECTIONS, may_change
from .levers import (
    PRACTICES,
    RECOGNITION_DIMENSIONS,
    REGIME_DIMENSIONS,
    STYLE_DIMENSIONS,
    Consequence,
    Leaders,
    Recognition,
    Talk,
)
from .parameters import Parameters
from .plan import (
    MECHANISM_SWITCHES,
    Mechanisms,
    OrganisationPlan,
    PeopleFile,
    Population,
    TiesFile,
    Turnover,
    Work,
)
from .presets import RECOGNITIONS, is_code, regime_preset, style_preset
from .section import Citation, FieldError, Section, filled, first_twice
from .surroundings import SPACES, Community, CustomSpace, Spaces

__all__ = [
    "EVENT_KINDS",
    "EVENT_SECTIONS",
    "MECHANISM_SWITCHES",
    "PRACTICES",
    "PRESET_KEYS",
    "REGIME_DIMENSIONS",
    "SPACES",
    "STEP_KINDS",
    "STYLE_DIMENSIONS",
    "Citation",
    "Community",
    "Consequence",
    "CustomSpace",
    "Event",
    "EventCannotHoldError",
    "FieldError",
    "Leaders",
    "Mechanisms",
    "OrganisationPlan",
    "PeopleFile",
    "Population",
    "Recognition",
    "Scenario",
    "Section",
    "Spaces",
    "Talk",
    "TiesFile",
    "Turnover",
    "Welcome",
    "WelcomeStep",
    "Work",
    "changed",
    "may_change",
]


class EventCannotHoldError(ValueError):
    """An event sets what no organisation may have; `__cause__` says what.

    Attributes:
        index: Which event, as they stand in the scenario.
        what: The event and the week in words: "the event of week 5 cannot hold in week 9".
    """

    def __init__(self, index: int, event: Event, week: int, reason: Exception) -> None:
        # Once another event has ended, what had held beside it may hold no more.
        later = "" if week == event.week else f" in week {week}"
        self.what = f"the {event.name} cannot hold{later}"
        super().__init__(f"{self.what}: {reason}")
        self.index = index


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
    recognition: Recognition = Recognition()
    spaces: Spaces = Spaces()
    welcome: Welcome = Welcome()
    talk: Talk = Talk()
    work: Work = Work()
    turnover: Turnover = Turnover()
    mechanisms: Mechanisms = Mechanisms()
    parameters: Parameters = Parameters()
    communities: tuple[Community, ...] = Field(
        (), strict=False, max_length=8, description="Communities across teams, at most 8."
    )
    events: tuple[Event, ...] = Field(
        (), strict=False, description="What happens, and when: the calendar."
    )

    @model_validator(mode="after")
    def _communities_named_once(self) -> Self:
        names = [community.name for community in self.communities]
        index = first_twice(names)
        if index is not None:
            raise FieldError(
                f"there are two communities called {names[index]!r}; rename one of them.",
                "communities",
                index,
                "name",
            )
        return self

    @model_validator(mode="after")
    def _events_hold(self) -> Self:
        """Replay the calendar, so that an event that cannot hold is refused at once."""
        if not self.events:
            return self
        base = self.stated() | {"events": []}
        for week in self.boundaries():
            try:
                Scenario.model_validate(self._stated_in(week, base))
            except ValueError:
                index, error = self._culprit(week, base)
                raise EventCannotHoldError(index, self.events[index], week, error) from error
        for index, event in enumerate(self.events):
            _check_lived_under(index, event, base)
            _check_space(index, event, self.spaces)
        return self

    def _culprit(self, week: int, base: Mapping[str, Any]) -> tuple[int, ValueError]:
        """Which of the events that hold in a week is the first that cannot, and why."""
        stated = dict(base)
        for index, event in self._in_order():
            if event.holds_in(week):
                try:
                    stated = changed(stated, event.changes(stated))
                    Scenario.model_validate(stated)
                except ValueError as error:
                    return index, error
        raise AssertionError(f"what cannot hold in week {week} can hold event by event.")

    def _in_order(self) -> Iterator[tuple[int, Event]]:
        """Events by week, those of one week as they stand, with their place in the scenario."""
        yield from sorted(enumerate(self.events), key=lambda numbered: numbered[1].week)

    def _stated_in(self, week: int, base: Mapping[str, Any]) -> dict[str, Any]:
        """What is stated once the events that hold in a week are laid over it."""
        stated = dict(base)
        for _, event in self._in_order():
            if event.holds_in(week):
                stated = changed(stated, event.changes(stated))
        return stated

    def stated(self) -> dict[str, Any]:
        """What was stated, without defaults and presets, as plain nested data."""
        return self.model_dump(exclude_unset=True, by_alias=True, mode="json")

    def with_changes(self, changes: Mapping[str, Any]) -> Scenario:
        """Return a copy with dotted keys set.

        A change of the name of a preset (`PRESET_KEYS`, such as
        `leaders.style`) drops what had been stated beside the old one, unless
        the same call states it again.

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
        data["organisation"]["start"] = self.organisation.begins
        data["leaders"] |= leaders_values(self.leaders)
        data["consequence"] |= consequence_values(self.consequence)
        data["recognition"] |= recognition_values(self.recognition)
        data["welcome"] = self.welcome.resolved().model_dump(mode="json")
        data["communities"] = [community.resolved().model_dump() for community in self.communities]
        data["events"] = [
            event.resolved().model_dump(mode="json", exclude_unset=True) for event in self.events
        ]
        return Scenario.model_validate(data)

    def in_week(self, week: int) -> Scenario:
        """Return the scenario with all events applied that hold in `week` (weeks from 1).

        An event that lasts for some weeks is applied in those only; one that
        changes no conditions (`EVENT_KINDS`) is not applied.
        """
        stated = self._stated_in(week, self.stated() | {"events": []})
        current = Scenario.model_validate(stated)
        # The calendar has been checked; checking it again for each week would take long.
        return current.model_copy(update={"events": self.events}) if self.events else current

    def boundaries(self) -> tuple[int, ...]:
        """Weeks from which on conditions may be others: 1, weeks of events, and their ends."""
        ends = (event.end for event in self.events)
        weeks = {1, *(event.week for event in self.events), *(end for end in ends if end)}
        return tuple(sorted(weeks))

    def code(self) -> dict[tuple[str | int, ...], str]:
        """Code (`package.module:Class`) that the scenario would run, by the key that names it."""
        words: dict[tuple[str | int, ...], Any] = {
            ("leaders", "style"): self.leaders.style,
            ("consequence", "regime"): self.consequence.regime,
        }
        words |= {("leaders", "by_team", team): name for team, name in self.leaders.by_team.items()}
        for index, event in enumerate(self.events):
            words["events", index, "regime"] = event.regime
            words |= {("events", index, "set", key): name for key, name in event.set.items()}
        return {
            path: name for path, name in words.items() if isinstance(name, str) and is_code(name)
        }


def leaders_values(leaders: Leaders) -> dict[str, Any]:
    preset = style_preset(leaders.style)
    assert preset is not None
    return filled(leaders, preset.values)


def consequence_values(consequence: Consequence) -> dict[str, Any]:
    preset = regime_preset(consequence.regime)
    assert preset is not None
    return filled(consequence, preset.values)


def recognition_values(recognition: Recognition) -> dict[str, Any]:
    form = RECOGNITIONS[recognition.form]
    words = {"defines": form.defines, "decides": form.decides}
    return filled(recognition, words | dict(form.values))


def _check_lived_under(index: int, event: Event, base: Mapping[str, Any]) -> None:
    """Refuse a merger with an organisation that lived under what no organisation may have."""
    if event.kind != "merger":
        return
    try:
        Scenario.model_validate(changed(base, event.set))
    except ValueError as error:
        raise EventCannotHoldError(index, event, event.week, error) from error


def _check_space(index: int, event: Event, spaces: Spaces) -> None:
    """Refuse a gathering in a space that is not there."""
    if event.space is not None and event.space not in spaces.names:
        raise FieldError(
            f"there is no space {event.space!r}; there are: {', '.join(spaces.names)}.",
            "events",
            index,
            "space",
        )


PRESET_KEYS = {
    "leaders": "style",
    "consequence": "regime",
    "recognition": "form",
    "welcome": "choreography",
}
"""Sections that have presets, and the key that names the preset."""
PRESET_DIMENSIONS = {
    "leaders": STYLE_DIMENSIONS,
    "consequence": REGIME_DIMENSIONS,
    "recognition": RECOGNITION_DIMENSIONS,
    "welcome": ("steps",),
}
"""Keys that the preset of a section fills."""
PRESET_DEFAULTS = {
    section: Scenario.model_fields[section].default.model_dump()[key]
    for section, key in PRESET_KEYS.items()
}


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
            drop = PRESET_DIMENSIONS[section]
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
