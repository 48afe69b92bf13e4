"""The stage: gardens and lines, as one element of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui.element import Element

from ..sessions import Session

__all__ = ["Stage"]

SHOWN_WITHIN = 2.0
"""Seconds to wait for a week to be on the screen before the next is sent all the same."""


class Stage(Element, component="stage.js"):
    """The gardens of a session and the lines of its measure.

    Args:
        session: Whose.
        words: `garden` and `lines`, as the canvas modules take them.
        names: A heading for each garden.
        dark: Whether the page is dark.
        on_person: Called with the number of the garden and an id.
        on_tie: Called with the number of the garden and two ids.
        on_drawn: Called with the points of a line that somebody draws.
        on_key: Called with a key that is the page's own: space, n or b.
        on_ready: Called once it can be shown something.
    """

    def __init__(
        self,
        session: Session,
        words: dict[str, Any],
        names: Sequence[str],
        *,
        dark: bool,
        on_person: Callable[[int, str], Any],
        on_tie: Callable[[int, str, str], Any],
        on_drawn: Callable[[list[list[float]]], Any],
        on_key: Callable[[str], Any],
        on_ready: Callable[[], Any],
    ) -> None:
        super().__init__()
        self.session = session
        self._props["words"] = words
        self._props["names"] = list(names)
        self._props["dark"] = dark
        self.on("person", lambda e: on_person(int(e.args["side"]), str(e.args["name"])))
        self.on("tie", lambda e: on_tie(int(e.args["side"]), str(e.args["a"]), str(e.args["b"])))
        self.on("drawn", lambda e: on_drawn(e.args))
        self.on("pressed", lambda e: on_key(str(e.args)))
        self.on("ready", lambda _: on_ready(), [])

    def rename(self, names: Sequence[str]) -> None:
        """Give the gardens other headings; as many gardens as names are shown."""
        self._props["names"] = list(names)
        self.update()

    def set_dark(self, dark: bool) -> None:
        """Draw for a dark or a light page."""
        self._props["dark"] = dark
        self.update()

    async def show(self, *, lines: dict[str, Any], layouts: bool = False) -> bool:
        """Show the week that the session looks at; true once it is on the screen."""
        gardens = [
            {"frame": plot.frame(), **({"layout": plot.layout()} if layouts else {})}
            for plot in self.session.plots
        ]
        shown = self.run_method("show", {"gardens": gardens, "lines": lines}, timeout=SHOWN_WITHIN)
        try:
            return bool(await shown)
        except TimeoutError:
            return False
