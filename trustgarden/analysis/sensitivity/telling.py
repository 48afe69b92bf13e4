"""What a sensitivity analysis says, in sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..frames import records
from ..words import figure, interval
from .analysing import Sensitivity
from .methods import Method

__all__ = ["does_something", "sentences"]

MOST_NAMED = 4
TOO_MUCH_LUCK = 0.1
"""Share of the variance of means from which on more replicates are advised."""
NEGLIGIBLE = 0.01
"""Of the largest index; what is less is not named, however surely it is there."""
UNSETTLED = 0.1
"""Change of a share from half of the design to all of it that is told of."""


def sentences(found: Sensitivity) -> list[str]:
    """What came out, how surely, and what would make it surer."""
    told = [_ranking(found, method) for method in found.methods]
    return [*told, *_luck(found), *_settled(found), *_missing(found)]


def does_something(rows: pd.DataFrame) -> np.ndarray:
    """For each row, whether the index surely lies above that of a factor that does nothing."""
    above: np.ndarray = rows["low"].to_numpy() > rows["floor"].fillna(0.0).to_numpy()
    return above


def _ranking(found: Sensitivity, method: Method) -> str:
    index = method.main[0]
    rows = found.of(method.name, index).sort_values("value", ascending=False, kind="stable")
    surely = does_something(rows) & (rows["value"] >= NEGLIGIBLE * rows["value"].max()).to_numpy()
    named = [
        f"{row.factor} {figure(row.value)} {interval(row.low, row.high)}"
        for row in records(rows[surely].head(MOST_NAMED))
    ]
    if not named:
        return f"By {index}, no factor does anything to {found.outcome} that can be told from luck."
    more = int(surely.sum()) - len(named)
    if more:
        named.append(f"and {more} more that do less")
    rest = rows[~surely]["factor"].tolist()
    nothing = f" Little or nothing: {', '.join(rest)}." if rest else ""
    return f"By {index}, {found.outcome} hangs most on {'; '.join(named)}.{nothing}"


def _luck(found: Sensitivity) -> list[str]:
    value, low, high = found.luck.total
    if np.isnan(value):
        return ["One replicate of each point: how much is luck cannot be told."]
    shared = found.luck.shared[0]
    same = (
        f"; {figure(shared)} is the same at every point and cancels in comparisons"
        if shared == shared
        else ""
    )
    told = [
        f"Luck is {figure(value)} {interval(low, high)} of the variance between single runs "
        f"({found.luck.num_replicates} replicates){same}."
    ]
    left = found.luck.left_in_means
    if left > TOO_MUCH_LUCK:
        told.append(
            f"Of the variance between means over replicates, {figure(left)} is still luck, and "
            "what an index says may be luck by as much; more replicates would take it away."
        )
    return told


def _settled(found: Sensitivity) -> list[str]:
    """Whether the main indices moved from half of the design to the whole."""
    told = []
    for method in found.methods:
        moved = _moved(found, method)
        if moved > UNSETTLED:
            told.append(
                f"From half of the design to all of it {method.main[0]} moved by up to "
                f"{figure(moved)} of the largest; a larger design would settle it."
            )
    return told


def _moved(found: Sensitivity, method: Method) -> float:
    table = found.convergence
    rows = table[(table["method"] == method.name) & (table["index"] == method.main[0])]
    blocks = sorted(rows["blocks"].unique())
    if len(blocks) < 2:
        return 0.0
    before, after = (
        rows[rows["blocks"] == count].set_index("factor")["value"] for count in blocks[-2:]
    )
    largest = float(after.abs().max())
    return float((after - before).abs().max()) / largest if largest > 0 else 0.0


def _missing(found: Sensitivity) -> list[str]:
    left_out = found.sample.left_out
    if not left_out:
        return []
    return [f"{left_out:,} points are left out, because runs of theirs, or of their row, failed "
            "or are not made yet."]  # fmt: skip
