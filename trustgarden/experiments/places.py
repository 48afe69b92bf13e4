"""Where a sweep is made, as `--on` says it: here, or by workers of Dask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from trustgarden.errors import InputError

from .engines import Engine

__all__ = ["LOCAL_CLUSTER", "engine_on"]

LOCAL_CLUSTER = "local-cluster"
ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^/\s]+:\d+")


@contextmanager
def engine_on(
    place: str | None, workers: int | None, tell: Callable[[str], None]
) -> Iterator[Engine | None]:
    """The engine of a place, ready to work; None for this machine without Dask.

    Args:
        place: `local-cluster`, or the address of a scheduler of Dask.
        workers: Worker processes of a local cluster; one a processor if None.
        tell: Called with what people should know.

    Raises:
        InputError: If there is no such place, nobody answers there, or somebody has another
            version of trustgarden. Nothing is written then.
    """
    if place is None:
        yield None
        return
    _check(place, workers)
    from .dask_engine import dask_engine

    with dask_engine(place, workers, tell) as engine:
        yield engine


def _check(place: str, workers: int | None) -> None:
    if place != LOCAL_CLUSTER and not ADDRESS.fullmatch(place):
        raise InputError(
            f"--on is {place!r}; it must be {LOCAL_CLUSTER}, or the address of a scheduler of "
            "Dask such as tcp://HOST:8786. Leave it out for processes of this machine."
        )
    if place != LOCAL_CLUSTER and workers is not None:
        raise InputError(
            f"--workers is {workers}, but the workers of {place} are there already; leave "
            "--workers out, or start others with `dask worker`."
        )
    if find_spec("distributed") is None:
        raise InputError(
            f"--on {place} needs Dask, which is not installed; install it with `pip install "
            '"trustgarden[dask]"`, here and on the workers.'
        )
