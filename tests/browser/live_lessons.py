"""Lessons, their bets, and what is taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from live_gardening import Panel
from playwright.sync_api import expect

if TYPE_CHECKING:
    from trustgarden.app.lesson_records import Lesson


class LessonPanel(Panel):
    """The guide through a lesson."""

    name = "lesson"

    @property
    def offered(self) -> list[str]:
        """Titles of the lessons that can be chosen."""
        found: list[str] = self.element.locator(".tg-card-name").all_inner_texts()
        return found

    def begin(self, lesson: Lesson) -> None:
        """Choose a lesson; its gardens are there afterwards."""
        self.open()
        words = lesson.words(self.say.language)
        self.card(words.title).click()
        self.stands_at(lesson, 0)
        self._live.settle(0)

    def stands_at(self, lesson: Lesson, step: int) -> None:
        """Wait until a step is the one that is told."""
        words = lesson.words(self.say.language)
        told = self.say("lesson.step", step=step + 1, steps=len(lesson.steps))
        expect(self.element.locator(".tg-heading").first).to_have_text(told)
        expect(self.element.locator(".tg-quote")).to_have_text(words.steps[step])

    def do(self, key: str, **values: object) -> None:
        """Do what the step says, by its button."""
        self._live.button(f"lesson.do_{key}", **values).click()

    def next(self) -> None:
        self._live.button("lesson.next").click()

    @property
    def questions(self) -> list[str]:
        found: list[str] = self.element.locator(".tg-questions li").all_inner_texts()
        return found

    def note(self, text: str) -> None:
        """Write down what the room said."""
        area = self.element.get_by_role("textbox", name=self.say("lesson.notes"), exact=True)
        area.fill(text)
        area.blur()


class BetPanel(Panel):
    """Bets by the screen, the phones, and the reveal."""

    name = "bet"

    def asks(self, question: str) -> None:
        """Wait until it is asked what is expected."""
        expect(self.element.locator(".tg-quote")).to_have_text(question)

    def option(self, text: str) -> Any:
        return self.element.get_by_role("radio", name=text, exact=True)

    def called(self, name: str) -> None:
        """Say who bets."""
        self.element.get_by_role("textbox", name=self.say("bet.name"), exact=True).fill(name)

    def place(self, option: str | None = None, name: str = "") -> None:
        """Place a bet."""
        if name:
            self.called(name)
        if option is not None:
            self.option(option).click()
            expect(self.option(option)).to_have_attribute("aria-checked", "true")
        self._live.button("bet.place").click()

    def counts(self, number: int) -> None:
        """Wait until so many bets are told."""
        told = self.element.get_by_text(self.say("bet.count", count=number), exact=True)
        expect(told).to_be_visible()

    def draw(self, low: float = 0.3, high: float = 0.6) -> None:
        """Draw a line over the weeks to come, across the chart from one height to another."""
        self._live.button("bet.draw").click()
        expect(self.element.get_by_text(self.say("bet.draw_help"))).to_be_visible()
        canvas = self._live.page.locator(".tg-lines canvas.asked")
        box = canvas.bounding_box()
        mouse = self._live.page.mouse
        points = 16
        for k in range(points + 1):
            share = k / points
            x = box["x"] + 60 + share * (box["width"] - 170)
            height = low + share * (high - low)
            mouse.move(x, box["y"] + box["height"] * (1 - height))
            if k == 0:
                mouse.down()
        mouse.up()
        expect(self.element.get_by_text(self.say("bet.draw_help"))).to_have_count(0)

    def reveal(self) -> None:
        self._live.button("bet.reveal").click()

    @property
    def answer(self) -> Any:
        """What happened, once it is revealed."""
        before = self.say("bet.answer", answer="|", difference="").split("|")[0]
        return self.element.locator(".tg-big").filter(has_text=before)

    def open_phones(self) -> tuple[str, str]:
        """Let phones bet; their address and code."""
        self._live.button("bet.phones").click()
        expect(self._live.button("bet.phones_end")).to_be_visible()
        address, code = self.element.locator(".tg-code").all_inner_texts()
        return address.strip(), code.split()[-1]

    def close_phones(self) -> None:
        self._live.button("bet.phones_end").click()
        expect(self._live.button("bet.phones")).to_be_visible()


class TakeAway(Panel):
    """What the room takes with it."""

    name = "take"

    def page(self, folder: Path) -> Path:
        """Save the page."""
        return self._saved(self._live.button("take.page"), folder)

    def scenario(self, name: str, folder: Path) -> Path:
        """Save a scenario file."""
        return self._saved(self.element.get_by_role("button", name=name, exact=True), folder)

    def _saved(self, button: Any, folder: Path) -> Path:
        with self._live.page.expect_download() as coming:
            button.click()
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        return file

    @property
    def commands(self) -> list[str]:
        found: list[str] = self.element.locator(".tg-command").all_inner_texts()
        return found

    def note(self, text: str) -> None:
        area = self.element.get_by_role("textbox", name=self.say("lesson.notes"), exact=True)
        area.fill(text)
        area.blur()
