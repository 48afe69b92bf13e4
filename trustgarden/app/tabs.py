"""Sessions by browser tab: who finds which again, who has to wait, and when one is given up.

A session outlives its tab for a while, so that a page that is loaded again, or a laptop that was
closed, finds its garden where it was.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from trustgarden.errors import InputError

from .limits import MOST_SESSIONS
from .sessions import Session

__all__ = ["Sessions"]

FORGOTTEN_AFTER = 2 * 3600.0
"""Seconds after which a session that no tab shows is given up."""


class Sessions:
    """All sessions of a server, by tab.

    Args:
        make: What a new session begins with.
        most: How many there may be; the one that was left longest ago makes room, and one that
            is being looked at never does.
    """

    def __init__(self, make: Callable[[Session], None], most: int = MOST_SESSIONS) -> None:
        self._make, self._most = make, most
        self._root = Path(tempfile.mkdtemp(prefix="trustgarden-"))
        self._by_tab: dict[str, Session] = {}
        self._made = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._by_tab)

    def of_tab(self, tab: str, language: str = "en") -> Session:
        """The session of a tab, or a new one if it has none.

        It counts as shown from now on, so that nobody else gets its place meanwhile; whoever
        asked gives it back by `left`. Of two who ask for the same tab one founds the garden, and
        the other waits for it.

        Raises:
            InputError: If there are as many as there may be, and all are being looked at.
        """
        session = self._known_or_new(tab, language)
        try:
            with session.lock:
                if not session.plots:
                    self._make(session)
        except BaseException:
            self.left(session)
            self.drop(tab)
            raise
        return session

    def _known_or_new(self, tab: str, language: str) -> Session:
        with self._lock:
            self._forget()
            session = self._by_tab.get(tab)
            if session is None:
                self._make_room()
                self._made += 1
                folder = self._root / f"session-{self._made}"
                folder.mkdir()
                session = self._by_tab[tab] = Session(folder, language)
            session.shown += 1
            return session

    def left(self, session: Session) -> None:
        """A page that showed a session is gone."""
        with self._lock:
            session.shown -= 1
            session.seen = time.monotonic()

    def _forget(self) -> None:
        long_ago = time.monotonic() - FORGOTTEN_AFTER
        for tab, session in list(self._by_tab.items()):
            if not session.shown and session.seen < long_ago:
                self._drop(tab)

    def _make_room(self) -> None:
        if len(self._by_tab) < self._most:
            return
        left = [(one.seen, tab) for tab, one in self._by_tab.items() if not one.shown]
        if not left:
            raise InputError(
                f"{self._most} pages are open already, which is as many as there may be; "
                "close one of them and load this page again."
            )
        self._drop(min(left)[1])

    def _drop(self, tab: str) -> None:
        shutil.rmtree(self._by_tab.pop(tab).folder, ignore_errors=True)

    def drop(self, tab: str) -> None:
        """Give up a tab's session and what it wrote, unless another page shows it."""
        with self._lock:
            if tab in self._by_tab and not self._by_tab[tab].shown:
                self._drop(tab)

    def close(self) -> None:
        """Give up everything."""
        with self._lock:
            self._by_tab.clear()
        shutil.rmtree(self._root, ignore_errors=True)
