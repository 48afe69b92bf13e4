"""Sweeps: the same results however they are made, and nothing lost when they break off."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from trustgarden.errors import InputError
from trustgarden.experiments import Experiment, Progress, Store, sweep
from trustgarden.experiments.chunking import ChunkTask, Job
from trustgarden.experiments.engines import InProcess, LocalProcesses, engine_for
from trustgarden.experiments.planning import make_plan, seed_of
from trustgarden.experiments.running import make_run, message_of
from trustgarden.model.engine import Engine
from trustgarden.model.organisation import Organisation

SMALL = Experiment(
    id="small",
    scenarios=("garden", "command"),
    replicates=10,
    seed=3,
    weeks=6,
    factors={"organisation.num_people": (12,), "work.load": (0.5, 0.8)},
)


def digests(folder: Path) -> dict[str, str]:
    """Digest of every file outside the log."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "log"
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep made in one process and one go; not to be changed."""
    return sweep(SMALL, tmp_path_factory.mktemp("undisturbed") / "out", workers=1).path


def test_results_do_not_depend_on_the_number_of_workers(undisturbed: Path, tmp_path: Path) -> None:
    store = sweep(SMALL, tmp_path / "two", workers=2)
    assert store.is_complete
    assert digests(store.path) == digests(undisturbed)
    # One run a chunk and three parts each with their checksums, and the manifest.
    assert len(digests(undisturbed)) == 4 * 40 + 1


def test_a_run_of_a_sweep_is_the_run_of_its_seed(undisturbed: Path) -> None:
    store = Store.open(undisturbed)
    run = store.runs.iloc[27]
    changes = {"organisation.num_people": 12, "work.load": run["work.load"]}
    org = Organisation(run["scenario"], seed=int(run["seed"]), changes=changes).run(6)
    rows = store.series().query("run == 27")
    assert rows["trust"].tolist() == org.series["trust"].tolist()
    assert run["trust"] == pytest.approx(org.series["trust"].mean(), rel=1e-12)


def test_replicates_share_their_luck_across_points(undisturbed: Path) -> None:
    runs = Store.open(undisturbed).runs
    assert runs.groupby("replicate")["seed"].nunique().eq(1).all()
    assert runs["seed"].nunique() == 10
    assert runs["seed"].iloc[0] == seed_of(3, 0)


def test_a_sweep_that_is_complete_makes_nothing(undisturbed: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(undisturbed, tmp_path / "copy")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    seen: list[Progress] = []
    sweep(SMALL, folder, workers=1, progress=seen.append)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert seen == [Progress(done=40, failed=0, total=40, rate=0.0, eta=None)]


def test_what_is_missing_is_made_and_nothing_else(undisturbed: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(undisturbed, tmp_path / "copy")
    for chunk in (0, 7, 39):
        (folder / "runs" / f"part-{chunk:05d}.parquet").unlink()
    kept = folder / "runs" / "part-00008.parquet"
    before = kept.stat().st_mtime_ns
    assert not Store.open(folder).is_complete
    sweep(SMALL, folder, workers=1)
    assert digests(folder) == digests(undisturbed)
    assert kept.stat().st_mtime_ns == before


def test_progress_counts_runs(tmp_path: Path) -> None:
    seen: list[Progress] = []
    sweep(SMALL, tmp_path / "out", workers=1, progress=seen.append)
    assert [told.done for told in seen] == list(range(41))
    assert all(told.total == 40 and told.failed == 0 for told in seen)
    assert seen[0].eta is None
    assert all(told.rate > 0 and told.eta is not None for told in seen[1:])
    assert seen[-1].eta == 0


# Failing runs


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run of replicate 1 fails after some weeks."""
    unlucky, run = seed_of(3, 1), Engine.run

    def run_or_fail(engine: Engine, weeks: int, *, record: bool = True) -> None:
        run(engine, weeks, record=record)
        if engine.seed == unlucky:
            raise ZeroDivisionError("no trust at all in /home/ann/team.csv")

    monkeypatch.setattr(Engine, "run", run_or_fail)


@pytest.mark.usefixtures("failing")
def test_a_run_that_fails_is_a_row_and_the_others_go_on(tmp_path: Path) -> None:
    seen: list[Progress] = []
    store = sweep(SMALL, tmp_path / "out", workers=1, progress=seen.append)
    assert (store.is_complete, store.num_failed, seen[-1].failed) == (True, 4, 4)
    failed = store.runs[store.runs["status"] == "failed"]
    assert failed["replicate"].tolist() == [1, 1, 1, 1]
    assert set(failed["message"]) == {"ZeroDivisionError: no trust at all in team.csv"}
    assert failed["weeks"].tolist() == [0, 0, 0, 0]
    assert failed["trust"].isna().all()
    assert sorted(store.series()["run"].unique()) == [n for n in range(40) if n // 4 != 1]
    assert len(store.series()) == 36 * 6
    log = (store.path / "log" / "failures-00004.txt").read_text()
    assert log.startswith("run 4\nTraceback")
    assert "/home/ann/team.csv" in log


@pytest.mark.usefixtures("failing")
def test_failed_runs_are_counted_when_a_sweep_goes_on(tmp_path: Path) -> None:
    folder = sweep(SMALL, tmp_path / "out", workers=1).path
    (folder / "runs" / "part-00039.parquet").unlink()
    seen: list[Progress] = []
    sweep(SMALL, folder, workers=1, progress=seen.append)
    assert [(told.done, told.failed) for told in seen] == [(39, 4), (40, 4)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("see /home/ann/x.csv now", "ValueError: see x.csv now"),
        (r"see C:\Users\ann\x.csv", "ValueError: see x.csv"),
        ("<Person at 0x7f3a>", "ValueError: <Person at 0x…>"),
        ("two\nlines", "ValueError: two lines"),
        ("a/b is half", "ValueError: a/b is half"),
        ("x" * 500, "ValueError: " + "x" * 288),
    ],
)
def test_messages_tell_nothing_of_the_machine(text: str, told: str) -> None:
    assert message_of(ValueError(text), private=False) == told


def test_messages_about_people_of_the_user_are_left_to_the_log() -> None:
    assert message_of(KeyError("Ann"), private=True) == "KeyError; the log of the sweep says more."


# Folders


def test_a_folder_of_another_experiment_is_refused_and_unchanged(
    undisturbed: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(undisturbed, tmp_path / "copy")
    before = digests(folder)
    for update, words in (
        ({"weeks": 7}, "experiment.weeks is 6 there and 7 here"),
        ({"seed": 4}, "experiment.seed is 3 there and 4 here"),
        ({"id": "other"}, 'experiment.id is "small" there and "other" here'),
        ({"factors": {}}, "experiment.factors"),
    ):
        with pytest.raises(InputError, match=words):
            sweep(SMALL.model_copy(update=update), folder, workers=1)
    assert digests(folder) == before


@pytest.mark.parametrize("key", ["trustgarden", "model"])
def test_a_folder_of_another_version_is_refused(
    key: str, undisturbed: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(undisturbed, tmp_path / "copy")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {key: "0.0.9"}))
    with pytest.raises(InputError, match=rf'experiment: {key} is "0\.0\.9" there'):
        sweep(SMALL, folder, workers=1)


def test_a_folder_with_other_things_is_refused_and_unchanged(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="is not empty and holds no results"):
        sweep(SMALL, tmp_path, workers=1)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(InputError, match="is a file, so results cannot go into it"):
        sweep(SMALL, file, workers=1)
    with pytest.raises(InputError, match="cannot be written"):
        sweep(SMALL, file / "below", workers=1)


def test_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The administrator may write everywhere, so the permission is refused by hand.
    def refuse(path: Path, *args: Any, **kwargs: Any) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InputError, match=r"cannot be written \(Permission denied\)"):
        sweep(SMALL, tmp_path / "out", workers=1)


def test_a_disk_that_fills_leaves_what_was_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = ChunkTask.make

    def make_until_full(task: ChunkTask, job: Job) -> Any:
        if job.chunk == 5:
            raise OSError(28, "No space left on device")
        return make(task, job)

    monkeypatch.setattr(ChunkTask, "make", make_until_full)
    with pytest.raises(InputError, match=r"No space left on device.*sweep again"):
        sweep(SMALL, tmp_path / "out", workers=1)
    assert Store.open(tmp_path / "out").num_runs_made == 5


def test_the_default_folder_is_named_after_the_experiment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one = SMALL.model_copy(update={"replicates": 1, "scenarios": ("garden",)})
    assert sweep(one, workers=1).path == Path("results/small")


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, "2"])
def test_a_number_of_workers_that_is_none_is_refused(workers: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"workers is .* at least 1"):
        sweep(SMALL, tmp_path / "out", workers=workers)


# Breaking off


def test_ctrl_c_in_one_process_leaves_what_was_committed(undisturbed: Path, tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(SMALL, tmp_path / "out", workers=1, progress=stop)
    assert Store.open(tmp_path / "out").num_runs_made == 6
    assert not list(tmp_path.rglob(".*"))
    sweep(SMALL, tmp_path / "out", workers=1)
    assert digests(tmp_path / "out") == digests(undisturbed)


def test_ctrl_c_stops_all_workers(undisturbed: Path, tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done >= 3:
            raise KeyboardInterrupt

    threads = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        sweep(SMALL, tmp_path / "out", workers=2, progress=stop)
    assert threading.active_count() == threads
    assert 3 <= Store.open(tmp_path / "out").num_runs_made < 40
    assert not list(tmp_path.rglob(".*"))
    sweep(SMALL, tmp_path / "out", workers=2)
    assert digests(tmp_path / "out") == digests(undisturbed)


def test_a_worker_that_is_killed_is_replaced(
    undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trustgarden.experiments import engines

    started = recorded_workers(monkeypatch)

    def kill_one(progress: Progress) -> None:
        if progress.done == 4:
            os.kill(started[0]._process.pid, signal.SIGKILL)

    sweep(SMALL, tmp_path / "out", workers=2, progress=kill_one)
    assert isinstance(started[0], engines.Worker)
    assert len(started) == 3
    assert digests(tmp_path / "out") == digests(undisturbed)


def recorded_workers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    from trustgarden.experiments import engines

    started: list[Any] = []

    class Recorded(engines.Worker):
        def __init__(self, task: bytes) -> None:
            super().__init__(task)
            started.append(self)

    monkeypatch.setattr(engines, "Worker", Recorded)
    return started


# Engines


def made(task: Any, chunks: Iterable[int]) -> list[Any]:
    jobs = [Job(chunk, task.plan.chunk(chunk)) for chunk in chunks]
    return list(LocalProcesses(2).make(task, jobs))


def test_one_chunk_needs_no_worker_process() -> None:
    assert isinstance(engine_for(8, 1), InProcess)
    assert isinstance(engine_for(1, 8), InProcess)
    engine = engine_for(8, 3)
    assert isinstance(engine, LocalProcesses)
    assert engine.num_workers == 3


def test_errors_of_the_system_travel_as_such(tmp_path: Path) -> None:
    plan = make_plan(SMALL)
    # No folder for the parts: the worker cannot open them.
    with pytest.raises(OSError, match=r"series/.*No such file"):
        made(ChunkTask(plan, tmp_path / "none"), [0, 1])


def test_any_run_can_be_made_alone() -> None:
    plan = make_plan(SMALL)
    planned = plan.run(27)
    result = make_run(planned, plan.scenario(planned.point), None, 6)
    assert (result.series.shape[0], result.teams.shape[0], result.failed) == (6, 1, False)
