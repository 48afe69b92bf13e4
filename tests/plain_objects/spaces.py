"""Spaces: kinds of occasion to meet, as the scenario has them (2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from trustgarden.model.scenario import Community, CustomSpace, Scenario

__all__ = [
    "BY_DISCOVERY",
    "BY_INVITATION",
    "EXPLORE",
    "MEETING",
    "PERFORM",
    "PURPOSES",
    "REHEARSE",
    "ROUTES",
    "SPACES",
    "WORK",
    "Space",
    "spaces_of",
]

PURPOSES = ("perform", "share", "rehearse", "explore")
PERFORM, SHARE, REHEARSE, EXPLORE = range(4)
SPACES = ("work", "meeting", "rehearsal", "social")
WORK, MEETING, REHEARSAL, SOCIAL = range(4)
ROUTES = (*SPACES, "leader", "team", "place", "organisation", "remembered", "community")
"""Ways to come by a partner, by their numbers."""
CLOSED, BY_INVITATION, BY_DISCOVERY = range(3)
JOINING = {"closed": CLOSED, "invited": BY_INVITATION, "discovered": BY_DISCOVERY}


@dataclass(frozen=True, kw_only=True)
class Space:
    """A kind of occasion to meet, under the conditions of the week."""

    number: int
    hours: float
    purpose: int
    route: str
    formality: float
    voluntariness: float
    visibility: float
    stakes: float
    reach: float
    benevolence_worth: float
    ability_worth: float
    community: int = -1
    opened: float = 0.0
    squeezed: float = 0.0
    sociable: float = 0.0
    formal: float = 0.0
    joining: int = CLOSED
    share: float = 0.0

    @property
    def is_of_community(self) -> bool:
        return self.community >= 0


def spaces_of(scenario: Scenario) -> list[Space]:
    """The standard spaces, those of the scenario's own, and one for each community."""
    tables = [
        *standard(scenario),
        *(of_its_own(space) for space in scenario.spaces.custom),
        *(of_community(k, community) for k, community in enumerate(scenario.communities)),
    ]
    everywhere = {}
    if "spaces" in scenario.mechanisms.off:
        everywhere = {"voluntariness": 0.0, "reach": 1.0}
    bonus = scenario.parameters.social_bonus
    return [
        made(number, SimpleNamespace(**table | everywhere), bonus)
        for number, table in enumerate(tables)
    ]


def made(number: int, table: SimpleNamespace, social_bonus: float) -> Space:
    return Space(
        number=number,
        benevolence_worth=1.0 + (social_bonus - 1.0) * table.voluntariness,
        ability_worth=0.3 if table.purpose == EXPLORE else 1.0,
        **vars(table),
    )


def standard(scenario: Scenario) -> list[dict]:
    """The table of the four that every organisation has."""
    names = (
        "purpose", "formality", "voluntariness", "visibility", "stakes", "reach", "opened",
        "squeezed", "sociable",
    )  # fmt: skip
    stated = scenario.spaces
    rows = (
        (0, 1.0, 0.0, 0.5, 1.0, 1.0, 0.0, 0.0, 0.0),
        (1, 1.0, 0.0, 0.9, 0.6, 1.0, 0.0, 0.0, 0.0),
        (2, 0.4, 0.5, 0.5, 0.6, stated.rehearsal_reach, 1.0, 1.0, 0.0),
        (3, 0.0, 1.0, 0.3, 0.5, stated.social_reach, 1.0, 1.0, 1.0),
    )
    return [
        dict(zip(names, row, strict=True))
        | {"hours": getattr(stated, f"{name}_hours"), "route": name}
        for name, row in zip(SPACES, rows, strict=True)
    ]


def of_its_own(space: CustomSpace) -> dict:
    return {
        "hours": space.hours,
        "purpose": PURPOSES.index(space.purpose),
        "route": space.who,
        "formality": space.formality,
        "voluntariness": space.voluntariness,
        "visibility": space.visibility,
        "stakes": space.stakes,
        "reach": space.reach,
        "squeezed": 1.0 if space.voluntariness >= 0.5 else 0.0,
        "sociable": 1.0 if space.purpose == "explore" else 0.0,
    }


def of_community(k: int, community: Community) -> dict:
    stated = community.resolved()
    social = 1.0 if stated.kind == "social" else 0.0
    return {
        "hours": stated.hours,
        "purpose": PURPOSES.index(stated.purpose),
        "route": "community",
        "formality": stated.formality,
        "voluntariness": 1.0 - stated.formality,
        "visibility": stated.openness,
        "stakes": 0.5,
        "reach": stated.reach,
        "community": k,
        "squeezed": social,
        "sociable": social,
        "formal": 1.0 - social,
        "joining": JOINING[stated.joining],
        "share": stated.share,
    }
