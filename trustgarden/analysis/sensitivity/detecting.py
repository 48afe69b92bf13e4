"""What design points are of, told by how they follow each other.

A Saltelli row is a point, the same with one coordinate after the other taken from a second point
(and the other way round, if pairs are asked for), and that second point. A trajectory changes
each factor once. Results say it by themselves, so that what is analysed is what was run: a list
of points read from a file will do as well as a design of ours.
"""

from __future__ import annotations

import numpy as np

from .sample import Design, FloatArray

__all__ = ["detected", "levels_of_morris"]

LEAST_BLOCKS = 2
HAIR = 1e-9


def detected(points: FloatArray) -> tuple[Design, bool]:
    """The design of points, and whether it is a Saltelli design with pairs.

    Args:
        points: Shape `(points, factors)`, in the order of the plan; NaN where a point was not
            run yet.
    """
    num_factors = points.shape[1]
    if num_factors < 2:
        return "other", False
    for pairs in (True, False):
        blocks = _blocks(points, (2 if pairs else 1) * num_factors + 2)
        if blocks is not None and _is_saltelli(blocks, pairs):
            return "saltelli", pairs
    blocks = _blocks(points, num_factors + 1)
    if blocks is not None and _is_morris(blocks):
        return "morris", False
    return "other", False


def levels_of_morris(points: FloatArray) -> int:
    """Number of levels of a Morris design, from the length of its steps."""
    steps = np.abs(np.diff(_cut(points, points.shape[1] + 1), axis=1)).max(axis=2)
    step = float(np.nanmedian(steps[steps > HAIR]))
    # A step is p / (2 (p - 1)) of the range.
    return max(2, 2 * round(step / max(2 * step - 1, HAIR))) if step < 1 else 2


def _blocks(points: FloatArray, size: int) -> FloatArray | None:
    if len(points) % size or len(points) // size < LEAST_BLOCKS:
        return None
    blocks = _cut(points, size)
    known = blocks[np.isfinite(blocks).all(axis=(1, 2))]
    return known if len(known) >= LEAST_BLOCKS else None


def _cut(points: FloatArray, size: int) -> FloatArray:
    return points.reshape(-1, size, points.shape[1])


def _is_saltelli(blocks: FloatArray, pairs: bool) -> bool:
    num_factors = blocks.shape[2]
    first, last = blocks[:, :1], blocks[:, -1:]
    own = np.eye(num_factors, dtype=bool)
    wanted = [np.where(own, last, first)]
    if pairs:
        wanted.append(np.where(own, first, last))
    expected = np.concatenate(wanted, axis=1)
    if np.ptp(blocks[:, 0], axis=0).min() == 0:
        return False
    return bool((np.abs(blocks[:, 1:-1] - expected) <= HAIR).all())


def _is_morris(blocks: FloatArray) -> bool:
    changed = np.abs(np.diff(blocks, axis=1)) > HAIR
    # Rounding to whole numbers may make a step of none; more than one, or one twice, is no design.
    once = changed.sum(axis=2).max() <= 1 and changed.sum(axis=1).max() <= 1
    return bool(once and changed.mean() * blocks.shape[2] > 0.9)
