"""How many pictures a second the garden's canvas paints, by people and weeks a second.

    python -m benchmarks.drawing [--chromium /usr/bin/chromium]

Headless Chromium at 1440 x 900, without a graphics card; 30 weeks of the scenario `garden` are
drawn over and over with all marks. `ms` is the time in JavaScript for one picture, ties redrawn
included. Playwright must be installed.
"""

from __future__ import annotations

import argparse
import json
import time

from playwright.sync_api import sync_playwright

import trustgarden as tg
from trustgarden.app.bundling import bundled
from trustgarden.app.frames import frame_of
from trustgarden.app.layout import layout_of

PEOPLE = (20, 60, 150, 300)
WEEKS_A_SECOND = (2, 20)
WEEKS = 30
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu"]
PAGE = """<!doctype html><body style="margin:0">
<canvas style="width:100vw;height:100vh;display:block"></canvas><script>%s
const run = %s;
const garden = new $garden.Garden(document.querySelector("canvas"));
garden.setLayout(run.layout);
garden.draw(run.frames[0]);
function measured(rate, milliseconds) {
  return new Promise((done) => {
    let weeks = 0;
    let spent = 0;
    garden.setPace(rate);
    const paint = garden.paint.bind(garden);
    garden.paint = (now) => {
      const began = performance.now();
      const moves = paint(now);
      spent += performance.now() - began;
      return moves;
    };
    const [painted, began] = [garden.pictures, performance.now()];
    const clock = setInterval(() => garden.draw(run.frames[++weeks %% run.frames.length]),
      1000 / rate);
    setTimeout(() => {
      clearInterval(clock);
      garden.paint = paint;
      const seconds = (performance.now() - began) / 1000;
      const pictures = garden.pictures - painted;
      done({ weeks: weeks / seconds, pictures: pictures / seconds, ms: spent / pictures });
    }, milliseconds);
  });
}</script>"""


def recorded(people: int) -> tuple[dict, float]:
    """A run to draw, and the milliseconds that one frame took in Python."""
    org = tg.Organisation("garden", seed=7, changes={"organisation.num_people": people})
    layout = layout_of(org)
    frames, spent = [], 0.0
    for _ in range(WEEKS):
        org.step()
        began = time.perf_counter()
        frames.append(frame_of(org, layout))
        spent += time.perf_counter() - began
    return {"layout": layout.as_data(), "frames": frames}, 1000 * spent / WEEKS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = parser.parse_args()
    print(
        "people  weeks/s wanted  drawn  pictures/s  ms a picture  ms a frame (Python)  kB a frame"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=ARGUMENTS)
        for people in PEOPLE:
            run, frame_ms = recorded(people)
            size = len(json.dumps(run["frames"][-1], separators=(",", ":"))) / 1000
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_content(PAGE % (bundled(), json.dumps(run)))
            for rate in WEEKS_A_SECOND:
                found = page.evaluate(f"measured({rate}, 4000)")
                print(
                    f"{people:6}  {rate:14}  {found['weeks']:5.1f}  {found['pictures']:10.1f}  "
                    f"{found['ms']:12.1f}  {frame_ms:19.1f}  {size:10.1f}"
                )
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
