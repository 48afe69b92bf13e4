"""Conditions that hold for everybody: consequence, spaces, recognition, welcome, work."""

from __future__ import annotations

from functools import partial
from typing import Any

from nicegui import ui

from trustgarden.model.presets import RECOGNITIONS, REGIMES, WELCOMES

from . import pictures
from .part import Part
from .sides import Sides
from .widgets import choices, heading, slider

__all__ = ["Conditions"]

HOURS = ("work_hours", "meeting_hours", "rehearsal_hours", "social_hours")
SHARES = ("rehearsal_reach", "openness")
MOST_HOURS = {"work_hours": 16, "meeting_hours": 8, "rehearsal_hours": 6, "social_hours": 6}


class Conditions(Part):
    """Choices with pictures, and hours."""

    def build(self) -> None:
        """Build it."""
        say = self.say
        with ui.element("div").classes("tg-panel"):
            self._sides = Sides(self.page, self.began)
            self._regime = self._cards("regime", "consequence.regime", REGIMES, "regimes",
                                       "regime_says", pictures.REGIMES)  # fmt: skip
            self._sliders = {
                f"consequence.{name}": self._share(f"consequence.{name}", f"conditions.{name}")
                for name in ("severity", "evenness")
            }
            heading(say("conditions.spaces"))
            for name in HOURS:
                self._sliders[f"spaces.{name}"] = slider(
                    say(f"conditions.{name}"), high=MOST_HOURS[name], step=0.5,
                    on_change=partial(self._set_one, f"spaces.{name}"),
                    show=lambda value: f"{value:.1f} h",
                )  # fmt: skip
            for name in SHARES:
                self._sliders[f"spaces.{name}"] = self._share(
                    f"spaces.{name}", f"conditions.{name}"
                )
            self._form = self._cards("recognition", "recognition.form", RECOGNITIONS, "forms",
                                     "form_says", pictures.FORMS)  # fmt: skip
            self._welcome = self._cards("welcome", "welcome.choreography", WELCOMES, "welcomes",
                                        "welcome_says", pictures.WELCOMES)  # fmt: skip
            heading(say("conditions.load"))
            self._sliders["work.load"] = self._share("work.load", "conditions.load")

    def _cards(self, title: str, key: str, names: Any, kind: str, says: str, shown: Any) -> Any:
        heading(self.say(f"conditions.{title}"))
        return choices(
            {name: self.say(f"{kind}.{name}") for name in names}, self.say.table(says), shown,
            lambda name: self._choose(key, name), self.say(f"conditions.{title}"),
        )  # fmt: skip

    def _share(self, key: str, text: str) -> Any:
        return slider(self.say(text), on_change=partial(self._set_one, key))

    def began(self) -> None:
        """Show what holds."""
        held = self.session.sides(self.page.side)[-1].conditions
        self._regime.set(held["consequence.regime"])
        self._form.set(held["recognition.form"])
        self._welcome.set(held["welcome.choreography"])
        for key, one in self._sliders.items():
            one.set(held[key])
        self._sides.began()

    stood_still = opened = began

    async def _set(self, changes: dict[str, Any]) -> None:
        if not await self.page.act(lambda plot: plot.change(changes)):
            self.began()

    async def _set_one(self, key: str, value: float) -> None:
        await self._set({key: value})

    async def _choose(self, key: str, name: str) -> None:
        await self._set({key: name} | preset_values(key, name))
        self.began()


def preset_values(key: str, name: str) -> dict[str, Any]:
    """What the page's sliders stand for is stated with the preset, so that it is not kept."""
    if key == "consequence.regime":
        values = REGIMES[name].values
        return {f"consequence.{one}": values[one] for one in ("severity", "evenness")}
    return {}
