"""Take away: the page that the room saw, the sheet, and the scenario to run it again."""

from __future__ import annotations

import asyncio
import re
from functools import partial

from nicegui import ui

from ..sheets import run_again, scenario_files, sheet
from .part import Part
from .widgets import button, heading, labelled, note

__all__ = ["Taking"]


class Taking(Part):
    """Buttons that save, and the command that runs it all again."""

    def build(self) -> None:
        """Build it."""
        say = self.say
        with ui.element("div").classes("tg-panel"):
            note(say("take.says"))
            self._heading = ui.input(say("take.heading")).props('dense outlined maxlength="80"')
            self._names = ui.switch(say("take.names"), value=True)
            self._private = note(say("take.private"))
            button(say("take.page"), self._page, "download", look="primary")
            self._notes = labelled(
                ui.textarea(say("lesson.notes"), on_change=self._noted), say("lesson.notes")
            ).props('outlined autogrow maxlength="4000"')
            heading(say("take.scenario"))
            self._files = ui.element("div").classes("tg-row")
            note(say("take.scenario_says"))
            self._again = ui.element("div").classes("tg-panel")

    def began(self) -> None:
        """Show what there is to take."""
        session = self.session
        lesson = session.lesson
        title = lesson.words(session.language).title if lesson else self.page.names[0]
        self._heading.value = title
        own = bool(session.beginning and session.beginning.own_people)
        self._private.visible = own
        self._names.value = not own
        self._files.clear()
        with self._files:
            for name in scenario_files(session):
                button(name, partial(self._save, name), "description")
        self.stood_still()

    def opened(self) -> None:
        """Show what holds now."""
        self._notes.value = self.session.notes
        self.stood_still()

    def stood_still(self) -> None:
        """Show the command as of this week."""
        self._again.clear()
        with self._again:
            for command in run_again(self.session):
                ui.label(command).classes("tg-command")

    def _noted(self, event: object) -> None:
        self.session.notes = str(self._notes.value or "")[:4000]

    def _save(self, name: str) -> None:
        text = scenario_files(self.session)[name]
        ui.download.content(text, name, "application/toml")

    async def _page(self) -> None:
        page = self.page
        page.player.pause()
        title = str(self._heading.value or self.say("page.garden"))[:80]
        made = await asyncio.to_thread(
            sheet,
            self.session,
            page.names,
            measure=page.shown_measure(),
            heading=title,
            keep_names=bool(self._names.value),
        )
        name = re.sub(r"\W+", "-", title).strip("-").lower()[:40] or "garden"
        ui.download.content(made, f"{name}.html", "text/html")
        page.tell(self.say("take.made", file=f"{name}.html"))
