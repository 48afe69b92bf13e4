"""The log of ways in and out: who joined, was welcomed, was accepted, left (7.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["ACCEPTED", "JOINED", "LEFT", "STEP", "note"]

JOINED, STEP, ACCEPTED, LEFT = range(1, 5)
NOBODY = -1


def note(
    org: PlainOrganisation,
    what: int,
    who: int,
    whom: int | None = None,
    step: int = -1,
    done: int = 1,
) -> None:
    """One more entry: the week, what happened, and the keys of those whom it concerns."""
    org.log.append((org.now, what, who, NOBODY if whom is None else whom, step, done))
