"""Answers to a questionnaire: what people say of their trust, with the error of saying it.

Where a publication asked people, the model's states are read through this and never as
they are. A scale of reliability r is the true value and noise, independent between answers,
of such a spread that r of the variance of answers is true (Lord & Novick 1968, Statistical
Theories of Mental Test Scores, ch. 3).
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["RELIABILITY", "rated"]

RELIABILITY = 0.8
"""Of a scale of some items, as most studies of trust report of theirs."""


def rated(
    trust: npt.ArrayLike, seed: int, question: str, reliability: float = RELIABILITY
) -> npt.NDArray[np.float64]:
    """What is answered where `trust` is true.

    Args:
        trust: True values, any shape; NaN (nobody answered) stays NaN and counts in nothing.
        seed: Seed of the study.
        question: Name of the scale. Answers to one question under one seed have the same
            noise, in units of its spread, whatever the values, so arms can be paired.
        reliability: Share of the variance of answers that is true, in (0, 1].

    Returns:
        Answers, of the same shape and scale; they are not cut off at the ends of the scale.

    Raises:
        ValueError: If the reliability is not in (0, 1].
    """
    if not 0.0 < reliability <= 1.0:
        raise ValueError(f"reliability is {reliability}; it must lie above 0 and be at most 1.")
    values: Any = np.asarray(trust, np.float64)
    rng = np.random.default_rng([seed, zlib.crc32(question.encode())])
    noise = rng.standard_normal(values.shape)
    if not np.isfinite(values).any():
        return np.array(values)
    spread = np.nanstd(values) * np.sqrt((1.0 - reliability) / reliability)
    answers: npt.NDArray[np.float64] = values + spread * noise
    return answers
