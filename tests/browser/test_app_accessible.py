"""The live page by axe: nothing that shuts out people who see, hear or point otherwise."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from trustgarden.app.lessons import lesson as lesson_of

axe_core = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = pytest.mark.browser

TABS = ("lesson", "bet", "tend", "conditions", "events", "look", "take")


def violations(page, within=None):
    """What axe finds, by rule and element; with all of its rules, best practices too."""
    # Tips and dialogs fade in, and what fades has no contrast yet.
    page.mouse.move(1, 1)
    expect(page.locator(".q-tooltip")).to_have_count(0)
    page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")
    found = axe_core.Axe().run(page, context=within).response["violations"]
    return [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(
    ("language", "dark"),
    [
        pytest.param("en", False, id="English and light"),
        pytest.param("de", True, id="German and dark"),
        pytest.param("de", False, id="German and light", marks=pytest.mark.long),
        pytest.param("en", True, id="English and dark", marks=pytest.mark.long),
    ],
)
def test_every_panel(live, language, dark):
    if language == "de":
        live.speak("de")
    if dark:
        live.turn_dark()
    live.player.step(2)
    found = {}
    for name in TABS:
        live.tab(name)
        found[name] = violations(live.page)
    assert {name: one for name, one in found.items() if one} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_opens_on_the_way(live, dark):
    if dark:
        live.turn_dark()
    live.twin()
    live.player.step(2)
    found = {}
    live.events.open()
    for kind in ("betrayal", "arrival", "remote"):
        live.events.choose(kind)
        found[kind] = violations(live.page)
    live.player.back()
    live.look.open()
    for view in ("person", "tie", "newcomer", "why", "landscape", "levels"):
        live.look.show(view)
        if view == "person":
            live.look.somebody("choose_person", "12")
            expect(live.look.title).to_be_visible()
        found[view] = violations(live.page)
    live.lesson.open()
    live.lesson.begin(lesson_of("demand"))
    found["lesson"] = violations(live.page)
    live.bet.open()
    live.bet.place(lesson_of("demand").words("en").options["left"])
    live.bet.counts(1)
    live.bet.open_phones()
    found["phones"] = violations(live.page)
    live.bet.close_phones()
    live.setup.open()
    # What lies behind an open dialog is dimmed, and nobody can reach it.
    found["setup"] = violations(live.page, within=".q-dialog")
    live.button("page.cancel").click()
    expect(live.setup.dialog).to_have_count(0)
    live.button("page.help").click()
    expect(live.page.get_by_role("dialog")).to_be_visible()
    found["help"] = violations(live.page, within=".q-dialog")
    assert {name: one for name, one in found.items() if one} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_phones(live, browser, scheme):
    live.bet.open()
    address, code = live.bet.open_phones()
    phone = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    phone.goto(address)
    assert violations(phone) == []
    phone.get_by_role("radio").first.check()
    phone.get_by_label("Code").fill(code)
    phone.get_by_role("button").click()
    expect(phone.get_by_text("Your bet is placed.")).to_be_visible()
    assert violations(phone) == []
    phone.close()
    live.bet.close_phones()


def test_the_page_that_is_taken_away(live, tmp_path):
    live.twin()
    live.player.step(2)
    live.take.open()
    live.take.note("Something was said.")
    file = live.take.page(tmp_path)
    page = live.context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("gardens.every(one => one.pictures > 0)")
    assert violations(page) == []
    page.close()
