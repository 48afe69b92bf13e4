"""Every chart in a real browser: no error, nothing cut off, no words on other words."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from every_chart import CHARTS
from plotly.offline import get_plotlyjs

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = {True: 1060, False: 340}
"""What the page of a report leaves for a figure on a screen of 1440, and of 390 pixels."""
SLACK = 2.0
"""Pixels that letters may stand over: boxes of text have air above and below."""
TEXTS = ".annotation-text, .xtick text, .ytick text, .xtitle, .ytitle"
BOXES = """(place, texts) => {
  const own = place.getBoundingClientRect();
  const marks = [...place.querySelectorAll(texts)].filter(one => one.textContent.trim());
  return marks.map(one => {
    const box = one.getBoundingClientRect();
    return { text: one.textContent, kind: one.getAttribute("class") || "",
             left: box.left - own.left, right: box.right - own.left,
             top: box.top - own.top, bottom: box.bottom - own.top };
  });
}"""


class Sheet:
    """All charts on one page, one below the other."""

    def __init__(self, browser: Any, folder: Path, *, wide: bool) -> None:
        self.width = WIDTHS[wide]
        self.problems: list[str] = []
        self.asked: list[str] = []
        self.page = browser.new_page(viewport={"width": self.width, "height": 900})
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", self._heard)
        self.figures = {name: json.loads(draw(wide).to_json()) for name, draw in CHARTS.items()}
        file = folder / f"sheet-{wide}.html"
        file.write_text(self._text(), encoding="utf-8")
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-drawn='true']")

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def _text(self) -> str:
        places = "".join(f'<div id="{name}" style="width:{self.width}px"></div>' for name in CHARTS)
        figures = json.dumps(self.figures).replace("</", "<\\/")
        return (
            f'<!doctype html><meta charset="utf-8"><body style="margin:0">{places}'
            f"<script>{get_plotlyjs()}</script><script>const figures = {figures};"
            "Promise.all(Object.entries(figures).map(([name, figure]) =>"
            " Plotly.newPlot(name, figure.data, figure.layout, {displayModeBar: false})))"
            ".then(() => { document.documentElement.dataset.drawn = 'true'; });</script>"
        )

    def words(self, name: str) -> list[dict[str, Any]]:
        """Texts of a chart with their boxes, in pixels from its upper left corner."""
        found: list[dict[str, Any]] = self.page.eval_on_selector(f"#{name}", BOXES, TEXTS)
        return found


@pytest.fixture(scope="module", params=[True, False], ids=["wide", "narrow"])
def sheet(request: Any, browser: Any, tmp_path_factory: Any) -> Sheet:
    return Sheet(browser, tmp_path_factory.mktemp("charts"), wide=request.param)


def test_all_are_drawn_without_an_error_and_ask_nobody(sheet: Sheet) -> None:
    assert sheet.problems == []
    assert [url for url in sheet.asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert sheet.page.locator(".main-svg").count() >= 2 * len(CHARTS)


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_nothing_is_cut_off(sheet: Sheet, name: str) -> None:
    height = sheet.figures[name]["layout"]["height"]
    outside = [
        one["text"]
        for one in sheet.words(name)
        if one["left"] < -SLACK or one["right"] > sheet.width + SLACK
        or one["top"] < -SLACK or one["bottom"] > height + SLACK
    ]  # fmt: skip
    assert outside == []


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_no_words_lie_on_other_words(sheet: Sheet, name: str) -> None:
    pairs = combinations(sheet.words(name), 2)
    assert [(a["text"], b["text"]) for a, b in pairs if _covers(a, b)] == []


def _covers(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two boxes share more than a hair; a line of type has 2 pixels of air."""
    across = min(a["right"], b["right"]) - max(a["left"], b["left"])
    down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    return bool(across > SLACK and down > 2 * SLACK)
