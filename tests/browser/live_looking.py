"""Looking closer: the feed, stories, the landscape, the three levels."""

from __future__ import annotations

from typing import Any

from live_gardening import Panel
from playwright.sync_api import expect

from trustgarden.analysis.stories import given_name


class Looking(Panel):
    """One view at a time."""

    name = "look"

    def show(self, view: str) -> None:
        """Choose a view by the key of its words."""
        field = self.element.get_by_role("combobox", name=self.say("tabs.look"), exact=True)
        self._live.pick(field, self.say(f"look.{view}"))
        self.shows(view)

    def shows(self, view: str) -> None:
        """Wait until a view is the one that is shown."""
        field = self.element.get_by_role("combobox", name=self.say("tabs.look"), exact=True)
        expect(field).to_have_value(self.say(f"look.{view}"))

    @property
    def title(self) -> Any:
        """Of the story that is told."""
        return self.element.locator(".tg-big")

    @property
    def lines(self) -> list[str]:
        """Of the feed, or of the story."""
        found: list[str] = self.element.locator(".tg-feed li").all_inner_texts()
        return found

    def told(self, text: str) -> None:
        """Wait until a line tells something."""
        expect(self.element.locator(".tg-feed li").filter(has_text=text).first).to_be_visible()

    def somebody(self, key: str, person: str) -> None:
        """Choose a person by id in a field of the view, which has what they are called."""
        field = self.element.get_by_role("combobox", name=self.say(f"look.{key}"), exact=True)
        field.click()
        field.fill(given_name(person))
        option = self._live.page.get_by_role("option")
        option.filter(has_text=f"{given_name(person)} · ").first.click()
        expect(self._live.page.locator(".q-menu")).to_have_count(0)

    @property
    def heat(self) -> list[list[list[str]]]:
        """The landscape: tables, rows, cells, heads included."""
        found: list[list[list[str]]] = self._live.page.eval_on_selector_all(
            ".q-tab-panel .tg-heat",
            """tables => tables.map(table => [...table.rows].map(row =>
              [...row.cells].map(cell => cell.textContent)))""",
        )
        return found

    @property
    def levels(self) -> list[str]:
        """The three levels in words, of each garden."""
        found: list[str] = self.element.locator(".tg-level svg").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label'))"
        )
        return found
