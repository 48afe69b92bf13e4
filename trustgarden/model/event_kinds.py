"""Kinds of events: what can happen to an organisation, and what each kind may state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, get_args

__all__ = ["EVENT_KINDS", "EVENT_SECTIONS", "EventKind", "KindOfEvent", "may_change"]

EVENT_SECTIONS = (
    "leaders",
    "consequence",
    "recognition",
    "spaces",
    "welcome",
    "talk",
    "work",
    "turnover",
)
"""Sections that an event may change while an organisation runs."""

LAID_OUT = ("leaders.by_team", "spaces.custom", "welcome.steps")
"""What stands in those sections and is laid out once, at the start."""

EventKind = Literal[
    "change",
    "regime",
    "remote",
    "crunch",
    "layoff",
    "arrival",
    "growth",
    "merger",
    "new-leader",
    "reorganisation",
    "scandal",
    "betrayal",
    "apology",
    "gathering",
    "departure",
]


@dataclass(frozen=True, kw_only=True)
class KindOfEvent:
    """What a kind of event is, and which fields it has.

    Attributes:
        sentence: What happens.
        required: Fields that must be stated.
        optional: Fields that may be, and what holds if they are not.
        changes_conditions: Whether it changes conditions, while it lasts.
    """

    sentence: str
    required: tuple[str, ...] = ()
    optional: Mapping[str, Any] = field(default_factory=dict)
    changes_conditions: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields that it may have, beside those that every event has."""
        return (*self.required, *self.optional)


EVENT_KINDS: Mapping[EventKind, KindOfEvent] = MappingProxyType(
    {
        "change": KindOfEvent(
            sentence="Conditions change as `set` says.",
            required=("set",),
            optional={"weeks": None},
            changes_conditions=True,
        ),
        "regime": KindOfEvent(
            sentence="Another regime of consequence holds.",
            required=("regime",),
            optional={"weeks": None},
            changes_conditions=True,
        ),
        "remote": KindOfEvent(
            sentence="People work from home.",
            optional={"share": 1.0, "weeks": None},
            changes_conditions=True,
        ),
        "crunch": KindOfEvent(
            sentence="There is more work than time.",
            optional={"load": 0.85, "weeks": 6},
            changes_conditions=True,
        ),
        "layoff": KindOfEvent(
            sentence="People are dismissed, and those who stay see it.",
            optional={"share": 0.1, "severity": 0.5},
        ),
        "arrival": KindOfEvent(
            sentence="New people join a team that is there.",
            optional={"number": 1, "team": None},
        ),
        "growth": KindOfEvent(
            sentence="New teams of new people come.",
            required=("number",),
            optional={"team": None},
        ),
        "merger": KindOfEvent(
            sentence="Another organisation joins, with a past of its own.",
            required=("number",),
            optional={"set": MappingProxyType({})},
        ),
        "new-leader": KindOfEvent(
            sentence="A team gets another leader, from outside.", optional={"team": None}
        ),
        "reorganisation": KindOfEvent(
            sentence="People are put into other teams.", optional={"share": 0.5}
        ),
        "scandal": KindOfEvent(
            sentence="What somebody at the top did comes out.",
            optional={"who": None, "severity": 1.0},
        ),
        "betrayal": KindOfEvent(sentence="One betrays another.", required=("who", "whom")),
        "apology": KindOfEvent(
            sentence="One who broke faith says something about it.",
            required=("who",),
            optional={"whom": None, "admits": True, "pays": False, "promises": False},
        ),
        "gathering": KindOfEvent(
            sentence="A team, or everybody, comes together.",
            optional={"team": None, "hours": 2, "space": "social"},
        ),
        "departure": KindOfEvent(sentence="Somebody leaves.", required=("who",)),
    }
)
"""What can happen, by kind, and what each kind may state."""

assert tuple(EVENT_KINDS) == get_args(EventKind)


def may_change(key: str) -> bool:
    """Whether a dotted key is one that an event may set."""
    section, _, name = key.partition(".")
    laid_out = any(key == fixed or key.startswith(f"{fixed}.") for fixed in LAID_OUT)
    return section in EVENT_SECTIONS and bool(name) and not laid_out
