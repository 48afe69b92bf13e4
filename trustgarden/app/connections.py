"""Connections that ask for nothing are ended, and there are only so many at a time.

Uvicorn waits for as long as a request takes to be said. A few hundred connections on which nobody
says anything would then use up what the system gives a process, and nobody else could come.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["ASKED_WITHIN", "MOST_CONNECTIONS", "Impatient"]

ASKED_WITHIN = 10.0
"""Seconds for the headers of a request."""
MOST_CONNECTIONS = 400
"""A browser opens seven for a page; 24 pages and as many phones stay well below."""


class Impatient(H11Protocol):
    """HTTP by h11, which bounds headers (64 kB); it ends connections on which nothing is asked."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody has come; nobody comes in where there are too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Something was said: a whole request, or a part of one."""
        super().data_received(data)
        if self._is_asked:
            self._wait_no_more()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._wait_no_more()
        super().connection_lost(exc)

    @property
    def _is_asked(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(ASKED_WITHIN, self._give_up)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        # A socket of a page has another protocol by now, which looks after itself.
        if not self._is_asked and self.transport.get_protocol() is self:
            self.transport.close()
