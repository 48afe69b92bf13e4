"""Two relations between the same people: does the one go with the other?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .network import Network

__all__ = ["Multiplexity", "multiplexity", "odds_ratio"]


@dataclass(frozen=True)
class Multiplexity:
    """How much likelier a relation is where another one is.

    Attributes:
        odds_ratio: Odds with the given relation, divided by those without (0 or more;
            infinite or NaN where a cell of the table of four is empty).
        share_with: Share of the arcs of the given relation that are arcs of the other too.
        share_without: Share of the other ordered pairs that are arcs of the other relation.
    """

    odds_ratio: float
    share_with: float
    share_without: float


def multiplexity(given: Network, other: Network) -> Multiplexity:
    """Compare a relation where another one is given with where it is not.

    Args:
        given: The relation that is given, such as work.
        other: The relation that is counted, such as advice; between the same people in the
            same order.

    Raises:
        ValueError: If the two are not about the same people in the same order.
    """
    if not given.people.equals(other.people):
        raise ValueError("the two networks are not of the same people in the same order.")
    pairs = given.num_people * (given.num_people - 1)
    both = int(np.isin(given.keys, other.keys, assume_unique=True).sum())
    only_given, only_other = given.num_arcs - both, other.num_arcs - both
    neither = pairs - both - only_given - only_other
    return Multiplexity(
        _over(both * neither, only_given * only_other),
        _over(both, given.num_arcs),
        _over(only_other, pairs - given.num_arcs),
    )


def odds_ratio(given: Network, other: Network) -> float:
    """Return the odds ratio of `multiplexity` alone."""
    return multiplexity(given, other).odds_ratio


def _over(above: int, below: int) -> float:
    if below > 0:
        return above / below
    return math.inf if above > 0 else math.nan
