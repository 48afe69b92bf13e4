"""What groups see of a week: what is usual there, and what follows from what went wrong (7.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dealing import Meeting

if TYPE_CHECKING:
    from .organisation import PlainOrganisation
    from .seats import Group, Team

__all__ = ["note_what_was_seen"]


def note_what_was_seen(org: PlainOrganisation, meetings: list[Meeting]) -> None:
    """Let every group see the acts of the week in its spaces."""
    groups = org.groups()
    for group in groups:
        group.acts = group.kept = group.burden = 0.0
        group.cases, group.seen = [0.0] * 4, [0.0] * 4
    for meeting in meetings:
        if meeting.was_entrusted():
            see(meeting.group(), meeting)
    for team in org.teams:
        share_burden(team)
    for group in groups:
        conclude(group)


def see(group: Group, meeting: Meeting) -> None:
    group.acts += 1.0
    if meeting.seems_kept():
        group.kept += 1.0
    else:
        group.cases[meeting.space.purpose] += 1.0
        group.seen[meeting.space.purpose] += meeting.consequence


def share_burden(team: Team) -> None:
    """What falls on each of the team; `seen` holds sums yet."""
    total = 0.0
    for amount in team.group.seen:
        total = total + amount
    if team.seats:
        team.group.burden = team.conditions.collective * total / len(team.seats)


def conclude(group: Group) -> None:
    """Make means of sums, and let the norm follow what was seen."""
    for q, cases in enumerate(group.cases):
        if cases > 0.0:
            group.seen[q] = group.seen[q] / cases
    if group.acts > 0.0:
        group.norm = group.norm + 0.05 * (group.kept / group.acts - group.norm)
