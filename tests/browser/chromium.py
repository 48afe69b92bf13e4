"""Debian's Chromium, driven by Playwright: the one place that says how it is started."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
OWN = ("file:", "data:", "blob:", "about:")
"""Beginnings of addresses that ask no other place."""


@contextmanager
def chromium(*more: str) -> Iterator[Any]:
    """A browser, and its end; skips where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"There is no Chromium at {CHROMIUM}.")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=[*ARGUMENTS, *more]
        )
        yield started
        started.close()


class Watch:
    """What a page complained of, and what it asked for.

    Args:
        page: Which is watched from now on.
        own: Beginning of the addresses that are its own server's.
    """

    def __init__(self, page: Any, own: str | None = None) -> None:
        self._own = (*OWN, own, own.replace("http", "ws", 1)) if own else OWN
        self.problems: list[str] = []
        self.asked: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    @property
    def elsewhere(self) -> list[str]:
        """Requests to other places; there should be none."""
        return [url for url in self.asked if not url.startswith(self._own)]
