"""Calibration: parameters fitted to those findings that are marked for it, and to no others.

Which findings those are is a property of the criteria (`Role.CALIBRATION`), so that what is
fitted cannot be counted as validated. docs/calibration.md has the split, the priors and
the result.
"""

from __future__ import annotations

from .fitting import FITTED_TO, calibrate, check_installed
from .posterior import Posterior
from .priors import PRIORS, Prior

__all__ = ["FITTED_TO", "PRIORS", "Posterior", "Prior", "calibrate", "check_installed"]
