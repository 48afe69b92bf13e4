"""Loaded first by the workers of a local cluster: Ctrl-C is the parent's to decide on.

In a terminal it goes to all processes of the group, and a worker that ended by
it would lose the chunk that is to be finished.
"""

from __future__ import annotations

import signal

__all__ = ["dask_setup"]


def dask_setup(worker: object) -> None:
    """Pass over Ctrl-C; called by Dask, in the main thread of the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
