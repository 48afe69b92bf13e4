"""From strengths of ties to a network such as a study would draw."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..columns import need_columns
from .network import Network, people_in

__all__ = ["observed_network", "people_of"]

ATTRIBUTES = ("team", "place", "practice", "rank")


def observed_network(
    ties: pd.DataFrame,
    strength: npt.ArrayLike,
    *,
    mean_degree: float,
    people: Iterable[Hashable] | None = None,
) -> Network:
    """Return the network of the strongest ties.

    One threshold over all ties, set so that people name `mean_degree` others on average. It
    is not so many a person: who has more strong ties names more people, as in studies where
    the list has no fixed length. Of equally strong ties the more familiar one comes first,
    then the order of `people` decides, that of who names before that of who is named; the
    order of rows never does. A tie of no strength (0) is never taken, so that a network may
    fall short of the mean that was asked for.

    Args:
        ties: One row a remembered tie: columns from, to, familiarity (hours).
        strength: One figure a row, 0 or more, such as `advice_strength(ties)`.
        mean_degree: Mean number of people that a person names (above 0).
        people: Everybody who is there; without it, those in the table, sorted.

    Raises:
        ValueError: If a column is missing, the strengths are not one a row, negative or NaN,
            or the mean degree is not above 0.
    """
    need_columns(ties, ("from", "to", "familiarity"), "ties")
    strengths = _checked(strength, len(ties))
    if not mean_degree > 0:
        raise ValueError(f"mean_degree ({mean_degree}) must be above 0.")
    everybody = people_in(ties, people)
    every = Network.from_table(ties, everybody)
    familiarity = ties["familiarity"].to_numpy(dtype=np.float64)
    order = np.lexsort((every.heads, every.tails, -familiarity, -strengths))
    wanted = round(mean_degree * every.num_people)
    taken = order[: min(wanted, np.count_nonzero(strengths))]
    return Network(every.people, every.tails[taken], every.heads[taken])


def _checked(strength: npt.ArrayLike, rows: int) -> npt.NDArray[np.float64]:
    strengths = np.asarray(strength, dtype=np.float64)
    if strengths.shape != (rows,):
        raise ValueError(f"strength has shape {strengths.shape}; there are {rows} ties.")
    if not (strengths >= 0).all():
        wrong = strengths[~(strengths >= 0)][0]
        raise ValueError(f"strength holds {wrong}; it must be 0 or more for every tie.")
    return strengths


def people_of(ties: pd.DataFrame) -> pd.DataFrame:
    """Return what a table of ties says of the people in it.

    Returns:
        A row a person, by name, sorted; columns team, place, practice, rank as far as the
        table has them (such as team_from and team_to).
    """
    need_columns(ties, ("from", "to"), "ties")
    known = [name for name in ATTRIBUTES if f"{name}_from" in ties and f"{name}_to" in ties]
    ends = [
        ties[[end, *(f"{name}_{end}" for name in known)]].set_axis(["person", *known], axis=1)
        for end in ("from", "to")
    ]
    return pd.concat(ends).drop_duplicates("person").set_index("person").sort_index()
