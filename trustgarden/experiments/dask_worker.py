"""What workers of Dask do for a sweep: they are briefed once, and then make chunks.

A briefing stays with the scheduler, which gives it to each worker that comes
later or is started again. It never fails: a worker that cannot do its part
says so when it is asked.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

from distributed import WorkerPlugin, get_worker

from .chunking import ChunkReport, ChunkTask, Job
from .own_code import code_digests
from .worker import plain_error

__all__ = ["VERSIONS", "Briefing", "do", "other_version", "refusal"]

VERSIONS = (
    "{'trustgarden': __import__('trustgarden').__version__,"
    " 'model': __import__('trustgarden.experiments.provenance', fromlist=['_']).model_digest(),"
    " 'pyarrow': __import__('pyarrow').__version__}"
)
"""Evaluated on each worker before anything else. It is text, and no function of ours, since it has
to be understood where trustgarden is another or is not there at all."""

_briefed: dict[str, ChunkTask | str] = {}
"""For each sweep under way what to do, or why it cannot be done here."""


class Briefing(WorkerPlugin):  # type: ignore[misc]  # no types are published for it
    """Tells a worker of a sweep.

    Attributes:
        sweep: Name of the sweep among those that the scheduler has under way.
        task: A `ChunkTask`, pickled; only here, where it can be said what is amiss, is it opened.
        versions: What `VERSIONS` is where the sweep was started; for workers that come later.
        code: Digests of the code of somebody's own that the plan names, as it is where the sweep
            was started.
        token: Name of a file in the folder for logs, which whoever sees the folder sees.
    """

    def __init__(
        self,
        sweep: str,
        task: bytes,
        versions: Mapping[str, str],
        code: Mapping[str, str],
        token: str,
    ) -> None:
        self.sweep, self.task, self.token = sweep, task, token
        self.versions, self.code = dict(versions), dict(code)

    def setup(self, worker: object) -> None:
        """Keep what to do, or why it cannot be done here."""
        _briefed[self.sweep] = self._opened()

    def teardown(self, worker: object) -> None:
        """Forget the sweep, which has ended."""
        _briefed.pop(self.sweep, None)

    def _opened(self) -> ChunkTask | str:
        other = other_version(eval(VERSIONS), self.versions)
        if other:
            return other
        try:
            task: ChunkTask = pickle.loads(self.task)
            here = code_digests(task.plan, task.own_code)
        except Exception as error:  # It loads somebody's own module, which may fail in any way.
            return (
                "cannot load the code that the experiment names "
                f"({type(error).__name__}: {error}). "
                "Put its module where this worker imports from (PYTHONPATH)"
            )
        for name, digest in self.code.items():
            if here.get(name) != digest:
                return f"has another {name} than there is here. Give it the same module"
        if not Path(self.token).exists():
            return (
                f"does not see the results folder {task.folder.absolute()}, into which workers "
                "write themselves. Give a folder that has the same path on all machines"
            )
        task.own_code.register()
        return task


def other_version(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """In which version a worker differs, in words; empty if in none."""
    for name, version in here.items():
        if there.get(name) != version:
            what = "sources of the model (as a digest)" if name == "model" else name
            return (
                f"has another version of {what}: {there.get(name)} there, {version} here. Results "
                "would not be the same to the byte. Install the same there"
            )
    return ""


def refusal(sweep: str) -> str:
    """Why this worker cannot do its part of a sweep; empty if it can."""
    task = _briefed.get(sweep, "was not told of the sweep")
    return task if isinstance(task, str) else ""


def do(sweep: str, job: Job) -> ChunkReport | Exception:
    """Make a chunk; an error comes back as a value, with its words and the worker's name."""
    task = _briefed.get(sweep, "was not told of the sweep")
    if isinstance(task, str):
        return RuntimeError(f"The worker {_name()} {task}.")
    try:
        return task.make(job)
    except Exception as error:
        plain = plain_error(error)
        return type(plain)(f"{plain} (worker {_name()})")


def _name() -> str:
    return str(get_worker().address)
