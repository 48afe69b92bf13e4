"""Asking an ASGI application without a network: one request, or one that opens a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message

__all__ = ["Answer", "asked", "asked_together"]

HOST = "127.0.0.1:8710"


@dataclass
class Answer:
    """What came back.

    Attributes:
        status: Of a request; of a socket 101 if it was opened, 403 if not.
        text: The body.
        headers: By name in small letters; of several the last.
    """

    status: int = 0
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)


async def answer_of(
    app: ASGIApp,
    path: str = "/",
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | Iterable[bytes] = b"",
    kind: str = "http",
    who: str = "192.0.2.1",
    said: asyncio.Event | None = None,
) -> Answer:
    """What the application answers; `said` is waited for before the body comes."""
    given = {"host": HOST} | dict(headers or {})
    scope = {
        "type": kind, "method": method, "path": path, "raw_path": path.encode(), "scheme": "http",
        "query_string": b"", "root_path": "", "http_version": "1.1", "client": (who, 50_000),
        "server": ("127.0.0.1", 8710), "asgi": {"version": "3.0"}, "subprotocols": [],
        "headers": [(name.lower().encode(), value.encode("latin1"))
                    for name, value in given.items()],
    }  # fmt: skip
    parts = iter([body] if isinstance(body, bytes) else body)
    answer = Answer()
    ended = asyncio.Event()

    async def receive() -> Message:
        if said is not None:
            await said.wait()
        if kind == "websocket":
            return {"type": "websocket.connect"}
        part = next(parts, None)
        if part is None:
            await ended.wait()
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": not isinstance(body, bytes)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode().lower(): value.decode("latin1")
                              for name, value in message["headers"]}  # fmt: skip
        elif message["type"] == "http.response.body":
            answer.text += message.get("body", b"").decode()
            if not message.get("more_body"):
                ended.set()
        else:
            answer.status = 101 if message["type"] == "websocket.accept" else 403

    await app(scope, receive, send)
    return answer


def asked(app: ASGIApp, path: str = "/", **of: Any) -> Answer:
    """The answer to one request (`answer_of`)."""
    return asyncio.run(answer_of(app, path, **of))


def asked_together(app: ASGIApp, path: str, bodies: Iterable[bytes], **of: Any) -> list[Answer]:
    """The answers to many requests that are all there before the first body comes."""

    async def together() -> list[Answer]:
        said = asyncio.Event()
        asking = [asyncio.create_task(answer_of(app, path, body=body, said=said, **of))
                  for body in bodies]  # fmt: skip
        for _ in range(5):
            await asyncio.sleep(0)
        said.set()
        return await asyncio.gather(*asking)

    return asyncio.run(together())
