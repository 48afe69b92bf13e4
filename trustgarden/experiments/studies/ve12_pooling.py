"""Figures of VE12 from sums of products, pooled over firms and resampled by firm."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import estimates
from .estimates import Estimate
from .ve12_firms import STYLES, Firm

__all__ = ["Pool", "correlation_matrix"]

Floats = npt.NDArray[np.float64]


def correlation_matrix(products: Floats) -> Floats:
    """Pearson correlations from sums of products of (1, columns)."""
    n = products[..., 0, 0]
    mean = products[0, 1:] / n
    covariance = products[1:, 1:] / n - np.outer(mean, mean)
    deviation = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(deviation, deviation))


def slope(products: Floats, outcome: int, reason: int) -> float:
    """Slope of an outcome on one reason alone; places are of the columns, from 0."""
    n, mean = products[0, 0], products[0, 1:] / products[0, 0]
    cov = products[1:, 1:] / n - np.outer(mean, mean)
    return float(cov[outcome, reason] / cov[reason, reason])


class Pool:
    """All firms of the study, and figures with intervals from resampling firms."""

    def __init__(self, firms: Sequence[Firm], scales: Sequence[str], clean: Sequence[str]) -> None:
        self.scales, self.clean = list(scales), list(clean)
        self.products = np.stack([firm.products for firm in firms])
        self.cut = np.stack([firm.cut for firm in firms])
        self.teams = np.stack([firm.teams for firm in firms])
        self.style = np.array([firm.style for firm in firms])
        self.arm = np.array([firm.interdependence for firm in firms])
        self._known: dict[bytes, dict[str, float]] = {}

    def figure(self, statistic: Callable[[npt.NDArray[np.intp]], float]) -> Estimate:
        """A figure of some firms, of all of them, with its interval."""
        everybody = np.arange(len(self.products), dtype=np.float64)
        return estimates.bootstrapped(lambda rows: statistic(rows.astype(np.intp)), everybody)

    def correlations(self, rows: npt.NDArray[np.intp]) -> dict[str, float]:
        """Correlation of each scale with trust in the leader, over people.

        Of rated performance within each level of interdependence, since that is set by the
        study and moves everybody's output; the two are averaged.
        """
        # Every figure is resampled alike, so each set of firms comes many times.
        key = rows.tobytes()
        if key not in self._known:
            self._known[key] = self._correlations(rows)
        return self._known[key]

    def _correlations(self, rows: npt.NDArray[np.intp]) -> dict[str, float]:
        at = self.scales.index("trust_leader")
        r = dict(zip(self.scales, correlation_matrix(self._sum(rows))[at], strict=True))
        work = self.scales.index("performance")
        arms = [rows[self.arm[rows] == arm] for arm in (0, 1)]
        within = [correlation_matrix(self._sum(arm))[at, work] for arm in arms if len(arm)]
        return r | {"performance": float(np.mean(within))}

    def of_trust(self, scale: str) -> Estimate:
        """Correlation of a scale with trust in the leader."""
        return self.figure(lambda rows: self.correlations(rows)[scale])

    def team_output(self, rows: npt.NDArray[np.intp]) -> tuple[float, float]:
        """Correlation of team trust and rated output, where work hangs together little, much."""
        return tuple(
            float(correlation_matrix(self.teams[rows[self.arm[rows] == arm]].sum(axis=0))[0, 1])
            for arm in (0, 1)
        )  # type: ignore[return-value]

    def trust_by_style(self, rows: npt.NDArray[np.intp]) -> dict[str, float]:
        """Mean trust in the leader by style of consequence, in deviations within styles."""
        at = 1 + self.scales.index("trust_leader")
        sums = [self._sum(rows[self.style[rows] == k]) for k in range(len(STYLES))]
        n = np.array([one[0, 0] for one in sums])
        means = np.array([one[0, at] for one in sums]) / n
        squares = np.array([one[at, at] for one in sums]) - n * means * means
        deviation = math.sqrt(squares.sum() / (n.sum() - len(STYLES)))
        return dict(zip(STYLES, (means / deviation).tolist(), strict=True))

    def share_cut(self, rows: npt.NDArray[np.intp], outcome: str, reasons: Sequence[str]) -> float:
        """Share by which the slope of an outcome on fairness falls without the trust path."""
        places = [self.clean.index(reason) for reason in reasons]
        at = self.clean.index(outcome)
        whole, cut = (self.cut[rows, k].sum(axis=0) for k in (0, 1))
        before = sum(slope(whole, at, place) for place in places)
        after = sum(slope(cut, at, place) for place in places)
        return 1.0 - after / before

    def _sum(self, rows: npt.NDArray[np.intp]) -> Any:
        return self.products[rows].sum(axis=0)
