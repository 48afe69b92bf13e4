"""The program of a worker process: it makes the chunks it is asked for until its input ends.

It is started by `trustgarden.experiments.engines`, reads pickled requests on
its standard input and answers on its standard output. Both are pipes of its
parent; it never reads a pickle from a file or a network.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from typing import Any, BinaryIO

import numpy as np

from .engines import WARM_UP, Task
from .running import finished

__all__ = ["main", "warm_up"]


def main() -> None:
    """Answer requests from standard input until it ends."""
    answers = _private_output()
    _load_model()
    requests = sys.stdin.buffer
    try:
        task: Task[Any] = pickle.load(requests)
        task.own_code.register()
        while True:
            _answer(task, pickle.load(requests), answers)
    except (EOFError, BrokenPipeError):
        # The parent has finished, or is gone: there is nobody left to work for.
        return


def _private_output() -> BinaryIO:
    # Whatever a library prints goes to standard error, where it cannot garble an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _load_model() -> None:
    """Load the libraries while another worker compiles the kernels."""
    import trustgarden.model.engine  # noqa: F401  (loading is what is wanted)


def _answer(task: Task[Any], request: int, answers: BinaryIO) -> None:
    answer: object
    try:
        answer = warm_up() if request == WARM_UP else task.make(request)
    except Exception as error:
        answer = _plain(error)
    pickle.dump(answer, answers)
    answers.flush()


def _plain(error: Exception) -> Exception:
    """The error in a form that surely travels; only those of the system keep their type."""
    if isinstance(error, OSError):
        return OSError(str(error))
    return RuntimeError("".join(traceback.format_exception(error)))


def warm_up() -> str:
    """Compile the kernels, or load them from disk, with small runs that use them all."""
    from trustgarden.model.chart import Chart
    from trustgarden.model.scenario import Scenario

    finished(Scenario(id="warm-up"), None, seed=0, weeks=1)
    # Real ties have a kernel of their own.
    trio = Chart(
        ids=("a", "b", "c"),
        boss=np.array([-1, 0, 0]),
        team=np.zeros(3, int),
        team_names=("team",),
        place=np.zeros(3, int),
        place_names=("place",),
        rank=np.array([0, 1, 1]),
        tie_from=np.array([1]),
        tie_to=np.array([2]),
        tie_evidence=np.ones(1),
        tie_kind=("tie",),
    )
    finished(Scenario(id="warm-up"), trio, seed=0, weeks=1)
    return "warm"
