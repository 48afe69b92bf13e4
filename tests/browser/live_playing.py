"""Playing: the foot of the live page, with its weeks, speed and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from live_page import Live


def move(slider: Any, to: float, step: float) -> None:
    """Move a slider by the keyboard to a value."""
    steps = round((to - float(slider.get_attribute("aria-valuenow"))) / step)
    for _ in range(abs(steps)):
        press(slider, "ArrowRight" if steps > 0 else "ArrowLeft")


def press(slider: Any, key: str) -> None:
    """Press a key on a slider; of Quasar's, a part within takes the focus."""
    slider.locator("[tabindex]").press(key)


class Player:
    """Play, pause, step, speed, and the way back."""

    def __init__(self, live: Live) -> None:
        self._live = live

    @property
    def week(self) -> int:
        """The week that is looked at, as it is written."""
        return int(self._live.page.locator(".tg-week").inner_text().split()[-1])

    @property
    def playing(self) -> bool:
        return bool(self._live.button("play.pause").is_visible())

    @property
    def at(self) -> Any:
        """The slider of weeks."""
        return self._live.slider(self._live.say("play.go_to"))

    def play(self) -> None:
        self._live.button("play.play").click()
        expect(self._live.button("play.pause")).to_be_visible()

    def pause(self) -> None:
        self._live.button("play.pause").click()
        self.stands()

    def stands(self) -> None:
        """Wait until no week goes by."""
        expect(self._live.button("play.play")).to_be_visible()
        self._live.settle()

    def step(self, weeks: int = 1) -> None:
        for _ in range(weeks):
            week = self.week
            self._live.button("play.step").click()
            self._live.settle(week + 1)

    def back(self) -> None:
        week = self.week
        self._live.button("play.back").click()
        self._live.settle(week - 1)

    def start(self) -> None:
        self._live.button("play.start").click()
        self._live.settle(0)

    def go_to(self, week: int) -> None:
        move(self.at, week, 1)
        self._live.settle(week)

    def speed(self, weeks: float) -> None:
        """Weeks a second."""
        say = self._live.say
        field = self._live.page.get_by_role("combobox", name=say("play.speed"), exact=True)
        self._live.pick(field, say("play.per_second", speed=f"{weeks:g}"))

    def wait_for(self, week: int) -> None:
        """Wait while weeks go by."""
        self._live.page.wait_for_function(
            "week => +document.querySelector('.tg-week').innerText.split(' ').at(-1) >= week",
            arg=week,
        )

    def measure(self, name: str) -> None:
        """Show another measure as a line."""
        say = self._live.say
        field = self._live.page.get_by_role("combobox", name=say("play.measure"), exact=True)
        self._live.pick(field, say(f"measures.{name}"))
        self._live.page.wait_for_function(
            "name => getElement(+document.querySelector('.tg-stage').id.slice(1))"
            ".lines.given.measure === name",
            arg=say(f"measures.{name}"),
        )

    @property
    def looking_back(self) -> Any:
        """The line that says that what lies ahead is kept until something is changed."""
        return self._live.page.locator(".tg-looking")
