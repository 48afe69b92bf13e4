"""Warning signs: does a series recover ever more slowly?

Before a system tips it returns ever more slowly from small disturbances. In a
weekly series this shows in three ways: its variance grows, each week resembles
the one before more (lag-1 autocorrelation), and the way back from a dip takes
longer (Scheffer et al. 2009). Slow movement is taken out first; the trend of
each sign is Kendall's tau with time.

Windows overlap, so tau is often far from 0 where nothing changes, and no table
of tau applies. The trend is compared with surrogates instead: series with the
length, variance and autocorrelation of this one in which nothing changes,
treated in the same way (Dakos et al. 2012).

Where it misleads. A sign proves nothing: noise that grows raises the variance
where nothing is about to tip, and what tips by a single blow gives no sign
before. A tipping itself is a change of mean and looks like all three signs, so
cut the series before the week of a collapse. Short series have little power;
`docs/analysis.md` has the rates.

References:
    Scheffer et al. 2009, doi:10.1038/nature08227
    Dakos et al. 2008, doi:10.1073/pnas.0802430105
    Dakos et al. 2012, doi:10.1371/journal.pone.0041010
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from .recovering import dip_recoveries
from .rolling import detrended, kendall_trend, rolling_autocorrelation, rolling_variance
from .statistics import RESAMPLING_SEED

__all__ = ["undetrended_phi", "warning_signs"]

FloatArray = npt.NDArray[np.float64]

NUM_SURROGATES = 499
"""A p of 0.05 is then known to about 0.01."""

FEWEST_WEEKS = 40
"""Half of a shorter series is too few weeks for an autocorrelation."""


def warning_signs(
    series: npt.ArrayLike,
    *,
    window: int | None = None,
    bandwidth: float | None = None,
    num_surrogates: int = NUM_SURROGATES,
    seed: int = RESAMPLING_SEED,
) -> pd.DataFrame:
    """Return the trend of each warning sign, and how often chance makes as strong a one.

    Args:
        series: One weekly figure, such as trust, shape `(weeks,)`, 40 weeks or more, no NaN.
        window: Length of the rolling window (weeks, 10 up to the length less 10); half the
            series if not given.
        bandwidth: Standard deviation of the kernel that says what slow movement is (weeks,
            above 0); a tenth of the series if not given.
        num_surrogates: How many surrogates (19 or more).
        seed: The same seed gives the same figures.

    Returns:
        Rows variance, autocorrelation, recovery. Columns first, last (the sign in the first
        and the last window, or after the first and the last dip), tau (its trend, -1 to 1;
        NaN below three dips), p (share of surrogates, this series counted as one, whose tau
        is as far towards a warning: up, for recovery down), n (windows or dips).

    Raises:
        ValueError: If an argument is outside its range.
    """
    values = _checked(series)
    weeks = len(values)
    window = weeks // 2 if window is None else window
    bandwidth = weeks / 10 if bandwidth is None else bandwidth
    _check_settings(window, bandwidth, num_surrogates, weeks)
    residual = detrended(values, bandwidth)
    rng = np.random.default_rng(seed)
    chance = detrended(_surrogates(residual, bandwidth, num_surrogates, rng), bandwidth)
    signs: dict[str, tuple[Callable[[FloatArray], FloatArray], int]] = {
        "variance": (lambda x: rolling_variance(x, window), 1),
        "autocorrelation": (lambda x: rolling_autocorrelation(x, window), 1),
        "recovery": (dip_recoveries, -1),
    }
    rows = {name: _trend(sign(residual), sign(chance), way) for name, (sign, way) in signs.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("sign")


def _trend(observed: FloatArray, chance: FloatArray, way: int) -> dict[str, float]:
    known = observed[~np.isnan(observed)]
    tau = float(kendall_trend(observed))
    drawn = kendall_trend(chance)
    drawn = drawn[~np.isnan(drawn)]
    p = math.nan if math.isnan(tau) else (1 + (way * drawn >= way * tau).sum()) / (1 + len(drawn))
    first, last = (float(known[0]), float(known[-1])) if len(known) else (math.nan, math.nan)
    return {"first": first, "last": last, "tau": tau, "p": p, "n": len(known)}


def _surrogates(
    residual: FloatArray, bandwidth: float, count: int, rng: np.random.Generator
) -> FloatArray:
    """Stationary AR(1) series that look like this one once detrended, shape `(count, weeks)`."""
    from scipy import signal

    phi = undetrended_phi(residual, bandwidth)
    weeks = len(residual)
    # As many weeks again before the first, so that a series begins as it goes on.
    noise = rng.standard_normal((count, 2 * weeks))
    drawn: FloatArray = signal.lfilter([1.0], [1.0, -phi], noise, axis=-1)[:, weeks:]
    return drawn


def undetrended_phi(residual: FloatArray, bandwidth: float) -> float:
    """Return phi of the AR(1) series that, once detrended, has the autocorrelation of this one.

    Detrending takes out slow waves, and autocorrelation with them. How much it leaves follows
    from the spectrum of AR(1) and what the kernel lets through at each frequency.
    """
    left = float(residual[:-1] @ residual[1:] / (residual @ residual))
    phi = np.linspace(0.0, 0.99, 100)
    frequency = np.linspace(0.0, 0.5, 2001)[1:]
    passed = (1.0 - np.exp(-2.0 * (np.pi * frequency * bandwidth) ** 2)) ** 2
    turn = np.cos(2.0 * np.pi * frequency)
    power = passed / (1.0 + phi[:, None] ** 2 - 2.0 * phi[:, None] * turn)
    return float(np.interp(left, (power @ turn) / power.sum(axis=1), phi))


def _checked(series: npt.ArrayLike) -> FloatArray:
    values = np.asarray(series, dtype=np.float64)
    if values.ndim != 1 or len(values) < FEWEST_WEEKS:
        raise ValueError(
            f"series has shape {values.shape}; give one series of {FEWEST_WEEKS} weeks or more."
        )
    if not np.isfinite(values).all():
        raise ValueError("series holds NaN; fill the gaps or cut them off.")
    if np.ptp(values) <= 1e-12 * max(1.0, float(abs(values).max())):
        raise ValueError("series does not vary; it cannot warn of anything.")
    return values


def _check_settings(window: int, bandwidth: float, num_surrogates: int, weeks: int) -> None:
    if not 10 <= window <= weeks - 10:
        raise ValueError(f"window ({window}) must be from 10 to {weeks - 10} weeks.")
    if not bandwidth > 0:
        raise ValueError(f"bandwidth ({bandwidth}) must be above 0.")
    if num_surrogates < 19:
        raise ValueError(f"num_surrogates ({num_surrogates}) must be 19 or more.")
