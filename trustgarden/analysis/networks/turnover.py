"""Which ties are still there later: bridges decay faster than embedded ties."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..columns import need_columns
from .network import people_in

__all__ = ["survival"]

BoolArray = npt.NDArray[np.bool_]


def survival(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    membership: pd.Series[Any] | None = None,
    people: Iterable[Hashable] | None = None,
) -> pd.DataFrame:
    """Return the share of ties that are still there later, by what they were at first.

    A bridge is a tie without a shared trusted third party, an embedded one has some (Burt
    2002, who found nine bridges in ten gone after a year). Ties of people who are no longer
    there are left out: they went with the person. No interval: ties of one organisation
    hang together, so it has to be taken over replicates.

    Args:
        before: Columns from, to, embedded (shared trusted third parties, 0 or more): the
            ties that could survive. Filter them first to follow only some, such as the
            chosen ones of `kind`.
        after: Columns from, to: what is still a tie later. Filter it in the same way.
        membership: The tribe of each person at first; with it, ties within and between
            tribes are counted too.
        people: Who is still there later; without it, who is in `after`.

    Returns:
        Rows all, bridge, embedded (and within_tribe, between_tribes); columns n (ties at
        first), kept, share (NaN if there were none).

    Raises:
        ValueError: If a column is missing.

    References:
        Burt 2002, doi:10.1016/S0378-8733(02)00015-3
    """
    need_columns(before, ("from", "to", "embedded"), "before")
    need_columns(after, ("from", "to"), "after")
    here = people_in(after, people)
    known = before[before["from"].isin(here) & before["to"].isin(here)]
    later = pd.MultiIndex.from_frame(after[["from", "to"]])
    kept = pd.MultiIndex.from_frame(known[["from", "to"]]).isin(later)
    bridge = known["embedded"].to_numpy() <= 0
    groups = {"all": np.ones(len(known), np.bool_), "bridge": bridge, "embedded": ~bridge}
    if membership is not None:
        groups |= _by_tribe(known, membership)
    rows = {name: _counted(kept, among) for name, among in groups.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("ties")


def _by_tribe(ties: pd.DataFrame, membership: pd.Series[Any]) -> dict[str, BoolArray]:
    one, two = (ties[end].map(membership).to_numpy(np.float64) for end in ("from", "to"))
    return {
        "within_tribe": one == two,
        # Somebody of no tribe is neither within one nor between two.
        "between_tribes": (one != two) & ~np.isnan(one) & ~np.isnan(two),
    }


def _counted(kept: BoolArray, among: BoolArray) -> dict[str, float]:
    count, left = int(among.sum()), int((kept & among).sum())
    return {"n": count, "kept": left, "share": left / count if count else float("nan")}
