"""Runs that end the process which makes them: rows that failed, and no end of the sweep."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from small_sweeps import FIVE_A_CHUNK, digests

from trustgarden.experiments import Experiment, sweep
from trustgarden.experiments.chunking import ChunkTask, Job
from trustgarden.experiments.engines import LocalProcesses, WorkerDied
from trustgarden.experiments.planning import make_plan

KILLER = """
import os, signal
import trustgarden as tg

class Killer(tg.Style, name="killer"):
    def attend(self, view, chance):
        os.kill(os.getpid(), signal.SIGKILL)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="it ends processes by a signal"),
]


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Experiment:
    """Points 1 and 3 of four end the process that makes them; 64 runs, two a chunk."""
    (tmp_path / "deadly_styles.py").write_text(KILLER, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return FIVE_A_CHUNK.model_copy(
        update={
            "replicates": 16,
            "scenarios": ("garden", "untended"),
            "factors": {
                "organisation.num_people": (12,),
                "leaders.style": ("hero", "deadly_styles:Killer"),
            },
        }
    )


def test_a_run_that_kills_its_worker_is_a_row_and_the_others_go_on(
    deadly: Experiment, tmp_path: Path
) -> None:
    store = sweep(deadly, tmp_path / "out", 2, allow_code=True, only={"replicate": 0})
    runs = store.runs
    assert runs["run"].tolist() == [0, 1, 2, 3]
    assert runs["status"].tolist() == ["ok", "failed", "ok", "failed"]
    message = "WorkerDied: the process that made it was ended by SIGKILL"
    assert runs["message"].tolist() == ["", message, "", message]
    assert message in (store.path / "log" / "failures-00000.txt").read_text()
    # To the byte what a run is that fails by itself, in one go.
    task = ChunkTask(make_plan(deadly, allow_code=True), tmp_path / "again")
    for name in (*store.tables, "checksums", "log"):
        (task.folder / name).mkdir(parents=True)
    for chunk in (0, 1):
        even, odd = 2 * chunk, 2 * chunk + 1
        task.make(Job(chunk, (odd,), lost=message))
        report = task.make(Job(chunk, (even,)))
        assert (report.num_runs, report.num_failed) == (1, 0)
    made = {name: digest for name, digest in digests(store.path).items() if "manifest" not in name}
    assert digests(task.folder) == made


def test_workers_that_cannot_be_started_fail_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    task = ChunkTask(make_plan(FIVE_A_CHUNK), tmp_path)
    jobs = [Job(chunk, task.plan.chunk(chunk)) for chunk in (0, 1)]
    with pytest.raises(WorkerDied, match=r"ended with exit code 1 while it started"):
        list(LocalProcesses(2).make(task, jobs))
    assert "ModuleNotFoundError" in capfd.readouterr().err
    assert os.listdir(tmp_path) == []
