"""Who may come in: the right host and origin, not too large a body, and a code if one is set.

A page on loopback is open to every program of the machine, and through the browser to every
page that it shows. So requests must name this server as their host, and what writes or opens a
socket must come from a page of ours (DNS rebinding, cross-site requests). Reachable from
outside, everybody shows a code first.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import html
import re
import secrets
import time
from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .limits import MOST_UPLOAD
from .page_words import PageWords, page_words
from .uploads import MOST_FILES

__all__ = [
    "Gate",
    "TooOften",
    "address_of",
    "declared_length",
    "filled_form",
    "new_code",
    "small_body",
]

COOKIE = "trustgarden"
SIGN_IN = "/trustgarden/sign-in"
MOST_BODY = MOST_UPLOAD * MOST_FILES + 100_000
BODY_WITHIN = 20.0
"""Seconds to wait for the next part of a body."""
GONE: Message = {"type": "http.disconnect"}
NAMED = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d{1,5})?")
"""A host with or without its port."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def new_code() -> str:
    """A code of six digits that nobody can guess in the tries that there are."""
    return f"{secrets.randbelow(10**6):06d}"


class TooOften:
    """Counts wrong codes: after some of them within a minute no more are looked at.

    One who guesses is held up by their address, so that nobody else has to wait; many who guess
    together are held up together. A million codes against 40 tries a minute: in two hours one
    guesses it in 5 rooms of 1,000.

    Args:
        most: Wrong codes of one address within the time.
        most_of_all: Wrong codes of all addresses within the time.
        seconds: The time.
    """

    def __init__(self, most: int = 8, most_of_all: int = 40, seconds: float = 60.0) -> None:
        self._most, self._most_of_all, self._seconds = most, most_of_all, seconds
        self._wrong: list[tuple[float, str]] = []

    def holds_up(self, who: str) -> bool:
        """Whether one of this address has to wait."""
        now = time.monotonic()
        self._wrong = [one for one in self._wrong if now - one[0] < self._seconds]
        own = sum(by == who for _, by in self._wrong)
        return own >= self._most or len(self._wrong) >= self._most_of_all

    def count(self, who: str) -> None:
        """Another wrong code."""
        self._wrong.append((time.monotonic(), who))


class Gate:
    """ASGI middleware before everything else.

    Args:
        app: What lies behind.
        hosts: Names under which the server may be asked for, without port; "*" for any, which is
            for servers with a code.
        code: What everybody has to show first; None where only this machine can come.
        language: Of the page that asks for it.
        is_crowded: Whether so many pages are being opened that another has to wait.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str],
        code: str | None,
        language: str = "en",
        is_crowded: Callable[[], bool] = lambda: False,
    ) -> None:
        self._app, self._code, self._is_crowded = app, code, is_crowded
        self._hosts = {host.lower() for host in hosts}
        self._say = page_words(language)
        # What the cookie holds; whoever has it has shown the code to this very server.
        self._token = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
        self._wrong = TooOften()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in or turn away."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin1").lower(): value.decode("latin1")
                   for name, value in scope["headers"]}  # fmt: skip
        if not self._is_meant(headers.get("host", "")):
            await _refuse(scope, receive, send, 421, "This server goes by another name.")
        elif not _is_ours(scope, headers):
            await _refuse(scope, receive, send, 403, "Only pages of this server may do this.")
        elif not 0 <= declared_length(headers.get("content-length")) <= MOST_BODY:
            await _refuse(scope, receive, send, 413, "This is too large.")
        elif self._code is None or self._is_known(headers):
            await self._let_in(scope, receive, send)
        elif scope["type"] == "websocket":
            await _refuse(scope, receive, send, 403, "Show the code first.")
        else:
            await self._ask(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
        elif scope["path"] == "/" and self._is_crowded():
            await _refuse(scope, receive, send, 503, "Many pages are opened just now; come again.")
        else:
            await self._app(scope, _counted(receive), _framed(send))

    def _is_meant(self, host: str) -> bool:
        found = NAMED.fullmatch(host.lower())
        return "*" in self._hosts or (found is not None and found[1] in self._hosts)

    def _is_known(self, headers: dict[str, str]) -> bool:
        cookies = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except Exception:
            return False
        held = cookies[COOKIE].value if COOKIE in cookies else ""
        return hmac.compare_digest(held.encode(), self._token.encode())

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        told, status = "", 200
        if scope["method"] == "POST" and scope["path"] == SIGN_IN:
            told, status = await self._check(scope, receive), 403
            if not told:
                response = RedirectResponse("/", status_code=303)
                response.set_cookie(COOKIE, self._token, httponly=True, samesite="strict")
                await response(scope, receive, send)
                return
        page = HTMLResponse(_sign_in(self._say, told), status_code=status)
        await page(scope, receive, send)

    async def _check(self, scope: Scope, receive: Receive) -> str:
        """What to say of the code that was given; nothing if it is the one."""
        body = await small_body(receive)
        # Only now: of many who send their bodies at the same moment each is counted before the
        # next is looked at.
        who = address_of(scope)
        if self._wrong.holds_up(who):
            return self._say("phone.slow")
        given = parse_qs(body.decode("latin1")).get("code", [""])[0].strip()
        if hmac.compare_digest(given.encode(), (self._code or "").encode()):
            return ""
        self._wrong.count(who)
        return self._say("sign_in.wrong")


def address_of(scope: Scope) -> str:
    """From where a request comes, without the port."""
    return str((scope.get("client") or ("", 0))[0])


def declared_length(text: str | None) -> int:
    """How long a body says that it is; 0 if it does not say, -1 if what it says is no length."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _is_ours(scope: Scope, headers: dict[str, str]) -> bool:
    """Whether what writes or opens a socket comes from a page of the host that was asked.

    Whatever only reads may come from elsewhere if somebody follows a link: the pages that another
    page fetched behind their back would each be built for nothing.
    """
    if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
        site = headers.get("sec-fetch-site", "none")
        return site in ("none", "same-origin") or headers.get("sec-fetch-dest") == "document"
    origin = headers.get("origin")
    if origin is None:
        # Programs have no origin; browsers always send one with a socket or a post.
        return True
    return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": why})
        return
    await PlainTextResponse(why, status_code=status)(scope, receive, send)


def _counted(receive: Receive) -> Receive:
    """The same, until more has come than may, or none for long; a body need not say its length."""
    total, done = 0, False

    async def counted() -> Message:
        nonlocal total, done
        if done:  # Who waits now waits for the other side to go, which may take its time.
            return await receive()
        message = await _soon(receive)
        if message["type"] == "http.request":
            total += len(message.get("body", b""))
            done = not message.get("more_body")
            if total > MOST_BODY:
                return GONE
        return message

    return counted


async def _soon(receive: Receive) -> Message:
    try:
        return await asyncio.wait_for(receive(), BODY_WITHIN)
    except TimeoutError:
        return GONE


def _framed(send: Send) -> Send:
    """The same, with headers that keep other pages from showing ours in a frame."""

    async def framed(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                *message.get("headers", []),
                (b"x-frame-options", b"DENY"),
                (b"referrer-policy", b"no-referrer"),
                (b"x-content-type-options", b"nosniff"),
            ]
        await send(message)

    return framed


async def small_body(receive: Receive, most: int = 2_000) -> bytes:
    """The body of a small form; nothing if it is larger, or does not come."""
    body = b""
    while len(body) <= most:
        message = await _soon(receive)
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body if len(body) <= most else b""
    return b""


def _sign_in(say: PageWords, told: str) -> str:
    page = (files("trustgarden.app") / "templates" / "form.html").read_text(encoding="utf-8")
    inner = (
        f'<form method="post" action="{SIGN_IN}"><label>{html.escape(say("sign_in.code"))}'
        '<input name="code" inputmode="numeric" autocomplete="off" required maxlength="12"></label>'
        f"<button>{html.escape(say('sign_in.enter'))}</button></form>"
    )
    return filled_form(page, say.language, say("sign_in.title"), inner, told)


def filled_form(page: str, language: str, title: str, inner: str, told: str = "") -> str:
    """A small page with a form; `inner` is HTML of ours, everything else is text."""
    for name, value in (
        ("@language@", html.escape(language)),
        ("@title@", html.escape(title)),
        ("@told@", html.escape(told)),
        ("@inner@", inner),
    ):
        page = page.replace(name, value)
    return page
