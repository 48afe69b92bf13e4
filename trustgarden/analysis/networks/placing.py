"""Where people stand in a picture of their network: groups as discs that do not overlap.

A layout by forces draws a few hundred people as a ball of hair. Here each group (team or
tribe) has a disc of its own, as large as it has people, and groups that are tied stand near
each other. So distances between people say only which group they are in; nothing else is
claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["chart_places", "group_places"]

FloatArray = npt.NDArray[np.float64]

GOLDEN = np.pi * (3.0 - np.sqrt(5.0))
AIR = 1.3
"""Distance of two discs that touch, to the sum of their radii."""
DIRECTIONS, STEPS = 40, 60
COLUMN = 10
"""Most people below each other in a chart."""


def group_places(groups: pd.Series[Any], pairs: pd.DataFrame, width: float = 1.0) -> pd.DataFrame:
    """Return where each person stands.

    Args:
        groups: Group of each person, by person; the first of a group stands in its middle.
        pairs: Columns a, b, trust: the ties that draw groups together.
        width: How many times wider than high the whole should be (above 0).

    Returns:
        Columns x, y by person (one is about the distance between two neighbours).
    """
    sizes = groups.value_counts(sort=False)
    radius = {group: max(0.8, np.sqrt(size)) for group, size in sizes.items()}
    centres = _packed(radius, _between(groups, pairs), width)
    places = pd.DataFrame(index=groups.index, columns=["x", "y"], dtype=np.float64)
    for group, people in groups.groupby(groups, sort=False):
        places.loc[people.index] = centres[group] + _sunflower(len(people))
    return places


def _sunflower(count: int) -> FloatArray:
    """Even places in a disc, from the middle outwards; one turn each, by the golden angle."""
    number = np.arange(count)
    if count <= 9:
        # Few look better in a ring around the first.
        angle = 2 * np.pi * (number - 1) / max(1, count - 1)
        ring = np.column_stack([np.cos(angle), np.sin(angle)]) * np.sqrt(count) * 0.85
        ring[0] = 0.0
        return np.asarray(ring, dtype=np.float64)
    distance, angle = np.sqrt(number), number * GOLDEN
    return np.column_stack([distance * np.cos(angle), distance * np.sin(angle)]) * 0.95


def _between(groups: pd.Series[Any], pairs: pd.DataFrame) -> dict[tuple[Any, Any], float]:
    """Sum of trust between each two groups."""
    ends = pairs.assign(one=pairs["a"].map(groups), two=pairs["b"].map(groups))
    ends = ends[ends["one"] != ends["two"]]
    sums = ends.groupby(["one", "two"])["trust"].sum()
    found: dict[tuple[Any, Any], float] = {}
    for key, trust in sums.items():
        one, two = key if isinstance(key, tuple) else (key, key)
        for pair in ((one, two), (two, one)):
            found[pair] = found.get(pair, 0.0) + float(trust)
    return found


def _packed(
    radius: Mapping[Any, float], between: Mapping[tuple[Any, Any], float], width: float
) -> dict[Any, FloatArray]:
    """Discs one after the other, each as near as there is room to those it is tied to."""
    left: dict[Any, float] = dict(radius)
    placed: dict[Any, FloatArray] = {}
    while left:
        group = max(left, key=lambda one: (_tied(one, placed, between), left[one]))
        del left[group]
        placed[group] = _best_place(group, placed, radius, between, width)
    middle = np.mean(list(placed.values()), axis=0)
    return {group: place - middle for group, place in placed.items()}


def _tied(group: Any, placed: Mapping[Any, Any], between: Mapping[tuple[Any, Any], float]) -> float:
    """How strongly a group is tied to those that have a place."""
    return float(sum(between.get((group, other), 0.0) for other in placed))


def _best_place(
    group: Any,
    placed: Mapping[Any, FloatArray],
    radius: Mapping[Any, float],
    between: Mapping[tuple[Any, Any], float],
    width: float,
) -> FloatArray:
    if not placed:
        return np.zeros(2)
    centres = np.array(list(placed.values()))
    far = AIR * (radius[group] + np.array([radius[other] for other in placed]))
    candidates = _around(centres, far)
    apart = np.linalg.norm(candidates[:, None] - centres[None], axis=2)
    candidates = candidates[(apart >= far[None] - 1e-9).all(axis=1)]
    apart = np.linalg.norm(candidates[:, None] - centres[None], axis=2)
    weights = np.array([between.get((group, other), 0.0) for other in placed])
    # Being near the middle counts as much as all ties together, so that the whole stays compact.
    weights = weights / max(weights.sum(), 1e-9)
    middle = np.linalg.norm((candidates - centres.mean(axis=0)) / [width, 1.0], axis=1)
    best = int(np.argmin((apart * weights).sum(axis=1) + middle))
    return np.asarray(candidates[best], dtype=np.float64)


def _around(centres: FloatArray, far: FloatArray) -> FloatArray:
    """Places at which a disc would touch one of those that are there."""
    angle = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    touching = centres[:, None] + ring[None] * far[:, None, None]
    return np.asarray(touching.reshape(-1, 2), dtype=np.float64)


def chart_places(leaders: pd.Series[Any]) -> pd.DataFrame:
    """Return where each person stands in the formal chart, the top above.

    Who leads others stands above them; who leads nobody stands below their leader, in columns.

    Args:
        leaders: Each person's leader, by person; missing for those at the top.

    Returns:
        Columns x, y by person.
    """
    known = leaders.where(leaders.isin(leaders.index))
    below: dict[Any, list[Any]] = {}
    for person, leader in known.items():
        below.setdefault(None if pd.isna(leader) else leader, []).append(person)
    places: dict[Any, tuple[float, float]] = {}
    at = 0.0
    for person in below.get(None, []):
        at += _lay_out(person, below, at, 0.0, places) + 0.6
    return pd.DataFrame.from_dict(places, orient="index", columns=["x", "y"]).loc[leaders.index]


def _lay_out(
    person: Any,
    below: Mapping[Any, list[Any]],
    left: float,
    y: float,
    places: dict[Any, tuple[float, float]],
) -> float:
    """Place a person and all below them from `left` on; return how wide they are."""
    reports = below.get(person, [])
    alone = [one for one in reports if one not in below]
    at = left
    for number, one in enumerate(alone):
        places[one] = (left + number // COLUMN, y - 2.2 - 0.9 * (number % COLUMN))
    at += -(-len(alone) // COLUMN)
    for one in (one for one in reports if one in below):
        at += _lay_out(one, below, at, y - 2.4, places) + 0.3
    width = max(1.0, at - left)
    places[person] = (left + (width - 1) / 2, y)
    return width
