"""The gate of the live page: who comes in, by which name, from which page, and with which code."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from typing import Any

import pytest
from asking import HOST, Answer, asked, asked_together
from starlette.responses import PlainTextResponse

from trustgarden.app import gate
from trustgarden.app.gate import (
    COOKIE,
    LOOPBACK,
    MOST_BODY,
    SIGN_IN,
    Gate,
    TooOften,
    declared_length,
    new_code,
)
from trustgarden.app.page_words import page_words

CODE = "314159"


async def behind(scope: Any, receive: Any, send: Any) -> None:
    """What lies behind the gate: reads a body to its end, and opens sockets."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    length, more = 0, scope["method"] == "POST"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            await PlainTextResponse("gone", status_code=499)(scope, receive, send)
            return
        length += len(message["body"])
        more = message["more_body"]
    await PlainTextResponse(f"inside {length}")(scope, receive, send)


@pytest.fixture
def local() -> Gate:
    return Gate(behind, hosts=LOOPBACK, code=None)


@pytest.fixture
def coded() -> Gate:
    return Gate(behind, hosts=("*",), code=CODE)


def signed_in(to: Gate, code: str = CODE, **of: Any) -> Answer:
    return asked(to, SIGN_IN, method="POST", body=f"code={code}".encode(), **of)


# By which name


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8710", "localhost:8710", "LOCALHOST", "[::1]:8710", "[::1]", "127.0.0.1"]
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_this_machine_is_asked_by_its_own_names(local: Gate, host: str, kind: str) -> None:
    assert asked(local, kind=kind, headers={"host": host}).status in (200, 101)


@pytest.mark.parametrize(
    "host",
    [
        "", "evil.example", "evil.example:8710", "127.0.0.1.evil.example:8710", "localhost.evil:1",
        "127.0.0.1:8710@evil.example", "127.0.0.1:80:80", "0.0.0.0:8710", "*", "[::1", "127.1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_name_that_somebody_bent_to_this_machine_is_refused(local, host, kind) -> None:  # type: ignore[no-untyped-def]
    assert asked(local, kind=kind, headers={"host": host}).status in (421, 403)


# From which page


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example", "null", "", "http://127.0.0.1:3000", "http://127.0.0.1", "file://",
        "http://127.0.0.1:8710.evil",
    ],
)  # fmt: skip
@pytest.mark.parametrize("of", [{"kind": "websocket"}, {"method": "POST"}, {"method": "DELETE"}])
def test_another_page_opens_no_socket_and_writes_nothing(local, origin, of) -> None:  # type: ignore[no-untyped-def]
    assert asked(local, headers={"origin": origin}, **of).status == 403


@pytest.mark.parametrize("of", [{"kind": "websocket"}, {"method": "POST"}])
def test_our_own_page_does(local: Gate, of: dict[str, str]) -> None:
    assert asked(local, headers={"origin": f"http://{HOST}"}, **of).status in (200, 101)


@pytest.mark.parametrize(
    ("site", "dest", "status"),
    [
        ("none", "document", 200),  # Typed in.
        ("same-origin", "script", 200),
        ("cross-site", "document", 200),  # A link that somebody followed.
        ("cross-site", "image", 403),
        ("cross-site", "iframe", 403),
        ("cross-site", "empty", 403),
        ("same-site", "script", 403),  # Another port of this machine.
    ],
)
def test_another_page_fetches_none_behind_ones_back(local, site, dest, status) -> None:  # type: ignore[no-untyped-def]
    headers = {"sec-fetch-site": site, "sec-fetch-dest": dest}
    assert asked(local, headers=headers).status == status


def test_no_other_page_shows_ours_in_a_frame(local: Gate) -> None:
    headers = asked(local).headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


# How large


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (None, 0), ("", 0), ("0", 0), ("17", 17), ("-1", -1), ("+5", -1), ("1_000", -1), ("²", -1),
        ("٣", -1), ("1e3", -1), ("0x10", -1), (" 7", -1), ("9" * 5000, -1),
    ],
)  # fmt: skip
def test_what_is_no_length_is_none(text: str | None, length: int) -> None:
    assert declared_length(text) == length


@pytest.mark.parametrize("length", [str(MOST_BODY + 1), "-1", "junk", "9" * 5000])
def test_a_body_that_says_it_is_too_large_is_not_read(local: Gate, length: str) -> None:
    assert asked(local, method="POST", headers={"content-length": length}).status == 413


def test_a_body_that_does_not_say_is_read_so_far_and_no_further(local: Gate) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"x" * 100_000

    assert asked(local, method="POST", body=endless()).text == "gone"
    assert read * 100_000 <= MOST_BODY + 200_000


def test_a_body_of_the_size_that_may_be_comes_in(local: Gate) -> None:
    assert asked(local, method="POST", body=b"x" * 90_000).text == "inside 90000"


def test_a_body_that_stops_coming_is_not_waited_for(
    local: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "BODY_WITHIN", 0.05)
    assert asked(local, method="POST", body=[b"begun"]).text == "gone"


def test_when_many_pages_are_being_opened_another_waits() -> None:
    crowded = Gate(behind, hosts=LOOPBACK, code=None, is_crowded=lambda: True)
    assert asked(crowded).status == 503
    assert asked(crowded, "/asset.js").status == 200
    assert asked(crowded, kind="websocket").status == 101


# With which code


@pytest.mark.parametrize("path", ["/", SIGN_IN, "/_nicegui/anything", "/..%2f"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT"])
def test_without_the_code_there_is_nothing_but_the_question(coded, path, method) -> None:  # type: ignore[no-untyped-def]
    answer = asked(coded, path, method=method)
    assert "inside" not in answer.text
    assert "set-cookie" not in answer.headers
    assert 'name="code"' in answer.text


def test_without_the_code_no_socket_opens(coded: Gate) -> None:
    assert asked(coded, kind="websocket").status == 403
    assert asked(coded, kind="websocket", headers={"cookie": f"{COOKIE}=guess"}).status == 403


def test_with_the_code_one_is_in_and_stays_in(coded: Gate) -> None:
    answer = signed_in(coded)
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert CODE not in cookie
    known = {"cookie": cookie.partition(";")[0]}
    assert asked(coded, headers=known).text == "inside 0"
    assert asked(coded, kind="websocket", headers=known).status == 101
    assert asked(Gate(behind, hosts=("*",), code=CODE), headers=known).text != "inside 0", (
        "another run of the server knows nobody"
    )


@pytest.mark.parametrize(
    "cookie",
    ["", "=", f"{COOKIE}=", f"{COOKIE}=\xff", "a;b;;c=\x01", f"{COOKIE}={CODE}", "x" * 9000],
)
def test_cookies_of_any_kind_are_no_key(coded: Gate, cookie: str) -> None:
    answer = asked(coded, headers={"cookie": cookie})
    assert (answer.status, "inside" in answer.text) == (200, False)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"code=", b"code", b"code=271828", b"code=\xff\xfe", b"code=%00", b"code[]=" + b"3",
        f"code={CODE}".encode() + b"x" * 3000, b"&" * 1500, b"Code=" + CODE.encode(),
        f"code={CODE}".replace("3", "\N{FULLWIDTH DIGIT THREE}").encode(),
    ],
)  # fmt: skip
def test_what_is_not_the_code_is_not(coded: Gate, body: bytes) -> None:
    answer = asked(coded, SIGN_IN, method="POST", body=body)
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)
    assert page_words("en")("sign_in.wrong") in answer.text


def test_codes_are_compared_without_telling_how_near_one_is(
    coded: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    in_constant_time = hmac.compare_digest

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return in_constant_time(one, other)

    monkeypatch.setattr(gate.hmac, "compare_digest", compare)
    assert signed_in(coded, "271828").status == 403
    assert signed_in(coded).status == 303
    assert compared == [(b"", coded._token.encode()), (b"271828", CODE.encode()),
                        (b"", coded._token.encode()), (CODE.encode(), CODE.encode())]  # fmt: skip


def test_who_guesses_is_held_up_and_others_are_not(coded: Gate) -> None:
    told = [signed_in(coded, f"{k:06d}").text for k in range(9)]
    slow = page_words("en")("phone.slow")
    assert [slow in text for text in told] == [False] * 8 + [True]
    assert signed_in(coded).status == 403, "the code itself is not looked at any more"
    assert signed_in(coded, who="192.0.2.2").status == 303


def test_many_who_guess_together_are_held_up_together(coded: Gate) -> None:
    for k in range(40):
        signed_in(coded, f"{k:06d}", who=f"192.0.2.{k}")
    assert signed_in(coded, who="192.0.2.200").status == 403


def test_guesses_that_come_at_the_same_moment_are_counted_one_by_one(coded: Gate) -> None:
    bodies = [f"code={k:06d}".encode() for k in range(100)] + [f"code={CODE}".encode()]
    answers = asked_together(coded, SIGN_IN, bodies, method="POST")
    wrong = page_words("en")("sign_in.wrong")
    assert sum(wrong in answer.text for answer in answers) == 8
    assert answers[-1].status == 403


def test_after_a_while_one_may_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    wrong = TooOften(most=2, most_of_all=3, seconds=60)
    wrong.count("a")
    assert not wrong.holds_up("a")
    wrong.count("a")
    assert wrong.holds_up("a")
    assert not wrong.holds_up("b")
    wrong.count("b")
    assert wrong.holds_up("c")
    now = 161.0
    assert not wrong.holds_up("a")
    assert wrong._wrong == []


def test_codes_have_six_digits_and_are_not_the_same() -> None:
    codes = {new_code() for _ in range(50)}
    assert all(re.fullmatch(r"[0-9]{6}", code) for code in codes)
    assert len(codes) > 45


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_question_asks_nobody_else_for_anything(language: str) -> None:
    text = asked(Gate(behind, hosts=("*",), code=CODE, language=language)).text
    assert f'lang="{language}"' in text
    assert not re.search(r"https?://|//\w|@\w+@", text)
