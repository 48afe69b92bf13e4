"""Keeping up with a hand: of what is asked for faster than it can be done, the last is done."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

__all__ = ["Latest"]

T = TypeVar("T")


class Latest(Generic[T]):
    """Does one thing at a time; what was asked for meanwhile is done next, but only the last of it.

    Without it, a hand that runs over a slider starts many changes at once, and the one that
    happens to end last is what the slider jumps to.

    Args:
        do: Does it; may be a coroutine.
    """

    def __init__(self, do: Callable[[T], Any]) -> None:
        self._do = do
        self._asked: list[T] = []
        self._busy = False

    @property
    def is_behind(self) -> bool:
        """Whether something newer was asked for than what is being done."""
        return bool(self._asked)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._busy

    def ask(self, value: T) -> Awaitable[None] | None:
        """Ask for something; what is returned, if anything, has to be awaited."""
        self._asked = [value]
        return None if self._busy else self._go()

    async def _go(self) -> None:
        self._busy = True
        try:
            while self._asked:
                result = self._do(self._asked.pop())
                if inspect.isawaitable(result):
                    await result
        finally:
            self._busy = False
