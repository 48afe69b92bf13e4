"""From ticked items to scales, their reliability, and their correlations."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from .questionnaire import Questionnaire

__all__ = [
    "alpha_interval",
    "alphas_of",
    "correlation",
    "correlations_of",
    "cronbach",
    "keyed",
    "mean_interval",
    "r_interval",
    "scale_scores",
    "sd_interval",
]

CONFIDENCE = 0.95
LOW, HIGH = 0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2
MOST_LEFT_OUT = 0.5
"""A scale is scored where no more than this share of its items was left out."""

Interval = tuple[float, float]


def keyed(items: pd.DataFrame, asked: Questionnaire) -> pd.DataFrame:
    """Items with the reverse-keyed turned around."""
    straight = items.copy()
    for name in map(str, items.columns):
        if name.endswith("r"):
            straight[name] = asked.categories + 1.0 - items[name]
    return straight


def scale_scores(items: pd.DataFrame, asked: Questionnaire) -> pd.DataFrame:
    """Mean of a scale's answered items, in categories; records are not among them."""
    straight = keyed(items, asked)
    scores = {}
    for scale in asked.scales:
        if scale.rater != "record":
            of_scale = straight[scale.columns]
            enough = of_scale.isna().mean(axis=1) <= MOST_LEFT_OUT
            scores[scale.id] = of_scale.mean(axis=1).where(enough)
    return pd.DataFrame(scores, index=items.index)


def cronbach(items: pd.DataFrame) -> tuple[float, int]:
    """Cronbach's alpha (1951, doi:10.1007/BF02310555) of keyed items, and of how many people.

    Of those who answered all items; NaN for a single item, or where nobody differs.
    """
    whole = items.dropna().to_numpy(float)
    n, k = whole.shape
    if k < 2 or n < 2:
        return math.nan, n
    total = whole.sum(axis=1).var(ddof=1)
    if total <= 0.0:
        return math.nan, n
    return float(k / (k - 1) * (1.0 - whole.var(axis=0, ddof=1).sum() / total)), n


def alphas_of(items: pd.DataFrame, asked: Questionnaire) -> pd.DataFrame:
    """Reliability of each scale that has items: items, n, alpha, low, high."""
    straight = keyed(items, asked)
    rows = {}
    for scale in asked.scales:
        if scale.rater != "record":
            alpha, n = cronbach(straight[scale.columns])
            low, high = alpha_interval(alpha, scale.items, n)
            rows[scale.id] = (scale.items, n, alpha, low, high)
    columns = ["items", "n", "alpha", "low", "high"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("scale")


def correlations_of(scores: pd.DataFrame) -> pd.DataFrame:
    """Pearson correlations of all pairs of scales, each over who has both."""
    return scores.corr(min_periods=4)


def correlation(pair: npt.NDArray[np.float64]) -> float:
    """Pearson's r of two columns; NaN where there are fewer than four rows, or nobody differs."""
    if len(pair) < 4 or (np.ptp(pair, axis=0) == 0.0).any():
        return math.nan
    return float(stats.pearsonr(pair[:, 0], pair[:, 1]).statistic)


def mean_interval(mean: float, sd: float, n: int) -> Interval:
    """95 % interval of a mean."""
    if n < 2:
        return math.nan, math.nan
    half = float(stats.t.ppf(HIGH, n - 1)) * sd / math.sqrt(n)
    return mean - half, mean + half


def sd_interval(sd: float, n: int) -> Interval:
    """95 % interval of a standard deviation, as if answers were normal."""
    if n < 2:
        return math.nan, math.nan
    low, high = (sd * math.sqrt((n - 1) / stats.chi2.ppf(q, n - 1)) for q in (HIGH, LOW))
    return float(low), float(high)


def alpha_interval(alpha: float, items: int, n: int) -> Interval:
    """95 % interval of alpha (Feldt 1965, doi:10.1007/BF02289499)."""
    if items < 2 or n < 3 or math.isnan(alpha):
        return math.nan, math.nan
    f = stats.f(n - 1, (n - 1) * (items - 1))
    return 1.0 - (1.0 - alpha) * float(f.ppf(HIGH)), 1.0 - (1.0 - alpha) * float(f.ppf(LOW))


def r_interval(r: float, n: int) -> Interval:
    """95 % interval of a correlation, after Fisher."""
    if n < 4 or math.isnan(r) or abs(r) >= 1.0:
        return math.nan, math.nan
    half = float(stats.norm.ppf(HIGH)) / math.sqrt(n - 3)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)
