"""`trustgarden app` before it serves: what cannot be is one clear sentence and exit code 2."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trustgarden.cli import main
from trustgarden.cli.commands import app


def refused(*arguments: str) -> str:
    """What is said of a command that cannot be."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        assert main(["app", "--no-browser", *arguments]) == 2
    assert "Traceback" not in said.getvalue()
    return " ".join(said.getvalue().split())


def test_help_says_what_it_is() -> None:
    said = CliRunner().invoke(app, ["app", "--help"]).output
    assert "It needs no internet" in said
    for option in ("--seed", "--port", "--host", "--language", "--lesson", "--sessions"):
        assert option in said


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert port in refused("--port", port)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--port", "99999"), "--port"),
        (("--port", "x"), "--port"),
        (("--language", "fr"), "language is 'fr'"),
        (("nothing-known",), "nothing-known"),
        (("--seed", "-1"), "--seed"),
        (("--sessions", "0"), "--sessions"),
        (("--lesson", "no-such.toml"), "no-such.toml"),
        (("--host", "no.such.host.invalid"), "no.such.host.invalid"),
    ],
)
def test_what_cannot_be_is_named(arguments: tuple[str, ...], says: str) -> None:
    assert says in refused(*arguments)


@pytest.mark.parametrize("text", ["", "not toml", 'id = "x"\n', "\0"])
def test_a_lesson_that_is_none(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    assert "mine.toml" in refused("--lesson", str(file))


def test_a_scenario_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    file.write_text(
        'id = "large"\ndescription = "L"\nextends = "garden"\n[organisation]\nnum_people = 5000\n'
    )
    assert "the live page allows at most 600" in refused(str(file), "--port", "0")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for others")
def test_ctrl_c_ends_it_and_nothing_is_left_behind(tmp_path: Path) -> None:
    said = tmp_path / "said"
    kept = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "trustgarden", "app", "--no-browser", "--port", "0"]
    with said.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, cwd=tmp_path, env=kept)
    try:
        until = time.monotonic() + 120
        while not re.search(r"http://\S+/", said.read_text()):
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130)
    finally:
        process.kill()
    assert "Traceback" not in said.read_text()
    assert [one.name for one in tmp_path.iterdir() if one.name != "said"] == []
    assert tempfile.gettempdir() != str(tmp_path)
