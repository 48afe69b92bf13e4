"""Place your bet: what the room expects, before the weeks go by, and what then happened."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from trustgarden.errors import InputError

from ..limits import MOST_WEEKS
from .part import Part
from .widgets import button, heading, labelled, note

__all__ = ["Betting"]

WEEKS = (13, 26, 52, 104)


class Betting(Part):
    """Options and lines, phones, and the reveal."""

    def build(self) -> None:
        """Build it."""
        say = self.say
        self._points: list[list[float]] = []
        self._placed = 0
        self._tallied: dict[str, int] = {}
        with ui.element("div").classes("tg-panel"):
            ui.label(say("bet.title")).classes("tg-big")
            note(say("bet.intro"))
            self._question = ui.label("").classes("tg-quote")
            self._weeks = ui.select(
                {weeks: str(weeks) for weeks in WEEKS}, value=26,
                label=say("bet.weeks"), on_change=self._set_weeks,
            ).props("dense outlined options-dense")  # fmt: skip
            with ui.element("div").classes("tg-panel") as self._form:
                self._name = ui.input(say("bet.name")).props('dense outlined maxlength="24"')
                self._options = ui.radio([]).props("dense")
                labelled(self._options, say("bet.options"))
                button(say("bet.draw"), self._ask, "show_chart")
                self._drawn = note()
                button(say("bet.place"), self._place, "check", look="primary")
            self._told = ui.element("div").classes("tg-panel")
            with ui.element("div").classes("tg-row"):
                self._run = button("", self._go, "play_arrow", look="primary")
                button(say("bet.reveal"), self.reveal, "visibility")
                button(say("bet.clear"), self._clear, "replay", look="quiet")
            self._revealed = ui.element("div").classes("tg-panel")
            heading(say("bet.phones"))
            note(say("bet.phones_help"))
            self._phones = button("", self._open_phones, "smartphone")
            self._address = ui.label("").classes("tg-code")
            self._code = ui.label("").classes("tg-code")
        self._timer = ui.timer(1.0, self._count, active=False)

    # -- what stands -----------------------------------------------------------------

    def began(self) -> None:
        """Show the question, what was bet, and what happened if that is revealed."""
        session, say = self.session, self.say
        if session.lesson is None and not session.box.bets and not session.revealed:
            session.new_bets(int(self._weeks.value or 26))
        question = session.question()
        self._question.text = self._asked()
        self._options.options = self._words()
        if self._options.value not in self._options.options:
            self._options.value = None
        self._options.update()
        self._weeks.visible = session.lesson is None
        self._form.visible = session.box.is_open
        self._run.text = say("lesson.do_run", week=session.bet_until or session.week)
        self._tell()
        self._revealed.clear()
        if session.revealed and question is not None:
            with self._revealed:
                self._say_answer()
        phones = self.page.server.phones.is_open_for(session)
        self._phones.text = say("bet.phones_end" if phones else "bet.phones")
        self._address.visible = self._code.visible = phones
        if phones:
            self._address.text = self.page.server.phones.address
            self._code.text = say("bet.phones_code", code=self.page.server.phones.code)
        self._timer.active = phones

    stood_still = opened = began

    def _asked(self) -> str:
        session = self.session
        lesson = session.lesson
        if lesson is not None:
            return lesson.words(session.language).bet
        question = session.question()
        return self.say(f"bet.{question.kind}", measure=self.page.measure_name(question.measure))

    def _words(self) -> dict[str, str]:
        """Options and what they are called."""
        session = self.session
        options = session.question().options
        lesson = session.lesson
        own: dict[str, str] = dict(lesson.words(session.language).options) if lesson else {}
        kind = session.question().kind
        named = {"same": "stays" if kind == "direction" else "same"}
        return {one: own.get(one) or self.say(f"bet.{named.get(one, one)}") for one in options}

    def _tell(self) -> None:
        session, say = self.session, self.say
        self._placed, self._tallied = len(session.box), session.box.tally()
        self._told.clear()
        with self._told:
            if not session.box.is_open and not session.revealed:
                note(say("bet.closed"))
            note(say("bet.count", count=self._placed))
            words = self._words()
            for option, count in session.box.tally().items():
                if option in words and count:
                    ui.label(say("bet.tally", option=words[option], count=count))

    def _count(self) -> None:
        # Not only how many: who bets again from the same phone changes a bet.
        if self.session.box.tally() != self._tallied or len(self.session.box) != self._placed:
            self._tell()

    def _set_weeks(self, event: Any) -> None:
        session = self.session
        if session.lesson is None:
            session.bet_until = min(MOST_WEEKS, session.bet_week + int(event.value))
            self.began()

    # -- placing ---------------------------------------------------------------------

    def _ask(self) -> None:
        session = self.session
        self._drawn.text = self.say("bet.draw_help")
        line = session.values(session.plots[-1])
        until = session.bet_until or session.week + 26
        self.page.stage.run_method(
            "ask", {"from": session.week, "to": until, "start": line[session.week]}
        )

    def drawn(self, points: list[list[float]]) -> None:
        """Somebody drew a line."""
        self._points = [[float(week), float(value)] for week, value in points][: MOST_WEEKS + 1]
        self._drawn.text = self.say("bet.drawn", name=self._name.value or "?")

    async def _place(self) -> None:
        session = self.session
        name = self._name.value or ""
        device = f"screen-{name or len(session.box)}"
        line = tuple((int(week), value) for week, value in self._points) or None
        try:
            session.bet(device, name, self._options.value, line)
        except InputError as error:
            self.page.refuse(str(error))
            return
        self._points = []
        self._name.value, self._options.value, self._drawn.text = "", None, ""
        self.page.stage.run_method("stopAsking")
        self.began()
        await self.page.stage.show(lines=self.page.lines())

    async def _clear(self) -> None:
        self.page.player.pause()
        self.session.new_bets()
        self.began()
        await self.page.stage.show(lines=self.page.lines())

    def _go(self) -> None:
        session = self.session
        if session.bet_until and session.week < session.bet_until:
            self.page.run_weeks(session.bet_until)

    # -- the reveal --------------------------------------------------------------------

    async def reveal(self) -> None:
        """Say what happened, once it has."""
        session = self.session
        until = session.bet_until or 0
        if session.last_week < until or session.week < until:
            self.page.tell(self.say("bet.waiting", week=session.week, until=until))
            return
        try:
            session.answer()
        except InputError as error:
            self.page.refuse(str(error))
            return
        session.revealed = True
        self.began()
        await self.page.stage.show(lines=self.page.lines())

    def _say_answer(self) -> None:
        session, say = self.session, self.say
        answer = session.answer()
        words = self._words()
        ui.label(
            say("bet.answer", answer=words[answer.option], difference=f"{answer.difference:+.2f}")
        ).classes("tg-big")
        bets = [bet for bet in session.box.bets if bet.option]
        if bets:
            right = sum(bet.option == answer.option for bet in bets)
            ui.label(say("bet.right_ones", count=right, all=len(bets)))
        best = session.nearest_line()
        if best is not None:
            ui.label(say("bet.nearest", name=best[0].name or "?", gap=f"{best[1]:.2f}"))
        if session.lesson is not None:
            ui.label(session.lesson.words(session.language).look)

    # -- phones ------------------------------------------------------------------------

    async def _open_phones(self) -> None:
        phones, session = self.page.server.phones, self.session
        if phones.is_open_for(session):
            await phones.close()
        else:
            try:
                await phones.open(session, self._asked(), self._words())
            except OSError as error:
                why = error.strerror or str(error)
                self.page.refuse(self.say("bet.phones_failed", why=why))
        self.began()
