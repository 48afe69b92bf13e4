"""Bets on the live page: by the screen, by a drawn line, and by phones."""

from __future__ import annotations

import pytest
from chromium import Watch
from playwright.sync_api import Error, expect

pytestmark = pytest.mark.browser


class Phone:
    """A phone in the room."""

    def __init__(self, browser, address):
        self.page = browser.new_page(viewport={"width": 390, "height": 800})
        self.watch = Watch(self.page, address)
        self.page.goto(address)

    @property
    def told(self):
        return self.page.inner_text(".told")

    @property
    def question(self):
        return self.page.inner_text("legend")

    @property
    def options(self):
        return self.page.locator("fieldset label").all_inner_texts()

    def bet(self, option, code, name=""):
        self.page.get_by_role("radio", name=option).check()
        self.page.get_by_label("Your name, if you like").fill(name)
        self.page.get_by_label("Code from the screen").fill(code)
        self.page.get_by_role("button", name="Place my bet").click()


@pytest.fixture
def phones(live, browser):
    """The bet panel with phones let in, and a way to bring a phone."""
    brought = []
    live.bet.open()
    address, code = live.bet.open_phones()

    def bring():
        brought.append(Phone(browser, address))
        return brought[-1]

    yield live, address, code, bring
    # Of the pages that are open only one lets phones bet at a time.
    live.bet.open()
    if live.button("bet.phones_end").is_visible():
        live.bet.close_phones()
    for phone in brought:
        phone.page.close()
        # A wrong code is answered with a refusal, which Chromium writes into its console.
        assert [one for one in phone.watch.problems if "Failed to load resource" not in one] == []
        assert phone.watch.elsewhere == []


def test_bets_are_placed_counted_and_told_when_the_weeks_are_over(live):
    live.player.speed(20)
    live.bet.open()
    live.bet.asks("By the end, where will this have gone: Trust between people?")
    live.pick(live.panel.get_by_role("combobox", name="Weeks to run"), "13")
    for name, option in (("Ada", "it rises"), ("Bo", "it rises"), ("Cy", "it falls")):
        live.bet.place(option, name=name)
    live.bet.counts(3)
    expect(live.panel.get_by_text("it rises: 2", exact=True)).to_be_visible()
    expect(live.panel.get_by_text("it falls: 1", exact=True)).to_be_visible()
    live.button("lesson.do_run", week=13).click()
    expect(live.panel.get_by_text("The bets are closed")).to_be_visible()
    assert live.bet.option("it rises").is_hidden()
    live.settle(13)
    live.player.stands()
    live.bet.reveal()
    expect(live.bet.answer).to_be_visible()
    line = live.lines["left"]
    moved = line[13] - line[0]
    went = "about the same" if abs(moved) < 0.02 else "it rises" if moved > 0 else "it falls"
    assert live.bet.answer.inner_text() == f"What happened: {went} ({moved:+.2f})."
    right = {"it rises": 2, "it falls": 1, "about the same": 0}[went]
    expect(live.panel.get_by_text(f"{right} of 3 had it so.")).to_be_visible()


def test_an_empty_bet_is_refused_and_a_name_bets_once(live):
    live.bet.open()
    live.bet.place()
    expect(live.notices).to_have_count(1)
    live.bet.counts(0)
    live.bet.place("it rises", name="Ada")
    live.bet.counts(1)
    live.bet.place("it falls", name="Ada")
    expect(live.panel.get_by_text("it falls: 1", exact=True)).to_be_visible()
    live.bet.counts(1)


def test_a_line_is_drawn_by_hand_and_the_nearest_is_named(live):
    live.player.speed(20)
    live.bet.open()
    live.pick(live.panel.get_by_role("combobox", name="Weeks to run"), "13")
    for name, heights in (("High", (0.5, 0.95)), ("Low", (0.5, 0.05))):
        live.bet.called(name)
        live.bet.draw(*heights)
        expect(live.panel.get_by_text(f"A line is drawn for {name}.")).to_be_visible()
        live.button("bet.place").click()
    live.bet.counts(2)
    drawn = {bet["name"]: bet["points"] for bet in live.lines["bets"]}
    assert set(drawn) == {"High", "Low"}
    assert drawn["High"][-1][1] > drawn["Low"][-1][1]
    assert [week for week, _ in drawn["High"]] == list(range(14))
    live.button("lesson.do_run", week=13).click()
    live.settle(13)
    live.player.stands()
    live.bet.reveal()
    line = live.lines["left"]
    gaps = {
        name: sum(abs(value - line[week]) for week, value in points[1:]) / 13
        for name, points in drawn.items()
    }
    nearest = min(gaps, key=gaps.get)
    expect(live.panel.get_by_text(f"Nearest line: {nearest}, ")).to_be_visible()


def test_a_line_can_be_drawn_by_keyboard(live):
    live.bet.open()
    live.button("bet.draw").click()
    canvas = live.page.locator(".tg-lines canvas.asked")
    canvas.focus()
    for key in ("ArrowUp", "ArrowUp", "End", "ArrowDown"):
        canvas.press(key)
    expect(live.panel.get_by_text("A line is drawn for ?.")).to_be_visible()
    assert "week 26: " in live.page.locator(".tg-lines p").inner_text()


def test_a_phone_with_the_code_bets_and_one_without_does_not(phones):
    live, _, code, bring = phones
    phone = bring()
    live.bet.asks(phone.question)
    assert phone.options == ["it rises", "about the same", "it falls"]
    phone.bet("it rises", "not-it", "Zoë")
    assert phone.told == "That is not the code on the screen."
    live.bet.counts(0)
    phone.bet("it rises", code, "Zoë <b>")
    assert phone.told == "Your bet is placed. Look at the screen."
    live.bet.counts(1)
    other = bring()
    other.bet("it falls", code)
    live.bet.counts(2)
    expect(live.panel.get_by_text("it rises: 1", exact=True)).to_be_visible()
    expect(live.panel.get_by_text("it falls: 1", exact=True)).to_be_visible()


def test_a_phone_that_bets_again_changes_its_bet(phones):
    live, address, code, bring = phones
    phone = bring()
    phone.bet("it rises", code)
    live.bet.counts(1)
    phone.page.goto(address)
    phone.bet("it falls", code)
    expect(live.panel.get_by_text("it falls: 1", exact=True)).to_be_visible()
    live.bet.counts(1)


def test_bets_of_phones_close_when_the_weeks_run(phones):
    live, _, code, bring = phones
    phone = bring()
    phone.bet("it rises", code)
    live.bet.counts(1)
    live.player.step()
    late = bring()
    late.bet("it falls", code)
    assert late.told == "No bets are being taken just now. Look at the screen."


def test_closed_nobody_reaches_the_phones_page(phones):
    live, address, _, bring = phones
    phone = bring()
    live.bet.close_phones()
    expect(live.panel.locator(".tg-code")).to_have_count(2)
    expect(live.panel.locator(".tg-code").first).to_be_hidden()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        phone.page.goto(address)
    phone.watch.problems.clear()
