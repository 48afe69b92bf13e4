"""The lock on a results folder: one sweep writes into it at a time.

It is the operating system's own (`flock`, or its like on Windows) on a file in
`log/`, and ends with the process that holds it, however that ends; a lock that
a crash leaves behind does not exist. The file itself stays, and means nothing.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from trustgarden.errors import InputError

from .layout import LOCK, LOG
from .logbook import last_start

__all__ = ["is_locked", "locked"]

WAIT_SECONDS = 2.0
"""`trustgarden status` tries the lock for a moment; a sweep that starts just then waits for it."""


@contextmanager
def locked(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a results folder; `log/` is made if it is not there.

    Raises:
        InputError: If somebody else holds it.
        OSError: If the folder cannot be written.
    """
    (folder / LOG).mkdir(parents=True, exist_ok=True)
    lock = _lock(folder, WAIT_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise InputError(
            f"Another sweep is writing into {folder}{_who(folder)}. Nothing was changed. Wait "
            f"until it has ended (`trustgarden status {folder}` tells how far it is), or give "
            "another folder."
        ) from None
    except OSError as error:
        if error.errno != errno.ENOSYS:
            raise
        tell(
            f"The file system of {folder} knows no locks, so nothing keeps a second sweep from "
            "writing into it; take care that there is only one."
        )
    try:
        yield
    finally:
        lock.release()


def is_locked(folder: Path) -> bool:
    """Whether a sweep is writing into a folder just now."""
    if not (folder / LOG / LOCK).exists():
        return False
    lock = _lock(folder, 0)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        # Read-only, or without locks: nobody can be told to be at work here.
        return False
    lock.release()
    return False


def _lock(folder: Path, seconds: float) -> FileLock:
    # A soft lock, which is a file that exists, would be left behind by a crash.
    return FileLock(
        folder / LOG / LOCK,
        timeout=seconds,
        poll_interval=0.05,
        thread_local=False,
        fallback_to_soft=False,
    )


def _who(folder: Path) -> str:
    start = last_start(folder)
    if start is None or "process" not in start:
        return ""
    return f" (process {start['process']} on {start.get('host')}, since {start.get('time')})"
