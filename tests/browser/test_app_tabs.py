"""Tabs of the live page: loaded again, two at once, cut off, in German, dark, with less motion."""

from __future__ import annotations

import pytest
from chromium import Watch
from playwright.sync_api import expect

from trustgarden.app.lessons import lesson as lesson_of

pytestmark = pytest.mark.browser


def test_a_page_that_is_loaded_again_finds_its_garden(live):
    live.twin()
    live.player.step(3)
    live.bet.open()
    live.bet.place("about the same", name="Ada")
    live.bet.counts(1)
    before = live.frames, live.lines
    live.reload()
    live.settle(3)
    assert (live.frames, live.lines) == before
    live.bet.open()
    live.bet.counts(1)
    live.player.step()


def test_a_lesson_outlives_loading_again(live):
    lesson = lesson_of("fracture")
    live.lesson.begin(lesson)
    live.lesson.next()
    live.lesson.stands_at(lesson, 1)
    live.reload()
    live.lesson.stands_at(lesson, 1)


def test_a_closed_laptop_finds_its_garden_where_it_stood(live):
    live.player.play()
    live.player.wait_for(2)
    live.context.set_offline(True)
    live.page.evaluate("window.socket.io.engine.close()")
    live.page.wait_for_function("!window.socket.connected")
    live.context.set_offline(False)
    live.page.wait_for_function("window.socket?.connected")
    expect(live.button("play.play")).to_be_visible()
    live.settle()
    week = live.player.week
    assert week >= 2
    live.player.step()
    assert live.player.week == week + 1
    # Chromium writes into the console that it could not connect while it was offline.
    live.watch.problems[:] = [
        one for one in live.watch.problems
        if "ERR_INTERNET_DISCONNECTED" not in one and "WebSocket" not in one
    ]  # fmt: skip


def test_two_tabs_have_two_gardens(open_live):
    one, other = open_live(), open_live()
    one.tending.open()
    one.tending.style("commander")
    one.player.step(2)
    assert other.player.week == 0
    other.tending.open()
    other.tending.chosen("Gardener")
    other.player.step(2)
    assert one.frames != other.frames
    assert one.lines["left"] != other.lines["left"]


def test_everything_is_there_without_a_network(open_live):
    """Whoever asks another host gets nothing; the page must not notice."""
    live = open_live(offline=False)
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    live.context.route(lambda url: not url.startswith(live.address), refuse)
    live.reload()
    live.player.step(2)
    for name in ("bet", "tend", "conditions", "events", "look", "take"):
        live.tab(name)
    live.look.open()
    for view in ("landscape", "levels", "why", "person"):
        live.look.show(view)
    # Pictures are letters of a font; without it their names would be written out.
    assert live.page.evaluate("document.fonts.check('24px \"Material Icons\"')")
    assert asked == []


def test_phones_and_what_is_taken_away_ask_nobody(live, browser, tmp_path):
    live.bet.open()
    address, _ = live.bet.open_phones()
    phone = browser.new_page()
    watch = Watch(phone, address)
    phone.goto(address)
    expect(phone.get_by_role("radio")).to_have_count(3)
    live.bet.close_phones()
    phone.close()
    live.player.step()
    live.take.open()
    file = live.take.page(tmp_path)
    page = browser.new_context(offline=True).new_page()
    taken = Watch(page)
    page.goto(file.as_uri())
    page.wait_for_function("gardens.every(one => one.pictures > 0)")
    page.context.close()
    for seen in (watch, taken):
        assert seen.elsewhere == seen.problems == []


def test_it_speaks_german_and_goes_on_where_it_was(live):
    live.player.step(2)
    before = live.frames
    live.speak("de")
    assert live.page.get_attribute("html", "lang") == "de"
    assert live.frames == before
    assert live.page.locator(".tg-week").inner_text() == "Woche 2"
    assert live.told[0].startswith("Woche 2: 20 Menschen in 3 Teams")
    tabs = [one.strip() for one in live.page.get_by_role("tab").all_inner_texts()]
    assert [one.split("\n")[-1] for one in tabs] == list(live.say.table("tabs").values())
    live.speak("en")
    assert live.page.locator(".tg-week").inner_text() == "Week 2"


def test_a_lesson_in_german(live, tmp_path):
    live.speak("de")
    lesson = lesson_of("demand")
    words = lesson.words("de")
    live.player.speed(20)
    live.lesson.begin(lesson)
    live.lesson.next()
    live.lesson.stands_at(lesson, 1)
    live.lesson.do("bet")
    live.bet.asks(words.bet)
    live.bet.place(words.options["left"], name="Jörg")
    live.bet.counts(1)
    live.lesson.open()
    live.lesson.do("run", week=6)
    live.settle(6)
    live.player.stands()
    for number in (3, 4):
        live.lesson.stands_at(lesson, number)
        if number == 3:
            live.lesson.next()
    live.lesson.do("run", week=26)
    live.settle(26)
    live.player.stands()
    live.lesson.do("reveal")
    expect(live.bet.answer).to_contain_text("(")
    live.take.open()
    page = live.context.new_page()
    page.goto(live.take.page(tmp_path).as_uri())
    assert page.get_attribute("html", "lang") == "de"
    assert page.inner_text("h1") == words.title
    assert f"{words.options['left']}: 1" in page.inner_text("body")
    page.close()


def test_less_motion_paints_one_picture_a_week(open_live):
    live = open_live(reduced_motion="reduce")
    assert live.stage("gardens[0].still") is True
    live.page.wait_for_function(
        "!getElement(+document.querySelector('.tg-stage').id.slice(1)).gardens[0].waiting"
    )
    before = live.stage("pictures()")[0]
    live.player.step()
    live.pictures()
    assert live.stage("pictures()")[0] == before + 1


def test_dark_is_dark_and_stays_so_when_loaded_again(live):
    live.turn_dark()
    dark = "getComputedStyle(document.body).backgroundColor"
    live.page.wait_for_function(f"{dark} === 'rgb(20, 25, 27)'")
    assert live.stage("gardens[0].theme.dark") is True
    live.reload()
    live.page.wait_for_function(f"{dark} === 'rgb(20, 25, 27)'")
    assert live.stage("gardens[0].theme.dark") is True
