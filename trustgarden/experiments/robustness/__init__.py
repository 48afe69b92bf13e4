"""Whether the main conclusions hold for other sizes, seeds, labels, forms, and parameters."""

from __future__ import annotations

from .conclusions import CONCLUSIONS, Conclusion, OfSeries, OfStudy
from .judging import Robustness, robustness
from .posterior import read_draws
from .variations import SIZES, Variation, variations

__all__ = [
    "CONCLUSIONS",
    "SIZES",
    "Conclusion",
    "OfSeries",
    "OfStudy",
    "Robustness",
    "Variation",
    "read_draws",
    "robustness",
    "variations",
]
