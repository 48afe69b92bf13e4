"""Experiments: run one organisation, compare two, or sweep many into a results folder.

Plan, run and read are apart: `planning` says which runs there are, `engines`
have them made chunk by chunk, `store` reads what was committed.
"""

from __future__ import annotations

from .comparing import Comparison, compare
from .laboratory import Laboratory
from .loading import experiments, load_experiment
from .merging import merge
from .progress import Progress
from .record import Experiment
from .recording import Recording
from .rerunning import Rerun, rerun
from .simulating import Run, simulate
from .status import Status, status_of
from .store import Store
from .sweeping import RunFailedError, sweep

__all__ = [
    "Comparison",
    "Experiment",
    "Laboratory",
    "Progress",
    "Recording",
    "Rerun",
    "Run",
    "RunFailedError",
    "Status",
    "Store",
    "compare",
    "experiments",
    "load_experiment",
    "merge",
    "rerun",
    "simulate",
    "status_of",
    "sweep",
]
