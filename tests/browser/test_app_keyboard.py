"""The live page without a mouse: everything is reached by Tab, and keys do one thing at a time."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from trustgarden.app.lessons import lesson as lesson_of

pytestmark = pytest.mark.browser

FOCUSED = """() => { const at = document.activeElement;
  const named = at.closest("[aria-label]") || at;
  return named.getAttribute("aria-label") || at.innerText.trim().split("\\n").at(-1); }"""
MOST = 90


class Keys:
    """Somebody who has only a keyboard."""

    def __init__(self, live):
        self.live, self.keyboard = live, live.page.keyboard

    @property
    def at(self):
        """Name of what has the focus."""
        return self.live.page.evaluate(FOCUSED)

    def to(self, name, key="Tab"):
        """Press a key until something of that name has the focus."""
        passed = []
        for _ in range(MOST):
            self.keyboard.press(key)
            if self.at == name:
                return
            passed.append(self.at)
        raise AssertionError(f"{name} is not reached; there were {passed}")

    def press(self, *keys):
        for key in keys:
            self.keyboard.press(key)


@pytest.fixture
def keys(live):
    return Keys(live)


def test_weeks_go_by_and_stop_by_keys(live, keys):
    keys.press("n")
    live.settle(1)
    keys.press("n")
    live.settle(2)
    keys.press("b")
    live.settle(1)
    keys.press(" ")
    expect(live.button("play.pause")).to_be_visible()
    live.player.wait_for(3)
    keys.press(" ")
    live.player.stands()


def test_buttons_are_reached_by_tab_and_pressed_once(live, keys):
    keys.to("Play")
    keys.press(" ")
    expect(live.button("play.pause")).to_be_visible()
    keys.press("Enter")
    live.player.stands()
    week = live.player.week
    keys.to("One week")
    keys.press("Enter")
    live.settle(week + 1)


def test_tabs_and_sliders(live, keys):
    keys.to("Lesson")
    keys.press("ArrowRight", "ArrowRight")
    assert keys.at == "Leader's week"
    keys.press("Enter")
    live.shows("tend")
    keys.to("Recognition")
    before = live.tending.shares["recognition"]
    keys.press("ArrowRight", "ArrowRight")
    live.tending.has("recognition", before + 10)


def test_a_space_on_a_tab_turns_to_it_and_plays_nothing(live, keys):
    keys.to("Lesson")
    keys.press("ArrowRight", " ")
    live.shows("bet")
    radio = live.bet.option("it rises")
    radio.focus()
    keys.press(" ")
    expect(radio).to_have_attribute("aria-checked", "true")
    live.painted()
    assert not live.player.playing
    assert live.player.week == 0


def test_letters_that_are_written_play_nothing(live, keys):
    live.bet.open()
    keys.to("Name of who bets")
    live.page.keyboard.type("Ben n b")
    assert live.panel.get_by_role("textbox").input_value() == "Ben n b"
    assert not live.player.playing
    assert live.player.week == 0


def test_somebody_in_the_garden_is_reached_and_told_of(live, keys):
    keys.to(live.page.locator(".tg-canvas canvas").get_attribute("aria-label"))
    keys.press("ArrowRight", "ArrowRight")
    spoken = live.page.locator(".tg-canvas [aria-live]").inner_text()
    name = spoken.split(",")[0]
    keys.press("Enter")
    live.shows("look")
    live.look.shows("person")
    expect(live.look.title).to_contain_text(name)
    live.page.locator(".tg-canvas canvas").focus()
    keys.press("ArrowRight", "t", "Enter")
    live.look.shows("tie")


def test_a_space_in_the_garden_opens_a_story_and_plays_nothing(live, keys):
    live.page.locator(".tg-canvas canvas").focus()
    keys.press("ArrowRight", " ")
    live.look.shows("person")
    live.painted()
    assert not live.player.playing


def test_a_lesson_by_keyboard_alone(live, keys):
    lesson = lesson_of("demand")
    words = lesson.words("en")
    keys.to("Lesson")
    keys.press("Tab", "Enter")
    live.lesson.stands_at(lesson, 0)
    live.settle(0)
    keys.to("Next")
    keys.press("Enter")
    live.lesson.stands_at(lesson, 1)
    keys.to("Place your bets")
    keys.press("Enter")
    live.shows("bet")
    keys.to("Name of who bets")
    live.page.keyboard.type("Ada")
    keys.press("Tab", " ")
    chosen = live.panel.get_by_role("radio", checked=True)
    expect(chosen).to_have_count(1)
    keys.to("Place this bet")
    keys.press("Enter")
    live.bet.counts(1)
    keys.to("Run to week 26")
    keys.press("Enter")
    expect(live.button("play.pause")).to_be_visible()
    assert chosen.count() == 0
    assert live.headings == [words.left, words.right]


def test_a_dialog_is_left_by_escape_and_the_focus_comes_back(live, keys):
    keys.to("New garden")
    keys.press("Enter")
    expect(live.setup.dialog).to_be_visible()
    keys.press("Escape")
    expect(live.setup.dialog).to_have_count(0)
    live.page.wait_for_function(f"({FOCUSED})() === 'New garden'")
