"""Measures beside what they are in random networks of the same degrees."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..statistics import CONFIDENCE, RESAMPLING_SEED
from .network import Network
from .rewiring import ROUNDS, rewired

__all__ = ["NUM_GRAPHS", "against_null", "null_figures"]

FloatArray = npt.NDArray[np.float64]
Measure = Callable[[Network], float]

NUM_GRAPHS = 200
"""Random networks a comparison. Their mean is then known to about a fourteenth of their standard
deviation; with twenty, a ratio of a small sparse network moves by a tenth from one set to the
next."""


def against_null(
    network: Network,
    measures: Mapping[str, Measure],
    *,
    num_graphs: int = NUM_GRAPHS,
    rounds: int = ROUNDS,
    seed: int = RESAMPLING_SEED,
) -> pd.DataFrame:
    """Compare measures with random networks in which everybody has the same two degrees.

    All measures are taken of the same random networks. A measure of two networks is one of
    the second with the first held fixed: `{"odds": partial(odds_ratio, work)}`.

    Args:
        network: The network observed.
        measures: Functions of a network, by name.
        num_graphs: How many random networks (1 or more).
        rounds: Rounds of switches for each (see `rewired`).
        seed: The same seed gives the same figures.

    Returns:
        A row a measure, by name: observed; null (mean over random networks); low, high
        (between which 95 % of these lie); ratio (observed to null); n (random networks with
        a figure: where a measure is NaN or infinite they are left out).

    Raises:
        ValueError: If `num_graphs` is below 1.
    """
    if num_graphs < 1:
        raise ValueError(f"num_graphs ({num_graphs}) must be 1 or more.")
    rng = np.random.default_rng(seed)
    found: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(num_graphs):
        graph = rewired(network, rng, rounds)
        for name, measure in measures.items():
            found[name].append(measure(graph))
    rows = [
        {"measure": name, **null_figures(measure(network), np.array(found[name]))}
        for name, measure in measures.items()
    ]
    return pd.DataFrame(rows).set_index("measure")


def null_figures(observed: float, drawn: FloatArray) -> dict[str, float]:
    """Return observed, null, low, high, ratio, n of one measure, given its random figures."""
    known = drawn[np.isfinite(drawn)]
    if not len(known):
        empty = dict.fromkeys(("null", "low", "high", "ratio"), math.nan)
        return {"observed": observed, **empty, "n": 0}
    mean = float(known.mean())
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(known, [tail, 100 - tail])
    ratio = observed / mean if mean else math.nan
    return {
        "observed": observed,
        "null": mean,
        "low": float(low),
        "high": float(high),
        "ratio": ratio,
        "n": len(known),
    }
