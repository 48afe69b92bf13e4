"""Sweeps by workers of Dask: real schedulers and workers on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_sweeps import FIVE_A_CHUNK, committed, digests, logged, mtimes

import trustgarden as tg
from trustgarden.cli import main
from trustgarden.errors import InputError
from trustgarden.experiments import Progress, places, sweep

pytest.importorskip("distributed")
import dask
import distributed

pytestmark = [
    pytest.mark.slow,
    # Dask's own servers in threads of ours: a socket that is being closed when a test ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

ROOT = Path(tg.__file__).parents[1]
MANY_CHUNKS = FIVE_A_CHUNK.model_copy(update={"replicates": 6})
"""24 runs, each a chunk."""


class Cluster:
    """A scheduler on loopback, and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            "dask_scheduler", "--no-dashboard", "--host", "127.0.0.1", "--port", "0",
            "--scheduler-file", str(file),
        )  # fmt: skip
        wait(lambda: file.exists() and file.stat().st_size > 0)
        self.address = json.loads(file.read_text())["address"]

    def worker(self, *more: str, **env: str) -> subprocess.Popen[bytes]:
        words = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1")
        before = self.num_workers()
        process = self._start("dask_worker", self.address, *words, *more, **env)
        wait(lambda: self.num_workers() > before)
        return process

    def num_workers(self) -> int:
        with distributed.Client(self.address, set_as_default=False) as client:
            return len(client.nthreads())

    def end(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()

    def _start(self, module: str, *words: str, **env: str) -> subprocess.Popen[bytes]:
        path = {"PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(self.folder)}
        with (self.folder / "cluster.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *words],
                env=os.environ | path | env,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process


def wait(until: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("dask"))
    try:
        made.worker()
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made in this process; not to be changed."""
    return sweep(MANY_CHUNKS, tmp_path_factory.mktemp("local") / "out", workers=1).path


def test_a_worker_is_killed_and_the_results_are_the_same(
    cluster: Cluster, local: Path, tmp_path: Path
) -> None:
    doomed = cluster.worker()
    seen: list[Progress] = []

    def kill_at_work(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == 2:
            doomed.kill()

    store = sweep(MANY_CHUNKS, tmp_path / "out", on=cluster.address, progress=kill_at_work)
    doomed.wait()
    assert store.is_complete
    assert digests(store.path) == digests(local)
    assert not list((store.path / "log").glob("*.token"))
    assert len(seen) == 1 + store.num_runs
    assert [progress.done for progress in seen] == list(range(store.num_runs + 1))
    assert logged(store.path, "started")[0]["engine"] == "DaskEngine"
    assert cluster.num_workers() == 1


def test_a_sweep_goes_on_where_other_engines_left_it(
    cluster: Cluster, local: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    sweep(MANY_CHUNKS, out, 1, only={"replicate": range(2)})
    sweep(MANY_CHUNKS, out, on=cluster.address, only={"replicate": range(4)})
    before = mtimes(out)
    there = committed(out)
    assert 0 < len(there) < len(committed(local))
    sweep(MANY_CHUNKS, out, workers=1)
    assert digests(out) == digests(local)
    whole = {f"/part-{chunk:05d}." for chunk in there}
    kept = {name for name in before if any(part in name for part in whole)}
    assert kept
    assert {name: mtimes(out)[name] for name in kept} == {name: before[name] for name in kept}


def test_few_chunks_are_in_the_schedulers_hands(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trustgarden.experiments import dask_engine

    most = []
    send = dask_engine.Flight.send

    def counted(self: dask_engine.Flight, job: object) -> None:
        send(self, job)  # type: ignore[arg-type]
        most.append(len(self.under_way))

    monkeypatch.setattr(dask_engine.Flight, "send", counted)
    sweep(MANY_CHUNKS, tmp_path / "out", on=cluster.address)
    # One under way on the only thread, and one to go on with.
    assert max(most) == 2
    assert len(most) == 24


SENDS_ITS_WORKER_AWAY = """
import os, signal
import trustgarden as tg

class Killer(tg.Style, name="killer"):
    def attend(self, view, chance):
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="it ends processes by a signal")
def test_a_run_that_kills_workers_of_a_local_cluster_is_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "killing_styles.py").write_text(SENDS_ITS_WORKER_AWAY, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    factors = {"leaders.style": ("hero", "killing_styles:Killer")}
    deadly = MANY_CHUNKS.model_copy(update={"replicates": 6, "factors": factors})
    out = tmp_path / "out"
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        store = sweep(deadly, out, 1, allow_code=True, on="local-cluster", only={"replicate": 0})
    assert store.runs["status"].tolist() == ["ok", "failed", "ok", "failed"]
    message = "WorkerDied: each worker of Dask that made it was lost"
    assert store.runs["message"].tolist() == ["", message, "", message]


def test_code_that_workers_do_not_have_is_refused(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here_only.py").write_text(SENDS_ITS_WORKER_AWAY.replace("killer", "h-o"), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    named = MANY_CHUNKS.model_copy(update={"factors": {"leaders.style": ("here_only:Killer",)}})
    words = r"The worker tcp://127.+ cannot load the code .*here_only.* \(PYTHONPATH\)\. No run"
    with pytest.raises(InputError, match=words):
        sweep(named, tmp_path / "out", allow_code=True, on=cluster.address)
    assert not committed(tmp_path / "out")


def test_other_code_of_the_same_name_is_refused(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cluster.folder / "two_of_them.py").write_text(
        SENDS_ITS_WORKER_AWAY.replace("killer", "two"), "utf-8"
    )
    (tmp_path / "two_of_them.py").write_text(
        SENDS_ITS_WORKER_AWAY.replace("killer", "two") + "# another\n", "utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    named = MANY_CHUNKS.model_copy(update={"factors": {"leaders.style": ("two_of_them:Killer",)}})
    with pytest.raises(InputError, match=r"tcp://127.+ has another two_of_them:Killer than"):
        sweep(named, tmp_path / "out", allow_code=True, on=cluster.address)
    assert not committed(tmp_path / "out")


def test_another_version_on_a_worker_is_refused_before_anything_is_written(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tg, "__version__", "99.1")
    there = subprocess.check_output(
        [sys.executable, "-c", "import trustgarden; print(trustgarden.__version__)"],
        cwd=ROOT, text=True,
    ).strip()  # fmt: skip
    words = rf"The worker tcp://127.+ version of trustgarden: {there} there, 99\.1 here\."
    with pytest.raises(InputError, match=words):
        sweep(MANY_CHUNKS, tmp_path / "out", on=cluster.address)
    assert not (tmp_path / "out").exists()


def test_a_worker_of_another_version_that_comes_later_is_refused() -> None:
    from trustgarden.experiments.dask_worker import Briefing, refusal

    late = Briefing("late", b"", {"trustgarden": "99.1"}, {}, "nowhere")
    late.setup(None)
    assert f"version of trustgarden: {tg.__version__} there, 99.1 here" in refusal("late")
    late.teardown(None)
    assert refusal("late") == "was not told of the sweep"


def test_a_worker_without_trustgarden_is_named(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "path"
    (empty / "trustgarden").mkdir(parents=True)
    (empty / "trustgarden" / "__init__.py").write_text("raise ImportError('not here')\n")
    bare = cluster.worker(PYTHONPATH=str(empty))
    try:
        with pytest.raises(InputError, match=r"cannot load trustgarden \(ImportError: not here\)"):
            sweep(MANY_CHUNKS, tmp_path / "out", on=cluster.address)
    finally:
        bare.kill()
        bare.wait()
        wait(lambda: cluster.num_workers() == 1)
    assert not (tmp_path / "out").exists()


def test_a_worker_that_does_not_see_the_folder_is_named(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trustgarden.experiments import dask_engine

    # As on a machine where the same path is another folder.
    briefing = dask_engine.Briefing
    monkeypatch.setattr(
        dask_engine, "Briefing", lambda *words: briefing(*words[:-1], str(tmp_path / "nowhere"))
    )
    with pytest.raises(InputError, match=r"does not see the results folder .*out, .*No run was"):
        sweep(MANY_CHUNKS, tmp_path / "out", on=cluster.address)
    assert not committed(tmp_path / "out")


def test_errors_of_workers_travel_with_their_words(cluster: Cluster, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shown = 0

    def spoil(progress: Progress) -> None:
        nonlocal shown
        shown += 1
        if shown == 1:
            # A file where the parts of a table are to go.
            (out / "series").rmdir()
            (out / "series").write_text("")

    with pytest.raises(InputError, match=r"cannot be written to any more \(.*worker tcp://127"):
        sweep(MANY_CHUNKS, out, on=cluster.address, progress=spoil)


def test_nobody_at_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from trustgarden.experiments import dask_engine

    monkeypatch.setattr(dask_engine, "CONNECT_SECONDS", 1)
    monkeypatch.chdir(tmp_path)
    assert main(["sweep", "six-weeks", "--out", "out", "--on", "tcp://127.0.0.1:1"]) == 2
    err = capsys.readouterr().err
    assert "No scheduler of Dask answers at tcp://127.0.0.1:1" in err
    assert "Nothing was written" in err
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["slurm", "tcp://", "tcp://host", "127.0.0.1:8786", ""])
def test_places_that_are_none(place: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--on is .* it must be local-cluster, or the address"):
        sweep(MANY_CHUNKS, tmp_path / "out", on=place)
    assert not (tmp_path / "out").exists()


def test_workers_of_somebody_else_are_not_counted_here(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--workers is 2, but the workers of tcp://h:1 are"):
        sweep(MANY_CHUNKS, tmp_path / "out", 2, on="tcp://h:1")


def test_without_dask_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r'pip install "trustgarden\[dask\]"'):
        sweep(MANY_CHUNKS, tmp_path / "out", on="local-cluster")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Processes hear Ctrl-C, also where tests run in the background and inherit otherwise."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="it sends signals to a group of processes")
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_finishes_what_is_under_way(tmp_path: Path) -> None:
    out = tmp_path / "out"
    experiment = tmp_path / "many.toml"
    experiment.write_text('id = "many"\nscenarios = ["garden"]\nreplicates = 2000\nweeks = 6\n')
    command = [sys.executable, "-m", "trustgarden", "sweep", str(experiment), "--out", str(out)]
    more = ["--set", "organisation.num_people=12", "--on", "local-cluster", "--workers", "1"]
    process = subprocess.Popen(
        [*command, *more], stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    )
    try:
        wait(lambda: bool(committed(out)))
        # As a terminal does it, to all processes of the group.
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130, err
    assert "Finishing the chunks that are under way" in err
    assert f"Finished runs are safe in {out}; the same command makes those that are missing" in err
    assert "Traceback" not in err
    assert logged(out, "ended")[-1]["outcome"] == "stopped"


@pytest.mark.long
def test_a_scheduler_that_is_lost_on_the_way(tmp_path: Path, local: Path) -> None:
    made = Cluster(tmp_path)
    made.worker()
    seen = []

    def lose(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == 2:
            made.scheduler.kill()

    try:
        with pytest.raises(InputError, match=r"scheduler .*lost.* What was committed stays"):
            sweep(MANY_CHUNKS, tmp_path / "out", on=made.address, progress=lose)
    finally:
        made.end()
    assert committed(tmp_path / "out")
    assert digests(sweep(MANY_CHUNKS, tmp_path / "out", 1).path) == digests(local)
