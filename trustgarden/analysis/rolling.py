"""Weekly series in a rolling window: detrended, their variance, autocorrelation and trend."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = [
    "detrended",
    "kendall_trend",
    "rolling_autocorrelation",
    "rolling_sum",
    "rolling_variance",
]

FloatArray = npt.NDArray[np.float64]


def detrended(series: npt.ArrayLike, bandwidth: float) -> FloatArray:
    """Return a series less its slow movement, a Gaussian kernel mean.

    At the ends the series is continued by its own mirror image.

    Args:
        series: Shape `(..., weeks)`.
        bandwidth: Standard deviation of the kernel (weeks, above 0).
    """
    from scipy import ndimage

    values = np.asarray(series, dtype=np.float64)
    slow: FloatArray = ndimage.gaussian_filter1d(values, bandwidth, axis=-1, mode="reflect")
    residual: FloatArray = values - slow
    return residual


def rolling_variance(series: npt.ArrayLike, window: int) -> FloatArray:
    """Return the variance in every window of so many weeks, shape `(..., weeks - window + 1)`."""
    values = _centred(series)
    total, squares = rolling_sum(values, window), rolling_sum(values**2, window)
    return np.maximum(squares - total**2 / window, 0.0) / (window - 1)


def rolling_autocorrelation(series: npt.ArrayLike, window: int) -> FloatArray:
    """Return the correlation of each week with the next in every window.

    Shape `(..., weeks - window + 1)`; NaN where a window does not vary.
    """
    values = _centred(series)
    pairs = window - 1
    early, late = values[..., :-1], values[..., 1:]
    sums = [rolling_sum(x, pairs) for x in (early, late)]
    spreads = [
        rolling_sum(x**2, pairs) - total**2 / pairs
        for x, total in zip((early, late), sums, strict=True)
    ]
    together = rolling_sum(early * late, pairs) - sums[0] * sums[1] / pairs
    scale = spreads[0] * spreads[1]
    # What rounding leaves of a window without variance is no variance.
    varies = np.minimum(*spreads) > 1e-12 * (1e-300 + rolling_sum(values**2, window))
    root = np.sqrt(np.where(varies, scale, 1.0))
    return np.where(varies, together / root, np.nan)


def kendall_trend(indicator: npt.ArrayLike) -> FloatArray:
    """Return Kendall's tau with time, of each series; NaN in a series is passed over.

    Equal values count as neither up nor down (tau a). NaN below three values.

    Args:
        indicator: Shape `(..., times)`.
    """
    values = np.asarray(indicator, dtype=np.float64)
    known = (~np.isnan(values)).sum(axis=-1)
    balance = np.zeros(values.shape[:-1])
    for lag in range(1, values.shape[-1]):
        balance += np.nansum(np.sign(values[..., lag:] - values[..., :-lag]), axis=-1)
    pairs = known * (known - 1) / 2
    tau = np.full_like(balance, np.nan)
    np.divide(balance, pairs, out=tau, where=known > 2)
    return tau


def rolling_sum(values: FloatArray, window: int) -> FloatArray:
    """Return the sum of every window of so many weeks, shape `(..., weeks - window + 1)`."""
    start = np.zeros((*values.shape[:-1], 1))
    total = np.concatenate([start, np.cumsum(values, axis=-1)], axis=-1)
    sums: FloatArray = total[..., window:] - total[..., :-window]
    return sums


def _centred(series: npt.ArrayLike) -> FloatArray:
    values = np.asarray(series, dtype=np.float64)
    centred: FloatArray = values - values.mean(axis=-1, keepdims=True)
    return centred
