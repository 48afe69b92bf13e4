"""Results that are asked how they stand, in SQL, or to be made again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_sweeps import FIVE_A_CHUNK, LOOKED_AT

from trustgarden.cli import main
from trustgarden.errors import InputError
from trustgarden.experiments import Experiment, Progress, Store, rerun, status_of, sweep
from trustgarden.experiments.checksums import digest_of_file
from trustgarden.experiments.layout import checksums_file, part_file

FEW = LOOKED_AT.model_copy(update={"replicates": 2})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight runs, one a chunk; not to be changed."""
    return sweep(FEW, tmp_path_factory.mktemp("made") / "out", workers=1).path


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


# Status


def test_a_finished_sweep_says_so(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = status_of(made)
    assert (found.state, found.done, found.failed, found.total) == ("finished", 8, 0, 8)
    assert (found.wanted, found.eta, list(found.only)) == (8, None, [])
    assert found.rate is not None
    assert found.rate > 0
    assert main(["status", str(made), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["experiment"], told["state"], told["done"]) == ("looked-at", "finished", 8)
    assert main(["status", str(made), "--check"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("looked-at: finished, 8 of 8 runs, 0 failed, ")
    assert out.endswith("Every file matches its checksum.\n")


def test_a_running_sweep_says_how_long_it_takes(tmp_path: Path) -> None:
    seen = []

    def ask(progress: Progress) -> None:
        if progress.done in (0, 40):
            seen.append(status_of(tmp_path / "out"))

    sweep(FIVE_A_CHUNK, tmp_path / "out", 1, ask, only={"replicate": range(20)})
    first, later = seen
    assert (first.state, first.done, first.rate, first.eta) == ("running", 0, None, None)
    assert (later.state, later.done, later.total, later.wanted) == ("running", 40, 160, 80)
    assert later.rate is not None
    assert later.eta == pytest.approx(40 / later.rate)
    after = status_of(tmp_path / "out")
    assert (after.state, after.done, list(after.only)) == ("stopped", 80, ["replicate=0-19"])


def test_damage_is_found_when_asked_for(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part_file(copy, "people", 2).unlink()
    assert main(["status", str(copy)]) == 0
    assert main(["status", str(copy), "--check"]) == 1
    assert "people/part-00002.parquet is missing." in capsys.readouterr().err
    assert main(["status", str(copy.parent)]) == 2
    assert "is not a results folder" in capsys.readouterr().err


# Again


def test_results_are_made_again_to_the_byte(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rerun", str(made), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"runs": 8, "equal": True, "difference": ""}
    assert printed.err.endswith("8 runs made again: equal to the byte.\n")
    assert main(["rerun", str(made), "--run", "5"]) == 0
    assert capsys.readouterr().err.endswith("1 run made again: equal to the byte.\n")


def alter(folder: Path, table: str, chunk: int, column: str, row: int) -> None:
    """Change one value by the least there is, and the checksum with it."""
    part = part_file(folder, table, chunk)
    before, rows = digest_of_file(part), pq.read_table(part)
    values = rows[column].to_numpy().copy()
    values[row] = np.nextafter(values[row], 2)
    place = rows.column_names.index(column)
    pq.write_table(rows.set_column(place, rows.schema.field(place), pa.array(values)), part)
    sums = checksums_file(folder, chunk)
    sums.write_text(sums.read_text().replace(before, digest_of_file(part)))


def test_the_first_difference_is_told(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alter(copy, "series", 5, "trust", 1)
    alter(copy, "series", 5, "mistrust", 2)
    seed = Store.open(copy).runs["seed"].iloc[5]
    for option in ([], ["--run", "5"]):
        assert main(["rerun", str(copy), *option]) == 1
        err = capsys.readouterr().err
        assert (
            f"series/part-00005.parquet: run 5, scenario garden, point 1, replicate 1, seed {seed},"
            " week 4: trust is " in err
        )
    assert main(["rerun", str(copy), "--run", "4"]) == 0


def test_other_bytes_of_the_same_values_are_told_as_such(copy: Path) -> None:
    part = part_file(copy, "runs", 3)
    pq.write_table(pq.read_table(part), part)
    found = rerun(copy)
    assert not found.is_equal
    assert "runs/part-00003.parquet: every value is equal, but not every byte" in found.difference
    assert rerun(copy, run=3).is_equal


def test_a_part_of_a_sweep_can_be_made_again(tmp_path: Path) -> None:
    out = sweep(FIVE_A_CHUNK, tmp_path / "out", workers=1, only={"point": 1}).path
    found = rerun(out)
    assert (found.num_runs, found.difference) == (40, "")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("model", "0", "is not comparable to the byte: model is 0 there"),
        ("trustgarden", "0.0.1", r"trustgarden is 0\.0\.1 there.*with trustgarden 0\.0\.1"),
        ("num_runs", 9, "cannot be made again from this: num_runs is 9 there and 8 here"),
    ],
)
def test_what_this_version_cannot_make_again_is_refused(
    key: str, value: object, words: str, copy: Path
) -> None:
    place = copy / "manifest.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | {key: value}))
    with pytest.raises(InputError, match=words):
        rerun(copy)


def test_a_run_that_is_not_there_is_refused(copy: Path) -> None:
    with pytest.raises(InputError, match="There is no run 99 in"):
        rerun(copy, run=99)
    checksums_file(copy, 2).unlink()
    with pytest.raises(InputError, match=r"checksums of part 00002 .* missing or damaged"):
        rerun(copy)


def test_own_people_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["id,reports_to", "Ann,", *(f"Ann-{number},Ann" for number in range(5))]
    (tmp_path / "staff.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "ours.toml").write_text(
        'id = "ours"\nextends = "garden"\n[organisation.people]\nfile = "staff.csv"\n'
        'reports_to = "reports_to"\n',
        encoding="utf-8",
    )
    (tmp_path / "own.toml").write_text('id = "own"\nscenarios = ["ours.toml"]\nreplicates = 2\n'
                                       "weeks = 5\n", encoding="utf-8")  # fmt: skip
    out = sweep(tmp_path / "own.toml", tmp_path / "out", workers=1).path
    assert main(["rerun", str(out)]) == 2
    assert "files of somebody's own" in capsys.readouterr().err
    assert main(["rerun", str(out), "--experiment", str(tmp_path / "own.toml")]) == 0
    with (tmp_path / "staff.csv").open("a", encoding="utf-8") as staff:
        staff.write("Ann-9,Ann\n")
    assert main(["rerun", str(out), "--experiment", str(tmp_path / "own.toml")]) == 2
    assert "files that it was made from, unchanged" in capsys.readouterr().err


# SQL


def test_tables_are_asked_in_sql(made: Path) -> None:
    store = Store.open(made)
    means = store.query("select scenario, avg(trust) as trust from runs group by 1 order by 1")
    expected = store.runs.groupby("scenario")["trust"].mean()
    assert means["scenario"].tolist() == ["command", "garden"]
    np.testing.assert_allclose(means["trust"], expected, rtol=1e-12)
    # A factor has a dot in its name; people and ties are tables, too.
    joined = store.query(
        'select "organisation.num_people" as size, count(*) as people from people '
        "join runs using (run) where week = 6 group by 1 order by 1"
    )
    assert joined["size"].tolist() == [12, 14]
    assert store.query("select count(*) as n from ties")["n"].tolist() == [len(store.ties())]


def test_a_store_without_runs_has_tables(made: Path, tmp_path: Path) -> None:
    shutil.copy(made / "manifest.json", tmp_path)
    assert len(Store.open(tmp_path).query("select trust from series")) == 0


def test_what_is_no_query_is_refused(made: Path) -> None:
    store = Store.open(made)
    with pytest.raises(InputError, match=r"DuckDB does not answer this query: .*nowhere"):
        store.query("select * from nowhere")


def test_a_part_that_is_damaged_is_named(copy: Path) -> None:
    part = part_file(copy, "series", 4)
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(InputError, match=r"series/part-00004\.parquet"):
        Store.open(copy).query("select count(trust) from series")


def test_without_duckdb_it_is_said_how_to_get_it(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(InputError, match=r'pip install "trustgarden\[sql\]"'):
        Store.open(made).query("select 1")


MEASURED = """
import resource, sys
from trustgarden.experiments import Store
answer = Store.open(sys.argv[1]).query("select week, avg(trust) from series group by 1")
assert len(answer) == 104
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
def test_memory_of_a_query_does_not_grow_with_the_store(tmp_path: Path) -> None:
    one = Experiment(id="one", scenarios=("garden",), replicates=8, weeks=104,
                     factors={"organisation.num_people": (12,)})  # fmt: skip
    out = sweep(one, tmp_path / "out", workers=1).path
    # Parts of many runs each, first 2 and then 80 of them: 17 and 680 MB as numbers in memory.
    series = pq.read_table(part_file(out, "series", 0))
    large = pa.concat_tables([series] * 512)
    peaks = []
    for num_parts in (2, 80):
        for table in ("series", "runs", "teams"):
            shutil.rmtree(out / table)
            (out / table).mkdir()
        pq.write_table(large, part_file(out, "series", 0))
        for table in ("runs", "teams"):
            schema = Store.open(out).schema(table)
            pq.write_table(schema.empty_table(), part_file(out, table, 0))
        for chunk in range(1, num_parts):
            for table in ("series", "runs", "teams"):
                part_file(out, table, chunk).hardlink_to(part_file(out, table, 0))
        told = subprocess.run(
            [sys.executable, "-c", MEASURED, str(out)], capture_output=True, text=True, check=True
        )
        peaks.append(int(told.stdout))
    assert peaks[1] < peaks[0] + 100


def test_a_line_of_the_log_that_was_broken_off_is_passed_over(copy: Path) -> None:
    book = copy / "log" / "sweep.jsonl"
    book.write_text(book.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    part_file(copy, "runs", 7).unlink()
    assert status_of(copy).wanted == 8
    sweep(FEW, copy, workers=1)
    lines = book.read_text(encoding="utf-8").splitlines()
    broken = [line for line in lines if not line.endswith("}")]
    assert len(broken) == 1
    assert [json.loads(line)["event"] for line in lines[-3:]] == ["started", "chunk", "ended"]
    assert status_of(copy).wanted == 8
