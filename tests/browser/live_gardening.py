"""Gardening: the leader's week, the conditions, and what happens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from live_playing import move
from playwright.sync_api import expect

from trustgarden.analysis.stories import given_name

if TYPE_CHECKING:
    from live_page import Live

PRACTICES = (
    "spaces", "consequence", "connections", "recognition", "fairness", "demanding", "controlling",
)  # fmt: skip


class Panel:
    """A panel of the page."""

    name: str

    def __init__(self, live: Live) -> None:
        self._live = live

    @property
    def say(self) -> Any:
        """Words in the language of the page."""
        return self._live.say

    def open(self) -> None:
        self._live.tab(self.name)

    @property
    def element(self) -> Any:
        return self._live.panel

    @property
    def cards(self) -> list[str]:
        """Names of the cards that are chosen."""
        chosen = self.element.locator(".tg-card[aria-pressed=true] .tg-card-name")
        found: list[str] = chosen.all_inner_texts()
        return found

    def chosen(self, *texts: str) -> None:
        """Wait until these cards are the ones that are chosen."""
        chosen = self.element.locator(".tg-card[aria-pressed=true] .tg-card-name")
        expect(chosen).to_have_text(list(texts))

    def card(self, text: str) -> Any:
        named = self._live.page.locator(".tg-card-name").get_by_text(text, exact=True)
        return self.element.locator(".tg-card").filter(has=named)

    def side(self, side: str) -> None:
        """Turn the switch that says which garden is meant."""
        self.element.get_by_role("button", name=self.say(f"page.{side}"), exact=True).click()

    def value(self, text: str) -> str:
        """What stands beside the name of a slider."""
        head = self.element.locator(".tg-slider-head").filter(
            has=self._live.page.get_by_text(text, exact=True)
        )
        return " ".join(head.locator(".tg-value").inner_text().split())


class Tending(Panel):
    """The leader's week."""

    name = "tend"

    def slider(self, practice: str) -> Any:
        return self._live.slider(self.say(f"practices.{practice}"))

    @property
    def shares(self) -> dict[str, int]:
        """Percent of the week that each practice has, as it is written, once it adds up."""
        before, after = self.say("tend.unspent", share="|").split("|")
        found: dict[str, int] = self._live.page.wait_for_function(
            """([before, after, names]) => {
              const panel = document.querySelector(".tg-panel");
              const texts = [...panel.querySelectorAll(".tg-value")].map(one => one.textContent);
              const shares = texts.slice(1, 1 + names.length).map(text => parseInt(text));
              const free = [...panel.querySelectorAll(".tg-note")].map(one => one.textContent)
                .find(text => text.startsWith(before));
              shares.push(parseInt(free.slice(before.length)));
              if (shares.reduce((a, b) => a + b) !== 100) return false;
              return Object.fromEntries([...names, "unspent"].map((name, k) => [name, shares[k]]));
            }""",
            arg=[before, after, list(PRACTICES)],
        ).json_value()
        return found

    def give(self, practice: str, share: float) -> None:
        """Give a practice a share of the week, by the keyboard."""
        move(self.slider(practice), share, 0.05)
        self.has(practice, round(100 * share))

    def has(self, practice: str, share: int) -> None:
        """Wait until it is written that a practice has so many percent."""
        head = self.element.locator(".tg-slider-head").filter(
            has=self._live.page.get_by_text(self.say(f"practices.{practice}"), exact=True)
        )
        expect(head.locator(".tg-value")).to_have_text(re.compile(rf"^{share} %"))

    def style(self, name: str) -> None:
        """Begin from a style."""
        card = self.card(self.say(f"styles.{name}"))
        card.click()
        expect(card).to_have_attribute("aria-pressed", "true")


class Conditions(Panel):
    """Consequence, spaces, recognition, welcome, work."""

    name = "conditions"

    def choose(self, kind: str, name: str) -> None:
        """Choose a card: kind is `regimes`, `forms` or `welcomes`."""
        card = self.card(self.say(f"{kind}.{name}"))
        card.click()
        expect(card).to_have_attribute("aria-pressed", "true")

    def set(self, key: str, value: float, step: float, shown: str) -> None:
        """Move a slider, until it is written what it stands on."""
        text = self.say(f"conditions.{key}")
        move(self._live.slider(text), value, step)
        head = self.element.locator(".tg-slider-head").filter(
            has=self._live.page.get_by_text(text, exact=True)
        )
        expect(head.locator(".tg-value")).to_have_text(shown)


class Events(Panel):
    """What happens, now or at a set week, and the calendar."""

    name = "events"

    def choose(self, kind: str) -> None:
        """Choose a kind; its form is there afterwards."""
        self.card(self.say(f"event_kinds.{kind}")).click()
        expect(self._live.button("events.put")).to_be_visible()

    def field(self, name: str) -> Any:
        """A list of the form."""
        return self.element.get_by_role("combobox", name=self.say(f"events.{name}"), exact=True)

    def somebody(self, name: str, person: str) -> None:
        """Choose a person by id, of whom the list has what they are called."""
        field = self.field(name)
        field.click()
        field.fill(given_name(person))
        option = self._live.page.get_by_role("option")
        chosen = option.filter(has_text=f"{given_name(person)} · ").first
        chosen.click()
        expect(self._live.page.locator(".q-menu")).to_have_count(0)

    def number(self, name: str, value: float) -> None:
        key = "events.when" if name == "week" else f"events.{name}"
        field = self.element.get_by_role("spinbutton", name=self.say(key), exact=True)
        field.fill(str(value))
        field.blur()

    def put(self) -> None:
        """Put it onto the calendar."""
        self._live.button("events.put").click()
        expect(self._live.button("events.put")).to_have_count(0)

    @property
    def calendar(self) -> list[str]:
        lines: list[str] = self.element.locator(".tg-feed li").all_inner_texts()
        return lines
