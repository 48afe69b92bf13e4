"""The matrix of knock-outs: made cell by cell, gone on with after a kill, judged and told."""

from __future__ import annotations

import hashlib
import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, ClassVar

import pytest
from typer.testing import CliRunner

import trustgarden
from trustgarden.analysis.charts import needs_counts, needs_matrix
from trustgarden.analysis.knock_outs import knock_outs_markdown, knock_outs_report
from trustgarden.cli.commands import app
from trustgarden.errors import InputError
from trustgarden.experiments.knock_outs import (
    Cell,
    CellFolder,
    Matrix,
    Outcome,
    Progress,
    knock_out,
    near_limit,
    origin,
    origin_of,
)
from trustgarden.experiments.studies import STUDIES, Criterion, Estimate, Setting, Study

ROOT = Path(trustgarden.__file__).resolve().parents[1]
TESTS = Path(__file__).resolve().parent
OFF = "mechanisms.off"


def a_criterion(name: str) -> Criterion:
    return Criterion(
        id=f"T.{name}", finding="P00", says=f"What {name} must show", unit="d", low=0.2,
        high=0.8, no_effect=0.0, source="A & B 2000, doi:10.0/x",
    )  # fmt: skip


class Made(Study):
    """Needs repair for one finding and talk, nearly, for another; cannot be run without cues."""

    id: ClassVar[str] = "T"
    title: ClassVar[str] = "Made up"
    criteria: ClassVar[tuple[Criterion, ...]] = tuple(
        a_criterion(name) for name in ("always", "repaired", "told", "hindered")
    )
    pause: ClassVar[float] = 0.0

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        time.sleep(self.pause)
        off = set(setting.changes.get(OFF, ()))
        if "cues" in off:
            raise RuntimeError("nothing to go by")
        half = 1.0 / setting.replicates
        centres = {
            "always": 0.5,
            "repaired": -0.5 if "repair" in off else 0.5,
            "told": 0.19 if "talk" in off else 0.5,
            "hindered": 0.5 if "strain" in off else -0.5,
        }
        return {
            f"T.{name}": Estimate(centre, centre - half, centre + half, setting.replicates)
            for name, centre in centres.items()
        }


class Slow(Made):
    pause: ClassVar[float] = 0.15


MECHANISMS = ("repair", "talk", "strain", "witness")


def made(out: Path, *mechanisms: str, study: Study | None = None, **how: Any) -> Matrix:
    settings = {"replicates": 10, "near": 40, "workers": 1} | how
    return knock_out(out, [study or Made()], mechanisms or MECHANISMS, **settings)


def told(matrix: Matrix, column: str) -> set[tuple[str, str]]:
    rows = matrix.table[matrix.table[column]]
    return {(c.removeprefix("T."), m) for c, m in zip(rows.criterion, rows.without, strict=True)}


def checksums(folder: Path) -> dict[str, str]:
    return {
        str(place.relative_to(folder)): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in sorted(folder.glob("cells/**/*.json"))
    }


class TestMatrix:
    def test_it_says_which_finding_needs_which_mechanism(self, tmp_path: Path) -> None:
        matrix = made(tmp_path)
        assert told(matrix, "needed") == {("repaired", "repair"), ("told", "talk")}
        assert told(matrix, "hinders") == {("hindered", "strain")}
        assert ("repaired", "repair") in told(matrix, "moved")
        assert matrix.unneeded == ["strain", "witness"]
        assert matrix.uninformative == ["T.always"]
        assert matrix.is_complete

    def test_only_a_cell_near_a_limit_is_made_with_more(self, tmp_path: Path) -> None:
        table = made(tmp_path).table
        replicates = table.groupby("without")["replicates"].first().to_dict()
        assert replicates == {"": 10, "repair": 10, "talk": 40, "strain": 10, "witness": 10}
        assert ("told", "talk") in told(made(tmp_path), "near")

    @pytest.mark.parametrize(
        ("low", "high", "near"),
        [(0.3, 0.7, False), (0.1, 0.3, True), (0.7, 0.9, True), (-0.1, 0.1, True),
         (0.9, 1.2, False), (0.0, 0.0, False), (math.nan, math.nan, False)],
    )  # fmt: skip
    def test_near_is_an_interval_that_touches_a_limit(
        self, low: float, high: float, near: bool
    ) -> None:
        estimate = Estimate((low + high) / 2, low, high, 9)
        assert near_limit(a_criterion("x"), estimate) is near

    def test_mechanisms_that_are_off_throughout_stay_off(self, tmp_path: Path) -> None:
        matrix = made(tmp_path, "witness", changes={OFF: ["repair"]})
        whole = matrix.table[matrix.table["criterion"] == "T.repaired"]
        assert list(whole["verdict"]) == ["fail", "fail"]

    def test_a_study_that_fails_is_a_row_and_is_tried_again(self, tmp_path: Path) -> None:
        matrix = made(tmp_path, "cues", "repair")
        assert not matrix.is_complete
        rows = matrix.table[matrix.table["without"] == "cues"]
        assert set(rows["message"]) == {"RuntimeError: nothing to go by"}
        assert set(rows["verdict"]) == {"none"}
        assert not rows[["needed", "hinders", "moved"]].to_numpy().any()
        seen: list[Progress] = []
        made(tmp_path, "cues", "repair", progress=seen.append)
        assert [str(p.cell) for p in seen[1:]] == ["T without cues"]
        assert list(seen[0].again.values()) == ["failed before"]

    @pytest.mark.parametrize(
        ("given", "words"),
        [({"replicates": 3}, "replicates is 3"), ({"near": -1}, "near is -1"),
         ({"workers": 0}, "workers is 0"), ({"seed": True}, "seed is True")],
    )  # fmt: skip
    def test_numbers_out_of_range_are_refused(
        self, tmp_path: Path, given: dict[str, int], words: str
    ) -> None:
        with pytest.raises(InputError, match=words):
            made(tmp_path, **given)

    def test_a_mechanism_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"no mechanism 'repairs'.*Did you mean repair"):
            made(tmp_path / "new", "repairs")
        assert not (tmp_path / "new").exists()


class TestCells:
    def test_what_is_there_is_not_made_again(self, tmp_path: Path) -> None:
        made(tmp_path)
        before = checksums(tmp_path)
        seen: list[Progress] = []
        again = made(tmp_path, progress=seen.append)
        assert [(p.cell, p.done, p.total) for p in seen] == [(None, 5, 5)]
        assert checksums(tmp_path) == before
        assert told(again, "needed") == {("repaired", "repair"), ("told", "talk")}

    def test_workers_make_no_difference(self, tmp_path: Path) -> None:
        slow, fast = tmp_path / "one", tmp_path / "two"
        study = STUDIES[0]
        for folder, workers in ((slow, 1), (fast, 2)):
            knock_out(folder, [study], ["cues"], replicates=4, near=0, workers=workers)
        assert checksums(slow) == checksums(fast)

    def test_a_cell_of_another_model_is_made_again_and_said(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made(tmp_path)
        for module in ("origin", "making"):
            name = f"trustgarden.experiments.knock_outs.{module}.model_digest"
            monkeypatch.setattr(name, lambda: "another")
        seen: list[Progress] = []
        made(tmp_path, progress=seen.append)
        assert len(seen) == 6
        (why,) = set(seen[0].again.values())
        assert why.startswith('stale: model is "')
        assert why.endswith('there and "another" here')

    def test_another_seed_and_more_replicates_are_made_again(self, tmp_path: Path) -> None:
        made(tmp_path)
        for how, why in (({"seed": 2}, "stale: seed is 1 there"), ({"replicates": 20}, "10 repl")):
            seen: list[Progress] = []
            made(tmp_path, progress=seen.append, **how)
            assert any(words.startswith(why) for words in seen[0].again.values())
            made(tmp_path)

    def test_a_damaged_cell_is_made_again(self, tmp_path: Path) -> None:
        made(tmp_path)
        before = checksums(tmp_path)
        place = CellFolder(tmp_path).place(Cell("T", "repair"))
        place.write_text(place.read_text().replace('"value": -0.5', '"value": 0.5'))
        seen: list[Progress] = []
        made(tmp_path, progress=seen.append)
        assert {str(c): w for c, w in seen[0].again.items()} == {"T without repair": "damaged"}
        assert checksums(tmp_path) == before

    def test_figures_that_are_none_or_without_end_survive(self, tmp_path: Path) -> None:
        folder = CellFolder(tmp_path)
        folder.claim()
        figures = {"T.a": Estimate(math.nan, -math.inf, math.inf, 0)}
        folder.write(Outcome(Cell("T", ""), {"seed": 1}, 4, figures))
        kept = folder.read(Cell("T", ""))
        assert kept is not None
        one = kept.figures["T.a"]
        assert math.isnan(one.value)
        assert (one.low, one.high, one.n) == (-math.inf, math.inf, 0)

    def test_a_folder_of_other_things_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("mine")
        with pytest.raises(InputError, match="holds other things than knock-outs"):
            made(tmp_path)
        assert [place.name for place in tmp_path.iterdir()] == ["mine.txt"]

    def test_killed_and_called_again_only_what_is_missing_is_made(self, tmp_path: Path) -> None:
        out = tmp_path / "killed"
        program = (
            "import sys; sys.path[:0] = sys.argv[2:]; "
            "from test_knock_out_matrix import Slow, made; from pathlib import Path; "
            "made(Path(sys.argv[1]), study=Slow())"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(out), str(ROOT), str(TESTS)], env=os.environ
        )
        try:
            until = time.monotonic() + 60
            while len(checksums(out)) < 2 and time.monotonic() < until:
                time.sleep(0.01)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        before = checksums(out)
        assert 2 <= len(before) < 5
        # What a kill in the middle of writing leaves behind does no harm, and goes.
        leftover = out / "cells" / "T" / ".all.json.1.tmp"
        leftover.write_text("{")
        stamps = {name: (out / name).stat().st_mtime_ns for name in before}
        seen: list[Progress] = []
        # The class is another object there, of a module of the same name here.
        resumed = made(out, study=Slow(), progress=seen.append)
        assert len(seen) - 1 == 5 - len(before)
        assert {name: (out / name).stat().st_mtime_ns for name in before} == stamps
        assert not leftover.exists()
        whole = made(tmp_path / "whole", study=Slow())
        assert checksums(out) == checksums(tmp_path / "whole")
        assert resumed.table.equals(whole.table)


class TestOrigin:
    def test_it_tells_the_model_its_parameters_and_the_apparatus(self) -> None:
        found = origin_of(STUDIES[1], changes={"work.load": 0.4}, seed=3)
        assert {"model", "parameters", "apparatus"} <= set(found)
        assert (found["seed"], found["changes"]) == (3, {"work.load": 0.4})

    def test_the_apparatus_is_that_of_the_study(self) -> None:
        closure = origin._closure("trustgarden.experiments.studies.ve03_contracts")
        assert "trustgarden.experiments.studies.ve03_removal" in closure
        assert "trustgarden.experiments.laboratory.lab" in closure
        assert "trustgarden.experiments.studies.ve09_variance" not in closure
        assert not any("criteria" in name or "model" in name for name in closure)
        digests = {origin.apparatus_digest(type(one).__module__) for one in STUDIES}
        assert len(digests) == len(STUDIES)


class TestTold:
    def test_markdown_says_first_what_tells_nothing(self, tmp_path: Path) -> None:
        matrix = made(tmp_path)
        text = knock_outs_markdown(
            matrix.table, unneeded=matrix.unneeded, uninformative=matrix.uninformative
        )
        assert "Mechanisms that no finding needs: strain, witness." in text
        assert "pass in every variant, and so tell nothing: T.always." in text
        assert "Needed only where a verdict is near its limit: talk." in text
        assert "| repair | T.repaired | none | none | 1 of 4 |" in text
        assert text.index("no finding needs") < text.index("| mechanism |")

    def test_the_picture_has_a_mark_of_its_own_for_each_kind(self, tmp_path: Path) -> None:
        table = made(tmp_path, *MECHANISMS, "cues").table
        for wide in (True, False):
            figure = needs_matrix(table, wide=wide)
            marks = {t.meta: len(t.x) for t in figure.data}
            assert marks == {
                "pass": 3, "partial": 0, "fail": 1, "needed": 1, "near": 1, "hinders": 1,
                "moved": 0, "missing": 4,
            }  # fmt: skip
            shapes = [t.marker.symbol for t in figure.data if t.meta in ("needed", "near")]
            assert shapes == ["square", "square-open"]
            assert "T.repaired (pass with all) needs repair" in figure.layout.meta["alt"]

    def test_the_counts_stand_as_numbers_too(self, tmp_path: Path) -> None:
        figure = needs_counts(made(tmp_path).table)
        assert figure.data[0].z.tolist() == [[1, 1, 0, 0]]
        assert [a.text for a in figure.layout.annotations] == ["<b>1</b>", "<b>1</b>", "·", "·"]
        assert "T: repair 1, talk 1" in figure.layout.meta["alt"]

    def test_the_report_opens_with_what_is_not_needed(self, tmp_path: Path) -> None:
        matrix = made(tmp_path / "cells")
        path = knock_outs_report(
            matrix.table, tmp_path / "k.html", unneeded=matrix.unneeded,
            uninformative=matrix.uninformative, provenance=matrix.provenance,
        )  # fmt: skip
        page = path.read_text(encoding="utf-8")
        assert "Mechanisms that no finding needs: strain, witness." in page
        assert "Which finding needs which mechanism" in page


class TestCommand:
    def test_it_writes_everything_and_goes_on(self, tmp_path: Path) -> None:
        out, page, text = tmp_path / "cells", tmp_path / "k.html", tmp_path / "k.md"
        arguments = [
            "knockouts", "VE1", "--off", "cues", "--replicates", "4", "--near", "0", "--workers",
            "1", "--out", str(out), "--report", str(page), "--markdown", str(text), "--json",
        ]  # fmt: skip
        first = CliRunner().invoke(app, arguments)
        facts = json.loads(first.stdout)
        assert {cell["without"] for cell in facts["cells"]} == {"", "cues"}
        assert "1 of 2 cells" in first.stderr
        assert (out / "knock-outs.parquet").exists()
        assert page.stat().st_size > 1_000_000
        assert "| mechanism |" in text.read_text()
        second = CliRunner().invoke(app, arguments)
        assert "2 of 2 cells" in second.stderr
        assert "1 of 2 cells" not in second.stderr
        assert second.stdout == first.stdout

    def test_a_wrong_ending_is_refused_before_any_work(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(
            app, ["knockouts", "--out", str(tmp_path / "x"), "--report", str(tmp_path / "k.txt")]
        )
        assert isinstance(result.exception, InputError)
        assert not (tmp_path / "x").exists()
