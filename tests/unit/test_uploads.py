"""Files from anywhere: read as data, within their folder and so far, and told plainly if not."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from small_gardens import SEED, session_of

import trustgarden as tg
from trustgarden.app.limits import (
    MOST_BURN_IN,
    MOST_DOTS,
    MOST_EVENTS,
    MOST_PEOPLE,
    MOST_SCENARIO,
    MOST_SLOTS,
    MOST_UPLOAD,
)
from trustgarden.app.sessions import Beginning
from trustgarden.app.uploads import LONGEST_MESSAGE, MOST_FILES, read_uploads
from trustgarden.errors import InputError

HEAD = b'id = "mine"\nextends = "garden"\n'
ORGANISATION = HEAD + b"[organisation]\n"
PEOPLE_IS = ORGANISATION + b'people = { file = "p.csv", id = "id", team = "team" }\n'
TABLE = b"id,team\nann,red\nbob,red\ncas,blue\ndi,blue\n"


def one(content: bytes, **others: bytes) -> dict[str, bytes]:
    return {"mine.toml": content} | {f"{name}.csv": text for name, text in others.items()}


def repeated(line: bytes, times: int) -> bytes:
    return b"".join(line.replace(b"#", b"%d" % k) for k in range(times))


HOSTILE: dict[str, tuple[dict[str, bytes], str]] = {
    # Numbers
    "not a number": (one(HEAD + b"[work]\nload = nan\n"), r"work\.load is nan"),
    "infinite": (one(HEAD + b"[work]\nload = inf\n"), r"work\.load is inf"),
    "too large to hold": (one(HEAD + b"[work]\nload = 1e999\n"), r"work\.load is inf"),
    "4,000 digits": (one(ORGANISATION + b"num_people = " + b"9" * 4000), "more than 18 digits"),
    "5,000 digits": (one(ORGANISATION + b"num_people = " + b"9" * 5000), "4300 digits"),
    "as a text": (one(ORGANISATION + b'num_people = "60"\n'), "num_people is"),
    # Sizes
    "a million people": (one(ORGANISATION + b"num_people = 1000000\n"),
                         r"num_people is 1,000,000; the live page allows at most 600"),
    "too many slots": (one(ORGANISATION + b"num_slots = %d\n" % (MOST_SLOTS + 1)), "num_slots"),
    "too long before": (one(ORGANISATION + b"burn_in_weeks = %d\n" % (MOST_BURN_IN + 1)),
                        "burn_in_weeks"),
    "many who come": (one(HEAD + b'[[events]]\nweek = 2\nkind = "growth"\nnumber = 580\n'),
                      "with all whom events bring, is 640"),
    "many who come one by one": (one(ORGANISATION + b"num_people = 590\n" + repeated(
        b'[[events]]\nweek = 2\nkind = "arrival"\n', 20)), "with all whom events bring, is 610"),
    "many events": (one(HEAD + repeated(b'[[events]]\nweek = 2\nkind = "layoff"\n',
                                        MOST_EVENTS + 1)), "has 301 events"),
    "many people in a file": (one(PEOPLE_IS, p=b"id,team\n" + repeated(b"p#,t\n", 601)),
                              "num_people is 601"),
    "many files of ties": (one(ORGANISATION + repeated(
        b'[[organisation.ties]]\nfile = "t.csv"\n', MOST_FILES + 1), t=b"from,to\n"),
        "names 13 files"),
    "ten megabytes": (one(b"#" * 10_000_000), "has 10,000,000 bytes"),
    "a large table": (one(PEOPLE_IS, p=b"x" * (MOST_UPLOAD + 1)), "p.csv has 1,000,001 bytes"),
    "many files": ({f"{k}.csv": b"" for k in range(MOST_FILES + 1)}, "there are 13 files"),
    "no file": ({}, "there are 0 files"),
    # Nesting
    "brackets": (one(HEAD + b"x = " + b"[" * 150_000), "nested too deeply"),
    "tables": (one(HEAD + b"x = " + b"{a=" * 60_000), "nested too deeply"),
    "dots in a key": (one(HEAD + b".".join([b"a"] * 95_000) + b" = 1\n"), "94,999 dots"),
    "dots in a table": (one(HEAD + b"[" + b".".join([b"a"] * 95_000) + b"]\n"), "94,999 dots"),
    "dots within": (one(HEAD + b"x = {" + b". ".join([b"a"] * 60_000) + b" = 1}\n"), "59,999 dots"),
    "as many dots as may be": (one(HEAD + repeated(
        b"k#." + b".".join([b"a"] * MOST_DOTS) + b" = 1\n", 380)), "k0 is not known"),
    "many unknown keys": (one(HEAD + repeated(b"k# = 1\n", 15_000)), "k0 is not known"),
    "a long key": (one(HEAD + b'"' + b"x" * 150_000 + b'" = 1\n'), "line 3"),
    # Paths
    "up": (one(PEOPLE_IS.replace(b"p.csv", b"../../../etc/passwd")), "not among the files"),
    "absolute": (one(PEOPLE_IS.replace(b"p.csv", b"/etc/passwd")), "not among the files"),
    "an address": (one(PEOPLE_IS.replace(b"p.csv", b"file:///etc/passwd")), "not among the files"),
    "a share": (one(PEOPLE_IS.replace(b"p.csv", b"\\\\\\\\evil\\\\x.csv")), "not among the files"),
    "of the chart": (one(PEOPLE_IS.replace(b"}", b', chart = "/etc/hostname" }'), p=TABLE),
                     r"people\.chart is .*/etc/hostname.* not among the files"),
    "of ties": (one(ORGANISATION + b'[[organisation.ties]]\nfile = "/dev/zero"\n'),
                "not among the files"),
    "a parent elsewhere": (one(b'id = "x"\nextends = "/etc/passwd"\n'), r"extends is .*catalogue"),
    "a parent above": (one(b'id = "x"\nextends = "../garden.toml"\n'), r"extends is .*catalogue"),
    "parents as a list": (one(b'id = "x"\nextends = ["garden"]\n'), "extends is a list"),
    "parents as a table": (one(b'id = "x"\nextends = {a = 1}\n'), "extends is a table"),
    "a table as parent": (one(b'id = "x"\nextends = "p.csv"\n', p=TABLE), "extends is"),
    "its own parent": (one(b'id = "x"\nextends = "mine.toml"\n'), "each extends another"),
    "a name that climbs": ({"../mine.toml": HEAD}, "no file name that can be used"),
    "an absolute name": ({"/tmp/mine.toml": HEAD}, "no file name that can be used"),
    "a name of Windows": ({"..\\mine.toml": HEAD}, "no file name that can be used"),
    "a name with nothing": ({"mine\0.toml": HEAD}, "no file name that can be used"),
    "a name with markup": ({"<b>.toml": HEAD}, "no file name that can be used"),
    "a long name": ({"m" * 200 + ".toml": HEAD}, "no file name that can be used"),
    "another kind": ({"mine.npz": b"PK"}, "no file name that can be used"),
    "two that are no family": ({"a.toml": HEAD, "b.toml": HEAD}, r"2 scenarios .*\(a.toml, b.toml"),
    "only a table": ({"p.csv": TABLE}, "none of the files is a scenario"),
    # Encodings, and what is something else
    "UTF-16": (one(HEAD.decode().encode("utf-16")), "not UTF-8 text"),
    "Latin-1": (one(HEAD + b'description = "Z\xfcrich"\n'), "not UTF-8 text"),
    "an archive": (one(b"PK\x03\x04" + bytes(100)), "not valid TOML"),
    "nothing but zeros": (one(bytes(1000)), "not valid TOML"),
    "a table in UTF-16": (one(PEOPLE_IS, p="id,team\n".encode("utf-16")), "not a text file"),
    "a table with zeros": (one(PEOPLE_IS, p=b"id,team\n\0,x\n"), "not a text file"),
    "a long line": (one(PEOPLE_IS, p=b"id,team\n" + b"x," * 400_000), "400001 cells"),
    "a long cell": (one(PEOPLE_IS, p=b'id,team\n"' + b"x" * 900_000), "field limit"),
    "an empty table": (one(PEOPLE_IS, p=b""), r"p\.csv"),
    # Code
    "code as a style": (one(HEAD + b'[leaders]\nstyle = "hostile_upload:Style"\n'), "never runs"),
    "code as a regime": (one(HEAD + b'[consequence]\nregime = "hostile_upload:Regime"\n'),
                         "never runs"),
    "code of a team": (one(HEAD + b'[leaders.by_team]\n"team 1" = "hostile_upload:Style"\n'),
                       "never runs"),
    "code in an event": (one(HEAD + b'[[events]]\nweek = 2\nkind = "change"\n'
                             b'set = { "leaders.style" = "hostile_upload:Style" }\n'),
                         "never runs"),
    "code as an event": (one(HEAD + b'[[events]]\nweek = 2\nkind = "regime"\n'
                             b'regime = "hostile_upload:Regime"\n'), "never runs"),
    "markup as an id": (one(b'id = "<script>alert(1)</script>"\n'), "it may hold small letters"),
}  # fmt: skip


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that leaves a file behind if anybody imports it."""
    place, sprung = tmp_path / "modules", tmp_path / "sprung"
    place.mkdir()
    code = f"open({str(sprung)!r}, 'w').close()\nimport trustgarden\nclass Style: ...\n"
    (place / "hostile_upload.py").write_text(code)
    monkeypatch.syspath_prepend(place)
    return sprung


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_told_in_a_sentence_and_leave_nothing(
    name: str, tmp_path: Path, trap: Path
) -> None:
    files, said = HOSTILE[name]
    own = tmp_path / "session"
    own.mkdir()
    session = session_of(own)
    before = everything_in(tmp_path)
    began = time.perf_counter()
    with pytest.raises(InputError, match=said) as refused:
        session.take_files(files)
    message = str(refused.value)
    assert time.perf_counter() - began < 5
    assert len(message) < LONGEST_MESSAGE + 10
    assert message.replace("\n", "").isprintable()
    assert str(tmp_path) not in message
    assert "--allow-code" not in message
    assert everything_in(tmp_path) == before
    assert not trap.exists()
    assert "hostile_upload" not in sys.modules
    session.live()
    assert session.week == 1


def everything_in(folder: Path) -> dict[Path, int]:
    return {
        path: path.stat().st_size for path in folder.rglob("*") if "__pycache__" not in str(path)
    }


def test_a_link_that_stands_where_a_file_goes_is_never_met(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    outside = tmp_path / "outside"
    outside.write_text("as it was")
    (tmp_path / "mine.toml").symlink_to(outside)
    session.take_files(one(HEAD))
    assert outside.read_text() == "as it was"


def test_files_are_written_into_the_folder_and_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    read_uploads(one(PEOPLE_IS, p=TABLE), folder)
    assert {str(path.relative_to(tmp_path)) for path in everything_in(tmp_path)} == {
        "here", "here/mine.toml", "here/p.csv",
    }  # fmt: skip


GOOD: Mapping[str, tuple[dict[str, bytes], int]] = {
    "an heir of the catalogue": (one(HEAD), 60),
    "with a mark of the byte order": (one(b"\xef\xbb\xbf" + HEAD), 60),
    "with Windows' line ends": (one(ORGANISATION.replace(b"\n", b"\r\n") + b"num_people = 20"), 20),
    "an heir of another file": (
        {"mine.toml": b'id = "mine"\nextends = "base.toml"\n',
         "base.toml": b'id = "base"\n[organisation]\nnum_people = 24\n'}, 24),
    "with people": (one(PEOPLE_IS, p=TABLE), 4),
    "with people and ties": (
        one(PEOPLE_IS + b'ties = [{ file = "t.csv" }]\n', p=TABLE, t=b"from,to\nann,bob\n"), 4),
    "as large as may be": (one(HEAD + b"#" * (MOST_SCENARIO - len(HEAD))), 60),
    "as many as may be": (one(ORGANISATION + b"num_people = %d\n" % MOST_PEOPLE), MOST_PEOPLE),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_trainers_own_files_are_read_as_the_batch_reads_them(name: str, tmp_path: Path) -> None:
    files, people = GOOD[name]
    scenario = read_uploads(files, tmp_path)
    assert scenario == tg.load_scenario(tmp_path / "mine.toml")
    assert scenario.resolved().organisation.num_people == people


def test_names_with_markup_or_formulas_are_names(tmp_path: Path) -> None:
    names = ['"<img src=x onerror=alert(1)>"', "=cmd|' /C calc'!A0", '"</script>"', "O'Brien"]
    table = "id,team\n" + "".join(
        f"{name},{team}\n" for name, team in zip(names, "aabb", strict=True)
    )
    session = session_of(tmp_path)
    own = session.take_files(one(PEOPLE_IS, p=table.encode()))
    session.begin(Beginning(own, SEED, own_people=True))
    session.live()
    assert set(session.plots[0].org.names) == {name.strip('"') for name in names}
