"""What is believed of the parameters after the fit, and what the data cannot tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from .priors import Prior

__all__ = ["Posterior"]

TELLING = 0.8
"""A parameter is called told by the data if they take a fifth off its prior's deviation."""


@dataclass(frozen=True)
class Posterior:
    """Weighted particles of the last population.

    Attributes:
        particles: One row a particle, one column a parameter.
        weights: Of the particles, adding up to 1.
        priors: What was believed before, in the order of the columns.
        epsilon: Distance that was tolerated last, in halves of a tolerance.
    """

    particles: pd.DataFrame
    weights: npt.NDArray[np.float64]
    priors: tuple[Prior, ...]
    epsilon: float

    @property
    def medians(self) -> dict[str, float]:
        """The weighted median of each parameter: the default that is proposed."""
        return {p.name: self.quantile(p.name, 0.5) for p in self.priors}

    def quantile(self, name: str, share: float) -> float:
        """A weighted quantile of one parameter."""
        values = self.particles[name].to_numpy(float)
        order = np.argsort(values)
        reached = np.cumsum(self.weights[order])
        return float(values[order][np.searchsorted(reached, share * reached[-1])])

    @property
    def table(self) -> pd.DataFrame:
        """One row a parameter: prior, median, 90 % interval, and what the data tell of it.

        `told` is 1 less the ratio of the deviations of posterior and prior: 0 where the data say
        nothing of this parameter alone.
        """
        rows = []
        for prior in self.priors:
            values = self.particles[prior.name].to_numpy(float)
            mean = np.average(values, weights=self.weights)
            sd = np.sqrt(np.average((values - mean) ** 2, weights=self.weights))
            ratio = sd / ((prior.high - prior.low) / np.sqrt(12.0))
            rows.append(
                (
                    prior.name, prior.low, prior.high, self.quantile(prior.name, 0.5),
                    self.quantile(prior.name, 0.05), self.quantile(prior.name, 0.95),
                    1.0 - ratio, bool(ratio < TELLING),
                )
            )  # fmt: skip
        columns = [
            "parameter",
            "prior_low",
            "prior_high",
            "median",
            "q05",
            "q95",
            "told",
            "is_told",
        ]
        return pd.DataFrame(rows, columns=columns)

    @property
    def correlations(self) -> pd.DataFrame:
        """Weighted correlations: parameters that the data can only tell together."""
        centred = self.particles - np.average(self.particles, axis=0, weights=self.weights)
        covariance = (centred.T * self.weights) @ centred
        sd = np.sqrt(np.diag(covariance))
        return pd.DataFrame(
            covariance.to_numpy() / np.outer(sd, sd), self.particles.columns, self.particles.columns
        )
