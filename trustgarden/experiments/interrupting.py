"""Ctrl-C: once, and what is under way is finished; twice, and it ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["gentle_interrupt"]

WORDS = "Finishing the chunks that are under way; Ctrl-C again ends at once (nothing is lost)."


@contextmanager
def gentle_interrupt(tell: Callable[[str], None]) -> Iterator[threading.Event]:
    """Catch the first Ctrl-C: the event that is given is set by it.

    Where signals are somebody else's business (another thread, a handler of
    one's own), nothing is caught.
    """
    asked = threading.Event()
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield asked
        return

    def first(number: int, frame: FrameType | None) -> None:
        asked.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        # In a thread: the handler may have come in the middle of writing to the same stream.
        threading.Thread(target=tell, args=(WORDS,), daemon=True).start()

    signal.signal(signal.SIGINT, first)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
