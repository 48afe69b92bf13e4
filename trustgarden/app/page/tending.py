"""The leader's week: a limited attention to divide, and how a leader is with people."""

from __future__ import annotations

from functools import partial
from typing import Any

from nicegui import ui

from trustgarden.model.presets import PRACTICES, STYLES

from ..tending import PERSONALITY, divided, style_changes
from .part import Part
from .pictures import STYLES as PICTURES
from .sides import Sides
from .widgets import choices, heading, labelled, note, slider

__all__ = ["Tending"]

MOST_HOURS = 40


class Tending(Part):
    """Style, division of attention, personality."""

    def build(self) -> None:
        """Build it."""
        say = self.say
        with ui.element("div").classes("tg-panel"):
            self._sides = Sides(self.page, self.began)
            self._title = ui.label("").classes("tg-big")
            note(say("tend.hint"))
            self._hours = slider(
                say("tend.hours"), high=MOST_HOURS, step=1, on_change=self._set_hours,
                show=lambda value: f"{value:.0f} h",
            )  # fmt: skip
            self._shares = {
                name: slider(
                    say(f"practices.{name}"),
                    on_change=partial(self._divide, name),
                    show=self._share_and_hours,
                )
                for name in PRACTICES
            }
            self._unspent = note()
            heading(say("tend.personality"))
            self._personality = {
                name: slider(
                    say(f"personality.{name}"),
                    on_change=partial(self._set_one, f"leaders.{name}"),
                )
                for name in PERSONALITY
            }
            heading(say("tend.style"))
            names = {name: say(f"styles.{name}") for name in STYLES if name != "random"}
            self._styles = choices(
                names, say.table("style_says"), PICTURES, self._begin_from, say("tend.style")
            )
        labelled(self._sides.element, say("page.side"))

    def _share_and_hours(self, share: float) -> str:
        return f"{100 * share:.0f} %  ·  {share * self._attention:.1f} h"

    @property
    def _attention(self) -> float:
        return float(self._conditions["leaders.attention_hours"])

    def began(self) -> None:
        """Show what holds."""
        self._conditions: dict[str, Any] = self.session.sides(self.page.side)[-1].conditions
        held = self._conditions
        hours = held["leaders.attention_hours"]
        self._title.text = self.say("tend.title", hours=f"{hours:g}")
        self._hours.set(min(MOST_HOURS, hours))
        for name, one in (*self._shares.items(), *self._personality.items()):
            one.set(round(held[f"leaders.{name}"], 2))
        unspent = 1 - sum(held[f"leaders.{name}"] for name in PRACTICES)
        self._unspent.text = self.say("tend.unspent", share=f"{100 * max(0, unspent):.0f}")
        style = held["leaders.style"]
        pure = style in STYLES and all(
            abs(held[key] - value) < 0.006
            for key, value in style_changes(style).items()
            if key != "leaders.style"
        )
        self._styles.set(style if pure else "")
        self._sides.began()

    stood_still = opened = began

    async def _set(self, changes: dict[str, Any]) -> None:
        if await self.page.act(lambda plot: plot.change(changes)):
            self._conditions |= changes

    async def _set_one(self, key: str, value: float) -> None:
        await self._set({key: value})

    async def _set_hours(self, hours: float) -> None:
        await self._set({"leaders.attention_hours": hours})
        self.began()

    async def _divide(self, practice: str, share: float) -> None:
        shares = {name: self._conditions[f"leaders.{name}"] for name in PRACTICES}
        wanted = divided(shares, practice, share)
        # One who divides by hand follows no preset that decides from week to week.
        changes = {f"leaders.{name}": value for name, value in wanted.items()}
        if self._conditions["leaders.style"] in ("learner", "random"):
            changes = style_changes("gardener") | changes
        await self._set(changes)
        self.began()

    async def _begin_from(self, style: str) -> None:
        await self._set(style_changes(style))
        self.began()
