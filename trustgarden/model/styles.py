"""M17 Styles that are code: the one that divides attention by lot, and the learner.

The learner is in `learner`.
"""

from __future__ import annotations

import numpy as np

from .custom import Style
from .keyed_chance import Chance
from .views import Attention, Numbers, View

__all__ = ["Lot", "divided", "drawn_by_lot"]


def drawn_by_lot(chance: Chance) -> Numbers:
    """All of attention, divided by lot, the same in every week (L, 7)."""
    return divided(chance.lasting(0, 2))


def divided(drawn: Numbers) -> Numbers:
    """A whole week divided by lot, uniform over all divisions (L, 7).

    The gaps between six sorted uniform numbers are uniform on the simplex (Devroye 1986,
    Non-Uniform Random Variate Generation, ch. V.2), and need no logarithm.

    Args:
        drawn: Eight uniform numbers each (L, 8), of which the first and the last are not used.
    """
    edges = drawn.copy()
    edges[:, 0], edges[:, -1] = 0.0, 1.0
    edges.sort(axis=1)
    return np.diff(edges, axis=1)


class Lot(Style, name="random"):
    """Divides attention by lot, and keeps to it."""

    def attend(self, view: View, chance: Chance) -> Attention:
        """The same division every week."""
        return Attention(drawn_by_lot(chance))
