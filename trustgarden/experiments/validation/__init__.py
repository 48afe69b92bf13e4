"""Validation: the studies run and judged, and held to what was reached before."""

from __future__ import annotations

from .baseline import Baseline, Change, Kind
from .validating import FULL, QUICK, Validation, validate

__all__ = ["FULL", "QUICK", "Baseline", "Change", "Kind", "Validation", "validate"]
