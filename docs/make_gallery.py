"""Make the gallery of charts again: `python docs/make_gallery.py [FOLDER [CHART ...]]`.

Runs small sweeps of real scenarios (two minutes), draws each chart, and puts the pictures of the
gallery into docs/pictures, as a browser shows them. With a folder, all charts (or those named) go
there, wide and narrow, and nothing in docs changes. Needs playwright and a Chromium (`make test`
installs both).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import plotly.graph_objects as go
from gallery import CHARTS, Results
from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
SHOWN = (
    "formal_and_social", "tribes_and_bridges", "accounts_stream", "accounts_waterfall",
    "phase_diagram", "hysteresis_loop", "tie_survival_curves", "person_story",
)  # fmt: skip
"""Those of the gallery in docs/charts.md."""
WIDE, NARROW = 1080, 350


def main(folder: str = "", *chosen: str) -> None:
    """Draw the charts and take their pictures."""
    results = Results()
    names = list(chosen or CHARTS) if folder else list(SHOWN)
    target = Path(folder or PICTURES)
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for name, figure, width in _figures(names, results, both=bool(folder)):
            place = target / f"{name}{'-narrow' if width == NARROW else ''}.png"
            _take(page, figure, width, place)
            print(place, file=sys.stderr)
        browser.close()


def _figures(
    names: list[str], results: Results, *, both: bool
) -> Iterator[tuple[str, go.Figure, int]]:
    for name in names:
        draw: Callable[[Results, bool], go.Figure] = CHARTS[name]
        yield name, draw(results, True), WIDE
        if both:
            yield name, draw(results, False), NARROW


def _take(page: Page, figure: go.Figure, width: int, place: Path) -> None:
    """A picture of the figure, on paper as in reports, with its note below."""
    body = figure.to_html(full_html=True, include_plotlyjs=True, config={"displayModeBar": False})
    words = escape(figure.layout.meta["note"])
    note = f'<p style="font:12px system-ui;color:#5b646b;margin:4px">{words}</p>'
    body = body.replace("<body>", '<body style="margin:8px;background:#fbfaf6">')
    body = body.replace("</body>", f"{note}</body>")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figure.html"
        file.write_text(body, encoding="utf-8")
        page.set_viewport_size({"width": width + 16, "height": 200})
        page.goto(file.as_uri())
        page.wait_for_selector(".js-plotly-plot .main-svg")
        page.wait_for_timeout(300)
        page.screenshot(path=place, full_page=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
