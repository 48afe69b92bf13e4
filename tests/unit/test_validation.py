"""Validation: studies run and judged, held to the baseline, and told."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import ClassVar

import pytest
from typer.testing import CliRunner

from trustgarden.analysis.charts.verdicts import (
    tolerance_scale,
    verdict_counts,
    verdict_forest,
)
from trustgarden.analysis.validation import validation_markdown, validation_report
from trustgarden.cli.commands import app
from trustgarden.errors import InputError
from trustgarden.experiments.studies import Criterion, Estimate, Role, Setting, Study, Verdict
from trustgarden.experiments.validation import Baseline, Kind, Validation, validate


def a_criterion(name: str, role: Role = Role.VALIDATION) -> Criterion:
    return Criterion(
        id=f"T.{name}", finding="P00", says=f"What {name} must show", unit="d", low=0.2,
        high=0.8, no_effect=0.0, source="A & B 2000, doi:10.0/x", role=role,
    )  # fmt: skip


class Made(Study):
    """A study whose figures are given."""

    id: ClassVar[str] = "T"
    title: ClassVar[str] = "Made up"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        a_criterion("good"), a_criterion("near"), a_criterion("wrong"),
        a_criterion("fitted", Role.CALIBRATION),
    )  # fmt: skip
    values: ClassVar[dict[str, float]] = {"good": 0.5, "near": 0.9, "wrong": -0.3, "fitted": 0.4}

    def __init__(self, **changes: float) -> None:
        self.now = self.values | changes
        self.asked: list[Setting] = []

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        self.asked.append(setting)
        return {f"T.{n}": Estimate(v, v - 0.1, v + 0.1, 9) for n, v in self.now.items()}


def made(replicates: int = 200, seed: int = 1, **changes: float) -> Validation:
    return validate([Made(**changes)], replicates=replicates, seed=seed)


def test_verdicts_are_counted_by_role() -> None:
    found = made()
    assert [found.count(v) for v in (Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL)] == [1, 1, 1]
    assert found.count(Verdict.PASS, Role.CALIBRATION) == 1
    assert [j.criterion.id for j in found.wrong_signs] == ["T.wrong"]
    table = found.table
    assert list(table["verdict"]) == ["pass", "partial", "fail", "pass"]
    assert list(table["wrong_sign"]) == [False, False, True, False]


def test_the_setting_reaches_the_study_and_the_provenance() -> None:
    one = Made()
    found = validate([one], replicates=7, seed=3, changes={"parameters.faith": 1.5}, workers=1)
    assert one.asked == [
        Setting(replicates=7, seed=3, changes={"parameters.faith": 1.5}, workers=1)
    ]
    assert found.provenance["replicates"] == 7
    assert found.provenance["changes"] == {"parameters.faith": 1.5}


@pytest.mark.parametrize(
    ("given", "words"),
    [({"replicates": 3}, "replicates is 3"), ({"seed": -1}, "seed is -1"),
     ({"workers": 0}, "workers is 0"), ({"replicates": True}, "replicates is True")],
)  # fmt: skip
def test_numbers_out_of_range_are_refused(given: dict[str, int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        validate([Made()], **given)


class TestBaseline:
    def test_nothing_changed_is_no_news(self, tmp_path: Path) -> None:
        file = tmp_path / "b.json"
        Baseline.read(file).with_validation(made(), "first").write(file)
        kept = Baseline.read(file)
        assert kept.reason == "first"
        assert kept.changes(made()) == []

    def test_with_the_same_seed_every_lost_pass_is_broken(self) -> None:
        kept = Baseline("", {}).with_validation(made(), "first")
        (change,) = kept.changes(made(good=0.85))
        assert (change.criterion, change.kind) == ("T.good", Kind.BROKEN)
        assert (change.before, change.now) == ("pass", "partial")

    def test_with_another_seed_it_must_be_beyond_chance(self) -> None:
        kept = Baseline("", {}).with_validation(made(good=0.79), "first")
        (near,) = kept.changes(made(seed=2, good=0.81))
        assert near.kind is Kind.MOVED
        (far,) = kept.changes(made(seed=2, good=1.2))
        assert far.kind is Kind.BROKEN

    def test_what_is_better_new_or_gone_is_named(self) -> None:
        kept = Baseline("", {}).with_validation(made(near=-0.2), "first")
        figures = kept.parts["full"]["figures"]
        figures["T.old"] = figures.pop("T.fitted")
        changes = {c.criterion: c.kind for c in kept.changes(made(near=0.7))}
        assert changes == {"T.near": Kind.MENDED, "T.fitted": Kind.NEW, "T.old": Kind.GONE}
        assert "T.old" not in {c.criterion for c in kept.changes(made(near=0.7), whole=False)}

    def test_quick_and_full_are_kept_apart(self) -> None:
        kept = Baseline("", {}).with_validation(made(), "first")
        assert kept.changes(made(replicates=30, good=-1.0)) == []
        both = kept.with_validation(made(replicates=30), "second")
        assert set(both.parts) == {"full", "quick"}

    def test_a_figure_that_is_missing_is_kept_as_none(self, tmp_path: Path) -> None:
        file = tmp_path / "b.json"
        Baseline("", {}).with_validation(made(good=math.nan), "why").write(file)
        assert json.loads(file.read_text())["parts"]["full"]["figures"]["T.good"]["value"] is None
        assert Baseline.read(file).changes(made(good=math.nan)) == []

    @pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema": 1, "reason": "", "parts": [2]}'])
    def test_what_is_no_baseline_is_refused(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "b.json"
        file.write_text(text)
        with pytest.raises(InputError, match="no baseline of validation"):
            Baseline.read(file)

    def test_another_schema_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "b.json"
        file.write_text('{"schema": 99, "reason": "", "parts": {}}')
        with pytest.raises(InputError, match="has schema 99"):
            Baseline.read(file)


class TestTold:
    def test_markdown_begins_with_what_was_not_reached(self) -> None:
        text = validation_markdown(made().table)
        lines = [line for line in text.splitlines() if line.startswith("| T.")]
        assert [line.split("|")[1].strip() for line in lines] == [
            "T.wrong", "T.near", "T.good", "T.fitted",
        ]  # fmt: skip
        assert "1 pass, 1 partial, 1 fail, of 3 (33% passed)." in text
        assert "number recalled, not confirmed" in text

    def test_the_report_says_what_was_fitted_and_what_was_not(self, tmp_path: Path) -> None:
        found = made()
        path = validation_report(found.table, tmp_path / "v.html", provenance=found.provenance)
        page = path.read_text(encoding="utf-8")
        assert "Of what is for validation: 1 pass, 1 partial, 1 fail" in page.replace("\xa0", " ")
        assert "Wrong direction: T.wrong." in page
        assert "What is for calibration" in page

    def test_the_forest_has_a_mark_for_each_figure(self) -> None:
        table = made(near=math.nan).table
        for wide in (True, False):
            figure = verdict_forest(table, wide=wide)
            marks = [t for t in figure.data if t.mode == "markers"]
            assert len(marks) == 3
            assert "T.wrong fail" in figure.layout.meta["alt"]

    def test_the_counts_name_each_study(self) -> None:
        for wide in (True, False):
            figure = verdict_counts(made().table, wide=wide)
            assert [list(bar.x) for bar in figure.data] == [[2], [1], [1]]
            assert "T: 2 of 4 pass, 1 fail" in figure.layout.meta["alt"]

    @pytest.mark.parametrize(
        ("low", "high", "none", "scale"),
        [(0.2, 0.8, 0.0, (0.2, 0.8)), (0.4, math.inf, 0.0, (0.4, 0.8)),
         (-math.inf, 0.5, None, (0.0, 0.5)), (0.0, math.inf, 0.0, (0.0, 1.0))],
    )  # fmt: skip
    def test_a_tolerance_without_an_end_gets_a_scale(
        self, low: float, high: float, none: float | None, scale: tuple[float, float]
    ) -> None:
        class Row:
            target_low, target_high, no_effect = low, high, none

        assert tolerance_scale(Row) == pytest.approx(scale)


class TestCommand:
    def test_a_study_that_is_not_there_is_refused(self) -> None:
        result = CliRunner().invoke(app, ["validate", "VE99"])
        assert isinstance(result.exception, InputError)
        assert "there is no study 'VE99'" in str(result.exception)

    @pytest.mark.parametrize(
        "arguments",
        [["--quick", "--replicates", "9"], ["--update", " "],
         ["--update", "x", "--set", "parameters.faith=2"], ["--replicates", "2"]],
    )  # fmt: skip
    def test_what_contradicts_itself_is_refused(self, arguments: list[str]) -> None:
        result = CliRunner().invoke(app, ["validate", "VE1", *arguments])
        assert isinstance(result.exception, InputError)

    def test_it_prints_facts_as_json_and_writes_both_files(self, tmp_path: Path) -> None:
        out, table = tmp_path / "v.html", tmp_path / "v.md"
        result = CliRunner().invoke(
            app,
            ["validate", "VE1", "--replicates", "10", "--json", "--seed", "5", "--out", str(out),
             "--markdown", str(table)],
        )  # fmt: skip
        facts = json.loads(result.stdout)
        assert {c["study"] for c in facts["criteria"]} == {"VE1"}
        assert out.stat().st_size > 1_000_000
        assert table.read_text().startswith("**Calibration.**")
