"""Looking closer on the live page: stories, why it moved, the landscape, three levels."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from trustgarden.analysis.stories import given_name

pytestmark = pytest.mark.browser


def tie_in_sight(live):
    """A place on a drawn line where nobody stands near, and whose it is."""
    return live.stage(
        """gardens.slice(0, 1).map(garden => {
        const here = garden.herePlaces();
        const box = garden.canvas.getBoundingClientRect();
        for (const tie of [...garden.ties].reverse()) {
          const from = here[tie.a], to = here[tie.b];
          const side = (tie.a + tie.b) % 2 ? 1 : -1;
          const bow = [0, 1].map(k => (from[k] + to[k]) / 2
            + (k ? 1 : -1) * side * 0.07 * (k ? to[0] - from[0] : to[1] - from[1]));
          const at = [0, 1].map(k => (from[k] + 2 * bow[k] + to[k]) / 4);
          if (here.some(p => p && Math.hypot(p[0] - at[0], p[1] - at[1]) < 30)) continue;
          garden.point(-1);
          return [box.left + at[0], box.top + at[1]];
        } })[0]"""
    )


def test_the_feed_tells_the_last_weeks_newest_first(live):
    live.look.open()
    expect(live.panel.get_by_text("Let some weeks go by first.")).to_be_visible()
    live.player.step(3)
    expect(live.panel.locator(".tg-feed li").first).to_contain_text("Week 3: ")
    weeks = [int(re.match(r"Week (\d+): ", line)[1]) for line in live.look.lines]
    assert weeks == sorted(weeks, reverse=True)
    assert set(weeks) <= {1, 2, 3}


def test_a_click_on_a_person_tells_their_story(live):
    live.player.step(4)
    live.page.mouse.click(*live.place_of("12"))
    live.shows("look")
    live.look.shows("person")
    expect(live.look.title).to_contain_text(given_name("12"))
    assert live.panel.locator(".tg-heading").count() >= 3
    assert all(line.strip() for line in live.look.lines)
    assert any(re.search(r"\b0\.\d\d\b", line) for line in live.look.lines)


def test_a_click_on_a_line_tells_the_history_of_two(live):
    live.player.step(4)
    live.page.mouse.click(*tie_in_sight(live))
    live.shows("look")
    live.look.shows("tie")
    expect(live.look.title).to_be_visible()
    chosen = [
        live.panel.get_by_role("combobox", name=live.say(f"look.{key}"), exact=True).input_value()
        for key in ("choose_person", "choose_other")
    ]
    names = [one.split(" · ")[0] for one in chosen]
    title = live.look.title.inner_text()
    assert all(re.search(rf"\b{name}\b", title) for name in names), title
    headings = live.panel.locator(".tg-heading").all_inner_texts()
    assert headings == ["Where they stand", "What happened"]
    assert any("they remember" in line.lower() for line in live.look.lines)


def test_a_person_can_be_chosen_from_a_list_too(live):
    live.player.step()
    live.look.open()
    live.look.show("person")
    live.look.somebody("choose_person", "7")
    expect(live.look.title).to_contain_text(given_name("7"))


def test_why_did_it_fall(live):
    live.look.open()
    live.look.show("why")
    expect(live.panel.get_by_text("Let some weeks go by first.")).to_be_visible()
    live.lesson.open()
    live.player.step(4)
    live.look.open()
    expect(live.look.title).to_contain_text(re.compile(r"Why trust changed in week [234]"))
    live.pick(live.panel.get_by_role("combobox", name="In week"), "Week 3")
    expect(live.look.title).to_have_text("Why trust changed in week 3")
    line = live.lines["left"]
    moved = line[3] - line[2]
    way = "rose" if moved > 0 else "fell"
    live.look.told(f"In week 3 mean trust {way} by {abs(moved):.4f}, from {line[2]:.4f}")
    assert len(live.look.lines) >= 3


def test_of_twins_one_garden_is_looked_into(live):
    live.twin()
    live.player.step(2)
    live.look.open()
    x, y = live.place_of("5", side=1)
    live.page.mouse.click(x, y)
    live.look.shows("person")
    toggle = live.panel.get_by_role("button", name="Right", exact=True)
    expect(toggle).to_have_attribute("aria-pressed", "true")


def test_nobody_has_joined_yet(live):
    live.look.open()
    live.look.show("newcomer")
    expect(live.panel.get_by_text("Nobody has joined yet.")).to_be_visible()


def test_the_landscape_has_a_row_for_each_team_and_no_total(live):
    live.player.step(2)
    live.look.open()
    live.look.show("landscape")
    expect(live.panel.locator(".tg-heat")).to_be_visible()
    (table,) = live.look.heat
    assert table[0][:3] == ["Team", "Trust within", "Trust in the leader"]
    assert {"Mistrust", "Felt fairness", "Strain", "Newcomers"} <= set(table[0])
    assert [row[0] for row in table[1:]] == live.stage("gardens[0].layout.beds")
    shares = [float(cell) for row in table[1:] for cell in row[1:-1] if cell != "–"]
    assert all(0 <= share <= 1 for share in shares)
    assert "There is no total" in live.panel.inner_text()


def test_the_landscape_of_twins_stands_side_by_side_and_can_be_enlarged(live):
    live.twin()
    live.look.open()
    live.look.show("landscape")
    expect(live.panel.locator(".tg-heat")).to_have_count(2)
    left, right = live.look.heat
    assert left == right
    live.button("look.enlarge").click()
    dialog = live.page.get_by_role("dialog", name="Landscape")
    expect(dialog.locator(".tg-heat")).to_have_count(2)
    dialog.get_by_role("button", name="Close").click()
    expect(live.page.get_by_role("dialog")).to_have_count(0)


def test_three_levels_count_what_there_is(live):
    live.player.step(2)
    live.look.open()
    live.look.show("levels")
    expect(live.panel.locator(".tg-level")).to_have_count(3)
    ties, teams, people = live.look.levels
    known = live.frames[0]["ties_known"]
    assert ties.startswith(f"Between two people: {known} of them; half lie between 0.")
    assert teams.startswith("Within each team: 3 of them; ")
    assert people.startswith("People in the organisation: 20 of them; ")
