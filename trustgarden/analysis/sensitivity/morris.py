"""Morris screening: which factors matter at all, from few runs.

A trajectory changes one factor after another, each by the same part of its range; each step is an
elementary effect: change of the outcome over change of the factor, in units of its whole range
(Morris 1991, doi:10.1080/00401706.1991.10484804). mu is their mean, mu* the mean of their sizes
(Campolongo, Cariboni & Saltelli 2007, doi:10.1016/j.envsoft.2006.10.004), sigma their standard
deviation: large where a factor acts otherwise at other levels of itself or of others. The
effects are computed by SALib.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .sample import FloatArray, Sample

__all__ = ["morris_floor", "morris_names", "morris_values"]

INDICES = {"mu_star": "mu*", "mu": "mu", "sigma": "sigma"}
"""Indices by SALib's names, and ours."""


def morris_names(sample: Sample) -> list[tuple[str, str, str]]:
    """Index, factor and nothing for each value, in the order of `morris_values`."""
    return [(index, name, "") for index in INDICES.values() for name in sample.factors]


def morris_values(sample: Sample) -> FloatArray:
    """mu*, mu and sigma of each factor, in units of the outcome.

    Args:
        sample: Of a Morris design, without missing runs; means over replicates are analysed.
    """
    from SALib.analyze import morris

    found: dict[str, Any] = morris.analyze(
        {
            "num_vars": sample.num_factors,
            "names": list(sample.factors),
            "bounds": [[0.0, 1.0]] * sample.num_factors,
        },
        sample.points,
        sample.outcomes.mean(axis=1),
        num_levels=sample.num_levels,
        # Its own intervals are not looked at: they know nothing of replicates.
        num_resamples=2,
        seed=1,
    )
    return np.concatenate([np.asarray(found[name], dtype=np.float64) for name in INDICES])


def morris_floor(sample: Sample, deviation: float) -> float:
    """The mu* that a factor without any effect would have, on account of luck.

    Half-normal mean of the difference of two means over replicates, over the step of the design.
    With common luck a factor that really does nothing has none of it at all; a factor that does
    next to nothing can have as much.

    Args:
        sample: The sample.
        deviation: Of a single run (`Luck.deviation`); NaN if not known.
    """
    step = sample.num_levels / (2.0 * (sample.num_levels - 1))
    spread = deviation * np.sqrt(2.0 / sample.num_replicates)
    return float(np.sqrt(2.0 / np.pi) * spread / step)
