"""Weeks on the live page: play, pause, step, back, branch, and twins."""

from __future__ import annotations

import pytest
from live_playing import press
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_page_opens_with_a_garden_and_says_what_it_is(live):
    assert live.page.title() == "trustgarden"
    assert live.page.get_attribute("html", "lang") == "en"
    assert live.headings == ["small-garden"]
    assert live.page.get_by_text(
        "Simulated people. A metaphor to think with, not a measurement of anybody."
    ).is_visible()
    assert live.told[0].startswith("Week 0: 20 people in 3 teams, 0 of them new.")
    assert live.lines["measure"] == "Trust between people"
    assert len(live.lines["left"]) == 1
    assert live.lines["right"] == live.lines["difference"] == []


def test_a_new_garden_is_as_it_was_asked_for(live):
    live.setup.open()
    live.setup.begin_as("command")
    live.setup.people(36)
    live.setup.seed(5)
    live.setup.twins()
    live.setup.found()
    assert live.headings == ["Left", "Right"]
    assert [len(frame["names"]) for frame in live.frames] == [36, 36]
    live.take.open()
    live.player.step()
    assert live.take.commands == [
        "trustgarden run garden-left.toml --seed 5 --weeks 1",
        "trustgarden run garden-right.toml --seed 5 --weeks 1",
    ]


def test_weeks_go_by_until_somebody_pauses(live):
    live.player.speed(20)
    live.player.play()
    live.player.wait_for(4)
    live.player.pause()
    week = live.player.week
    assert week >= 4
    assert len(live.lines["left"]) == week + 1
    live.player.step()
    assert live.player.week == week + 1
    assert live.told[0].startswith(f"Week {week + 1}: ")
    assert len(live.lines["left"]) == week + 2


def test_an_earlier_week_can_be_looked_at_and_nothing_is_lost(live):
    seen = [(live.frames, live.lines["left"])]
    for _ in range(5):
        live.player.step()
        seen.append((live.frames, live.lines["left"]))
    live.player.back()
    assert live.frames == seen[4][0]
    live.player.start()
    assert live.frames == seen[0][0]
    expect(live.player.looking_back).to_have_text(
        "Looking back. Whatever you change now begins another future from week 1."
    )
    live.player.go_to(3)
    assert live.frames == seen[3][0]
    assert live.lines["left"] == seen[5][1]
    live.player.go_to(5)
    expect(live.player.looking_back).to_be_hidden()
    assert live.frames == seen[5][0]


def test_a_branch_without_a_change_lives_the_same_again(live):
    live.player.step(6)
    before = live.frames, live.lines["left"]
    live.player.go_to(2)
    live.player.step(4)
    assert (live.frames, live.lines["left"]) == before


def test_a_branch_with_a_change_goes_otherwise_and_keeps_the_old_line_to_compare(live):
    live.player.step(6)
    before = live.lines["left"]
    live.player.go_to(2)
    live.tending.open()
    live.tending.style("commander")
    live.player.step(4)
    after = live.lines
    assert after["left"][:3] == before[:3]
    assert after["left"][3:] != before[3:]
    assert after["givenUp"] == [before]


def test_a_hand_that_runs_over_the_weeks_ends_where_it_lets_go(live):
    live.player.speed(20)
    live.player.play()
    live.player.wait_for(16)
    live.player.pause()
    box = live.player.at.bounding_box()
    last, middle = live.player.week, box["y"] + box["height"] / 2
    live.page.mouse.move(box["x"] + box["width"] - 4, middle)
    live.page.mouse.down()
    for share in (0.9, 0.7, 0.5, 0.3, 0.15, 0.4, 0.25):
        live.page.mouse.move(box["x"] + share * box["width"], middle, steps=4)
    live.page.mouse.up()
    live.painted()
    wanted = int(live.player.at.get_attribute("aria-valuenow"))
    assert 0 < wanted < last / 2
    live.settle(wanted)
    assert int(live.player.at.get_attribute("aria-valuenow")) == wanted


def test_twins_are_equal_week_by_week_while_nothing_differs(live):
    live.twin()
    for _ in range(4):
        left, right = live.frames
        assert left == right
        assert live.lines["left"] == live.lines["right"]
        assert set(live.lines["difference"]) == {0.0}
        live.player.step()
    live.page.emulate_media(reduced_motion="reduce")
    assert live.told[0] == live.told[1]


def test_twins_look_the_same_to_the_pixel(open_live):
    live = open_live(reduced_motion="reduce", width=1441)
    live.twin()
    for _ in range(2):
        live.player.step()
        left, right = live.pictures()
        assert left == right


def test_with_one_thing_different_the_difference_is_told(live):
    live.twin()
    live.tending.open()
    live.tending.side("right")
    live.tending.style("commander")
    live.player.step(3)
    lines = live.lines
    assert lines["difference"] == pytest.approx(
        [b - a for a, b in zip(lines["left"], lines["right"], strict=True)]
    )
    assert lines["difference"][0] == 0
    assert any(abs(gap) > 0 for gap in lines["difference"][1:])
    live.tending.side("left")
    live.tending.chosen("Gardener")
    live.tending.side("right")
    live.tending.chosen("Commander")


def test_a_twin_planted_later_has_lived_the_same_and_can_be_taken_away(live):
    live.player.step(3)
    live.twin()
    live.settle(3)
    assert live.frames[0] == live.frames[1]
    assert live.headings == ["Left", "Right"]
    live.button("play.end_twin").click()
    expect(live.page.locator(".tg-garden h2")).to_have_text(["small-garden"])
    live.player.step()
    assert live.lines["difference"] == []


def test_another_measure_is_shown_as_a_line(live):
    live.player.step(2)
    live.player.measure("breaches")
    assert live.lines["measure"] == "Breaches"
    assert len(live.lines["left"]) == 3
    label = live.page.locator(".tg-lines canvas").get_attribute("aria-label")
    assert label == "Breaches, week by week"


def test_chart_and_web_fade_into_each_other(live):
    layers = live.slider("From formal chart to social web")
    for _ in range(20):
        press(layers, "ArrowLeft")
    live.page.wait_for_function(
        "getElement(+document.querySelector('.tg-stage').id.slice(1)).gardens[0].mix === 0"
    )
