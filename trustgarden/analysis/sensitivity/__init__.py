"""Sensitivity: which factors an outcome hangs on, how far, and how much is luck.

Works on a finished design (`Sample`) and never runs a model. `trustgarden sensitivity` reads one
from a results folder. docs/sensitivity.md says which method answers which question.
"""

from __future__ import annotations

from .analysing import Sensitivity, analyse
from .luck import Luck, luck_of
from .reading import read_sample
from .sample import Sample

__all__ = ["Luck", "Sample", "Sensitivity", "analyse", "luck_of", "read_sample"]
