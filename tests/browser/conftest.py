"""What the tests in a browser share: the browser, and the server of the live page."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest
from chromium import chromium
from live_server import Served, served

import trustgarden as tg

# Without what they drive, or drive it with, the tests of the live page cannot even be read.
if any(importlib.util.find_spec(name) is None for name in ("nicegui", "playwright")):
    collect_ignore_glob = ["test_app_*.py"]

SMALL = """
id = "small-garden"
extends = "garden"
description = "Twenty people in a tended garden"
[organisation]
num_people = 20
"""


# By module: while Playwright is open, no other test of the process may start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def garden_server(tmp_path_factory: Any) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    small = folder / "small-garden.toml"
    # Quickly lived; the scenario is the page's own in everything else.
    small.write_text(SMALL, encoding="utf-8")
    # Compiled before a page waits for it: the first time after installing that takes minutes.
    tg.Organisation("garden", seed=0, changes={"organisation.num_people": 20}).run(1)
    with served(folder, [str(small)]) as server:
        yield server


@pytest.fixture(scope="module")
def context(browser: Any) -> Any:
    """Where tabs share what they have fetched; their gardens are apart all the same."""
    return browser.new_context()


@pytest.fixture
def open_live(browser: Any, context: Any, garden_server: Served) -> Iterator[Any]:
    """Opens the live page; afterwards nothing may have gone wrong, nor anybody been asked."""
    from live_page import Live

    opened: list[Any] = []

    def opening(width: int = 1440, height: int = 900, **options: Any) -> Any:
        place = browser.new_context(**options) if options else context
        opened.append(Live(place, garden_server.address, width, height))
        return opened[-1]

    yield opening
    for one in opened:
        one.page.close()
    for one in opened:
        assert one.watch.problems == []
        assert one.watch.elsewhere == []


@pytest.fixture
def live(open_live: Any) -> Any:
    """The live page as it opens: one garden of twenty people."""
    return open_live()
