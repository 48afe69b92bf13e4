"""How far a sweep is, on stderr: a bar in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from trustgarden.cli.output import say
from trustgarden.cli.patience import say_if_first

if TYPE_CHECKING:
    from trustgarden.experiments import Progress

__all__ = ["ProgressBar", "ProgressLines", "duration", "shown"]

FIRST_LINE_SECONDS = 2.0
LINE_SECONDS = 15.0
"""Seconds between lines where nobody watches: enough to see life, too few to drown a log."""


def shown(headline: str) -> ProgressBar | ProgressLines:
    """The way of showing progress that suits where stderr goes.

    Args:
        headline: What is going on; said once it really begins, so that a sweep
            that is refused says nothing but why.
    """
    return ProgressBar(headline) if sys.stderr.isatty() else ProgressLines(headline)


class Start:
    """What is said once, when the sweep really begins."""

    def __init__(self, headline: str) -> None:
        self._headline = headline

    def is_now(self, progress: Progress) -> bool:
        """Whether this is the first news; if so, say what is going on."""
        if not self._headline:
            return False
        say(self._headline)
        self._headline = ""
        if progress.done < progress.total:
            say_if_first()
        return True


class Pace:
    """Runs a second and time left, counted from the first chunk that came in.

    Until then workers start, and may compile the model: a rate that holds that
    time would foretell hours for a sweep of a minute.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._base: tuple[float, int] | None = None
        self._before = -1

    def outlook(self, progress: Progress) -> str:
        """How it looks, in words."""
        if self._base is None and 0 <= self._before < progress.done:
            self._base = self._clock(), progress.done
        self._before = progress.done
        failed = f"{progress.failed:,} failed, " if progress.failed else ""
        return failed + self._time_left(progress)

    def _time_left(self, progress: Progress) -> str:
        if progress.done == progress.total:
            return "finished"
        since, done = self._base or (0.0, progress.done)
        elapsed = self._clock() - since
        if progress.done == done or elapsed <= 0:
            return "under way"
        rate = (progress.done - done) / elapsed
        return f"{rate:.3g} a second, {duration((progress.total - progress.done) / rate)} left"


class ProgressLines:
    """Says how far a sweep is in a line of text, at intervals and at the end."""

    def __init__(self, headline: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._start = Start(headline)
        self._pace = Pace(clock)
        self._clock = clock
        self._next = clock() + FIRST_LINE_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __call__(self, progress: Progress) -> None:
        """Take note of how far the sweep is."""
        self._start.is_now(progress)
        outlook = self._pace.outlook(progress)
        if progress.done == progress.total or self._clock() >= self._next:
            self._next = self._clock() + LINE_SECONDS
            say(f"{progress.done:,} of {progress.total:,} runs, {outlook}")


class ProgressBar:
    """Draws a bar on a terminal, with the time left."""

    def __init__(self, headline: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._start = Start(headline)
        self._pace = Pace(time.monotonic)
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("runs, {task.fields[outlook]}"),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("", total=None, outlook="under way")
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __call__(self, progress: Progress) -> None:
        """Draw how far the sweep is."""
        if self._start.is_now(progress):
            self._open.enter_context(self._bar)
        self._bar.update(
            self._task,
            completed=progress.done,
            total=progress.total,
            outlook=self._pace.outlook(progress),
        )


def duration(seconds: float) -> str:
    """A time as one would say it: `12 s`, `3 min 20 s`, `2 h 05 min`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
