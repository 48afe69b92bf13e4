"""The page for phones: one question, one bet for each, only with the code, and closed when over."""

from __future__ import annotations

import asyncio
import html
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import Answer, answer_of, asked
from small_gardens import session_of
from starlette.applications import Starlette
from starlette.routing import Route

from trustgarden.app.bets import MOST_BETS
from trustgarden.app.page_words import page_words
from trustgarden.app.phones import PHONE, Phones
from trustgarden.app.sessions import Session

SAY = page_words("en")
OPTIONS = {"rises": "It rises", "same": "About the same", "falls": "It falls <b>"}


class Room:
    """A session whose phones' page is asked without a network."""

    def __init__(self, folder: Path) -> None:
        self.session = session_of(folder)
        self.phones = Phones()
        self._open(self.phones, self.session)
        self.app = Starlette(routes=[Route("/", self.phones._page, methods=["GET"]),
                                     Route("/", self.phones._bet, methods=["POST"])])  # fmt: skip

    @staticmethod
    def _open(phones: Phones, session: Session) -> None:
        async def opened() -> None:
            await phones.open(session, 'What of "trust"? <script>', OPTIONS)
            code, question = phones.code, phones._asked
            await phones.close()
            phones.code, phones._asked, phones._session = code, question, session

        asyncio.run(opened())

    def bet(self, body: bytes | str | None = None, **of: Any) -> Answer:
        if body is None:
            fields = {"code": self.phones.code, "option": "rises", "name": "Ada"}
            fields |= of.pop("fields", {})
            body = "&".join(f"{key}={value}" for key, value in fields.items())
        return asked(self.app, method="POST", body=body.encode() if isinstance(body, str) else body,
                     **of)  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_phone_places_a_bet_and_may_think_again(room: Room) -> None:
    answer = room.bet()
    assert (answer.status, SAY("phone.thanks") in html.unescape(answer.text)) == (200, True)
    cookie = {"cookie": answer.headers["set-cookie"].partition(";")[0]}
    assert room.bet(headers=cookie, fields={"option": "falls"}).status == 200
    assert [(bet.name, bet.option) for bet in room.session.box.bets] == [("Ada", "falls")]


def test_two_of_the_same_name_are_two(room: Room) -> None:
    room.bet()
    room.bet(fields={"option": "same"})
    assert [bet.name for bet in room.session.box.bets] == ["Ada", "Ada"]


def test_a_phone_without_a_name_is_numbered(room: Room) -> None:
    room.bet(fields={"name": ""})
    assert [bet.name for bet in room.session.box.bets] == ["1"]


@pytest.mark.parametrize("device", ["screen-Ada", "screen-0", "x" * 200, "../../x", "A" * 32])
def test_a_phone_that_calls_itself_something_else_takes_nobodys_place(room, device) -> None:  # type: ignore[no-untyped-def]
    room.session.bet("screen-Ada", "Ada", "falls", None)
    answer = room.bet(headers={"cookie": f"{PHONE}={device}"})
    assert answer.status == 200
    assert device not in answer.headers["set-cookie"]
    assert [bet.option for bet in room.session.box.bets] == ["falls", "rises"]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"code": "000"}, 403, "phone.wrong"),
        ({"code": ""}, 403, "phone.wrong"),
        ({"option": ""}, 400, "phone.missing"),
        ({"option": "left"}, 400, "phone.missing"),
        ({"option": "<script>"}, 400, "phone.missing"),
    ],
)
def test_what_is_no_bet_is_none(room: Room, fields: Any, status: int, said: str) -> None:
    answer = room.bet(fields=fields)
    assert (answer.status, SAY(said) in html.unescape(answer.text)) == (status, True)
    assert len(room.session.box) == 0


@pytest.mark.parametrize("name", ["%00", "%0a", "x" * 25, "%E2%80%AEevil", "%F0%9F"])
def test_names_that_steer_are_refused_or_made_plain(room: Room, name: str) -> None:
    answer = room.bet(fields={"name": name})
    assert answer.status in (200, 400)
    assert all(bet.name.isprintable() for bet in room.session.box.bets)


def test_markup_is_text(room: Room) -> None:
    room.bet(fields={"name": "<img src=x onerror=a>"})
    assert room.session.box.bets[0].name == "<img src=x onerror=a>"
    page = asked(room.app).text
    assert "<script>" not in page
    assert "It falls <b>" not in page
    assert "What of &quot;trust&quot;? &lt;script&gt;" in page
    assert not re.search(r"https?://|//\w|@\w+@", page)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", {}),
        (b"\xff\xfe\x00", {}),
        (b"&" * 3000, {}),
        (b"a=1&" * 900, {}),
        (b"code=1", {"content-length": "junk"}),
        (b"code=1", {"content-length": "99999999"}),
        (b"code=1", {"content-type": "multipart/form-data"}),
        (b"--x\r\n" * 50, {"content-type": "multipart/form-data; boundary=x"}),
        (b"{}", {"content-type": "application/json"}),
    ],
)
def test_junk_is_no_bet_and_no_fault(room: Room, body: bytes, headers: dict[str, str]) -> None:
    assert room.bet(body, headers=headers).status in (403, 413)
    assert len(room.session.box) == 0


def test_a_body_without_a_length_is_read_so_far_and_no_further(room: Room) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"code=" + b"x" * 1000

    answer = asyncio.run(answer_of(room.app, method="POST", body=endless()))
    assert (answer.status, len(room.session.box)) == (403, 0)
    assert read <= 5


def test_guessing_the_code_takes_too_long_for_one_and_not_for_the_room(room: Room) -> None:
    states = [room.bet(fields={"code": f"{k:06d}"}).status for k in range(10)]
    assert states == [403] * 8 + [429] * 2
    assert room.bet().status == 429
    assert room.bet(who="192.0.2.77").status == 200


def test_the_box_holds_so_many(room: Room) -> None:
    for _ in range(MOST_BETS):
        assert room.bet().status == 200
    answer = room.bet()
    assert (answer.status, f"There are {MOST_BETS} bets already" in answer.text) == (400, True)
    assert len(room.session.box) == MOST_BETS


def test_once_weeks_go_by_nobody_bets(room: Room) -> None:
    room.bet()
    room.session.close_bets()
    answer = room.bet()
    assert (answer.status, SAY("phone.closed") in html.unescape(answer.text)) == (409, True)
    assert SAY("phone.closed") in html.unescape(asked(room.app).text)
    assert len(room.session.box) == 1


def test_nobody_bets_on_a_question_that_is_asked_no_more(room: Room) -> None:
    room.session.measure = "kept"
    room.session.new_bets()
    assert room.bet().status == 409
    assert len(room.session.box) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_a_phone_can_do_nothing_else(room: Room, method: str) -> None:
    assert asked(room.app, method=method).status == 405
    for path in ("/trustgarden/sign-in", "/_nicegui/x", "/..%2f", "/socket.io/"):
        assert asked(room.app, path).status == 404


# Open and closed, with a network


def test_it_listens_while_it_is_open_and_never_else(tmp_path: Path) -> None:
    session, other = session_of(tmp_path), Session(tmp_path)

    async def through() -> None:
        phones = Phones()
        await phones.open(session, "?", OPTIONS)
        port = int(phones.address.rstrip("/").rpartition(":")[2])
        first = phones.code
        assert phones.is_open_for(session)
        assert await answers(port)
        with pytest.raises(OSError, match="another page takes bets by phone") as refused:
            await phones.open(other, "?", OPTIONS)
        assert refused.value.strerror
        assert phones.is_open_for(session)
        assert phones.code == first
        await phones.close()
        assert not phones.is_open_for(session)
        assert not await answers(port)
        await phones.close()

    asyncio.run(through())


async def answers(port: int) -> bool:
    """Whether somebody listens there, and says the question."""

    def ask() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as talk:
                talk.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                told = b""
                while part := talk.recv(65536):
                    told += part
                return b"<form" in told
        except ConnectionError:
            return False

    return await asyncio.to_thread(ask)
