"""Small gardens of the live page for its tests: plots and sessions of a dozen people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from small_organisations import small

from trustgarden.app.plots import Plot
from trustgarden.app.sessions import Beginning, Session

__all__ = ["played", "plot_of", "same_figures", "session_of", "twins_of"]

SEED = 3


def plot_of(folder: Path, changes: Mapping[str, Any] | None = None, **of: Any) -> Plot:
    """A plot in a folder of its own, before its first week."""
    own = folder / f"plot-{len(list(folder.iterdir()))}"
    own.mkdir()
    return Plot(small(changes, **of), SEED, own)


def played(plot: Plot, weeks: int) -> Plot:
    """The same after some weeks."""
    for _ in range(weeks):
        plot.step()
    return plot


def session_of(folder: Path, changes: Mapping[str, Any] | None = None) -> Session:
    """A session with one garden."""
    session = Session(folder)
    session.begin(Beginning(small(changes), SEED))
    return session


def twins_of(folder: Path) -> Session:
    """A session with two gardens, the same in everything."""
    session = Session(folder)
    session.begin(Beginning(small(), SEED, small()))
    return session


def same_figures(one: Plot, other: Plot) -> bool:
    """Whether two plots have the same measures of every week, to the last bit."""
    return np.array_equal(one.org.series_array, other.org.series_array)
