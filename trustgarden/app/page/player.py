"""The clock of the page: weeks go by, no faster than the screen can show them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from nicegui import background_tasks

from trustgarden.errors import InputError

from ..limits import MOST_SPEED
from ..sessions import Session

__all__ = ["SPEEDS", "Player"]

SPEEDS = (0.5, 1.0, 2.0, 5.0, 10.0, MOST_SPEED)


class Player:
    """Plays a session's weeks.

    Args:
        session: Whose.
        show: Shows the week that has ended, and returns when it is on the screen.
        told: Called when playing begins or ends.
        refuse: Called with the message when a week cannot be lived.
    """

    def __init__(
        self,
        session: Session,
        show: Callable[[], Awaitable[object]],
        told: Callable[[], Awaitable[object]],
        refuse: Callable[[str], object],
    ) -> None:
        self.session, self._show, self._told, self._refuse = session, show, told, refuse
        self.speed = 2.0
        self.playing = False
        self._until: int | None = None
        self._turn = asyncio.Lock()

    def play(self, until: int | None = None) -> None:
        """Let weeks go by until paused, or until a week has ended."""
        self._until = until
        if not self.playing:
            self.playing = True
            background_tasks.create(self._go(), name="weeks go by")

    def pause(self) -> None:
        """Stand still after the week that is under way."""
        self.playing = False

    async def step(self) -> None:
        """One week."""
        async with self._turn:
            try:
                await asyncio.to_thread(self.session.live)
            except InputError as error:
                self.playing = False
                self._refuse(str(error))
            await self._show()

    async def _go(self) -> None:
        await self._told()
        try:
            while self.playing and (self._until is None or self.session.week < self._until):
                began = time.perf_counter()
                await self.step()
                took = time.perf_counter() - began
                await asyncio.sleep(max(0.0, 1 / self.speed - took))
        finally:
            self.playing = False
            await self._told()
