"""Scenario discovery: which combinations of conditions lead to an outcome, and how surely.

Half of the points grow a tree, and the other half, which the tree has not seen, measure its
boxes; so no figure here is flattered by the search. A permutation test on that second half says
whether the boxes tell anything: noise yields "nothing found" in 95 of 100 experiments or more.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from trustgarden.errors import InputError

from ..statistics import share_interval
from .boxes import Box
from .cases import Cases, FloatArray
from .growing import Tree, grow

__all__ = ["Discovery", "FoundBox", "check_installed", "discover"]

PERMUTATIONS = 1999
SIGNIFICANCE = 0.05
LIFT = 1.25
"""A box is told of if what is asked for is so much more frequent in it than at large."""
SPLITTING_SEED = 20180214
LEAST_POINTS = 40
"""Half of the points must be enough to find a box, and the other half to measure it."""


@dataclass(frozen=True)
class FoundBox:
    """A box and what the points say of it that did not shape it.

    Attributes:
        box: Its conditions.
        density: Share of its runs in which it happened.
        low: Lower end of the 95 % interval of the density, points resampled.
        high: Upper end.
        coverage: Share of all runs in which it happened that lie in the box.
        num_points: Points in it.
    """

    box: Box
    density: float
    low: float
    high: float
    coverage: float
    num_points: int


@dataclass(frozen=True, eq=False)
class Discovery:
    """What was found.

    Attributes:
        outcome: What was asked for.
        base: Share of all runs in which it happened.
        num_points: Points that measure.
        boxes: The most telling first; none if nothing was found.
        p_value: How often shuffled outcomes are foretold as well (1 if no tree was grown).
    """

    outcome: str
    base: float
    num_points: int
    boxes: tuple[FoundBox, ...]
    p_value: float

    @property
    def table(self) -> pd.DataFrame:
        """One row a box: conditions, density, low, high, coverage, num_points."""
        rows: list[dict[str, Any]] = [
            {"conditions": str(one.box), "density": one.density, "low": one.low, "high": one.high,
             "coverage": one.coverage, "num_points": one.num_points}
            for one in self.boxes
        ]  # fmt: skip
        columns = ["conditions", "density", "low", "high", "coverage", "num_points"]
        return pd.DataFrame(rows, columns=columns)


def discover(cases: Cases) -> Discovery:
    """Find combinations of conditions in which it happens far more often than at large.

    Args:
        cases: Points and what came of them.

    Raises:
        InputError: If there are too few points, or scikit-learn is not installed.
    """
    check_installed()
    _enough(cases)
    order = np.random.default_rng(SPLITTING_SEED).permutation(len(cases.runs))
    half = len(order) // 2
    growing, measuring = cases.of(np.sort(order[:half])), cases.of(np.sort(order[half:]))
    nothing = Discovery(cases.outcome, cases.base, len(measuring.runs), (), 1.0)
    if measuring.base in (0.0, 1.0) or growing.base in (0.0, 1.0):
        return nothing
    tree = grow(growing)
    if tree is None:
        return nothing
    p_value = _p_value(tree, measuring)
    boxes = _measured(tree, growing, measuring) if p_value <= SIGNIFICANCE else []
    return Discovery(cases.outcome, cases.base, len(measuring.runs), tuple(boxes), p_value)


def check_installed() -> None:
    """Raise an `InputError` if the library of the tree is not there."""
    if importlib.util.find_spec("sklearn") is None:
        raise InputError(
            "scenario discovery needs scikit-learn; install it with "
            "`pip install trustgarden[sensitivity]`."
        )


def _enough(cases: Cases) -> None:
    count = len(cases.runs)
    if count < LEAST_POINTS:
        raise InputError(
            f"there are {count} points, and combinations of conditions are only looked for among "
            f"{LEAST_POINTS} or more: half of them are kept to measure what the other half "
            "shows. Take a Latin hypercube of some hundred points."
        )


def _p_value(tree: Tree, cases: Cases) -> float:
    """How often outcomes dealt out anew to the points agree as well with what the tree expects."""
    rng = np.random.default_rng(SPLITTING_SEED)
    expected = tree.predicted(cases.conditions)
    expected = expected - expected.mean()
    seen = float(expected @ cases.share)
    shuffled = rng.permuted(np.tile(cases.share, (PERMUTATIONS, 1)), axis=1) @ expected
    # A hair, because sums in another order differ in their last digit.
    return (1 + int((shuffled >= seen - 1e-12).sum())) / (1 + PERMUTATIONS)


def _measured(tree: Tree, growing: Cases, measuring: Cases) -> list[FoundBox]:
    """Boxes that stand out where they were found, as the other points see them."""
    found = []
    for box in tree.boxes:
        inside = box.holds(growing.conditions)
        if _density(growing, inside) < LIFT * growing.base:
            continue
        inside = box.holds(measuring.conditions)
        if inside.any():
            found.append(_figures(box, measuring, inside))
    # What does not stand out among the other points was luck of the first.
    standing = [one for one in found if one.low > measuring.base]
    return sorted(standing, key=lambda one: -one.coverage)


def _density(cases: Cases, inside: Any) -> float:
    return float(cases.happened[inside].sum() / max(cases.runs[inside].sum(), 1))


def _figures(box: Box, cases: Cases, inside: Any) -> FoundBox:
    density = _density(cases, inside)
    low, high = _interval(cases.share[inside], density)
    coverage = float(cases.happened[inside].sum() / cases.happened.sum())
    return FoundBox(box, density, low, high, coverage, int(inside.sum()))


def _interval(share: FloatArray, density: float) -> tuple[float, float]:
    """Wilson's interval, for as many points as there are.

    Replicates of a point count as one case, as if they all agreed: the interval is never too
    narrow for that reason.
    """
    count = len(share)
    found = share_interval(min(density * count, count), count)
    return found.low, found.high
