"""What all tests share: the real organisations, which are not part of the repository.

Their licences are not ours, so they lie beside it. Where they are not, the
tests that read them are deselected, by name and counted, so that nobody takes
them for passed; with CI=true they fail instead.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
MARK = "real_data"
DESELECTED = pytest.StashKey[list[str]]()


def data_folder() -> Path:
    """Where the real organisations should be."""
    stated = os.environ.get("TRUSTGARDEN_DATA")
    return Path(stated) if stated else REPOSITORY.parent / "shared" / "data"


def data_must_be_there() -> bool:
    return os.environ.get("CI") == "true"


@pytest.fixture
def real_data() -> Path:
    """The folder of real organisations, such as `krackhardt_hightech`."""
    folder = data_folder()
    if not folder.is_dir():
        pytest.fail(
            f"The real organisations are not in {folder}. Set TRUSTGARDEN_DATA to their folder."
        )
    return folder


def pytest_configure(config: pytest.Config) -> None:
    config.stash[DESELECTED] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    needing = [item for item in items if needs_real_data(item)]
    for item in needing:
        item.add_marker(MARK)
    if not needing or data_must_be_there() or data_folder().is_dir():
        return
    config.stash[DESELECTED] += [item.nodeid for item in needing]
    config.hook.pytest_deselected(items=needing)
    items[:] = [item for item in items if item not in needing]


def needs_real_data(item: pytest.Item) -> bool:
    return item.get_closest_marker(MARK) is not None or MARK in getattr(item, "fixturenames", ())


def pytest_sessionfinish(session: pytest.Session) -> None:
    # Under xdist the workers collect, but only the controller prints.
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[MARK] = session.config.stash[DESELECTED]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    known = config.stash[DESELECTED]
    told: list[str] = getattr(node, "workeroutput", {}).get(MARK, [])
    known += [name for name in told if name not in known]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    names = terminalreporter.config.stash[DESELECTED]
    if names:
        terminalreporter.section(f"{len(names)} tests deselected for want of real data")
        terminalreporter.write_line(f"They read real organisations from {data_folder()};")
        terminalreporter.write_line("set TRUSTGARDEN_DATA to the folder that holds them.")
        for name in names:
            terminalreporter.write_line(f"  {name}")
