"""Events by button on the live page, next week or at a set one, and what the feed tells of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from trustgarden.analysis.stories import given_name

pytestmark = pytest.mark.browser


def two_of_a_team(live):
    """Two people of one team who lead nobody."""
    layout, names = live.stage("gardens[0].layout"), live.frames[0]["names"]
    beds, boss = layout["bed"], layout["boss"]
    led = [seat for seat in range(len(names)) if seat not in boss and beds[seat] == beds[-1]]
    return names[led[0]], names[led[1]]


def feed(live, week):
    """What is told of a week."""
    live.look.open()
    start = f"Week {week}: "
    expect(live.panel.locator(".tg-feed li").first).to_be_visible()
    return [line.removeprefix(start) for line in live.look.lines if line.startswith(start)]


def test_every_kind_of_event_has_its_button_and_a_form(live):
    live.events.open()
    names = live.panel.locator(".tg-card-name").all_inner_texts()
    assert len(names) == 14
    for kind in ("layoff", "growth", "scandal", "gathering", "reorganisation"):
        live.events.choose(kind)
        heading = live.panel.locator(".tg-heading").get_by_text(live.say(f"event_kinds.{kind}"))
        expect(heading).to_be_visible()


def test_a_betrayal_between_two_chosen_people_and_an_apology(live):
    who, whom = two_of_a_team(live)
    live.player.step(2)
    live.events.open()
    for kind, week in (("betrayal", 3), ("apology", 4)):
        live.events.choose(kind)
        live.events.somebody("who", who)
        live.events.somebody("whom", whom)
        live.events.number("week", week)
        live.events.put()
        expect(live.notices.last).to_contain_text(f"is on the calendar for week {week}.")
    assert live.events.calendar == ["Week 3: A betrayal", "Week 4: An apology"]
    live.player.step()
    assert f"{given_name(who)} betrays {given_name(whom)}." in feed(live, 3)
    live.player.step()
    assert f"{given_name(who)} apologises." in feed(live, 4)
    live.look.show("tie")
    live.look.somebody("choose_person", whom)
    live.look.somebody("choose_other", who)
    expect(live.look.title).to_contain_text(given_name(whom))
    live.look.told(f"{given_name(whom)} has not forgotten having been deceived.")


def test_a_layoff_takes_people_away(live):
    live.events.open()
    live.events.choose("layoff")
    live.events.number("share", 0.3)
    live.events.put()
    live.player.step()
    here = [name for name in live.frames[0]["names"] if name]
    # So many must go; who is asked to stay, or leaves besides, is the model's business.
    assert 12 <= len(here) <= 17
    assert "A layoff: a share of the people must go." in feed(live, 1)


def test_a_new_leader_comes_to_a_chosen_team(live):
    live.events.open()
    live.events.choose("new-leader")
    live.pick(live.events.field("team"), "team 2")
    live.events.put()
    live.player.step()
    assert "A new leader takes over." in feed(live, 1)


def test_another_regime_at_a_set_week(live):
    live.events.open()
    live.events.choose("regime")
    field = live.panel.get_by_role("combobox", name=live.say("conditions.regime"))
    live.pick(field, "Blame")
    live.events.number("week", 3)
    live.events.put()
    assert live.events.calendar == ["Week 3: Another regime of consequence"]
    live.conditions.open()
    expect(live.conditions.card("Just culture")).to_have_attribute("aria-pressed", "true")
    live.player.step(3)
    expect(live.conditions.card("Blame")).to_have_attribute("aria-pressed", "true")
    assert "From now on another regime of consequence holds." in feed(live, 3)


def test_newcomers_come_as_seedlings(live):
    live.events.open()
    live.events.choose("arrival")
    live.events.number("number", 3)
    live.events.put()
    live.player.step()
    assert live.told[0].startswith("Week 1: 23 people in 3 teams, 3 of them new.")
    live.look.open()
    live.look.show("newcomer")
    expect(live.look.title).to_be_visible()


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(live):
    live.player.step(2)
    live.events.open()
    live.events.choose("betrayal")
    same = two_of_a_team(live)[0]
    live.events.somebody("who", same)
    live.events.somebody("whom", same)
    live.button("events.put").click()
    expect(live.notices.last).to_contain_text(same)
    assert live.events.calendar == ["Nothing is on the calendar yet."]


def test_an_event_can_be_for_one_twin_alone(live):
    live.twin()
    live.events.open()
    live.events.side("right")
    live.events.choose("layoff")
    live.events.number("share", 0.5)
    live.events.put()
    assert live.events.calendar == ["Week 1: A layoff (Right)"]
    live.player.step()
    left, right = ([name for name in frame["names"] if name] for frame in live.frames)
    assert len(left) >= 18
    assert len(right) <= 14
