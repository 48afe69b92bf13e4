"""Who may come in to the live page, and who may not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import pytest

from trustgarden.app.gate import COOKIE, MOST_BODY, SIGN_IN, Gate, TooOften, new_code

HOST = "127.0.0.1:8710"
OUTSIDE = "192.168.1.7:8710"


@dataclass
class Answer:
    """What came back; `body` is the reason where a socket was refused."""

    status: int
    headers: dict[str, str]
    body: str


async def behind(scope: Any, receive: Any, send: Any) -> None:
    """What lies behind the gate: it says how much it read, or opens a socket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    read = 0
    while True:
        message = await receive()
        read += len(message.get("body", b""))
        if message["type"] == "http.disconnect":
            read = -1
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": f"read {read}".encode()})


class Visitor:
    """Somebody at the gate, who keeps cookies as a browser does."""

    def __init__(self, gate: Gate, host: str = HOST) -> None:
        self._gate, self._host, self.cookie = gate, host, ""

    def get(self, path: str = "/", **headers: str) -> Answer:
        return self._ask("GET", path, (b"",), headers)

    def post(self, path: str = "/", body: bytes = b"", **headers: str) -> Answer:
        return self._ask("POST", path, (body,), headers)

    def pour(self, chunks: Iterable[bytes]) -> Answer:
        """A body that does not say how long it is."""
        return self._ask("POST", "/", chunks, {})

    def show(self, code: str) -> Answer:
        return self.post(SIGN_IN, f"code={quote_plus(code)}".encode())

    def opens_a_socket(self, **headers: str) -> bool:
        return self._run("websocket", "GET", "/socket", (), headers)[0]["type"] == (
            "websocket.accept"
        )

    def _ask(self, method: str, path: str, chunks: Iterable[bytes], headers: Any) -> Answer:
        start, *rest = self._run("http", method, path, chunks, headers)
        got = {name.decode(): value.decode() for name, value in start["headers"]}
        self.cookie = got.get("set-cookie", self.cookie).partition(";")[0]
        return Answer(start["status"], got, b"".join(one["body"] for one in rest).decode())

    def _run(
        self, kind: str, method: str, path: str, chunks: Iterable[bytes], headers: dict[str, str]
    ) -> Sequence[Any]:
        stated = {"host": self._host, "cookie": self.cookie} | headers
        scope = {
            "type": kind, "method": method, "path": path, "query_string": b"",
            "headers": [(name.replace("_", "-").encode(), value.encode("latin1"))
                        for name, value in stated.items()],
        }  # fmt: skip
        sent: list[Any] = []
        coming = iter(chunks)

        async def receive() -> Any:
            if kind == "websocket":
                return {"type": "websocket.connect"}
            chunk = next(coming, None)
            return {"type": "http.request", "body": chunk or b"", "more_body": bool(chunk)}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self._gate(scope, receive, send))
        return sent


def visitor(code: str | None = None, host: str = HOST, hosts: Any = ("127.0.0.1",)) -> Visitor:
    return Visitor(Gate(behind, hosts=hosts, code=code), host)


def outsider(code: str = "123456") -> Visitor:
    return visitor(code, OUTSIDE, "*")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8710", "127.0.0.1.evil:80", ""])
def test_it_answers_under_its_own_name_only(host: str) -> None:
    """Else any page in the browser could have a name of its own point here (DNS rebinding)."""
    assert visitor().get().status == 200
    assert visitor().get(host=host).status == 421
    assert not visitor().opens_a_socket(host=host)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", f"http://{HOST}.evil", ""]
)
def test_pages_of_others_may_neither_write_nor_open_a_socket(origin: str) -> None:
    assert visitor().post(origin=f"http://{HOST}").status == 200
    assert visitor().opens_a_socket(origin=f"http://{HOST}")
    assert visitor().post(origin=origin).status == 403
    assert not visitor().opens_a_socket(origin=origin)


def test_what_is_too_large_is_not_read() -> None:
    assert visitor().post(content_length=str(MOST_BODY + 1)).status == 413
    part = b"x" * 1_000_000
    few = visitor().pour([part] * 3)
    assert few.body == "read 3000000"
    assert visitor().pour([part] * (MOST_BODY // len(part) + 2)).body == "read -1"


def test_no_other_page_can_frame_it() -> None:
    headers = visitor().get().headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"


class TestWithACode:
    @pytest.mark.parametrize("path", ["/", "/trustgarden/canvas/garden.js", "/_nicegui/x", "/.."])
    def test_without_it_nothing_is_seen(self, path: str) -> None:
        page = outsider().get(path).body
        assert "read" not in page
        assert 'name="code"' in page
        assert not outsider().opens_a_socket()

    def test_with_it_one_is_in_and_stays_in(self) -> None:
        one = outsider()
        assert one.show(" 123456 ").status == 303
        assert "HttpOnly" in outsider().show("123456").headers["set-cookie"]
        assert one.get().body == "read 0"
        assert one.opens_a_socket()

    # The last but one is of digits too, but of full width.
    @pytest.mark.parametrize(
        "code", ["", "12345", "1234567", "654321", "\uff11\uff12\uff13456", "123456\0"]
    )
    def test_any_other_is_refused(self, code: str) -> None:
        one = outsider()
        assert one.show(code).status == 403
        assert "read" not in one.get().body

    @pytest.mark.parametrize("cookie", ["x", "123456", "", "\xff", 'a="b; c'])
    def test_a_cookie_cannot_be_made_up(self, cookie: str) -> None:
        one = outsider()
        one.cookie = f"{COOKIE}={cookie}"
        assert "read" not in one.get().body

    def test_it_cannot_be_guessed(self) -> None:
        """After eight wrong codes within a minute not even the right one is looked at."""
        one = outsider()
        for k in range(8):
            assert one.show(str(k)).status == 403
        assert one.show("123456").status == 403

    def test_another_server_knows_nothing_of_it(self) -> None:
        one, other = outsider(), outsider()
        one.show("123456")
        other.cookie = one.cookie
        assert "read" not in other.get().body

    def test_markup_in_what_is_given_is_not_shown(self) -> None:
        assert "<script>alert" not in outsider().show("<script>alert(1)</script>").body


def test_codes_are_six_digits_and_differ() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) > 45
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_after_a_while_one_may_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("trustgarden.app.gate.time.monotonic", lambda: now[0])
    wrong = TooOften(most=2, seconds=60)
    wrong.count("one")
    assert not wrong.holds_up("one")
    wrong.count("one")
    assert wrong.holds_up("one")
    assert not wrong.holds_up("another")
    now[0] = 61.0
    assert not wrong.holds_up("one")
