"""Each lesson on the live page, from start to what is taken away."""

from __future__ import annotations

import re

import pytest
from chromium import Watch
from playwright.sync_api import expect

from trustgarden.analysis.stories import given_name
from trustgarden.app.lessons import lesson as lesson_of
from trustgarden.app.lessons import lessons

pytestmark = pytest.mark.browser

QUICK = ("fracture", "ten-hours")
"""Between them they have every kind of step; the others take as long and are run with the long."""
EVERY = [
    pytest.param(one.id, marks=() if one.id in QUICK else pytest.mark.long) for one in lessons()
]


class Walk:
    """Somebody who leads a room through a lesson."""

    def __init__(self, live, lesson):
        self.live, self.lesson = live, lesson
        self.words = lesson.words(live.say.language)
        self.chosen = list(lesson.question.options)[-1]
        self.revealed = False

    def go(self):
        self.live.player.speed(20)
        self.live.lesson.begin(self.lesson)
        for number, step in enumerate(self.lesson.steps):
            self.live.lesson.open()
            self.live.lesson.stands_at(self.lesson, number)
            getattr(self, f"_{step.do}")(step)
            by_hand = step.do in ("read", "talk") or (step.do == "look" and step.show)
            if by_hand and number + 1 < len(self.lesson.steps):
                self.live.lesson.open()
                self.live.lesson.next()

    def _read(self, step):
        pass

    def _bet(self, step):
        live = self.live
        live.lesson.do("bet")
        live.shows("bet")
        live.bet.asks(self.words.bet)
        live.bet.place(self.words.options[self.chosen], name="Ada")
        live.bet.counts(1)

    def _run(self, step):
        self.live.lesson.do("run", week=step.to)
        self.live.settle(step.to)
        self.live.player.stands()

    def _look(self, step):
        live = self.live
        live.lesson.do("look")
        if step.show:
            shown = live.say.named("measures", step.show[0])
            live.page.wait_for_function(
                "name => document.querySelector('.tg-lines canvas')"
                ".getAttribute('aria-label').startsWith(name)",
                arg=shown,
            )
        elif step.at in ("garden", "chart"):
            expect(live.page.locator(".tg-pointed")).to_be_visible()
        else:
            live.shows("look")
            live.look.shows(step.at)
            self._seen(step)

    def _seen(self, step):
        look = self.live.look
        if step.at == "levels":
            expect(look.element.locator(".tg-level")).to_have_count(3 * len(self.live.headings))
        elif step.at == "landscape":
            expect(look.element.locator(".tg-heat")).to_have_count(len(self.live.headings))
        elif step.at == "person" and step.who is None:
            # The room chooses somebody in the garden.
            self.live.page.mouse.click(*self.live.place_of("12"))
            expect(look.title).to_contain_text("12")
        elif step.at in ("person", "tie", "newcomer", "why"):
            expect(look.title).to_contain_text(given_name(step.who or ""))
            expect(look.element.locator(".tg-feed li").first).to_be_visible()

    def _told(self, key):
        self.live.lesson.do(key)
        expect(self.live.notices.last).to_contain_text(
            self.live.say("events.done", event="", week=self.live.player.week + 1).strip()
        )

    def _change(self, step):
        self._told("change")

    def _event(self, step):
        self._told("event")

    def _tend(self, step):
        live = self.live
        live.lesson.do("tend")
        live.shows("tend")
        live.tending.give("connections", 0.3)

    def _reveal(self, step):
        live = self.live
        live.lesson.do("reveal")
        live.shows("bet")
        expect(live.bet.answer).to_be_visible()
        found = re.fullmatch(
            r"What happened: (.+) \(([+-]\d+\.\d\d)\)\.", live.bet.answer.inner_text()
        )
        assert found[1] in self.words.options.values()
        right = int(found[1] == self.words.options[self.chosen])
        expect(live.panel.get_by_text(f"{right} of 1 had it so.")).to_be_visible()
        expect(live.panel.get_by_text(self.words.look)).to_be_visible()
        self.revealed = True

    def _talk(self, step):
        assert self.live.lesson.questions == list(self.words.questions)
        self.live.lesson.note("We saw <b>it</b> & wondered.")


@pytest.mark.parametrize("name", EVERY)
def test_a_lesson_from_its_first_step_to_what_is_taken_away(live, name, tmp_path):
    lesson = lesson_of(name)
    words = lesson.words("en")
    walk = Walk(live, lesson)
    walk.go()
    assert walk.revealed
    assert live.headings == [words.left, words.right][: len(live.headings)]
    live.take.open()
    file = live.take.page(tmp_path)
    scenarios = live.panel.get_by_role("button", name=re.compile(r"\.toml$")).all_inner_texts()
    assert len(scenarios) == len(live.headings) == len(live.take.commands)
    for scenario, command in zip(scenarios, live.take.commands, strict=True):
        assert command == (
            f"trustgarden run {scenario.split()[-1]} --seed {lesson.seed} --weeks {lesson.weeks}"
        )
    opened = live.context.new_page()
    watch = Watch(opened)
    opened.goto(file.as_uri())
    opened.wait_for_function("gardens.every(one => one.pictures > 0)")
    assert opened.inner_text("h1") == words.title
    assert opened.locator(".gardens canvas").count() == len(live.headings)
    assert opened.inner_text("#week") == f"Week {lesson.weeks}"
    questions = opened.locator(".questions li").all_inner_texts()
    assert questions == list(words.questions)
    assert opened.inner_text(".notes") == "We saw <b>it</b> & wondered."
    text = opened.inner_text("body")
    assert f"{words.options[walk.chosen]}: 1" in text
    assert live_answer(live) in text
    opened.get_by_role("button", name="Play").click()
    opened.wait_for_function("replays[0].playing")
    opened.close()
    assert watch.problems == watch.elsewhere == []


def live_answer(live):
    live.bet.open()
    return live.bet.answer.inner_text()


def test_all_lessons_are_offered_in_their_order(live):
    assert live.lesson.offered == [one.words("en").title for one in lessons()]
    assert len(live.lesson.offered) >= 8


def test_a_trainer_goes_back_a_step_begins_anew_and_leaves(live):
    lesson = lesson_of("demand")
    live.lesson.begin(lesson)
    live.lesson.next()
    live.lesson.stands_at(lesson, 1)
    live.button("lesson.previous").click()
    live.lesson.stands_at(lesson, 0)
    expect(live.button("lesson.previous")).to_be_disabled()
    live.player.step()
    live.button("lesson.again").click()
    live.settle(0)
    live.button("lesson.leave").click()
    expect(live.panel.get_by_text("Choose a lesson")).to_be_visible()
    assert live.headings == ["Left", "Right"]


def test_a_bet_is_not_revealed_before_the_weeks_are_lived(live):
    lesson = lesson_of("demand")
    live.lesson.begin(lesson)
    live.bet.open()
    live.bet.place(lesson.words("en").options["left"])
    live.bet.reveal()
    expect(live.notices.last).to_contain_text("Run the weeks first: 0 of 26.")
    assert live.bet.answer.count() == 0


def test_a_trainer_edits_the_questions(live, tmp_path):
    lesson = lesson_of("demand")
    live.lesson.begin(lesson)
    for number in range(1, len(lesson.steps)):
        live.lesson.next()
        live.lesson.stands_at(lesson, number)
    own = live.panel.get_by_role("textbox", name="The trainer's own questions, one a line")
    own.fill("What now?\n\nAnd <i>then</i>?")
    own.blur()
    live.take.open()
    page = live.take.page(tmp_path).read_text(encoding="utf-8")
    live.lesson.open()
    expect(live.panel.locator(".tg-questions li")).to_have_text(["What now?", "And <i>then</i>?"])
    assert "<li>What now?</li><li>And &lt;i&gt;then&lt;/i&gt;?</li>" in page
