"""The program of a worker process: it makes the chunks it is asked for until its input ends.

It is started by `trustgarden.experiments.engines`, reads pickled requests on
its standard input and answers on its standard output. Both are pipes of its
parent; it never reads a pickle from a file or a network.
"""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
import traceback
from typing import Any, BinaryIO

import numpy as np

from .chunking import Job
from .engines import Task
from .running import finished

__all__ = ["main", "plain_error", "warm_up"]


def main() -> None:
    """Answer requests from standard input until it ends."""
    answers = _private_output()
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    _load_model()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    task: Task[Any] = requests.get()
    task.own_code.register()
    while True:
        _answer(task, requests.get(), answers)


def _read(requests: queue.SimpleQueue[Any]) -> None:
    """Take requests in; when there is nobody left to ask, end the process, whatever it is at.

    A worker that outlived its parent would go on writing into a folder that
    another sweep may have taken over. Kernels leave threads free to run.
    """
    while True:
        try:
            requests.put(pickle.load(sys.stdin.buffer))
        except EOFError:
            os._exit(0)
        except BaseException:  # code of somebody's own cannot be loaded, for example
            traceback.print_exc()
            os._exit(1)


def _private_output() -> BinaryIO:
    # Whatever a library prints goes to standard error, where it cannot garble an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _load_model() -> None:
    """Load the libraries while another worker compiles the kernels."""
    import trustgarden.model.engine  # noqa: F401  (loading is what is wanted)


def _answer(task: Task[Any], request: Job | str, answers: BinaryIO) -> None:
    answer: object
    try:
        answer = task.make(request) if isinstance(request, Job) else warm_up()
    except Exception as error:
        answer = plain_error(error)
    try:
        pickle.dump(answer, answers)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)


def plain_error(error: Exception) -> Exception:
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
