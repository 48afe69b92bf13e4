"""Reports in a real browser: drawn without an error, asked of no other place, readable."""

import itertools
import re

import pytest
from synthetic_results import EIGHT, Curve, make_results

from trustgarden.analysis import write_report
from trustgarden.analysis.pages import write_page
from trustgarden.analysis.side_by_side import side_by_side_page

pytestmark = pytest.mark.browser

DRAWN = "html[data-drawn='true']"


class Report:
    """A report, opened: what it says, what it asked for, what went wrong."""

    def __init__(self, browser, file, *, width=1440, height=900, dark=False):
        self.page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
        )
        self.problems, self.asked = [], []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector(DRAWN)

    def _heard(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def words(self, selector):
        return re.sub(r"\s+", " ", self.page.inner_text(selector))

    def labels(self, picture):
        """Words written on a picture."""
        return self.page.eval_on_selector_all(
            f"#plot-{picture} .annotation text", "found => found.map(one => one.textContent)"
        )

    def boxes(self, selector):
        return self.page.eval_on_selector_all(
            selector,
            """found => found.map(one => one.getBoundingClientRect())
                 .map(box => [box.left, box.top, box.right, box.bottom])""",
        )

    def colours_of_lines(self, picture):
        return self.page.eval_on_selector_all(
            f"#plot-{picture} .js-line", "found => found.map(one => one.style.stroke)"
        )


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return write_report(make_results(replicates=6), folder / "report.html")


@pytest.fixture(scope="module")
def wide(browser, file):
    return Report(browser, file)


@pytest.fixture(scope="module")
def narrow(browser, file):
    return Report(browser, file, width=390, height=844)


@pytest.fixture(params=["wide", "narrow"])
def report(request):
    return request.getfixturevalue(request.param)


def overlap(a, b):
    """Whether two boxes share more than a hair."""
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1


def test_no_error_and_no_request_but_the_file_itself(report, file):
    assert report.problems == []
    assert [url for url in report.asked if not url.startswith("data:")] == [file.as_uri()]


def test_every_picture_is_drawn(report):
    plots = report.page.locator(".plot").count()
    assert plots == 8
    assert report.page.locator(".plot .main-svg").count() >= plots


def test_first_screen(wide):
    assert wide.words("h1") == "Eight gardens: what grows under which leadership?"
    first = wide.words(".sentences li >> nth=0")
    known = r"Trust emerged in all 6 runs of garden \(week \d+ on average \[\d+–\d+\]\)"
    assert re.match(known, first)
    # The key picture and the words stand on the first screen.
    for box in wide.boxes(".sentences li, #plot-key-picture"):
        assert box[3] <= 900


def test_labels_carry_name_and_last_figure(report):
    labels = report.labels("key-picture")
    assert any(re.fullmatch(r"garden 0\.7\d", label) for label in labels)
    assert any(re.fullmatch(r"blame 0\.3\d", label) for label in labels)


@pytest.mark.parametrize(
    "picture",
    [
        "key-picture",
        "levels-picture",
        "crossing-picture",
        "difference-picture",
        "landscape-picture",
        "bands-picture",
        "insulation-picture",
    ],
)
def test_words_on_a_picture_do_not_lie_on_each_other(report, picture):
    boxes = report.boxes(f"#plot-{picture} .annotation text, #plot-{picture} .ytick text")
    assert len(boxes) > 8
    clashes = [(a, b) for k, a in enumerate(boxes) for b in boxes[:k] if overlap(a, b)]
    assert clashes == []


@pytest.mark.parametrize("picture", ["key-picture", "levels-picture", "difference-picture"])
def test_words_stay_inside_their_picture(report, picture):
    (frame,) = report.boxes(f"#plot-{picture}")
    for box in report.boxes(f"#plot-{picture} .annotation text"):
        assert box[0] >= frame[0] - 1
        assert box[2] <= frame[2] + 1


def test_nothing_sticks_out_of_the_page(report):
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert report.page.evaluate(fits)


def test_no_bar_of_buttons_and_no_logo(report):
    assert report.page.locator(".modebar-btn, .plotlyjsicon").count() == 0


def test_one_line_can_be_followed(browser, file):
    report = Report(browser, file)
    button = report.page.get_by_role("button", name="blame")
    button.click()
    report.page.wait_for_function(
        "document.querySelectorAll('#plot-key-picture .trace[style*=\"opacity: 0.13\"]').length > 6"
    )
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    report.page.wait_for_function(
        "!document.querySelector('#plot-key-picture .trace[style*=\"opacity: 0.13\"]')"
    )
    assert button.get_attribute("aria-pressed") == "false"
    assert report.problems == []


def test_dark_pages_get_their_own_colours(browser, file, wide):
    dark = Report(browser, file, dark=True)
    assert "rgb(76, 188, 150)" in dark.colours_of_lines("key-picture")
    assert "rgb(0, 126, 99)" in wide.colours_of_lines("key-picture")
    assert dark.problems == []


def test_numbers_of_a_picture_open_by_keyboard(wide):
    summary = wide.page.locator("#key-picture summary")
    summary.focus()
    wide.page.keyboard.press("Enter")
    words = wide.words("#key-picture details")
    assert "Trust in the team, week 1 to 104: garden from 0." in words
    assert "week 52" in words


def test_outcomes_name_measures_by_what_they_mean(wide):
    link = wide.page.get_by_role("link", name="Safety", exact=True)
    assert "tells it rather than hides it" in link.get_attribute("title")
    assert "tells it rather than hides it" in wide.words("#measure-safety")


def test_headings_go_down_without_a_gap(wide):
    levels = wide.page.eval_on_selector_all("h1,h2,h3,h4", "f => f.map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_a_page_can_be_printed(browser, file):
    report = Report(browser, file, dark=True)
    sheets = report.page.pdf(format="A4", landscape=True)
    assert sheets.startswith(b"%PDF")
    assert report.problems == []


def test_names_with_markup_are_harmless(browser, tmp_path):
    factors = {"leaders.style": ["<img src=x onerror='window.caught=1'>", "</script><b>x"]}
    results = make_results({"garden": EIGHT["garden"]}, replicates=2, weeks=20, factors=factors)
    report = Report(browser, write_report(results, tmp_path / "r.html"))
    assert report.page.evaluate("window.caught") is None
    assert report.problems == []
    assert any("<img" in label for label in report.labels("crossing-picture")) or any(
        "onerror" in words for words in [report.words(".chips")]
    )


TWO = {name: EIGHT[name] for name in ("garden", "blame")}


@pytest.fixture(scope="module")
def compared(browser, tmp_path_factory):
    before = make_results(TWO, replicates=4, weeks=60)
    raised = {"garden": Curve(0.48, 0.80, 24, 8), "blame": TWO["blame"]}
    page = side_by_side_page(
        before, make_results(raised, replicates=4, weeks=60), ("before", "after")
    )
    return Report(browser, write_page(page, tmp_path_factory.mktemp("two") / "compared.html"))


def test_two_folders_side_by_side_say_on_the_first_screen_what_differs(compared):
    assert compared.words("h1") == "before and after, side by side"
    first = compared.words(".sentences li:first-child")
    found = re.fullmatch(
        r"Trust in the team at the end, after less before: \+0.0(\d) in garden \[.*\] and "
        r"±0.00 in blame \[.*\]\.",
        first,
    )
    assert found, first
    assert 6 <= int(found[1]) <= 9
    lines = ("garden, before", "garden, after", "blame, before", "blame, after")
    assert [one.strip() for one in compared.page.locator(".chips button").all_inner_texts()] == [
        *lines
    ]
    labels = compared.labels("key-picture")
    assert all(any(name in label for label in labels) for name in lines)


def test_two_folders_side_by_side_ask_nobody_and_complain_of_nothing(compared):
    assert compared.problems == []
    assert {url.split(":")[0] for url in compared.asked} <= {"file", "data", "blob"}


def test_methods_and_references_can_be_read(wide):
    words = wide.words("#origins")
    assert "We ran 48 organisations with trustgarden" in words
    assert "Efron, B. (1987)" in words


def test_where_runs_end_is_drawn_with_a_mark_a_run(wide):
    marks = wide.page.locator("#plot-basin-picture .scatterlayer .point")
    assert marks.count() >= 48
    assert "garden" in " ".join(wide.labels("basin-picture"))


def test_levers_of_numbers_have_their_phases(browser, tmp_path):
    factors = {"x.a": [0.1, 0.2, 0.3], "y.b": [1, 2, 3]}
    made = make_results({"garden": EIGHT["garden"]}, replicates=2, weeks=40, factors=factors)
    report = Report(browser, write_report(made, tmp_path / "r.html"), width=390, height=844)
    assert report.page.locator("#plot-phase-picture .heatmaplayer").count() == 1
    assert report.problems == []
    assert report.page.evaluate("document.documentElement.scrollWidth") == 390
