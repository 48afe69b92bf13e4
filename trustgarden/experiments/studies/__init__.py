"""Studies: virtual experiments that hold the model to published findings.

One file a study. Each has its criteria and its apparatus; `validation` runs them.
"""

from __future__ import annotations

from .catalogue import STUDIES, study
from .criteria import Criterion, Judged, Role, Verdict, judge
from .estimates import Estimate
from .study import Setting, Study

__all__ = [
    "STUDIES",
    "Criterion",
    "Estimate",
    "Judged",
    "Role",
    "Setting",
    "Study",
    "Verdict",
    "judge",
    "study",
]
