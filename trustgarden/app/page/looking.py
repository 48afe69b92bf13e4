"""Looking closer: what happened, people and relationships, the landscape, three levels."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable
from typing import Any

import numpy as np
from nicegui import ui

from trustgarden.analysis.levels_now import levels_of, teams_by_conditions
from trustgarden.analysis.stories import (
    Story,
    TieHistory,
    Words,
    given_name,
    newcomer_story,
    newcomers_of,
    person_story,
    tie_story,
    turning_week,
    why_story,
)
from trustgarden.errors import InputError
from trustgarden.model.organisation import Organisation

from ..plots import Plot
from .heat import heat_table, histogram
from .part import Part
from .widgets import button, heading, labelled, note

__all__ = ["Looking"]

VIEWS = ("feed", "person", "tie", "newcomer", "why", "landscape", "levels")
FEED_WEEKS = 6


class Looking(Part):
    """One view at a time, of one garden or of both."""

    def build(self) -> None:
        """Build it."""
        say = self.say
        self._side = 0
        self._who: dict[str, Any] = {"person": None, "a": None, "b": None, "newcomer": None}
        self._week: int | None = None
        self._feed: ui.html | None = None
        with ui.element("div").classes("tg-panel"):
            views = {name: say(f"look.{name}") for name in VIEWS}
            self._view = ui.select(views, value="feed", on_change=self._draw).props(
                "dense outlined options-dense"
            )
            labelled(self._view, say("tabs.look"))
            self._garden = ui.toggle({0: "", 1: ""}, value=0, on_change=self._turn)
            self._garden.props("no-caps dense unelevated toggle-color=primary")
            labelled(self._garden, say("look.garden"))
            self._panel = ui.element("div").classes("tg-panel")

    # -- being told ------------------------------------------------------------------

    async def began(self) -> None:
        """Another garden: nobody is looked at yet."""
        self._who = dict.fromkeys(self._who)
        self._side = min(self._side, len(self.session.plots) - 1)
        self._garden.visible = self.session.twins
        self._garden.options = dict(enumerate(self.page.names))
        self._garden.update()
        if self.is_open:
            await self._draw()

    async def opened(self) -> None:
        """Draw what may have changed since."""
        await self._draw()

    async def stood_still(self) -> None:
        """Draw what may have changed since."""
        if self.is_open:
            await self._draw()

    async def week_ended(self) -> None:
        """Weeks fly by: only what is quickly drawn follows them."""
        if self.is_open and self._view.value == "feed" and self.page.player.playing:
            await self._draw()

    async def show(self, what: str, who: str | None = None, whom: str | None = None) -> None:
        """Show one view, of somebody if they are named."""
        if what in ("garden", "chart"):
            self.page.stage.run_method("point", what)
            return
        if who is not None:
            self._who |= {"person": who, "a": who, "b": whom or self._who["b"], "newcomer": who}
        self.page.turn_to("look")
        self._view.value = what
        await self._draw()

    async def person(self, side: int, name: str) -> None:
        """Somebody was clicked."""
        self._side = self._garden.value = side
        self._who |= {"person": name, "a": name}
        new = name in newcomers_of(self._plot.org) and self._view.value == "newcomer"
        self._who["newcomer"] = name if new else self._who["newcomer"]
        self._view.value = "newcomer" if new else "person"
        await self._draw()

    async def tie(self, side: int, a: str, b: str) -> None:
        """A line was clicked."""
        self._side = self._garden.value = side
        self._who |= {"a": a, "b": b}
        self._view.value = "tie"
        await self._draw()

    async def _turn(self, event: Any) -> None:
        self._side = int(event.value or 0)
        await self._draw()

    @property
    def _plot(self) -> Plot:
        return self.session.plots[min(self._side, len(self.session.plots) - 1)]

    @property
    def _words(self) -> Words:
        return Words.of(self.session.language, given=True)

    # -- drawing ---------------------------------------------------------------------

    async def _draw(self) -> None:
        drawn = getattr(self, f"_draw_{self._view.value}")
        try:
            await drawn()
        except InputError as error:
            with self._clear():
                note(str(error))

    def _clear(self) -> ui.element:
        self._panel.clear()
        self._feed = None
        return self._panel

    async def _draw_feed(self) -> None:
        plot, say = self._plot, self.say
        self._garden.visible = self.session.twins
        # One element that stays: of each that goes, a browser keeps a trace, and weeks are many.
        if self._feed is None:
            with self._clear():
                self._feed = ui.html("", sanitize=False)
        lines = [
            f"<li>{html.escape(say('play.week', week=week) + ': ' + line)}</li>"
            for week in range(plot.week, max(0, plot.week - FEED_WEEKS), -1)
            for line in plot.feeds[week]
        ]
        told = f'<ul class="tg-feed">{"".join(lines)}</ul>'
        first = f'<p class="tg-note">{html.escape(say("look.run_first"))}</p>'
        self._feed.content = told if plot.week else first

    async def _draw_person(self) -> None:
        await self._story(
            "person", {"choose_person": "person"}, self._people(),
            lambda org: person_story(org, self._who["person"], self._words),
        )  # fmt: skip

    async def _draw_tie(self) -> None:
        a, b = self._who["a"], self._who["b"]
        plot = self._plot

        def tell(org: Organisation) -> Story:
            return tie_story(org, a, b, self._words, _history(plot, a, b))

        fields = {"choose_person": "a", "choose_other": "b"}
        await self._story("tie", fields, self._people(), tell)

    async def _draw_newcomer(self) -> None:
        names = {name: given_name(name) for name in newcomers_of(self._plot.org)}
        if not names:
            with self._clear():
                note(self.say("look.nobody_new"))
            return
        if self._who["newcomer"] not in names:
            self._who["newcomer"] = next(iter(names))
        await self._story(
            "newcomer", {"choose_person": "newcomer"}, names,
            lambda org: newcomer_story(org, self._who["newcomer"], self._words),
        )  # fmt: skip

    async def _draw_why(self) -> None:
        plot = self._plot
        if plot.week < 2:
            with self._clear():
                note(self.say("look.run_first"))
            return
        week = self._week if self._week and self._week <= plot.week else turning_week(plot.org)
        story = await asyncio.to_thread(_why, plot, week, self._words)
        with self._clear():
            weeks = {k: self.say("play.week", week=k) for k in range(2, plot.week + 1)}
            labelled(
                ui.select(weeks, value=week, label=self.say("look.choose_week"),
                          on_change=self._choose_week),
                self.say("look.choose_week"),
            ).props("dense outlined options-dense")  # fmt: skip
            self._told(story)

    async def _choose_week(self, event: Any) -> None:
        self._week = int(event.value)
        await self._draw()

    async def _draw_landscape(self) -> None:
        with self._clear():
            self._garden.visible = False
            self._enlarge()
            self._landscape()

    async def _draw_levels(self) -> None:
        with self._clear():
            self._garden.visible = False
            self._enlarge()
            self._levels()

    def _enlarge(self) -> None:
        """A button that shows the same on the whole screen, for the back row."""
        button(self.say("look.enlarge"), self._large, "open_in_full")

    def _large(self) -> None:
        with ui.dialog().props("maximized") as dialog, ui.card().classes("tg-sheet tg-large"):
            title = self.say(f"look.{self._view.value}")
            labelled(dialog, title)
            ui.label(title).classes("tg-big")
            self._landscape() if self._view.value == "landscape" else self._levels()
            button(self.say("page.close"), dialog.close)
        dialog.on("hide", dialog.delete, [])
        dialog.open()

    def _landscape(self) -> None:
        with self.session.lock:
            tables = [teams_by_conditions(plot.org) for plot in self._shown()]
        note(self.say("look.landscape_says", week=self.session.week))
        with ui.element("div").classes("tg-beside"):
            for side, table in enumerate(tables):
                with ui.element("div"):
                    self._name(side)
                    ui.html(heat_table(table, self.say), sanitize=False)

    def _levels(self) -> None:
        with self.session.lock:
            levels = [levels_of(plot.org) for plot in self._shown()]
        note(self.say("look.levels_says", week=self.session.week))
        with ui.element("div").classes("tg-beside"):
            for side, named in enumerate(levels):
                with ui.element("div").classes("tg-levels"):
                    self._name(side)
                    for level, values in named.items():
                        self._level(level, values)

    def _level(self, level: str, values: Any) -> None:
        known = values[np.isfinite(values)]
        low, high = np.quantile(known, (0.25, 0.75)) if len(known) else (0.0, 0.0)
        told = self.say("look.level_note", count=len(known), low=f"{low:.2f}", high=f"{high:.2f}")
        name = self.say(f"look.level_{level}")
        with ui.element("div").classes("tg-level"):
            ui.label(name)
            ui.html(histogram(values, f"{name}: {told}"), sanitize=False)
            note(told)

    def _name(self, side: int) -> None:
        if self.session.twins:
            heading(self.page.names[side]).classes("tg-right" if side else "tg-left")

    def _shown(self) -> list[Plot]:
        return list(self.session.plots)

    # -- stories ---------------------------------------------------------------------

    def _people(self) -> dict[str, str]:
        with self.session.lock:
            return self._plot.people()

    async def _story(
        self, view: str, fields: dict[str, str], people: dict[str, str], tell: Any
    ) -> None:
        self._garden.visible = self.session.twins
        chosen = all(self._who[name] in people for name in fields.values())
        story = await asyncio.to_thread(self._locked, tell, self._plot.org) if chosen else None
        with self._clear():
            if view != "newcomer":
                note(self.say("look.hint"))
            for text, name in fields.items():
                self._choose(self.say(f"look.{text}"), name, people)
            if story is not None:
                self._told(story)

    def _locked(self, tell: Callable[[Organisation], Story], org: Organisation) -> Story:
        with self.session.lock:
            return tell(org)

    def _choose(self, text: str, name: str, people: dict[str, str]) -> None:
        async def chosen(event: Any) -> None:
            self._who[name] = event.value
            await self._draw()

        value = self._who[name] if self._who[name] in people else None
        select = ui.select(people, value=value, label=text, with_input=True, on_change=chosen)
        labelled(select, text).props("dense outlined options-dense")

    def _told(self, story: Story) -> None:
        ui.label(story.title).classes("tg-big")
        for part in story.parts:
            if part.title:
                heading(part.title)
            with ui.element("ul").classes("tg-feed"):
                for line in part.lines:
                    with ui.element("li"):
                        week = f"{self.say('play.week', week=line.week)}: " if line.week else ""
                        ui.label(week + line.text)


def _why(plot: Plot, week: int, words: Words) -> Story:
    """Why trust moved in a week, told by those who had just lived it."""
    lived = plot.as_it_was(week)
    before = plot.as_it_was(week - 1).ties()
    return why_story(plot.org, week, words, ties=(before, lived.ties()), lived=lived)


def _history(plot: Plot, a: str, b: str) -> TieHistory:
    """What two people lived through with each other, by living it again."""
    history = TieHistory(a, b)
    org = plot.as_it_was(0)
    history.look(org)
    for _ in range(plot.week):
        org.step()
        history.look(org)
    return history
