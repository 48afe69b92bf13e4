"""How long ties last: the share still remembered after so many weeks, over replicates.

Ties are seen in the weeks in which they were written down. Those of the first such week are
followed: a tie ends when it is no longer there while both people are. A tie of somebody who has
left is followed until then and no further (it went with the person). So the curve is that of
Kaplan & Meier, by steps of the recorded weeks.

Ties of one organisation hang together, so the curve is made for each replicate, and the band is
the bootstrap interval of its mean over replicates.

References:
    Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452
    Burt 2002, doi:10.1016/S0378-8733(02)00015-3
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from .columns import need_columns
from .statistics import weekly_interval

__all__ = ["tie_survival"]

FloatArray = npt.NDArray[np.float64]
PAIR = ["from", "to"]


def tie_survival(ties: pd.DataFrame, *, kind: str | None = "chosen") -> pd.DataFrame:
    """Return how bridges and embedded ties last.

    A bridge is a tie without a shared trusted third party in the first recorded week, an
    embedded one has some.

    Args:
        ties: Columns replicate, week, from, to, embedded, kind (`Store.ties`, of one scenario
            and point), in two weeks or more.
        kind: Only ties of this kind, since those that work assigns are not forgotten; all if
            None.

    Returns:
        Columns arm (bridges, embedded), weeks (0, then the time to each recorded week), share
        (mean over replicates, 0 to 1), low, high, at_risk (ties seen up to then), n
        (replicates that had such ties).

    Raises:
        ValueError: If a column is missing or there are fewer than two recorded weeks.
    """
    need_columns(ties, ("replicate", "week", *PAIR, "embedded", "kind"), "ties")
    weeks = np.sort(ties["week"].unique())
    if len(weeks) < 2:
        raise ValueError("ties hold one recorded week; two or more are needed.")
    curves: dict[str, list[FloatArray]] = {"bridges": [], "embedded": []}
    for _, run in ties.groupby("replicate"):
        first, seen, ended = _followed(run, weeks, kind)
        bridge = first["embedded"].to_numpy() <= 0
        for name, among in (("bridges", bridge), ("embedded", ~bridge)):
            if among.any():
                curves[name].append(_kaplan_meier(seen[among], ended[among], len(weeks)))
    parts = [_averaged(name, made, weeks) for name, made in curves.items() if made]
    return pd.concat(parts, ignore_index=True)


def _followed(
    run: pd.DataFrame, weeks: npt.NDArray[np.int64], kind: str | None
) -> tuple[pd.DataFrame, npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Ties of the first week; up to which recorded week each was seen, and whether it ended."""
    first = run[run["week"] == weeks[0]]
    first = first if kind is None else first[first["kind"] == kind]
    pairs = pd.MultiIndex.from_frame(first[PAIR])
    seen = np.zeros(len(first), dtype=np.int64)
    ended = np.zeros(len(first), dtype=np.bool_)
    going = np.ones(len(first), dtype=np.bool_)
    for step, week in enumerate(weeks[1:], start=1):
        now = run[run["week"] == week]
        there = pairs.isin(pd.MultiIndex.from_frame(now[PAIR]))
        people = pd.unique(now[PAIR].to_numpy().ravel())
        both = first["from"].isin(people).to_numpy() & first["to"].isin(people).to_numpy()
        ended |= going & both & ~there
        # What ends is counted in the week it was missed; of who left, the week before is the last.
        seen[going & (both | there)] = step
        going &= there
    return first, seen, ended


def _kaplan_meier(
    seen: npt.NDArray[np.int64], ended: npt.NDArray[np.bool_], num_weeks: int
) -> FloatArray:
    """Rows of share and at risk at each recorded week, the first being 1 and all."""
    steps = np.arange(1, num_weeks)
    at_risk = np.array([(seen >= step).sum() for step in steps], dtype=np.float64)
    lost = np.array([(ended & (seen == step)).sum() for step in steps], dtype=np.float64)
    kept = 1.0 - np.divide(lost, at_risk, out=np.zeros_like(lost), where=at_risk > 0)
    return np.array([[1.0, *np.cumprod(kept)], [len(seen), *at_risk]])


def _averaged(name: str, curves: list[FloatArray], weeks: npt.NDArray[np.int64]) -> pd.DataFrame:
    stacked = np.array(curves)
    mean, low, high = weekly_interval(stacked[:, 0])
    columns = {"arm": name, "weeks": weeks - weeks[0], "share": mean, "low": low, "high": high}
    return pd.DataFrame(columns | {"at_risk": stacked[:, 1].sum(axis=0), "n": len(curves)})
