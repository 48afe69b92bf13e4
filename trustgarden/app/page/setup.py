"""A new garden: where it begins, who is there, its luck; or a trainer's own file."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any

from nicegui import ui

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import load_scenario, with_changes
from trustgarden.scenarios.catalogue import catalogue

from ..limits import MOST_UPLOAD
from ..sessions import Beginning
from ..uploads import MOST_FILES
from .widgets import button, heading, labelled, note, slider

if TYPE_CHECKING:
    from .shell import Page

__all__ = ["Setup"]

SIZES = (20, 36, 60, 150, 300)


class Setup:
    """The dialog in which a garden is founded."""

    def __init__(self, page: Page) -> None:
        self._page = page
        say = page.say
        self._own: Scenario | None = None
        with ui.dialog() as self._dialog, ui.card().classes("tg-panel tg-dialog"):
            labelled(self._dialog, say("setup.title"))
            ui.label(say("setup.title")).classes("tg-big")
            named = say.table("scenarios")
            others = {name: f"{name}: {text}" for name, text in catalogue().items()
                      if name not in named}  # fmt: skip
            self._scenario = ui.select(
                named | others, value="garden", label=say("setup.scenario"), with_input=True
            ).props("dense outlined options-dense")
            labelled(self._scenario, say("setup.scenario"))
            with ui.element("div").classes("tg-row"):
                sizes = {size: str(size) for size in SIZES}
                self._people = ui.select(sizes, value=60, label=say("setup.people")).props(
                    "dense outlined"
                )
                self._team = ui.number(
                    say("setup.team_size"), value=8, min=3, max=40, step=1, format="%d"
                ).props("dense outlined")
            with ui.element("div").classes("tg-row"):
                self._seed = ui.number(
                    say("setup.seed"), value=1, min=0, max=2**31 - 1, step=1, format="%d"
                ).props("dense outlined")
                button(say("setup.reseed"), self._reseed, "casino", look="round")
            self._propensity = slider(say("setup.propensity"), low=0.1, high=0.9,
                                      on_change=lambda _: None)  # fmt: skip
            self._spread = slider(say("setup.spread"), low=0.0, high=2.0, step=0.1,
                                  on_change=lambda _: None)  # fmt: skip
            self._twin = ui.switch(say("setup.twin"))
            with ui.element("div").classes("tg-row"):
                button(say("setup.found"), self._found, "yard", look="primary")
                button(say("page.cancel"), self._dialog.close, look="quiet")
            heading(say("setup.own"))
            note(say("setup.own_says"))
            self._choose_files()
            self._told = note()
            self._told.props('role="status"')

    def _choose_files(self) -> None:
        """A button of ours: Quasar's own is a link round an input that has no name."""
        upload = ui.upload(
            multiple=True, auto_upload=True, max_file_size=MOST_UPLOAD, max_files=MOST_FILES,
            on_multi_upload=self._uploaded, on_rejected=self._rejected,
        ).props('accept=".toml,.csv"').classes("tg-unseen")  # fmt: skip
        chooser = button(self._page.say("setup.choose"), lambda: None, "upload_file")
        # In the browser, since a chooser opens only while a click is being answered.
        chooser.on("click", js_handler=f"() => runMethod({upload.id}, 'pickFiles', [])")
        self._upload = upload

    def open(self) -> None:
        """Open it, as the garden stands."""
        self._own = None
        self._told.text = ""
        self._upload.reset()
        self._propensity.set(0.46)
        self._spread.set(0.8)
        self._dialog.open()

    def _reseed(self) -> None:
        self._seed.value = secrets.randbelow(100_000)

    def _changes(self) -> dict[str, Any]:
        changes: dict[str, Any] = {
            "organisation.num_people": int(self._people.value),
            "organisation.team_size": int(self._team.value or 8),
            "population.propensity": float(self._propensity.slider.value),
            "population.spread": float(self._spread.slider.value),
        }
        standing = load_scenario(str(self._scenario.value))
        if standing.organisation.people is not None:
            # Real people bring their own number.
            changes = {key: value for key, value in changes.items()
                       if key.startswith("population")}  # fmt: skip
        return changes

    async def _found(self) -> None:
        page = self._page
        try:
            seed = int(self._seed.value or 0)
            if self._own is not None:
                scenario = self._own
            else:
                scenario = with_changes(load_scenario(str(self._scenario.value)), self._changes())
            twin = scenario if self._twin.value else None
            page.player.pause()
            page.session.leave_lesson()
            own = self._own is not None
            beginning = Beginning(scenario, seed, twin, own_people=own)
            await asyncio.to_thread(page.session.begin, beginning)
        except InputError as error:
            page.refuse(str(error))
            return
        self._dialog.close()
        await page.began()
        await page.show_week(layouts=True)

    async def _uploaded(self, event: Any) -> None:
        files = {file.name: await file.read() for file in event.files}
        try:
            own = await asyncio.to_thread(self._page.session.take_files, files)
        except InputError as error:
            self._own = None
            self._told.text = self._page.say("setup.own_bad", why=str(error))
            return
        self._own = own
        self._told.text = self._page.say(
            "setup.own_chosen", file=own.id, description=own.description
        )

    def _rejected(self) -> None:
        limit = f"{MOST_UPLOAD // 1000:,} kB, {MOST_FILES} files, .toml, .csv"
        self._told.text = self._page.say("setup.own_bad", why=limit)
