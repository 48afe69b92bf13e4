"""An optimiser: which allocation of a leader's attention grows most trust here.

`allocations` says what is searched over, `searching` how, `evaluating` makes the runs, `journal`
keeps them, `optimum` is what came of it.
"""

from __future__ import annotations

from .optimising import optimise
from .optimum import Arm, Optimum

__all__ = ["Arm", "Optimum", "optimise"]
