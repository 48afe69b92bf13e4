"""Geometry of the garden: beds packed round a middle, places on rings within a bed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["bed_centres", "places_in_bed"]

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

ASPECT = 1.45
"""Width to height that beds should fill together: that of a screen, less its controls."""
ALIKE = 1.3
"""Largest bed to the mean up to which all take cells of the largest, and stand in order."""
GAP = 0.45
"""Between the edges of two beds."""
ROUNDS = 240
"""Of pushing apart while drawing together; as many times eight to end without overlap."""
FIRST_RING = 7


def places_in_bed(count: int) -> Numbers:
    """Places of a bed round (0, 0): one in the middle, the others evenly on rings.

    Returns:
        Positions (count, 2), the middle first; neighbours are about 1 apart.
    """
    if count == 0:
        return np.zeros((0, 2))
    places = [np.zeros((1, 2))]
    for ring, number in enumerate(_on_rings(count - 1), start=1):
        # Rings are turned against each other, so that people do not stand in rows.
        angle = 2 * np.pi * (np.arange(number) / number + 0.5 * ring / number) - np.pi / 2
        radius = 0.3 + 0.9 * ring
        places.append(radius * np.column_stack([np.cos(angle), np.sin(angle)]))
    return np.concatenate(places)


def _on_rings(count: int) -> list[int]:
    """How many stand on each ring, in proportion to what it holds."""
    holds: list[int] = []
    while sum(holds) < count:
        holds.append(FIRST_RING * (len(holds) + 1))
    shares = np.cumsum(holds) / max(sum(holds), 1) * count
    return [int(number) for number in np.diff(np.round(shares), prepend=0)]


def bed_centres(above: Whole, radii: Numbers, *, aspect: float = ASPECT) -> Numbers:
    """Centres of beds in a block about `aspect` times as wide as high, round (0, 0).

    Args:
        above: For each bed, the one it reports to; -1 for none (beds,). Those at the top
            stand in the middle, and every other near the one it reports to.
        radii: Radius of each bed (beds,).
        aspect: Width to height of the block.

    Returns:
        Centres (beds, 2); no two beds overlap.
    """
    count = len(radii)
    alike = float(radii.max(initial=0.0)) <= ALIKE * float(radii.mean())
    cells = _cells(count, aspect) * (2 * float(radii.max() if alike else radii.mean()) + GAP)
    centres = np.zeros((count, 2))
    free = list(range(count))
    for level in _levels(above):
        wanted = np.array([centres[above[bed]] if above[bed] >= 0 else (0.0, 0.0) for bed in level])
        # A level takes the cells that are left nearest to the middle, before those outside.
        free.sort(key=lambda cell: (round(_from_middle(cells[cell], aspect), 6), cell))
        offered, free = free[: len(level)], free[len(level) :]
        for bed, cell in zip(level, _assigned(wanted, cells[offered]), strict=True):
            centres[bed] = cells[offered[cell]]
    if not alike:
        centres = _apart(centres, radii, aspect)
    low, high = centres - radii[:, None], centres + radii[:, None]
    middle: Numbers = (low.min(axis=0) + high.max(axis=0)) / 2
    return centres - middle


def _from_middle(cell: Numbers, aspect: float) -> float:
    return float(np.hypot(cell[0] / aspect, cell[1]))


def _cells(count: int, aspect: float) -> Numbers:
    """Cells of a honeycomb in rows as even as can be, one unit apart."""
    step = np.sqrt(3) / 2
    rows = max(1, round(np.sqrt(count * 1.0 / (aspect * step))))
    bounds = np.round(np.linspace(0, count, rows + 1)).astype(int)
    cells = []
    before = None
    for row, number in enumerate(np.diff(bounds).tolist()):
        x = np.arange(number) - (number - 1) / 2
        # Between two rows lies half a cell; where their lengths do not bring it, one is moved.
        if before == x[0] % 1:
            x += 0.5 if row % 2 else -0.5
        before = x[0] % 1
        cells.append(np.column_stack([x, np.full(number, (row - (rows - 1) / 2) * step)]))
    return np.concatenate(cells)


def _levels(above: Whole) -> list[list[int]]:
    """Beds by how many stand above them; whoever reports in a ring counts as at the top."""
    depth = np.zeros(len(above), np.int64)
    for bed in range(len(above)):
        at, steps = int(above[bed]), 0
        while at >= 0 and steps <= len(above):
            at, steps = int(above[at]), steps + 1
        depth[bed] = 0 if steps > len(above) else steps
    return [np.flatnonzero(depth == level).tolist() for level in np.unique(depth)]


def _assigned(wanted: Numbers, offered: Numbers) -> list[int]:
    """Which cell each bed takes, so that together they are nearest to where they should be."""
    from scipy.optimize import linear_sum_assignment

    cost = ((wanted[:, None] - offered[None]) ** 2).sum(axis=2)
    _, cells = linear_sum_assignment(cost)
    return [int(cell) for cell in cells]


def _apart(centres: Numbers, radii: Numbers, aspect: float) -> Numbers:
    """Push beds apart until none overlap, drawing them to the middle on the way."""
    needed = radii[:, None] + radii[None] + GAP
    np.fill_diagonal(needed, 0.0)
    centres = centres.copy()
    for round_ in range(8 * ROUNDS):
        if round_ < ROUNDS:
            centres *= 1.0 - 0.02 * np.array([1.0 / aspect, 1.0])
        away = centres[:, None] - centres[None]
        distance = np.linalg.norm(away, axis=2)
        overlap = np.maximum(needed - distance, 0.0)
        np.fill_diagonal(overlap, 0.0)
        if round_ >= ROUNDS and overlap.max(initial=0.0) < 1e-3:
            break
        along = away / np.maximum(distance, 1e-9)[:, :, None]
        centres += 0.25 * (overlap[:, :, None] * along).sum(axis=1)
    return centres
