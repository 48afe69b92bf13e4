"""What happens when a tab opens: its garden is found, or founded, and the page is built."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from typing import TYPE_CHECKING

from nicegui import ui

from trustgarden.errors import InputError

from ..page_words import page_words
from .shell import Page

if TYPE_CHECKING:
    from ..serving import Server

__all__ = ["opened"]

CONNECT_WITHIN = 30.0


async def opened(server: Server, language: str) -> None:
    """Build the page of a tab that has just opened."""
    style = (files("trustgarden.app") / "page" / "page.css").read_text(encoding="utf-8")
    ui.add_css(style)
    ui.colors(primary="#1f4e86")
    say = page_words(language)
    waiting = ui.label(say("page.loading")).classes("tg-loading")
    client = ui.context.client
    await client.connected(timeout=CONNECT_WITHIN)
    tab = client.tab_id
    assert tab is not None
    try:
        session = await asyncio.to_thread(server.sessions.of_tab, tab, language)
    except InputError as error:
        waiting.text = f"{say('page.full')}. {error}"
        return
    waiting.delete()
    page = Page(session, server)
    session.shown += 1

    def gone() -> None:
        session.shown -= 1
        page.leave()

    client.on_delete(gone)
    client.on_disconnect(page.leave)
    await page.build()
    ui.run_javascript(f"document.documentElement.lang = {session.language!r}")
