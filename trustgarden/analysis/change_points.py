"""Change points: the weeks in which the mean of a series moved to another height.

Beside the written definitions (`emergence`), which ask whether trust came and stayed, this asks
when anything moved at all, with no threshold. Weeks resemble the weeks before, and methods for
independent noise take every slow wave for a change. So the autocorrelation is taken out first
(Chakar et al. 2017): phi is estimated from differences over one and two weeks, without the few
that are jumps; what is left of each week after phi times the one before is divided by exact
search under a penalty (`ruptures`, Truong et al. 2020; Jackson et al. 2005).

Where it misleads. A slow rise has no change point; it is cut into steps, whose weeks say where it
was steepest at best. Where phi is near 1 a jump is hard to tell from a wave, and few are found.
`docs/analysis.md` has both rates. Trends of the noise itself are taken for changes.

References:
    Chakar et al. 2017, doi:10.3150/15-BEJ782
    Truong et al. 2020, doi:10.1016/j.sigpro.2019.107299
    Jackson et al. 2005, doi:10.1109/LSP.2001.838216
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.errors import InputError

from .frames import by_arm
from .statistics import mean_interval, share_interval

__all__ = ["change_points", "change_shares", "noise_phi"]

FloatArray = npt.NDArray[np.float64]

LEAST_WEEKS = 13
"""A height that lasts less than a quarter is a mood (as in `emergence.Definitions`)."""

PENALTY = 6.0
"""Times variance and logarithm of the weeks. BIC's would be 2, which calls changes in up to a third
of series without any, since phi and variance are only estimated; see `docs/analysis.md`."""

MAX_PHI = 0.95
OUTLIER = 3.5
"""Standard deviations; of normal noise one step in two thousand is as large."""
MAD_TO_SD = 1.4826
FEWEST_WEEKS = 4


def change_points(
    series: npt.ArrayLike, *, least_weeks: int = LEAST_WEEKS, penalty: float = PENALTY
) -> pd.DataFrame:
    """Return the weeks in which the mean of a series changed.

    Args:
        series: One weekly figure, such as trust, shape `(weeks,)`, no NaN.
        least_weeks: How long a height must last (weeks, 2 or more).
        penalty: What a change must explain, in units of the noise variance times the logarithm
            of the weeks (above 0). Larger: fewer changes, fewer false alarms.

    Returns:
        A row a change: week (the first of the new height; weeks from 1), before, after (means of
        both heights), change (after less before). No rows where nothing changed.

    Raises:
        ValueError: If an argument is outside its range.
        InputError: If ruptures is not installed.
    """
    values = _checked(series, least_weeks, penalty)
    if len(values) < 2 * least_weeks + 1 or np.ptp(values) <= 1e-12:
        return _table(values, [])
    phi = noise_phi(values)
    left = values[1:] - phi * values[:-1]
    variance = _square(np.diff(left)) / 2
    cost = penalty * max(variance, 1e-18) * math.log(len(left))
    found = _ruptures().KernelCPD(kernel="linear", min_size=least_weeks).fit(left).predict(pen=cost)
    # `left` begins with the second week; its last cut is its end.
    return _table(values, [cut + 1 for cut in found[:-1]])


def noise_phi(values: FloatArray) -> float:
    """Return the autocorrelation of the noise (0 to 0.95), whatever jumps lie under it.

    In AR(1) noise the mean square of steps over two weeks is 1 + phi times that over one. Means
    without outliers rather than the medians of Chakar et al.: on 104 weeks medians waver so much
    that false alarms were four times as many.
    """
    one, two = _square(np.diff(values)), _square(values[2:] - values[:-2])
    if one <= 1e-24:
        return 0.0
    return float(np.clip(two / one - 1.0, 0.0, MAX_PHI))


def _square(steps: FloatArray) -> float:
    """Mean square of steps, those of jumps left out."""
    size = np.abs(steps)
    limit = OUTLIER * MAD_TO_SD * float(np.median(size))
    return float(np.mean(size[size <= max(limit, 1e-12)] ** 2))


def change_shares(weekly: pd.DataFrame, measure: str = "trust_team") -> pd.DataFrame:
    """Return in how many replicates of each arm the largest change was a rise, or a fall.

    Args:
        weekly: arm, replicate, week and the measure, every week (`tables.weekly_runs`).
        measure: Name of the measure.

    Returns:
        Two rows an arm: arm, event ("rise", "fall"), count, n, share with its Wilson interval
        (share_low, share_high), and over those replicates the mean week and the mean change with
        their bootstrap intervals (week, week_low, week_high; change, change_low, change_high).
    """
    rows = []
    for arm, runs in by_arm(weekly):
        wide = runs.pivot(index="replicate", columns="week", values=measure).dropna()
        largest = pd.concat([_largest(series) for series in wide.to_numpy(np.float64)])
        for event, way in (("rise", 1), ("fall", -1)):
            chosen = largest[way * largest["change"] > 0]
            rows.append({"arm": arm, "event": event, **_shares(chosen, len(wide))})
    return pd.DataFrame(rows)


def _largest(series: FloatArray) -> pd.DataFrame:
    found = change_points(series)
    return found.iloc[np.argsort(-found["change"].abs().to_numpy(), kind="stable")[:1]]


def _shares(chosen: pd.DataFrame, n: int) -> dict[str, float]:
    share = share_interval(len(chosen), n)
    week, change = (mean_interval(chosen[name].to_numpy()) for name in ("week", "change"))
    return {
        "count": len(chosen), "n": n,
        "share": share.mean, "share_low": share.low, "share_high": share.high,
        "week": week.mean, "week_low": week.low, "week_high": week.high,
        "change": change.mean, "change_low": change.low, "change_high": change.high,
    }  # fmt: skip


def _table(values: FloatArray, cuts: list[int]) -> pd.DataFrame:
    means = [float(part.mean()) for part in np.split(values, cuts)]
    before, after = np.array(means[:-1]), np.array(means[1:])
    return pd.DataFrame(
        {"week": np.array(cuts, dtype=np.int64) + 1, "before": before, "after": after,
         "change": after - before}
    )  # fmt: skip


def _checked(series: npt.ArrayLike, least_weeks: int, penalty: float) -> FloatArray:
    values = np.asarray(series, dtype=np.float64)
    if values.ndim != 1 or len(values) < FEWEST_WEEKS:
        raise ValueError(
            f"series has shape {values.shape}; give one series of {FEWEST_WEEKS} weeks or more."
        )
    if not np.isfinite(values).all():
        raise ValueError("series holds NaN; fill the gaps or cut them off.")
    if least_weeks < 2:
        raise ValueError(f"least_weeks ({least_weeks}) must be 2 weeks or more.")
    if not penalty > 0:
        raise ValueError(f"penalty ({penalty}) must be above 0.")
    return values


def _ruptures() -> Any:
    try:
        import ruptures
    except ImportError:
        raise InputError(
            "Change points need ruptures, which is not installed; call: "
            "pip install 'trustgarden[statistics]'."
        ) from None
    return ruptures
