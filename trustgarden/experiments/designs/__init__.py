"""Designs: which points of its factors an experiment takes.

A design is a record, `[design]` in an experiment file; laid out over the
factors it gives points, a sequence of levels.
"""

from __future__ import annotations

from .crossed import METHODS, AnyDesign, Crossed
from .design import Design
from .factors import Factor, Factors, Varied
from .grid import Grid, GridPoints
from .latin_hypercube import LatinHypercube
from .levels import CannotHoldError, Level
from .listed import Listed
from .morris import Morris
from .one_at_a_time import OneAtATime
from .points import Points, Product, Rows, Sampled
from .problem import Problem, problem_of
from .ranges import Range
from .saltelli import Saltelli
from .sobol import SobolSequence

__all__ = [
    "METHODS",
    "AnyDesign",
    "CannotHoldError",
    "Crossed",
    "Design",
    "Factor",
    "Factors",
    "Grid",
    "GridPoints",
    "LatinHypercube",
    "Level",
    "Listed",
    "Morris",
    "OneAtATime",
    "Points",
    "Problem",
    "Product",
    "Range",
    "Rows",
    "Saltelli",
    "Sampled",
    "SobolSequence",
    "Varied",
    "problem_of",
]
