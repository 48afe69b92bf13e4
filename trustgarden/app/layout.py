"""Where everybody stands in the picture: each team a bed, each seat a place in it.

Positions belong to seats and are made once, so that a room can follow a person
with its eyes: who leaves makes room for who comes, and nobody else moves. When
the chart itself changes (`following`), beds and people that are still where
they were keep their places.

The unit of length is the distance between two neighbours in a bed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from trustgarden.model.organisation import Organisation

from .arranging import bed_centres, places_in_bed

__all__ = ["Layout", "following", "layout_of"]

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

EDGE = 0.75
"""From the outermost place of a bed to its edge."""
GAP = 0.3
"""Between beds that had to draw away from each other."""


@dataclass(frozen=True)
class Layout:
    """Positions of beds and seats, in the order of the organisation's teams and seats.

    Attributes:
        beds: Names of the teams.
        centres: Middle of each bed (beds, 2).
        radii: Radius of each bed (beds,).
        seats: Printed name of each seat's first holder.
        places: Position of each seat (seats, 2).
        bed_of: Bed of each seat (seats,).
        boss: Seat that each seat reports to (seats,), -1 for none.
    """

    beds: tuple[str, ...]
    centres: Numbers
    radii: Numbers
    seats: tuple[str, ...]
    places: Numbers
    bed_of: Whole
    boss: Whole

    def fits(self, org: Organisation) -> bool:
        """Whether the chart is still the one that was laid out."""
        chart = org.engine.structure
        return (
            self.seats == chart.ids
            and self.beds == chart.team_names
            and np.array_equal(self.bed_of, chart.team)
            and np.array_equal(self.boss, chart.boss)
        )

    def as_data(self) -> dict[str, Any]:
        """Plain lists for JSON, rounded to a hundredth of the distance of two neighbours."""
        return {
            "beds": list(self.beds),
            "centres": _rounded(self.centres),
            "radii": _rounded(self.radii),
            "seats": list(self.seats),
            "places": _rounded(self.places),
            "bed": self.bed_of.tolist(),
            "boss": self.boss.tolist(),
        }


def _rounded(numbers: Numbers) -> Any:
    return np.round(numbers, 2).tolist()


def layout_of(org: Organisation) -> Layout:
    """Lay out an organisation's chart: beds from the middle outwards, leaders in their middles.

    The team of the topmost leader stands in the middle of the picture, and teams whose
    leaders report to a leader stand near that leader's bed as far as there is room.
    """
    chart = org.engine.structure
    sizes = np.bincount(chart.team, minlength=chart.num_teams)
    radii = np.array([_radius(int(size)) for size in sizes])
    centres = bed_centres(_above(org), radii)
    places = np.zeros((chart.num_people, 2))
    for bed in range(chart.num_teams):
        seats = _seats_of(org, bed)
        places[seats] = centres[bed] + places_in_bed(len(seats))
    return _layout(org, centres, radii, places)


def following(layout: Layout, org: Organisation) -> Layout:
    """The same layout while it fits, or one in which whoever has not moved stays where they were.

    Who comes to a bed takes its free places, and then places at its edge; beds that are new
    stand beside those that were there. Where a bed that grew would reach into another, all beds
    draw away from each other, and take their people with them.
    """
    if layout.fits(org):
        return layout
    chart = org.engine.structure
    centres, radii = _with_new_beds(layout, org)
    places = np.zeros((chart.num_people, 2))
    before = {name: k for k, name in enumerate(layout.seats)}
    for bed in range(chart.num_teams):
        seats = _seats_of(org, bed)
        kept = [s for s in seats if _stays(layout, before.get(chart.ids[s]), bed)]
        places[kept] = layout.places[[before[chart.ids[s]] for s in kept]]
        come = [s for s in seats if s not in set(kept)]
        places[come] = _free_places(centres[bed], places[kept], len(come))
        reach = np.linalg.norm(places[seats] - centres[bed], axis=1).max(initial=0.0)
        radii[bed] = max(radii[bed], reach + EDGE)
    moved = _apart(centres, radii)
    places += (moved - centres)[chart.team]
    return _layout(org, moved, radii, places)


def _apart(centres: Numbers, radii: Numbers) -> Numbers:
    """Centres so far from each other that no bed reaches into another.

    All of them draw away from their middle alike, so that the picture stays the one that a room
    knows; where none reaches into another, nothing moves.
    """
    between = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    needed = radii[:, None] + radii[None]
    np.fill_diagonal(between, np.inf)
    if (needed <= between).all():
        return centres
    middle = centres.mean(axis=0)
    wider: Numbers = middle + ((needed + GAP) / between).max() * (centres - middle)
    return wider


def _layout(org: Organisation, centres: Numbers, radii: Numbers, places: Numbers) -> Layout:
    chart = org.engine.structure
    return Layout(
        beds=chart.team_names,
        centres=centres,
        radii=radii,
        seats=chart.ids,
        places=places,
        bed_of=chart.team.astype(np.int64),
        boss=chart.boss.astype(np.int64),
    )


def _radius(size: int) -> float:
    return float(np.linalg.norm(places_in_bed(size), axis=1).max(initial=0.0)) + EDGE


def _seats_of(org: Organisation, bed: int) -> list[int]:
    """Seats of a team, its leader first: the first place is the middle of the bed."""
    chart = org.engine.structure
    head = int(chart.heads()[bed])
    seats: list[int] = np.flatnonzero(chart.team == bed).tolist()
    return sorted(seats, key=lambda seat: (seat != head, seat))


def _above(org: Organisation) -> Whole:
    """For each team, the team of its leader's leader; -1 at the top and where nobody leads."""
    chart = org.engine.structure
    above = np.full(chart.num_teams, -1)
    for bed, head in enumerate(chart.heads().tolist()):
        boss = int(chart.boss[head]) if head >= 0 else -1
        above[bed] = int(chart.team[boss]) if boss >= 0 else -1
    return above


def _stays(layout: Layout, seat: int | None, bed: int) -> bool:
    return seat is not None and int(layout.bed_of[seat]) == bed


def _free_places(centre: Numbers, taken: Numbers, count: int) -> Numbers:
    """The innermost places of a bed that nobody holds."""
    if not len(taken):
        return centre + places_in_bed(count)
    offered = centre + places_in_bed(2 * (count + len(taken)) + 1)
    apart = np.linalg.norm(offered[:, None] - taken[None], axis=2).min(axis=1)
    offered = offered[apart > 0.5]
    order = np.argsort(np.linalg.norm(offered - centre, axis=1), kind="stable")
    free: Numbers = offered[order[:count]]
    return free


def _with_new_beds(layout: Layout, org: Organisation) -> tuple[Numbers, Numbers]:
    """Centres and radii of all beds: old ones as they were, new ones in a block beside them."""
    chart = org.engine.structure
    sizes = np.bincount(chart.team, minlength=chart.num_teams)[len(layout.beds) :]
    if not len(sizes):
        return layout.centres.copy(), layout.radii.copy()
    radii = np.array([_radius(int(size)) for size in sizes])
    fresh = bed_centres(np.full(len(sizes), -1), radii, aspect=0.6)
    right = (layout.centres[:, 0] + layout.radii).max() + 1.0
    fresh[:, 0] += right - (fresh[:, 0] - radii).min()
    fresh[:, 1] += layout.centres[:, 1].mean()
    return np.concatenate([layout.centres, fresh]), np.concatenate([layout.radii, radii])
