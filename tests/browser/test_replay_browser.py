"""A run that was taken along, opened from its file: it plays, asks nobody, and says what it is."""

from __future__ import annotations

import pytest

import trustgarden as tg
from trustgarden.app.replaying import record, write_replay

pytestmark = pytest.mark.browser

WEEKS = 6


@pytest.fixture(scope="module")
def run():
    org = tg.Organisation("garden", seed=7, changes={"organisation.num_people": 20})
    return record(org, WEEKS)


class Replay:
    """The page of a replay, by its controls."""

    def __init__(self, browser, file, width=1440, height=900, **options):
        self.page = browser.new_page(viewport={"width": width, "height": height}, **options)
        self.problems, self.asked = [], []
        self.page.on("console", lambda message: self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        self.page.wait_for_function("garden.pictures > 0")

    @property
    def week(self):
        return self.page.inner_text("#week")

    @property
    def feed(self):
        return self.page.locator("#feed li").all_inner_texts()

    def button(self, name):
        return self.page.get_by_role("button", name=name)

    def slider(self, name):
        return self.page.get_by_role("slider", name=name)


@pytest.fixture
def opened(browser, run, tmp_path):
    replays = []

    def opening(language="en", **options):
        file = write_replay(run, tmp_path / "replay.html", language=language)
        replays.append(Replay(browser, file, **options))
        return replays[-1]

    yield opening
    for replay in replays:
        replay.page.close()
        assert replay.problems == []
        others = [u for u in replay.asked if not u.startswith(("file:", "data:", "blob:"))]
        assert others == []


def test_it_opens_before_the_first_week_and_says_what_it_is(opened):
    replay = opened()
    assert replay.week == "Week 0"
    assert replay.page.inner_text("h1") == "A garden of trust: garden"
    header = replay.page.inner_text("header")
    assert "20 people, 6 weeks, seed 7." in header
    assert "not a measurement of anybody" in header


def test_it_plays_to_the_end_and_can_be_played_again(opened):
    replay = opened()
    replay.page.get_by_label("Weeks a second").fill("20")
    replay.button("Play").click()
    replay.page.wait_for_function(f"replay.place === {WEEKS} && !replay.playing")
    assert replay.week == f"Week {WEEKS}"
    replay.button("Play").click()
    replay.button("Pause").click()
    assert replay.page.evaluate("replay.playing") is False
    assert replay.week != f"Week {WEEKS}"


def test_any_week_can_be_gone_to_by_keyboard(opened, run):
    replay = opened()
    replay.slider("Week").focus()
    for _ in range(3):
        replay.page.keyboard.press("ArrowRight")
    assert replay.week == "Week 3"
    assert replay.feed == run["feed"][3]
    assert replay.page.inner_text("#trust") == f"{run['trust'][3]:.2f}"


def test_chart_and_web_fade(opened):
    replay = opened()
    replay.slider("From formal chart to social web").focus()
    replay.page.keyboard.press("Home")
    assert replay.page.evaluate("garden.mix") == 0


def test_it_speaks_german(opened):
    replay = opened("de")
    assert replay.week == "Woche 0"
    assert replay.button("Abspielen").is_visible()
    assert replay.page.get_attribute("html", "lang") == "de"
    told = replay.page.get_attribute("canvas", "aria-describedby")
    assert replay.page.inner_text(f"#{told}").startswith("Woche 0: 20 Menschen in 3 Teams")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1440, 900), (820, 1180), (390, 844)])
def test_nothing_sticks_out(opened, width, height):
    replay = opened(width=width, height=height)
    assert replay.page.evaluate("document.documentElement.scrollWidth") <= width
    box = replay.page.locator("canvas").bounding_box()
    assert box["width"] > 0.55 * width
    assert box["height"] > 300


def test_dark_pages_have_a_dark_garden(opened):
    replay = opened(color_scheme="dark")
    assert replay.page.evaluate("garden.theme.dark") is True
    replay.page.emulate_media(color_scheme="light")
    replay.page.wait_for_function("garden.theme.dark === false")


def test_reduced_motion_is_kept(opened):
    replay = opened(reduced_motion="reduce")
    assert replay.page.evaluate("garden.still") is True


def test_hostile_names_end_no_script(browser, run, tmp_path):
    import copy

    bad = copy.deepcopy(run)
    bad["layout"]["beds"][0] = "</script><script>document.title='owned'</script>"
    bad["about"]["description"] = "<img src=x onerror=\"document.title='owned'\">"
    bad["feed"][0] = ["<b>bold</b>\u2028"]
    replay = Replay(browser, write_replay(bad, tmp_path / "bad.html"))
    assert replay.page.title() == "A garden of trust: garden"
    assert replay.page.locator("img").count() == 0
    assert replay.feed[0].startswith("<b>bold</b>")
    assert replay.problems == []
    replay.page.close()


def test_words_are_there_in_every_language():
    import tomllib
    from importlib.resources import files

    folder = files("trustgarden.app") / "garden_words"
    both = [tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in ("en", "de")]
    assert {k: v.keys() for k, v in both[0].items()} == {k: v.keys() for k, v in both[1].items()}
