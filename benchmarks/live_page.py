"""How quick the live page is for a person: its start, its sliders, its pictures and its memory.

    python -m benchmarks.live_page [--rounds 3] [--chromium /usr/bin/chromium]

A real server (`trustgarden app`) and headless Chromium without a graphics card, 1440 x 900, on the
same machine. Printed as the tables of docs/app.md:

- seconds from the command to the address, and to the first picture in the browser;
- milliseconds from a key pressed on a slider of the leader's week to the page's answer;
- pictures and weeks a second while a garden, or twins, play at 20 weeks a second;
- memory of the server and of the page, garden after garden, each played for `--weeks` weeks.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright

PEOPLE = (20, 60, 150, 300)
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--enable-precise-memory-info",
]  # fmt: skip
SCENARIO = """id = "measured"
description = "A tended garden of {people}"
extends = "garden"
[organisation]
num_people = {people}
"""
ANSWER = """(slider) => new Promise((done) => {
  const panel = slider.closest(".q-tab-panel");
  let pressed = 0;
  const seen = new MutationObserver((changes) => {
    if (!pressed || !changes.some((one) => one.type === "characterData"
      || one.target.textContent.includes("%"))) return;
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - pressed));
  });
  seen.observe(panel, { characterData: true, childList: true, subtree: true });
  slider.addEventListener("keydown", () => { pressed = performance.now(); },
    { once: true, capture: true });
  slider.focus();
})"""
WATCH = """async () => {
  const { Garden } = await import("/trustgarden/canvas/garden.js");
  window.gardens = new Set();
  const draw = Garden.prototype.draw;
  Garden.prototype.draw = function (...given) {
    window.gardens.add(this);
    return draw.apply(this, given);
  };
}"""
PICTURES = "[...window.gardens].filter((one) => one.canvas.isConnected).map((one) => one.pictures)"


class Server:
    """`trustgarden app` as a process of its own."""

    def __init__(self, scenario: Path) -> None:
        self.began = time.perf_counter()
        self._said = scenario.with_suffix(".said")
        with self._said.open("w", encoding="utf-8") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "trustgarden", "app", str(scenario), "--no-browser",
                 "--port", "0"],
                stderr=said, stdout=said,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )  # fmt: skip
        self.address = self._address()
        self.starts = time.perf_counter() - self.began

    def _address(self) -> str:
        while self.process.poll() is None:
            found = re.search(r"http://\S+/", self._said.read_text(encoding="utf-8"))
            if found:
                return found[0]
            time.sleep(0.02)
        raise RuntimeError(f"the server did not start: {self._said.read_text(encoding='utf-8')}")

    @property
    def memory(self) -> float:
        """What it holds (millions of bytes)."""
        text = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmRSS:\s+(\d+) kB", text)[0]) / 1000

    def stop(self) -> None:
        """End it, as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


@contextmanager
def serving(people: int) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "garden.toml"
        scenario.write_text(SCENARIO.format(people=people), encoding="utf-8")
        server = Server(scenario)
        try:
            yield server
        finally:
            server.stop()


def opened(browser: Any, server: Server) -> Any:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(server.address)
    page.wait_for_function("document.querySelector('.tg-canvas')?.innerText.includes('people')")
    return page


def play(page: Any, speed: str = "20 weeks a second") -> None:
    page.get_by_role("combobox", name="Speed").click()
    page.get_by_role("option", name=speed).click()
    page.get_by_role("button", name="Play", exact=True).click()


def pause(page: Any) -> None:
    page.get_by_role("button", name="Pause", exact=True).click()


def week(page: Any) -> int:
    return int(page.locator(".tg-week").inner_text().split()[-1])


def starts(browser: Any, rounds: int) -> None:
    print("\n| | seconds: median (from, to) |\n|---|---|")
    address, picture = [], []
    for _ in range(rounds):
        with serving(60) as server:
            page = opened(browser, server)
            picture.append(time.perf_counter() - server.began)
            address.append(server.starts)
            page.close()
    for name, taken in (("command to address", address), ("command to picture", picture)):
        print(f"| {name} | {np.median(taken):.1f} ({min(taken):.1f}, {max(taken):.1f}) |")


def answers(browser: Any, presses: int) -> None:
    print("\n| slider, while | people | ms: median | 95 of 100 |\n|---|---|---|---|")
    for people in (60, 150, 300):
        with serving(people) as server:
            page = opened(browser, server)
            page.get_by_role("tab", name="Leader's week").click()
            page.wait_for_timeout(500)
            for name in ("standing", "playing"):
                if name == "playing":
                    play(page, "2 weeks a second")
                taken = _pressed(page, presses)
                print(f"| {name} | {people} | {np.median(taken):.0f} | "
                      f"{np.percentile(taken, 95):.0f} |", flush=True)  # fmt: skip
            page.close()


def _pressed(page: Any, presses: int) -> list[float]:
    taken = []
    for k in range(presses):
        slider = page.locator(".q-tab-panel .q-slider [tabindex]").nth(1 + k % 3)
        answer = page.evaluate_handle(f"(one) => ({{ answer: ({ANSWER})(one) }})",
                                      slider.element_handle())  # fmt: skip
        page.keyboard.press("ArrowRight" if k % 2 else "ArrowLeft")
        taken.append(float(answer.evaluate("(one) => one.answer")))
    return taken


def pictures(browser: Any, seconds: float) -> None:
    print("\n| people | gardens | weeks a second | pictures a second, each |\n|---|---|---|---|")
    for people in PEOPLE:
        with serving(people) as server:
            page = opened(browser, server)
            page.evaluate(WATCH)
            for gardens in (1, 2):
                if gardens == 2:
                    page.get_by_role("button", name="Plant a twin").click()
                    page.wait_for_function("document.querySelectorAll('.tg-canvas').length === 2")
                play(page)
                page.wait_for_timeout(1500)
                began, week_then, then = time.perf_counter(), week(page), page.evaluate(PICTURES)
                page.wait_for_timeout(1000 * seconds)
                took = time.perf_counter() - began
                now, week_now = page.evaluate(PICTURES), week(page)
                pause(page)
                drawn = min(b - a for a, b in zip(then, now, strict=True)) / took
                print(f"| {people} | {gardens} | {(week_now - week_then) / took:.1f} | "
                      f"{drawn:.0f} |", flush=True)  # fmt: skip
            page.close()


def memory(browser: Any, gardens: int, weeks: int) -> None:
    print(f"\n| after gardens of {weeks} weeks | server, MB | page, MB |\n|---|---|---|")
    with serving(60) as server:
        page = opened(browser, server)
        for k in range(gardens + 1):
            page.evaluate("window.gc && window.gc()")
            heap = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
            print(f"| {k} | {server.memory:.0f} | {heap:.0f} |", flush=True)
            if k == gardens:
                break
            play(page)
            page.wait_for_function(
                "(weeks) => +document.querySelector('.tg-week').innerText.split(' ').at(-1)"
                " >= weeks", arg=weeks, timeout=600_000,
            )  # fmt: skip
            pause(page)
            page.reload()
            page.get_by_role("button", name="New garden").click()
            page.get_by_role("button", name="Found it").click()
            page.wait_for_function("document.querySelector('.tg-week').innerText === 'Week 0'")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--rounds", type=int, default=5, help="starts that are timed")
    parser.add_argument("--presses", type=int, default=40, help="keys on sliders")
    parser.add_argument("--seconds", type=float, default=6.0, help="of play that are counted")
    parser.add_argument("--gardens", type=int, default=4, help="gardens whose memory is told")
    parser.add_argument("--weeks", type=int, default=500, help="that each of them is played")
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chosen.chromium, args=[*ARGUMENTS, "--js-flags=--expose-gc"]
        )
        starts(browser, chosen.rounds)
        answers(browser, chosen.presses)
        pictures(browser, chosen.seconds)
        memory(browser, chosen.gardens, chosen.weeks)
        browser.close()


if __name__ == "__main__":
    main()
