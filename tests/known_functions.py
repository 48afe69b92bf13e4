"""Functions whose sensitivity indices are known exactly, on the unit cube."""

from __future__ import annotations

import numpy as np

ISHIGAMI = {
    "S1": (0.3139, 0.4424, 0.0),
    "ST": (0.5576, 0.4424, 0.2437),
    "S2": (0.0, 0.2437, 0.0),  # pairs (1, 2), (1, 3), (2, 3)
}
"""For a = 7, b = 0.1 (Ishigami & Homma 1990; the figures of Saltelli et al. 2008, table 4.6)."""

ISHIGAMI_VARIANCE = 13.8446

G_COEFFICIENTS = (0.0, 1.0, 4.5, 9.0, 99.0, 99.0)
"""Of the Sobol g function; the larger, the less a factor does."""


def ishigami(unit: np.ndarray) -> np.ndarray:
    x = (2 * unit - 1) * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(unit: np.ndarray) -> np.ndarray:
    a = np.array(G_COEFFICIENTS)
    return np.prod((np.abs(4 * unit - 2) + a) / (1 + a), axis=1)


def g_indices() -> tuple[np.ndarray, np.ndarray]:
    """First-order and total indices of the g function (Saltelli & Sobol 1995)."""
    alone = 1 / (3 * (1 + np.array(G_COEFFICIENTS)) ** 2)
    whole = np.prod(1 + alone)
    return alone / (whole - 1), alone * whole / (1 + alone) / (whole - 1)
