"""A pilot: a few runs of a plan, made in a temporary folder, to know what the whole would cost."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .chunking import ChunkTask, Job
from .designs.points import Rows
from .layout import CHECKSUMS, LOG, part_file
from .own_code import own_code
from .planning import Plan
from .precision import FloatArray
from .stopping import outcomes

__all__ = ["MAX_PILOT_POINTS", "Pilot", "make_pilot"]

MAX_PILOT_POINTS = 12
"""Points that a pilot looks at, spread evenly over the plan; scenarios count as points."""


@dataclass(frozen=True, eq=False)
class Pilot:
    """What a few runs told.

    Attributes:
        num_points: Points that were run.
        replicates: Runs of each.
        seconds_a_run: On one processor, kernels compiled and warm, writing included.
        bytes_a_run: In the parts of a store.
        bytes_a_chunk: What a chunk costs beyond its runs.
        num_failed: Runs that failed.
        failure: Empty, or the first message.
        runs: The table of runs.
    """

    num_points: int
    replicates: int
    seconds_a_run: float
    bytes_a_run: float
    bytes_a_chunk: float
    num_failed: int
    failure: str
    runs: pa.Table

    def outcomes(self, outcome: str) -> FloatArray:
        """An outcome by point and replicate, without replicates in which a run failed."""
        found = outcomes(self.runs.to_pandas(), outcome, self.num_points, self.replicates)
        whole: FloatArray = found[:, ~(found != found).any(axis=0)]
        return whole


def make_pilot(plan: Plan, replicates: int) -> Pilot:
    """Run some points of a plan a few times; nothing of it is kept.

    Points are spread evenly over the plan, each with the first replicates.

    Args:
        plan: The plan.
        replicates: Runs of each point that is looked at, at least 2.
    """
    small = _pilot_plan(plan, replicates)
    with tempfile.TemporaryDirectory(prefix="trustgarden-pilot-") as folder:
        # The first one loads kernels, and tells what a chunk costs that holds next to nothing.
        _, alone = _made(dataclasses.replace(small, chunk_size=1), Path(folder, "one"))
        seconds, together = _made(small, Path(folder, "all"))
        runs = pq.read_table(part_file(Path(folder, "all"), "runs", 0))
    a_run = max(0.0, (together - alone) / max(1, small.num_runs - 1))
    failed = runs.filter(pa.compute.equal(runs["status"], "failed"))
    return Pilot(
        num_points=small.num_points,
        replicates=replicates,
        seconds_a_run=seconds / small.num_runs,
        bytes_a_run=a_run,
        bytes_a_chunk=max(0.0, alone - a_run),
        num_failed=len(failed),
        failure=failed["message"][0].as_py() if len(failed) else "",
        runs=runs,
    )


def _pilot_plan(plan: Plan, replicates: int) -> Plan:
    """The plan with a few of its points, all in one chunk."""
    wanted = max(1, MAX_PILOT_POINTS // len(plan.scenarios))
    chosen = [plan.design[number] for number in _spread(len(plan.design), wanted)]
    keys = tuple(chosen[0])
    experiment = plan.experiment.model_copy(update={"replicates": replicates, "stopping": None})
    design = Rows(keys, [tuple(levels.values()) for levels in chosen])
    small = dataclasses.replace(plan, experiment=experiment, design=design)
    return dataclasses.replace(small, chunk_size=small.num_runs)


def _spread(total: int, wanted: int) -> Sequence[int]:
    """So many numbers below a total, in the middles of equal parts."""
    count = min(total, wanted)
    return [(2 * part + 1) * total // (2 * count) for part in range(count)]


def _made(plan: Plan, folder: Path) -> tuple[float, int]:
    """Make the first chunk of a plan; its seconds, and its bytes."""
    for name in (*plan.experiment.recording.tables, CHECKSUMS, LOG):
        (folder / name).mkdir(parents=True)
    report = ChunkTask(plan, folder, own_code(plan)).make(Job(0, plan.chunk(0)))
    parts = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != LOG)
    return report.seconds, sum(path.stat().st_size for path in parts)
