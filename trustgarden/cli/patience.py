"""A word before the one long wait: the first run after installing compiles the model."""

from __future__ import annotations

from trustgarden.cli.output import say

__all__ = ["say_if_first"]


def say_if_first() -> None:
    """Say that the model is compiled first, if no compiled kernels of it are kept yet."""
    from trustgarden.model.compiling import cache_folder

    # numba keeps one index file a kernel; any will do.
    if next(cache_folder("week").rglob("*.nbi"), None) is None:
        say("Compiling the model first: once after installing, about two minutes.")
