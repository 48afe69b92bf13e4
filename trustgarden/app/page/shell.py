"""The page as a whole: what stands where, and how a week comes onto the screen."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from nicegui import ui

from trustgarden.analysis.stories import GIVEN, Words
from trustgarden.errors import InputError

from ..garden_words import garden_words
from ..page_words import PageWords, page_words
from ..plots import Plot
from ..sessions import Session
from .betting import Betting
from .conditions import Conditions
from .events import Events
from .latest import Latest
from .lessons import Lessons
from .looking import Looking
from .part import Part
from .player import SPEEDS, Player
from .setup import Setup
from .stage import Stage
from .taking import Taking
from .tending import Tending
from .widgets import Handle, button, labelled

if TYPE_CHECKING:
    from ..serving import Server

__all__ = ["Page"]

TABS = (
    ("lesson", "menu_book"), ("bet", "casino"), ("tend", "yard"), ("conditions", "tune"),
    ("events", "event"), ("look", "search"), ("take", "ios_share"),
)  # fmt: skip
LEAST_WEEKS = 26
P = TypeVar("P", bound=Part)


class Page:
    """One tab's page.

    Args:
        session: What it shows.
        server: Which serves it; it lends the phones' page.
    """

    def __init__(self, session: Session, server: Server) -> None:
        self.session, self.server = session, server
        self.client = ui.context.client
        self.say: PageWords = page_words(session.language)
        self.player = Player(session, self.show_week, self._played, self.refuse)
        self.side = "both"
        self._quiet = False
        self._weeks = Latest(self.go_to)
        self._parts: dict[str, Part] = {}

    # -- building ----------------------------------------------------------------

    async def build(self) -> None:
        """Put everything onto the page."""
        self.dark = ui.dark_mode(self.session.dark)
        with ui.element("div").classes("tg-page"):
            self._head()
            # NiceGUI's page is the `main` landmark already.
            with ui.element("div").classes("tg-main"):
                self._looking_back = ui.label("").classes("tg-looking")
                self._looking_back.visible = False
                self._stage()
            self._side()
            self._foot()
        self.setup = Setup(self)
        self._help()
        ui.on_exception(self._failed)
        await self.began(first=True)

    def _head(self) -> None:
        say = self.say
        with ui.element("header").classes("tg-head"):
            with ui.element("h1"):
                ui.label(say("page.title"))
            ui.label(say("page.metaphor")).classes("tg-metaphor")
            button(say("page.new"), lambda: self.setup.open(), "add")
            self._twin = button("", self.twin, "join_right")
            for icon, key, act in (
                ("contrast", "page.dark", self._turn_dark),
                ("help_outline", "page.help", lambda: self._helping.open()),
            ):
                button(say(key), act, icon, look="round")
            button(say("page.language"), self._other_language, look="quiet")

    def _stage(self) -> None:
        words = {
            "garden": {**garden_words(self.session.language)["garden"], "given": GIVEN},
            "lines": self.say.table("lines"),
        }
        self.stage = Stage(
            self.session, words, self.names, dark=bool(self.session.dark),
            on_person=self._person, on_tie=self._tie, on_drawn=self._drawn,
            on_key=self._key, on_ready=lambda: self.show_week(layouts=True),
        )  # fmt: skip

    def _side(self) -> None:
        say = self.say
        with ui.element("aside").classes("tg-side"):
            with ui.tabs().props("dense no-caps inline-label=false") as self.tabs:
                for name, icon in TABS:
                    ui.tab(name, label=say(f"tabs.{name}"), icon=icon)
            with ui.tab_panels(self.tabs, value="lesson", animated=False, on_change=self._turned):
                self.lesson_part = self._panel("lesson", Lessons)
                self.bet_part = self._panel("bet", Betting)
                self.tend_part = self._panel("tend", Tending)
                self.conditions_part = self._panel("conditions", Conditions)
                self.events_part = self._panel("events", Events)
                self.look_part = self._panel("look", Looking)
                self.take_part = self._panel("take", Taking)

    def _panel(self, name: str, kind: type[P]) -> P:
        with ui.tab_panel(name):
            part = kind(self)
        self._parts[name] = part
        return part

    def _foot(self) -> None:
        say = self.say
        with ui.element("footer").classes("tg-foot"):
            self._week = ui.label("").classes("tg-week")
            self._play = button("", self.play_or_pause, look="primary")
            for icon, key, act in (
                ("skip_next", "play.step", self.one_week),
                ("skip_previous", "play.back", lambda: self.go_to(self.session.week - 1)),
                ("first_page", "play.start", lambda: self.go_to(0)),
            ):
                button(say(key), act, icon, look="round")
            speeds = {speed: say("play.per_second", speed=f"{speed:g}") for speed in SPEEDS}
            labelled(
                ui.select(speeds, value=self.player.speed, on_change=self._speed), say("play.speed")
            ).props("dense options-dense borderless")
            self._at = Handle(min=0, max=1, value=0, step=1, on_change=self._slid)
            labelled(self._at, say("play.go_to")).classes("tg-grow")
            with ui.element("div").classes("tg-layers"):
                ui.label(say("play.chart"))
                labelled(
                    Handle(min=0, max=1, step=0.05, value=1, on_change=self._fade),
                    say("play.layers"),
                )
                ui.label(say("play.web"))
            self._measure = ui.select(
                self._measures(), value=self.session.measure, label=say("play.measure"),
                on_change=self._measured,
            ).props("dense options-dense outlined")  # fmt: skip

    def _help(self) -> None:
        with ui.dialog() as self._helping, ui.card().classes("tg-dialog"):
            labelled(self._helping, self.say("help.title"))
            ui.label(self.say("help.title")).classes("tg-big")
            for key in ("keys", "read", "honest"):
                ui.label(self.say(f"help.{key}"))
            button(self.say("page.close"), self._helping.close)

    # -- names -------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """Headings of the gardens."""
        session, say = self.session, self.say
        if session.lesson is not None:
            text = session.lesson.words(session.language)
            given: tuple[str, ...] = (text.left, text.right or "")
        else:
            given = session.beginning.names if session.beginning else ()
        own = (say("page.twin_left"), say("page.twin_right")) if session.twins else (
            say.named("scenarios", session.plots[0].scenario.id),)  # fmt: skip
        return [given[k] if k < len(given) and given[k] else own[k]
                for k in range(len(session.plots))]  # fmt: skip

    def measure_name(self, measure: str) -> str:
        """What a measure is called."""
        return self.say.named("measures", measure)

    def _measures(self) -> dict[str, str]:
        """Measures that can be shown, that of the lesson among them."""
        named = self.say.table("measures")
        return named | {self.session.measure: self.measure_name(self.session.measure)}

    # -- what holds for all parts --------------------------------------------------

    def refuse(self, message: str) -> None:
        """Say why something cannot be."""
        with self.client:
            ui.notify(message, type="negative", multi_line=True, timeout=9000, close_button="✕")

    def tell(self, message: str) -> None:
        """Say something shortly."""
        with self.client:
            ui.notify(message, timeout=3500)

    def _failed(self, error: Exception) -> None:
        """What should not happen: say so; NiceGUI logs the rest."""
        self.player.pause()
        self.refuse(f"{self.say('page.failed')} ({type(error).__name__})")

    async def act(self, act: Callable[[Plot], Any]) -> bool:
        """Do something to the gardens that are meant; false, and told, if it cannot be."""
        try:
            await asyncio.to_thread(self.session.on_sides, self.side, act)
        except InputError as error:
            self.refuse(str(error))
            return False
        finally:
            self._say_looking_back()
        return True

    def shows(self, part: Part) -> bool:
        """Whether a part's tab is open."""
        return self._parts.get(str(self.tabs.value)) is part

    def turn_to(self, tab: str) -> None:
        """Open a tab."""
        self.tabs.value = tab

    async def _turned(self) -> None:
        if self.tabs.value in self._parts:
            await _done(self._parts[str(self.tabs.value)].opened())

    async def _all(self, what: str) -> None:
        """Tell every part."""
        with self.client:
            for part in self._parts.values():
                await _done(getattr(part, what)())

    # -- weeks ---------------------------------------------------------------------

    async def show_week(self, layouts: bool = False) -> None:
        """Bring the week that is looked at onto the screen."""
        self._say_week()
        await self.stage.show(lines=self.lines(), layouts=layouts)
        await self._all("week_ended")

    def lines(self) -> dict[str, Any]:
        """What the chart beneath the gardens shows."""
        session = self.session
        lines = [session.values(plot) for plot in session.plots]
        until = max(session.last_week, session.bet_until or 0, LEAST_WEEKS)
        return {
            "week": session.week,
            "until": until,
            "left": lines[0],
            "right": lines[1] if session.twins else [],
            "difference": session.difference(),
            "givenUp": [line for plot in session.plots if (line := plot.given_up(session.measure))],
            "bets": [{"name": bet.name, "points": [list(point) for point in bet.line]}
                     for bet in session.box.bets if bet.line],
            "names": self.names,
            "measure": self.shown_measure(),
        }  # fmt: skip

    def shown_measure(self) -> str:
        """What the line is of."""
        tie = self.session.plots[0].tie
        if tie is not None and self.session.lesson is not None and self.session.measure == "trust":
            words = Words.of(self.session.language, given=True)
            return self.say("lines.tie", a=words.called(tie[0]), b=words.called(tie[1]))
        return self.measure_name(self.session.measure)

    def _say_week(self) -> None:
        session = self.session
        self._week.text = self.say("play.week", week=session.week)
        self._quiet = True
        if self._at.props["max"] != max(1, session.last_week):
            self._at.props["max"] = max(1, session.last_week)
            self._at.update()
        # A hand that is already elsewhere must not be pulled back.
        if not self._weeks.is_behind:
            self._at.value = session.week
        self._quiet = False
        self._say_looking_back()

    def _say_looking_back(self) -> None:
        back = self.session.week < self.session.last_week
        self._looking_back.visible = back
        if back:
            self._looking_back.text = self.say("play.looking_back", week=self.session.week + 1)

    async def _played(self) -> None:
        playing = self.player.playing
        with self.client:
            self._play.text = self.say("play.pause" if playing else "play.play")
            self._play.props["icon"] = "pause" if playing else "play_arrow"
            self._play.update()
        if not playing:
            await self._all("stood_still")

    def play_or_pause(self) -> None:
        """Let weeks go by, or stand still."""
        if self.player.playing:
            self.player.pause()
        else:
            self.run_weeks(None)

    def run_weeks(self, until: int | None) -> None:
        """Let weeks go by, until one has ended if it is named."""
        self.session.close_bets()
        self.stage.run_method("stopAsking")
        self.player.play(until)

    async def one_week(self) -> None:
        """One week, by hand."""
        self.player.pause()
        self.session.close_bets()
        await self.player.step()
        await self._all("stood_still")

    async def go_to(self, week: int) -> None:
        """Look at another week that was lived."""
        self.player.pause()
        await asyncio.to_thread(self.session.go_to, int(week))
        await self.show_week(layouts=True)
        await self._all("stood_still")

    def _slid(self, event: Any) -> Any:
        week = int(event.value)
        if self._quiet or (week == self.session.week and not self._weeks.is_busy):
            return None
        return self._weeks.ask(week)

    def _speed(self, event: Any) -> None:
        self.player.speed = float(event.value)
        self.stage.run_method("setPace", self.player.speed)

    def _fade(self, event: Any) -> None:
        self.stage.run_method("fade", float(event.value))

    def _measured(self, event: Any) -> Any:
        return None if self._quiet else self.show_measure(str(event.value))

    async def show_measure(self, measure: str) -> None:
        """Show another measure as a line."""
        if measure == self.session.measure and self._measure.value == measure:
            return
        self.session.measure = measure
        self._quiet = True
        self._measure.value = measure
        self._quiet = False
        await self._all("stood_still")
        await self.stage.show(lines=self.lines())

    # -- beginnings ----------------------------------------------------------------

    async def began(self, first: bool = False) -> None:
        """Show another garden, or another number of them."""
        session = self.session
        twin = "play.end_twin" if session.twins else "play.twin"
        self._twin.text = self.say(twin)
        if not session.twins:
            self.side = "both"
        self._quiet = True
        self._measure.set_options(self._measures(), value=session.measure)
        self._quiet = False
        self.stage.rename(self.names)
        await self._all("began")
        await self._played()
        if not first:
            self._say_week()

    async def twin(self) -> None:
        """Plant a twin beside the garden, or take it away."""
        self.player.pause()
        change = self.session.end_twin if self.session.twins else self.session.make_twin
        await asyncio.to_thread(change)
        await self.began()
        await self.show_week(layouts=True)

    # -- what is pointed at ----------------------------------------------------------

    async def _person(self, side: int, name: str) -> None:
        self.turn_to("look")
        await self.look_part.person(side, name)

    async def _tie(self, side: int, a: str, b: str) -> None:
        self.turn_to("look")
        await self.look_part.tie(side, a, b)

    def _drawn(self, points: list[list[float]]) -> None:
        self.bet_part.drawn(points)

    async def _key(self, key: str) -> None:
        if key == " ":
            self.play_or_pause()
        elif key == "n":
            await self.one_week()
        elif key == "b":
            await self.go_to(max(0, self.session.week - 1))

    # -- looks -----------------------------------------------------------------------

    async def _turn_dark(self) -> None:
        self.session.dark = not self.session.dark
        self.dark.value = self.session.dark
        self.stage.set_dark(self.session.dark)
        await self._all("stood_still")

    def _other_language(self) -> None:
        self.player.pause()
        self.session.speak("de" if self.session.language == "en" else "en")
        ui.navigate.reload()

    def leave(self) -> None:
        """The tab is gone, or asleep: stand still, so that nothing is missed."""
        self.player.pause()


async def _done(result: Any) -> None:
    """Wait for what a part does, if it takes its time."""
    if inspect.isawaitable(result):
        await result
