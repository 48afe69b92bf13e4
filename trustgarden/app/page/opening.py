"""What happens when a tab opens: its garden is found, or founded, and the page is built."""

from __future__ import annotations

import asyncio
from functools import partial
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
    gone = asyncio.Event()
    client.on_delete(gone.set)
    try:
        await client.connected(timeout=CONNECT_WITHIN)
    except TimeoutError:  # Asked for, and never looked at.
        client.delete()
        return
    tab = client.tab_id
    if tab is None:  # Gone as soon as it came.
        return
    try:
        session = await asyncio.to_thread(server.sessions.of_tab, tab, language)
    except InputError as error:
        waiting.text = f"{say('page.full')}. {error}"
        return
    if gone.is_set():
        await server.left(session)
        return
    client.on_delete(partial(server.left, session))
    waiting.delete()
    page = Page(session, server)
    client.on_delete(page.leave)
    client.on_disconnect(page.leave)
    await page.build()
    ui.run_javascript(f"document.documentElement.lang = {session.language!r}")
