"""Events by button: what happens to the organisation, next week or at a set one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nicegui import ui

from trustgarden.model.event_kinds import EVENT_KINDS
from trustgarden.model.presets import REGIMES

from ..limits import MOST_WEEKS
from ..plots import Plot
from . import pictures
from .part import Part
from .sides import Sides
from .widgets import button, heading, labelled

__all__ = ["Events"]

PEOPLE = ("who", "whom")
NUMBERS = {
    "share": (0.05, 1.0, 0.05, 0.1), "severity": (0.1, 1.0, 0.1, 0.5),
    "load": (0.5, 1.0, 0.05, 0.85), "weeks": (1, 52, 1, 6), "number": (1, 60, 1, 4),
    "hours": (1, 10, 1, 2),
}  # fmt: skip
"""Lowest, highest, step and first value of what an event may state in figures."""
FLAGS = {"admits": True, "pays": False, "promises": False}
LEFT_OUT = ("set", "space")


@dataclass
class Field:
    """One field of the event that is being put together."""

    name: str
    element: Any

    @property
    def stated(self) -> Any:
        """What somebody gave; None where nothing is."""
        value = self.element.value
        if self.name in ("number", "weeks", "hours") and value is not None:
            return int(value)
        return value if value != "" else None


class Events(Part):
    """One button for each kind, the fields it has, and the calendar."""

    def build(self) -> None:
        """Build it."""
        say = self.say
        self._kind = ""
        self._fields: list[Field] = []
        with ui.element("div").classes("tg-panel"):
            self._sides = Sides(self.page, self.began)
            heading(say("events.what"))
            with ui.element("div").classes("tg-choices"):
                for kind, icon in pictures.EVENTS.items():
                    with ui.element("button").classes("tg-card").props('type="button"') as card:
                        ui.icon(icon).props('aria-hidden="true"')
                        ui.label(say(f"event_kinds.{kind}")).classes("tg-card-name")
                    card.on("click", lambda _, kind=kind: self._choose(kind), [])
            self._form = ui.element("div").classes("tg-panel")
            heading(say("events.calendar"))
            self._calendar = ui.element("ul").classes("tg-feed")

    # -- the form ------------------------------------------------------------------

    def _choose(self, kind: str) -> None:
        say = self.say
        self._kind, self._fields = kind, []
        self._form.clear()
        with self._form:
            heading(say(f"event_kinds.{kind}"))
            for name in EVENT_KINDS[kind].fields:  # type: ignore[index]
                if name not in LEFT_OUT:
                    self._fields.append(Field(name, self._field(kind, name)))
            self._week = ui.number(
                say("events.when"), value=self.session.week + 1, min=self.session.week + 1,
                max=MOST_WEEKS, step=1, format="%d",
            ).props("dense outlined")  # fmt: skip
            button(say("events.put"), self._put, "event", look="primary")

    def _field(self, kind: str, name: str) -> Any:
        say = self.say
        if name in PEOPLE:
            needed = name in EVENT_KINDS[kind].required  # type: ignore[index]
            people = self._people() if needed else {"": say("events.everybody")} | self._people()
            if kind == "scandal":
                people = {"": say("events.top")} | self._people()
            first = list(people)[min(len(people) - 1, 1 + PEOPLE.index(name)) if needed else 0]
            return self._select(people, first, say(f"events.{name}"))
        if name == "team":
            teams = self._plot.org.team_names
            top = "events.top" if kind == "new-leader" else "events.everybody"
            if kind in ("arrival", "growth"):
                return (
                    self._select(dict.fromkeys(teams, ""), teams[-1], say("events.team"))
                    if kind == "arrival"
                    else ui.input(say("events.team")).props("dense outlined")
                )
            return self._select({"": say(top)} | {t: t for t in teams}, "", say("events.team"))
        if name == "regime":
            regimes = {one: say(f"regimes.{one}") for one in REGIMES}
            return self._select(regimes, "just-culture", say("conditions.regime"))
        if name in FLAGS:
            return ui.switch(say(f"events.{name}"), value=FLAGS[name])
        low, high, step, first_value = NUMBERS[name]
        stated = EVENT_KINDS[kind].optional.get(name)  # type: ignore[index]
        text = say("events.home" if kind == "remote" and name == "share" else f"events.{name}")
        return ui.number(text, value=stated or first_value, min=low, max=high, step=step).props(
            "dense outlined"
        )

    def _select(self, options: dict[str, str], value: str, text: str) -> Any:
        named = {name: shown or name for name, shown in options.items()}
        return labelled(
            ui.select(named, value=value, label=text, with_input=len(named) > 12), text
        ).props("dense options-dense outlined")

    @property
    def _plot(self) -> Plot:
        return self.session.sides(self.page.side)[-1]

    def _people(self) -> dict[str, str]:
        return self._plot.people()

    async def _put(self) -> None:
        fields = {one.name: one.stated for one in self._fields if one.stated is not None}
        week = int(self._week.value) if self._week.value is not None else None
        if not await self.page.act(lambda plot: plot.happen(self._kind, week, **fields)):
            return
        event = self.say(f"event_kinds.{self._kind}")
        self.page.tell(self.say("events.done", event=event, week=week or self.session.week + 1))
        self._form.clear()
        self.began()

    # -- the calendar --------------------------------------------------------------

    def began(self) -> None:
        """Show the calendar."""
        self._sides.began()
        self._calendar.clear()
        lines = list(self._lines())
        with self._calendar:
            for line in lines or [self.say("events.nothing")]:
                with ui.element("li"):
                    ui.label(line)

    def _lines(self) -> Any:
        say, twins = self.say, self.session.twins
        for side, plot in enumerate(self.session.plots):
            where = f" ({self.page.names[side]})" if twins else ""
            for event in sorted(plot.org.plan.events, key=lambda one: one.week):
                yield say(
                    "events.line", week=event.week, event=say(f"event_kinds.{event.kind}") + where
                )
            for row in plot.org.not_held.itertuples(index=False):
                yield say("events.not_held", why=f"{row.kind}, {row.why}{where}")

    def opened(self) -> None:
        """Show what stands, and no form of another garden."""
        self._form.clear()
        self.began()

    stood_still = began
