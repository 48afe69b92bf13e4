"""Two hours of play: neither the browser nor the server grows."""

from __future__ import annotations

import gc

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.long]

WEEKS = 500
GARDENS = 6
PEOPLE = 60


class Heap:
    """What the browser keeps of a page after it has swept."""

    def __init__(self, page):
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable")

    @property
    def size(self):
        """Millions of bytes."""
        for _ in range(2):
            self._session.send("HeapProfiler.collectGarbage")
        found = self._session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in found if one["name"] == "JSHeapUsedSize") / 1e6

    @property
    def nodes(self):
        found = self._session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in found if one["name"] == "Nodes")


def test_gardens_one_after_the_other_leave_nothing_behind(
    live, garden_server, record_testsuite_property
):
    heap = Heap(live.page)
    live.look.open()
    live.player.speed(20)
    seen = []
    for number in range(GARDENS):
        live.setup.open()
        live.setup.people(PEOPLE)
        live.setup.seed(number)
        live.setup.found()
        live.player.play()
        live.page.wait_for_function(
            "until => +document.querySelector('.tg-week').innerText.split(' ').at(-1) >= until",
            arg=WEEKS, timeout=600_000,
        )  # fmt: skip
        live.player.pause()
        gc.collect()
        seen.append((heap.size, heap.nodes, garden_server.memory))
    record_testsuite_property("weeks", WEEKS * GARDENS)
    for name, column in zip(
        ("heap (MB)", "nodes", "server (MB)"), zip(*seen, strict=True), strict=True
    ):
        record_testsuite_property(name, [round(value, 1) for value in column])
    first, last = seen[1], seen[-1]
    # The second garden is the measure: with the first, code and fonts come.
    assert last[0] < 1.25 * first[0] + 2
    assert last[1] < 1.25 * first[1] + 200
    assert last[2] < 1.10 * first[2] + 20
