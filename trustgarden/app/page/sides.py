"""Which garden is meant: left, right, or both."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from .widgets import labelled

if TYPE_CHECKING:
    from .shell import Page

__all__ = ["Sides"]


class Sides:
    """A switch that all panels share by `page.side`; it is there only with twins.

    Args:
        page: On which it stands.
        turned: Called when somebody turned it.
    """

    def __init__(self, page: Page, turned: Callable[[], object]) -> None:
        self._page, self._turned = page, turned
        say = page.say
        with ui.element("div").classes("tg-row") as self.element:
            ui.label(say("page.side")).classes("tg-note")
            sides = {side: say(f"page.{side}") for side in ("left", "right", "both")}
            self._toggle = ui.toggle(sides, value="both", on_change=self._turn)
            labelled(self._toggle, say("page.side"))
            self._toggle.props("no-caps dense unelevated toggle-color=primary")

    def began(self) -> None:
        """Show what is meant now."""
        self.element.visible = self._page.session.twins
        if self._toggle.value != self._page.side:
            self._toggle.value = self._page.side

    def _turn(self, event: Any) -> None:
        if self._page.side != event.value:
            self._page.side = str(event.value)
            self._turned()
