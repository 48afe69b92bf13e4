"""`trustgarden app`: the live garden in the browser."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from trustgarden.cli.output import say
from trustgarden.cli.patience import say_if_first
from trustgarden.errors import InputError

__all__ = ["garden_app"]

PORTS = 65_535


def garden_app(
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="What gardens begin as: id or file.")
    ] = "garden",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Luck with which they begin.")] = 1,
    port: Annotated[
        int, typer.Option("--port", min=0, max=PORTS, help="Port; 0 for any that is free.")
    ] = 8710,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help="Address to listen on. Beyond this machine everybody needs the code it prints.",
        ),
    ] = "127.0.0.1",
    language: Annotated[
        str, typer.Option("--language", help="In which pages begin: en or de.")
    ] = "en",
    lesson: Annotated[
        list[Path] | None,
        typer.Option("--lesson", metavar="FILE.toml", help="A lesson of your own; repeatable."),
    ] = None,
    sessions: Annotated[
        int, typer.Option("--sessions", min=1, max=200, help="Pages that may be open at a time.")
    ] = 24,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Open the live garden: a page on which a room bets, tends, and watches trust grow or not.

    It needs no internet. Stop it with Ctrl-C; nothing is left behind.
    """
    if importlib.util.find_spec("nicegui") is None:
        raise InputError(
            'the live page needs NiceGUI, which is not installed; pip install "trustgarden[app]" '
            "brings it."
        )
    from trustgarden.app.page_words import page_words
    from trustgarden.app.serving import Serving, serve

    page_words(language)
    say_if_first()
    serve(
        Serving(
            host=host, port=port, language=language, scenario=scenario, seed=seed,
            lessons=tuple(lesson or ()), opens=browser, most=sessions,
        ),
        _ready,
    )  # fmt: skip


def _ready(address: str, code: str | None) -> None:
    say(f"The garden is at {address} (Ctrl-C ends it).")
    if code is not None:
        say(f"Code for everybody who opens it: {code}")
