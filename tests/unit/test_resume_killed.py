"""Sweeps that are killed, by force and at random, and those that come upon them."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_sweeps import FIVE_A_CHUNK, committed, digests, files_of, logged, mtimes

from trustgarden.errors import InputError
from trustgarden.experiments import status_of, sweep

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc"),
]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep made in one process and one go; not to be changed."""
    return sweep(FIVE_A_CHUNK, tmp_path_factory.mktemp("undisturbed") / "out", workers=1).path


Start = Callable[..., subprocess.Popen[str]]


def command(experiment: Path, out: Path, *more: str) -> list[str]:
    words = [sys.executable, "-m", "trustgarden", "sweep", str(experiment), "--out", str(out)]
    return [*words, *more]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts sweeps of FIVE_A_CHUNK, in processes of their own; ends those that are left."""
    experiment = tmp_path / "five.toml"
    experiment.write_text(
        'id = "five-a-chunk"\nscenarios = ["garden", "command"]\nreplicates = 40\nseed = 3\n'
        'weeks = 6\n[factors]\n"organisation.num_people" = [12, 14]\n',
        encoding="utf-8",
    )
    started = []

    def begin(out: Path, *more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command(experiment, out, *more), stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    # A handler of ours is not inherited; that of a test runner, which ignores Ctrl-C, would be.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield begin
    signal.signal(signal.SIGINT, before)
    for process in started:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    found: list[int] = []
    for file in Path(f"/proc/{process.pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that has just ended
            found += map(int, file.read_text().split())
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait(until: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.002)


class Killer:
    """Starts and kills a sweep again and again at random moments.

    At each kill it looks at what is committed, and holds that nothing of it
    is ever written again.
    """

    def __init__(self, seed: int, start: Start, out: Path) -> None:
        self.chance, self.start, self.out = random.Random(seed), start, out
        self.written: dict[str, int] = {}
        self.killed: list[str] = []

    def go(self) -> None:
        process = self.start(self.out, "--workers", "2")
        at = len(committed(self.out)) + self.chance.randint(0, 4)
        wait(lambda: len(committed(self.out)) >= at or process.poll() is not None)
        time.sleep(self.chance.uniform(0, 0.05))
        whom = self.chance.choice(("parent", "worker", "all"))
        if process.poll() is None:
            self.kill(process, whom)
        else:
            assert process.stderr is not None
            assert process.returncode == 0, process.stderr.read()
        self.look()

    def kill(self, process: subprocess.Popen[str], whom: str) -> None:
        self.killed.append(whom)
        if whom == "worker":
            wait(lambda: bool(workers_of(process)) or process.poll() is not None)
            kill(workers_of(process)[:1])
            # The others go on; when some more is there, the parent is killed, too.
            enough = len(committed(self.out)) + 3
            wait(lambda: process.poll() is not None or len(committed(self.out)) >= enough)
        workers = workers_of(process)
        process.kill()
        if whom == "all":
            kill(workers)
        process.wait()
        # Without their parent, workers end by themselves.
        wait(lambda: not any(is_alive(pid) for pid in workers), 20)

    def look(self) -> None:
        now = mtimes(self.out) if self.out.exists() else {}
        for name, time_ns in self.written.items():
            assert now[name] == time_ns, f"{name} was made twice"
        there = files_of(committed(self.out))
        self.written = {
            name: time_ns for name, time_ns in now.items() if any(part in name for part in there)
        }


def kill(pids: list[int]) -> None:
    for pid in pids:
        # It may just have ended by itself.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def check_kills(seed: int, times: int, start: Start, out: Path, whole: Path) -> list[str]:
    killer = Killer(seed, start, out)
    for _ in range(times):
        killer.go()
    sweep(FIVE_A_CHUNK, out, workers=1, tell=pytest.fail)
    killer.look()
    assert digests(out) == digests(whole)
    chunks = [entry["chunk"] for entry in logged(out, "chunk")]
    assert len(set(chunks)) == len(chunks), "a chunk was reported twice"
    return killer.killed


def test_a_sweep_that_is_killed_goes_on(start: Start, undisturbed: Path, tmp_path: Path) -> None:
    assert check_kills(0, 1, start, tmp_path / "out", undisturbed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 6))
def test_a_sweep_that_is_killed_at_twenty_random_moments_goes_on(
    seed: int, start: Start, undisturbed: Path, tmp_path: Path
) -> None:
    killed = check_kills(seed, 6, start, tmp_path / "out", undisturbed)
    # Five folders of at least four: twenty in all.
    assert len(killed) >= 4


def test_a_worker_ends_when_its_parent_is_killed(start: Start, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(out, "--workers", "2", "--replicates", "1000")
    wait(lambda: len(committed(out)) >= 1)
    workers = workers_of(process)
    assert len(workers) == 2
    process.kill()
    process.wait()
    wait(lambda: not any(is_alive(pid) for pid in workers), 5)


def test_the_command_says_how_to_go_on_after_ctrl_c(start: Start, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(out, "--workers", "1", "--replicates", "1000")
    wait(lambda: len(committed(out)) >= 1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Finishing the chunks that are under way; Ctrl-C again ends at once" in err
    assert f"Finished runs are safe in {out}; the same command makes those that are missing" in err
    assert status_of(out).state == "stopped"


def test_a_second_sweep_into_a_folder_is_refused_and_a_crash_leaves_no_lock(
    start: Start, undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = start(out, "--workers", "1")
    wait(lambda: len(committed(out)) >= 1)
    # So that it is not finished before the other has waited for the lock.
    first.send_signal(signal.SIGSTOP)
    with pytest.raises(InputError, match=rf"Another sweep is writing into .*process {first.pid} "):
        sweep(FIVE_A_CHUNK, out, workers=1)
    assert status_of(out).state == "running"
    first.kill()
    first.wait()
    assert status_of(out).state == "stopped"
    sweep(FIVE_A_CHUNK, out, workers=1)
    assert digests(out) == digests(undisturbed)
