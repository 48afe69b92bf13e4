"""Events on the calendar: what happens in a week, or holds from that week on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, model_validator

from .event_kinds import EVENT_KINDS, EVENT_SECTIONS, EventKind, may_change
from .presets import REGIMES, regime_preset
from .section import FieldError, Section
from .surroundings import Spaces

__all__ = ["Event"]


class Event(Section):
    """Something that happens in a week, or from that week on.

    Events change conditions, or what people live through; they never write
    trust. Which of the fields an event may have follows from its kind
    (`EVENT_KINDS`).
    """

    week: int = Field(ge=1, le=4000, description="Week in which it happens or begins (weeks).")
    description: str = Field("", description="Why, in a line.")
    kind: EventKind = Field("change", description="What happens.")
    set: dict[str, str | float | int | bool] = Field(
        {},
        description=(
            "Change: dotted keys, in quotes, and what holds. Merger: what the other "
            "organisation lived under."
        ),
    )
    weeks: int | None = Field(
        None,
        ge=1,
        le=4000,
        description="Change, regime, remote, crunch: how long; from then on if not stated (weeks).",
    )
    regime: str | None = Field(None, description="Regime: the preset that holds.")
    load: float | None = Field(None, ge=0, le=1, description="Crunch: work to be done; 0.85.")
    share: float | None = Field(
        None,
        ge=0,
        le=1,
        description=(
            "Layoff: of people (0.1). Reorganisation: of people who change teams (0.5). Remote: "
            "of time at home (1)."
        ),
    )
    number: int | None = Field(
        None, ge=1, le=1_000_000, description="Growth, merger, arrival (1): people who come."
    )
    team: str | None = Field(
        None,
        min_length=1,
        description=(
            "Growth: name of the new team. Arrival: the team they join. New leader: whose leader "
            "changes, if not the top one. "
            "Gathering: who meets, if not everybody."
        ),
    )
    who: str | None = Field(
        None,
        min_length=1,
        description=(
            "Betrayal, apology, departure: id of who does it. Scandal: of whom, if not the top "
            "leader."
        ),
    )
    whom: str | None = Field(
        None,
        min_length=1,
        description="Betrayal: id of who is betrayed. Apology: to whom, if not all who were hurt.",
    )
    severity: float | None = Field(
        None, ge=0, le=1, description="Layoff (0.5), scandal (1): how hard it is."
    )
    admits: bool | None = Field(None, description="Apology: whether the deed is admitted; true.")
    pays: bool | None = Field(None, description="Apology: whether something is given; false.")
    promises: bool | None = Field(
        None, description="Apology: whether better conduct is promised; false."
    )
    hours: int | None = Field(
        None, ge=1, le=10, description="Gathering: hours together in that week; 2 (h)."
    )
    space: str | None = Field(None, description="Gathering: the space it is in; social.")

    @model_validator(mode="after")
    def _as_its_kind(self) -> Self:
        kind = EVENT_KINDS[self.kind]
        for name in _OF_KINDS:
            if self.states(name) and name not in kind.fields:
                has = f"it may have {', '.join(kind.fields)}"
                raise FieldError(f"{self.name}: {self.kind} has no `{name}`; {has}.", name)
        for name in kind.required:
            if not self.states(name):
                raise FieldError(f"{self.name}: {self.kind} needs `{name}`.", name)
        if self.kind == "merger" and self.number == 1:
            raise FieldError(
                f"{self.name}: number is 1; an organisation that merges has at least 2 people.",
                "number",
            )
        self._check_words()
        return self

    def _check_words(self) -> None:
        for key in self.set:
            if not may_change(key):
                raise FieldError(
                    f"{key!r} cannot change while an organisation runs; an event may set keys of "
                    f"{', '.join(EVENT_SECTIONS)}.",
                    "set",
                    key,
                )
        if self.regime is not None and regime_preset(self.regime) is None:
            raise FieldError(
                f"regime {self.regime!r} is not one of: {', '.join(REGIMES)}.", "regime"
            )
        for name in ("team", "who", "whom"):
            given = getattr(self, name)
            if given is not None and not given.strip():
                raise FieldError(f"{self.name}: `{name}` is blank; write a name.", name)
        if self.who is not None and self.who == self.whom:
            raise FieldError(
                f"{self.name}: `who` and `whom` are both {self.who!r}; name two people.", "whom"
            )

    @property
    def name(self) -> str:
        """How messages speak of it."""
        return f"event of week {self.week}"

    def states(self, name: str) -> bool:
        """Whether a field is stated, and not as nothing."""
        return name in self.model_fields_set and getattr(self, name) not in (None, {})

    def resolved(self) -> Event:
        """Return a copy in which the defaults of its kind are written out."""
        kind = EVENT_KINDS[self.kind]
        values = {
            name: getattr(self, name) if self.states(name) else kind.optional[name]
            for name in kind.fields
        }
        own = {name: value for name, value in values.items() if value not in (None, {})}
        common = {name: getattr(self, name) for name in ("week", "description", "kind")}
        return Event.model_validate(common | own)

    @property
    def end(self) -> int | None:
        """The first week in which it no longer holds, or None if it holds from then on."""
        # Asked for each event in each week of the calendar, so not by way of `resolved`.
        weeks = self.weeks if self.states("weeks") else EVENT_KINDS[self.kind].optional.get("weeks")
        return None if weeks is None else self.week + weeks

    def holds_in(self, week: int) -> bool:
        """Whether the conditions it brings hold in a week."""
        end = self.end
        return self.week <= week and (end is None or week < end)

    def changes(self, stated: Mapping[str, Any]) -> Mapping[str, Any]:
        """The dotted keys that it sets, where `stated` holds without it."""
        match self.kind:
            case "change":
                return self.set
            case "regime":
                return {"consequence.regime": self.regime}
            case "crunch":
                return {"work.load": self.resolved().load}
            case "remote":
                return _remote(self.resolved().share or 0.0, stated)
            case _:
                return {}


_OF_KINDS = tuple(
    name for name in Event.model_fields if name not in ("week", "description", "kind")
)
"""Fields that only some kinds have."""

LOST_AT_HOME = {"social_hours": 0.3, "rehearsal_hours": 0.5, "openness": 0.9}
"""Share of each that is lost when everybody stays at home (free choice).

Meetings move to a screen and stay, and people go on calling those they like; what nobody planned
does not (Yang et al. 2022, doi:10.1038/s41562-021-01196-4: more time on strong ties).
"""


def _remote(share: float, stated: Mapping[str, Any]) -> dict[str, float]:
    held = Spaces.model_validate(stated.get("spaces") or {})
    return {
        f"spaces.{name}": getattr(held, name) * (1 - lost * share)
        for name, lost in LOST_AT_HOME.items()
    }
