"""The phones' server: it takes one bet of each phone, with the code, and nothing else."""

from __future__ import annotations

import asyncio
import http.client
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from live_rooms import room

from trustgarden.app.phones import Phones
from trustgarden.app.sessions import Session

OPTIONS = {"rises": "It rises <b>", "same": "Same", "falls": "It falls"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


def opened(session: Session, visit: Callable[[int, str], Any]) -> Any:
    """What a visitor gets, who runs in a thread of its own while the server is open."""

    async def meanwhile() -> Any:
        phones = Phones()
        await phones.open(session, "What <will> happen?", OPTIONS)
        try:
            port = int(phones.address.rsplit(":", 1)[1].strip("/"))
            return await asyncio.to_thread(visit, port, phones.code)
        finally:
            await phones.close()

    return asyncio.run(meanwhile())


def ask(port: int, method: str = "GET", path: str = "/", body: str = "", **headers: str) -> Any:
    """Status, text and cookie of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body or None, FORM | names)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, (answer.getheader("set-cookie") or "").partition(";")[0]


def bet(port: int, code: str, option: str = "rises", name: str = "Ada", **headers: str) -> Any:
    body = urlencode({"code": code, "option": option, "name": name})
    return ask(port, "POST", body=body, **headers)


def test_with_the_code_a_bet_counts(tmp_path: Path) -> None:
    session = room(tmp_path)
    status, _, cookie = opened(session, bet)
    assert status == 200
    assert cookie.startswith("phone=")
    assert session.box.tally() == {"rises": 1, "same": 0, "falls": 0}


def test_without_it_nothing_does(tmp_path: Path) -> None:
    session = room(tmp_path)
    wrong = opened(session, lambda port, _: [bet(port, one)[0] for one in ("", "000", "x" * 500)])
    assert set(wrong) == {403}
    assert sum(session.box.tally().values()) == 0


def test_it_cannot_be_guessed(tmp_path: Path) -> None:
    session = room(tmp_path)

    def guess(port: int, code: str) -> list[int]:
        return [bet(port, "no")[0] for _ in range(8)] + [bet(port, code)[0]]

    assert opened(session, guess) == [403] * 8 + [429]


def test_a_phone_that_bets_again_changes_its_bet(tmp_path: Path) -> None:
    session = room(tmp_path)

    def twice(port: int, code: str) -> None:
        cookie = bet(port, code)[2]
        bet(port, code, "falls", cookie=cookie)
        bet(port, code, "same", "Ada")

    opened(session, twice)
    assert session.box.tally() == {"rises": 0, "same": 1, "falls": 1}


def test_what_is_no_option_is_no_bet(tmp_path: Path) -> None:
    session = room(tmp_path)
    status = opened(session, lambda port, code: bet(port, code, "wins")[0])
    assert status == 400
    assert sum(session.box.tally().values()) == 0


def test_closed_bets_are_closed_for_phones_too(tmp_path: Path) -> None:
    session = room(tmp_path)
    session.box.close()
    assert opened(session, lambda port, code: bet(port, code)[0]) == 409


def test_markup_is_text(tmp_path: Path) -> None:
    session = room(tmp_path)

    def visit(port: int, code: str) -> str:
        bet(port, code, name="<script>alert(1)</script>")
        return str(ask(port)[1])

    page = opened(session, visit)
    assert "What &lt;will&gt; happen?" in page
    assert "It rises &lt;b&gt;" in page
    assert "<script" not in page
    assert "http" not in page


def test_nothing_else_is_there(tmp_path: Path) -> None:
    paths = ("/trustgarden/", "/_nicegui/", "/..%2f..%2fetc/passwd", "/static/x", "/docs")

    def visit(port: int, _: str) -> list[int]:
        return [*(ask(port, path=path)[0] for path in paths), ask(port, "PUT")[0]]

    assert opened(room(tmp_path), visit) == [404] * len(paths) + [405]


def test_what_is_large_or_has_no_length_is_not_read(tmp_path: Path) -> None:
    session = room(tmp_path)

    def visit(port: int, code: str) -> list[int]:
        large = ask(port, "POST", body="x" * 10_000)[0]
        with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
            raw.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            raw.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")
            endless = int(raw.recv(100).split()[1])
        return [large, endless]

    assert opened(session, visit) == [413, 403]


def test_closed_nobody_listens(tmp_path: Path) -> None:
    session = room(tmp_path)

    async def visit() -> None:
        phones = Phones()
        await phones.open(session, "?", OPTIONS)
        assert phones.is_open_for(session)
        port = int(phones.address.rsplit(":", 1)[1].strip("/"))
        await phones.close()
        assert not phones.is_open_for(session)
        try:
            await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return
        raise AssertionError("it listens still")

    asyncio.run(visit())
