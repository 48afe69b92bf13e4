"""Whatever stops a sweep, what was committed stays, and going on gives the same bytes."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_sweeps import FIVE_A_CHUNK, LOOKED_AT, committed, digests, files_of, logged, mtimes

from trustgarden.errors import InputError
from trustgarden.experiments import Progress, Store, sweep
from trustgarden.experiments.checksums import read_receipt
from trustgarden.experiments.locking import locked


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep made in one process and one go; not to be changed."""
    return sweep(FIVE_A_CHUNK, tmp_path_factory.mktemp("undisturbed") / "out", workers=1).path


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with people and ties."""
    few = LOOKED_AT.model_copy(update={"replicates": 2})
    return sweep(few, tmp_path_factory.mktemp("looked-at") / "out", workers=1).path


# Damage


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 4
    file.write_bytes(content)


def empty(file: Path) -> None:
    file.write_bytes(b"")


DAMAGES = {"cut": cut_short, "flipped": flip_a_bit, "empty": empty, "gone": Path.unlink}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_named_and_made_again_and_nothing_else(
    damage: str, looked_at: Path, tmp_path: Path
) -> None:
    few = LOOKED_AT.model_copy(update={"replicates": 2})
    chunks = {"series": 0, "teams": 2, "people": 3, "ties": 5, "runs": 6, "checksums": 7}
    folder = Path(shutil.copytree(looked_at, tmp_path / "copy"))
    files = [next(folder.glob(f"{name}/part-{chunk:05d}.*")) for name, chunk in chunks.items()]
    for file in files:
        DAMAGES[damage](file)
    before = mtimes(folder)
    told: list[str] = []
    sweep(few, folder, workers=1, tell=told.append)
    assert digests(folder) == digests(looked_at)
    # A part of `runs` that is gone is not damage, but a chunk that is missing.
    named = [file for file in files if damage != "gone" or file.parent.name != "runs"]
    assert len(told) == len(named)
    for file, words in zip(named, told, strict=True):
        # Which of a part and its checksum was changed, only a part that cannot be read tells.
        assert words.startswith(str(file)) or file.name.split(".")[0] in words
        assert words.endswith("It is made again; the rest is left as it is.")
    made_again = files_of(set(chunks.values()))
    after = mtimes(folder)
    untouched = [name for name in before if not any(chunk in name for chunk in made_again)]
    assert len(untouched) == 1 + 2 * 6  # the manifest, and two chunks
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    assert [entry["what"] for entry in logged(folder, "damaged")] == [
        words.removesuffix(". It is made again; the rest is left as it is.") for words in told
    ]


def test_damage_is_warned_of_where_nobody_listens(
    looked_at: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Path(shutil.copytree(looked_at, tmp_path / "copy"))
    cut_short(folder / "runs" / "part-00001.parquet")
    sweep(LOOKED_AT.model_copy(update={"replicates": 2}), folder, workers=1)
    assert "part-00001.parquet is damaged: it does not match its checksum" in caplog.text


def test_a_chunk_that_was_not_asked_for_now_is_mended_too(
    undisturbed: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(undisturbed, tmp_path / "copy"))
    flip_a_bit(folder / "series" / "part-00030.parquet")
    sweep(FIVE_A_CHUNK, folder, workers=1, only={"replicate": 0}, tell=lambda _: None)
    assert digests(folder) == digests(undisturbed)


# Every moment of a commit, as a kill -9 would leave it


def test_whatever_a_kill_leaves_of_a_commit_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is copied before and after each move, and in the middle of each writing."""
    one = LOOKED_AT.model_copy(update={"replicates": 1, "scenarios": ("garden",)})
    out, copies, replace = tmp_path / "out", [], os.replace

    def keep() -> None:
        copies.append(Path(shutil.copytree(out, tmp_path / f"copy-{len(copies)}")))

    def replace_and_keep(source: Any, place: Any) -> None:
        keep()
        replace(source, place)
        keep()

    monkeypatch.setattr(os, "replace", replace_and_keep)
    sweep(one, out, workers=1)
    monkeypatch.setattr(os, "replace", replace)
    # The manifest, and for each of two chunks five parts and the checksums.
    assert len(copies) == 2 * (1 + 2 * 6)
    for copy in copies:
        before = {chunk: mtimes(copy) for chunk in committed(copy)}
        sweep(one, copy, workers=1, tell=pytest.fail)
        assert digests(copy) == digests(out)
        for chunk, times in before.items():
            names = [name for name in times if any(c in name for c in files_of({chunk}))]
            assert {name: mtimes(copy)[name] for name in names} == {n: times[n] for n in names}


# Ctrl-C


@pytest.fixture
def ctrl_c() -> Iterator[Callable[[], None]]:
    """Ctrl-C as a terminal gives it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.raise_signal(signal.SIGINT)
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_once_finishes_what_is_under_way(
    workers: int, ctrl_c: Callable[[], None], undisturbed: Path, tmp_path: Path
) -> None:
    told: list[str] = []

    def once(progress: Progress) -> None:
        if progress.done == 15:
            ctrl_c()

    with pytest.raises(KeyboardInterrupt):
        sweep(FIVE_A_CHUNK, tmp_path / "out", workers, once, tell=told.append)
    # What workers had in hand was finished too, and nothing was begun after it.
    assert 15 <= Store.open(tmp_path / "out").num_runs_made <= 15 + 5 * workers
    assert "Ctrl-C again ends at once" in told[0]
    assert logged(tmp_path / "out", "ended")[-1]["outcome"] == "stopped"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    sweep(FIVE_A_CHUNK, tmp_path / "out", workers=1, resume=True)
    assert digests(tmp_path / "out") == digests(undisturbed)


def test_ctrl_c_twice_ends_at_once(ctrl_c: Callable[[], None], tmp_path: Path) -> None:
    seen: list[int] = []

    def twice(progress: Progress) -> None:
        seen.append(progress.done)
        if progress.done == 15:
            ctrl_c()
            ctrl_c()

    with pytest.raises(KeyboardInterrupt):
        sweep(FIVE_A_CHUNK, tmp_path / "out", 1, twice, tell=lambda _: None)
    assert seen[-1] == 15
    assert logged(tmp_path / "out", "ended")[-1]["outcome"] == "stopped"


def test_ctrl_c_at_the_last_chunk_is_no_interruption(
    ctrl_c: Callable[[], None], tmp_path: Path
) -> None:
    def late(progress: Progress) -> None:
        if progress.done == progress.total:
            ctrl_c()

    one = FIVE_A_CHUNK.model_copy(update={"replicates": 1})
    assert sweep(one, tmp_path / "out", 1, late, tell=lambda _: None).is_complete


# The lock


def test_the_lock_is_looked_at_before_anything_is_changed(tmp_path: Path) -> None:
    with locked(tmp_path, pytest.fail), pytest.raises(InputError, match="Nothing was changed"):
        sweep(FIVE_A_CHUNK, tmp_path, workers=1)
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
    # What the lock leaves behind is no reason to refuse the folder.
    one = FIVE_A_CHUNK.model_copy(update={"replicates": 1})
    assert sweep(one, tmp_path, workers=1).is_complete


def test_where_there_are_no_locks_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import filelock

    def no_locks(*_: Any, **__: Any) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(filelock.FileLock, "acquire", no_locks)
    told: list[str] = []
    one = FIVE_A_CHUNK.model_copy(update={"replicates": 1})
    assert sweep(one, tmp_path / "out", workers=1, tell=told.append).is_complete
    assert "knows no locks" in told[0]


# Going on, or not


def test_resume_wants_something_to_go_on_with(undisturbed: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is nothing to resume"):
        sweep(FIVE_A_CHUNK, tmp_path / "none", workers=1, resume=True)
    assert not (tmp_path / "none").exists()
    assert sweep(FIVE_A_CHUNK, undisturbed, workers=1, resume=True).is_complete


def test_no_resume_refuses_results(undisturbed: Path) -> None:
    before = mtimes(undisturbed)
    with pytest.raises(InputError, match=r"holds results already\. Nothing was changed"):
        sweep(FIVE_A_CHUNK, undisturbed, workers=1, resume=False)
    assert mtimes(undisturbed) == before


def test_a_folder_of_an_older_layout_is_read_and_not_written(
    undisturbed: Path, tmp_path: Path
) -> None:
    import json

    folder = Path(shutil.copytree(undisturbed, tmp_path / "old"))
    shutil.rmtree(folder / "checksums")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["experiment"]["recording"]
    (folder / "manifest.json").write_text(json.dumps(manifest | {"schema": 1}), encoding="utf-8")
    store = Store.open(folder)
    assert (store.num_runs_made, store.num_failed, len(store.series())) == (160, 0, 160 * 6)
    with pytest.raises(InputError, match=r"are of layout 1.*reads them but writes layout 2"):
        sweep(FIVE_A_CHUNK, folder, workers=1)


def test_checksums_are_those_of_sha256sum(undisturbed: Path) -> None:
    receipt = read_receipt(undisturbed, 3)
    assert receipt is not None
    assert (receipt.runs, receipt.failed) == (tuple(range(15, 20)), ())
    lines = (undisturbed / "checksums" / "part-00003.sha256").read_text().splitlines()
    assert lines[0] == "# runs 15-19"
    found = digests(undisturbed)
    for line in lines[2:]:
        digest, name = line.split("  ")
        assert found[name] == digest
