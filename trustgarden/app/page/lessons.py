"""Guided lessons: choose one, go through its steps, and talk about what was seen."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from nicegui import ui

from ..lessons import Step, lessons
from ..plots import Plot
from .part import Part
from .widgets import button, heading, labelled, note

__all__ = ["Lessons"]

DONE_BY_BUTTON = ("bet", "run", "look", "change", "event", "tend", "reveal")


class Lessons(Part):
    """One lesson at a time."""

    def build(self) -> None:
        """Build it."""
        self._panel = ui.element("div").classes("tg-panel")

    def began(self) -> None:
        """Show the lesson, or those that can be chosen."""
        self._panel.clear()
        with self._panel:
            if self.session.lesson is None:
                self._offer()
            else:
                self._guide()

    opened = began

    def stood_still(self) -> None:
        """Steps may be done now that could not before."""
        if self.session.lesson is not None:
            self.began()

    def _offer(self) -> None:
        say, language = self.say, self.session.language
        ui.label(say("lesson.choose")).classes("tg-big")
        note(say("lesson.none"))
        for lesson in (*self.page.server.lessons, *lessons()):
            words = lesson.words(language)
            with ui.element("button").classes("tg-card").props('type="button"') as card:
                ui.icon("menu_book").props('aria-hidden="true"')
                ui.label(words.title).classes("tg-card-name")
                minutes = say("lesson.minutes", minutes=lesson.minutes)
                ui.label(f"{words.goal} ({minutes})").classes("tg-card-says")
            card.on("click", lambda _, lesson=lesson: self._begin(lesson), [])

    async def _begin(self, lesson: Any) -> None:
        self.page.player.pause()
        await asyncio.to_thread(self.session.take_lesson, lesson)
        await self.page.began()
        await self.page.show_week(layouts=True)

    # -- steps -----------------------------------------------------------------------

    def _guide(self) -> None:
        session, say = self.session, self.say
        lesson = session.lesson
        assert lesson is not None
        words = lesson.words(session.language)
        number = session.step
        ui.label(words.title).classes("tg-big")
        note(say("lesson.goal", goal=words.goal))
        heading(say("lesson.step", step=number + 1, steps=len(lesson.steps)))
        ui.label(words.steps[number]).classes("tg-quote")
        step = lesson.steps[number]
        with ui.element("div").classes("tg-row"):
            if step.do in DONE_BY_BUTTON:
                text = say(f"lesson.do_{step.do}", **({"week": step.to} if step.to else {}))
                button(text, lambda: self._do(step), look="primary")
            for measure in step.show or ():
                shown = partial(self.page.show_measure, measure)
                button(self.page.measure_name(measure), shown, "show_chart", look="quiet")
            forth = button(say("lesson.next"), lambda: self._turn(1), "arrow_forward")
            forth.set_enabled(number + 1 < len(lesson.steps))
            back = button(say("lesson.previous"), lambda: self._turn(-1), look="quiet")
            back.set_enabled(number > 0)
        if step.do == "talk":
            self._talk(last=number + 1 == len(lesson.steps))
        with ui.element("div").classes("tg-row"):
            button(say("lesson.again"), lambda: self._begin(lesson), look="quiet")
            button(say("lesson.leave"), self._leave, look="quiet")

    def _talk(self, last: bool) -> None:
        say, session = self.say, self.session
        heading(say("lesson.questions"))
        with ui.element("ul").classes("tg-questions"):
            for question in filter(None, map(str.strip, session.questions.splitlines())):
                with ui.element("li"):
                    ui.label(question)
        for name, key in (("questions", "lesson.edit"), ("notes", "lesson.notes")):
            area = ui.textarea(say(key), value=getattr(session, name)).props(
                'outlined autogrow maxlength="4000"'
            )
            labelled(area, say(key)).on_value_change(
                lambda event, name=name: setattr(session, name, str(event.value or "")[:4000])
            )
        if last:
            note(say("lesson.finished"))

    def _turn(self, by: int) -> None:
        lesson = self.session.lesson
        assert lesson is not None
        last = len(lesson.steps) - 1
        self.session.step = max(0, min(last, self.session.step + by))
        self.began()

    async def _leave(self) -> None:
        self.session.leave_lesson()
        self.session.new_bets()
        await self.page.began()

    # -- doing -----------------------------------------------------------------------

    async def _do(self, step: Step) -> None:
        page = self.page
        if step.do == "run":
            page.run_weeks(step.to)
            self._forward()
        elif step.do == "bet":
            page.turn_to("bet")
            self._forward()
        elif step.do == "look":
            await page.look_part.show(step.at or "garden", step.who, step.whom)
            if step.show:
                await page.show_measure(step.show[0])
            else:
                self._forward()
        elif step.do == "tend":
            page.side = step.side or "both"
            page.turn_to("tend")
            self._forward()
        elif step.do == "reveal":
            page.turn_to("bet")
            await page.bet_part.reveal()
            if self.session.revealed:
                self._forward()
        elif await self._happens(step):
            self._forward()

    def _forward(self) -> None:
        """The next step is what to do when one comes back to this panel."""
        self._turn(1)

    async def _happens(self, step: Step) -> bool:
        """Do to the gardens what a step says; false if it cannot be."""
        event = dict(step.event or {})

        def act(plot: Plot) -> None:
            if step.set is not None:
                plot.change(step.set)
            else:
                plot.happen(**event)

        before, self.page.side = self.page.side, step.side or "both"
        done = await self.page.act(act)
        self.page.side = before
        if done:
            kind = event.get("kind", "change")
            self.page.tell(
                self.say(
                    "events.done", event=self.say(f"event_kinds.{kind}"), week=self.session.week + 1
                )
            )
        return done
