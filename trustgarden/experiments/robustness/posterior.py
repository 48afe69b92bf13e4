"""Draws from a posterior: a CSV file of particles, as `trustgarden calibrate` writes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from trustgarden.errors import InputError
from trustgarden.model.parameters import Parameters

from .variations import Variation

__all__ = ["read_draws"]

WEIGHT = "weight"


def read_draws(file: Path, number: int, seed: int) -> list[Variation]:
    """Draw parameters from a file of particles.

    Args:
        file: CSV file with a column for each parameter (a name of `[parameters]`), and a column
            `weight` unless all particles count alike.
        number: How many draws, with replacement.
        seed: Of the drawing, and of the first draw's organisations; the others have seeds of
            their own, so that draws differ in luck too.

    Raises:
        InputError: If the file cannot be read, or holds something else.
    """
    import pandas as pd

    try:
        particles = pd.read_csv(file)
    except (OSError, ValueError) as error:
        raise InputError(f"--posterior {file} cannot be read as CSV ({error}).") from None
    names = [name for name in particles.columns if name != WEIGHT]
    unknown = [name for name in names if name not in Parameters.model_fields]
    if not names or unknown or particles.empty:
        raise InputError(
            f"--posterior {file} must have a row a particle and a column a parameter, and at most "
            f"`weight` beside; it has {len(particles)} rows, and {unknown or 'no column'} is no "
            "parameter. `trustgarden calibrate` writes such a file, particles.csv."
        )
    try:
        numbers = particles.to_numpy(float)
        weights = (
            particles[WEIGHT].to_numpy(float) if WEIGHT in particles else np.ones(len(numbers))
        )
    except ValueError:
        numbers, weights = np.array([np.nan]), np.zeros(1)
    if not np.isfinite(numbers).all() or (weights < 0).any() or not weights.sum():
        raise InputError(
            f"--posterior {file} holds what is no number, or weights below 0 or all 0."
        )
    rows = np.random.default_rng(seed).choice(
        len(particles), size=number, p=weights / weights.sum()
    )
    return [
        Variation(
            kind="posterior", name=f"draw {k + 1}", first_seed=seed + 1_000 * (k + 1),
            changes={f"parameters.{name}": float(particles[name].iloc[row]) for name in names},
        )
        for k, row in enumerate(rows)
    ]  # fmt: skip
