"""How strongly a remembered tie is one of advice, friendship or work.

A study does not see memories: it asks whom people turn to. These functions say
what of a memory would be reported. Each is defined here and nowhere else, and
only their order counts: `observed_network` takes the strongest. Products,
because each part is needed: nobody asks an expert whom they never meet, nor
befriends somebody they distrust over any number of hours. The scales are those
of the literature where it has one, and were not fitted to any published network.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..columns import need_columns

__all__ = [
    "ADVICE_HOURS",
    "DOWNWARD",
    "FRIENDSHIP_HOURS",
    "advice_strength",
    "frequency_strength",
    "friendship_strength",
    "work_strength",
]

FloatArray = npt.NDArray[np.float64]

ADVICE_HOURS = 8.0
"""Remembered hours at which half of the access to somebody is reached: a day's work. A free
choice; access to those one works with is soon had."""

DOWNWARD = 0.5
"""How much of the advice that could be sought from a lower rank is sought. A free choice: to ask
a junior costs standing (Agneessens & Wittek 2012), but is done."""

FRIENDSHIP_HOURS = 50.0
"""Free hours at which half of a friendship's strength is reached: acquaintances become casual
friends at about 50 hours (Hall 2019)."""


def advice_strength(ties: pd.DataFrame, *, downward: float = DOWNWARD) -> FloatArray:
    """Return how strongly each tie is one of advice.

    `E_ability * h / (h + 8) * r`, with E_ability the expected ability, h the remembered hours
    of performing and sharing, and r = 1 towards the same or a higher rank and `downward`
    towards a lower one. People seek information from those whose knowledge they value and
    whom they can reach, and at what cost (Borgatti & Cross 2003). The cost is that of
    standing: who asks owns to knowing less (Agneessens & Wittek 2012), and status goes on
    deciding whom one asks (Lazega et al. 2012). Part of an up/down ratio is thus in the
    observation: `downward=1` takes it out and shows what the memory alone holds.

    Args:
        ties: Columns trust_ability (0 to 1), hours_perform, hours_share (hours, 0 or more),
            rank_from, rank_to (0 the highest).
        downward: Share that is sought from a lower rank (0 to 1).

    Returns:
        Strength, 0 to 1, in the order of the rows.

    Raises:
        ValueError: If a column is missing or `downward` is outside 0 to 1.

    References:
        Agneessens & Wittek 2012, doi:10.1016/j.socnet.2011.04.002
        Borgatti & Cross 2003, doi:10.1287/mnsc.49.4.432.14428
        Lazega, Mounier, Snijders & Tubaro 2012, doi:10.1016/j.socnet.2009.12.001
    """
    need_columns(
        ties, ("trust_ability", "hours_perform", "hours_share", "rank_from", "rank_to"), "ties"
    )
    if not 0.0 <= downward <= 1.0:
        raise ValueError(f"downward ({downward}) must be from 0 to 1.")
    hours = _column(ties, "hours_perform") + _column(ties, "hours_share")
    below = _column(ties, "rank_to") > _column(ties, "rank_from")
    standing = np.where(below, downward, 1.0)
    return _column(ties, "trust_ability") * _saturated(hours, ADVICE_HOURS) * standing


def frequency_strength(ties: pd.DataFrame) -> FloatArray:
    """Return how often one would say that one turns to somebody for information.

    `E_ability * h`, with h the remembered hours of performing and sharing. A question of how
    often is answered by hours and not by access, which is soon had; the cost of standing is
    in the hours, since whoever feels it asks less often (Cross & Parker 2004 asked so).

    Args:
        ties: Columns trust_ability (0 to 1), hours_perform, hours_share (hours, 0 or more).

    Returns:
        Hours of information a tie holds, 0 or more, in the order of the rows.

    Raises:
        ValueError: If a column is missing.

    References:
        Borgatti & Cross 2003, doi:10.1287/mnsc.49.4.432.14428
    """
    need_columns(ties, ("trust_ability", "hours_perform", "hours_share"), "ties")
    hours = _column(ties, "hours_perform") + _column(ties, "hours_share")
    return _column(ties, "trust_ability") * hours


def friendship_strength(ties: pd.DataFrame) -> FloatArray:
    """Return how strongly each tie is one of friendship.

    `E_benevolence * h / (h + 50)`, with E_benevolence the expected benevolence and h the
    remembered free hours: those of exploring, and half of those of rehearsing, where people
    are among themselves but have a task. Hours at work do not count: they predict closeness
    little or not at all, leisure hours well (Hall 2019). Trust that rests on goodwill is what
    tells friends from colleagues (McAllister 1995).

    Args:
        ties: Columns trust_benevolence (0 to 1), hours_explore, hours_rehearse (hours, 0 or
            more).

    Returns:
        Strength, 0 to 1, in the order of the rows.

    Raises:
        ValueError: If a column is missing.

    References:
        Hall 2019, doi:10.1177/0265407518761225
        McAllister 1995, doi:10.5465/256727
    """
    need_columns(ties, ("trust_benevolence", "hours_explore", "hours_rehearse"), "ties")
    free = _column(ties, "hours_explore") + 0.5 * _column(ties, "hours_rehearse")
    return _column(ties, "trust_benevolence") * _saturated(free, FRIENDSHIP_HOURS)


def work_strength(ties: pd.DataFrame) -> FloatArray:
    """Return how strongly each tie is one of working together: its hours of performing.

    Raises:
        ValueError: If the column hours_perform is missing.
    """
    need_columns(ties, ("hours_perform",), "ties")
    return _column(ties, "hours_perform")


def _saturated(hours: FloatArray, half: float) -> FloatArray:
    return hours / (hours + half)


def _column(ties: pd.DataFrame, name: str) -> FloatArray:
    return ties[name].to_numpy(dtype=np.float64)
