"""Knock-outs: every study with each mechanism switched off, and which finding needs which.

A finding that every variant shows carries no information, and a mechanism that no finding
needs is to be argued for or removed (pattern-oriented modelling; Grimm & Railsback 2012,
doi:10.1098/rstb.2011.0180).
"""

from __future__ import annotations

from .cells import Cell, CellFolder, Outcome
from .making import FIRST, NEAR, Progress, knock_out
from .matrix import Matrix, near_limit
from .origin import origin_of

__all__ = [
    "FIRST",
    "NEAR",
    "Cell",
    "CellFolder",
    "Matrix",
    "Outcome",
    "Progress",
    "knock_out",
    "near_limit",
    "origin_of",
]
