"""What a meeting is, and what can pass in it (2.9)."""

from __future__ import annotations

from dataclasses import dataclass

from .people import PlainPerson
from .seats import Group
from .spaces import Space

__all__ = [
    "ADMITS",
    "BREACH",
    "DENIES",
    "ERROR",
    "HELD_BACK",
    "KEPT",
    "NOTHING",
    "PAYS",
    "PROMISES",
    "Meeting",
]

NOTHING, HELD_BACK, KEPT, ERROR, BREACH = range(5)
ADMITS, PAYS, PROMISES, DENIES = 1, 2, 4, 8


@dataclass(slots=True, eq=False)
class Meeting:
    """One hour of a trustor, with a partner if one was found."""

    trustor: PlainPerson
    partner: PlainPerson | None
    space: Space
    hour: int
    offered: float = 0.0
    further: float = -1.0
    scripted: int = 0
    act: int = NOTHING
    hidden: int = 0
    found: int = 0
    forms: int = 0
    stake: float = 0.0
    answer: float = 0.0
    consequence: float = 0.0
    ordered: float = 0.0

    def was_entrusted(self) -> bool:
        return self.act in (KEPT, ERROR, BREACH)

    def went_wrong(self) -> bool:
        return self.act in (ERROR, BREACH)

    def is_open(self) -> bool:
        return self.hidden == 0 or self.found == 1

    def seems_kept(self) -> bool:
        return self.act == KEPT or not self.is_open()

    def has(self, form: int) -> float:
        """1.0 if something was said or done about it in this form, else 0.0."""
        return float(self.forms & form != 0)

    def group(self) -> Group:
        """Whose acts these are: those of the community of the space, or of the trustee's team."""
        if self.space.is_of_community:
            return self.partner.model.communities[self.space.community].group
        return self.partner.seat.team.group

    def words(self, purpose: int) -> tuple[int, int, int, int]:
        org = self.trustor.model
        return org.chance.draw(purpose, org.now, self.trustor.key, self.partner.key, self.hour)
