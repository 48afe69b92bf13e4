"""The live page on projector, laptop, tablet and phone: nothing is cut off or covered."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from trustgarden.app.lessons import lesson as lesson_of

pytestmark = pytest.mark.browser

SIZES = [(1920, 1080), (1440, 900), (820, 1180), (390, 800)]
TABS = ("lesson", "bet", "tend", "conditions", "events", "look", "take")
STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
  return [...document.querySelectorAll(
      "button, input, [role=slider], [role=tab], h1, h2, h3, canvas, li, .tg-note, .tg-big")]
    .filter(seen).map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.left < -1 || box.right > wide + 1)
    .map(([one]) => one.outerHTML.slice(0, 120));
}"""
CUT = """() => [...document.querySelectorAll(
    ".tg-card-name, .tg-card-says, .q-btn .block, .q-tab__label, .tg-big, .tg-note, .tg-heading")]
  .filter(one => one.checkVisibility())
  .filter(one => getComputedStyle(one).display !== "inline")
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => one.textContent)"""
COVERED = """() => {
  const parts = [...document.querySelectorAll(
    ".tg-head button, .tg-head h1, .tg-foot .q-btn, .tg-foot .q-field, .tg-foot .q-slider, " +
    ".tg-week, .q-tab")].filter(one => one.checkVisibility());
  const boxes = parts.map(one => one.getBoundingClientRect());
  const found = [];
  boxes.forEach((a, k) => boxes.slice(0, k).forEach((b, j) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const sticky = parts[k].closest(".tg-foot") !== parts[j].closest(".tg-foot");
    if (across > 2 && down > 2 && !sticky) found.push([parts[j].outerHTML.slice(0, 90),
      parts[k].outerHTML.slice(0, 90)]);
  }));
  return found;
}"""


def the_gardens_are_what_one_sees_first(live, width, height):
    garden = live.page.locator(".tg-canvas").bounding_box()
    assert garden["width"] > 0.55 * width
    assert garden["height"] > 0.35 * height
    assert garden["y"] + 0.6 * garden["height"] < height
    foot = live.page.locator(".tg-foot").bounding_box()
    assert foot["y"] + foot["height"] <= height + 1
    assert live.button("play.play").is_visible()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_sticks_out_is_cut_or_covered(open_live, width, height):
    live = open_live(width, height)
    the_gardens_are_what_one_sees_first(live, width, height)
    live.twin()
    live.player.step(2)
    for name in TABS:
        live.tab(name)
        page = live.page
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(STICKING_OUT) == [], name
        assert page.evaluate(CUT) == [], name
        assert page.evaluate(COVERED) == [], name


@pytest.mark.parametrize(("width", "height"), SIZES[:2])
def test_large_screens_show_everything_without_scrolling_the_page(open_live, width, height):
    live = open_live(width, height)
    live.twin()
    live.lesson.begin(lesson_of("demand"))
    assert live.page.evaluate("document.documentElement.scrollHeight") <= height
    for part in (".tg-head", ".tg-foot", ".tg-side", ".tg-lines"):
        box = live.page.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width + 1
        assert box["y"] + box["height"] <= height + 1


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_dialogs_fit(open_live, width, height):
    live = open_live(width, height)
    live.setup.open()
    for dialog in (live.setup.dialog, None):
        if dialog is None:
            live.button("page.help").click()
            dialog = live.page.get_by_role("dialog", name=live.say("help.title"))
            expect(dialog).to_be_visible()
        card = dialog.locator(".q-card")
        box = card.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 1
        assert box["height"] <= height
        assert card.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
        live.page.keyboard.press("Escape")
        expect(live.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("people", [150, 300])
def test_many_people_stand_inside_the_picture(open_live, people):
    live = open_live(1920, 1080)
    live.setup.open()
    live.setup.people(people)
    live.setup.found()
    assert live.told[0].startswith(f"Week 0: {people} people in ")
    inside = live.stage(
        "gardens[0].herePlaces().every(([x, y]) => x > 0 && y > 0"
        " && x < document.querySelector('.tg-canvas').clientWidth"
        " && y < document.querySelector('.tg-canvas').clientHeight)"
    )
    assert inside
