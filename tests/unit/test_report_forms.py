"""A report as Markdown, as figures in files, and of two folders side by side."""

import builtins
import itertools
import math

import numpy as np
import pytest
from markupsafe import Markup
from synthetic_results import EIGHT, Curve, make_results, write_results
from typer.testing import CliRunner

from trustgarden.analysis.figure_files import write_figures
from trustgarden.analysis.gathering import OUTCOMES
from trustgarden.analysis.markdown import page_markdown, plain_markdown
from trustgarden.analysis.report import sweep_page
from trustgarden.analysis.side_by_side import side_by_side_page
from trustgarden.errors import InputError

TWO = {name: EIGHT[name] for name in ("garden", "blame")}
RAISED = {name: Curve(one.start, one.end + 0.05, one.middle, one.pace) for name, one in TWO.items()}


@pytest.fixture(scope="module")
def page():
    return sweep_page(make_results(TWO, replicates=6))


@pytest.fixture(scope="module")
def words(page):
    return page_markdown(page, {"key-picture": "figures/key-picture.png"})


class TestMarkdown:
    def test_it_says_what_the_page_says(self, words):
        assert words.startswith("# Eight gardens: what grows under which leadership?\n\n")
        assert "Trust **emerged** in all 6 runs of **garden**" in words
        assert "## Methods" in words
        assert "doi:10.1080/01621459.1987.10478410" in words

    def test_pictures_are_told_and_shown_where_there_are_files(self, words):
        assert "![Trust in the team over time](<figures/key-picture.png>)" in words
        assert "Trust in the team, week 1 to 104: garden from 0." in words
        assert words.count("![") == 1

    def test_tables_have_as_many_cells_in_every_row(self, words):
        rows = [line for line in words.splitlines() if line.startswith("|")]
        assert len(rows) > 60
        for before, row in itertools.pairwise(rows):
            if set(row) <= set("|-"):
                assert before.replace("\\|", "").count("|") == row.count("|")

    def test_no_markup_is_left(self, words):
        assert "</" not in words
        assert "&nbsp;" not in words

    def test_signs_of_markdown_in_names_are_escaped(self):
        assert plain_markdown("a|b *c* <img src=x>") == r"a\|b \*c\* \<img src=x\>"
        assert plain_markdown(Markup("<strong>{}</strong>").format("a*b")) == r"**a\*b**"


class TestFigures:
    @pytest.mark.slow
    def test_every_figure_in_every_kind(self, page, tmp_path):
        pytest.importorskip("kaleido")
        few = sweep_page(make_results({"garden": EIGHT["garden"]}, replicates=2, weeks=20))
        made = write_figures(few, tmp_path / "figures", ["png", "svg", "pdf"])
        assert len(made) == 3 * len(few.pictures)
        starts = {path.suffix: path.read_bytes()[:5] for path in made}
        assert starts[".png"].startswith(b"\x89PNG")
        assert starts[".svg"].startswith(b"<svg")
        assert starts[".pdf"] == b"%PDF-"
        assert "garden" in (tmp_path / "figures/key-picture.svg").read_text(encoding="utf-8")

    def test_another_kind_is_refused(self, page, tmp_path):
        with pytest.raises(InputError, match="jpeg is no kind of figure; there are: png, svg, pdf"):
            write_figures(page, tmp_path, ["jpeg"])

    def test_without_kaleido_the_message_says_what_to_install(self, page, tmp_path, monkeypatch):
        real = builtins.__import__

        def no_kaleido(name, *rest, **more):
            if name == "kaleido":
                raise ImportError(name)
            return real(name, *rest, **more)

        monkeypatch.setattr(builtins, "__import__", no_kaleido)
        with pytest.raises(InputError, match=r"pip install 'trustgarden\[images\]'"):
            write_figures(page, tmp_path / "figures")
        assert not (tmp_path / "figures").exists()


def other(curves, *, shift_seeds=0, **settings):
    made = make_results(curves, **settings)
    made.runs["seed"] += shift_seeds
    return made


class TestSideBySide:
    def differences(self, page):
        section = next(one for one in page.sections if one.id == "differences")
        rows = section.pictures[0].numbers.rows
        return {(row[0], row[1]): row for row in rows}

    def test_the_same_results_twice_differ_in_nothing(self):
        made = make_results(TWO, replicates=5)
        rows = self.differences(side_by_side_page(made, made, ("before", "after")))
        assert len(rows) == 2 * len(OUTCOMES)
        assert all(row[2] == "±0.000" for row in rows.values())
        assert all(row[5] == "5 pairs" for row in rows.values())

    def test_what_was_raised_is_found_within_pairs(self):
        before, after = make_results(TWO, replicates=6), make_results(RAISED, replicates=6)
        made = side_by_side_page(before, after, ("before", "after"))
        row = self.differences(made)["garden", "Trust in the team"]
        assert float(row[2]) == pytest.approx(0.05, abs=0.01)
        assert "are compared with each other" in made.lede
        assert "within pairs of runs that share a seed" in made.methods[1]
        assert made.arms == ["garden, before", "garden, after", "blame, before", "blame, after"]

    def test_without_seeds_in_common_groups_are_compared_and_it_is_said(self):
        before = make_results(TWO, replicates=6)
        after = other(RAISED, replicates=8, seed=2, shift_seeds=1)
        made = side_by_side_page(before, after, ("before", "after"))
        assert self.differences(made)["garden", "Trust in the team"][5] == "14 runs"
        assert "their runs share no seeds" in made.lede
        assert "Hedges" in made.methods[1]
        picture = next(one for one in made.sections if one.id == "differences").pictures[0]
        assert "independent groups" in picture.note

    def test_pairs_are_found_by_seed_whatever_their_place(self):
        before = make_results(TWO, replicates=6)
        turned = make_results(TWO, replicates=6)
        for table in (turned.runs, turned.weekly, turned.team_table):
            table["replicate"] = 5 - table["replicate"]
        made = side_by_side_page(before, turned, ("before", "after"))
        assert all(row[2] == "±0.000" for row in self.differences(made).values())

    def test_runs_of_unlike_length_are_compared_at_one_age(self):
        long, short = make_results(TWO, replicates=4), make_results(TWO, replicates=4, weeks=52)
        made = side_by_side_page(long, short, ("long", "short"))
        assert "Runs of long have 104 weeks and those of short 52" in made.warnings[0]
        assert all(
            row[2] != "" and not math.isnan(float(row[2].replace("−", "-").lstrip("±")))
            for row in self.differences(made).values()
        )

    def test_nothing_in_common_is_refused(self):
        one, two = (make_results({name: EIGHT[name]}, replicates=2) for name in ("garden", "blame"))
        with pytest.raises(InputError, match="a holds garden and b blame; nothing is in both"):
            side_by_side_page(one, two, ("a", "b"))

    def test_more_scenarios_than_can_be_drawn_are_named(self):
        made = make_results(EIGHT, replicates=2, weeks=30)
        page = side_by_side_page(made, made, ("a", "b"))
        assert len(page.arms) == 8
        words = "Not held side by side: blame, surveillance, favourites, recovery."
        assert words in page.warnings


class TestMethods:
    def test_methods_tell_what_was_run(self, page):
        assert "We ran 12 organisations with trustgarden" in page.methods[0]
        assert "6 replicates of each, over two years (104 weeks)" in page.methods[0]
        assert "common random numbers" in page.methods[0]
        assert "0.65 or more for 13 weeks" in page.methods[1]

    def test_every_reference_of_the_methods_is_listed(self, page):
        for name, year in (("Efron", 1987), ("Wilson", 1927), ("Lakens", 2013), ("Chakar", 2017)):
            assert f"{name}" in page.methods[1]
            assert any(one.startswith(name) and str(year) in one for one in page.references)

    def test_change_points_stand_beside_the_definitions(self, page):
        pytest.importorskip("ruptures")
        section = next(one for one in page.sections if one.id == "crossings")
        rows = {(row[0], row[1]): row for row in section.tables[0].rows}
        # Both are slow rises and falls, of which few have a step; none goes the wrong way.
        assert rows["blame", "fall"][2] != "0 of 6"
        assert rows["garden", "fall"][2] == "0 of 6"
        assert rows["blame", "rise"][2] == "0 of 6"

    def test_runs_too_short_for_two_heights_have_no_change_points(self):
        page = sweep_page(make_results(TWO, replicates=3, weeks=3))
        section = next(one for one in page.sections if one.id == "crossings")
        assert section.tables == []
        assert [one.id for one in section.pictures] == ["crossing-picture"]
        assert "Change points" not in page.methods[1]

    def test_two_levers_of_numbers_have_a_phase_diagram(self):
        factors = {"x.a": [0.1, 0.2, 0.3], "y.b": [1, 2, 3]}
        made = make_results({"garden": EIGHT["garden"]}, replicates=2, weeks=40, factors=factors)
        section = sweep_page(made).sections[0]
        assert [one.id for one in section.pictures] == [
            "factor-picture", "map-picture", "phase-picture",
        ]  # fmt: skip
        assert len(section.pictures[2].numbers.rows) == 9


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a", "b"], "2 results folders were named; name one, or add --compare"),
        (["a", "--compare"], "1 results folder was named; name two."),
        (["a", "--format", "pdf"], "--format is 'pdf'; it must be html or md."),
        (["a", "--figures", "f", "--figure-kinds", "gif"], "--figure-kinds names 'gif'"),
    ],
)
def test_the_command_refuses_before_it_reads_anything(arguments, message):
    from trustgarden.cli.commands import app

    result = CliRunner().invoke(app, ["report", *arguments])
    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)


def test_numbers_of_groups_are_those_of_numpy():
    before = make_results(TWO, replicates=6)
    after = other(RAISED, replicates=8, seed=2, shift_seeds=1)
    made = side_by_side_page(before, after, ("before", "after"))
    row = TestSideBySide().differences(made)["blame", "Trust in the team"]
    means = [
        np.mean(one.runs.loc[one.runs["scenario"] == "blame", "trust_team"])
        for one in (after, before)
    ]
    assert float(row[2].replace("−", "-")) == pytest.approx(means[0] - means[1], abs=6e-4)


class TestCommand:
    @pytest.fixture
    def folders(self, tmp_path):
        for name, curves in (("before", TWO), ("after", RAISED)):
            write_results(make_results(curves, replicates=3, weeks=40), tmp_path / name)
        return tmp_path

    def call(self, *arguments):
        from trustgarden.cli.commands import app

        return CliRunner().invoke(app, ["report", *map(str, arguments)], catch_exceptions=False)

    def test_markdown_goes_beside_the_results(self, folders):
        result = self.call(folders / "before", "--format", "md")
        assert result.stdout.strip() == str(folders / "before/report.md")
        words = (folders / "before/report.md").read_text(encoding="utf-8")
        assert words.startswith("# Eight gardens")
        assert not (folders / "before/report.html").exists()

    def test_two_folders_go_into_the_second(self, folders):
        result = self.call("--compare", folders / "before", folders / "after")
        assert result.stdout.strip() == str(folders / "after/compared.html")
        words = (folders / "after/compared.html").read_text(encoding="utf-8")
        assert '<h1 id="title">before and after, side by side</h1>' in words

    def test_a_file_of_another_kind_is_refused_and_nothing_is_written(self, folders):
        with pytest.raises(InputError, match=r"--out .*x\.html should end in \.md"):
            self.call(folders / "before", "--format", "md", "--out", folders / "x.html")
        assert not (folders / "x.html").exists()
