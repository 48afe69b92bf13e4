"""The live page in a real browser: what all of its parts stand on."""

from __future__ import annotations

import json
from typing import Any

from chromium import Watch
from live_gardening import Conditions, Events, Tending
from live_lessons import BetPanel, LessonPanel, TakeAway
from live_looking import Looking
from live_playing import Player
from live_setup import Setup
from playwright.sync_api import expect

from trustgarden.app.page_words import page_words

WITHIN = 45_000
"""Milliseconds to wait for anything: on a busy machine a page may be slow, and still be right."""
STAGE = "getElement(+document.querySelector('.tg-stage').id.slice(1))"

expect.set_options(timeout=WITHIN)


class Live:
    """The live page, by its parts.

    Args:
        context: Of the browser, in which it is opened as a tab of its own.
        address: Of the server.
        width: Of the window, pixels.
        height: Of the window, pixels.
    """

    def __init__(self, context: Any, address: str, width: int = 1440, height: int = 900) -> None:
        self.context, self.address = context, address
        self.say = page_words("en")
        self._take(context.new_page())
        self.page.set_default_timeout(WITHIN)
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(address)
        self.settle(0)

    def _take(self, page: Any) -> None:
        self.page = page
        self.watch = Watch(page, self.address)
        self.player, self.setup = Player(self), Setup(self)
        self.lesson, self.bet, self.take = LessonPanel(self), BetPanel(self), TakeAway(self)
        self.tending, self.conditions = Tending(self), Conditions(self)
        self.events, self.look = Events(self), Looking(self)

    # -- finding ---------------------------------------------------------------

    def button(self, key: str, **values: object) -> Any:
        """A button by the key of its words."""
        return self.page.get_by_role("button", name=self.say(key, **values), exact=True)

    def slider(self, name: str) -> Any:
        return self.page.get_by_role("slider", name=name, exact=True)

    @property
    def panel(self) -> Any:
        """What the open tab shows."""
        return self.page.locator(".q-tab-panel")

    @property
    def notices(self) -> Any:
        """What the page says shortly, at its lower edge."""
        return self.page.locator(".q-notification")

    @property
    def headings(self) -> list[str]:
        """Of the gardens."""
        found: list[str] = self.page.locator(".tg-garden h2").all_inner_texts()
        return found

    # -- doing -----------------------------------------------------------------

    def tab(self, name: str) -> None:
        """Turn to a panel by the name of its part."""
        tab = self.page.get_by_role("tab", name=self.say(f"tabs.{name}"), exact=True)
        tab.click()
        self.shows(name)

    def shows(self, name: str) -> None:
        """Wait until a panel is the one that is open."""
        tab = self.page.get_by_role("tab", name=self.say(f"tabs.{name}"), exact=True)
        expect(tab).to_have_attribute("aria-selected", "true")
        expect(self.panel).to_have_count(1)

    def pick(self, field: Any, option: str) -> None:
        """Choose from a list that opens below a field."""
        field.click()
        self.page.get_by_role("option", name=option, exact=True).click()
        expect(self.page.locator(".q-menu")).to_have_count(0)

    def twin(self) -> None:
        self.button("play.twin").click()
        expect(self.button("play.end_twin")).to_be_visible()
        self.page.wait_for_function(f"{STAGE}.gardens.length === 2 && {STAGE}.gardens[1].frame")

    def turn_dark(self) -> None:
        before = self.stage("dark")
        self.button("page.dark").click()
        self.page.wait_for_function(f"{STAGE}.dark === {json.dumps(not before)}")

    def speak(self, language: str) -> None:
        """Turn to the other language, which loads the page anew."""
        self.button("page.language").click()
        self.say = page_words(language)
        expect(self.button("page.new")).to_be_visible()
        self.settle()

    def reload(self) -> None:
        self.page.reload()
        expect(self.button("page.new")).to_be_visible()
        self.settle()

    # -- the stage -------------------------------------------------------------

    def settle(self, week: int | None = None) -> None:
        """Wait until a week is on the screen in words, lines and every picture."""
        at = f"stage.lines.given.week === {week}" if week is not None else "true"
        self.page.wait_for_function(
            f"""() => {{ const part = document.querySelector('.tg-stage');
            const stage = part && window.getElement && getElement(+part.id.slice(1));
            return stage?.gardens?.length && stage.gardens.every(one => one.frame) && {at}
              && stage.gardens.every(one => one.frame.week === stage.lines.given.week); }}"""
        )
        if week is not None:
            expect(self.page.locator(".tg-week")).to_have_text(self.say("play.week", week=week))

    def painted(self) -> None:
        """Wait until the browser has painted what was done to it."""
        self.page.evaluate(
            "new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))"
        )

    def stage(self, what: str) -> Any:
        """Something of the stage, as the browser has it."""
        return self.page.evaluate(f"{STAGE}.{what}")

    @property
    def frames(self) -> list[dict[str, Any]]:
        """What each picture shows of the week."""
        found: list[dict[str, Any]] = self.stage("gardens.map(one => one.frame)")
        return found

    @property
    def lines(self) -> dict[str, Any]:
        """What the chart beneath the gardens shows."""
        found: dict[str, Any] = self.stage("lines.given")
        return found

    @property
    def told(self) -> list[str]:
        """Each picture in words."""
        found: list[str] = self.stage("described()")
        return found

    def place_of(self, name: str, side: int = 0) -> tuple[float, float]:
        """Where somebody stands, in pixels of the window."""
        x, y = self.page.evaluate(
            f"""([side, name]) => {{ const garden = {STAGE}.gardens[side];
            const box = garden.canvas.getBoundingClientRect();
            const [x, y] = garden.places[garden.frame.names.indexOf(name)];
            return [box.left + x, box.top + y]; }}""",
            [side, name],
        )
        return x, y

    def pictures(self) -> list[str]:
        """The gardens as they are painted, once nothing moves."""
        self.page.wait_for_function(f"{STAGE}.gardens.every(one => !one.waiting)")
        found: list[str] = self.stage("gardens.map(one => one.canvas.toDataURL())")
        return found
