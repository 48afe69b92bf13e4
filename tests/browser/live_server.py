"""`trustgarden app` as a process of its own, for the tests of its page."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

STARTS_WITHIN = 120.0
ENDS_WITHIN = 20.0


class Served:
    """A server that is running.

    Args:
        process: In which it runs.
        address: Where its page is.
    """

    def __init__(self, process: subprocess.Popen[bytes], address: str) -> None:
        self.process, self.address = process, address

    @property
    def memory(self) -> float:
        """Memory that the server holds, in millions of bytes (Linux)."""
        text = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmRSS:\s+(\d+) kB", text)[0]) / 1000


@contextmanager
def served(folder: Path, arguments: Sequence[str] = ()) -> Iterator[Served]:
    """Serve the page; what the server complains of fails the tests that used it."""
    said = folder / "server-said"
    command = [sys.executable, "-m", "trustgarden", "app", "--no-browser", "--port", "0"]
    with said.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            # Two hundred: a tab that a test has closed counts until nobody can come back to it.
            [*command, "--sessions", "200", *arguments], stderr=file, stdout=file, cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
    try:
        yield Served(process, _address(process, said))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(ENDS_WITHIN)
    rest = said.read_text(encoding="utf-8")
    assert "Traceback" not in rest, rest


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    """What it says once its page can be opened."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"http://\S+/", said.read_text(encoding="utf-8"))
        if found:
            return found[0]
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start. It said: {said.read_text(encoding='utf-8')}")
