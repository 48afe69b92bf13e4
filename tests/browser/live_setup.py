"""A new garden: the dialog in which it is founded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from live_page import Live


class Setup:
    """The dialog of a new garden."""

    def __init__(self, live: Live) -> None:
        self._live = live

    @property
    def dialog(self) -> Any:
        return self._live.page.get_by_role("dialog", name=self._live.say("setup.title"))

    def open(self) -> None:
        self._live.button("page.new").click()
        expect(self.dialog).to_be_visible()

    def begin_as(self, name: str) -> None:
        """Choose a scenario by the key of its words."""
        field = self._field("combobox", "setup.scenario")
        field.click()
        field.fill(self._live.say(f"scenarios.{name}"))
        self._option(self._live.say(f"scenarios.{name}"))

    def people(self, number: int) -> None:
        self._field("combobox", "setup.people").click()
        self._option(str(number))

    def seed(self, number: int) -> None:
        self._field("spinbutton", "setup.seed").fill(str(number))

    def twins(self) -> None:
        self.dialog.get_by_role("switch", name=self._live.say("setup.twin")).click()

    def found(self) -> None:
        """Found it, and wait until it is there."""
        self._live.button("setup.found").click()
        expect(self.dialog).to_have_count(0)
        self._live.settle(0)

    def choose_files(self, *files: Path) -> None:
        """Choose files in the browser's own chooser."""
        with self._live.page.expect_file_chooser() as coming:
            self._live.button("setup.choose").click()
        coming.value.set_files([str(file) for file in files])

    @property
    def told(self) -> Any:
        """What is said of the files."""
        return self.dialog.get_by_role("status")

    def _field(self, role: str, key: str) -> Any:
        return self.dialog.get_by_role(role, name=self._live.say(key), exact=True)

    def _option(self, text: str) -> None:
        self._live.page.get_by_role("option", name=text, exact=True).click()
        expect(self._live.page.locator(".q-menu")).to_have_count(0)
