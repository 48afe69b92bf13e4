"""Renew the picture of the README from a report: `python docs/take_picture.py REPORT.html`.

Needs playwright and a Chromium (`make test` installs both). The picture is the
first screen of the report of `make garden`, as a browser shows it.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent / "pictures" / "eight-gardens.png"


def main(report: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 860})
        page.goto(Path(report).resolve().as_uri())
        page.wait_for_selector(".js-plotly-plot .main-svg")
        page.wait_for_timeout(1000)
        page.screenshot(path=TARGET)
        browser.close()
    print(TARGET)


if __name__ == "__main__":
    main(sys.argv[1])
