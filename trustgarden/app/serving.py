"""The server of the live page: NiceGUI behind a gate, on loopback unless told otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import tempfile
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trustgarden.errors import InputError
from trustgarden.model.organisation import Organisation
from trustgarden.scenarios import load_scenario

from .connections import Impatient
from .gate import LOOPBACK, Gate, new_code
from .lessons import read_lesson_file
from .limits import MOST_SESSIONS, check_scenario
from .page_words import page_words
from .phones import Phones, none_captured, own_address
from .sessions import Beginning, Session
from .tabs import Sessions

if TYPE_CHECKING:
    import uvicorn

__all__ = ["Server", "Serving", "serve"]

MOST_MESSAGE = 200_000
"""Bytes of one message of a page; a drawn line is the longest."""
RECONNECT_WITHIN = 20.0
MOST_PAGES = 100
"""Pages beyond those that may be open, built for whoever asked; each is 30 seconds of waiting."""
ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
"""Signals that end the server: a closed terminal sends the last, which Windows does not know."""


@dataclass(frozen=True)
class Serving:
    """How to serve.

    Attributes:
        host: Address to listen on.
        port: Port; 0 for any that is free.
        language: In which pages begin.
        scenario: With which gardens begin.
        seed: Their luck.
        lessons: Files of a trainer's own lessons; they stand before ours.
        opens: Whether a browser is opened.
        most: Sessions at a time.
    """

    host: str = "127.0.0.1"
    port: int = 8710
    language: str = "en"
    scenario: str = "garden"
    seed: int = 1
    lessons: tuple[Path, ...] = ()
    opens: bool = True
    most: int = MOST_SESSIONS

    @property
    def is_local(self) -> bool:
        """Whether only this machine can come."""
        return self.host in ("127.0.0.1", "localhost", "::1")


class Server:
    """What pages share: sessions, and the page for phones."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self.scenario = load_scenario(serving.scenario)
        check_scenario(self.scenario, self.scenario.resolved().organisation.num_people)
        self.lessons = tuple(read_lesson_file(path) for path in serving.lessons)
        self.sessions = Sessions(self._begin, serving.most)
        self.phones = Phones()

    def _begin(self, session: Session) -> None:
        own = self.scenario.organisation.people is not None
        session.begin(Beginning(self.scenario, self._serving.seed, own_people=own))

    async def left(self, session: Session) -> None:
        """A page is gone; when no other shows its garden, nobody bets on it by phone any more."""
        self.sessions.left(session)
        if not session.shown and self.phones.is_open_for(session):
            await self.phones.close()

    async def close(self) -> None:
        """Stop everything and leave nothing behind."""
        await self.phones.close()
        self.sessions.close()


def serve(serving: Serving, ready: Callable[[str, str | None], None] = lambda *_: None) -> None:
    """Serve until interrupted.

    Args:
        serving: How.
        ready: Called with the address and the code, if there is one, once pages can be opened.

    Raises:
        InputError: If the port is taken, the host is none of this machine, or the scenario
            cannot be used.
    """
    _end_as_by_interrupt()
    with contextlib.closing(_listen(serving)) as listening:
        _serve(serving, listening, ready)


def _serve(
    serving: Serving, listening: socket.socket, ready: Callable[[str, str | None], None]
) -> None:
    server = Server(serving)
    threading.Thread(target=_warm, daemon=True, name="kernels").start()
    code = None if serving.is_local else new_code()
    address = _address(serving.host, listening.getsockname()[1])
    with (
        contextlib.closing(server.sessions),
        tempfile.TemporaryDirectory(prefix="trustgarden-page-") as scratch,
    ):
        # NiceGUI would else begin a folder where the command was called.
        os.environ["NICEGUI_STORAGE_PATH"] = scratch
        app, is_crowded = _pages(server, serving)
        hosts = LOOPBACK if serving.is_local else ("*",)
        gate = Gate(app, hosts=hosts, code=code, language=serving.language, is_crowded=is_crowded)
        asyncio.run(_run(gate, listening, server, lambda: _tell(ready, address, code, serving)))


def _address(host: str, port: int) -> str:
    """Where pages are opened: others need the address in the local network."""
    name = {"0.0.0.0": own_address(), "::": "::1"}.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _tell(
    ready: Callable[[str, str | None], None], address: str, code: str | None, serving: Serving
) -> None:
    ready(address, code)
    if serving.opens:
        # A browser in the terminal does not return before it is left.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _listen(serving: Serving) -> socket.socket:
    if not serving.host.strip():
        raise InputError("host is empty; give an address of this machine, such as 127.0.0.1.")
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    try:
        return socket.create_server((serving.host, serving.port), family=family)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"cannot listen on {serving.host}, port {serving.port}: {why}. Choose another with "
            "--port (0 for any that is free), or close what uses it."
        ) from None


def _warm() -> None:
    """Load the compiled model while the browser is still opening."""
    with contextlib.suppress(Exception):
        Organisation("garden", seed=0, changes={"organisation.num_people": 12}).step()


async def _run(
    gate: Gate, listening: socket.socket, server: Server, started: Callable[[], None]
) -> None:
    import uvicorn

    config = uvicorn.Config(
        gate, http=Impatient, log_level="error", access_log=False, ws_max_size=MOST_MESSAGE,
        timeout_graceful_shutdown=1, lifespan="on",
    )  # fmt: skip
    web = uvicorn.Server(config)
    # Uvicorn would end the process by the signal itself, before anything is put away.
    web.capture_signals = none_captured  # type: ignore[method-assign]
    ended = _signals(web)
    task = asyncio.create_task(web.serve(sockets=[listening]))
    while not web.started and not task.done():
        await asyncio.sleep(0.02)
    if web.started:
        started()
    try:
        await task
    finally:
        await server.close()
    if ended:
        raise KeyboardInterrupt


def _signals(web: uvicorn.Server) -> list[int]:
    """Let Ctrl-C and a request to end stop the server; a second one does not wait for pages."""
    ended: list[int] = []

    def end(number: int, _: object) -> None:
        web.force_exit = bool(ended)
        web.should_exit = True
        ended.append(number)

    for number in ENDING:
        signal.signal(number, end)
    return ended


def _end_as_by_interrupt() -> None:
    """However the command is ended while it starts, what it wrote is put away."""
    for number in ENDING:
        signal.signal(number, signal.default_int_handler)


def _pages(server: Server, serving: Serving):  # type: ignore[no-untyped-def]
    """The NiceGUI app with its one page, and whether too many of it are being opened."""
    from fastapi import FastAPI
    from nicegui import Client, ui
    from nicegui import app as pages

    from .bundling import canvas_folder
    from .page.opening import opened

    pages.add_static_files("/trustgarden/canvas", canvas_folder(), max_cache_age=0)

    @ui.page("/", title="trustgarden", favicon="🌱")
    async def garden() -> None:
        await opened(server, serving.language)

    outer = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    ui.run_with(
        outer, title=page_words(serving.language)("page.title"), reconnect_timeout=RECONNECT_WITHIN,
        show_welcome_message=False, tailwind=False, dark=None, binding_refresh_interval=None,
    )  # fmt: skip
    return outer, lambda: len(Client.instances) >= serving.most + MOST_PAGES
