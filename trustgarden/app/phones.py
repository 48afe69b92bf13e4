"""The page for phones: people of the room place a bet, and can do nothing else.

The garden's own server stays on loopback. Only when the trainer opens it, a second, tiny server
listens to the local network; it knows one question, takes one bet for each phone, and only with
the code from the screen. Closed, nothing listens.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hmac
import html
import re
import secrets
import socket
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from trustgarden.errors import InputError

from .connections import Impatient
from .gate import (
    TooOften,
    address_of,
    declared_length,
    filled_form,
    new_code,
    small_body,
)  # fmt: skip
from .page_words import PageWords, page_words

if TYPE_CHECKING:
    from .sessions import Session

__all__ = ["Phones", "none_captured"]

PHONE = "phone"
DEVICE = re.compile(r"[0-9a-f]{32}")
MOST_BODY = 4_000


class Phones:
    """The phones' server, closed at first.

    Args:
        port: On which to listen when it is opened; 0 for any that is free.
    """

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._session: Session | None = None
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None
        self.code = self.address = ""

    def is_open_for(self, session: Session) -> bool:
        """Whether it takes bets of that session's room."""
        return self._server is not None and self._session is session

    async def open(self, session: Session, question: str, options: Mapping[str, str]) -> None:
        """Listen to the local network, with a new code.

        Raises:
            OSError: If it cannot listen, or another page is taking bets by phone.
        """
        if self._server is not None and self._session is not session:
            raise OSError(errno.EBUSY, "another page takes bets by phone; end that one first")
        await self.close()
        listening = socket.create_server(("0.0.0.0", self._port))
        self.code, self._session = new_code(), session
        self._question, self._options = question, dict(options)
        self._asked = session.box.question
        self._wrong = TooOften()
        self.address = f"http://{own_address()}:{listening.getsockname()[1]}/"
        app = Starlette(routes=[Route("/", self._page, methods=["GET"]),
                                Route("/", self._bet, methods=["POST"])])  # fmt: skip
        config = uvicorn.Config(
            app, http=Impatient, ws="none", log_level="critical", access_log=False,
            limit_concurrency=100, timeout_keep_alive=5, timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        # The garden's server has the signals of the process.
        self._server.capture_signals = none_captured  # type: ignore[method-assign]
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]))

    async def close(self) -> None:
        """Stop listening."""
        server, task = self._server, self._task
        self._server = self._task = self._session = None
        if server is not None and task is not None:
            server.should_exit = True
            await task

    @property
    def _say(self) -> PageWords:
        return page_words(self._session.language if self._session else "en")

    @property
    def _is_over(self) -> bool:
        """Whether nobody can bet any more, or something else is asked by now."""
        session = self._session
        return session is None or not session.box.is_open or session.box.question != self._asked

    async def _page(self, request: Request) -> Response:
        return self._form(self._say("phone.closed") if self._is_over else "")

    async def _bet(self, request: Request) -> Response:
        if not 0 <= declared_length(request.headers.get("content-length")) <= MOST_BODY:
            return PlainTextResponse("", status_code=413)
        body = await small_body(request.receive, MOST_BODY)
        given = {key: values[0] for key, values in _parsed(body).items()}
        told, status = self._refusal(given, address_of(request.scope))
        if told or self._session is None:
            return self._form(told, status)
        # Only what we gave out names a phone: others would take the place of bets on the screen.
        known = request.cookies.get(PHONE, "")
        device = known if DEVICE.fullmatch(known) else secrets.token_hex(16)
        try:
            self._session.bet(f"phone-{device}", given.get("name", ""), given["option"], None)
        except InputError as error:
            return self._form(str(error), 400)
        response = HTMLResponse(self._filled("", self._say("phone.thanks")))
        response.set_cookie(PHONE, device, httponly=True, samesite="strict")
        return response

    def _refusal(self, given: Mapping[str, str], who: str) -> tuple[str, int]:
        """Why a bet is not taken, in words and as a status; no words if it may be."""
        say = self._say
        if self._wrong.holds_up(who):
            return say("phone.slow"), 429
        if not hmac.compare_digest(given.get("code", "").strip().encode(), self.code.encode()):
            self._wrong.count(who)
            return say("phone.wrong"), 403
        if self._is_over:
            return say("phone.closed"), 409
        if given.get("option") not in self._options:
            return say("phone.missing"), 400
        return "", 200

    def _form(self, told: str, status: int = 200) -> Response:
        say = self._say
        options = "".join(
            f'<label><input type="radio" name="option" value="{html.escape(name)}" required>'
            f"<span>{html.escape(text)}</span></label>"
            for name, text in self._options.items()
        )
        inner = (
            f'<form method="post"><fieldset><legend>{html.escape(self._question)}</legend>{options}'
            f"</fieldset><label>{html.escape(say('phone.name'))}"
            '<input name="name" maxlength="24" autocomplete="off"></label>'
            f"<label>{html.escape(say('phone.code'))}"
            '<input name="code" inputmode="numeric" autocomplete="off" required maxlength="12">'
            f"</label><button>{html.escape(say('phone.send'))}</button></form>"
        )
        return HTMLResponse(self._filled(inner, told), status_code=status)

    def _filled(self, inner: str, told: str) -> str:
        page = (files("trustgarden.app") / "templates" / "form.html").read_text(encoding="utf-8")
        return filled_form(page, self._say.language, self._say("phone.title"), inner, told)


def _parsed(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode("latin1"), max_num_fields=8)
    except ValueError:
        return {}


@contextlib.contextmanager
def none_captured() -> Iterator[None]:
    """Leaves signals to whoever has them."""
    yield


def own_address() -> str:
    """This machine's address in the local network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("10.255.255.255", 9))
            return str(asking.getsockname()[0])
        except OSError:
            return "127.0.0.1"
